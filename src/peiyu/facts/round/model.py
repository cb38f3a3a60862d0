"""What is asked of whom: the values that the other parts of a collection round hand to each other."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from peiyu.facts.base.schema import STATISTICAL
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.model import Period
from peiyu.problems import Text, Where

Purpose = Literal["行政", "统计"]
Figures = Literal["当月", "累计"]


@dataclass(frozen=True, slots=True)
class Basis:
    """By what right a round asks. `authority`: the legal basis or the commission; a statistical round also has the
    table's number (表号), its approval (批准文号) and the day until which it is valid."""

    purpose: Purpose
    authority: str
    table: str = ""
    approval: str = ""
    valid_until: dt.date | None = None

    @property
    def is_statistical(self) -> bool:
        """Whether its rows never reach a verdict."""
        return self.purpose == STATISTICAL


@dataclass(frozen=True, slots=True)
class Span:
    """The time that is asked about: a year, a quarter or a month. `basis` says what the figures of a quarter or a month
    cover: 当月 the period alone, 累计 the year up to its end."""

    year: int
    quarter: int | None = None
    month: int | None = None
    basis: Figures | None = None

    @property
    def end(self) -> dt.date:
        """Its last day."""
        month = self.month or (self.quarter or 4) * 3
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def said(self) -> Text:
        """The span as a form prints it: 2026年5月（累计）."""
        covers = {"当月": Text("（当月）" if self.month else "（当季）", " (the period alone)"),
                  "累计": Text("（累计）", " (from January)")}.get(self.basis or "", Text("", ""))  # fmt: skip
        if self.month is not None:
            return Text(f"{self.year}年{self.month}月{covers.zh}", f"{self.year}-{self.month:02d}{covers.en}")
        if self.quarter is not None:
            return Text(f"{self.year}年第{self.quarter}季度{covers.zh}", f"{self.year} Q{self.quarter}{covers.en}")
        return Text(f"{self.year}年度", f"{self.year}")

    def columns(self, period: Period) -> dict[str, int | str | dt.date | None]:
        """The period columns (peiyu.facts.base.schema.PERIOD_COLUMNS) of a row of this span."""
        if period == "instant":
            return {"at": self.end}
        if period == "none":
            return {}
        said: dict[str, int | str | dt.date | None] = {"year": self.year}
        return said if period == "year" else {**said, period: getattr(self, period), "basis": self.basis}


@dataclass(frozen=True, slots=True)
class AskedSheet:
    """One sheet: fields (codes) of one entity, those without which a row is not complete, and whether rows may be
    added (lists only)."""

    entity: str
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()
    new_rows: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a collection round asks. `id` is printed (`2026-05-02`); `version` counts the editions of its form;
    `made_up`: the place is made up, and every workbook says so."""

    id: str
    title: str
    sheets: tuple[AskedSheet, ...]
    span: Span
    due: dt.date
    basis: Basis
    version: int = 1
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise that a unit answers for. `code` is text that `peiyu.facts.identity.parse_code` reads."""

    key: int
    code: str
    name: str
    park: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Who answers: an organisation for its enterprises, or an enterprise for itself."""

    id: str
    name: str
    firms: tuple[Firm, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an answer belongs. `enterprise` is 0 (TERRITORY) for the unit's own rows; `record` is None in a return."""

    entity: str
    enterprise: int
    record: int | None
    field: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One cell as answered. `value` is in stored units (library.md §2), None where it was left blank (or 无); `raw` as
    written; `explanation` the sentence beside it."""

    place: Place
    value: Value | None
    raw: str
    where: Where
    explanation: str = ""


Held = Mapping[Place, Value]
"""What is held already: prefilled, not asked again. For a unit's own rows of the territory only those of that unit."""
