"""What the language says when a condition is at fault: one row a code, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peiyu.policy.condition.ast import Span
from peiyu.problems import Level, Problem, Text, Where


@dataclass(frozen=True, slots=True)
class Saying:
    """A code's sentence (with {words} to fill), what is accepted, what to do next, and its level."""

    code: str
    message: Text
    accepted: Text | None = None
    next_step: Text | None = None
    level: Level = Level.ERROR

    def about(self, span: Span, *, found: str = "", level: Level | None = None, **words: object) -> Problem:
        """The problem at a place; `words` fill the sentences."""
        fill = {key: str(value) for key, value in words.items()}
        return Problem(
            self.code,
            _filled(self.message, fill),
            Where(span.file, span.line or None, span.column or None),
            level or self.level,
            found if len(found) <= 80 else found[:77] + "…",
            self.accepted and _filled(self.accepted, fill),
            self.next_step and _filled(self.next_step, fill),
        )


def _filled(text: Text, words: Mapping[str, str]) -> Text:
    return Text(text.zh.format_map(words), text.en.format_map(words))


def _table(*rows: Saying) -> dict[str, Saying]:
    return {row.code: row for row in rows}


CONDITION_SAYINGS: dict[str, Saying] = _table(
    Saying(
        "condition-empty",
        Text("这里应有条件，却是空的", "a condition is expected here and there is none"),
        Text("职工总数 <= 500人", "职工总数 <= 500人"),
    ),
    Saying(
        "condition-syntax",
        Text("条件写法有误，读到此处不知其意", "the condition cannot be read at this place"),
        Text(
            "{expected}；例：研发费用 / 营业收入 >= 3% and 职工总数 <= 500人",
            "{expected}; example: 研发费用 / 营业收入 >= 3% and 职工总数 <= 500人",
        ),
        Text("名称含括号、空格或以数字开头的用「」括起", "quote names that hold brackets or spaces with 「」"),
    ),
    Saying(
        "condition-chain",
        Text("比较不能连写", "comparisons cannot be chained"),
        Text(
            "营业收入 in [5000万元, 1亿元)，或以 and 连接两个比较",
            "营业收入 in [5000万元, 1亿元), or two joined by and",
        ),
    ),
    Saying(
        "condition-too-deep",
        Text("条件嵌套过深（至多 {limit} 层）", "the condition is nested too deeply (at most {limit} levels)"),
        None,
        Text("把一部分写成 quantities 中的计算项，再引用其名", "name a part of it under quantities and refer to that"),
    ),
    Saying(
        "condition-too-long",
        Text("条件过长（至多 {limit} 个字符）", "the condition is too long (at most {limit} characters)"),
        None,
        Text("用命名集合或计算项拆开", "split it by named sets or quantities"),
    ),
    Saying(
        "unit-unknown",
        Text("不认识的单位", "the unit is not known"),
        Text(
            "元 千元 万元 亿元 人 件 项 个 家 % 年 月 天 分 ㎡",
            "元 千元 万元 亿元 (yuan, thousands, ten thousands, hundred millions) 人 件 项 个 家 % 年 月 天 分 ㎡",
        ),
    ),
    Saying(
        "number-written",
        Text("数字写法有误", "the number is not written as one"),
        Text(
            "500人、5000万元、3%、2.5、12月（月、天须为整数）", "500人, 5000万元, 3%, 2.5, 12月 (whole months and days)"
        ),
    ),
    Saying(
        "date-impossible",
        Text("没有这个日期", "there is no such date"),
        Text("2022-08-01 这样的日期", "a date such as 2022-08-01"),
    ),
    Saying(
        "function-arguments",
        Text("{function}(…) 的参数不对", "the arguments of {function}(…) do not fit"),
        Text("{usage}", "{usage}"),
    ),
    Saying(
        "range-written",
        Text("范围须有两端，中间一个逗号", "a range has two ends with one comma between"),
        Text(
            "[5000万元, 1亿元)、(, 5%]、[C, 51]（集合用方括号）",
            "[5000万元, 1亿元), (, 5%], [C, 51] (sets take square brackets)",
        ),
    ),
    Saying(
        "window-years",
        Text("年数须在 1 至 {limit} 之间", "the number of years must be from 1 to {limit}"),
        Text("over 3 years、近3年", "over 3 years"),
    ),
    Saying(
        "name-unknown",
        Text("没有叫「{name}」的数据项、计算项或其他对象", "nothing is called 「{name}」"),
        Text("{near}", "{near}"),
        Text(
            "改正名称，或在本政策包 fields、quantities 中定义",
            "correct the name, or define it under fields or quantities",
        ),
    ),
    Saying(
        "name-ambiguous",
        Text("「{name}」有几个所指，不能确定是哪一个", "「{name}」 may mean several things"),
        Text("{choices}", "{choices}"),
        Text("写全名，或给其中一个改名", "write the full name, or rename one of them"),
    ),
    Saying(
        "option-unknown",
        Text("{field}没有「{option}」这一项", "{field} has no option 「{option}」"),
        Text("{options}", "{options}"),
    ),
    Saying(
        "list-unknown",
        Text("没有叫「{name}」的清单", "there is no list of records called 「{name}」"),
        Text("{options}", "{options}"),
    ),
    Saying(
        "list-of-territory",
        Text(
            "「{name}」是地区的记录，不属于任何企业，不能写进企业的条件",
            "「{name}」is a list of the territory's own: no enterprise has one, so no condition can ask for it",
        ),
        Text("企业的清单：{options}", "the lists of an enterprise: {options}"),
        Text(
            "换成企业的清单；要统计它，在 programme.yaml 的指标里写 count",
            "name a list of enterprises; to count this one, write count in an indicator of programme.yaml",
        ),
    ),
    Saying(
        "title-unknown",
        Text("没有叫「{name}」的称号", "there is no title called 「{name}」"),
        Text("{options}", "{options}"),
    ),
    Saying(
        "tier-unknown",
        Text("没有层级「{name}」", "there is no tier 「{name}」"),
        Text("{options}", "{options}"),
        Text(
            "别的政策包的层级写作 包.层级，并在 uses 中列出该包",
            "write pack.tier for another pack's tier and list that pack under uses",
        ),
    ),
    Saying(
        "set-unknown",
        Text("没有叫「{name}」的集合", "there is no set called 「{name}」"),
        Text("{options}", "{options}"),
        Text("在 sets 中定义，或写 [甲, 乙]", "define it under sets, or write [a, b]"),
    ),
    Saying(
        "parts-compared",
        Text("这种比较没有意义", "this comparison has no meaning"),
        Text("{expected}", "{expected}"),
    ),
    Saying(
        "units-differ",
        Text("单位不同，不能{action}", "unlike units cannot be {action_en}"),
        Text(
            "两边单位相同，例：职工总数 <= 500人、营业收入 >= 1000万元",
            "the same unit on both sides: 职工总数 <= 500人",
        ),
    ),
    Saying(
        "unit-missing",
        Text("这个数没有写单位", "this number has no unit"),
        Text("{expected}；0、件数和比例可不写单位", "{expected}; only 0, counts and plain ratios go without a unit"),
    ),
    Saying(
        "number-expected",
        Text("这里应是数，却是{kind}", "a number is expected here, not {kind_en}"),
        Text(
            "数据项、计算项、带单位的数及其加减乘除",
            "a fact, a quantity, a number with its unit, and arithmetic of them",
        ),
    ),
    Saying(
        "condition-expected",
        Text("这里应是条件，却是{kind}", "a condition is expected here, not {kind_en}"),
        Text("带比较的式子，或是/否的数据项", "a comparison, or a yes/no fact"),
    ),
    Saying(
        "date-expected",
        Text("这里应是日期，却是{kind}", "a date is expected here, not {kind_en}"),
        Text("成立日期、获奖日期等日期数据项", "a date fact such as 成立日期"),
    ),
    Saying(
        "age-compared",
        Text("年龄只能与时长比较", "an age can only be compared with a length of time"),
        Text(
            "age >= 365天、age(获奖日期) < 5年；要用数请写 full_years(…)",
            "age >= 365天; for a number write full_years(…)",
        ),
    ),
    Saying(
        "cagr-compared",
        Text("cagr(…) 只能直接与数比较或分档", "cagr(…) can only be compared or banded directly"),
        Text("cagr(营业收入 over 2 years) >= 5%", "cagr(营业收入 over 2 years) >= 5%"),
    ),
    Saying(
        "sum-may-fall",
        Text("只能对不为负的数据项求和", "sums are only taken of fields that are never negative"),
        Text("词表中 min: 0 的数据项", "a field with min: 0 in the vocabulary"),
    ),
    Saying(
        "year-fact-expected",
        Text("{function}(…) 里须有年度数据", "{function}(…) needs a yearly figure"),
        Text("年度数据中的数据项，例：营业收入", "a field of the annual return, such as 营业收入"),
    ),
)
