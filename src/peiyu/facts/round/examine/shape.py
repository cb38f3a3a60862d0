"""Answers that are not there though required, and answers that are not of the field's kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from peiyu.facts.numbers import absence, plain
from peiyu.facts.round.examine.finding import Finding, Returned, error, fits
from peiyu.facts.round.model import Answer, Place
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Text, Where

KINDS = {
    "bool": Text("是、否", "yes or no"),
    "date": Text("日期，如 2026-05-31", "a date such as 2026-05-31"),
    "industry": Text("国民经济行业代码，如 3912", "a code of GB/T 4754 such as 3912"),
    "text": Text("文字", "text"),
}
"""Type → what is written for it; every other type without options is a number."""

FILL = Text("填上数字；确为零的填 0", "fill it in; where it really is zero, write 0")
FILL_ROW = Text(
    "补上这一行；不再属于本单位的请告知收表单位", "add the row; tell the office if the firm is no longer yours"
)
NUMBER = Text("一个数（不写单位、约数或说明）", "a number, without words around it")


def blanks(returned: Returned) -> Iterator[Finding]:
    """Required answers that were left blank and are not held; of a whole unit also those whose column is gone."""
    required = {sheet.entity: sheet.required for sheet in returned.asked.sheets}
    for row, answers in returned.rows.items():
        first = next(iter(answers.values()))
        for code in required[row[0]]:
            place = Place(*row, code)
            if code not in answers and returned.unit is None:
                continue
            answer = answers.get(code) or replace(first, place=place, value=None, raw="")
            is_blank = answer.value is None and absence(plain(answer.raw)) is not None
            if is_blank and place not in returned.held and place not in returned.waiting:
                name = returned.field(place).name
                message = Text(f"必填项“{name.zh}”未填", f"`{name.en}` is required and was left blank")
                yield error(answer, "answer-missing", message, next_step=FILL)


def rows_gone(returned: Returned) -> Iterator[Finding]:
    """Enterprises of the unit for which nothing came: their rows were deleted."""
    if returned.unit is None or not returned.answers:
        return
    for sheet in returned.asked.sheets:
        kind = returned.vocabulary.entities[sheet.entity]
        if kind.of != "enterprise" or kind.period == "none":
            continue
        for firm in returned.unit.firms:
            places = [Place(sheet.entity, firm.key, None, code) for code in sheet.fields]
            is_asked = any(place not in returned.held for place in places)
            is_waiting = any(place in returned.waiting for place in places)
            if is_asked and not is_waiting and (sheet.entity, firm.key, None) not in returned.rows:
                message = Text(f"没有{firm.name}这一行", f"there is no row of {firm.name}")
                answer = Answer(places[0], None, "", Where())
                yield error(answer, "row-missing", message, next_step=FILL_ROW)


def unfit(returned: Returned) -> Iterator[Finding]:
    """Answers that could not be read, or are of another kind than the field."""
    for place, answer in returned.answers.items():
        known = returned.field(place)
        if answer.value is None:
            if absence(plain(answer.raw)) is None:
                yield _unfit(answer, known)
        elif not fits(known, answer.value):
            yield _unfit(answer, known)


def _unfit(answer: Answer, known: Field) -> Finding:
    accepted = KINDS.get(known.type, NUMBER)
    if known.options:
        accepted = Text(
            "、".join(name.zh for _, name in known.options), ", ".join(name.en for _, name in known.options)
        )
    message = Text(f"“{known.name.zh}”填写的内容不能识别", f"what stands for `{known.name.en}` cannot be read")
    return error(answer, "answer-unfit", message, accepted=accepted)
