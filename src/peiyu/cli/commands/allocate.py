"""peiyu allocate: a number over departments, parks and people, so that it adds up exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import click

from peiyu.cli.options import INPUT, pairs, spoken
from peiyu.cli.say import Voice
from peiyu.cli.units import Asked, read_units
from peiyu.insight.allocation import Allocation, Cell, Share, Weight, allocate, weigh
from peiyu.insight.allocation.weigh import Given
from peiyu.insight.targets.amounts import decimal
from peiyu.problems import Problem, Text, UsageError

HEADINGS = (Text("单位", "unit"), Text("任务数", "number"))
REASON = Text("理由", "reason")


@click.command("allocate")
@click.argument("total", metavar="TOTAL", required=False, type=int)
@click.option("--units", "file", type=INPUT, required=True, help="单位表（xlsx、csv、yaml）。The units.")
@click.option("--part", "written", multiple=True, metavar="NAME=N", help="分项，代替总数。Parts instead of a total.")
@click.option("--count", "counting", multiple=True, metavar="FACTOR=N", help="各因素的比重。How much a factor counts.")
@click.option("--unit", "measure", default="", help="计量单位，如 家。The unit of measure.")
@spoken
def allocate_(
    *, voice: Voice, total: int | None, file: Path, written: tuple[str, ...], counting: tuple[str, ...], measure: str
) -> None:
    """把一个目标数分解到部门、园区和个人：整数、合计正好相等、每个数有理由。

    Decompose a number over units: whole numbers that add up exactly, a reason each.
    """
    asked = read_units(file)
    numbers = parts_of(total, pairs(written, "--part"), asked)
    counts = {name: whole(number, "--count") for name, number in pairs(counting, "--count").items()} or asked.counts
    weights: dict[Cell, Given] = {unit: weight for unit, weight in weighed(asked, counts).items()}  # noqa: C416
    weights |= asked.weights.items()
    bounds = asked.bounds
    made = allocate(
        numbers, asked.units, weights=weights, floors=bounds["下限"], ceilings=bounds["上限"],
        agreed=bounds["已商定"], unit=measure or asked.measure,
    )  # fmt: skip
    show(made, voice)


def weighed(asked: Asked, counts: Mapping[str, Fraction | int]) -> dict[str, Weight]:
    """Weights from the factors; UsageError `factor-unknown` where a count names none."""
    for name in counts:
        if name not in asked.factors:
            known = list(asked.factors)
            raise UsageError(
                Problem("factor-unknown", Text("单位表里没有这个因素", "the units have no such factor"), found=name,
                        accepted=Text("、".join(known), ", ".join(known)),
                        next_step=Text("核对列名", "check the columns"))
            )  # fmt: skip
    return weigh(asked.units, asked.factors, counts=dict(counts) or None) if asked.factors else {}


def parts_of(total: int | None, parts: dict[str, str], asked: Asked) -> int | dict[str, int]:
    """What is decomposed. UsageError `total-or-parts` unless a total or parts are given, and where both disagree."""
    found = {name: whole(number, "--part") for name, number in parts.items()} or asked.parts
    if (total is None and not found) or (total is not None and found and sum(found.values()) != total):
        raise UsageError(
            Problem(
                "total-or-parts", Text("要分解的数不明确", "what is to be decomposed is not clear"),
                found=f"{'' if total is None else total} {found or ''}".strip(),
                accepted=Text("一个总数，或合计等于总数的分项", "a total, or parts that add up to it"),
                next_step=Text("写明总数，或用 --part 写明分项", "give TOTAL, or --part for each part"),
            )
        )  # fmt: skip
    return found or (total if total is not None else 0)


def whole(number: str, option: str) -> int:
    """A whole number of an option. UsageError `not-whole`."""
    if not number.isdecimal():
        raise UsageError(
            Problem("not-whole", Text("应为不小于零的整数", "it must be a whole number, zero or more"),
                    found=f"{option} {number}", next_step=Text("改写这个数", "write the number anew"))
        )  # fmt: skip
    return int(number)


def show(made: Allocation, voice: Voice) -> None:
    """A row a unit, those within it indented below; sums; the reasons."""
    parts = [part for part in made.parts if part]
    headings = (*HEADINGS, *(Text(part, part) for part in parts), REASON)
    rows: list[tuple[object, ...]] = []
    for depth, share in ordered(made):
        name = "　" * depth + share.unit.name.in_(voice.lang)
        rows.append((name, share.number, *(share.parts[part] for part in parts), share.reason))
    rows.append((Text("合计", "total"), made.total, *(made.parts[part] for part in parts), ""))
    voice.table(headings, rows)
    voice.give(
        {"total": made.total, "parts": dict(made.parts), "shares": [share_json(one) for _, one in ordered(made)]}
    )


def ordered(made: Allocation, within: str = "", depth: int = 0) -> Iterator[tuple[int, Share]]:
    """The shares as a tree is read, with their depth."""
    for share in made.within(within):
        yield depth, share
        yield from ordered(made, share.unit.id, depth + 1)


def share_json(one: Share) -> dict[str, object]:
    return {
        "unit": one.unit.id, "within": one.unit.within, "number": one.number, "parts": dict(one.parts),
        "ideal": float(decimal(one.ideal, 6)), "floor": one.floor, "ceiling": one.ceiling, "decided": one.decided,
        "reason": one.reason,
    }  # fmt: skip
