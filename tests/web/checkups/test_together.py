"""Several rows taken up at once, several follow-ups ended at once, with a reason for each that could not."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.http import QueryDict
from django.test import Client
from tests.web.checkups.conftest import DAY, perform
from tests.web.checkups.test_follow_ups import DUE, counts, first, taken
from tests.web.collection.conftest import signed_in
from tests.web.conftest import Staff

from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.checkups.actions import follow_ups as doing
from peiyu.web.checkups.actions import together
from peiyu.web.checkups.actions.runs import ask_check_up
from peiyu.web.checkups.models import FollowUp, Line
from peiyu.web.checkups.queries.chosen import follow_ups_chosen, rows_chosen, ticked
from peiyu.web.checkups.queries.rows import Row, dressed, of_now
from peiyu.web.checkups.scope import scope_of
from peiyu.web.enterprises.queries import scoped
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.models import Notice

WHAT = "上门核对材料"


def rows(actor: Actor, kind: str = "short", number: int = 3) -> list[Row]:
    found = dressed(list(of_now(actor, kind, scoped(actor)).order_by("pk")))
    return found[:number]


def office_browser(place: Staff) -> Client:
    return signed_in(place, Role.OFFICE)


def test_several_rows_are_taken_up_with_one_sentence_one_doer_and_one_day(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    chosen = rows(office)
    done = together.take_up_all(office, chosen, what=WHAT, doer=f"o:{place.units['science'].pk}", due=DUE)
    assert (done.done, done.left, done.problems) == (3, (), ())
    made = FollowUp.objects.all()
    assert {(one.what, one.due, one.organisation_id) for one in made} == {(WHAT, DUE, place.units["science"].pk)}
    assert {one.enterprise for one in made} == {one.enterprise.key for one in chosen}
    (notice,) = Notice.objects.filter(person=place.people[Role.DEPARTMENT])
    assert "3 项" in notice.said["zh"]
    assert "3 matters" in notice.said["en"]


def test_each_goes_to_the_park_where_it_lies_and_says_where_there_is_none(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    parks = set(
        Organisation.objects.filter(kind__in=("park", "district")).exclude(area="").values_list("area", flat=True)
    )
    chosen = rows(office, number=40)
    done = together.take_up_all(office, chosen, what=WHAT, doer=together.AREA, due=DUE)
    inside = [one for one in chosen if {one.enterprise.park, one.enterprise.district} & parks]
    assert inside
    assert len(inside) < len(chosen)
    assert done.done == len(inside)
    assert {one.code for one in done.problems} == {"doer-none"}
    assert {one.enterprise.name for one in chosen if one not in inside} <= {one.found for one in done.problems}
    for one in FollowUp.objects.select_related("organisation"):
        firm = next(row.enterprise for row in inside if row.enterprise.key == one.enterprise)
        assert one.organisation.area in (firm.park, firm.district)


def test_what_somebody_has_already_is_left_with_its_reason_and_the_others_are_done(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    taken(office, first(office))
    chosen = rows(office)
    done = together.take_up_all(office, chosen, what=WHAT, doer=f"p:{office.person}", due=DUE)
    assert done.done == 2
    (left,) = done.left
    assert left is chosen[0]
    (problem,) = done.problems
    assert problem.code == "followed-up-already"
    assert problem.found.startswith(chosen[0].enterprise.name)


@pytest.mark.parametrize(
    ("what", "doer", "due", "code"),
    [("", "", DUE, "what-missing"), (WHAT, "o:0", DUE, "doer-unknown"), (WHAT, "", DAY - dt.timedelta(1), "due-past")],
)
def test_what_is_wrong_of_all_is_refused_once_and_nothing_changes(
    place: Staff, what: str, doer: str, due: dt.date, code: str
) -> None:
    office, before = place.actor(Role.OFFICE), counts()
    with pytest.raises(Refusal) as refusal:
        together.take_up_all(office, rows(office), what=what, doer=doer or f"p:{office.person}", due=due)
    assert [one.code for one in refusal.value.problems] == [code]
    assert counts() == before


def test_nothing_ticked_is_refused(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    with pytest.raises(Refusal) as refusal:
        together.take_up_all(office, [], what=WHAT, doer=f"p:{office.person}", due=DUE)
    assert refusal.value.problems[0].code == "rows-none"
    with pytest.raises(Refusal) as refusal:
        together.end_all(office, [], verb="finish", result="好")
    assert refusal.value.problems[0].code == "rows-none"


def test_a_park_is_not_offered_other_parks_and_ticks_only_its_own(place: Staff) -> None:
    officer, office = place.actor(Role.PARK), place.actor(Role.OFFICE)
    assert together.AREA not in {one.key for one in together.doers_of_several(officer)}
    ticks = [ticked(one) for one in rows(office, number=40)]
    chosen = rows_chosen(officer, ticks)
    assert {one.enterprise.park for one in chosen.rows} <= set(officer.areas)
    assert chosen.gone == len(ticks) - len(chosen.rows)


def test_lines_of_a_run_are_taken_up_by_their_matter_and_gone_ones_are_counted(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    run = perform(ask_check_up(office, scope=scope_of(office, QueryDict("")), wanted="listed"))
    lines = [f"l{pk}" for pk in Line.objects.filter(check_up=run, kind="short").values_list("pk", flat=True)[:2]]
    chosen = rows_chosen(office, [*lines, "l999999", "p999999", "无", lines[0]])
    assert len(chosen.rows) == 2
    assert chosen.gone == 3


def test_several_are_ended_and_one_that_changed_meanwhile_says_so(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = [taken(office, one) for one in rows(office)]
    doing.revise(office, held[1].pk, version=0, what="电话指导", doer=f"p:{office.person}", due=DUE)
    chosen = follow_ups_chosen(office, [f"{one.pk}.0" for one in held] + ["x", "999999.0"])
    done = together.end_all(office, chosen, verb="finish", result="材料已齐")
    assert done.done == 2
    assert [one.code for one in done.problems] == ["changed-meanwhile"]
    assert sorted(FollowUp.objects.values_list("state", flat=True)) == ["done", "done", "open"]
    again = follow_ups_chosen(office, [f"{held[0].pk}.1", f"{held[1].pk}.1"])
    done = together.end_all(office, again, verb="drop", result="企业已迁出")
    assert done.done == 1
    assert [one.code for one in done.problems] == ["follow-up-state"]


def test_the_pages_take_up_and_end_what_is_ticked_in_the_lists(place: Staff) -> None:
    browser, office = office_browser(place), place.actor(Role.OFFICE)
    page = browser.get("/checkups/").content.decode()
    chosen = rows(office)
    assert f'value="{ticked(chosen[0])}" form="together"' in page
    query = "&".join(f"row={ticked(one)}" for one in chosen)
    asked = browser.get(f"/checkups/follow-ups/several/?{query}")
    assert asked.status_code == 200
    for one in chosen:
        assert one.enterprise.name in asked.content.decode()
    sent = {"row": [ticked(one) for one in chosen], "what": WHAT, "doer": f"p:{office.person}", "due": str(DUE)}
    assert browser.post("/checkups/follow-ups/several/", sent).status_code == 302
    assert FollowUp.objects.count() == 3
    again = browser.post("/checkups/follow-ups/several/", sent)
    assert again.status_code == 422
    assert again.content.decode().count("这一项已有人在跟进") == 3
    page = browser.get("/checkups/follow-ups/?whose=all").content.decode()
    items = [f"{one.pk}.0" for one in FollowUp.objects.all()]
    assert all(f'value="{one}" form="together"' in page for one in items)
    empty = browser.post("/checkups/follow-ups/end-several/", {"item": items, "verb": "finish", "result": ""})
    assert empty.status_code == 422
    ended = browser.post("/checkups/follow-ups/end-several/", {"item": items, "verb": "finish", "result": "办妥"})
    assert ended.status_code == 302
    assert set(FollowUp.objects.values_list("state", flat=True)) == {"done"}


def test_ticks_are_not_in_what_is_taken_away_and_not_for_those_who_only_read(place: Staff) -> None:
    browser = office_browser(place)
    taken_away = browser.get("/checkups/?download=1")
    sheet = openpyxl.load_workbook(io.BytesIO(taken_away.getvalue())).active
    assert sheet is not None
    said = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "跟进" in said
    assert "选" not in said
    reader = signed_in(place, Role.LEADER)
    assert 'form="together"' not in reader.get("/checkups/").content.decode()
    assert reader.get("/checkups/follow-ups/several/?row=p1").status_code == 403


def test_the_page_asks_the_database_as_often_for_many_rows(place: Staff, django_assert_max_num_queries: object) -> None:
    office = place.actor(Role.OFFICE)
    ticks = [ticked(one) for one in rows(office, number=40)]
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        assert len(rows_chosen(office, ticks).rows) == len(ticks)
