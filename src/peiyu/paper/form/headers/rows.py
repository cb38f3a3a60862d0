"""What a row of a sheet is: empty, a title, a line of particulars (填报单位), a note, or a row of a table."""

from __future__ import annotations

import re
from enum import Enum

from peiyu.paper.form.grid import Cell, Sheet

NOTE = re.compile(
    r"^\s*(注|备注|附注|说明|填表说明|填报说明|填报要求|指标解释|口径说明|审核关系|逻辑关系|计算公式|Notes?)"
    r"\s*([:：]|\d|[（(]|[一二三]、|$)",
    re.I,
)
PARTICULAR = re.compile(
    r"^\s*(填\s*报|填\s*表|制\s*表|审\s*核|复\s*核|负\s*责|联\s*系|单位负责|统\s*计\s*负责|统计人|报\s*送|上\s*报|分管|经\s*办|报\s*出"
    r"|报\s*表|报告期|表\s*号|制\s*定|批准|文\s*号|有效期|单\s*位|计量单位|金额单位|数据截止|截至|截止|日\s*期|签\s*发|盖\s*章|主管|领导"
    r"|统\s*一\s*社会|组织机构|(被\s*)?考\s*核\s*(单位|部门|对象|时间|日期)|密\s*级|编\s*号|附件|电\s*话|统计时间|时\s*间|Unit|Date|Reported)[^:：]{0,18}[:：]",
    re.I,
)
DATED = re.compile(r"^[^:：]{2,8}[:：]\s*\d{4}\s*年[^，。；]{0,20}$")
"""A particular that nobody thought of, with a year behind its colon: 监测期：2026年1—6月."""
PERIOD = re.compile(
    r"^[\s（(]*(截至|截止|至)?\s*[\d_＿ 　〇○零一二三四五六七八九十]{2,8}\s*年"
    r"(\s*第?[\d_＿ 　一二三四五六七八九十\-—–~至]{1,7}\s*(月份?|季度|日))*(\s*(底|末|止|上半年|下半年|度))?[\s）)]*$"
)
TITLE = re.compile(
    r"^\s*(附\s*[表件]|表)\s*[\d一二三四五六七八九十]+|(情况|统计|汇总|进展|进度|一览|任务|分解|完成|月报|季报|年报|台账|报)表?\s*(（.*）|\(.*\))?$|表$"
)
LONG = 45
"""A text of more characters than this, alone in its row, is no header."""

SHORT, MOST = 14, 3
"""A line of particulars may have so many texts, the later ones no longer than this."""


class RowKind(Enum):
    EMPTY = "empty"
    TITLE = "title"
    PARTICULARS = "particulars"
    NOTE = "note"
    CONTENT = "content"


def texts_of(sheet: Sheet, row: int) -> tuple[Cell, ...]:
    """The cells with a text that begin in a row, hidden columns left out."""
    found = (sheet.at(row, column) for column in range(sheet.columns) if column not in sheet.hidden_columns)
    own = (cell for cell in found if cell is not None and cell.row == row and cell.text.strip())
    return tuple(dict.fromkeys(own))


def kind_of_row(sheet: Sheet, row: int) -> RowKind:
    """What a row is by its own texts, whatever stands around it. A text alone and wide is a title (whether it is a
    heading within a table the table decides)."""
    texts = texts_of(sheet, row)
    if not texts:
        return RowKind.EMPTY
    first = texts[0].text.strip()
    if NOTE.match(first) and (len(texts) == 1 or len(first) > 6):
        return RowKind.NOTE
    if all(_is_particular(one.text.strip()) for one in texts):
        return RowKind.PARTICULARS
    if PARTICULAR.match(first) and all(len(one.text.strip()) <= SHORT for one in texts[1:]) and len(texts) <= MOST:
        return RowKind.PARTICULARS
    if len(texts) == 1 and (is_wide(sheet, texts[0]) or is_title_like(sheet, texts[0])):
        return RowKind.NOTE if len(first) > LONG and not TITLE.search(first[:30]) else RowKind.TITLE
    return RowKind.CONTENT


def _is_particular(text: str) -> bool:
    return any(pattern.match(text) for pattern in (PARTICULAR, PERIOD, DATED))


def is_wide(sheet: Sheet, cell: Cell) -> bool:
    """Whether a cell is merged over most of the sheet's columns."""
    return sheet.columns > 1 and (cell.block.right - cell.block.left + 1) * 3 >= sheet.columns * 2


def is_title_like(sheet: Sheet, cell: Cell) -> bool:
    """Whether a text that stands alone in its row, with no cell laid out beside it, reads as a title."""
    beside = [
        one for column in range(sheet.columns) if (one := sheet.at(cell.row, column)) is not None and one is not cell
    ]
    text = cell.text.strip()
    if any(one.filled for one in beside) or (beside and not re.search(r"表$|^附?\s*[表件]", text)):
        return False
    return bool(TITLE.search(text)) and len(text) >= 4
