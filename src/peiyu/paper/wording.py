"""The fixed words of every page and sheet, in both languages."""

from __future__ import annotations

import datetime as dt

from peiyu.policy.verdict import Outcome
from peiyu.problems import Text

DISCLAIMER = Text("预判，不作为认定依据", "A forecast; not a basis for recognition")
MADE_UP = Text("虚构数据，仅供演示", "Made-up data, for demonstration only")
NOT_IN_FORCE = Text("该文本在所选日期不在有效期内", "This text is not in force at the chosen date")

OUTCOMES: dict[Outcome, Text] = {
    Outcome.MET: Text("符合", "met"),
    Outcome.NOT_MET: Text("不符合", "not met"),
    Outcome.UNKNOWN: Text("待补", "unknown"),
}
MARKS: dict[Outcome, str] = {Outcome.MET: "✓", Outcome.NOT_MET: "✗", Outcome.UNKNOWN: "?"}
"""A sign beside the word, so that no reader depends on colour."""


def outcome_word(outcome: Outcome, lang: str) -> str:
    return f"{MARKS[outcome]} {OUTCOMES[outcome].in_(lang)}"


def day(value: dt.date | None, lang: str) -> str:
    """A date as the language writes it; '' for none."""
    if value is None:
        return ""
    return value.isoformat() if lang == "en" else f"{value.year}年{value.month}月{value.day}日"


def days_left(days: int, lang: str) -> str:
    """How long something still runs, in words."""
    if lang == "en":
        return f"{days} days left" if days >= 0 else f"ran out {-days} days ago"
    return f"还有{days}天" if days >= 0 else f"已过期{-days}天"


def yes_no(flag: bool, lang: str) -> str:
    return (("是", "否") if lang != "en" else ("yes", "no"))[0 if flag else 1]
