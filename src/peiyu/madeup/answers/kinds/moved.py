"""Workbooks whose answers are right and stand elsewhere, or under another name."""

from __future__ import annotations

import re
from random import Random

from peiyu.facts.intake.sheets import letters
from peiyu.madeup.answers.draft import Draft, Line
from peiyu.madeup.answers.kinds.kind import Kind, Spoiled, untouched
from peiyu.problems import Text

NAMES = ("新建 XLSX 工作表.xlsx", "报表(1)(1).xlsx", "最终版-改.xlsx", "副本.xlsx")


def renamed(draft: Draft, chance: Random) -> Spoiled:
    draft.file = f"{draft.unit.id}{chance.choice(NAMES)}"
    return Spoiled()


def sorted_again(draft: Draft, chance: Random) -> Spoiled:
    chance.shuffle(draft.lines)
    return Spoiled()


def rows_inserted(draft: Draft, chance: Random) -> Spoiled:
    for text in (None, "以上为规上企业", None):
        cells = [None] * len(draft.headers)
        line = Line(0, [text, *cells[1:]])
        draft.lines.insert(chance.randrange(1, len(draft.lines)), line)
    return Spoiled()


def total_row(draft: Draft, chance: Random) -> Spoiled:
    sums = [
        sum(line.cells[n] for line in draft.lines if isinstance(line.cells[n], int | float))
        if n in {draft.columns[code] for code in draft.fields()}
        else None
        for n in range(len(draft.headers))
    ]
    draft.lines.append(Line(0, ["合计", *sums[1:]]))
    return Spoiled()


def columns_moved(draft: Draft, chance: Random) -> Spoiled:
    order = list(range(len(draft.headers)))
    chance.shuffle(order)
    draft.move_columns(order)
    return Spoiled()


def column_added(draft: Draft, chance: Random) -> Spoiled:
    width = len(draft.headers)
    at = chance.randrange(2, width)
    draft.headers.append("内部联系人")
    for line in draft.lines:
        line.cells.append("张三")
    draft.move_columns([*range(at), width, *range(at, width)])
    return Spoiled()


def code_as_number(draft: Draft, chance: Random) -> Spoiled:
    """The code became a number and lost its last digits: the row is known by its name."""
    line = chance.choice(draft.lines)
    digits = re.sub(r"\D", "0", str(line.cells[draft.columns["#code"]]))
    line.cells[draft.columns["#code"]] = float(digits)
    return Spoiled(draft.address(line.enterprise, "#code"))


def code_gone(draft: Draft, chance: Random) -> Spoiled:
    """The codes were deleted, and the names have spaces."""
    for line in draft.lines:
        line.cells[draft.columns["#code"]] = None
        name = str(line.cells[draft.columns["#name"]])
        line.cells[draft.columns["#name"]] = f" {name[:4]} {name[4:]}　"
    return Spoiled()


def hidden_rows(draft: Draft, chance: Random) -> Spoiled:
    chosen = chance.sample(draft.lines, max(1, len(draft.lines) // 4))

    def hide() -> None:
        for line in chosen:
            draft.page.row_dimensions[draft.row(line.enterprise)].hidden = True

    draft.late.append(hide)
    return Spoiled()


def hidden_columns(draft: Draft, chance: Random) -> Spoiled:
    chosen = chance.sample(draft.fields(), 2)

    def hide() -> None:
        for code in chosen:
            draft.page.column_dimensions[letters(draft.columns[code])].hidden = True

    draft.late.append(hide)
    return Spoiled()


def header_edited(draft: Draft, chance: Random) -> Spoiled:
    draft.headers[draft.columns["total_profit"]] = "利润（万元）"
    return Spoiled()


def headings_over(draft: Draft, chance: Random) -> Spoiled:
    """A row of headings over the headers, merged."""
    draft.over = [None] * len(draft.headers)
    draft.over[1], draft.over[3] = "企业", "经营情况"

    def merge() -> None:
        draft.page.merge_cells(
            start_row=draft.top, end_row=draft.top, start_column=4, end_column=len(draft.headers) - 1
        )

    draft.late.append(merge)
    return Spoiled()


def last_year_beside(draft: Draft, chance: Random) -> Spoiled:
    """A column of the year before beside the revenue."""
    width, at = len(draft.headers), draft.columns["revenue"] + 1
    draft.headers.append("上年同期营业收入（万元）")
    for line in draft.lines:
        line.cells.append(round(line.cells[draft.columns["revenue"]] * 0.8, 2))
    draft.move_columns([*range(at), width, *range(at, width)])
    return Spoiled()


def other_unit(draft: Draft, chance: Random) -> Spoiled:
    """A whole column in 元, and its header says so."""
    column = draft.columns["revenue"]
    draft.headers[column] = draft.headers[column].replace("万元", "元")
    for line in draft.lines:
        value = line.cells[column]
        line.cells[column] = round(value * 10_000) if value is not None else None
    return Spoiled(draft.address(draft.lines[0].enterprise, "revenue"))


def signed(draft: Draft, chance: Random) -> Spoiled:
    """Lines below the table, as offices end a form."""
    cells = [None] * len(draft.headers)
    draft.lines += [Line(0, cells), Line(0, ["填表人：李四", None, "审核：王五", *cells[3:]])]
    return Spoiled()


MOVED = (
    Kind("renamed", Text("改了文件名", "renamed"), "merged", renamed),
    Kind("sorted", Text("重新排序", "rows sorted again"), "merged", sorted_again),
    Kind("rows-inserted", Text("插入空行和小标题行", "blank rows and headings put in"), "merged", rows_inserted),
    Kind("total-row", Text("加了合计行", "a row of totals"), "merged", total_row),
    Kind("columns-moved", Text("移动了列", "columns moved"), "merged", columns_moved),
    Kind("column-added", Text("加了一列", "a column put in"), "merged", column_added),
    Kind("code-as-number", Text("代码变成数字、丢了末位", "a code became a number"), "merged", code_as_number),
    Kind("code-gone", Text("代码删了、名称带空格", "codes deleted, spaces in names"), "merged", code_gone),
    Kind("hidden-rows", Text("隐藏（筛选）行", "hidden rows"), "merged", hidden_rows),
    Kind("hidden-columns", Text("隐藏列", "hidden columns"), "merged", hidden_columns),
    Kind("other-unit", Text("整列改用元并改了表头", "a column in yuan, as its header says"), "merged", other_unit),
    Kind("header-edited", Text("改了列名", "a header edited"), "merged", header_edited),
    Kind("headings-over", Text("表头上加了一行大类", "headings over the headers"), "merged", headings_over),
    Kind("last-year-beside", Text("旁边加了上年同期列", "the year before beside it"), "merged", last_year_beside),
    Kind("signed", Text("表后有填表人、审核人", "a line of signatures below"), "merged", signed),
    Kind("two-units", Text("两个单位合在一个文件", "two units in one file"), "merged", untouched, units=2),
    Kind("older-form", Text("用了旧版表", "an older edition of the form"), "merged", untouched, form="older"),
)
