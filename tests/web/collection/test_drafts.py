"""Drafts: what is asked of whom, what is held already, what other rounds ask; the burden before anybody is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.web.collection.conftest import A1, A2, B1, FIELDS, MAY, SECRET, drafted, fact, monthly, started, terms
from tests.web.conftest import Staff

from peiyu.facts.round import AskedSheet, Span
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.collection.actions import drafting, repeating, starting
from peiyu.web.collection.models import Round, RoundUnit
from peiyu.web.collection.queries import choices, fields
from peiyu.web.collection.queries.known import known_of
from peiyu.web.collection.queries.scope import plan_of
from peiyu.web.collection.queries.weighing import weigh
from peiyu.web.collection.usual import USUAL
from peiyu.web.look.refusal import Refusal

pytestmark = pytest.mark.django_db


def codes(refusal: Refusal) -> set[str]:
    return {one.code for one in refusal.problems}


def test_a_draft_is_numbered_within_its_month_and_weighed_at_once(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    first, second = drafted(office), drafted(office, title="再发")
    assert (first.number, second.number) == ("2026-06-01", "2026-06-02")
    burden = first.burden
    assert (burden["fields"], burden["units"], burden["firms"], burden["cells"]) == (2, 2, 3, 6)
    assert burden["minutes"] == 3
    assert first.on_paper == 1  # the confidential one: a number, nothing else


def test_units_answer_for_the_enterprises_of_their_area_and_nobody_for_confidential_or_gone_ones(place: Staff) -> None:
    plan = plan_of(drafted(place.actor(Role.OFFICE)))
    assert {one.name: {firm.key for firm in one.firms} for one in plan.units} == {"甲园": {A1, A2}, "乙园": {B1}}
    assert (plan.on_paper, plan.unplaced) == (1, 0)


def test_whom_is_narrowed_by_park_title_or_a_pasted_list(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office, to="enterprises")
    fact("title", A1, kind="高新技术企业", granted_on=dt.date(2025, 1, 1), expires_on=dt.date(2028, 1, 1))
    fact("title", A2, kind="高新技术企业", granted_on=dt.date(2022, 1, 1), expires_on=dt.date(2025, 1, 1))
    for whom, keys in (
        ({"parks": ["甲园"]}, {A1, A2}),
        ({"titles": ["高新技术企业"]}, {A1}),
        ({"keys": choices.pasted(office, "local:test:B1\n1 甲一公司，甲园".replace("1 甲", "甲"))}, {A1, B1}),
    ):
        held = drafting.set_whom(office, held=held, version=held.version, whom=whom)
        assert {one.enterprise for one in plan_of(held).units} == keys


def test_a_pasted_line_that_names_nobody_or_a_confidential_one_is_refused_with_the_line(place: Staff) -> None:
    with pytest.raises(Refusal) as refusal:
        choices.pasted(place.actor(Role.OFFICE), "甲一公司\n没有这家\n甲密公司")
    assert [one.found for one in refusal.value.problems] == ["没有这家", "甲密公司"]


def test_what_everybody_has_given_is_refused_with_where_it_is(place: Staff) -> None:
    for firm in (A1, A2, B1):
        monthly(firm, revenue=100 * 1_000_000)
    held = drafted(place.actor(Role.OFFICE))
    known = {one.field: one for one in known_of(held.burden)}
    assert known["revenue"].kind == "held"
    assert (known["revenue"].firms, known["revenue"].of) == (3, 3)
    assert known["revenue"].where[0].address.startswith("/enterprises/intakes/")
    with pytest.raises(Refusal) as refusal:
        starting.start(place.actor(Role.OFFICE), held=held, version=held.version, cells=held.burden["cells"])
    assert codes(refusal.value) == {"round-held"}
    held.refresh_from_db()
    assert held.state == "draft"
    assert not RoundUnit.objects.exists()


@pytest.mark.parametrize(
    "more",
    [{"month": 4}, {"basis": "当月"}, {"known": dt.date(2026, 5, 20)}, {"purpose": "统计"}],
    ids=["another month", "another basis", "known before the month was over", "a statistical return"],
)
def test_what_is_of_another_span_or_purpose_is_not_held(place: Staff, more: dict[str, Any]) -> None:
    monthly(A1, revenue=100, **more)
    assert drafted(place.actor(Role.OFFICE)).burden["prefilled"] == 0


def test_what_some_have_given_is_prefilled_and_not_asked_of_them(place: Staff) -> None:
    monthly(A1, revenue=100)
    burden = drafted(place.actor(Role.OFFICE)).burden
    assert (burden["cells"], burden["prefilled"]) == (5, 1)
    assert [(one.field, one.kind, one.firms) for one in known_of(burden)] == [("revenue", "partly", 1)]


def test_a_correction_asks_again_and_says_why(place: Staff) -> None:
    for firm in (A1, A2, B1):
        monthly(firm, revenue=100)
    burden = drafted(place.actor(Role.OFFICE), correction="口径调整").burden
    assert (burden["cells"], burden["prefilled"], burden["known"]) == (6, 0, [])


def test_what_an_open_round_asks_is_refused_with_its_address_and_only_for_the_same_span(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    first = started(office)
    again = drafted(office, title="又问")
    refused = weigh(again).refused
    assert {(one.field, one.kind, one.firms) for one in refused} == {("revenue", "asked", 3), ("output", "asked", 3)}
    assert refused[0].where[0].address == f"/collection/{first.number}/"
    april = drafted(office, title="4月", span=Span(2026, month=4, basis="累计"))
    assert weigh(april).refused == ()
    statistical = drafted(
        office, title="统计", purpose="统计", table="T1", approval="统〔2026〕1号", valid_until=dt.date(2027, 1, 1)
    )
    assert len(weigh(statistical).refused) == 2  # what is asked administratively can be added up, too


def test_what_must_not_be_asked_is_taken_out_and_counted_as_spared(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    for firm in (A1, A2, B1):
        monthly(firm, revenue=100)
    held = drafted(office)
    held = drafting.spare(office, held=held, version=held.version)
    assert [one["fields"] for one in held.sheets] == [["output"]]
    assert held.spared == [{"entity": "monthly_return", "field": "revenue", "cells": 3}]
    assert known_of(held.burden) == ()


def test_a_list_is_held_when_it_is_declared_complete_else_its_records_are_prefilled(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    for firm in (A1, A2, B1):
        fact("ip_right", firm, number=f"P{firm}", kind="发明专利")
    held = drafted(office, fields=(("ip_right", "number"),))
    assert [(one.kind, one.firms) for one in known_of(held.burden)] == [("partly", 0)]
    for firm in (A1, A2, B1):
        fact("list_declaration", firm, entity="ip_right", through=dt.date(2026, 6, 1))
    assert [one.kind for one in weigh(held).known] == ["held"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"purpose": "统计"}, "round-statistics"),
        ({"purpose": "统计", "table": "T1", "approval": "统1号", "valid_until": dt.date(2026, 6, 9)},
         "round-statistics-expired"),
        ({"authority": ""}, "round-basis"),
        ({"title": " "}, "round-untitled"),
    ],
)  # fmt: skip
def test_a_round_without_its_legal_basis_is_not_even_drafted(place: Staff, more: dict[str, Any], code: str) -> None:
    office = place.actor(Role.OFFICE)
    with pytest.raises(Refusal) as refusal:
        drafted(office, **more)
    assert codes(refusal.value) == {code}
    assert not Round.objects.exists()
    held = drafted(office)
    with pytest.raises(Refusal):
        drafting.set_terms(office, held=held, version=held.version, terms=terms(**more))
    assert Round.objects.get().version == held.version


def test_fields_that_do_not_fit_the_span_stop_the_start(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office, span=Span(2026))
    with pytest.raises(Refusal) as refusal:
        starting.start(office, held=held, version=held.version, cells=held.burden["cells"])
    assert codes(refusal.value) == {"round-span-unfit"}
    held.refresh_from_db()
    assert held.state == "draft"


def test_the_burden_that_was_confirmed_is_the_one_that_starts(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office)
    shown = held.burden["cells"]
    monthly(A1, revenue=100)
    with pytest.raises(Refusal) as refusal:
        starting.start(office, held=held, version=held.version, cells=shown)
    assert codes(refusal.value) == {"round-burden-changed"}
    assert Round.objects.get(pk=held.pk).state == "draft"


def test_enterprises_in_nobodys_area_stop_a_round_until_they_are_left_out(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office)
    chosen = {"organisations": [place.units["park"].pk]}
    held = drafting.set_whom(office, held=held, version=held.version, whom=chosen)
    assert {one.code for one in weigh(held).problems} == {"round-unplaced"}
    held = drafting.set_whom(office, held=held, version=held.version, whom={**chosen, "leave_unplaced": True})
    assert weigh(held).problems == ()
    assert held.burden["unplaced"] == 1


def test_matters_of_the_territory_are_asked_of_organisations_alone(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office, fields=(("event", "title"), ("event", "held_on")))
    assert {one.name for one in plan_of(held).units} == {"甲园", "乙园"}
    held = drafting.set_terms(office, held=held, version=held.version, terms=terms(to="enterprises"))
    assert "round-territory-firms" in {one.code for one in weigh(held).problems}


def test_two_who_change_a_draft_at_once_do_not_undo_each_other(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office)
    seen = held.version
    drafting.add_fields(office, held=held, version=seen, fields=[("monthly_return", "tax_paid")])
    late = Round.objects.get(pk=held.pk)
    with pytest.raises(Refusal) as refusal:
        drafting.add_fields(office, held=late, version=seen, fields=[("monthly_return", "employees")])
    assert codes(refusal.value) == {"round-changed"}
    assert Round.objects.get(pk=held.pk).sheets[0]["fields"] == ["revenue", "output", "tax_paid"]


def test_fields_are_found_by_group_and_by_words_and_those_asked_are_not_offered_again(place: Staff) -> None:
    held = drafted(place.actor(Role.OFFICE))
    (offer,) = fields.offers(held, entity="monthly_return", words="收入")
    found = {one.code for one in offer.fields}
    assert "main_revenue" in found
    assert "revenue" not in found
    assert all(kind.period in ("none", "instant", "month") for kind in fields.kinds(held))
    assert {"attestation", "list_declaration"}.isdisjoint(one.code for one in fields.kinds(held))
    assert fields.offers(held) == ()


def test_a_sheet_is_shaped_and_goes_when_nothing_of_it_is_kept(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office)
    shape = AskedSheet("monthly_return", ("output",), ("output", "revenue"))
    held = drafting.shape_sheet(office, held=held, version=held.version, shape=shape)
    assert held.sheets == [
        {"entity": "monthly_return", "fields": ["output"], "required": ["output"], "new_rows": False}
    ]
    held = drafting.shape_sheet(office, held=held, version=held.version, shape=AskedSheet("monthly_return", ()))
    assert held.sheets == []


@pytest.mark.parametrize("usual", sorted(USUAL))
def test_every_usual_round_can_be_weighed_and_has_no_fault(place: Staff, usual: str) -> None:
    spans = {"month": MAY, "quarter": Span(2026, quarter=1, basis="累计"), "year": Span(2025), "": MAY}
    made = drafting.draft(place.actor(Role.OFFICE), terms=terms(span=spans[USUAL[usual].pace]), usual=usual)
    assert made.burden["wrong"] == []
    assert made.burden["cells"] > 0


def test_a_usual_round_does_not_ask_of_another_kind_of_span(place: Staff) -> None:
    with pytest.raises(Refusal) as refusal:
        drafting.draft(place.actor(Role.OFFICE), terms=terms(), usual="annual")
    assert codes(refusal.value) == {"round-span-usual"}
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("span", "coming"),
    [
        (Span(2026, month=12, basis="累计"), Span(2027, month=1, basis="累计")),
        (Span(2026, quarter=4, basis="当月"), Span(2027, quarter=1, basis="当月")),
        (Span(2025), Span(2026)),
    ],
)
def test_the_span_after_one(span: Span, coming: Span) -> None:
    assert repeating.following(span) == coming


def test_the_next_period_is_drafted_as_the_last_was(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office, title="2026年5月快报", said="联系人：周办")
    held = drafting.set_whom(office, held=held, version=held.version, whom={"parks": ["甲园"]})
    made = repeating.repeat(office, held=held)
    assert (made.title, made.month, made.due) == ("2026年6月快报", 6, dt.date(2026, 7, 10))
    assert (made.sheets, made.whom, made.said) == (held.sheets, held.whom, "联系人：周办")
    assert made.burden["cells"] == 4
    with pytest.raises(Refusal):
        repeating.repeat(place.actor(Role.DEPARTMENT), held=held)
    assert Round.objects.count() == 2


def test_a_department_starts_statistical_rounds_only(place: Staff) -> None:
    department: Actor = place.actor(Role.DEPARTMENT)
    with pytest.raises(Refusal) as refusal:
        drafting.draft(department, terms=terms())
    assert codes(refusal.value) == {"round-department"}
    statistical = terms(purpose="统计", table="T1", approval="统1号", valid_until=dt.date(2027, 1, 1))
    made = drafting.draft(department, terms=statistical)
    assert made.organisation_id == place.units["science"].pk


def test_a_due_day_that_is_over_is_refused(place: Staff) -> None:
    with pytest.raises(Refusal) as refusal:
        drafting.draft(place.actor(Role.OFFICE), terms=terms(due=dt.date(2026, 6, 2)))
    assert codes(refusal.value) == {"round-due-over"}


def test_a_dropped_draft_says_why_and_is_changed_no_more(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office)
    with pytest.raises(Refusal):
        drafting.drop(office, held=held, version=held.version, why=" ")
    drafting.drop(office, held=held, version=held.version, why="不需要了")
    assert (held.state, held.ended_why) == ("dropped", "不需要了")
    with pytest.raises(Refusal) as refusal:
        drafting.add_fields(office, held=held, version=held.version, fields=FIELDS)
    assert codes(refusal.value) == {"collection-state"}


def test_no_confidential_enterprise_is_ever_named(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office, to="enterprises")
    held = drafting.set_whom(office, held=held, version=held.version, whom={"keys": [A1, SECRET]})
    assert {one.enterprise for one in plan_of(held).units} == {A1}
    assert held.on_paper == 1
    assert SECRET not in {one.key for one in choices.named([A1, SECRET])}
