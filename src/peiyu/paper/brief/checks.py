"""What a brief must be before it is written: whole, and of one mind with itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from peiyu.paper.brief.numerals import Numeral, numerals
from peiyu.paper.brief.values import Block, Brief, Chart, Heading, Line, Marked, Number, Paragraph, Table
from peiyu.problems import Level, Problem, Text

SCALES = (0, -4, -8, -3, -6, -7, -2, 2, 3, 4)
"""Powers of ten between a figure's value and its text: 万元, 亿元, 千元 of yuan; a share as per cent."""
FIGURE_UNITS = ("家", "户", "件", "项", "元", "%", "人", "平方米", "㎡", "个百分点", "亩")
"""A numeral of these units in fixed wording is probably a figure that someone typed."""


def scale_of(value: Fraction | int, written: Numeral) -> Fraction | None:
    """The power of ten by which a value is written, or None where the text does not say the value."""
    if written.value is None:
        return None
    for power in SCALES:
        scale = Fraction(10) ** power
        if abs(value * scale - written.value) < written.step and (power == 0 or written.value != 0):
            return scale
    return None


def brief_problems(brief: Brief) -> tuple[Problem, ...]:
    """Everything that speaks against writing this brief (errors), and what should be looked at (warnings)."""
    return (*_whole(brief), *_figures(brief), *_typed(brief))


def _whole(brief: Brief) -> Iterator[Problem]:
    if not brief.title.strip() or not brief.number.strip() or not brief.items:
        yield Problem(
            "brief-incomplete", Text("简报缺少标题、编号或内容", "the brief lacks a title, a number or content"),
            found=brief.title or brief.number,
            accepted=Text("标题、编号和至少一段内容", "a title, a number and at least one block"),
            next_step=Text("补全后再写出", "complete it, then write it"),
        )  # fmt: skip
    for block in brief.blocks():
        if isinstance(block, Table) and any(len(row.cells) != len(block.columns) for row in block.rows):
            yield Problem(
                "table-uneven", Text("表格有的行格数与表头不同", "a table has rows of another width than its header"),
                found=block.title, accepted=Text(f"每行{len(block.columns)}格", f"{len(block.columns)} cells a row"),
                next_step=Text("补齐各行", "fill the rows"),
            )  # fmt: skip
        if isinstance(block, Chart) and not block.alt.strip():
            yield Problem(
                "chart-without-words", Text("图没有文字说明", "a chart has no description"), found=block.title,
                accepted=Text("一句话说明图中内容", "one sentence that says what it shows"),
                next_step=Text("补写说明（alt）", "write the description (alt)"),
            )  # fmt: skip
    if any(not mark.word.strip() for line in lines(brief) for mark in line if isinstance(mark, Marked)):
        yield Problem(
            "colour-without-word", Text("有颜色而没有文字", "a colour without a word"),
            accepted=Text("颜色一律配文字，如“滞后”", "a word with every colour, such as behind"),
            next_step=Text("补写文字", "write the word"),
        )  # fmt: skip


def _figures(brief: Brief) -> Iterator[Problem]:
    held: dict[str, Number] = {}
    days: dict[tuple[str, object], Number] = {}
    for one in brief.numbers():
        first = held.setdefault(one.id, one)
        same = days.setdefault((one.family, one.as_of), one)
        for other in (first, same):
            if (other.value, other.unit) != (one.value, one.unit) or (other is first and other.as_of != one.as_of):
                yield Problem(
                    "number-contradicts-itself",
                    Text("同一指标在本期有两个数", "one figure has two values in this issue"),
                    found=f"{one.id}: {other.text} ≠ {one.text}",
                    accepted=Text("一个指标、一个日期、一个数", "one figure, one day, one value"),
                    next_step=Text("核对口径，用不同的名称（id）区分", "check the definitions; tell them apart by id"),
                )
                break
        if not said(one):
            yield Problem(
                "number-not-as-written",
                Text("数字的写法与数值不符，或其中没有数字", "a figure's text does not say its value"),
                found=f"{one.id}: {one.text} / {one.value} {one.unit}",
                accepted=Text("与数值一致的写法，如 1067家、1.2亿元、78.4%", "text that says the value, such as 78.4%"),
                next_step=Text("改写文字或数值", "correct the text or the value"),
            )


def said(number: Number) -> bool:
    """Whether a figure's text says its value: one numeral, right to its last digit; no value, no numeral."""
    found = [one for one in numerals(number.text) if one.kind == "number"]
    if number.value is None:
        return not found
    return len(found) == 1 and scale_of(number.value, found[0]) is not None


def _typed(brief: Brief) -> Iterator[Problem]:
    for line in lines(brief):
        for piece in line:
            if isinstance(piece, str):
                typed = [one.said for one in numerals(piece) if one.unit in FIGURE_UNITS]
                if typed:
                    yield Problem(
                        "number-not-locked",
                        Text("文字里有未锁定的数字", "a figure stands in the text without being locked"),
                        level=Level.WARNING, found="、".join(typed),
                        accepted=Text("指标数字一律锁定；引用原文的除外", "figures are locked, unless they are quoted"),
                        next_step=Text("改为锁定的数字，或确认是引文", "lock it, or make sure that it is a quotation"),
                    )  # fmt: skip


def lines(brief: Brief) -> Iterator[Line]:
    """Every line of pieces in the brief."""
    yield brief.foreword
    for block in brief.blocks():
        yield from _lines(block)


def _lines(block: Block) -> Iterator[Line]:
    match block:
        case Heading() | Paragraph():
            yield block.pieces
        case Table():
            yield from (cell for row in block.rows for cell in row.cells)
            yield block.note
        case Chart():
            yield block.note
