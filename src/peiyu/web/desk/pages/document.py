"""The document: the home of the office."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.desk.access import RULES
from peiyu.web.desk.queries.document import VIEWS, living
from peiyu.web.policies.queries.texts import territory


@signed_in
def document(request: HttpRequest) -> HttpResponse:
    """The territory's document, clause by clause, with what carries it out; `view` switches to the original."""
    actor = actor_of(request)
    require(RULES, actor, "document.see")
    pack = territory()
    only, view = request.GET.get("only", ""), request.GET.get("view", "")
    found = living(actor, pack, only=only) if pack is not None else None
    if found is None:
        return render(request, "desk/no_document.html")
    view = request.GET.get("view", "")
    context = {
        "found": found,
        "view": view if view in VIEWS else "",
        "views": VIEWS,
        "only": request.GET.get("only", ""),
    }
    return render(request, "desk/document.html", context)
