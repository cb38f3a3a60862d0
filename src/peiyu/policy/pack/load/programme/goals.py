"""Numbers as a document promises them: `1000家`, `10万平方米`, `2亿元`, `30件/万人`, `15%`; and the plans to them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from peiyu.policy.pack.load.reader import Reader
from peiyu.policy.pack.programme import Goal, Schedule
from peiyu.policy.pack.yaml import Node, Scalar, Table
from peiyu.problems import Text

COMPARATORS = ("floor", "above", "about", "range", "exactly")
MULTIPLES = {"百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_WRITTEN = re.compile(
    r"(?P<value>[0-9]{1,15}(?:\.[0-9]{1,6})?)\s*(?P<multiple>百万|千万|十万|百|千|万|亿)?(?P<unit>[^\s0-9]{0,12})"
)


def promised(node: Node | None) -> tuple[Fraction, str] | None:
    """A number in base units and its unit; None if it is not written so."""
    match = _WRITTEN.fullmatch(node.text.strip()) if isinstance(node, Scalar) else None
    if match is None:
        return None
    unit = match["unit"].replace("％", "%")
    value = Fraction(match["value"]) * MULTIPLES.get(match["multiple"] or "", 1)
    return (value / 100, unit) if unit == "%" else (value, unit)


def number(reader: Reader, node: Node | None, key: str) -> tuple[Fraction, str] | None:
    """The same, said to be at fault where it is."""
    if node is None:
        return None
    found = promised(node)
    if found is None or not found[1]:
        reader.say("goal-written", node.span, found=node.text if isinstance(node, Scalar) else "…", key=key)
        return None
    return found


def goal(reader: Reader, table: Table, where: Text) -> Goal | None:
    """Exactly one comparator, and `stretch` beside a floor."""
    given = [key for key in COMPARATORS if key in table]
    if len(given) != 1:
        reader.say("goal-comparator", table.span, found=" · ".join(given) or "—", where=where.zh, where_en=where.en)
        return None
    comparator: Any = given[0]
    node = table.get(comparator)
    ends = reader.rows(node, "range") if comparator == "range" else (node,)
    if comparator == "range" and len(ends) != 2:
        reader.say("goal-written", table.span, found="range", key="range")
        return None
    numbers = [number(reader, one, comparator) for one in ends]
    stretch = number(reader, table.get("stretch"), "stretch")
    known = [one for one in numbers if one is not None]
    if len(known) != len(numbers):
        return None
    units = {unit for _, unit in (*known, *((stretch,) if stretch else ()))}
    if len(units) != 1 or ("stretch" in table and comparator not in ("floor", "above")):
        reader.say("goal-comparator", table.span, found=" · ".join(sorted(units)), where=where.zh, where_en=where.en)
        return None
    low, unit = known[0]
    high = known[-1][0] if comparator in ("range", "about", "exactly") else None
    return Goal(comparator=comparator, low=low, high=high, stretch=stretch[0] if stretch else None, unit=unit)


def schedule(reader: Reader, node: Node | None) -> Schedule | None:
    """`{quarters: [15%, 25%, 25%, 35%]}`, `{years: {2015: 5家, …}}` or both."""
    if node is None:
        return None
    table = reader.table(node, Text("序时计划", "a plan"), ("quarters", "years"))
    quarters = [number(reader, one, "quarters") for one in reader.rows(table.get("quarters"), "quarters")]
    years = []
    held = table.get("years")
    if held is not None and not isinstance(held, Table):
        reader.wrong(held, "years", Text("表（年: 数）", "a table of year: number"), "years: {2015: 5家}")
    for year, value in held.entries if isinstance(held, Table) else ():
        amount = number(reader, value, "years")
        if not re.fullmatch(r"[0-9]{4}", year.text):
            reader.wrong(year, "years", Text("四位年份", "a year of four digits"), "years: {2015: 5家}")
        elif amount is not None:
            years.append((int(year.text), amount[0]))
    return Schedule(quarters=tuple(one[0] for one in quarters if one is not None), years=tuple(years))
