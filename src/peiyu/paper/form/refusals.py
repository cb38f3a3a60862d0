"""Why a file is not taken as a form, what to look at in one that is, and what stops it from being filled."""

from __future__ import annotations

from pathlib import Path

from peiyu.paper.form.grid import Format
from peiyu.problems import Level, Problem, Text, Where

ACCEPTED = Text(".xlsx、.docx", ".xlsx, .docx")
SAVE_AS = Text(
    "用 WPS 或 Office 打开，另存为 .xlsx（表格）或 .docx（文字）后再上传",
    "open it in WPS or Office, save it as .xlsx (a sheet) or .docx (a text) and upload that",
)
ASK_THE_ISSUER = Text("由发表单位提供可填写的表格", "ask whoever issued it for a form that can be filled")


def old_format(path: Path) -> Problem:
    """.xls, .et, .doc, .wps: nothing is converted."""
    return Problem(
        "form-old-format",
        Text("旧格式或 WPS 自有格式不能原样填写", "An old format, or WPS's own, cannot be filled in place"),
        Where(path.name),
        found=path.suffix.lower() or path.name,
        accepted=ACCEPTED,
        next_step=SAVE_AS,
    )


def macros(path: Path) -> Problem:
    """A workbook or document with macros."""
    return Problem(
        "form-macros",
        Text("表中带有宏，不予打开", "The form has macros and is not opened"),
        Where(path.name),
        found="vbaProject.bin",
        accepted=ACCEPTED,
        next_step=Text("另存为不带宏的 .xlsx 或 .docx 后再上传", "save it as .xlsx or .docx, without macros"),
    )


def encrypted(path: Path) -> Problem:
    """A file with a password to open it."""
    return Problem(
        "form-encrypted",
        Text("文件有打开密码", "The file is encrypted"),
        Where(path.name),
        accepted=ACCEPTED,
        next_step=Text("去掉打开密码，另存后再上传", "remove the password, save and upload that"),
    )


def damaged(path: Path, found: str) -> Problem:
    """A file that cannot be read as what it claims to be."""
    return Problem(
        "form-damaged",
        Text("文件已损坏，打不开", "The file is damaged and cannot be opened"),
        Where(path.name),
        found=found,
        accepted=ACCEPTED,
        next_step=SAVE_AS,
    )


def not_a_form(path: Path) -> Problem:
    """Neither a workbook nor a Word document."""
    return Problem(
        "form-not-a-form",
        Text("这不是工作簿，也不是 Word 文档", "This is neither a workbook nor a Word document"),
        Where(path.name),
        found=path.suffix.lower() or path.name,
        accepted=ACCEPTED,
        next_step=SAVE_AS,
    )


def without_table(path: Path, format_: Format) -> Problem:
    """A workbook without cells, a document without tables."""
    return Problem(
        "form-without-table",
        Text("文件里没有可填写的表格", "The file holds no table that can be filled"),
        Where(path.name),
        found=format_,
        accepted=Text("有单元格的工作表，或含表格的文档", "a worksheet with cells, or a document with tables"),
        next_step=ASK_THE_ISSUER,
    )


def too_large(where: Where, found: str) -> Problem:
    """Larger than a form is: blank rows by the thousand."""
    return Problem(
        "form-too-large",
        Text("表格范围过大，不像一张空白表", "The form is too large for a blank form"),
        where,
        found=found,
        accepted=Text("每张表至多 200000 个单元格、8 MiB", "at most 200 000 cells and 8 MiB a sheet"),
        next_step=Text(
            "删除表格下方和右侧的空白行、空白列以及不用的工作表，另存后再上传",
            "delete the blank rows and columns below and beside the table and unused sheets, save, and upload again",
        ),
    )


def links(where: Where) -> Problem:
    """Formulas that read other files."""
    return Problem(
        "form-links",
        Text("表中有公式指向别的文件", "A formula points to another file"),
        where,
        Level.WARNING,
        found="externalLinks",
        next_step=Text(
            "填好后核对这些单元格，或请发表单位改成数值",
            "check those cells once it is filled, or ask whoever issued the form for values",
        ),
    )


def signed(where: Where) -> Problem:
    """A digital signature, which no filled copy keeps."""
    return Problem(
        "form-signed",
        Text("文件带有数字签名，填写后签名失效", "The file is signed; once filled, its signature no longer holds"),
        where,
        Level.WARNING,
        found="_xmlsignatures",
    )


def picture(where: Where) -> Problem:
    """A sheet that holds a picture and no cell."""
    return Problem(
        "form-picture",
        Text("这张表是贴上去的图片，读不出单元格", "This sheet is a pasted picture: it has no cells"),
        where,
        Level.WARNING,
        next_step=ASK_THE_ISSUER,
    )


def cell_absent(where: Where) -> Problem:
    """An entry for a cell that the form does not have."""
    return Problem(
        "form-cell-absent",
        Text("表中没有这个单元格", "The form has no such cell"),
        where,
        accepted=Text("表中已有的工作表和单元格", "a sheet and cell of the form"),
        next_step=Text("核对对应关系，重新选定单元格", "check the mapping and choose the cell again"),
    )


def cell_formula(where: Where, formula: str) -> Problem:
    """An entry for a cell that the form computes."""
    return Problem(
        "form-cell-formula",
        Text("这个单元格是公式，不能改写", "The cell is a formula and is not overwritten"),
        where,
        found=f"={formula}"[:80],
        next_step=Text("去掉这一格的对应，由表内公式计算", "take the cell out of the mapping: the form computes it"),
    )


def cell_locked(where: Where) -> Problem:
    """An entry for a cell that its issuer locked."""
    return Problem(
        "form-cell-locked",
        Text("这个单元格由发表单位锁定，不能填写", "Whoever issued the form locked this cell"),
        where,
        next_step=Text("去掉这一格的对应，或向发表单位核实", "take the cell out of the mapping, or ask its issuer"),
    )


def cell_twice(where: Where, other: str) -> Problem:
    """Two entries for one cell."""
    return Problem(
        "form-cell-twice",
        Text("同一个单元格有两个填报值", "Two entries are for one cell"),
        where,
        found=other,
        next_step=Text("只保留一个；合并单元格算一格", "keep one of them; a merged block is one cell"),
    )


def cell_too_long(where: Where, found: str) -> Problem:
    """More than a cell holds."""
    return Problem(
        "form-cell-too-long",
        Text("超出单元格能容纳的长度", "This is more than a cell holds"),
        where,
        found=found,
        accepted=Text("至多 15 位有效数字，或 32767 个字", "at most 15 digits, or 32 767 characters"),
        next_step=Text("缩短文字；编号一类的长数字按文字填写", "shorten the text; write a long code as text"),
    )


def left_blank(where: Where) -> Problem:
    """A cell without data whose text a formula cannot bear."""
    return Problem(
        "form-cell-left-blank",
        Text("无此数据，但表内公式要用这一格，因此留空", "There is no datum, but a formula needs the cell: left blank"),
        where,
        Level.NOTE,
        next_step=Text("在报送说明中写明原因", "say why in the note that goes with the form"),
    )


def cell_narrow(where: Where, shown: str) -> Problem:
    """A number that its column is too narrow for."""
    return Problem(
        "form-cell-narrow",
        Text("列宽不够，数字会显示成 ####", "The column is too narrow: the number is shown as ####"),
        where,
        Level.WARNING,
        found=shown,
        next_step=Text("打印前把这一列调宽", "widen the column before it is printed"),
    )


def formula_error(where: Where, error: str) -> Problem:
    """A formula that comes to an error with what was filled in."""
    return Problem(
        "form-formula-error",
        Text("表内公式算出错误值", "A formula of the form comes to an error"),
        where,
        Level.WARNING,
        found=error,
        next_step=Text("核对公式引用的单元格：空白、零或无此数据", "check the cells that it reads"),
    )


def formula_left(where: Where) -> Problem:
    """A formula that is computed only when the file is opened."""
    return Problem(
        "form-formula-left",
        Text("这个公式在打开文件时由 WPS 或 Office 计算", "This formula is computed when the file is opened"),
        where,
        Level.NOTE,
        next_step=Text("打开后核对结果并保存（Word 表格按 F9 更新）", "open, check the result and save (in Word: F9)"),
    )


def cannot_grow(path: Path, found: str) -> Problem:
    """A list needs more rows than the blank has, and they cannot be put in."""
    return Problem(
        "form-cannot-grow",
        Text("名单比空行多，而这张表不能插行", "the list is longer than the blank, into which no row can be put"),
        Where(path.name),
        found=found[:120],
        accepted=Text("行数够的空表，或没有数据表、跨行数组公式、跨多表引用的空表",
                      "a blank with rows enough, or one without data tables, matrix formulas and sums over sheets"),
        next_step=Text("在空表里先插够空行，再收录", "put rows enough into the blank, then bring it anew"),
    )  # fmt: skip


def list_without_row(where: Where) -> Problem:
    """A list that has a head and no blank row under it."""
    return Problem(
        "form-list-without-row",
        Text("名单下面没有留空行，不知道各行的样式", "the list has no blank row, by which its rows would look"),
        where,
        accepted=Text("至少留一个空行的名单", "a list with at least one blank row"),
        next_step=Text("在空表的名单下留一个空行，再收录", "put a blank row under the head, then bring it anew"),
    )
