"""What is asked: every fault before it starts, its burden, and the same from a database again."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from tests.facts.round.returned import ASKED, EVENT, FIRMS, LIST, MAY, ONE, OWN, RETURN, UNITS, A, B

from peiyu.facts.base.schema import PERIOD_COLUMNS
from peiyu.facts.round import (
    Asked,
    AskedSheet,
    Basis,
    Place,
    Span,
    asked_from_json,
    asked_to_json,
    burden,
    check,
    value_from_json,
    value_to_json,
)  # fmt: skip
from peiyu.facts.vocabulary.load import vocabulary

SURVEY = Basis("统计", "国家统计局授权", "包科统 1 表", "包统制〔2026〕3号", dt.date(2027, 12, 31))


def sheets(*made: AskedSheet) -> Asked:
    return replace(ASKED, sheets=made)


def test_what_can_be_asked_has_no_fault() -> None:
    assert check(ASKED) == ()
    assert check(replace(ASKED, basis=SURVEY)) == ()


FAULTS: tuple[tuple[Asked, str], ...] = (
    (replace(ASKED, id="五月 1"), "round-id"),
    (replace(ASKED, title=" "), "round-untitled"),
    (sheets(), "round-empty"),
    (sheets(AskedSheet(RETURN, ())), "round-empty"),
    (sheets(AskedSheet(RETURN, ("revenue",)), AskedSheet(RETURN, ("output",))), "round-sheet-twice"),
    (sheets(AskedSheet("quantity", ("x",))), "round-entity"),
    (sheets(AskedSheet("attestation", ("condition",))), "round-entity"),
    (sheets(AskedSheet(RETURN, ("revenu",))), "round-field"),
    (sheets(AskedSheet(RETURN, ("revenue", "revenue"))), "round-field-twice"),
    (sheets(AskedSheet(OWN, ("name",))), "round-identity"),
    (sheets(AskedSheet(RETURN, ("revenue",), ("output",))), "round-required"),
    (sheets(AskedSheet(RETURN, ("revenue",), new_rows=True)), "round-new-rows"),
    (sheets(AskedSheet("annual_return", ("revenue",))), "round-span-unfit"),
    (replace(ONE, span=Span(2026)), "round-span-unfit"),
    (replace(ONE, span=Span(2026, month=5)), "round-span-unfit"),
    (replace(ONE, span=Span(2026, quarter=2, basis="当月")), "round-span-unfit"),
    (replace(ONE, span=Span(2026, month=13, basis="当月")), "round-span"),
    (replace(ONE, span=Span(2026, quarter=2, month=5, basis="当月")), "round-span"),
    (replace(ASKED, basis=Basis("行政", "")), "round-basis"),
    (replace(ASKED, basis=replace(SURVEY, approval="")), "round-statistics"),
    (replace(ASKED, basis=replace(SURVEY, valid_until=None)), "round-statistics"),
    (replace(ASKED, basis=replace(SURVEY, valid_until=dt.date(2026, 6, 7))), "round-statistics-expired"),
)


@pytest.mark.parametrize(("asked", "code"), FAULTS, ids=lambda one: one if isinstance(one, str) else "")
def test_each_fault_is_told_in_both_languages(asked: Asked, code: str) -> None:
    found = [one for one in check(asked) if one.code == code]
    assert len(found) == 1
    assert found[0].message.zh
    assert found[0].message.en


def test_a_field_that_is_nearly_one_is_offered() -> None:
    (fault,) = check(sheets(AskedSheet(RETURN, ("revenu",))))
    assert fault.accepted is not None
    assert "营业收入" in fault.accepted.zh


def test_all_faults_come_at_once() -> None:
    asked = replace(ASKED, id="x y", title="", basis=Basis("统计", ""))
    assert {one.code for one in check(asked)} == {"round-id", "round-untitled", "round-basis", "round-statistics"}


def test_the_burden_counts_cells_that_are_not_held() -> None:
    held = {
        Place(RETURN, FIRMS[0].key, None, "revenue"): 1,
        Place(RETURN, FIRMS[0].key, None, "tax_paid"): 1,
        Place(RETURN, 12345, None, "revenue"): 1,
    }
    weight = burden(ONE, UNITS, held)
    assert (weight.fields, weight.units, weight.firms) == (6, 2, 6)
    assert (weight.cells, weight.prefilled, weight.minutes) == (35, 1, 18)
    assert burden(ONE, UNITS, held, minutes_a_cell=2).minutes == 70


def test_a_list_that_may_grow_weighs_one_row_an_enterprise_beside_what_is_held() -> None:
    asked = sheets(AskedSheet(LIST, ("number", "title"), new_rows=True), AskedSheet(EVENT, ("title",), new_rows=True))
    held = {Place(LIST, FIRMS[0].key, 4, "number"): "ZL-1"}
    weight = burden(asked, UNITS, held)
    assert (weight.cells, weight.prefilled) == ((6 + 1) * 2 - 1 + 2, 1)
    closed = replace(asked, sheets=tuple(replace(one, new_rows=False) for one in asked.sheets))
    assert burden(closed, [A, B], held).cells == 1


def test_what_is_asked_comes_back_from_json() -> None:
    for asked in (
        ASKED,
        replace(ASKED, basis=SURVEY, version=3, made_up=True, span=Span(2026, quarter=1, basis="累计")),
    ):
        assert asked_from_json(json.loads(json.dumps(asked_to_json(asked)))) == asked


@pytest.mark.parametrize(
    ("entity", "field", "value"),
    [(RETURN, "revenue", 2**53), (OWN, "founded", dt.date(2014, 3, 5)), (OWN, "own_brand", False),
     (OWN, "industry", "C"), (RETURN, "revenue", None)],
)  # fmt: skip
def test_values_come_back_from_json(entity: str, field: str, value: object) -> None:
    said = json.loads(json.dumps(value_to_json(value)))  # type: ignore[arg-type]
    assert value_from_json(vocabulary().field(entity, field), said) == value


@pytest.mark.parametrize(
    ("span", "end", "said"),
    [
        (Span(2026), dt.date(2026, 12, 31), "2026年度"),
        (Span(2026, quarter=1, basis="当月"), dt.date(2026, 3, 31), "2026年第1季度（当季）"),
        (Span(2024, month=2, basis="累计"), dt.date(2024, 2, 29), "2024年2月（累计）"),
    ],
)
def test_a_span_ends_and_is_said(span: Span, end: dt.date, said: str) -> None:
    assert (span.end, span.said.zh) == (end, said)


def test_a_span_gives_the_period_columns_of_each_kind_of_record() -> None:
    for span, periods in (
        (Span(2026), ("year",)),
        (Span(2026, quarter=2, basis="当月"), ("quarter",)),
        (MAY, ("month",)),
    ):
        for period in (*periods, "instant", "none"):
            assert list(span.columns(period)) == list(PERIOD_COLUMNS[period])  # type: ignore[index,arg-type]
