"""核对意见 of a whole round in one archive, and what a unit hears of its files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from tests.web.collection.conftest import signed_in
from tests.web.collection.returned import CODES, KEYS, WHOLE, Place, place

from peiyu.web.acting.roles import Role
from peiyu.web.collection.actions import arrivals, submissions
from peiyu.web.collection.incoming.bundling import LIST
from peiyu.web.collection.models import Arrival
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.jobs.worker import work
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.models import Notice
from peiyu.web.trail.models import Entry

__all__ = ["place"]
pytestmark = pytest.mark.django_db


def office(place: Place) -> Client:
    return signed_in(place.staff, Role.OFFICE)


def packed(place: Place) -> zipfile.ZipFile:
    arrivals.ask_comments(place.office, place.round, lang="zh")
    work(until_idle=True)
    answer = office(place).get(f"/collection/{place.round.number}/arrivals/comments/")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def listed(archive: zipfile.ZipFile) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(archive.read(LIST.zh))).active
    assert sheet is not None
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    start = next(at for at, row in enumerate(rows) if row[0] == "报送单位")
    return rows[start + 1 :]


def test_every_sender_with_something_open_has_a_workbook_and_everybody_a_line(place: Place, tmp_path: Path) -> None:
    unknown = tmp_path / "不知道谁.xlsx"
    openpyxl.Workbook().save(unknown)
    place.drop(place.workbook(place.park, {CODES[0]: {"revenue": "很多"}}), unknown)
    archive = packed(place)
    (name,) = [one for one in archive.namelist() if one != LIST.zh]
    assert name.startswith(place.park.name)
    assert "核对意见" in openpyxl.load_workbook(io.BytesIO(archive.read(name))).sheetnames
    by_unit = {row[0]: row for row in listed(archive)}
    assert by_unit[place.park.name][6] == name
    assert by_unit[place.other.name][7] == "还没有报送"
    assert by_unit["（认不出单位）"][1] == "不知道谁.xlsx"
    assert by_unit["（认不出单位）"][7]
    assert Entry.objects.filter(verb="round.comments").exists()


def test_a_unit_with_nothing_open_gets_nothing_back(place: Place) -> None:
    place.drop(place.workbook(place.park, WHOLE))
    place.park.findings.update(explanation="属实")
    archive = packed(place)
    assert archive.namelist() == [LIST.zh]
    assert {row[0]: row[7] for row in listed(archive)}[place.park.name] == "没有待处理的问题，不必退回"


def test_what_became_confidential_is_packed_anew_without_it(place: Place) -> None:
    place.drop(place.workbook(place.park, {CODES[0]: {"revenue": "很多"}}))
    type(place.park).objects.filter(pk=place.park.pk).update(organisation=None, enterprise=KEYS[0])
    assert len(packed(place).namelist()) == 2
    Enterprise.objects.filter(key=KEYS[0]).update(sensitive=True)
    gone = office(place).get(f"/collection/{place.round.number}/arrivals/comments/")
    assert gone.status_code == 404
    assert packed(place).namelist() == [LIST.zh]


def test_only_who_asks_packs_and_takes_comments(place: Place) -> None:
    with pytest.raises(Refusal) as refused:
        arrivals.ask_comments(place.officer, place.round, lang="zh")
    assert refused.value.status == 403
    park = signed_in(place.staff, Role.PARK)
    assert park.get(f"/collection/{place.round.number}/arrivals/comments/").status_code == 403


def told(place: Place) -> list[Notice]:
    people = place.staff.people[Role.PARK]
    return list(Notice.objects.filter(person=people).order_by("pk"))


def test_a_unit_hears_that_something_of_its_file_was_put_aside_why_and_what_next(place: Place) -> None:
    (came,) = place.drop(place.workbook(place.park, {CODES[0]: {"revenue": "很多"}}))
    assert came.state == "aside"
    (notice,) = told(place)
    assert notice.address == f"/collection/arrivals/{came.pk}/"
    assert came.name in notice.said["zh"]
    assert "请：" in notice.said["zh"]
    assert "Next:" in notice.said["en"]
    assert signed_in(place.staff, Role.PARK).get(notice.address).status_code == 200


def test_the_same_is_told_once_however_often_the_file_is_read(place: Place) -> None:
    (came,) = place.drop(place.workbook(place.park, {CODES[0]: {"revenue": "很多"}}))
    arrivals.merge_again(place.office, came)
    work(until_idle=True)
    came.refresh_from_db()
    assert came.state == "aside"
    assert len(told(place)) == 1


def test_a_unit_hears_nothing_of_a_file_that_was_taken_whole(place: Place) -> None:
    place.drop(place.workbook(place.park, WHOLE))
    assert told(place) == []


def test_a_unit_hears_that_its_file_differs_from_what_it_typed(place: Place) -> None:
    place.type(place.park, KEYS[0], revenue="7", staff="80")
    place.drop(place.workbook(place.park, WHOLE))
    (notice,) = told(place)
    assert "与已填的数不一致" in notice.said["zh"]


def test_a_unit_hears_that_its_file_is_left_out_by_others_and_why(place: Place) -> None:
    (came,) = place.drop(place.workbook(place.park, {CODES[0]: {"revenue": "很多"}}))
    arrivals.leave_out(place.office, came, why="报错了月份")
    assert "报错了月份" in told(place)[-1].said["zh"]
    assert Arrival.objects.get(pk=came.pk).state in ("merged", "dropped")


def test_what_was_returned_says_why_and_what_next_in_the_notice_and_on_the_page(place: Place) -> None:
    place.drop(place.workbook(place.park, WHOLE))
    place.park.findings.update(explanation="属实")
    for row in place.park.answers.all():
        row.explained = dict.fromkeys(row.values, "属实")
        row.save()
    place.park.refresh_from_db()
    handed = submissions.hand_in(place.officer, place.park)
    submissions.give_back(place.office, handed, why="营业收入与税务不符")
    notice = told(place)[-1]
    assert "营业收入与税务不符" in notice.said["zh"]
    assert "重新报送" in notice.said["zh"]
    page = signed_in(place.staff, Role.PARK).get(notice.address).content.decode()
    assert "第1版被退回：营业收入与税务不符" in page
