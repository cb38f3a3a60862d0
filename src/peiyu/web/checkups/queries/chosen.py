"""Rows and follow-ups that were ticked in a list, as addresses carry them: `p12` a row of the latest evaluation, `l34`
a line of a run, `56.2` a follow-up and its version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from peiyu.web.acting.actor import Actor
from peiyu.web.checkups.models import FollowUp, Line
from peiyu.web.checkups.queries.follow_ups import follow_ups
from peiyu.web.checkups.queries.rows import Row, dressed, matter_of, of_now
from peiyu.web.checkups.states import KINDS
from peiyu.web.enterprises.queries import listed, scoped

MOST = 200
"""Rows that are done together."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows that were ticked and still stand on a list, in their order; how many do not any more."""

    rows: tuple[Row, ...]
    gone: int


def ticked(row: Row) -> str:
    """How a row is named when it is ticked."""
    return f"{'l' if isinstance(row.row, Line) else 'p'}{row.row.pk}"


def rows_chosen(actor: Actor, ticks: Sequence[str]) -> Chosen:
    """The rows of the latest evaluation that were ticked, there or as lines of a run. A constant number of queries."""
    wanted = list(dict.fromkeys(ticks))[:MOST]
    lines = Line.objects.filter(listed(actor), pk__in=_numbers(wanted, "l"))
    matters = {f"l{one.pk}": (one.kind, one.enterprise, one.matter) for one in lines}
    by_tick: dict[str, Row] = {}
    by_matter: dict[tuple[str, int, str], Row] = {}
    for kind in KINDS:
        firms = {enterprise for each, enterprise, _ in matters.values() if each == kind}
        here = Q(pk__in=_numbers(wanted, "p")) | Q(enterprise__in=firms)
        for one in dressed(list(of_now(actor, kind, scoped(actor)).filter(here))):
            by_tick[ticked(one)] = one
            by_matter[(kind, one.enterprise.key, matter_of(one.row, one.tier))] = one
    there = (by_matter.get(matters[one]) if one in matters else by_tick.get(one) for one in wanted)
    kept = tuple(one for one in there if one is not None)
    return Chosen(kept, len(wanted) - len(kept))


def _numbers(ticks: Sequence[str], letter: str) -> list[int]:
    return [int(one[1:]) for one in ticks if one.startswith(letter) and one[1:].isdecimal()]


def follow_ups_chosen(actor: Actor, ticks: Iterable[str]) -> tuple[tuple[FollowUp, int], ...]:
    """The follow-ups that were ticked and that the actor sees, each with the version that was on the screen."""
    pairs = [one.partition(".") for one in list(dict.fromkeys(ticks))[:MOST]]
    versions = {int(pk): int(version) for pk, _, version in pairs if pk.isdecimal() and version.isdecimal()}
    return tuple((one, versions[one.pk]) for one in follow_ups(actor).filter(pk__in=versions).order_by("due", "pk"))
