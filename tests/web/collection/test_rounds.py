"""Rounds that are out: how they start, what their units get, how they are taken back, postponed, chased."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from tests.web.collection.conftest import (
    A1,
    A2,
    B1,
    DUE,
    TODAY,
    drafted,
    fact,
    monthly,
    signed_in,
    stand_on,
    started,
    unit_named,
)
from tests.web.conftest import Staff

from peiyu.facts.round import Firm, Place
from peiyu.facts.vocabulary.model import TERRITORY
from peiyu.web.acting.roles import Role
from peiyu.web.collection.actions import drafting, extensions, reminders, rounds, starting
from peiyu.web.collection.models import AnswerRow, Extension, Reminder, Round, RoundFirm, RoundUnit
from peiyu.web.collection.queries import chasing, units
from peiyu.web.collection.queries.asked import held_of, unit_id, unit_of, units_by_id
from peiyu.web.collection.queries.scope import Planned
from peiyu.web.files.store import path_of
from peiyu.web.jobs.actions import cancel, claim
from peiyu.web.jobs.kinds import Step
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.worker import work
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.models import Notice
from peiyu.web.trail.models import Entry

pytestmark = pytest.mark.django_db


def codes(refusal: Refusal) -> set[str]:
    return {one.code for one in refusal.problems}


def test_a_started_round_has_units_with_their_enterprises_what_is_held_and_a_workbook(place: Staff) -> None:
    monthly(A1, revenue=100)
    held = started(place.actor(Role.OFFICE))
    east = unit_named(held, "甲园")
    assert (east.state, east.asked, east.prefilled, east.firms_count, east.due) == ("waiting", 3, 1, 2, DUE)
    assert {one.key for one in unit_of(east).firms} == {A1, A2}
    assert held_of(east.firms.all()) == {Place("monthly_return", A1, None, "revenue"): 100}
    book = openpyxl.load_workbook(io.BytesIO(path_of(east.file).read_bytes()))
    said = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"甲一公司", "甲二公司"} <= said
    assert "乙一公司" not in said
    assert any("2026-06-01 · 甲园 · 第1版" in one for one in said)
    assert units_by_id(held)[unit_id(east)].pk == east.pk


def test_units_are_told_when_it_is_out_and_the_trail_says_who_started_it(place: Staff) -> None:
    held = started(place.actor(Role.OFFICE))
    told = Notice.objects.filter(address=f"/collection/{held.number}/")
    assert place.person(Role.PARK) in set(told.values_list("person_id", flat=True))
    assert {"round.draft", "round.settle", "round.start", "round.opened"} <= set(
        Entry.objects.filter(kind="round", subject=held.number).values_list("verb", flat=True)
    )


def test_enterprises_answer_for_themselves(place: Staff) -> None:
    held = started(place.actor(Role.OFFICE), to="enterprises")
    assert set(RoundUnit.objects.filter(round=held).values_list("enterprise", flat=True)) == {A1, A2, B1}
    firm = place.actor(Role.ENTERPRISE)
    assert [one.enterprise for one in units.scoped_units(firm)] == [A1]
    assert Notice.objects.filter(person_id=place.person(Role.ENTERPRISE)).exists()


def test_workbooks_of_enterprises_lie_in_a_folder_a_park_and_one_parks_are_given_alone(place: Staff) -> None:
    held = started(place.actor(Role.OFFICE), to="enterprises")
    client = signed_in(place, Role.OFFICE)

    def names(query: str = "") -> set[str]:
        answer = client.get(f"/collection/{held.number}/workbooks/{query}")
        return set(zipfile.ZipFile(io.BytesIO(answer.getvalue())).namelist())

    assert {name.split("/")[0] for name in names()} == {"甲园", "乙园"}
    assert len(names("?park=甲园")) == 2
    assert names("?park=甲园") == {name.split("/")[1] for name in names() if name.startswith("甲园/")}
    page = client.get(f"/collection/{held.number}/").content.decode()
    assert "按园区打包" in page


def test_a_start_makes_units_some_at_a_time(place: Staff) -> None:
    firms = tuple(Firm(number, f"F{number}", f"企业{number}") for number in range(120))
    alone = [Planned(name=one.name, firms=(one,), enterprise=one.key) for one in firms]
    assert [len(block) for block in starting.blocks(alone)] == [50, 50, 20]
    park = Planned(name="甲园", firms=firms, organisation=1)
    assert [len(block) for block in starting.blocks([park, park, *alone[:3]])] == [1, 1, 3]
    assert [one for block in starting.blocks(alone) for one in block] == alone


def test_of_the_territorys_records_a_unit_gets_its_own(place: Staff) -> None:
    fact("event", TERRITORY, title="甲园路演", unit="甲园")
    fact("event", TERRITORY, title="乙园路演", unit="乙园")
    held = started(place.actor(Role.OFFICE), fields=(("event", "title"), ("event", "held_on")))
    own = held_of(RoundFirm.objects.filter(unit=unit_named(held, "甲园")))
    assert {place_.field: value for place_, value in own.items()} == {"title": "甲园路演"}


def test_a_worker_that_died_in_the_middle_is_gone_on_with_and_nobody_saw_a_half(
    place: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office)
    starting.start(office, held=held, version=held.version, cells=held.burden["cells"])
    write, written = starting.workbook, []

    def dies(*args: object, **kwargs: object) -> object:
        if written:
            raise KeyboardInterrupt
        written.append(args)
        return write(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(starting, "workbook", dies)
    monkeypatch.setattr(starting, "AT_ONCE", 1)
    job = claim("killed")
    assert job is not None
    with pytest.raises(KeyboardInterrupt):
        starting.run(Step(job.pk, job.arguments, {}, "killed"))
    (first,) = RoundUnit.objects.filter(round=held)
    assert not units.scoped_units(place.actor(Role.PARK)).exists()
    monkeypatch.undo()
    Job.objects.filter(pk=job.pk).update(lease=job.asked_at)
    work(until_idle=True)
    held.refresh_from_db()
    assert held.state == "open"
    assert RoundUnit.objects.filter(round=held).count() == 2
    assert RoundUnit.objects.get(pk=first.pk).file == first.file


def test_what_becomes_held_meanwhile_sends_it_back_to_draft_with_the_reason(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office)
    starting.start(office, held=held, version=held.version, cells=held.burden["cells"])
    for firm in (A1, A2, B1):
        monthly(firm, revenue=100)
    work(until_idle=True)
    held.refresh_from_db()
    assert held.state == "draft"
    assert not RoundUnit.objects.exists()
    job = Job.objects.get(kind=starting.KIND)
    assert [one["code"] for one in job.problems] == ["round-held"]


def test_a_round_is_taken_back_until_somebody_answers_and_gets_a_new_edition(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = started(office)
    rounds.recall(office, held=held, version=held.version, why="漏了一项")
    assert (held.state, held.edition) == ("draft", 2)
    assert not RoundUnit.objects.exists()
    starting.start(office, held=held, version=held.version, cells=held.burden["cells"])
    work(until_idle=True)
    held.refresh_from_db()
    east = unit_named(held, "甲园")
    AnswerRow.objects.create(unit=east, entity="monthly_return", enterprise=A1, by_name="甲", at=held.made_at)
    with pytest.raises(Refusal) as refusal:
        rounds.recall(office, held=held, version=held.version, why="再改")
    assert codes(refusal.value) == {"round-answered"}
    assert Round.objects.get(pk=held.pk).state == "open"
    assert AnswerRow.objects.exists()


def test_a_round_is_postponed_for_those_whose_day_is_earlier(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = started(office)
    RoundUnit.objects.filter(pk=unit_named(held, "乙园").pk).update(due=dt.date(2026, 6, 30))
    with pytest.raises(Refusal) as refusal:
        rounds.postpone(office, held=held, version=held.version, due=DUE, why="放假")
    assert codes(refusal.value) == {"round-not-later"}
    moved = rounds.postpone(office, held=held, version=held.version, due=dt.date(2026, 6, 20), why="放假")
    assert (moved, held.due) == (1, dt.date(2026, 6, 20))
    assert unit_named(held, "甲园").due == dt.date(2026, 6, 20)
    assert unit_named(held, "乙园").due == dt.date(2026, 6, 30)
    told = Notice.objects.filter(person_id=place.person(Role.PARK)).latest("pk")
    assert "顺延至 2026-06-20" in told.said["zh"]


def test_the_due_day_counts_until_midnight(place: Staff) -> None:
    held = started(place.actor(Role.OFFICE))
    east = unit_named(held, "甲园")
    park = place.actor(Role.PARK)
    stand_on(DUE)
    assert not units.is_late(east)
    said = units.standing(east)
    assert said is not None
    assert said[0].zh == "今日24时截止"
    extensions.ask_extension(park, unit=east, until=DUE + dt.timedelta(days=3), why="系统检修")
    stand_on(DUE + dt.timedelta(days=1))
    assert units.is_late(east)
    west = unit_named(held, "乙园")
    other = place.actor(Role.OFFICE)
    with pytest.raises(Refusal) as refusal:
        extensions.ask_extension(_officer(place), unit=west, until=DUE + dt.timedelta(days=5), why="忘了")
    assert codes(refusal.value) == {"extension-late"}
    assert Extension.objects.count() == 1
    assert other.role is Role.OFFICE


def _officer(place: Staff):  # type: ignore[no-untyped-def]
    """Somebody of the other park."""
    from dataclasses import replace

    other = place.units["other_park"].pk
    return replace(place.actor(Role.PARK), organisation=other, organisations=frozenset({other}))


@pytest.mark.parametrize("until", [DUE, DUE + dt.timedelta(days=63)])
def test_an_extension_is_asked_for_a_fitting_day(place: Staff, until: dt.date) -> None:
    east = unit_named(started(place.actor(Role.OFFICE)), "甲园")
    with pytest.raises(Refusal) as refusal:
        extensions.ask_extension(place.actor(Role.PARK), unit=east, until=until, why="忙")
    assert codes(refusal.value) == {"extension-day"}
    assert not Extension.objects.exists()


def test_after_the_closing_nothing_is_asked_reminded_or_postponed(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = started(office)
    Round.objects.filter(pk=held.pk).update(state="closed")
    held.refresh_from_db()
    later = DUE + dt.timedelta(days=5)
    for act in (
        lambda: extensions.ask_extension(
            place.actor(Role.PARK), unit=unit_named(held, "甲园"), until=later, why="忙"
        ),
        lambda: reminders.remind(office, held=held),
        lambda: rounds.postpone(office, held=held, version=held.version, due=later, why="忙"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refusal:
            act()
        assert codes(refusal.value) == {"round-not-open"}
    assert not Extension.objects.exists()
    assert not Reminder.objects.exists()


def test_an_extension_is_granted_once_and_moves_the_units_own_day(place: Staff) -> None:
    office, later = place.actor(Role.OFFICE), DUE + dt.timedelta(days=5)
    held = started(office)
    east = unit_named(held, "甲园")
    asked = extensions.ask_extension(place.actor(Role.PARK), unit=east, until=later, why="财务出差")
    with pytest.raises(Refusal) as refusal:
        extensions.ask_extension(place.actor(Role.PARK), unit=east, until=later, why="再问")
    assert codes(refusal.value) == {"extension-asked"}
    assert [one.pk for one in chasing.to_answer(office)] == [asked.pk]
    stale = Extension.objects.select_related("unit__round").get(pk=asked.pk)
    extensions.answer_extension(office, extension=asked, grant=True)
    assert unit_named(held, "甲园").due == later
    assert unit_named(held, "乙园").due == DUE
    with pytest.raises(Refusal) as refusal:
        extensions.answer_extension(office, extension=stale, grant=False, answer="不行")
    assert codes(refusal.value) == {"extension-answered"}
    assert Extension.objects.get(pk=asked.pk).state == "granted"


def test_an_extension_is_refused_with_a_sentence_that_the_unit_reads(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = started(office)
    east = unit_named(held, "甲园")
    asked = extensions.ask_extension(
        place.actor(Role.PARK), unit=east, until=DUE + dt.timedelta(days=5), why="财务出差"
    )
    with pytest.raises(Refusal) as refusal:
        extensions.answer_extension(office, extension=asked, grant=False, answer=" ")
    assert codes(refusal.value) == {"why-missing"}
    extensions.answer_extension(office, extension=asked, grant=False, answer="须按期上报省里")
    assert unit_named(held, "甲园").due == DUE
    said = Notice.objects.filter(person_id=place.person(Role.PARK)).latest("pk").said["zh"]
    assert "须按期上报省里" in said


def test_a_reminder_says_what_is_missing_by_when_and_is_kept(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = started(office)
    east = unit_named(held, "甲园")
    AnswerRow.objects.create(
        unit=east, entity="monthly_return", enterprise=A1, values={"revenue": 1}, by_name="甲", at=held.made_at
    )
    RoundUnit.objects.filter(pk=east.pk).update(done=1)
    RoundUnit.objects.filter(pk=unit_named(held, "乙园").pk).update(state="submitted")
    assert reminders.remind(office, held=held) == 1
    (kept,) = Reminder.objects.all()
    assert kept.unit_id == east.pk
    for words in ("甲园", "5月快报", held.number, "2026年6月10日24时前", "尚缺 3 项", "甲二公司", "申请延期"):
        assert words in kept.text
    assert "甲一公司" not in kept.text
    assert Notice.objects.filter(person_id=place.person(Role.PARK), said__zh__startswith="催报").exists()


def test_nobody_is_reminded_who_has_submitted(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = started(office)
    RoundUnit.objects.filter(round=held).update(state="submitted")
    with pytest.raises(Refusal) as refusal:
        reminders.remind(office, held=held)
    assert codes(refusal.value) == {"nobody-to-remind"}
    assert not Reminder.objects.exists()


def test_a_late_units_reminder_does_not_offer_an_extension(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    east = unit_named(started(office), "甲园")
    stand_on(DUE + dt.timedelta(days=1))
    said = chasing.reminder_text(office, east, units.missing([east])[east.pk])
    assert "已于2026年6月10日24时截止" in said.zh
    assert "延期" not in said.zh
    assert "was due" in said.en
    stand_on(TODAY)


def test_two_confirmed_starts_are_one(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office)
    stale = Round.objects.get(pk=held.pk)
    starting.start(office, held=held, version=held.version, cells=held.burden["cells"])
    with pytest.raises(Refusal) as refusal:
        starting.start(office, held=stale, version=stale.version, cells=stale.burden["cells"])
    assert codes(refusal.value) == {"round-changed"}
    assert Job.objects.filter(kind=starting.KIND).count() == 1


def test_a_fully_held_round_need_not_go_out(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    for firm in (A1, A2, B1):
        monthly(firm, revenue=100, output=100)
    held = drafted(office)
    held = drafting.spare(office, held=held, version=held.version)
    assert held.sheets == []
    with pytest.raises(Refusal) as refusal:
        starting.start(office, held=held, version=held.version, cells=0)
    assert "round-empty" in codes(refusal.value)


def test_a_start_that_was_cancelled_can_be_taken_back_to_draft(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = drafted(office)
    job = starting.start(office, held=held, version=held.version, cells=held.burden["cells"])
    with pytest.raises(Refusal) as refusal:
        starting.give_up(office, held=held)
    assert codes(refusal.value) == {"round-starting"}
    cancel(office, job.pk)
    starting.give_up(office, held=held)
    assert Round.objects.get(pk=held.pk).state == "draft"
