"""Thresholds on enterprises: 销售收入在亿元以上的企业, 职工人数不超过500人."""

from __future__ import annotations

import re

from peiyu.document.findings.expression import Expression
from peiyu.document.findings.page import Page
from peiyu.document.model import ConditionFinding

_FACING = re.compile(
    "^(?:针对|面向|支持|鼓励|对于|对|按照|按|培育|新引进|引进|新增|打造|形成)+(?:年度|上年度|当年|首次|的)?|首次$"
)
_NOUN = "企业|机构|单位|项目|人才|团队|平台|品种|个人|公司|园区|载体|基地"
_WHOM = re.compile(f"(?:的|成长阶段的|初创期的)?([^，,。；;：:、（）()的0-9]{{0,14}}?(?:{_NOUN}))")
_DEMANDED = re.compile(f"([^，,。；;：:、的]{{1,14}}?(?:{_NOUN}))(?:应当|应|须|需|必须)")


def conditions(page: Page, found: tuple[Expression, ...]) -> tuple[ConditionFinding, ...]:
    """Every threshold, with whom it is said of where the words name them."""
    rows = []
    for one in found:
        if one.role != "condition":
            continue
        low, high = one.quantity.ends
        rows.append(
            ConditionFinding(
                **page.anchor(one.passage.clause, one.start, one.end),
                subject=_FACING.sub("", one.subject),
                comparator=one.quantity.comparator,
                low=low,
                high=high,
                unit=one.quantity.unit,
                applies_to=_whom(one),
            )
        )
    return tuple(rows)


def _whom(one: Expression) -> str:
    """The noun after the number (…的企业), else that before 应当具备下列条件."""
    text = one.passage.clause.text
    after = _WHOM.match(text, one.end)
    if after is not None:
        return after[1]
    sentence = re.split("[。；]", text[: one.start])[-1]
    demanded = _DEMANDED.search(sentence)
    return demanded[1] if demanded else ""
