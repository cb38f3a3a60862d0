"""What can be put into a form: an offer of the register, and what one cell of the form means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from peiyu.problems import Text

Measure = Literal[
    "goal", "month", "quarter", "year", "total", "rate", "plan", "due", "before", "yoy", "gap", "outlook",
]  # fmt: skip
"""What may be told of an indicator. `plan` is an amount, `due` the same as a share of the goal; `rate`, `due` and `yoy`
are shares; `quarter` what the quarter of the day has brought so far."""

MEASURE_NAMES: dict[str, Text] = {
    "goal": Text("目标", "goal"), "month": Text("当月", "month"), "quarter": Text("当季", "quarter"),
    "year": Text("当年累计", "year so far"), "total": Text("累计", "total"), "rate": Text("完成率", "share done"),
    "plan": Text("序时计划", "due by the day"), "due": Text("序时进度", "share due"),
    "before": Text("去年同期", "a year before"), "yoy": Text("同比", "growth"),
    "gap": Text("距目标还差", "still missing"), "outlook": Text("到期预计", "expected"),
}  # fmt: skip
SHARES = frozenset({"rate", "due", "yoy"})


@dataclass(frozen=True, slots=True)
class OfferPart:
    """A part of a breakdown: its key in the register, and its names in a form."""

    key: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """A breakdown that an offer can be told by (`park`): its names and parts."""

    id: str
    names: tuple[str, ...]
    parts: tuple[OfferPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the register can give of one indicator.

    code: its name in the register; aliases: other names of it, Chinese and English; unit: the base unit (家, 元, ㎡,
    %). measures: what is told of the whole. whole: the code of the offer of which this is a 其中 ('': of none).
    years: the first and last year of its target (None: there is none). stock: it stands at the day and does not add
    up over days."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    unit: str = ""
    measures: tuple[str, ...] = ()
    groups: tuple[OfferGroup, ...] = ()
    whole: str = ""
    years: tuple[int, int] | None = None
    stock: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


_MEANING = re.compile(
    r"(?P<code>\w+(?:\.\d+)?)\.(?P<measure>[a-z]+)(?:\[(?P<group>\w+)=(?P<part>[^\]]+)\])?(?:\{(?P<unit>[^}]+)\})?"
    r"(?:@(?P<month>\d{1,2}))?"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell asks for: an indicator, a measure of it, of a breakdown one part, in a unit of the form ('': the
    base unit), of a month of the year (0: of the day of the figures)."""

    code: str
    measure: str = "total"
    group: str = ""
    part: str = ""
    unit: str = ""
    month: int = 0

    def __str__(self) -> str:
        """As it is typed: ``new_sme.month[park=甲园]{万元}@3``."""
        part = f"[{self.group}={self.part}]" if self.group else ""
        unit = f"{{{self.unit}}}" if self.unit else ""
        return f"{self.code}.{self.measure}{part}{unit}" + (f"@{self.month}" if self.month else "")

    @classmethod
    def read(cls, said: str) -> Meaning:
        """The meaning that ``str`` wrote. ValueError for anything else."""
        found = _MEANING.fullmatch(said.strip())
        if found is None or found["measure"] not in MEASURE_NAMES:
            raise ValueError(f"no meaning: {said}")
        month = int(found["month"] or 0)
        if month > 12:
            raise ValueError(f"no meaning: {said}")
        named = {name: found[name] or "" for name in ("group", "part", "unit")}
        return cls(found["code"], found["measure"], month=month, **named)

    @property
    def said(self) -> Text:
        """new_sme · 累计 · park=甲园 · 3月 · 万元, without names that only the register knows."""
        name = MEASURE_NAMES.get(self.measure, Text(self.measure, self.measure))
        zh, en = [self.code, name.zh], [self.code, name.en]
        for here, there in (
            (f"{self.group}={self.part}", f"{self.group}={self.part}") if self.group else ("", ""),
            (f"{self.month}月", f"month {self.month}") if self.month else ("", ""),
            (self.unit, self.unit),
        ):
            zh += [here] if here else []
            en += [there] if there else []
        return Text(" · ".join(zh), " · ".join(en))


Confidence = Literal["certain", "likely", "ask", "left"]
"""certain: header and offer say the same · likely: one thing had to be supplied, which `why` names · ask: it cannot be
told; `meaning` is then at most a candidate · left: the cell wants words, not a figure."""
CONFIDENCES: tuple[str, ...] = get_args(Confidence)
