"""The kinds of issue as the application has them: under which word, how they are called, who may read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peiyu.paper.brief.values import Kind
from peiyu.problems import Text


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind of issue. outward: everybody inside may read it; numbered: 第×期 stands in its head, so that it does not
    go out without; sheet: its tables come as a workbook, too; forms: it is short or full."""

    kind: Kind
    name: Text
    means: Text
    outward: bool = False
    numbered: bool = False
    sheet: bool = False
    forms: bool = False


SORTS: Mapping[str, Sort] = {
    "brief": Sort(Kind.BRIEF, Text("简报", "Brief"),
                  Text("报领导小组及成员单位，有红头、按语、关键企业", "for the leading group, with a red head"),
                  numbered=True, forms=True),
    "notice": Sort(Kind.NOTICE, Text("通报", "Notice"), Text("发各责任单位，附分园区表；能看出单个企业的数不列",
                   "for those responsible; small numbers hidden"),
                   outward=True, forms=True),
    "progress": Sort(Kind.PROGRESS, Text("工作进展一览", "Targets and duties"),
                     Text("目标和重点任务两张表", "two tables: targets and duties"), sheet=True),
    "monthly": Sort(Kind.MONTHLY, Text("月度表", "Monthly table"),
                    Text("各项数和分园区数，Word 和 Excel 各一份", "every figure, in Word and Excel"), sheet=True),
    "talk": Sort(Kind.TALK, Text("讲话口径数", "Figures for a speech"),
                 Text("一页，一项一句，供领导讲话引用", "one page, a sentence a target")),
}  # fmt: skip
OUTWARD = tuple(word for word, sort in SORTS.items() if sort.outward)
