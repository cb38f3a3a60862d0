"""Runs the checks over the loaded records; what cannot be right is loaded as missing until it is accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass

import polars as pl

from peiyu.facts.intake.acceptance import Acceptance
from peiyu.facts.intake.cells import MOST_PER_COLUMN, QUARANTINE
from peiyu.facts.intake.columns import read_values
from peiyu.facts.intake.headers import normal
from peiyu.facts.intake.mapping import Mapping
from peiyu.facts.intake.plan import Plan
from peiyu.facts.intake.plausibility.duplicates import twice, two_codes
from peiyu.facts.intake.plausibility.finding import INDEX, Check, Finding, Panel
from peiyu.facts.intake.plausibility.ranges import impossible_dates, out_of_range, part_over_whole, zero_for_unknown
from peiyu.facts.intake.plausibility.slips import unit_slips
from peiyu.facts.intake.plausibility.sums import rd_over_revenue, shares, sums
from peiyu.facts.intake.records import Gathered, Part
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Level, Problem, Text, Where

CHECKS: tuple[Check, ...] = (
    out_of_range,
    unit_slips,
    zero_for_unknown,
    part_over_whole,
    sums,
    rd_over_revenue,
    shares,
    impossible_dates,
    twice,
    two_codes,
)
"""In order: of several findings on one cell the first is told."""

AGAIN, DIFFERS = "company-twice", "company-twice-differs"


@dataclass(frozen=True, slots=True)
class Examined:
    """What the checks said, and the cells that are held."""

    problems: tuple[Problem, ...]
    quarantine: pl.DataFrame


def examine(
    gathered: Gathered, mapping: Mapping, accept: Sequence[Acceptance]
) -> tuple[MappingType[str, pl.DataFrame], Examined]:
    """The frames without the cells that cannot be right, and what was found."""
    frames: dict[str, pl.DataFrame] = {}
    examined: list[tuple[Panel, list[_Placed]]] = []
    parts = {part.number: part for part in gathered.parts}
    accepted = {(a.cell, a.sheet): a for a in accept}
    by_year = frozenset(number for number, part in parts.items() if _has_many_rows(part.plan, mapping))
    for entity, frame in gathered.frames().items():
        rows = _with_shares(frame, entity, mapping, parts).with_row_index(INDEX)
        panel = Panel(entity, rows.with_columns(pl.col(INDEX).cast(pl.Int64)), mapping, by_year)
        findings = list({(f.index, f.field): f for check in reversed(CHECKS) for f in check(panel)}.values())
        placed = sorted(_placed(panel, findings, parts), key=lambda one: (one.finding.field, one.finding.index))
        held_here = [p.finding for p in placed if p.finding.holds and not _is_accepted(p, accepted)]
        frames[entity] = _without(frame, held_here)
        examined.append((panel, placed))
    problems: list[Problem] = []
    held: list[pl.DataFrame] = []
    for panel, placed in _once_a_row(examined):
        kept = [p for p in placed if not _is_accepted(p, accepted)]
        problems += _problems([p for p in kept if not p.finding.quiet]) + _acceptance_problems(placed, accepted)
        held.append(_quarantine(panel, [p for p in kept if p.finding.holds]))
    return frames, Examined(tuple(problems), pl.concat(held) if held else pl.DataFrame(schema=QUARANTINE))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A finding at its cell. `row`: the table and the row of its sheet, which the records of several entities share."""

    finding: Finding
    where: Where
    raw: str
    row: tuple[int, int]


def _once_a_row(examined: Sequence[tuple[Panel, list[_Placed]]]) -> Iterator[tuple[Panel, list[_Placed]]]:
    """That a row repeats a company is told once for it, though the enterprise and its figures both do; and not at all
    where something in the row differs, which says it too."""
    told = {one.row for _, placed in examined for one in placed if one.finding.code == DIFFERS}
    for panel, placed in examined:
        kept = [one for one in placed if one.finding.code != AGAIN or one.row not in told]
        told |= {one.row for one in kept if one.finding.code == AGAIN}
        yield panel, kept


def _has_many_rows(plan: Plan, mapping: Mapping) -> bool:
    """Whether a company may stand in several rows of a table: one a year, or one a child record."""
    entity = mapping.vocabulary.entity(plan.entity)
    return plan.of("year") is not None or (entity is not None and entity.period == "none")


def _with_shares(frame: pl.DataFrame, entity: str, mapping: Mapping, parts: MappingType[int, Part]) -> pl.DataFrame:
    """The printed shares of the mapping beside the records, as ratios in stored units."""
    ratio = Field(entity, "share", Text("比率", "share"), "ratio", scale=10**8)
    for share in mapping.shares:
        if share.of.entity != entity or share.of.code not in frame.columns:
            continue
        printed = []
        for part in (p for p in parts.values() if p.entity == entity):
            column = next((c for c in part.plan.columns if normal(c.header.path[-1]) == share.column), None)
            if column is not None:
                body = part.plan.table.body
                read = read_values(body[f"c{column.index}"], ratio, unit=column.unit or share.unit)
                printed.append(
                    pl.DataFrame({"_row": body["row"], f"share:{share.of.code}": read.stored}).with_columns(
                        pl.lit(part.number).alias("_part")
                    )
                )
        if printed:
            frame = frame.join(pl.concat(printed), on=["_part", "_row"], how="left", maintain_order="left")
    return frame


def _placed(panel: Panel, findings: Sequence[Finding], parts: MappingType[int, Part]) -> list[_Placed]:
    marks = list(panel.rows.select("_part", "_row").iter_rows())
    cells: dict[tuple[int, int], list[str | None]] = {}
    placed = []
    for finding in findings:
        number, row = marks[finding.index]
        part = parts[number]
        column = part.places.get(finding.field)
        key = (number, column if column is not None else -1)
        if column is not None and key not in cells:
            cells[key] = part.plan.table.sheet.cells[f"c{column}"].to_list()
        raw = cells[key][row] if column is not None else None
        placed.append(_Placed(finding, part.plan.table.sheet.where(row, column), raw or "", (id(part.plan), row)))
    return placed


def _is_accepted(one: _Placed, accepted: MappingType[tuple[str, str], Acceptance]) -> bool:
    found = accepted.get((one.where.cell or "", one.where.sheet or "")) or accepted.get((one.where.cell or "", ""))
    return found is not None and found.file in ("", one.where.file)


def _problems(placed: Sequence[_Placed]) -> list[Problem]:
    problems: list[Problem] = []
    told: Counter[tuple[str, str, str]] = Counter()
    for one in placed:
        key = (one.finding.code, one.finding.field, one.where.sheet or "")
        told[key] += 1
        if told[key] > MOST_PER_COLUMN:
            continue
        step = Text(
            "该单元格按缺失载入；改正，或附理由采信", "loaded as missing: correct it, or accept it with a reason"
        )
        problems.append(
            Problem(
                one.finding.code,
                one.finding.message,
                one.where,
                Level.WARNING,
                one.raw[:60],
                one.finding.suggestion,
                step if one.finding.holds else None,
            )
        )
    for (code, field, sheet), number in told.items():
        if (more := number - MOST_PER_COLUMN) > 0:
            first = next(p for p in placed if (p.finding.code, p.finding.field) == (code, field))
            message = Text(
                f"{first.finding.message.zh}（另有 {more} 处，见隔离表）",
                f"{first.finding.message.en} ({more} more: see the quarantine)",
            )
            problems.append(Problem(code, message, Where(first.where.file, sheet=sheet or None), Level.WARNING))
    return problems


def _acceptance_problems(
    placed: Sequence[_Placed], accepted: MappingType[tuple[str, str], Acceptance]
) -> list[Problem]:
    return [
        Problem("cell-accepted", Text("附理由采信", "Accepted with a reason"), one.where, Level.NOTE, one.raw[:60])
        for one in placed
        if _is_accepted(one, accepted)
    ]


def _quarantine(panel: Panel, placed: Sequence[_Placed]) -> pl.DataFrame:
    """The held cells with their raw text and, for numbers, what would have been stored."""
    rows = []
    for one in placed:
        record = panel.rows.row(one.finding.index, named=True)
        stored = record.get(one.finding.field)
        rows.append(
            (
                record["enterprise"],
                panel.entity,
                one.finding.field,
                record.get("year"),
                one.raw,
                stored if isinstance(stored, int) and not isinstance(stored, bool) else None,
                one.finding.code,
                one.finding.message.zh,
                one.finding.suggestion.zh if one.finding.suggestion else "",
                one.where.file,
                one.where.sheet or "",
                one.where.cell or "",
            )
        )
    return pl.DataFrame(rows, schema=QUARANTINE, orient="row")


def _without(frame: pl.DataFrame, findings: Sequence[Finding]) -> pl.DataFrame:
    by_field: dict[str, list[int]] = {}
    for finding in findings:
        by_field.setdefault(finding.field, []).append(finding.index)
    return frame.with_columns(frame[field].scatter(sorted(rows), None) for field, rows in by_field.items())
