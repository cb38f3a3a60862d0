"""Several rows taken up at once, several follow-ups ended at once: each by itself, with the reason for each that could
not."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from peiyu.problems import Problem, Text
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide, require
from peiyu.web.checkups.access import RULES
from peiyu.web.checkups.actions import follow_ups as doing
from peiyu.web.checkups.models import FollowUp
from peiyu.web.checkups.queries.follow_ups import Doer, doers
from peiyu.web.checkups.queries.rows import Row
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.look.cells import words
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.actions import tell

AREA = "area"
"""Each enterprise's own park, or district."""


@dataclass(frozen=True, slots=True)
class Together:
    """How many were done; which were not (rows or follow-ups, as they were given), and why of each."""

    done: int
    left: tuple[object, ...]
    problems: tuple[Problem, ...]


def doers_of_several(actor: Actor) -> tuple[Doer, ...]:
    """Whom the actor may entrust with several rows: as with one, and each to the park or district where it lies."""
    if not decide(RULES, actor, "follow_ups.entrust").allowed:
        return doers(actor)
    own = Text("企业各自所在的园区、区县", "each enterprise's own park or district")
    return (*doers(actor), Doer(AREA, words(own), 0))


def take_up_all(actor: Actor, rows: Sequence[Row], *, what: str, doer: str, due: dt.date) -> Together:
    """Opens a follow-up on each row, all with one sentence, one doer and one day; whoever gets several is told once.
    Refusals of the whole: `not-allowed`, `rows-none`, `what-missing`, `due-past`, `doer-unknown`."""
    require(RULES, actor, "follow_ups.open")
    _refuse_none(rows)
    doing.sentence(what)
    doing.refuse_past(due)
    if doer != AREA:
        doing.doer_of(actor, doer, None)
    made, left, problems = list[FollowUp](), list[object](), list[Problem]()
    for row in rows:
        try:
            key = doer if doer != AREA else _area_of(actor, row.enterprise)
            made.append(doing.take_up(actor, row, what=what, doer=key, due=due, informs=False))
        except Refusal as refusal:
            left.append(row)
            problems += _named(refusal, row.enterprise.name)
    _inform(actor, made)
    return Together(len(made), tuple(left), tuple(problems))


def end_all(actor: Actor, chosen: Sequence[tuple[FollowUp, int]], *, verb: str, result: str) -> Together:
    """Ends follow-ups (each with the version that was seen) as done or dropped, all with one sentence. Refusals of the
    whole: `rows-none`, `result-missing`."""
    _refuse_none(chosen)
    if not result.strip():
        raise Refusal(doing.no_result(verb), status=422)
    left, problems = list[object](), list[Problem]()
    for one, version in chosen:
        try:
            doing.end(actor, one.pk, version=version, verb=verb, result=result)
        except Refusal as refusal:
            left.append(one)
            problems += _named(refusal, one.firm)
    return Together(len(chosen) - len(left), tuple(left), tuple(problems))


def _area_of(actor: Actor, firm: Enterprise) -> str:
    """The organisation in whose area an enterprise lies, its park before its district. Refusal `doer-none`."""
    for kind, area in (("park", firm.park), ("district", firm.district)):
        found = Organisation.objects.filter(until=None, kind=kind, area=area).first() if area else None
        if found is not None:
            return f"o:{found.pk}"
    raise Refusal(
        Problem(
            "doer-none", Text("没有管这家企业的园区或区县单位", "no park or district organisation has this enterprise"),
            next_step=Text("单独跟进，选一个承办单位", "follow it up by itself, and choose who does it"),
        ),
        status=422,
    )  # fmt: skip


def _named(refusal: Refusal, name: str) -> Iterable[Problem]:
    """The problems of one of several, each with whose it is."""
    return [replace(one, found=f"{name} {one.found}".strip()) for one in refusal.problems]


def _inform(actor: Actor, made: Sequence[FollowUp]) -> None:
    """Tells everybody once who is to do something, and of how many."""
    if len(made) == 1:
        return doing.inform(actor, made[0])
    people = Counter(one.person_id for one in made if one.person_id not in (None, actor.person))
    units = Counter(one.organisation_id for one in made if one.person_id is None)
    for person, number in people.items():
        tell(_said(made[0], number), "/checkups/follow-ups/", people=[person])
    for unit, number in units.items():
        if unit != actor.organisation:
            tell(_said(made[0], number), "/checkups/follow-ups/", organisations=[unit])
    return None


def _said(one: FollowUp, number: int) -> Text:
    return Text(
        f"请跟进 {number} 项体检事项，{one.due} 前完成：{one.what}",
        f"please follow up {number} matters of check-ups by {one.due}: {one.what}",
    )


def _refuse_none(chosen: Sequence[object]) -> None:
    if not chosen:
        raise Refusal(
            Problem(
                "rows-none", Text("没有勾选任何一行", "nothing is ticked"),
                next_step=Text("回到清单，勾选后再办", "go back to the list and tick some rows"),
            ),
            status=422,
        )  # fmt: skip
