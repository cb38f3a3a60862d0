"""What a brief says, as plain values: already computed, already worded. Renderers read these and nothing else.

Every figure is a `Number`; whatever is a plain `str` is fixed wording (headings, dates, ordinals, 五大产业) whose
numerals are recorded as they stand. One brief uses one language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Number:
    """One figure as it stands in the text.

    `id` names it for ever (``sme_new.total``; a breakdown ``sme_new.total[district=滨海新区]``; of another day
    ``sme_new.total@2011-09-30``); `text` is how it is written, with or without its unit (``1 067家``, ``78.4%``);
    `value` is exact, in `unit` (a share in 1: ``78.4%`` is 784/1000 of unit ``%``-less ``""``), None where the text
    says that there is no figure (``—``, ``待核实``). `definition` is the sentence printed as its 口径. `since`: what
    has accumulated since that day, and so cannot fall within one count; None for a state or a month's figure.
    `figure`: the name shared by the same figure of different days (empty: the id up to ``@``).
    """

    id: str
    text: str
    value: Fraction | int | None
    unit: str
    definition: str
    as_of: dt.date
    since: dt.date | None = None
    figure: str = ""

    @property
    def family(self) -> str:
        """The name that the same figure has on every day."""
        return self.figure or self.id.partition("@")[0]


class Tone(Enum):
    """A colour that always comes with its word and a sign, so that it survives a black-and-white printer."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    BLUE = "blue"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Marked:
    """A word in a colour: ``Marked("滞后", Tone.YELLOW)``. The word is never empty."""

    word: str
    tone: Tone


Inline = str | Number | Marked
"""A piece of a sentence."""
Line = tuple[Inline, ...]
"""A sentence, a paragraph or a cell: pieces in order."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 一、 (黑体), 2 （一） (楷体), 3 1. and 4 （1） (仿宋). The ordinal is part of the text."""

    level: Literal[1, 2, 3, 4]
    pieces: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, or a small note (sources, definitions) when `note`. `lead`: what it is on, before it in
    楷体 (（一）规模指标。)."""

    pieces: Line
    note: bool = False
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, its share of the width (relative to the others), how its cells stand."""

    header: str
    width: float = 1.0
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, one cell a column; `total` sets it apart (合计)."""

    cells: tuple[Line, ...]
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A ruled table. Its header is repeated on every page and no row is split between pages. `unit` stands above its
    right corner (单位：家). `small`: one size less, for many columns."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    note: Line = ()
    small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart from a Vega-Lite spec. `alt` says in words what it shows; `numbers` are the figures drawn in it.
    `width` in millimetres (at most the 156 of the type area)."""

    title: str
    spec: Mapping[str, Any]
    alt: str
    numbers: tuple[Number, ...] = ()
    width: float = 150.0
    note: Line = ()


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """An attached table: `label` (附表1) and `title`; begins on a page of its own; `wide` turns that page."""

    label: str
    title: str
    items: tuple[Block, ...]
    wide: bool = False


class Kind(Enum):
    """简报 (news of the work), 通报 (the month's figures, to those responsible), 工作进展一览 (targets and duties in
    tables), 月度表 (the monthly table), 口径数 (figures for a leader's speech), 勘误 (figures corrected)."""

    BRIEF = "简报"
    NOTICE = "通报"
    PROGRESS = "工作进展一览"
    MONTHLY = "月度表"
    TALK = "口径数"
    ERRATUM = "勘误"


HEADED = (Kind.BRIEF, Kind.NOTICE, Kind.ERRATUM)
"""Kinds with a red head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The end of the last page: 报 (superiors), 送 (peers), 发 (below), how many copies are printed."""

    report: str = ""
    send: str = ""
    distribute: str = ""
    copies: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One issue.

    `number` is its visible id (津简2012-09); `name` stands in red at the head (科技型中小企业发展信息简报);
    `issue` and `total` are 第×期 and 总第×期 (0: not shown); `document_number` is the 文号 of a 通报;
    `foreword` is the 按语 of a 简报, `addressed` the 主送 of a 通报, `signed` its 署名 (empty: the issuer).
    `as_of` is the 数据截止日 of all that is not dated otherwise. `made_up` prints 虚构数据 on every page.
    `counted`: the line of 第×期 is left blank, to be filled in when the issue goes out. `wide`: the sheets lie.
    """

    kind: Kind
    name: str
    title: str
    number: str
    issuer: str
    date: dt.date
    as_of: dt.date
    items: tuple[Block, ...]
    issue: int = 0
    total: int = 0
    document_number: str = ""
    foreword: Line = ()
    addressed: str = ""
    signed: str = ""
    annexes: tuple[Annex, ...] = ()
    sent: Distribution = Distribution()
    made_up: bool = False
    lang: Literal["zh", "en"] = "zh"
    counted: bool = False
    wide: bool = False

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order: the body, then the annexes."""
        yield from self.items
        for annex in self.annexes:
            yield from annex.items

    def numbers(self) -> Iterator[Number]:
        """Every figure as often as it occurs, in reading order."""
        yield from _of(self.foreword)
        for block in self.blocks():
            yield from _in(block)


def _of(line: Line) -> Iterator[Number]:
    return (piece for piece in line if isinstance(piece, Number))


def _in(block: Block) -> Iterator[Number]:
    match block:
        case Heading() | Paragraph():
            yield from _of(block.pieces)
        case Table():
            for row in block.rows:
                for cell in row.cells:
                    yield from _of(cell)
            yield from _of(block.note)
        case Chart():
            yield from block.numbers
            yield from _of(block.note)
