"""Each check finds what it is for, says it in both languages, and lets pass what is right."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.facts.round.answered import MAY, WAN, answer, asked_of, months, past, place

from peiyu.facts.round import Answer, Before, Finding, Firm, Past, Place, Span, Unit, blocking, examine
from peiyu.facts.round.examine import CHECKS
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import Level, Where

YEAR_AGO = Span(2025, month=5, basis="累计")


def found(*answers: Answer, before: Before | None = None, **given: object) -> list[tuple[str, str, Level]]:
    """(field, code, level) of each finding over all fields that were answered."""
    return [(f.place.field, f.problem.code, f.level) for f in findings(*answers, before=before, **given)]


def findings(*answers: Answer, before: Before | None = None, **given: object) -> tuple[Finding, ...]:
    fields = tuple(dict.fromkeys(one.place.field for one in answers))
    asked = asked_of(*fields, **given)  # type: ignore[arg-type]
    return examine(asked, answers, held={}, before=before or {})


def test_a_required_answer_that_is_blank_is_an_error_and_one_that_is_0_is_not() -> None:
    assert found(answer("revenue", None), required=("revenue",)) == [("revenue", "answer-missing", Level.ERROR)]
    assert found(answer("revenue", None, raw="/"), required=("revenue",)) == [
        ("revenue", "answer-missing", Level.ERROR)
    ]
    assert found(answer("revenue", None)) == []
    assert found(answer("revenue", 0), required=("revenue",)) == []


def test_a_required_answer_that_is_held_need_not_be_given() -> None:
    asked = asked_of("revenue", required=("revenue",))
    assert examine(asked, [answer("revenue", None)], held={place("revenue"): 5 * WAN}, before={}) == ()


@pytest.mark.parametrize(
    ("field", "value", "raw"),
    [
        ("revenue", None, "很多"),
        ("revenue", "12", "12"),
        ("revenue", 2**53 + 1, "大"),
        ("revenue", True, "是"),
        ("zero_filed", 1, "1"),
        ("digital_level", "五级", "五级"),
    ],
)
def test_what_is_not_of_the_fields_kind_is_an_error(field: str, value: Value | None, raw: str) -> None:
    assert found(answer(field, value, raw=raw)) == [(field, "answer-unfit", Level.ERROR)]


def test_what_is_of_the_fields_kind_passes() -> None:
    assert found(answer("zero_filed", False), answer("digital_level", "三级"), answer("revenue", 5)) == []


@pytest.mark.parametrize(
    ("answers", "place_", "code", "level"),
    [
        ({"revenue": -1}, "revenue", "value-too-small", Level.ERROR),
        ({"operating_cost": -1}, "operating_cost", "value-too-small", Level.ERROR),
        ({"admin_expense": -1}, "admin_expense", "cost-negative", Level.WARNING),
        ({"market_share": 2 * 10**8}, "market_share", "value-too-large", Level.ERROR),
        ({"employees": 9, "sci_staff": 10}, "sci_staff", "part-over-whole", Level.ERROR),
        ({"employees": 9, "rd_staff": 10}, "rd_staff", "part-over-whole", Level.ERROR),
        ({"revenue": 90, "main_revenue": 100}, "main_revenue", "part-over-whole", Level.ERROR),
        ({"revenue": 90 * WAN, "employees": 0}, "employees", "zero-for-unknown", Level.WARNING),
        ({"revenue": 10, "rd_accounts": 101}, "rd_accounts", "rd-over-revenue", Level.WARNING),
        ({"revenue": 1000, "main_revenue": 500, "other_revenue": 490}, "revenue", "sum-differs", Level.WARNING),
    ],
)
def test_intakes_own_rules_hold_for_answers(answers: dict[str, int], place_: str, code: str, level: Level) -> None:
    assert (place_, code, level) in found(*(answer(field, value) for field, value in answers.items()))


def test_a_part_above_its_whole_is_told_with_the_whole() -> None:
    (told,) = findings(answer("revenue", 90 * WAN), answer("main_revenue", 100 * WAN))
    assert told.problem.accepted is not None
    assert told.problem.accepted.zh == "不多于营业收入 90万元"


def test_a_date_after_the_spans_end_is_an_error() -> None:
    last, after = dt.date(2026, 5, 31), dt.date(2026, 6, 1)
    given = {"entity": "enterprise"}
    assert found(answer("founded", last, entity="enterprise"), **given) == []
    assert found(answer("founded", after, entity="enterprise"), **given) == [("founded", "date-in-future", Level.ERROR)]


def test_what_is_held_counts_as_the_whole_of_a_part() -> None:
    asked = asked_of("employees", "sci_staff")
    told = examine(asked, [answer("sci_staff", 10)], held={place("employees"): 9}, before={})
    assert [one.problem.code for one in told] == ["part-over-whole"]


@pytest.mark.parametrize("power", [3, 4, 8])
@pytest.mark.parametrize("sign", [1, -1])
def test_an_amount_in_the_wrong_unit_is_an_error_until_a_sentence_stands_by_it(power: int, sign: int) -> None:
    usual = 10**6 * WAN if sign < 0 else WAN
    value = 5 * usual * 10**power if sign > 0 else 5 * usual // 10**power
    before = past("revenue", months(usual))
    (told,) = findings(answer("revenue", value), before=before)
    assert (told.problem.code, told.level, told.is_open) == ("answer-unit-slip", Level.ERROR, True)
    assert told.problem.next_step is not None
    assert "是元还是万元" in told.problem.next_step.zh
    (told,) = findings(answer("revenue", value, why="并购后合并报送"), before=before)
    assert (told.level, told.is_open, told.explanation) == (Level.WARNING, False, "并购后合并报送")


def test_ten_times_a_steady_past_is_a_slip_and_ten_times_an_unsteady_one_a_leap() -> None:
    assert found(answer("revenue", 5_000 * WAN), before=past("revenue", months(100 * WAN))) == [
        ("revenue", "answer-unit-slip", Level.ERROR)
    ]
    wild = {Span(2026, month=m, basis="当月"): v * WAN for m, v in enumerate((10, 90, 200), start=2)}
    asked = asked_of("revenue", span=Span(2026, month=5, basis="当月"))
    told = examine(asked, [answer("revenue", 1000 * WAN)], held={}, before=past("revenue", wild))
    assert [one.problem.code for one in told] == ["answer-leaps"]


def test_three_times_the_year_before_passes_and_more_needs_a_sentence() -> None:
    before = past("revenue", {YEAR_AGO: 100 * WAN})
    assert found(answer("revenue", 300 * WAN), before=before) == []
    assert found(answer("revenue", 301 * WAN), before=before) == [("revenue", "answer-leaps", Level.WARNING)]
    assert found(answer("revenue", 33 * WAN), before=before) == [("revenue", "answer-leaps", Level.WARNING)]
    (told,) = findings(answer("revenue", 301 * WAN, why="新厂投产"), before=before)
    assert blocking([told]) == ()


def test_small_numbers_and_what_may_be_below_zero_do_not_leap() -> None:
    assert found(answer("employees", 9), before=past("employees", {YEAR_AGO: 2})) == []
    assert found(answer("total_profit", 900 * WAN), before=past("total_profit", {YEAR_AGO: 20 * WAN})) == []


def test_a_0_where_there_was_something_needs_a_sentence() -> None:
    (told,) = findings(answer("rd_accounts", 0), before=past("rd_accounts", {YEAR_AGO: 90 * WAN}))
    assert told.problem.code == "answer-zero"
    assert "不填 0" in told.problem.message.zh


def test_cumulative_figures_follow_from_the_last_ones_and_the_month() -> None:
    april, may = Span(2026, month=4, basis="累计"), Span(2026, month=5, basis="当月")
    before = past("revenue", {april: 400 * WAN, may: 100 * WAN})
    assert found(answer("revenue", 500 * WAN), before=before) == []
    assert found(answer("revenue", 502 * WAN), before=before) == []
    assert found(answer("revenue", 520 * WAN), before=before) == [("revenue", "total-not-carried", Level.WARNING)]
    assert found(answer("revenue", 99 * WAN), before=before) == [("revenue", "total-below-month", Level.ERROR)]
    alone = past("revenue", {april: 400 * WAN})
    assert found(answer("revenue", 399 * WAN), before=alone) == [("revenue", "total-falls", Level.WARNING)]


def test_figures_of_a_day_do_not_add_up() -> None:
    april = Span(2026, month=4, basis="累计")
    assert found(answer("total_assets", 300 * WAN), before=past("total_assets", {april: 400 * WAN})) == []


def test_january_has_no_last_total() -> None:
    asked = asked_of("revenue", span=Span(2026, month=1, basis="累计"))
    december = past("revenue", {Span(2025, month=12, basis="累计"): 1200 * WAN})
    assert examine(asked, [answer("revenue", 100 * WAN)], held={}, before=december) == ()


def test_another_source_with_another_value_is_named_with_both() -> None:
    before = past("tax_paid", {MAY: 30 * WAN}, source="税务")
    (told,) = findings(answer("tax_paid", 40 * WAN), before=before)
    assert (told.level, told.problem.code) == (Level.WARNING, "answer-differs")
    assert told.problem.message.zh == "上缴税费填报 40万元，与税务的数 30万元 不一致"
    assert found(answer("tax_paid", 30 * WAN + WAN // 10), before=before) == []


def test_an_answer_beside_what_is_held() -> None:
    asked = asked_of("employees")
    (told,) = examine(asked, [answer("employees", 12)], held={place("employees"): 15}, before={})
    assert (told.problem.code, told.level) == ("answer-differs", Level.WARNING)
    assert examine(asked, [answer("employees", 15)], held={place("employees"): 15}, before={}) == ()


def test_a_row_of_zeros_and_a_copied_row_need_a_sentence() -> None:
    fields = ("revenue", "main_revenue", "employees")
    zeros = [answer(field, 0) for field in fields]
    assert [code for _, code, _ in found(*zeros)] == ["row-of-zeros"]
    rows = [answer(f, v, firm=n) for n in (1, 2) for f, v in zip(fields, (90, 80, 7), strict=True)]
    told = findings(*rows)
    assert [(one.problem.code, one.place.enterprise) for one in told] == [("row-copied", 1), ("row-copied", 2)]
    assert f"{rows[3].where.cell} 所在行" in told[0].problem.message.zh
    unit = Unit("u1", "甲园", (Firm(1, "c1", "甲公司"), Firm(2, "c2", "乙公司")))
    named = examine(asked_of(*fields), rows, held={}, before={}, unit=unit)
    assert named[0].problem.message.zh == "整行数字与乙公司完全相同"
    other = [*rows[:5], answer("employees", 8, firm=2)]
    assert found(*other) == []


def test_of_a_whole_unit_a_required_answer_whose_column_is_gone_is_told_at_its_row() -> None:
    asked = asked_of("revenue", "employees", required=("revenue",))
    unit = Unit("u1", "甲园", (Firm(1, "c1", "甲公司"),))
    assert examine(asked, [answer("employees", 5)], held={}, before={}) == ()
    (told,) = examine(asked, [answer("employees", 5)], held={}, before={}, unit=unit)
    assert (told.place, told.problem.code) == (place("revenue"), "answer-missing")
    assert told.problem.where == answer("employees", 5).where


def test_what_waits_for_a_person_is_not_blank() -> None:
    unit = Unit("u1", "甲园", (Firm(1, "c1", "甲公司"), Firm(2, "c2", "乙公司")))
    asked = asked_of("revenue", "employees", required=("revenue",))
    waiting = [place("revenue"), place("revenue", 2)]
    assert examine(asked, [answer("employees", 5)], held={}, before={}, unit=unit, waiting=waiting) == ()


def test_an_enterprise_of_the_unit_without_a_row_is_told() -> None:
    unit = Unit("u1", "甲园", (Firm(1, "c1", "甲公司"), Firm(2, "c2", "乙公司")))
    asked = asked_of("revenue", "employees")
    given = [answer("revenue", 5), answer("employees", 5)]
    (told,) = examine(asked, given, held={}, before={}, unit=unit)
    assert (told.place.enterprise, told.problem.code, told.level) == (2, "row-missing", Level.ERROR)
    assert "乙公司" in told.problem.message.zh
    held = {place(field, 2): 3 for field in ("revenue", "employees")}
    assert examine(asked, given, held=held, before={}, unit=unit) == ()
    assert examine(asked, (), held={}, before={}, unit=unit) == ()


def test_the_last_periods_figures_once_more_need_a_sentence() -> None:
    april = Span(2026, month=4, basis="累计")
    fields = {"revenue": 900 * WAN, "main_revenue": 800 * WAN, "tax_paid": 20 * WAN}
    before = {place(f): (Past(april, v),) for f, v in fields.items()}
    assert [c for _, c, _ in found(*(answer(f, v) for f, v in fields.items()), before=before)] == ["row-unchanged"]
    fields["tax_paid"] += 1
    assert found(*(answer(f, v) for f, v in fields.items()), before=before) == []


def test_a_row_that_looks_like_anothers_past_may_be_a_row_off() -> None:
    april = Span(2026, month=4, basis="累计")
    fields = ("revenue", "main_revenue", "tax_paid", "total_assets", "employees")
    past_of = {1: (400, 360, 20, 900, 60), 2: (800, 720, 38, 1500, 110)}
    before = {
        place(f, n): (Past(april, v if f == "employees" else v * WAN),)
        for n, values in past_of.items()
        for f, v in zip(fields, values, strict=True)
    }

    def row(firm: int, values: tuple[int, ...]) -> list[Answer]:
        return [answer(f, v if f == "employees" else v * WAN, firm=firm) for f, v in zip(fields, values, strict=True)]

    swapped = [*row(1, (1000, 900, 48, 1510, 111)), *row(2, (500, 455, 24, 905, 60))]
    codes = [(one.place.enterprise, one.problem.code) for one in findings(*swapped, before=before)]
    assert {(1, "row-strayed"), (2, "row-strayed")} <= set(codes)
    right = [*row(1, (500, 455, 24, 905, 60)), *row(2, (1000, 900, 48, 1510, 111))]
    assert findings(*right, before=before) == ()
    grown = [*row(1, (780, 700, 24, 905, 60)), *row(2, (1000, 900, 48, 1510, 111))]
    assert findings(*grown, before=before) == ()


def test_of_one_cell_an_error_is_told_before_a_warning() -> None:
    april = Span(2026, month=4, basis="累计")
    rows = [answer("revenue", 300 * WAN), answer("main_revenue", 350 * WAN)]
    before = past("main_revenue", {april: 400 * WAN})
    assert [one for one in found(*rows, before=before) if one[0] == "main_revenue"] == [
        ("main_revenue", "part-over-whole", Level.ERROR)
    ]


def test_a_field_that_was_not_asked_is_not_looked_at() -> None:
    assert examine(asked_of("revenue"), [answer("employees", -5)], held={}, before={}) == ()


def test_every_finding_says_where_what_and_what_next_in_both_languages() -> None:
    (told,) = findings(answer("revenue", -5))
    assert told.problem.where == answer("revenue", -5).where
    assert told.problem.found == "-5"
    several = (answer("revenue", None), answer("employees", -1), answer("admin_expense", -1))
    for one in findings(*several, required=("revenue",)):
        assert one.problem.message.zh != one.problem.message.en != ""
        assert one.problem.next_step is not None


values = st.one_of(st.none(), st.integers(-(10**17), 10**17), st.booleans(), st.text(max_size=3), st.dates())
pasts = st.dictionaries(
    st.builds(Span, st.integers(2024, 2026), st.none(), st.integers(1, 12), st.sampled_from(["当月", "累计"])),
    st.integers(-(10**12), 10**12),
    max_size=4,
)


@given(st.lists(st.tuples(st.sampled_from(["revenue", "employees", "zero_filed"]), values), max_size=6), pasts)
def test_nothing_that_was_answered_breaks_a_check(
    cells: list[tuple[str, Value | None]], earlier: dict[Span, int]
) -> None:
    answers = [answer(field, value, firm=n) for n, (field, value) in enumerate(cells)]
    before = {one.place: tuple(Past(s, v) for s, v in earlier.items()) for one in answers}
    asked = asked_of("revenue", "employees", "zero_filed", required=("revenue",))
    told = examine(asked, answers, held={}, before=before)
    assert {one.place.enterprise for one in told} <= {one.place.enterprise for one in answers}
    assert told == examine(asked, answers, held={}, before=before)


def test_the_checks_can_be_read_one_by_one() -> None:
    assert all(check.__doc__ for check in CHECKS)


@pytest.mark.parametrize("entity", sorted(vocabulary().entities))
def test_rows_of_every_kind_of_record_can_be_examined(entity: str) -> None:
    kind = vocabulary().entities[entity]
    samples: dict[str, Value] = {"bool": True, "date": dt.date(2026, 7, 1), "industry": "3912", "text": "甲"}
    given, late = [], set()
    for record in (1, 2):
        for field in kind.fields:
            value = field.options[0][1].zh if field.options else samples.get(field.type, 1)
            at = Place(entity, 0 if kind.of == "territory" else 5, record, field.code)
            given.append(Answer(at, value, str(value), Where("甲园.xlsx", sheet="表", cell="D5")))
            late |= {at} if field.type == "date" else set()
    asked = asked_of(*(field.code for field in kind.fields), entity=entity, span=Span(2026))
    told = examine(asked, given, held={}, before={})
    assert {one.place for one in told} <= {one.place for one in given}
    assert not {one.problem.code for one in told} & {"answer-unfit", "answer-missing"}
    assert all(one.place in late for one in told if one.problem.code == "date-in-future")
