"""On which records of collection there are notes: on a round, the sealed notice and whatever explains its form."""

from __future__ import annotations

from django.http import Http404

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.collection.queries.rounds import keeps, round_of
from peiyu.web.notes.subjects import Decided, subject


@subject("round")
def notes_of(actor: Actor, key: str) -> Decided | None:
    """Whoever sees a round sees what is attached to it; whoever keeps it attaches."""
    try:
        held = round_of(actor, key)
    except Http404:
        return None
    return Decided(
        kind="round", subject=key, said=Text(held.title, held.title), address=f"/collection/{key}/",
        adds=keeps(actor, held),
    )  # fmt: skip
