"""Answers that are not there though required, and answers that are not of the field's kind."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.facts.numbers import absence, plain
from peiyu.facts.round.examine.finding import Finding, Returned, finding, fits
from peiyu.facts.round.model import Answer
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Text

KINDS = {
    "bool": Text("是、否", "yes or no"),
    "date": Text("日期，如 2026-05-31", "a date such as 2026-05-31"),
    "industry": Text("国民经济行业代码，如 3912", "a code of GB/T 4754 such as 3912"),
    "text": Text("文字", "text"),
}
"""Type → what is written for it; every other type without options is a number."""

NUMBER = Text("一个数（不写单位、约数或说明）", "a number, without words around it")


def blanks(returned: Returned) -> Iterator[Finding]:
    """Required answers that were left blank and are not held."""
    required = {(sheet.entity, code) for sheet in returned.asked.sheets for code in sheet.required}
    for place, answer in returned.answers.items():
        is_blank = answer.value is None and absence(plain(answer.raw)) is not None
        if is_blank and (place.entity, place.field) in required and place not in returned.held:
            name = returned.field(place).name
            message = Text(f"必填项“{name.zh}”未填", f"`{name.en}` is required and was left blank")
            step = Text("填上数字；确为零的填 0", "fill it in; where it really is zero, write 0")
            yield finding(answer, "answer-missing", message, next_step=step)


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
    return finding(answer, "answer-unfit", message, accepted=accepted)
