"""The registry: the list, its download, the search of other pages."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide, require
from peiyu.web.enterprises import queries
from peiyu.web.enterprises.access import RULES
from peiyu.web.enterprises.actions.exports import take_list
from peiyu.web.enterprises.listing import address, registry
from peiyu.web.enterprises.queries.find import of_code
from peiyu.web.files.kinds import KINDS
from peiyu.web.look.lists import Shown, show

MOST_FOUND = 20


@signed_in
def enterprises(request: HttpRequest) -> HttpResponse:
    """The registry; a whole code in the search box leads to its enterprise."""
    actor = actor_of(request)
    require(RULES, actor, "registry.see")
    typed = request.GET.get("q", "")
    if typed and len(request.GET) == 1 and (exact := of_code(actor, typed)) is not None:
        return redirect(address(exact.key))
    may = {verb: decide(RULES, actor, verb).allowed for verb in ("intake.read", "identity.merge", "intake.see")}
    context = {
        "brings": may["intake.read"],
        "imports": may["intake.read"] or may["intake.see"],
        "merges": may["identity.merge"],
    }
    may_take = decide(RULES, actor, "registry.export").allowed
    return show(
        request, replace(registry(), download=may_take), queries.scoped(actor), "enterprises/registry.html", context,
        download=lambda seen: _taken(request, seen),
    )  # fmt: skip


@signed_in
def found(request: HttpRequest) -> HttpResponse:
    """What a field that asks for an enterprise offers: at most twenty, as JSON."""
    rows = queries.search(actor_of(request), request.GET.get("q", ""), MOST_FOUND)
    told = [{"key": f"{one.key % 2**64:016x}", "name": one.name, "code": one.code, "park": one.park} for one in rows]
    return JsonResponse({"found": told})


def _taken(request: HttpRequest, seen: Shown) -> HttpResponse:
    taken = take_list(actor_of(request), seen)
    response = HttpResponse(taken.path.read_bytes(), content_type=KINDS[".xlsx"].media)
    response["Content-Disposition"] = content_disposition_header(True, taken.name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
