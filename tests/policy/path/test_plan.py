"""One enterprise, carried packs: questions first, then dated changes that the reference engine confirms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from peiyu.facts.given import snapshot_of
from peiyu.facts.snapshot import Datum
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.pack.load import load_pack
from peiyu.policy.pack.model import Pack
from peiyu.policy.path.model import Path
from peiyu.policy.path.plan import plan
from peiyu.policy.path.projection import projected
from peiyu.policy.path.render import plain, text
from peiyu.policy.verdict import Outcome
from peiyu.problems import UsageError

AS_OF = dt.date(2022, 6, 30)
TECH = "cn-tech-sme-2017.tech_sme"
LISTS = ["知识产权", "失信违法事件", "研发机构", "科技奖励", "标准", "称号资质", "体系与产品认证"]
FIRM: dict[str, Any] = {
    "境内居民企业": True, "成立日期": dt.date(2015, 3, 1), "职工总数": "100人", "科技人员": "20人",
    "销售收入": "6000万元", "资产总额": "1亿元", "成本费用总额": "5000万元",
    "研发费用（加计扣除口径）": "150万元", "属于禁止限制淘汰类": False, "会计核算健全且查账征收": True,
    "行业代码": "C3591", "complete": LISTS,
    "知识产权": [{"类别": "发明专利", "法律状态": "有效", "与主导产品相关": True, "有争议或纠纷": False}],
}  # fmt: skip

PATENT = {
    "类别": "发明专利", "法律状态": "有效", "与主导产品相关": True, "有争议或纠纷": False, "取得方式": "自主研发",
    "高价值": True, "已应用并产生经济效益": True, "权利人排名": 1, "授权日期": dt.date(2018, 5, 1),
}  # fmt: skip


def packs_of(*names: str) -> Mapping[str, Pack]:
    found: dict[str, Pack] = {}
    waiting = list(names)
    while waiting:
        pack = load_pack(waiting.pop())
        found[pack.id] = pack
        waiting += [one for one in pack.uses if one not in found]
    return found


@pytest.fixture(scope="module")
def tech_packs() -> Mapping[str, Pack]:
    return packs_of("cn-tech-sme-2017")


def planned(packs: Mapping[str, Pack], firm: Mapping[str, Any], tier: str = TECH, **options: Any) -> Path:
    return plan(binder(packs, tier), snapshot_of(firm, as_of=AS_OF), tier, as_of=AS_OF, **options)


def binder(packs: Mapping[str, Pack], tier: str) -> Any:
    def bind_at(day: dt.date) -> Binding:
        return bind(packs, [tier.partition(".")[0]], Selection(as_of=day, known_at=day, rules_at=day))

    return bind_at


def verified(packs: Mapping[str, Pack], firm: Mapping[str, Any], path: Path) -> Outcome:
    """The verdict at the path's date with its steps taken, put together without the planner's own code."""
    snapshot = projected(snapshot_of(firm, as_of=path.as_of), vocabulary(), as_of=path.as_of, to=path.ready_on)
    facts = dict(snapshot.facts)
    for step in path.steps:
        for year, value in step.by_year:
            facts[step.fact.entity, step.fact.field_code, year] = Datum(value)
        last, value = step.by_year[-1]
        for year in range(last + 1, path.ready_on.year):
            facts[step.fact.entity, step.fact.field_code, year] = Datum(value)
    binding = binder(packs, path.tier)(path.ready_on)
    return evaluate(binding, replace(snapshot, facts=facts)).tiers[path.tier].outcome


def test_a_tier_that_is_met_needs_nothing(tech_packs: Mapping[str, Pack]) -> None:
    path = planned(tech_packs, FIRM | {"研发费用（加计扣除口径）": "600万元"})
    assert (path.outcome_now, path.ready_on, path.steps, path.questions) == (Outcome.MET, AS_OF, (), ())


def test_one_change_is_found_at_the_first_possible_date(tech_packs: Mapping[str, Pack]) -> None:
    path = planned(tech_packs, FIRM)
    assert path.outcome_now is Outcome.NOT_MET
    assert path.ready_on == dt.date(2023, 1, 1)
    (step,) = path.steps
    assert step.fact.field_code == "rd_119"
    assert step.to_value == 180 * 10**6, "3% of 6000万元 gives 20 points: 12 + 30 + 20 = 62"
    assert step.start_by == AS_OF
    assert step.effective == dt.date(2023, 1, 1)
    assert verified(tech_packs, FIRM, path) is Outcome.MET


def test_an_amount_below_the_planned_one_does_not_do(tech_packs: Mapping[str, Pack]) -> None:
    path = planned(tech_packs, FIRM)
    step = path.steps[0]
    less = replace(step, by_year=((2022, step.to_value - 1),))
    assert verified(tech_packs, FIRM, replace(path, steps=(less,))) is Outcome.NOT_MET


def test_missing_facts_become_questions_whose_answers_would_do(tech_packs: Mapping[str, Pack]) -> None:
    firm = {key: value for key, value in FIRM.items() if key != "资产总额"} | {"研发费用（加计扣除口径）": "600万元"}
    path = planned(tech_packs, firm)
    assert path.outcome_now is Outcome.UNKNOWN
    assert path.conditional
    assert path.ready_on == AS_OF
    (question,) = path.questions
    assert question.fact.field_code == "total_assets"
    assert Outcome.MET in {outcome for answer in question.answers for _, outcome in answer.outcomes}


def test_waiting_suffices_when_an_event_ages_out(tech_packs: Mapping[str, Pack]) -> None:
    accident = {"事件类别": "重大质量事故", "发生日期": dt.date(2021, 5, 1), "解除日期": dt.date(2021, 6, 1)}
    path = planned(tech_packs, FIRM | {"研发费用（加计扣除口径）": "600万元", "失信违法事件": [accident]})
    assert path.outcome_now is Outcome.NOT_MET
    assert path.steps == ()
    assert path.ready_on == dt.date(2023, 1, 1), "last and current year no longer hold 2021"
    assert path.not_before == path.ready_on
    assert "重大事故" in path.reason.zh


def test_a_condition_without_a_lever_is_not_reachable_and_says_why(tech_packs: Mapping[str, Pack]) -> None:
    path = planned(tech_packs, FIRM | {"境内居民企业": False})
    assert path.ready_on is None
    assert path.not_before == path.horizon == dt.date(2027, 6, 30)
    assert "境内居民企业" in path.reason.zh
    assert "没有企业自己能改变的数据项" in path.reason.zh
    assert not path.search_limit_reached


def test_a_record_that_a_direct_condition_asks_for_is_added(tech_packs: Mapping[str, Pack]) -> None:
    path = planned(tech_packs, FIRM | {"研发费用（加计扣除口径）": "70万元"})
    (step,) = path.steps
    assert (step.kind, step.fact.entity, step.to_value) == ("record", "rd_body", 1)
    assert step.effective == path.ready_on == dt.date(2023, 6, 30), "twelve months after as-of"
    assert "省部级" in step.words.zh or "国家级" in step.words.zh


def test_the_horizon_bounds_the_search(tech_packs: Mapping[str, Pack]) -> None:
    path = planned(tech_packs, FIRM | {"研发费用（加计扣除口径）": "70万元"}, horizon_years=0)
    assert path.ready_on is None
    assert path.not_before == path.horizon == AS_OF


def test_staff_cannot_grow_past_the_limit_that_another_criterion_sets(tech_packs: Mapping[str, Pack]) -> None:
    firm = FIRM | {"职工总数": "501人", "科技人员": "160人", "研发费用（加计扣除口径）": "600万元"}
    path = planned(tech_packs, firm)
    (step,) = path.steps
    assert (step.fact.field_code, step.to_value) == ("staff", 500)
    assert verified(tech_packs, firm, path) is Outcome.MET


def test_a_tier_that_is_not_bound_is_refused(tech_packs: Mapping[str, Pack]) -> None:
    with pytest.raises(UsageError) as refused:
        plan(binder(tech_packs, TECH), snapshot_of(FIRM, as_of=AS_OF), "cn-hnte.hnte", as_of=AS_OF)
    assert refused.value.problems[0].code == "tier-not-bound"
    assert TECH in refused.value.problems[0].accepted.zh


def test_the_path_is_said_in_both_languages_and_as_values(tech_packs: Mapping[str, Pack]) -> None:
    path = planned(tech_packs, FIRM)
    zh, en = text(path), text(path, "en")
    assert "最早2023-01-01可达到" in zh
    assert "提高到180万元" in zh
    assert "按最近一年数据不变推算" in zh
    assert "at the earliest on 2023-01-01" in en
    assert "1,800,000 yuan" in en
    values = plain(path)
    assert values["steps"][0]["to"] == 180 * 10**6
    assert values["steps"][0]["effective"] == "2023-01-01"
    assert values["outcome_now"] == "not met"


def test_a_title_is_planned_as_its_own_tier_then_the_decision() -> None:
    packs = packs_of("cn-gradient-2022")
    firm = FIRM | {
        "销售收入": "6000万元", "营业收入": {2019: "4000万元", 2020: "5000万元", 2021: "6000万元"},
        "主营业务收入": {2019: "3900万元", 2020: "4900万元", 2021: "5800万元"}, "负债总额": "4000万元",
        "净利润": "900万元", "研发费用（会计口径）": {2019: "500万元", 2020: "600万元", 2021: "700万元"},
        "研发人员": {2020: "30人", 2021: "40人"}, "拥有自主品牌": True, "核心业务采用信息系统支撑": True,
        "主导产品属于战略性新兴产业": True, "从事特定细分市场年限": "6年", "主导产品全国细分市场占有率": "12%",
        "数字化水平": "三级", "产业链作用": "关键环节或补短板锻长板填空白", "主导产品属于重点领域": True,
        "新增股权融资总额（合格机构投资者实缴额）": {2020: "0元", 2021: "0元"},
        "被已认定小巨人控股或同集团同类产品": False,
        "研发机构": [{"机构类别": "企业技术中心", "级别": "省部级", "认定日期": dt.date(2020, 1, 1)}],
        "体系与产品认证": [
            {"认证类别": "质量管理体系认证", "发证日期": dt.date(2020, 1, 1), "有效期至": dt.date(2030, 1, 1)}
        ],
        "知识产权": [PATENT] * 3,
    }  # fmt: skip
    path = planned(packs, firm, "cn-gradient-2022.little_giant")
    assert path.outcome_now is Outcome.NOT_MET
    titles = [step for step in path.steps if step.kind == "title"]
    assert [step.fact.scope for step in titles] == ["专精特新中小企业"]
    assert titles[0].effective == dt.date(2022, 12, 30), "six months after the day on which its own tier is met"
    assert path.ready_on == dt.date(2022, 12, 30)
