"""Which measure a cell asks for: the phrases of all its headers taken together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from peiyu.paper.form.offer import MEASURE_NAMES
from peiyu.paper.form.propose.phrases import NOT_TOLD, Phrase
from peiyu.problems import Text

TOGETHER: dict[frozenset[str], str] = {
    frozenset(pair): told for pair, told in (
        (("year", "before"), "before"), (("total", "before"), "before"), (("year", "yoy"), "yoy"),
        (("total", "yoy"), "yoy"), (("before", "yoy"), "yoy"), (("year", "rate"), "rate"), (("total", "rate"), "rate"),
        (("goal", "rate"), "rate"), (("year", "total"), "year"), (("year", "goal"), "goal"), (("year", "gap"), "gap"),
        (("total", "gap"), "gap"), (("goal", "gap"), "gap"), (("goal", "plan"), "plan"), (("goal", "due"), "due"),
        (("total", "due"), "due"), (("total", "plan"), "plan"), (("year", "plan"), "plan"), (("year", "due"), "due"),
        (("goal", "outlook"), "outlook"), (("year", "outlook"), "outlook"), (("total", "outlook"), "outlook"),
    )
}  # fmt: skip
"""Two phrases that together say one measure; any other two that differ cannot be told."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The measure of a cell: `what` is '' where nothing says it. sure: by a word that means nothing else. annual: said
    to be of the year. month: of an earlier month (0: of the day). refused: why it cannot be told."""

    what: str = ""
    sure: bool = True
    annual: bool = False
    month: int = 0
    refused: Text | None = None


def asked(phrases: Iterable[Phrase], *, day_month: int, many_months: bool) -> Asked:
    """The measure that phrases say together. day_month: the month that the form is of (0: it does not say);
    many_months: several months stand side by side, so that a named month is that one and not the form's."""
    said = tuple(dict.fromkeys(phrases))
    refused = next((one for one in said if one.what in NOT_TOLD), None)
    if refused is not None:
        return Asked(refused=_not_told(NOT_TOLD[refused.what]))
    whats = tuple(dict.fromkeys(one.what for one in said if one.sure)) or tuple(dict.fromkeys(one.what for one in said))
    annual = any(one.annual for one in said)
    sure = all(one.sure for one in said if one.what in whats)
    months = {one.upto for one in said if one.upto}
    if len(months) > 1:
        return Asked(refused=Text("标题里有两个不同的月份", "the headers name two different months"))
    named = next(iter(months), 0)
    quarter = "quarter" in {one.what for one in said if one.upto}
    month = named if named and (many_months or ((day_month or quarter) and named != day_month)) else 0
    if named and not many_months and not day_month:
        sure = sure and len(whats) == 1 and whats[0] != "month"
    what = _together(whats)
    if what is None:
        return Asked(refused=_unclear(whats))
    return Asked(what=what, sure=sure, annual=annual, month=month)


def _together(whats: tuple[str, ...]) -> str | None:
    """One measure of several phrases; None where they do not go together."""
    if len(whats) <= 1:
        return whats[0] if whats else ""
    if set(whats) == {"month", "total"} or set(whats) == {"month", "year"}:
        return None
    first = whats[0]
    for other in whats[1:]:
        told = TOGETHER.get(frozenset((first, other))) if first != other else first
        if told is None:
            return None
        first = told
    return first


def _not_told(what: Text) -> Text:
    return Text(f"登记数据里没有这种数：{what.zh}", f"the register has no figure of this kind: {what.en}")


def _unclear(whats: tuple[str, ...]) -> Text:
    names = [MEASURE_NAMES[one] for one in whats]
    return Text(
        f"标题同时要求{'、'.join(one.zh for one in names)}，没有这样的数",
        f"the headers ask for {' and '.join(one.en for one in names)} at once; there is no such figure",
    )
