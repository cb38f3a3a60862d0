"""What a model says of a target, before it is put into words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from peiyu.insight.forecast.spread import Spread
from peiyu.problems import Text


@dataclass(frozen=True, slots=True)
class Ask:
    """Which number is asked for: an indicator over a span that ends with the deadline."""

    indicator: str
    since: dt.date | None
    by: dt.date


@dataclass(frozen=True, slots=True)
class Candidate:
    """An enterprise that may count: its chance (0 to 1), and why."""

    enterprise: int
    chance: float
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """The whole number at the deadline; who may still count; on what it rests. rising: it cannot fall again, because
    it counts what has happened."""

    spread: Spread
    candidates: tuple[Candidate, ...] = ()
    basis: Text
    rising: bool = True


@dataclass(frozen=True, slots=True)
class CannotTell:
    """Why nothing can be told."""

    why: Text


def joined(parts: Iterable[Text], *, zh: str = "；", en: str = "; ") -> Text:
    kept = [one for one in parts if one.zh]
    return Text(zh.join(one.zh for one in kept), en.join(one.en for one in kept))


def percent(share: float) -> str:
    """A chance as leaders read it: whole percents, never 0 or 100."""
    return f"{min(max(round(share * 100), 1), 99)}%"


def end_word(by: dt.date, day: dt.date) -> Text:
    """年底, 2020年底 or 到2016年6月30日."""
    if (by.month, by.day) == (12, 31):
        year = "" if by.year == day.year else f"{by.year}"
        return Text(f"{year}年底", f"the end of {by.year}")
    return Text(f"到{by.year}年{by.month}月{by.day}日", f"{by.isoformat()}")


def few(what: Text, seen: int, needed: int, counter: str) -> CannotTell:
    """Too few of something, with the measure word that counts it."""
    return CannotTell(
        Text(
            f"{what.zh}只有{seen}{counter}，不足{needed}{counter}，不能据此推算",
            f"{what.in_('en')}: {seen}, of which at least {needed} are needed",
        )
    )
