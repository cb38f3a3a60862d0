"""Pages of packages: the own key, whose are trusted, what can be packed, what came, and conflicts to settle."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Problem, Text
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide, require
from peiyu.web.collection.models import RoundUnit
from peiyu.web.collection.queries.ferrying import conflicts_shown
from peiyu.web.ferry.access import RULES
from peiyu.web.ferry.actions import carrying
from peiyu.web.ferry.actions import keys as key_actions
from peiyu.web.ferry.models import Ferried
from peiyu.web.ferry.queries import packages as queries
from peiyu.web.files.brought import taken
from peiyu.web.files.given import given
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell

STATES = {
    "done": (Text("已办", "done"), "green"), "aside": (Text("有冲突，待选", "conflicts to settle"), "yellow"),
    "dropped": (Text("不采用", "left"), "grey"),
}  # fmt: skip
KINDS = {"round": Text("收表", "round"), "answers": Text("报送", "answers")}
SHOWN = 100


@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Keys and packages, as far as the reader may see them."""
    return _overview(request, ())


def _overview(request: HttpRequest, problems: tuple[Problem, ...]) -> HttpResponse:
    actor = actor_of(request)
    require(RULES, actor, "keys.see")
    own = queries.own_key().public
    packed = queries.packages(actor)[:SHOWN]
    context = {
        "own": own, "keys": queries.keys(actor), "problems": problems,
        "packages": [(one, KINDS.get(one.kind, Text(one.kind, one.kind)), STATES[one.state]) for one in packed],
        "rounds": queries.rounds_to_pack(actor), "answers": queries.answers_to_pack(actor),
        "organisations": _organisations(actor),
        **{f"may_{word}": decide(RULES, actor, action).allowed for word, action in (
            ("trust", "keys.trust"), ("bring", "packages.bring"), ("see", "packages.see"))},
    }  # fmt: skip
    return render(request, "ferry/overview.html", context, status=422 if problems else 200)


def _organisations(actor: Actor) -> list[Organisation]:
    """For whom a round may be brought where it is not plain."""
    if actor.role is None or actor.role.value != "office":
        return []
    return list(Organisation.objects.filter(until=None, kind__in=("park", "district", "department")).order_by("name"))


@require_POST
@signed_in
@once
def act(request: HttpRequest, verb: str) -> HttpResponseBase:
    """Trusts a key, ends one, packs, brings; what is refused is told on the page."""
    actor, sent = actor_of(request), request.POST
    try:
        if verb == "trust":
            key_actions.trust(actor, name=sent.get("name", ""), text=sent.get("text", ""))
            tell(request, Text("公钥已登记", "The key is trusted"))
        elif verb == "end":
            key_actions.end(actor, key=_number(sent.get("key", "")), why=sent.get("why", ""))
            tell(request, Text("不再采信这把公钥", "The key is trusted no more"))
        elif verb == "pack-round":
            row, _ = carrying.pack_round(actor, unit=_number(sent.get("unit", "")))
            return given(row.file, row.name)
        elif verb == "pack-answers":
            row, _ = carrying.pack_answers(actor, submission=_number(sent.get("submission", "")))
            return given(row.file, row.name)
        elif verb == "bring":
            return _brought(request, actor)
        else:
            raise Http404
    except Refusal as refusal:
        return _overview(request, refusal.problems)
    return redirect("/ferry/")


def _brought(request: HttpRequest, actor: Actor) -> HttpResponse:
    kept = taken(request, frozenset({carrying.SUFFIX}), megabytes=None)
    chosen = request.POST.get("organisation", "")
    row = carrying.bring(actor, kept=kept, organisation=_number(chosen) if chosen else None)
    if row.state == "aside":
        tell(request, Text("包里的数与这里已有的不同，请逐处选定", "The package says otherwise; choose what holds"))
        return redirect(f"/ferry/{row.pk}/")
    tell(request, Text("已导入", "Brought in"))
    return redirect(row.result.get("address", "/ferry/"))


@signed_in
@once
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """A package that waits: both answers of each place."""
    actor, problems = actor_of(request), tuple[Problem, ...]()
    held = _seen(actor, pk)
    if request.method == "POST":
        try:
            return _settled(request, actor, held)
        except Refusal as refusal:
            problems = refusal.problems
    unit = RoundUnit.objects.filter(pk=held.result.get("local")).select_related("round").first()
    conflicts = conflicts_shown(held.conflicts, unit) if unit is not None else []
    context = {"package": held, "kind": KINDS.get(held.kind), "state": STATES[held.state], "conflicts": conflicts,
               "problems": problems, "unit": unit,
               "may": held.state == "aside" and decide(RULES, actor, "packages.bring").allowed}  # fmt: skip
    return render(request, "ferry/package.html", context, status=422 if problems else 200)


def _settled(request: HttpRequest, actor: Actor, held: Ferried) -> HttpResponse:
    sent, why = request.POST, request.POST.get("why", "")
    if "drop" in sent:
        carrying.drop(actor, package=held.pk, why=why)
        tell(request, Text("没有采用这个包", "The package is left"))
        return redirect("/ferry/")
    choices = {number: sent.get(f"take-{number}", "") for number in range(len(held.conflicts))}
    done = carrying.settle(actor, package=held.pk, choices=choices, why=why)
    tell(request, Text("已按所选并入", "Taken in as chosen"))
    return redirect(done.result.get("address", f"/ferry/{held.pk}/"))


@signed_in
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A package's file."""
    held = _seen(actor_of(request), pk)
    return given(held.file, held.name)


def _seen(actor: Actor, pk: int) -> Ferried:
    found = queries.packages(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _number(given_: str) -> int:
    return int(given_) if given_.isdecimal() else 0
