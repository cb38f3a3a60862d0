"""Files that are more, less or something else than the workbook that went out."""

from __future__ import annotations

import csv
import io
from random import Random

import xlsxwriter

from peiyu.madeup.answers.draft import Draft
from peiyu.madeup.answers.kinds.kind import Kind, Spoiled, untouched, whole
from peiyu.madeup.answers.kinds.moved import column_added, columns_moved, renamed, signed, sorted_again, total_row
from peiyu.madeup.answers.kinds.parts import ole, with_blank_rows, with_macros, without_dimensions
from peiyu.madeup.answers.kinds.parts import picture as white
from peiyu.problems import Text

MARK = "收表标记"


def saved_by_wps(draft: Draft, chance: Random) -> Spoiled:
    """Without the hidden sheet, the file's property and the records of used ranges."""
    _unmark(draft)
    draft.after.append(without_dimensions)
    return Spoiled()


def unmarked(draft: Draft, chance: Random) -> Spoiled:
    """The table alone, pasted into a new workbook: no mark is left, not even the printed one."""
    _unmark(draft)
    for row in draft.page.iter_rows(max_row=draft.top - 1):
        for cell in row:
            if "收表" in str(cell.value):
                cell.value = None
    return Spoiled()


def unmarked_and_moved(draft: Draft, chance: Random) -> Spoiled:
    """Pasted into a new workbook, columns moved, rows sorted."""
    columns_moved(draft, chance)
    sorted_again(draft, chance)
    return unmarked(draft, chance)


def several(draft: Draft, chance: Random) -> Spoiled:
    """What a careful clerk does to a form, all at once: renamed, a column added, columns moved, sorted, totals,
    signatures, saved by WPS."""
    for change in (renamed, column_added, columns_moved, sorted_again, total_row, signed, saved_by_wps):
        change(draft, chance)
    return Spoiled()


def macros(draft: Draft, chance: Random) -> Spoiled:
    draft.file = draft.file.replace(".xlsx", ".xlsm")
    draft.after.append(with_macros)
    return Spoiled()


def blank_rows(draft: Draft, chance: Random) -> Spoiled:
    draft.after.append(with_blank_rows(draft.page.title))
    return Spoiled()


def as_csv(draft: Draft, chance: Random) -> Spoiled:
    """The table alone as text in GB18030."""
    draft.file = draft.file.replace(".xlsx", ".csv")
    text = io.StringIO(newline="")
    csv.writer(text).writerows([draft.headers, *(line.cells for line in draft.lines)])
    draft.after.append(lambda _: text.getvalue().encode("gb18030"))
    return Spoiled()


def encrypted(draft: Draft, chance: Random) -> Spoiled:
    draft.after.append(lambda _: ole("EncryptedPackage"))
    return whole(draft)


def own_format(draft: Draft, chance: Random) -> Spoiled:
    draft.file = draft.file.replace(".xlsx", ".et")
    draft.after.append(lambda _: ole("Workbook"))
    return whole(draft)


def picture(draft: Draft, chance: Random) -> Spoiled:
    """A photograph of the printed table, pasted into an empty workbook."""
    draft.after.append(lambda _: _pictured())
    return whole(draft)


def empty(draft: Draft, chance: Random) -> Spoiled:
    draft.after.append(lambda _: b"")
    return whole(draft)


def cut_off(draft: Draft, chance: Random) -> Spoiled:
    """The half of a file that a broken transfer left."""
    draft.after.append(lambda content: content[: len(content) // 2])
    return whole(draft)


def hidden_sheet(draft: Draft, chance: Random) -> Spoiled:
    """The table on a hidden sheet: it may be an old one."""
    draft.page.sheet_state = "hidden"
    return whole(draft)


def blank_form(draft: Draft, chance: Random) -> Spoiled:
    """The form as it went out: nothing was filled in."""
    for line in draft.lines:
        for code in draft.fields():
            line.cells[draft.columns[code]] = None
    return whole(draft)


def _pictured() -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.add_worksheet("Sheet1").insert_image("B2", "表.png", {"image_data": io.BytesIO(white(320, 200))})
    return made.getvalue()


def _unmark(draft: Draft) -> None:
    if MARK in draft.book.sheetnames:
        del draft.book[MARK]
    for name in list(draft.book.custom_doc_props.names):
        del draft.book.custom_doc_props[name]


FILES = (
    Kind("saved-by-wps", Text("WPS 另存，标记丢失", "saved again by WPS, marks lost"), "merged", saved_by_wps),
    Kind("unmarked", Text("表格粘到新工作簿，无任何标记", "pasted into a new workbook, no mark"), "merged", unmarked),
    Kind("unmarked-moved", Text("无标记，列、行都动过", "no mark, all moved"), "merged", unmarked_and_moved),
    Kind("several", Text("改名、移列、排序、另存等七处", "seven harmless changes"), "merged", several),
    Kind("macros", Text("带宏的工作簿", "a workbook with macros"), "merged", macros),
    Kind("blank-rows", Text("一百万行空行", "a million blank rows"), "merged", blank_rows),
    Kind("csv", Text("GB18030 文本", "text in GB18030"), "merged", as_csv),
    Kind("encrypted", Text("加了打开密码", "encrypted"), "aside", encrypted),
    Kind("et", Text("WPS 自有格式 .et", "WPS's own format"), "aside", own_format),
    Kind("picture", Text("贴图代替表格", "a picture instead of a table"), "aside", picture),
    Kind("empty", Text("空文件", "an empty file"), "aside", empty),
    Kind("cut-off", Text("文件残缺", "half a file"), "aside", cut_off),
    Kind("hidden-sheet", Text("表在隐藏的工作表里", "the table on a hidden sheet"), "aside", hidden_sheet),
    Kind("blank-form", Text("空表原样退回", "the form as it went out"), "finding", blank_form),
    Kind("other-round", Text("别的收表的表", "the form of another round"), "aside", untouched, form="other"),
)
