"""One list of a form: with which list of enterprises it is filled, and what its columns want."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from peiyu.problems import Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.reporting.access import RULES
from peiyu.web.reporting.actions.lists import decide_list
from peiyu.web.reporting.pages.forms import seen, version_of
from peiyu.web.reporting.queries import forms as queries
from peiyu.web.reporting.queries.lists import Offered, offered
from peiyu.web.reporting.queries.shown import field_choices, list_shown
from peiyu.web.reporting.states import verbs_of


@signed_in
@once
def list_(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """The list with its columns, and saying with what it is filled."""
    actor = actor_of(request)
    held = seen(actor, pk)
    lists = queries.lists_of(held)
    if place >= len(lists):
        raise Http404
    one = lists[place]
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        sent = request.POST
        columns = {
            each.column: sent[f"column-{each.column}"] for each in one.columns if f"column-{each.column}" in sent
        }
        source = "" if sent.get("how") == "blank" else sent.get("source", "")
        try:
            decide_list(actor, form=pk, version=version_of(request), place=place, source=source, columns=columns)
        except Refusal as refusal:
            problems = refusal.problems
        else:
            tell(request, Text(f"“{one.title}”已定", f"“{one.title}” is decided"))
            return redirect(f"/reporting/{pk}/#lists")
    found = offered(actor, held.pack, queries.closings(held.pack).first())
    context = {
        "form": held, "place": place, "shown": list_shown(place, one, found), "one": one, "problems": problems,
        "sources": _grouped(found), "chosen": one.source or one.candidate, "fields": field_choices(),
        "may": "decide" in verbs_of("form", held.state) and decide(RULES, actor, "forms.keep").allowed,
    }  # fmt: skip
    return render(request, "reporting/list.html", context, status=422 if problems else 200)


def _grouped(found: tuple[Offered, ...]) -> list[tuple[Text, list[Offered]]]:
    return [(kind, list(each)) for kind, each in groupby(found, key=lambda one: one.kind)]
