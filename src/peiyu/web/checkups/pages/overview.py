"""The three lists of the latest evaluation, over the registry or whoever was chosen of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide, require
from peiyu.web.checkups.access import RULES
from peiyu.web.checkups.actions.runs import DETAIL, WANTED
from peiyu.web.checkups.pages.columns import columns
from peiyu.web.checkups.queries.rows import COUNT_CHOSEN_TO, COUNT_TO, counted, dressed, of_now, on_them
from peiyu.web.checkups.scope import filters, scope_of
from peiyu.web.checkups.states import KINDS
from peiyu.web.look.lists import List, Paging, show
from peiyu.web.policies.pages.download import downloaded
from peiyu.web.policies.queries.prospects import found_from

NOTHING = {
    "short": Text("没有差一项的企业", "Nobody is one condition short"),
    "expiring": Text("近一年内没有到期事项", "Nothing runs out within a year"),
    "risk": Text("没有可能失去层级的企业", "Nobody is about to fall out of a tier"),
}
ADDRESSES = {"short": "/checkups/", "expiring": "/checkups/expiring/", "risk": "/checkups/risk/"}


def may(actor: Actor) -> dict[str, bool]:
    """What the actor may do here."""
    verbs = {"run": "checkups.run", "bring": "lists.bring", "follow": "follow_ups.open"}
    return {word: decide(RULES, actor, verb).allowed for word, verb in verbs.items()}


def as_chosen(rows: Any, value: object) -> Any:
    """The rows as they are: the enterprises were chosen before."""
    return rows


def list_of(kind: str, *, follows: bool, most: int = COUNT_TO) -> List:
    """The list of a kind, with the filters by which enterprises are chosen; rows are counted up to `most`."""
    return List(
        name=f"checkups-{kind}", said=KINDS[kind], columns=columns(kind, follows=follows),
        filters=tuple(replace(one, narrow=as_chosen) for one in filters()),
        order="firm" if kind == "short" else "on", download=True, nothing=NOTHING[kind],
        paging=Paging(count_to=most),
    )  # fmt: skip


@signed_in
def overview(request: HttpRequest, kind: str = "short") -> HttpResponseBase:
    """One of the lists, with the counts of all three."""
    actor = actor_of(request)
    require(RULES, actor, "checkups.see")
    scope, can = scope_of(actor, request.GET), may(actor)
    chosen = on_them(scope.firms) if scope.narrowed else None
    most = COUNT_CHOSEN_TO if scope.narrowed else COUNT_TO
    counts = counted(lambda each: of_now(actor, each, chosen), most=most)
    query = f"?{urlencode(scope.given)}" if scope.given else ""
    context = {
        "kind": kind, "kinds": [(ADDRESSES[key], key, said, counts[key]) for key, said in KINDS.items()],
        "query": query, "scope": scope, "given": scope.given.items(), "evaluation": found_from(), "may": can,
        "wanted": WANTED.items(), "detail": DETAIL.items(),
    }  # fmt: skip
    return show(
        request, list_of(kind, follows=can["follow"], most=most), of_now(actor, kind, chosen), "checkups/overview.html",
        context, load=dressed, download=lambda seen: downloaded(actor, f"checkups.{kind}", seen),
    )  # fmt: skip
