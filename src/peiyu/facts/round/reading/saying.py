"""The sentences that reading a returned file needs, each with its next step."""

from __future__ import annotations

from peiyu.facts.intake.sheets import Sheet
from peiyu.facts.intake.tables import Table
from peiyu.facts.round.reading.file import File
from peiyu.problems import Level, Problem, Text, Where

AS_SENT = Text("用发出的原表填写后重报", "fill in the form as it went out and send it again")


def mark_changed(file: str) -> Problem:
    """The hidden sheet was edited: nothing of it is believed."""
    said = Text("隐藏的收表标记被改动，未采用", "the hidden mark was changed and is not used")
    return Problem("mark-changed", said, Where(file), Level.WARNING)


def hidden(sheet: Sheet) -> Problem:
    """A table of the form on a hidden sheet."""
    said = Text("隐藏的工作表里有填报的表，未采用", "a hidden sheet holds a table of the form; it was not taken")
    step = Text("取消隐藏后重报；不该报的请删去", "show the sheet and send it again, or delete it")
    return Problem("form-hidden", said, sheet.where(), found=sheet.name, next_step=step)


def beside(sheet: Sheet) -> Problem:
    """A sheet that looks like the form, is not it, and says something else."""
    said = Text(
        "另有一张工作表像填报表，数却不一致，未采用",
        "a sheet beside the form says something else",
    )
    step = Text("是草稿的请删去；是要报的，请填到原表里", "delete it if it is a draft; else fill in the form itself")
    return Problem("form-beside", said, sheet.where(), found=sheet.name, next_step=step)


def unit_unknown(where: Where) -> Problem:
    """Rows of the territory that no unit can be told of."""
    said = Text("不知道这些行是哪个单位报送的", "which unit these rows are from cannot be told")
    return Problem("unit-unknown", said, where, next_step=AS_SENT)


def without_identity(table: Table) -> Problem:
    """A table without a column of the enterprise."""
    said = Text("表里没有企业名称和代码列，不知是谁的数", "no column says which enterprise a row is about")
    found = "、".join(one.said for one in table.headers if one is not None)[:80]
    where = table.sheet.where(table.header_rows[1])
    return Problem("identity-missing", said, where, found=found, next_step=AS_SENT)


def too_long(table: Table, most: int) -> Problem:
    """A table with more rows than any unit has."""
    said = Text("填了内容的行过多，不像是一个单位的表", "more rows are filled in than any unit has")
    accepted = Text(f"至多 {most} 行", f"at most {most} rows")
    step = Text("删去误填的行后重报", "delete rows that were filled by mistake and send it again")
    return Problem("table-too-long", said, table.sheet.where(), Level.ERROR, str(table.body.height), accepted, step)


def table_missing(sheet: Sheet) -> Problem:
    """A sheet of the form whose table is gone."""
    said = Text("这张表里找不到填报的表格", "the sheet has no table of the form any more")
    return Problem("table-not-found", said, sheet.where(), found=_first(sheet), next_step=AS_SENT)


def sheet_unclear(sheet: Sheet) -> Problem:
    """A sheet that looks a little like a form."""
    said = Text(
        "表上没有标记，所收的列又不足一半，不能确定是哪张表",
        "nothing marks the sheet, and it has less than half of a form's columns",
    )
    return Problem("form-not-recognised", said, sheet.where(), found=_first(sheet), next_step=AS_SENT)


def sheet_not_asked(sheet: Sheet) -> Problem:
    """A sheet of the sender's own."""
    said = Text("这张工作表不在本次所收之列，未采用", "this sheet is not asked and was not taken")
    return Problem("sheet-not-asked", said, sheet.where(), Level.NOTE, _first(sheet))


def not_recognised(file: File) -> Problem:
    """A file in which nothing is of any round."""
    if file.has_pictures:
        return _picture(Where(file.name), "")
    said = Text("这不是正在进行的收表的表", "this is not a form of any round that is open")
    found = "、".join(sheet.name for sheet in file.sheets)[:80]
    return Problem("form-not-recognised", said, Where(file.name), found=found, next_step=AS_SENT)


def sheet_missing(file: File, name: Text) -> Problem:
    """A sheet of the form that did not come back."""
    if file.has_pictures:
        return _picture(Where(file.name, sheet=name.zh), name.zh)
    said = Text(f"缺少工作表「{name.zh}」", f"the sheet `{name.en}` is missing")
    return Problem("sheet-missing", said, Where(file.name), Level.WARNING, name.zh, next_step=AS_SENT)


def _picture(where: Where, found: str) -> Problem:
    said = Text(
        "表格可能是以图片粘贴的，图片里的数不能读取",
        "the table may have been pasted as a picture, which cannot be read",
    )
    return Problem(
        "table-is-picture",
        said,
        where,
        found=found,
        next_step=Text("在原表的格里填写后重报", "fill in the cells of the form"),
    )


def _first(sheet: Sheet) -> str:
    return "、".join(text for row in sheet.cells.head(3).iter_rows() for text in row if text)[:80]
