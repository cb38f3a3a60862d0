"""The register of a reading: every figure that may go out, from the lines as they were stored."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from peiyu.problems import Text
from peiyu.web.targets.models import Line, Reading
from peiyu.web.targets.queries.readings import number, text_of
from peiyu.writing.register import TOTAL, Portion, Register, Told, registered


def register_of(reading: Reading, *, issue: int = 0) -> Register:
    """The register of a reading, the same as `peiyu.writing.register.register` gives of what was measured. `issue`:
    which closing of its month it is. One query."""
    return registered(told_of(reading), day=reading.day, issue=issue)


def told_of(reading: Reading) -> Iterator[Told]:
    """Every target, then every trend, each followed by its parts."""
    held = list(Line.objects.filter(reading=reading).defer("chart"))
    parts: dict[int, list[Line]] = {}
    for line in held:
        if line.whole_id is not None:
            parts.setdefault(line.whole_id, []).append(line)
    for line in held:
        if line.whole_id is None:
            yield _told(line)
            yield from (_told(part) for part in parts.get(line.pk, ()))


def _told(line: Line) -> Told:
    numbers: dict[str, Fraction | None] = {TOTAL: number(line.confirmed), "possible": number(line.nowcast)}
    if line.kind == "target":
        numbers |= _of_target(line)
    if line.kind == "trend":
        numbers["before"] = number(line.before)
    reason = line.said.get("rule" if line.kind == "target" else "notes")
    return Told(
        code=line.code, name=text_of(line.name), unit=line.unit, definition=text_of(line.said.get("definition")),
        numbers=numbers, why=text_of(reason), portions=_portions(line),
    )  # fmt: skip


def _of_target(line: Line) -> dict[str, Fraction | None]:
    """Shares are computed again from what they are made of, because floats are not exact."""
    goal, total, before = number(line.goal), number(line.confirmed), number(line.before)
    now = number(line.year) if line.year is not None else total
    found = line.outlook
    gap = found.get("gap") or (None, None)
    return {
        "goal": goal, "month": number(line.month), "year": number(line.year), "plan": number(line.plan),
        "before": before,
        "rate": total / goal if line.rate is not None and total is not None and goal else None,
        "yoy": now / before - 1 if line.yoy is not None and now is not None and before else None,
        "outlook": number(found.get("likely")), "outlook_low": number(found.get("low")),
        "outlook_high": number(found.get("high")), "shortfall": number(gap[0]), "shortfall_high": number(gap[1]),
    }  # fmt: skip


def _portions(line: Line) -> dict[str, tuple[Text, tuple[Portion, ...]]]:
    return {
        by: (
            text_of(held["name"]),
            tuple(
                Portion(part=one["group"], name=text_of(one["name"]), low=number(one["low"]), high=number(one["high"]))
                for one in held["groups"]
            ),
        )
        for by, held in line.breakdowns.items()
    }
