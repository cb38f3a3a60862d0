"""What the checks say: one row a code, in both languages. Draft packs get some of these as warnings."""

from __future__ import annotations

from peiyu.policy.condition.sayings import Saying
from peiyu.policy.pack.programme_sayings import LENIENT, PROGRAMME_CHECK_SAYINGS
from peiyu.problems import Level, Text

LENIENT_IN_DRAFT = frozenset({"case-missing", "case-boundary-missing", "definition-open", *LENIENT})

_ROWS = (
    Saying(
        "when-undefined-missing",
        Text(
            "{where}的值可能不存在（除数为零、基数不为正、成立之前），却没写 when_undefined",
            "{where_en} may be undefined (zero base, before founding) without a when_undefined",
        ),
        Text("{accepted}", "{accepted}"),
        Text("写在条件、评分项或所引用的计算项上", "write it on the condition, the score item or the quantity"),
    ),
    Saying(
        "when-undefined-unfit",
        Text("{where}不能取这个 when_undefined", "{where_en} cannot have this when_undefined"),
        Text("{accepted}", "{accepted}"),
    ),
    Saying(
        "bands-gap",
        Text("分档有缺口：{gap} 没有落在任何一档", "the bands leave a gap: {gap} falls in none"),
        Text("补一档，或以 [else, 0] 收尾", "add a band, or end with [else, 0]"),
    ),
    Saying(
        "bands-else-missing",
        Text("不能判定各档是否覆盖全部取值", "it cannot be told whether the bands cover every value"),
        Text("以 [else, 0] 收尾", "end with [else, 0]"),
    ),
    Saying(
        "bands-order",
        Text(
            "这一档写在包含它的一档之后，永远轮不到", "this band stands after one that contains it and is never reached"
        ),
        Text("要求高的在前：>= 30%、>= 20%、…、else", "the stricter first: >= 30%, >= 20%, …, else"),
    ),
    Saying(
        "bands-overlap",
        Text("这一档与前面的档重叠：{overlap}", "this band overlaps an earlier one: {overlap}"),
        Text("[10%, 20%) 与 [20%, 30%)", "[10%, 20%) and [20%, 30%)"),
    ),
    Saying(
        "band-unreachable",
        Text("这一档永远轮不到", "this band is never reached"),
        Text("删去它，或改前面的档", "remove it, or change the bands before it"),
    ),
    Saying(
        "points-over-cap",
        Text("这一档的分数超过本项上限 {cap}", "these points exceed the item's cap of {cap}"),
        Text("不超过 cap 的分数", "points of at most the cap"),
    ),
    Saying(
        "choose-gap",
        Text("choose 有缺口：{gap} 没有落在任何一行", "choose leaves a gap: {gap} falls in no row"),
        Text("补一行，或以 {{else: …}} 收尾", "add a row, or end with {{else: …}}"),
    ),
    Saying(
        "choose-else-missing",
        Text("不能判定 choose 各行是否覆盖全部情形", "it cannot be told whether the rows of choose cover every case"),
        Text("以 {{else: …}} 收尾", "end with {{else: …}}"),
    ),
    Saying(
        "choose-overlap",
        Text("这一行与前面的行重叠：{overlap}", "this row overlaps an earlier one: {overlap}"),
        Text("[5000万元, 1亿元) 与 [1亿元, )", "[5000万元, 1亿元) and [1亿元, )"),
    ),
    Saying(
        "choose-unreachable",
        Text("choose 的这一行永远轮不到", "this row of choose is never reached"),
        Text("删去它，或调整先后", "remove it, or change the order"),
    ),
    Saying(
        "criterion-impossible",
        Text("这个条件不可能符合：{field}的取值范围是 {domain}", "this can never be met: {field} lies in {domain}"),
        Text("核对门槛和单位", "check the threshold and its unit"),
    ),
    Saying(
        "criterion-always",
        Text("这个条件总是符合：{field}的取值范围是 {domain}", "this is always met: {field} lies in {domain}"),
        Text("核对门槛和单位，或删去它", "check the threshold and its unit, or remove it"),
        level=Level.WARNING,
    ),
    Saying(
        "all-contradictory",
        Text("同一组 all 中的条件互相矛盾，不可能同时符合", "conditions of one all contradict each other"),
        Text("核对两处门槛", "check both thresholds"),
    ),
    Saying(
        "texts-gap",
        Text("条文日期有空档：{gap}", "the dates of the texts leave a gap: {gap}"),
        Text("前一条文的 until 与后一条文的 from 相接", "a text begins the day after the one before it ends"),
    ),
    Saying(
        "texts-overlap",
        Text("条文日期重叠：{overlap}", "the dates of the texts overlap: {overlap}"),
        Text("前一条文的 until 早于后一条文的 from", "a text ends before the next begins"),
    ),
    Saying(
        "applies-gap",
        Text("{tier} · {event} 的适用日期有空档：{gap}", "the dates for {tier} · {event} leave a gap: {gap}"),
        Text("前一行的 until 与后一行的 from 相接", "a row begins the day after the one before it ends"),
    ),
    Saying(
        "applies-overlap",
        Text("{tier} · {event} 的适用日期重叠：{overlap}", "the dates for {tier} · {event} overlap: {overlap}"),
        Text("同一层级同一事项同一天只适用一个文本", "one text for a tier, an event and a day"),
    ),
    Saying(
        "parameter-gap",
        Text("参数的日期有空档：{gap}", "the dates of the parameter leave a gap: {gap}"),
        Text("前一段的 until 与后一段的 from 相接", "a value begins the day after the one before it ends"),
    ),
    Saying(
        "parameter-overlap",
        Text("参数的日期重叠：{overlap}", "the dates of the parameter overlap: {overlap}"),
        Text("同一天只有一个取值", "one value for a day"),
    ),
    Saying(
        "meets-cycle",
        Text("层级互相引用成环：{cycle}", "tiers refer to each other in a circle: {cycle}"),
        Text("证书用 holds(…)，不用 meets(…)", "use holds(…) for a certificate, not meets(…)"),
    ),
    Saying(
        "quantity-cycle",
        Text("计算项、口径或评分引用了自己：{cycle}", "a quantity, definition or score refers to itself: {cycle}"),
        Text("断开其中一处引用", "break one of these references"),
    ),
    Saying(
        "unused",
        Text("{kind}「{name}」没有用到", "the {kind_en} 「{name}」 is not used"),
        Text("删去它，或在条件中引用", "remove it, or refer to it"),
        level=Level.WARNING,
    ),
    Saying(
        "definition-open",
        Text("口径「{name}」没有选定默认项", "the definition 「{name}」 has no default"),
        Text("default: {options}", "default: {options}"),
    ),
    Saying(
        "document-missing",
        Text("已发布的政策包没有写所依据的文件", "a released pack names no document"),
        Text(
            "document: {{title: …, number: …}}，或 status: draft", "document: {{title: …, number: …}}, or status: draft"
        ),
    ),
    Saying(
        "case-missing",
        Text("{where}没有结果为“{outcome}”的案例", "{where_en} has no case that gives {outcome_en}"),
        Text("{{of: {of}, facts: {{…}}, gives: {outcome_en}}}", "{{of: {of}, facts: {{…}}, gives: {outcome_en}}}"),
    ),
    Saying(
        "case-boundary-missing",
        Text("{where}没有恰好等于 {value} 的案例", "{where_en} has no case exactly at {value}"),
        Text("why: boundary 的一例", "one case at the boundary"),
    ),
)

CHECK_SAYINGS: dict[str, Saying] = {row.code: row for row in (*_ROWS, *PROGRAMME_CHECK_SAYINGS)}
