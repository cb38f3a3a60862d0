"""The decisive question: what is asked, in which order, and that the answers really have their consequences."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policy.explain.pack import written
from tests.policy.handmade import binding_of, criterion, every, quantity, snapshot, some, tier

from peiyu.facts.snapshot import Datum
from peiyu.policy.condition import ast
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.explain import questions
from peiyu.policy.explain.cuts import pieces
from peiyu.policy.verdict import Outcome


def bound(*conditions: str) -> object:
    return binding_of(tier("p.t", every(*(criterion(f"p.t.c{n}", written(c)) for n, c in enumerate(conditions)))))


def asked(binding: object, facts: dict[object, object], **more: object) -> list[tuple[str, list[tuple[str, Outcome]]]]:
    found = questions(binding, snapshot(facts, **more), ["p.t"])  # type: ignore[arg-type]
    return [(q.fact.field_code or q.fact.entity, [(a.what.zh, a.outcomes[0][1]) for a in q.answers]) for q in found]


def test_a_ratio_s_threshold_becomes_a_number_of_people() -> None:
    assert asked(bound("科技人员 / 职工总数 >= 30%"), {"staff": 101}) == [
        ("sci_staff", [("≤ 30人", Outcome.NOT_MET), ("≥ 31人", Outcome.MET)])
    ]
    assert asked(bound("科技人员 / 职工总数 >= 30%"), {"sci_staff": 30}) == [
        ("staff", [("≤ 0人", Outcome.UNKNOWN), ("≥ 1人 且 ≤ 100人", Outcome.MET), ("≥ 101人", Outcome.NOT_MET)])
    ]


def test_money_is_said_in_the_regulation_s_unit() -> None:
    (question,) = questions(bound("营业收入 >= 5000万元"), snapshot({}), ["p.t"])  # type: ignore[arg-type]
    assert [a.what.zh for a in question.answers] == ["＜ 5000万元", "≥ 5000万元"]
    assert question.decisive
    assert question.said() == "问企业：2021年度营业收入（单位：万元）：＜ 5000万元 → 不符合；≥ 5000万元 → 符合"
    assert question.said("en") == (
        "ask the enterprise: operating revenue, 2021 (in units of 10,000 yuan): "
        "＜ 50,000,000 yuan → not met; ≥ 50,000,000 yuan → met"
    )


def test_windows_and_prior_years_are_solved_for() -> None:
    facts = {("revenue", 2020): 100}
    assert asked(bound("growth(营业收入) >= 20%"), facts)[0][1] == [  # type: ignore[arg-type]
        ("＜ 1.2元", Outcome.NOT_MET), ("≥ 1.2元", Outcome.MET),
    ]  # fmt: skip


def test_a_question_that_settles_by_every_answer_comes_first() -> None:
    binding = bound("职工总数 <= 500人")
    either = binding_of(
        tier("p.t", some(2, *(criterion(f"p.t.c{n}", written(c)) for n, c in
                              enumerate(("职工总数 <= 500人", "营业收入 > 5元", "拥有自主品牌 = 是"))))))  # fmt: skip
    assert [code for code, _ in asked(either, {"staff": 501, "revenue": 600})] == ["own_brand"]
    first = questions(either, snapshot({"staff": 501}), ["p.t"])
    assert [q.decisive for q in first] == [False, False]
    assert asked(binding, {"staff": 501}) == []


def test_what_can_no_longer_change_the_verdict_is_not_asked() -> None:
    assert asked(bound("职工总数 <= 500人", "营业收入 > 5元"), {"staff": 501}) == []
    best = quantity("p.q", written("first_known(销售收入, 营业收入)"))
    needs = criterion("p.t.a", ast.Compare(">", ast.Ref("quantity", "p.q"), ast.Number(Fraction(500))))
    assert asked(binding_of(tier("p.t", every(needs)), quantities=(best,)), {"sales": 600}) == []


def test_titles_are_asked_as_held_or_not() -> None:
    found = asked(bound("holds(高新技术企业)"), {})
    assert found == [("title", [("持有且在有效期内", Outcome.MET), ("未持有", Outcome.NOT_MET)])]


def test_founding_is_asked_by_the_day_on_which_the_age_turns() -> None:
    found = asked(bound("age >= 2年"), {})
    assert found[0][0] == "founded"
    assert found[0][1] == [("≤ 2020-06-30", Outcome.MET), ("≥ 2020-07-01", Outcome.NOT_MET)]


def test_departments_and_experts_are_named() -> None:
    (tax,) = questions(bound("上缴税费 >= 100万元"), snapshot({}), ["p.t"])  # type: ignore[arg-type]
    (expert,) = questions(bound("属于国家重点支持的高新技术领域"), snapshot({}), ["p.t"])  # type: ignore[arg-type]
    assert (tax.whom.zh, expert.whom.zh) == ("问税务部门", "问专家")


CONDITIONS = (
    "职工总数 in [3人, 7人)",
    "科技人员 / 职工总数 > 35%",
    "职工总数 - 科技人员 >= 4人 or 职工总数 < 2人",
    "min(职工总数, 9人) >= 6人",
    "floor(职工总数 / 2) >= 3人",
)


@settings(deadline=None)  # other work on the machine is no failure
@given(st.sampled_from(CONDITIONS), st.integers(0, 30), st.integers(1, 12))
def test_every_answer_has_the_consequence_that_is_said(condition: str, staff: int, sci: int) -> None:
    binding = bound(condition)
    known = snapshot({"sci_staff": sci})
    found = questions(binding, known, ["p.t"])  # type: ignore[arg-type]
    truth = evaluate(binding, replace(known, facts={**known.facts, ("annual_return", "staff", 2021): Datum(staff)}))  # type: ignore[arg-type]
    said = [a.outcomes[0][1] for q in found for a in q.answers if within(a.what.zh, staff)]
    assert said == [truth.tiers["p.t"].outcome]


def within(words: str, value: int) -> bool:
    """Whether a number lies in a range as it is said: ≥ 3人 且 ≤ 6人."""
    bounds = [part.replace("人", "").split() for part in words.split(" 且 ")]
    tests = {"≥": lambda end: value >= end, "≤": lambda end: value <= end}
    return all(tests[b[0]](int(b[1])) if len(b) == 2 else words == "任何数" or value == int(b[0]) for b in bounds)


@given(st.lists(st.fractions(-3, 12, max_denominator=2), max_size=4), st.integers(-2, 3), st.integers(3, 10))
def test_pieces_cover_every_value_once(marks: list[Fraction], low: int, high: int) -> None:
    inside = sorted({m for m in marks if low <= m <= high})
    found = [n for start, end in pieces(inside, low, high) for n in range(start, end + 1)]
    assert found == list(range(low, high + 1))
