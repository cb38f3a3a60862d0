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

LENIENT = frozenset({"indicator-open", "clause-not-covered", "numeric-clause-without-target", "mended-missing"})
"""Warnings in drafts."""

PROGRAMME_CHECK_SAYINGS: tuple[Saying, ...] = ()
_ = Level
