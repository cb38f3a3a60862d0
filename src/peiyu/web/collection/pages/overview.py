"""The rounds that somebody sees: what is to be answered, what is out, drafts, what is closed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide, reach_of, require
from peiyu.web.collection.access import RULES
from peiyu.web.collection.actions import drafting
from peiyu.web.collection.forms import TermsForm
from peiyu.web.collection.queries import chasing, rounds
from peiyu.web.collection.states import OPEN
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal

MOST_CLOSED = 50


@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Every round that the actor may see, by how far it is."""
    actor = actor_of(request)
    if not decide(RULES, actor, "rounds.see").allowed:
        raise Http404
    context = {
        "open": rounds.rounds(actor, *OPEN, "starting"), "drafts": rounds.rounds(actor, "draft"),
        "closed": rounds.rounds(actor, "closed")[:MOST_CLOSED], **tabs(actor),
    }  # fmt: skip
    return render(request, "collection/overview.html", context)


def tabs(actor: Actor) -> dict[str, object]:
    """What the tabs above need: what the actor may do, and how many extensions wait for it."""
    return {
        "may_make": decide(RULES, actor, "rounds.make").allowed,
        "may_ferry": decide(RULES, actor, "rounds.take").allowed,
        "may_burden": decide(RULES, actor, "burden.see").allowed,
        "waiting": chasing.to_answer(actor).count() if decide(RULES, actor, "extensions.answer").allowed else None,
    }


@signed_in
@once
def new(request: HttpRequest) -> HttpResponse:
    """Begins a round."""
    actor = actor_of(request)
    require(RULES, actor, "rounds.make")
    statistical = reach_of(RULES, actor, "rounds.make") == "own"
    form = TermsForm(request.POST or None, statistical=statistical)
    if request.method == "POST" and form.is_valid():
        try:
            made = drafting.draft(actor, terms=form.terms, usual=form.cleaned_data["usual"])
        except Refusal as refusal:
            form.refuse(*refusal.problems)
        else:
            return redirect(f"/collection/{made.number}/")
    return render(request, "collection/terms.html", {"form": form}, status=422 if form.has_problems else 200)
