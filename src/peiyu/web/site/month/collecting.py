"""The round of the month: asked, answered in the ways in which parks answer, settled, closed by two people.

One park types and uploads by itself; one sends a file that everybody has touched and that is read all the same; one
sends figures that cannot be right, gets comments back and sends again; one sends two files that differ and waits on the
screen; one has not answered.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from peiyu.facts.round import Place
from peiyu.facts.snapshot import Value
from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.collection.actions import answers, arrivals, closing, reminders, submissions
from peiyu.web.collection.incoming.commenting import commented
from peiyu.web.collection.incoming.merging import FILE
from peiyu.web.collection.models import Arrival, Round, RoundUnit, Submission
from peiyu.web.collection.queries.answers import Line, paper_of
from peiyu.web.collection.queries.asked import asked_of
from peiyu.web.enterprises.queries.values import plain
from peiyu.web.enterprises.words import words
from peiyu.web.jobs.worker import work
from peiyu.web.site.month.asking import ask, ask_next
from peiyu.web.site.month.files import Desk
from peiyu.web.site.month.people import Cast, cast
from peiyu.web.site.month.returned import Sent, send, truth

TOUCHED, WRONG, TWICE = "columns-moved", "unit-slip", "sent-twice"
"""What was done to the files: harmless, not plausible, two that differ."""
WHY = "已与企业核实，按实际经营情况填报"


@dataclass(frozen=True, slots=True)
class Answering:
    """The units by how they answer; `silent` has not."""

    own: RoundUnit
    touched: RoundUnit
    wrong: RoundUnit
    twice: RoundUnit
    silent: tuple[RoundUnit, ...]


def collect(folder: Path, *, lang: str = "zh") -> Round:
    """The round of the month, closed, and the next one out; the files for people in `folder`, named in `lang`."""
    people, desk = cast(), Desk(folder, lang)
    held = ask(people.office, desk)
    units = answering(held, people)
    with tempfile.TemporaryDirectory() as scratch:
        answer(held, units, people, desk, Path(scratch))
    submissions.hand_in_all(people.office, held)
    waiting = Submission.objects.filter(unit__round=held, state="submitted").select_related("unit__round")
    submissions.accept_all(people.second, waiting)
    reminders.remind(people.office, held=held, units=[one.pk for one in units.silent])
    closing.propose(people.office, held)
    closing.close(people.second, held)
    work(until_idle=True)
    ask_next(people.office)
    held.refresh_from_db()
    return held


def answering(held: Round, people: Cast) -> Answering:
    """Who answers how."""
    units = list(RoundUnit.objects.filter(round=held).select_related("round", "organisation").order_by("name"))
    own = next(one for one in units if one.organisation_id in people.park.organisations)
    touched, wrong, twice, *silent = [one for one in units if one.pk != own.pk]
    return Answering(own, touched, wrong, twice, tuple(silent))


def answer(held: Round, units: Answering, people: Cast, desk: Desk, folder: Path) -> None:
    """Everything that comes back, as far as it can be settled."""
    answer_oneself(held, units.own, people, folder)
    bring(held, people, send(held, units.touched, folder, broken=TOUCHED))
    bring(held, people, send(held, units.twice, folder, broken=TWICE))
    bring(held, people, send(held, units.wrong, folder, broken=WRONG))
    path, _ = commented(units.wrong)
    name = units.wrong.name
    desk.lay(Text(f"03 退回意见-{name}.xlsx", f"03 Comments for {name}.xlsx"), path)
    send_again(held, units.wrong, people, folder / "again")


def answer_oneself(held: Round, unit: RoundUnit, people: Cast, folder: Path) -> None:
    """The park types its first enterprise, uploads its workbook for the rest, explains what is asked, hands in."""
    actor, facts = people.park, truth(held, unit)
    lines = [line for line in paper_of(unit).lines(asked_of(held).sheets[0]) if not line.held]
    answers.save_row(actor, unit, typed_row(lines[0], facts))
    arrivals.bring_own(actor, unit, name=f"{unit.name}.xlsx", path=send(held, unit, folder)[0].path)
    work(until_idle=True)
    unit.refresh_from_db()
    explain(actor, unit)
    submissions.hand_in(actor, unit)


def typed_row(line: Line, facts: Mapping[Place, Value | None]) -> answers.Typed:
    """A row as somebody types it."""
    entity, enterprise, record = line.key
    texts = {
        place.field: plain(words().field(entity, place.field), value)
        for place, value in facts.items() if place.enterprise == enterprise
    }  # fmt: skip
    return answers.Typed(key=(entity, enterprise, record), version=line.version, texts=texts)


def explain(actor: Actor, unit: RoundUnit) -> None:
    """A sentence for every warning that has none."""
    paper = paper_of(unit)
    for sheet in paper.asked.sheets:
        for line in paper.lines(sheet):
            fields = [one.field for one in line.findings if one.level == "warning" and not one.explanation]
            if fields and line.row is not None:
                texts = {code: line.row.raw.get(code, "") for code in fields}
                sentences = dict.fromkeys(fields, WHY)
                answers.save_row(
                    actor, unit, answers.Typed(key=line.key, version=line.version, texts=texts, explained=sentences)
                )


def bring(held: Round, people: Cast, files: tuple[Sent, ...]) -> None:
    """The office brings files, one after the other, as they came."""
    for one in files:
        arrivals.bring(people.office, held, [(one.name, one.path)])
        work(until_idle=True)


def send_again(held: Round, unit: RoundUnit, people: Cast, folder: Path) -> None:
    """The unit sends a corrected workbook; where it differs from the first the office takes the second, and says so."""
    bring(held, people, send(held, unit, folder))
    came = Arrival.objects.filter(unit=unit, state="aside").order_by("pk").last()
    if came is not None:
        choices = dict.fromkeys(range(len(came.account["conflicts"])), FILE)
        arrivals.settle(people.office, came, choices=choices, why="单位按核对意见更正后重报")
        work(until_idle=True)
