"""How each analysis is read, in words."""

from __future__ import annotations

from collections.abc import Mapping

from peiyu.problems import Text

AIDS: Mapping[str, Text] = {
    "bridge": Text(
        "期初户数加新增各项、减退出各项等于期末户数，逐项可加，没有“其他”。",
        "Those at the beginning, plus what came, less what went, are those at the end; it adds up without a rest.",
    ),
    "revenue": Text(
        "总收入的变动按企业类别拆开：一直在区的、当年新进的、当年退出的，各项变动相加等于总变动。",
        "The change of the total is split by class of enterprise: those that stayed, came or went; the parts add up.",
    ),
    "growth": Text(
        "看分布而不只看平均：总量增速由大企业决定，中位数才是一家普通企业的增速。",
        "See the distribution, not only the mean: large enterprises make the growth of the total, the median is that "
        "of an ordinary one.",
    ),
    "transitions": Text(
        "每行是期初所在阶段，每列是期末所在阶段；对角线上是没有变动的，其余各格是变动的；行、列合计都对得上。",
        "Rows are stages at the beginning, columns at the end: the diagonal stayed, the rest moved; sums hold.",
    ),
    "survival": Text(
        "同一年进区的企业，满若干月后仍在区的比例；括号内为95%区间，户数少则区间宽，不宜比较。",
        "Of those that came in one year, the share still there after so many months, with its 95 % interval; where few "
        "came it is wide and says little.",
    ),
    "concentration": Text(
        "占比看各产业分量；占比范围表示未归类企业全部归入或全不归入时的两端；区位商大于1表示比对照更集中。",
        "Shares say how much each industry has, the range what those without a group could change; a location quotient "
        "above 1 means more than the base has.",
    ),
    "operating": Text(
        "有收入、有职工、有纳税等迹象的在区企业各有多少；“不明”是没有数据，不等于没有经营。",
        "How many enterprises show revenue, staff and the like; not known means that no figure is held, not that they "
        "do not operate.",
    ),
    "bunching": Text(
        "数值扎堆在门槛一侧，只是核对的线索，不是结论；仅供内部核对，不对外，也不点名。",
        "Figures gathering on one side of a line are a reason to check and no finding; for the office only.",
    ),
}
