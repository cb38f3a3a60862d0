"""Files → facts: the one entry of intake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from peiyu.facts.base.manifest import StandIn
from peiyu.facts.intake.acceptance import Acceptance
from peiyu.facts.intake.cells import QUARANTINE
from peiyu.facts.intake.declarations import add_declarations
from peiyu.facts.intake.identify import codes_by_name, identify
from peiyu.facts.intake.mapping import Mapping, read_mapping
from peiyu.facts.intake.plan import Plan, is_known, plan_of
from peiyu.facts.intake.plausibility import examine
from peiyu.facts.intake.records import Gathered, Settings, gather, unmerged
from peiyu.facts.intake.sheets import Sheet, letters
from peiyu.facts.intake.stated import stated_days
from peiyu.facts.intake.tables import find_table
from peiyu.facts.intake.title_records import add_titles
from peiyu.facts.intake.withheld import withheld
from peiyu.facts.intake.workbooks import open_file
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.load import vocabulary as common
from peiyu.problems import FactsError, Level, Problem, Text, has_errors


@dataclass(frozen=True, slots=True)
class ColumnAccount:
    """What one column became: `role` (field, title, year, ignored, unknown …), its entity and field, unit and year;
    `filled`: cells with text; `loaded`: values stored."""

    file: str
    sheet: str
    column: str
    header: str
    role: str
    entity: str = ""
    field: str = ""
    unit: str = ""
    year: int | None = None
    filled: int = 0
    loaded: int = 0


@dataclass(frozen=True, slots=True)
class SheetAccount:
    """What one sheet became: its entity, rows of data and rows left out by kind (total, note, blank …)."""

    file: str
    sheet: str
    entity: str
    rows: int
    skipped: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Facts ready for `FactBaseWriter.add(entity, frame)`; `quarantine` for `FactBaseWriter.beside`. With any
    problem of level error nothing may be written (`refused`). `stated`: the days of which the ledgers say that their
    data are, in order. `vocabulary`: by which they were read, and are to be written."""

    frames: MappingType[str, pl.DataFrame]
    problems: tuple[Problem, ...]
    quarantine: pl.DataFrame
    columns: tuple[ColumnAccount, ...] = ()
    sheets: tuple[SheetAccount, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    stated: tuple[dt.date, ...] = ()
    vocabulary: Vocabulary = field(default_factory=common)

    @property
    def refused(self) -> bool:
        return has_errors(self.problems)


def load(
    files: Sequence[str | Path],
    *,
    mapping: str | Path | Mapping | None = None,
    known_from: dt.date | None = None,
    accept: Sequence[Acceptance] = (),
    lenient: bool = False,
    vocabulary: Vocabulary | None = None,
) -> Loaded:
    """Read ledgers into facts.

    mapping: a carried mapping's name, a path, or a Mapping. known_from: the date from which the facts are known
    where no column says it; without it the day that the ledgers state, if it is one. accept: quarantined cells that
    are to be loaded all the same, with reasons. lenient: cells that cannot be read are quarantined with a warning;
    otherwise they are errors. vocabulary: one with packs' own fields, if their columns are to be read (default: that
    of a Mapping that is given, else the common one). Never raises for bad input: everything is in `problems`.
    """
    try:
        rules = _rules(mapping, vocabulary)
    except FactsError as fault:
        return Loaded({}, fault.problems, pl.DataFrame(schema=QUARANTINE))
    plans, problems = _plans([Path(f) for f in files], rules)
    gathered = Gathered(problems=problems)
    stated = tuple(sorted({day for plan in plans for day in stated_days(plan.table)}))
    settings = Settings(rules, known_from or (stated[0] if len(stated) == 1 else None), lenient)
    by_name = codes_by_name(plans, rules)
    owned: list[tuple[Plan, pl.Series]] = []
    for plan in plans:
        owners, said = identify(plan, rules, by_name)
        owned.append((plan, owners["enterprise"]))
        gathered.problems += said
        gather(plan, owners, settings, gathered)
        add_titles(plan, gathered, settings)
        add_declarations(plan, gathered, settings)
    frames, findings = examine(gathered, rules, accept)
    held = [*gathered.quarantine, findings.quarantine]
    return Loaded(
        frames=_finished(frames),
        problems=withheld((*gathered.problems, *findings.problems), owned, frames.get("enterprise")),
        quarantine=pl.concat(held) if held else pl.DataFrame(schema=QUARANTINE),
        columns=tuple(_column_accounts(plans, gathered)),
        sheets=tuple(
            SheetAccount(p.table.sheet.file, p.table.sheet.name, p.entity, p.table.body.height, p.table.skipped)
            for p in plans
        ),
        stand_ins=rules.stand_ins,
        stated=stated,
        vocabulary=rules.vocabulary,
    )


def _rules(given: str | Path | Mapping | None, vocabulary: Vocabulary | None) -> Mapping:
    if isinstance(given, Mapping):
        return replace(given, vocabulary=vocabulary) if vocabulary else given
    return read_mapping(given, vocabulary=vocabulary) if given else Mapping(vocabulary=vocabulary or common())


def _plans(files: Sequence[Path], mapping: Mapping) -> tuple[list[Plan], list[Problem]]:
    plans: list[Plan] = []
    problems: list[Problem] = []
    for path in files:
        opened = open_file(path)
        problems += opened.problems
        found = [plan for sheet in opened.sheets if not sheet.is_hidden and (plan := _plan(sheet, mapping)) is not None]
        if not found and opened.sheets:
            problems.append(_no_table(opened.sheets[0]))
        plans += found
        problems += [p for plan in found for p in plan.problems]
    return plans, problems


def _plan(sheet: Sheet, mapping: Mapping) -> Plan | None:
    table = find_table(sheet, lambda header: is_known(header, mapping))
    return unmerged(plan_of(table, mapping)) if table is not None else None


def _finished(frames: MappingType[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Without intake's own columns; an enterprise that a table names many times with the same facts once."""
    made = {}
    for entity, frame in frames.items():
        bare = frame.drop("_part", "_row")
        if entity == "enterprise":
            same = [c for c in bare.columns if c != "record_id"]
            bare = bare.unique(same, keep="first", maintain_order=True)
        if bare.height:
            made[entity] = bare
    return made


def _column_accounts(plans: Sequence[Plan], gathered: Gathered) -> list[ColumnAccount]:
    loaded: dict[tuple[int, int, str], int] = {}
    for part in gathered.parts:
        for code, index in part.places.items():
            key = (id(part.plan), index, code)
            loaded[key] = loaded.get(key, 0) + part.frame.height - part.frame[code].null_count()
    accounts = []
    for plan in plans:
        sheet, body = plan.table.sheet, plan.table.body
        for c in plan.columns:
            filled = body.height - body[f"c{c.index}"].null_count()
            field, entity = (c.field.code, c.field.entity) if c.field is not None else ("", "")
            number = loaded.get((id(plan), c.index, field), 0)
            accounts.append(
                ColumnAccount(
                    sheet.file,
                    sheet.name,
                    letters(c.index),
                    c.header.said,
                    c.role,
                    entity,
                    field,
                    c.unit,
                    c.year,
                    filled,
                    number,
                )
            )
    return accounts


def _no_table(sheet: Sheet) -> Problem:
    head = "、".join(t for row in sheet.cells.head(3).iter_rows() for t in row if t)[:80] if sheet.cells.width else ""
    return Problem(
        "table-not-found",
        Text("没有找到表格：没有一行列名能够识别", "No table: no row has headers that are known"),
        sheet.where(),
        Level.ERROR,
        head,
        Text("统一社会信用代码、企业名称、营业收入（万元）……", "统一社会信用代码, 企业名称, 营业收入（万元）, …"),
        Text(
            "使用模板（peiyu facts template），或写一个对应表",
            "use a template (peiyu facts template), or write a mapping",
        ),
    )
