"""What is told of the columns of a returned sheet that are lost, that are not asked, or that cannot be told."""

from __future__ import annotations

from peiyu.facts.round.arrived import Aside
from peiyu.facts.round.reading.forms import Form
from peiyu.facts.round.reading.headers import Found
from peiyu.problems import Level, Problem, Text, Where


def _other_unit(found: Found, where: Where) -> Problem:
    """The header says another unit than the form had: what it says is taken."""
    header, unit = found.column.header, found.unit
    message = Text(f"「{header}」的单位改成了“{unit}”，按改后的单位读取", f"`{header}` is in {unit} now and read so")
    return Problem("column-other-unit", message, where, Level.WARNING, found.unit)


def unread_columns(form: Form) -> tuple[list[Aside], list[Problem]]:
    """Columns that hold something and may be one that is lost wait; others that are not asked are only told."""
    fitted, table, sheet = form.fitted, form.table, form.table.sheet
    assert fitted is not None
    aside: list[Aside] = []
    told: list[Problem] = []
    where = sheet.where(table.header_rows[1])
    said = "、".join(one.header for one in fitted.missing)
    if fitted.missing:
        message = Text("表里没有这些列，按未填处理", "columns that are not in the sheet are blank")
        told.append(Problem("column-missing", message, where, Level.WARNING, said))
    told += [_other_unit(one, sheet.where(table.header_rows[1], one.index)) for one in fitted.fields if one.is_restated]
    for index in fitted.extra:
        header = table.headers[index]
        texts = [(str(row + 1), text) for row, text in table.body.select("row", f"c{index}").iter_rows() if text]
        if header is None or not texts or header.said in ("序号", "记录号"):
            continue
        place = sheet.where(table.header_rows[1], index)
        if fitted.missing and index in fitted.unclear:
            why = Problem(
                "column-unclear",
                Text("列名改动较大，不能确定是哪个数据项", "the header was changed: which field it is cannot be told"),
                place,
                Level.ERROR,
                header.said,
                Text(said, ", ".join(one.field.name.en for one in fitted.missing if one.field is not None)),
                Text("把列名改回原样后重报", "put the header back and send it again"),
            )
            unit = form.seat.unit.id if form.seat.unit is not None else ""
            aside.append(Aside(place, why, ((header.said, ""), *texts), form.seat.asked.id, unit))
        else:
            message = Text("这一列不在本次所收之列，未采用", "this column is not asked and was not taken")
            told.append(Problem("column-not-asked", message, place, Level.NOTE, header.said))
    return aside, told
