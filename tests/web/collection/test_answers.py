"""Answers as they are typed: two people at once lose nothing, what cannot be read stands at its cell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.web.collection.returned import CODES, KEYS, Place, place, second_of

from peiyu.web.acting.roles import Role
from peiyu.web.collection.actions import answers as answering
from peiyu.web.collection.models import AnswerRow, Round, RoundUnit
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.models import Entry

pytestmark = pytest.mark.django_db
__all__ = ["place", "second_of"]
ROW = ("monthly_return", KEYS[0], None)


def typed(version: int = 0, **texts: str) -> answering.Typed:
    return answering.Typed(key=ROW, version=version, texts=texts)


def test_a_row_is_kept_as_typed_in_stored_units(place: Place) -> None:
    place.type(place.park, KEYS[0], revenue="1,200.5", staff="８０")
    row = AnswerRow.objects.get()
    assert row.values == {"revenue": 1_200_500_000, "staff": 80}
    assert (row.raw["revenue"], row.version, row.by_name) == ("1,200.5", 1, place.officer.name)
    place.park.refresh_from_db()
    assert (place.park.state, place.park.done) == ("begun", 2)
    told = Entry.objects.get(verb="answers.type")
    assert told.after == {"revenue": "1,200.5", "staff": "８０"}


def test_of_two_at_once_the_second_is_told_and_nothing_is_lost(place: Place) -> None:
    answering.save_row(place.officer, place.park, typed(revenue="1200"))
    with pytest.raises(Refusal) as told:
        answering.save_row(place.officer, place.park, typed(revenue="1300"))
    problem = told.value.problems[0]
    assert problem.code == "row-changed"
    assert "1200" in problem.found
    assert place.officer.name in problem.found
    assert AnswerRow.objects.get().raw["revenue"] == "1200"
    answering.save_row(place.officer, place.park, typed(1, revenue="1300"))
    assert AnswerRow.objects.get().raw["revenue"] == "1300"


def test_what_cannot_be_read_is_kept_with_an_error_at_its_cell(place: Place) -> None:
    place.type(place.park, KEYS[0], revenue="很多")
    row = AnswerRow.objects.get()
    assert (row.values["revenue"], row.raw["revenue"]) == (None, "很多")
    finding = place.park.findings.get()
    assert (finding.field, finding.level, finding.enterprise) == ("revenue", "error", KEYS[0])
    place.type(place.park, KEYS[0], version=1, revenue="1200")
    assert not place.park.findings.exists()


def test_a_blank_stays_blank(place: Place) -> None:
    place.type(place.park, KEYS[0], revenue="", staff="-")
    assert AnswerRow.objects.get().values == {"revenue": None, "staff": None}
    place.park.refresh_from_db()
    assert place.park.done == 0


def test_what_is_held_or_not_asked_is_not_taken(place: Place) -> None:
    for key, field in ((KEYS[1], "staff"), (KEYS[0], "net_profit"), (KEYS[2], "revenue")):
        with pytest.raises(Refusal) as told:
            place.type(place.park, key, **{field: "5"})
        assert told.value.problems[0].code == "row-not-asked"
    assert not AnswerRow.objects.exists()


def test_a_correction_may_answer_what_is_held(place: Place) -> None:
    Round.objects.update(correction="年报口径有误")
    place.park.round.refresh_from_db()
    place.type(place.park, KEYS[1], staff="301")
    assert AnswerRow.objects.get().values == {"staff": 301}


def test_what_was_handed_in_is_not_typed_over(place: Place) -> None:
    RoundUnit.objects.update(state="submitted")
    with pytest.raises(Refusal) as told:
        place.type(place.park, KEYS[0], revenue="5")
    assert told.value.problems[0].code == "collection-state"
    assert not AnswerRow.objects.exists()


def test_many_rows_are_kept_each_by_itself(place: Place) -> None:
    place.type(place.park, KEYS[0], revenue="1200")
    other = answering.Typed(key=("monthly_return", KEYS[1], None), version=0, texts={"revenue": "8000"})
    refused = answering.save_rows(place.officer, place.park, [typed(revenue="7"), other])
    assert [one.code for one in refused[ROW]] == ["row-changed"]
    assert {row.enterprise: row.raw["revenue"] for row in AnswerRow.objects.all()} == {KEYS[0]: "1200", KEYS[1]: "8000"}
    assert not answering.save_rows(place.officer, place.park, [typed(1, revenue="1200")])
    assert AnswerRow.objects.get(enterprise=KEYS[0]).version == 1


def test_a_warning_is_settled_by_its_sentence(place: Place) -> None:
    key = ("monthly_return", KEYS[0], None)
    place.type(place.park, KEYS[0], revenue="0", staff="0", total_profit="0")
    assert place.park.findings.filter(level="warning", explanation="").exists()
    row = AnswerRow.objects.get()
    whys = {one.field: "本月停产" for one in place.park.findings.all()}
    given = answering.Typed(key=key, version=row.version, texts=dict(row.raw), explained=whys)
    answering.save_row(place.officer, place.park, given)
    assert {one.explanation for one in place.park.findings.filter(level="warning")} == {"本月停产"}


LIST = {"entity": "award", "fields": ["kind", "title", "awarded_on"], "required": [], "new_rows": True}


def test_a_list_grows_by_hand_and_shrinks_again(place: Place) -> None:
    Round.objects.update(sheets=[LIST])
    place.park.round.refresh_from_db()
    row = answering.add_row(place.officer, place.park, entity="award", enterprise=KEYS[0])
    assert row.record is not None
    assert row.record < 0
    key = ("award", KEYS[0], row.record)
    answering.save_row(place.officer, place.park, answering.Typed(key=key, version=1, texts={"title": "科技进步奖"}))
    answering.remove_row(place.officer, place.park, key=key)
    assert not AnswerRow.objects.exists()
    place.park.refresh_from_db()
    assert place.park.done == 0
    for wrong in (("monthly_return", KEYS[0]), ("award", KEYS[3])):
        with pytest.raises(Refusal):
            answering.add_row(place.officer, place.park, entity=wrong[0], enterprise=wrong[1])


ALLOWED = {Role.PARK}


def test_who_answers_for_a_unit(place: Place) -> None:
    """Role × own/other: the park for its own, nobody for another's."""
    for role in Role:
        for unit, key in ((place.park, KEYS[0]), (place.other, KEYS[2])):
            given = answering.Typed(key=("monthly_return", key, None), version=0, texts={"revenue": "5"})
            if role in ALLOWED and unit == place.park:
                continue
            with pytest.raises(Refusal) as told:
                answering.save_row(place.staff.actor(role), unit, given)
            assert told.value.status == 403, role
    assert not AnswerRow.objects.exists()


def test_an_enterprise_answers_for_itself_and_a_park_by_consent_alone(place: Place) -> None:
    firm = place.staff.units["firm"].enterprise
    unit = RoundUnit.objects.create(round=place.round, enterprise=firm, name="甲公司", due=place.round.due)
    unit.firms.create(key=firm, code=CODES[0], name="甲公司", park="甲园")
    given = answering.Typed(key=("monthly_return", firm, None), version=0, texts={"revenue": "5"})
    with pytest.raises(Refusal):
        answering.save_row(place.officer, unit, given)
    by_consent = replace(place.officer, enterprises=frozenset({firm}), organisations=frozenset(), for_whom=firm)
    answering.save_row(by_consent, unit, given)
    row = AnswerRow.objects.get()
    assert (row.enterprise, row.for_whom, row.by_name) == (firm, firm, place.officer.name)
    given = answering.Typed(key=("monthly_return", firm, None), version=1, texts={"revenue": "6"})
    answering.save_row(place.staff.actor(Role.ENTERPRISE), unit, given)
    assert AnswerRow.objects.get().raw == {"revenue": "6"}
