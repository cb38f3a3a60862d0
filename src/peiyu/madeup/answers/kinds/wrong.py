"""Answers that are wrong, though the workbook is as it went out."""

from __future__ import annotations

from random import Random
from typing import Any

from peiyu.madeup.answers.draft import Draft, Line
from peiyu.madeup.answers.kinds.kind import Kind, Spoiled, some, whole
from peiyu.problems import Text

WORDS = ("正在统计", "同去年", "见附件", "约三百左右（未审计）")


def unit_slip(draft: Draft, chance: Random) -> Spoiled:
    """Typed in 元 where 万元 is asked."""
    line = some(draft, chance)
    return _put(draft, line, "revenue", round(line.cells[draft.columns["revenue"]] * 10_000))


def nought_too_many(draft: Draft, chance: Random) -> Spoiled:
    line = some(draft, chance)
    return _put(draft, line, "revenue", line.cells[draft.columns["revenue"]] * 10)


def blank_required(draft: Draft, chance: Random) -> Spoiled:
    return _put(draft, some(draft, chance), chance.choice(("revenue", "total_profit", "employees")), None)


def zero_for_unknown(draft: Draft, chance: Random) -> Spoiled:
    return _put(draft, some(draft, chance), "employees", 0)


def part_over_whole(draft: Draft, chance: Random) -> Spoiled:
    line = some(draft, chance)
    return _put(draft, line, "sci_staff", line.cells[draft.columns["employees"]] + chance.randint(1, 9))


def income_over_whole(draft: Draft, chance: Random) -> Spoiled:
    line = some(draft, chance)
    return _put(draft, line, "main_revenue", round(line.cells[draft.columns["revenue"]] * 1.2 + 1, 2))


def text_in_number(draft: Draft, chance: Random) -> Spoiled:
    return _put(draft, some(draft, chance), "tax_paid", chance.choice(WORDS))


def below_zero(draft: Draft, chance: Random) -> Spoiled:
    line = some(draft, chance)
    return _put(draft, line, "rd_accounts", -line.cells[draft.columns["rd_accounts"]] - 1)


def month_for_total(draft: Draft, chance: Random) -> Spoiled:
    """The month's figure where the cumulative one is asked."""
    line = some(draft, chance)
    return _put(draft, line, "revenue", round(line.cells[draft.columns["revenue"]] * 0.21, 2))


def uncomputed(draft: Draft, chance: Random) -> Spoiled:
    """A formula that was never computed, in a required cell."""
    line = some(draft, chance)
    return _put(draft, line, "revenue", "=ROUND(1/0,2)+SUM(Z1:Z9)")


def copied(draft: Draft, chance: Random) -> Spoiled:
    """One company's figures typed again for the next."""
    one, other = chance.sample([line for line in draft.lines if line.enterprise], 2)
    for code in draft.fields():
        other.cells[draft.columns[code]] = one.cells[draft.columns[code]]
    places = tuple(draft.place(other.enterprise, code) for code in draft.fields())
    return Spoiled(draft.address(other.enterprise, draft.fields()[0]), places)


def rows_shifted(draft: Draft, chance: Random) -> Spoiled:
    """The figures pasted one row too low, the last ones on top."""
    columns = [draft.columns[code] for code in draft.fields()]
    figures = [[line.cells[column] for column in columns] for line in draft.lines]
    for line, typed in zip(draft.lines, [figures[-1], *figures[:-1]], strict=True):
        for column, value in zip(columns, typed, strict=True):
            line.cells[column] = value
    return whole(draft)


def columns_swapped(draft: Draft, chance: Random) -> Spoiled:
    """The profit where the revenue belongs, and the other way round."""
    one, other = draft.columns["revenue"], draft.columns["total_profit"]
    for line in draft.lines:
        line.cells[one], line.cells[other] = line.cells[other], line.cells[one]
    places = (draft.place(line.enterprise, code) for line in draft.lines for code in ("revenue", "total_profit"))
    return Spoiled(draft.address(draft.lines[0].enterprise, "revenue"), tuple(places))


def row_deleted(draft: Draft, chance: Random) -> Spoiled:
    line = some(draft, chance)
    draft.lines.remove(line)
    return Spoiled("", tuple(draft.place(line.enterprise, code) for code in draft.fields()))


def column_deleted(draft: Draft, chance: Random) -> Spoiled:
    """A required column is gone."""
    gone = draft.columns.pop("employees")
    draft.move_columns([number for number in range(len(draft.headers)) if number != gone])
    return Spoiled("", tuple(draft.place(line.enterprise, "employees") for line in draft.lines))


def cells_merged(draft: Draft, chance: Random) -> Spoiled:
    """One cell for the revenue of two companies."""
    one, other = draft.lines[:2]
    where = draft.address(one.enterprise, "revenue")
    below = draft.address(other.enterprise, "revenue")
    draft.late.append(lambda: draft.page.merge_cells(f"{where}:{below}"))
    return Spoiled(where, tuple(draft.place(line.enterprise, "revenue") for line in (one, other)))


def draft_left(draft: Draft, chance: Random) -> Spoiled:
    """A second sheet, a draft, with another number."""
    line = some(draft, chance)
    where = draft.address(line.enterprise, "revenue")

    def copy() -> None:
        left = draft.book.copy_worksheet(draft.page)
        left.title = "草稿"
        left[where] = round(line.cells[draft.columns["revenue"]] * 0.7, 2)

    draft.late.append(copy)
    return Spoiled(where, (draft.place(line.enterprise, "revenue"),))


def all_last_month(draft: Draft, chance: Random) -> Spoiled:
    """The last month's workbook once more."""
    return whole(draft)


def stranger(draft: Draft, chance: Random) -> Spoiled:
    """A company that no unit answers for."""
    cells = list(some(draft, chance).cells)
    cells[draft.columns["#code"]] = "91100000MX9999999X"
    cells[draft.columns["#name"]] = "虚构未列名单科技有限公司"
    draft.lines.append(Line(0, cells))
    return Spoiled(f"B{draft.top + len(draft.lines)}")


def same_firm_twice(draft: Draft, chance: Random) -> Spoiled:
    """One company in two rows with different figures."""
    line = some(draft, chance)
    again = Line(0, list(line.cells))
    again.cells[draft.columns["revenue"]] = round(line.cells[draft.columns["revenue"]] * 1.3, 2)
    draft.lines.append(again)
    return Spoiled(draft.address(line.enterprise, "revenue"), (draft.place(line.enterprise, "revenue"),))


def another_number(draft: Draft, chance: Random) -> Spoiled:
    """One number differs from what the unit sent before."""
    line = some(draft, chance)
    return _put(draft, line, "revenue", round(line.cells[draft.columns["revenue"]] * 1.1 + 1, 2))


def _put(draft: Draft, line: Line, code: str, value: Any) -> Spoiled:
    line.cells[draft.columns[code]] = value
    return Spoiled(draft.address(line.enterprise, code), (draft.place(line.enterprise, code),))


WRONG = (
    Kind("unit-slip", Text("元当作万元填（×10 000）", "yuan where 万元 is asked"), "finding", unit_slip),
    Kind("nought-too-many", Text("多写一个 0", "a nought too many"), "finding", nought_too_many),
    Kind("blank-required", Text("必填项未填", "a required answer left blank"), "finding", blank_required),
    Kind("zero-for-unknown", Text("不掌握却填 0", "0 for what is not known"), "finding", zero_for_unknown),
    Kind("part-over-whole", Text("科技人员多于从业人员", "more S&T staff than staff"), "finding", part_over_whole),
    Kind("income-over-whole", Text("主营业务收入多于营业收入", "a part above its whole"), "finding", income_over_whole),
    Kind("below-zero", Text("费用填成负数", "a cost below zero"), "finding", below_zero),
    Kind("month-for-total", Text("累计填成当月", "the month where 累计 is asked"), "finding", month_for_total),
    Kind("row-copied", Text("一家企业的数抄给另一家", "one row copied for another firm"), "finding", copied),
    Kind("rows-shifted", Text("数字整体错了一行", "figures one row too low"), "finding", rows_shifted),
    Kind("columns-swapped", Text("收入与利润两列填反", "revenue and profit swapped"), "finding", columns_swapped),
    Kind("last-month", Text("把上月的数又报一遍", "the last month again"), "finding", all_last_month, figures="last"),
    Kind("row-deleted", Text("删了一家企业的行", "a firm's row deleted"), "finding", row_deleted),
    Kind("column-deleted", Text("删了必填的列", "a required column deleted"), "finding", column_deleted),
    Kind("cells-merged", Text("两家企业合并一个单元格", "one cell for two firms"), "aside", cells_merged),
    Kind("draft-left", Text("另留一张草稿表、数字不同", "a draft sheet that differs"), "aside", draft_left),
    Kind("text-in-number", Text("数字格里写文字", "words where a number is asked"), "aside", text_in_number),
    Kind("uncomputed", Text("公式没有计算结果", "a formula without a result"), "aside", uncomputed),
    Kind("stranger", Text("多出名单外企业", "a firm that is nobody's"), "aside", stranger),
    Kind("firm-twice", Text("同一企业两行、数字不同", "one firm in two rows that differ"), "aside", same_firm_twice),
    Kind("sent-twice", Text("同一单位报两次、数字不同", "sent twice, differing"), "aside", another_number, again=True),
)
