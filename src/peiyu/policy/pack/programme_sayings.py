"""What is said of a programme at fault: first what reading finds, then what the checks find."""

from __future__ import annotations

from peiyu.policy.condition.sayings import Saying
from peiyu.problems import Level, Text

PROGRAMME_SAYINGS = (
    Saying(
        "indicator-body",
        Text("{where}没有说数什么", "{where_en} does not say what it counts"),
        Text(
            "count（加 on 为流量，加 from 为存量）、firms、sum 加 of_firms: true、ratio、of、change、by 之一",
            "one of count (with on: events, with from: a state), firms, sum with of_firms: true, ratio, of, change, by",
        ),
        Text(
            "例：count: 知识产权, where: 类别 = 发明专利, on: 申请日期",
            "count: 知识产权, where: 类别 = 发明专利, on: 申请日期",
        ),
    ),
    Saying(
        "record-field-unknown",
        Text("「{entity}」没有数据项「{name}」", "{entity_en} has no field 「{name}」"),
        Text("{options}", "{options}"),
    ),
    Saying(
        "goal-written",
        Text("{key} 应是带单位的数", "{key} should be a number with its unit"),
        Text("1000家 · 10万平方米 · 2亿元 · 30件/万人 · 15%", "1000家 · 10万平方米 · 2亿元 · 30件/万人 · 15%"),
    ),
    Saying(
        "goal-comparator",
        Text(
            "{where}应恰好写一种比较，且各数同一单位",
            "{where_en} should have exactly one comparator, its numbers of one unit",
        ),
        Text(
            "floor（以上）| above（超过）| about（左右）| range: [3个, 5个] | exactly；stretch 只与 floor、above 同写",
            "floor | above | about | range: [3个, 5个] | exactly; stretch only beside floor or above",
        ),
    ),
    Saying(
        "no-such-object",
        Text("本包没有叫「{name}」的{what}", "this pack has no {what_en} called 「{name}」"),
        Text("{options}", "{options}"),
    ),
    Saying(
        "clause-unmarked",
        Text("整理本开头有不属于任何条款的文字", "the mended text begins with text that belongs to no clause"),
        Text("每条以【地址】开始，如【二1】…", "every clause begins with its address: 【二1】…"),
    ),
    Saying(
        "duplicate-clause",
        Text(
            "条款地址「{address}」用了两次（第一次在第 {first} 行）",
            "the address 「{address}」 stands twice (first in line {first})",
        ),
        None,
        Text("条款地址在一份文件内唯一", "an address is unique in a document"),
    ),
    Saying(
        "coverage-written",
        Text("落实情况的写法不对", "this is not how a covering object is written"),
        Text(
            "类别:编号，类别为 {accepted}；或 context、{{planned: 理由}}",
            "kind:id, the kind one of {accepted}; or context, {{planned: reason}}",
        ),
        Text("例：二1: [target:new_sme]", "二1: [target:new_sme]"),
    ),
)
"""What reading a programme finds."""

LENIENT = frozenset(
    {"mended-missing", "clause-not-covered", "numeric-clause-without-target", "fair-competition-missing"}
)
"""Warnings in drafts."""

_CLAUSES = (
    Saying(
        "mended-missing",
        Text(
            "有目标的政策包没有整理本，条款无从核对",
            "a pack with a programme has no mended text, so that no clause can be looked up",
        ),
        Text(
            "document: {{…, mended: mended.txt}}，每条以【地址】开始",
            "document: {{…, mended: mended.txt}}, every clause beginning with 【address】",
        ),
    ),
    Saying(
        "no-such-clause",
        Text("整理本中没有条款「{address}」", "the mended text has no clause 「{address}」"),
        Text("{options}", "{options}"),
        Text(
            "对照整理本改正地址；条文改动过的，改引现在的条款",
            "correct the address after the mended text; where the text has changed, cite the clause as it is now",
        ),
    ),
    Saying(
        "clause-not-covered",
        Text("条款「{address}」没有写由什么落实", "nothing says what carries out the clause 「{address}」"),
        Text(
            "在 coverage 中写对象、context 或 {{planned: 理由}}",
            "objects, context or {{planned: reason}} under coverage",
        ),
    ),
    Saying(
        "numeric-clause-without-target",
        Text(
            "条款「{address}」有数量目标，不能只标为 context 或 planned",
            "the clause 「{address}」 promises a figure: context or planned is not enough",
        ),
        Text(
            "[target:编号] 或落实它的指标、资金、措施",
            "[target:id], or the indicator, fund or measure that carries it out",
        ),
    ),
    Saying(
        "coverage-unfit",
        Text("这个对象不适合落实条款「{address}」", "this object is not fit to carry out the clause 「{address}」"),
        Text("{accepted}", "{accepted}"),
    ),
    Saying(
        "object-not-covered",
        Text("没有条款由{what}「{name}」落实", "no clause is carried out by the {what_en} 「{name}」"),
        Text("在 coverage 的某一条款下写 {key}", "write {key} under a clause of coverage"),
        level=Level.WARNING,
    ),
)

_INDICATORS = (
    Saying(
        "programme-cycle",
        Text("指标或目标引用了自己：{cycle}", "an indicator or target refers to itself: {cycle}"),
        None,
        Text("断开其中一处引用", "break one of these references"),
    ),
    Saying(
        "ratio-unfit",
        Text("比率的两部分与单位对不上", "the parts of the ratio do not give its unit"),
        Text(
            "两个不同的指标；单位为 分子/分母（万人与 scale: 10000 相配），同类相除用 %",
            "two different indicators; the unit is over/under (万人 goes with scale: 10000), % for like over like",
        ),
    ),
    Saying(
        "indicator-unit",
        Text("指标的单位「{unit}」与所数的不符", "the unit 「{unit}」 is not that of what is counted"),
        Text("{accepted}（单一单位前不写万、亿）", "{accepted} (no 万 or 亿 before a simple unit)"),
    ),
    Saying(
        "narrowing-unfit",
        Text("比率和净增不能用 of 加 among 缩小", "a ratio or a change cannot be narrowed by of and among"),
        None,
        Text("把 among 写在各部分上", "write among on its parts"),
    ),
    Saying(
        "change-unfit",
        Text("change 只用于存量", "change is for states only"),
        Text("有 from 的 count、firms 或 of_firms 指标", "an indicator with count and from, firms, or of_firms"),
        Text("流量本身就是期间的增量：直接用它", "events are the increase of a span themselves: use them"),
    ),
    Saying(
        "owner-unfit",
        Text(
            "「{entity}」是地区的记录，没有所属企业", "{entity_en} is a record of the territory and has no enterprise"
        ),
        None,
        Text("去掉 among、first，把条件写进 where", "remove among and first; write the condition under where"),
    ),
    Saying(
        "among-at-record",
        Text("among_at: record 只能用证书", "among_at: record is for certificates only"),
        Text(
            "holds(…)，可用 and、or、not 相连；且 count 一种记录",
            "holds(…), joined by and, or, not; and counting records",
        ),
        Text("改用 among_at: day", "use among_at: day"),
    ),
    Saying(
        "first-unfit",
        Text(
            "first 数企业的首次，不与 sum 同写；again 数企业的重返，要与 first 同写，不与 once 同写",
            "first counts the first of an enterprise and takes no sum; again counts returns: with first, without once",
        ),
        None,
        Text("去掉 sum、once，或写上 first: true", "remove sum or once, or write first: true"),
    ),
    Saying(
        "share-unfit",
        Text("share 要与 once 同写", "share needs once"),
        Text("once: [专利号或登记号]", "once: [专利号或登记号]"),
    ),
    Saying(
        "definition-names",
        Text(
            "指标「{name}」不是按口径「{id}」数的", "the indicator 「{name}」 is not counted by the definition 「{id}」"
        ),
        Text("{name}: {{…, by: {id}}}", "{name}: {{…, by: {id}}}"),
    ),
    Saying(
        "group-unreachable",
        Text("分组的「{name}」永远轮不到", "the part 「{name}」 of the group is never reached"),
        None,
        Text("删去它，或改前面的部分；编号各不相同", "remove it, or change the parts before it; ids are distinct"),
    ),
)

_TARGETS = (
    Saying(
        "goal-unit",
        Text(
            "单位「{unit}」与指标（或总目标）的单位不符",
            "the unit 「{unit}」 is not that of the indicator (or of the whole)",
        ),
        Text("{accepted}", "{accepted}"),
    ),
    Saying(
        "goal-impossible",
        Text("这样的目标不可能达到", "such a goal cannot be met"),
        Text(
            "数大于 0；区间低端不高于高端；stretch 高于 floor",
            "numbers above 0; a range's low end at most its high end; stretch above floor",
        ),
        Text("核对原文后改正数值", "check the document and correct the numbers"),
    ),
    Saying(
        "target-dates",
        Text("目标的起始日不早于期限", "the target begins no earlier than its deadline"),
        Text("since 早于 by", "since before by"),
    ),
    Saying(
        "parts-sum",
        Text("各部分加不出总目标", "the parts cannot add up to the whole"),
        None,
        Text("核对其中各项，或改比较方式", "check the parts, or the comparators"),
    ),
    Saying(
        "plan-shares",
        Text("四个季度的份额加起来不是 100%", "the shares of the four quarters do not add up to 100 %"),
        Text("quarters: [15%, 25%, 25%, 35%]", "quarters: [15%, 25%, 25%, 35%]"),
    ),
    Saying(
        "plan-years",
        Text(
            "分年计划的年份应在起止之间、依次递增，数为累计",
            "the plan's years should lie between since and by, in order, with rising cumulative numbers",
        ),
        Text("years: {{2015: 5家, 2016: 12家}}", "years: {{2015: 5家, 2016: 12家}}"),
    ),
)

_SUPPORT = (
    Saying(
        "fair-competition-missing",
        Text(
            "措施「{name}」支付资金，却缺少法律依据、审查文号或期限",
            "the measure 「{name}」 pays without its legal basis, review number or term",
        ),
        Text("{accepted}", "{accepted}"),
        Text(
            "《公平竞争审查条例》自 2024-08-01 施行，此后起算的措施须写明",
            "required of measures from 2024-08-01, when the regulation on fair-competition review came into force",
        ),
    ),
    Saying(
        "fair-competition-question",
        Text(
            "措施「{name}」与{ties}挂钩，公平竞争审查会提出疑问",
            "the measure 「{name}」 hangs on {ties_en}, which a fair-competition review would question",
        ),
        None,
        Text(
            "改为对所有符合条件的企业开放，或在审查意见中说明",
            "open it to every enterprise that qualifies, or explain it in the review",
        ),
        Level.WARNING,
    ),
)

PROGRAMME_CHECK_SAYINGS: tuple[Saying, ...] = (*_CLAUSES, *_INDICATORS, *_TARGETS, *_SUPPORT)
"""What the checks of a programme find."""
