"""The two documents and the model zone as packs: load, speak both languages, cover every clause, list everything."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.packs.territories import (
    BAOTOU,
    MODEL,
    OF_THEN,
    PACKS,
    TIANJIN,
    of_the_text,
    pack_of,
    programme_of,
)

from peiyu.policy.pack.checks import check_pack
from peiyu.policy.pack.checks.programme.clauses import has_goal, rules
from peiyu.policy.pack.load import PackRegistry, criteria_of, read_cases, read_pack
from peiyu.policy.testing.cases import run_cases
from peiyu.problems import Level


@pytest.mark.parametrize("name", OF_THEN)
def test_a_document_of_then_is_released_without_a_word(name: str) -> None:
    assert read_pack(name).problems == ()
    assert check_pack(pack_of(name)) == ()
    assert pack_of(name).status == "released"
    assert not [one.key for one in programme_of(name).definitions.values() if one.open]


def test_the_model_zone_is_a_draft_that_says_what_is_open() -> None:
    found = (*read_pack(MODEL).problems, *check_pack(pack_of(MODEL)))
    assert pack_of(MODEL).status == "draft"
    assert {one.level for one in found} == {Level.WARNING}
    assert sorted(one.code for one in found) == ["definition-open"] * 2 + ["fair-competition-missing"] * 4


@pytest.mark.parametrize("name", PACKS)
def test_every_case_gives_what_it_says_and_each_criterion_has_one_of_every_verdict(name: str) -> None:
    registry = PackRegistry()
    cases, problems = read_cases(pack_of(name), used=read_pack(name, registry=registry).used)
    assert problems == ()
    assert [one.said() for one in run_cases(registry, cases) if not one.passed] == []
    given: dict[str, set[object]] = {}
    for case in cases:
        given.setdefault(case.of, set()).add(case.gives)
    keys = [
        key
        for tier in pack_of(name).texts[0].tiers.values()
        for key in (tier.key, *(one.key for one in criteria_of(tier.met_when)))
    ]
    assert [key for key in keys if not given.get(key, set()) >= {"met", "not met", "unknown"}] == []


@pytest.mark.parametrize("name", PACKS)
def test_everything_is_named_in_both_languages_and_has_a_clause(name: str) -> None:
    held = [*of_the_text(name), *(one for _, _, one in rules(programme_of(name)))]
    assert len(held) > 80
    for one in held:
        assert all((one.name.zh, one.name.en, one.cite)), one.key
        assert bool(one.note.zh) == bool(one.note.en), one.key
    for definition in programme_of(name).definitions.values():
        assert all(option.name.zh and option.name.en for option in definition.options), definition.key
    for grouping in programme_of(name).groups.values():
        assert all(member.name.zh and member.name.en for member in grouping.members), grouping.key
    for measure in programme_of(name).measures.values():
        assert all((measure.gives.zh, measure.gives.en)), measure.key
        assert bool(measure.pays.zh) == bool(measure.pays.en), measure.key
    assert all(duty.duty.zh and duty.duty.en for duty in programme_of(name).responsibilities.values())


@pytest.mark.parametrize("name", PACKS)
def test_every_clause_is_carried_out_or_says_why_not_yet(name: str) -> None:
    programme = programme_of(name)
    planned = {address for address, one in programme.coverage.items() if one.how == "planned"}
    assert (
        planned
        == {
            TIANJIN: {"四（一）第1段"},
            BAOTOU: {"三（二）", "四（一）"},
            MODEL: {"四（一）"},
        }[name]
    )
    for address, clause in programme.clauses.items():
        covered = programme.coverage.get(address)
        children = [one for one in programme.clauses if one != address and one.startswith(address)]
        assert covered is not None or children, address
        if has_goal(clause.text):
            assert covered is not None
            assert covered.how == "objects", address
    assert all(one.reason.zh and one.reason.en for one in programme.coverage.values() if one.how == "planned")


def test_what_nobody_owns_is_shown() -> None:
    covered = programme_of(BAOTOU).coverage["三（二）"]
    assert "完善公共技术服务平台" in programme_of(BAOTOU).clauses["三（二）"].text
    assert covered.how == "planned"
    assert "公共技术服务平台" in covered.reason.zh
    assert "责任主体" in covered.reason.zh


def test_the_zone_has_its_three_plans() -> None:
    programmes = programme_of(TIANJIN).programmes
    assert [programmes[one].name.zh for one in ("nest", "doubling", "excellence")] == [
        "筑巢计划",
        "培增计划",
        "卓越计划",
    ]
    assert programmes["doubling"].alias == "倍增计划"
    assert {"intermediary", "finance"} < set(programmes)


def test_the_city_has_three_stages_with_five_four_and_five_measures() -> None:
    programmes = programme_of(BAOTOU).programmes
    assert [len(programmes[one].measures) for one in ("start", "accelerate", "strengthen")] == [5, 4, 5]
    for stage, heading in (("start", "三（一）"), ("accelerate", "三（二）"), ("strengthen", "三（三）")):
        cited = [programme_of(BAOTOU).measures[one].cite for one in programmes[stage].measures]
        assert cited == [f"{heading}{number}" for number in range(1, len(cited) + 1)]


def test_the_lists_hold_what_the_documents_enumerate() -> None:
    zone, city = programme_of(TIANJIN).lists, programme_of(BAOTOU).lists
    assert zone["leading_industries"].of == ("新能源", "先进制造", "现代服务业", "软件与高端IT", "生物医药")
    assert len(zone["intermediaries"].of) == 8
    assert len(zone["fund_purposes"].of) == len(programme_of(TIANJIN).funds["special"].purposes) == 6
    assert city["services"].of == ("创业服务", "技术服务", "金融服务", "人才服务", "信息服务", "知识产权服务")
    for held, open_lists in ((zone, ("five_projects", "twenty_measures")), (city, ("chains",))):
        assert all(held[one].of == () and held[one].note.zh for one in open_lists)
    words = {TIANJIN: ("intermediaries", "institution_kinds", "platform_needs"), BAOTOU: ("services", "state_funds")}
    for name, ids in words.items():
        for id_ in ids:
            one = programme_of(name).lists[id_]
            text = programme_of(name).clauses[one.cite].text
            assert [word for word in one.of if word not in text] == [], id_


def test_the_fund_of_the_zone_is_two_hundred_million() -> None:
    fund = programme_of(TIANJIN).funds["special"]
    assert fund.amount == Fraction(200_000_000)
    assert fund.year == 2012
    assert programme_of(BAOTOU).funds["giants"].amount is None
    for name in PACKS:
        definition = programme_of(name).definitions["D19"]
        assert [one.key for one in definition.options] == ["allotted", "budget", "paid"]
        assert definition.default == "allotted"


@pytest.mark.parametrize("name", OF_THEN)
def test_actors_are_those_of_the_document_and_every_duty_has_a_lead(name: str) -> None:
    programme = programme_of(name)
    kinds = {one.kind for one in programme.actors.values()}
    assert {"leading_group", "office", "department", "park", "carrier", "institute", "finance", "enterprise"} <= kinds
    assert {"people", "intermediary", "superior"} <= kinds
    assert all(one.lead in programme.actors for one in programme.responsibilities.values())
    group = programme.responsibilities["leading"]
    assert programme.actors[group.lead].kind == "leading_group"
    assert group.every == {TIANJIN: "month", BAOTOU: "quarter"}[name]


def test_the_leading_group_of_the_city_has_the_members_that_the_document_names() -> None:
    programme = programme_of(BAOTOU)
    members = {programme.actors[one].name.zh for one in programme.responsibilities["leading"].with_}
    assert {"市科技局", "市发展改革委", "市经信委", "市财政局", "市金融办", "商业银行"} <= members


@pytest.mark.parametrize("name", PACKS)
def test_the_breakdowns_are_there(name: str) -> None:
    groups = programme_of(name).groups
    assert {"stage", "industry_tagged", "park", "route", "capital", "size"} <= set(groups)
    assert [one.id for one in groups["stage"].members] == ["startup", "growth", "strong", "small_old"]
    assert [one.id for one in groups["size"].members] == ["large", "medium", "small", "micro"]
