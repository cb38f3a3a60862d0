"""The job that reads what came: a file at a time, each merged whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction

from peiyu.facts.intake.guards import kind_of
from peiyu.facts.round import Arrived, Aside, Asked, Held, Merged, Part, Unit, merge, read
from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.collection.actions.answers import count, filled
from peiyu.web.collection.actions.findings import check_all, said
from peiyu.web.collection.incoming.kept import Change, RowKey, changes_of, key_of
from peiyu.web.collection.incoming.merging import Compared, compare, is_blank, within
from peiyu.web.collection.incoming.notices import tell_waiting
from peiyu.web.collection.models import AnswerRow, Arrival, Round, RoundUnit
from peiyu.web.collection.queries.answers import paper_of
from peiyu.web.collection.queries.asked import asked_of, held_of, unit_id, unit_of
from peiyu.web.collection.states import OPEN, UNANSWERED
from peiyu.web.enterprises.words import words
from peiyu.web.files.named import under_its_name
from peiyu.web.files.store import path_of
from peiyu.web.jobs.kinds import Step
from peiyu.web.trail.actions import record

TABLES = (".xlsx", ".xls", ".csv")
MOST_ASIDE = 500
"""Cells and rows put aside that an arrival keeps one by one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says for one unit: its answers merged, by what it was told, what was put aside, what is to be
    known."""

    unit: RoundUnit
    merged: Merged
    how: str
    aside: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...]


@dataclass
class Known:
    """Rounds that are out, with their units: read once a job."""

    rounds: dict[str, Asked] = field(default_factory=dict)
    units: dict[str, tuple[Unit, ...]] = field(default_factory=dict)
    rows: dict[tuple[str, str], RoundUnit] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)

    def add(self, held: Round, only: int | None = None) -> None:
        """A round and its units, or one of them."""
        units = RoundUnit.objects.filter(round=held).select_related("round").prefetch_related("firms")
        chosen = [one for one in units if only is None or one.pk == only]
        self.rounds[held.number] = asked_of(held)
        self.units[held.number] = tuple(unit_of(one, one.firms.all()) for one in chosen)
        self.rows |= {(held.number, unit_id(one)): one for one in chosen}
        firms = (firm for one in chosen for firm in one.firms.all())
        self.held[held.number] = {} if held.correction else held_of(firms)


def read_waiting(step: Step, *, batch: str = "", arrival: int | None = None) -> int:
    """Reads what waits of a batch, or one arrival. Broken off, the next worker goes on with the next file. Gives how
    many were read."""
    waiting = Arrival.objects.filter(state="waiting").order_by("pk").select_related("round", "unit")
    waiting = waiting.filter(pk=arrival) if arrival is not None else waiting.filter(batch=batch)
    whole, done = waiting.count(), 0
    known: dict[int | None, Known] = {}
    while (one := waiting.first()) is not None:
        step.tell(done / max(whole, 1), Text(f"读取 {one.name}", f"reading {one.name}"))
        take(one, _known_for(one, known))
        done += 1
    return done


def _known_for(one: Arrival, known: dict[int | None, Known]) -> Known:
    """What a file may belong to: the unit that a person named; else any unit of a round that is out, its own first."""
    only = one.account.get("only")
    if only not in known:
        made = known[only] = Known()
        if only is not None:
            made.add(Round.objects.get(units=only), only)
        else:
            for held in Round.objects.filter(state__in=OPEN):
                made.add(held)
    if only is None and one.round is not None and one.round.number not in known[only].rounds:
        known[only].add(one.round)
    return known[only]


def take(arrival: Arrival, known: Known) -> None:
    """Reads one file and merges it, everything of it or nothing. What another worker has taken meanwhile is left."""
    with under_its_name(arrival.file, name_of(arrival)) as path:
        try:
            arrived = read(path, rounds=known.rounds, units=known.units, held=known.held, vocabulary=words())
        except PeiyuError as error:
            arrived = Arrived(problems=error.problems)
    if arrival.account.get("only") is not None and arrival.unit is not None:
        unit = arrival.unit
        aside = tuple(_as_anothers(one, unit) if one.why.code == "unit-not-asked" else one for one in arrived.aside)
        arrived = replace(arrived, aside=aside)
    parts = tuple(_by_unit(arrived, known, arrival.account.get("part")))
    with transaction.atomic():
        if not Arrival.objects.filter(pk=arrival.pk, state="waiting").update(job=None):
            return
        if not parts:
            _not_taken(arrival, arrived)
            return
        for number, one in enumerate(parts):
            _merge(arrival if number == 0 else _sibling(arrival, one), one)


def _by_unit(arrived: Arrived, known: Known, only: int | None) -> Iterator[Said]:
    """What the file says, unit by unit; what was put aside goes with its unit, the rest with the first."""
    units: dict[tuple[str, str], list[Part]] = {}
    for part in arrived.parts:
        units.setdefault((part.round, part.unit), []).append(part)
    for key, parts in units.items():
        row = known.rows.get(key)
        if row is None or (only is not None and row.pk != only):
            continue
        first = only is None and key == next(iter(units))
        aside = [one for one in arrived.aside if (one.round, one.unit) == key or (first and not one.unit)]
        yield Said(row, merge(parts), parts[0].how, _kept(aside), arrived.problems)


def _kept(aside: Iterable[Aside]) -> tuple[dict[str, Any], ...]:
    told = ({"problem": said(one.why), "raw": [list(pair) for pair in one.raw]} for one in aside)
    return tuple(islice(told, MOST_ASIDE))


def _not_taken(arrival: Arrival, arrived: Arrived) -> None:
    """A file of which nothing belongs anywhere: it cannot be read, or nobody knows whose it is."""
    unread = bool(arrived.aside) and all(one.why.code.startswith("file-") for one in arrived.aside)
    found = [one.why for one in arrived.aside if unread] or list(arrived.problems) or [_whose()]
    problems = [said(one) for one in found]
    account = {**arrival.account, "aside": [] if unread else list(_kept(arrived.aside))}
    if arrival.unit is not None:
        account["told"] = tell_waiting(arrival, arrival.unit, account, problems)
    Arrival.objects.filter(pk=arrival.pk).update(
        state="refused" if unread else "aside", problems=problems, account=account
    )


def _sibling(arrival: Arrival, one: Said) -> Arrival:
    """The same file as an arrival of another unit."""
    return Arrival.objects.create(
        round=arrival.round, batch=arrival.batch, name=arrival.name, file=arrival.file, bytes=arrival.bytes,
        unit=one.unit, by_id=arrival.by_id, by_name=arrival.by_name, for_whom=arrival.for_whom, day=arrival.day,
        at=arrival.at,
    )  # fmt: skip


def _merge(arrival: Arrival, one: Said) -> None:
    """Puts what a file says beside what stands. Within the caller's transaction."""
    unit, account = one.unit, {**arrival.account, "part": one.unit.pk, "aside": list(one.aside)}
    open_ = RoundUnit.objects.filter(pk=unit.pk, state__in=UNANSWERED).update(state="begun", last_at=clock.now())
    rows = {key_of(row): row for row in AnswerRow.objects.filter(unit=unit)}
    decided = account.get("decided", ())
    chosen, twice = within(one.merged.conflicts, decided)
    answers = (*one.merged.answers.get(unit_id(unit), ()), *chosen)
    compared = compare(answers, rows, decided)
    conflicts = [*twice, *compared.conflicts]
    adds = [answer for answer in compared.taken if not is_blank(answer)]
    problems = [said(each) for each in one.problems]
    if open_:
        write(arrival, unit, rows, compared)
    elif adds or conflicts:
        problems.insert(0, said(_handed_in(unit)))
    account |= {"answers": sum(not is_blank(answer) for answer in answers), "same": compared.same,
                "taken": len(adds) if open_ else 0, "conflicts": conflicts}  # fmt: skip
    waits = bool(conflicts or one.aside or (adds and not open_))
    if waits:
        account["told"] = tell_waiting(arrival, unit, account, problems)
    Arrival.objects.filter(pk=arrival.pk).update(
        state="aside" if waits else "merged", unit=unit, round=unit.round, how=one.how, account=account,
        problems=problems,
    )  # fmt: skip
    told = {name: account[name] for name in ("taken", "same")}
    record(_by(arrival), "arrival.merge", "round_unit", unit.pk, said=f"{unit.name} {arrival.name}",
           after={"file": arrival.file, **told, "conflicts": len(conflicts), "aside": len(one.aside)})  # fmt: skip


def write(arrival: Arrival, unit: RoundUnit, rows: Mapping[RowKey, AnswerRow], compared: Compared) -> None:
    """The taken answers into their rows, and the whole form checked anew. Within the caller's transaction."""
    new, changed, more = [], [], 0
    for key, change in changes_of(compared.taken).items():
        row = rows.get(key)
        more += _filled_by(row, change)
        if row is None:
            new.append(_row(arrival, unit, key, change))
        else:
            changed.append(_over(arrival, row, change))
    AnswerRow.objects.bulk_create(new)
    AnswerRow.objects.bulk_update(changed, ["values", "raw", "explained", "where", "version", "by_name", "at"])
    count(unit, more)
    check_all(paper_of(unit))


def _filled_by(row: AnswerRow | None, change: Change) -> int:
    before = filled(row.values) if row is not None else 0
    return filled({**(row.values if row is not None else {}), **change.values}) - before


def _row(arrival: Arrival, unit: RoundUnit, key: RowKey, change: Change) -> AnswerRow:
    entity, enterprise, number = key
    return AnswerRow(
        unit=unit, entity=entity, enterprise=enterprise, record=number, values=change.values, raw=change.raw,
        explained=change.explained, where=change.where, version=1, by_id=arrival.by_id, by_name=arrival.by_name,
        for_whom=arrival.for_whom, at=clock.now(),
    )  # fmt: skip


def _over(arrival: Arrival, row: AnswerRow, change: Change) -> AnswerRow:
    row.values |= change.values
    row.raw |= change.raw
    row.explained |= change.explained
    row.where |= change.where
    row.version += 1
    row.by_name, row.at = arrival.by_name, clock.now()
    return row


def name_of(arrival: Arrival) -> str:
    """The name that people gave a file; where it says another kind than the file is, with what it is behind it."""
    kind, _ = kind_of(path_of(arrival.file))
    suffix = PurePosixPath(arrival.name).suffix.lower()
    misnamed = kind is not None and suffix in TABLES and suffix != f".{kind}"
    return f"{arrival.name}.{kind}" if misnamed else arrival.name


def _by(arrival: Arrival) -> Actor:
    """Who brought it: what is merged is recorded as done for them."""
    return Actor(person=arrival.by_id, name=arrival.by_name, role=None, for_whom=arrival.for_whom)


def _handed_in(unit: RoundUnit) -> Problem:
    return Problem(
        "unit-handed-in",
        Text(f"“{unit.name}”已经报送，这份文件里还有不同的数", f"{unit.name} has handed in; this file says more"),
        next_step=Text(
            "需要采用的，先退回（关账后为更正），再点“重新并入”",
            "if it is to count, return the submission (after the closing: correct it), then merge the file again",
        ),
    )


def _as_anothers(one: Aside, unit: RoundUnit) -> Aside:
    """Of a file that was brought as one unit's: what is another's."""
    why = Problem(
        "arrival-anothers",
        Text(f"这是别的单位的表，不是“{unit.name}”的，未采用", f"this is another unit's form, not that of {unit.name}"),
        one.why.where,
        next_step=Text(
            "换成本单位的表；交错的，请对方单位或收表单位上传",
            "send your own; the other unit, or who asks, sends this one",
        ),
    )
    return replace(one, why=why)


def _whose() -> Problem:
    return Problem(
        "arrival-unknown", Text("看不出是哪个单位、哪次收表的文件", "nobody can tell whose file this is"),
        next_step=Text("打开看一看，指定报送单位，或写明理由不采用", "open it, assign it to a unit, or leave it out"),
    )  # fmt: skip
