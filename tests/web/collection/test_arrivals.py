"""Files that come back: read one at a time, merged, or put aside; nobody wins silently, nothing is half done."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from tests.web.collection.returned import CODES, KEYS, MAIN, WHOLE, Place, place, second_of

from peiyu.web.acting.roles import Role
from peiyu.web.collection.actions import arrivals
from peiyu.web.collection.incoming import reading
from peiyu.web.collection.models import AnswerRow, Arrival, RoundUnit
from peiyu.web.collection.queries.arrivals import conflicts_of
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.worker import work
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["place", "second_of"]


def said(unit: RoundUnit, key: int) -> dict[str, Any]:
    return AnswerRow.objects.get(unit=unit, enterprise=key).values


def test_a_returned_workbook_is_merged_into_its_unit(place: Place) -> None:
    (came,) = place.drop(place.workbook(place.park, WHOLE))
    assert (came.state, came.unit, came.how) == ("merged", place.park, "mark")
    assert came.account["taken"] == 5
    assert said(place.park, KEYS[0]) == {"revenue": 1_200_000_000, "staff": 80, "total_profit": 30_000_000}
    place.park.refresh_from_db()
    assert (place.park.state, place.park.done) == ("begun", 5)
    assert Entry.objects.filter(verb="arrival.merge").exists()


def test_a_blank_is_not_zero_and_takes_nothing_away(place: Place) -> None:
    place.type(place.park, KEYS[0], revenue="1200", staff="80")
    (came,) = place.drop(place.workbook(place.park, {CODES[0]: {"staff": 80}}))
    assert came.state == "merged"
    assert said(place.park, KEYS[0])["revenue"] == 1_200_000_000
    assert said(place.park, KEYS[1]) == {"revenue": None, "total_profit": None}


def test_the_same_file_twice_is_one(place: Place) -> None:
    book = place.workbook(place.park, WHOLE)
    place.drop(book)
    again = arrivals.bring(place.office, place.round, [("另一个名字.xlsx", book)])
    assert (again.taken, again.known) == (0, ["另一个名字.xlsx"])
    assert Arrival.objects.count() == 1


def test_two_answers_that_differ_wait_and_neither_wins(place: Place) -> None:
    place.type(place.park, KEYS[0], revenue="1300")
    (came,) = place.drop(place.workbook(place.park, WHOLE))
    assert came.state == "aside"
    assert said(place.park, KEYS[0])["revenue"] == 1_300_000_000
    assert said(place.park, KEYS[0])["staff"] == 80
    (conflict,) = conflicts_of(came)
    assert (conflict["held_said"], conflict["file_said"]) == ("1,300", "1,200")


@pytest.mark.parametrize(("take", "holds"), [("file", 1_200_000_000), ("held", 1_300_000_000)])
def test_a_person_settles_with_a_reason(place: Place, take: str, holds: int) -> None:
    place.type(place.park, KEYS[0], revenue="1300")
    (came,) = place.drop(place.workbook(place.park, WHOLE))
    with pytest.raises(Refusal) as told:
        arrivals.settle(place.office, came, choices={0: take}, why=" ")
    assert told.value.problems[0].code == "why-missing"
    with pytest.raises(Refusal):
        arrivals.settle(place.office, came, choices={7: take}, why="核对原件")
    arrivals.settle(place.office, came, choices={0: take}, why="核对原件")
    work(until_idle=True)
    came.refresh_from_db()
    assert (came.state, came.account["conflicts"]) == ("merged", [])
    assert said(place.park, KEYS[0])["revenue"] == holds
    assert Entry.objects.get(verb="arrival.settle").why == "核对原件"


def test_a_decision_holds_only_for_what_was_seen(place: Place) -> None:
    place.type(place.park, KEYS[0], revenue="1300")
    (came,) = place.drop(place.workbook(place.park, WHOLE))
    arrivals.settle(place.office, came, choices={0: "file"}, why="核对原件")
    place.type(place.park, KEYS[0], version=2, revenue="1400")
    work(until_idle=True)
    came.refresh_from_db()
    assert came.state == "aside"
    assert said(place.park, KEYS[0])["revenue"] == 1_400_000_000


def test_one_file_that_says_two_things_waits_for_a_person(place: Place) -> None:
    path = place.workbook(place.park, WHOLE)
    book = openpyxl.load_workbook(path)
    sheet = book[MAIN]
    sheet.append([3, *(cell.value for cell in sheet[5][1:3]), 1500, 80, 30])
    book.save(path)
    (came,) = place.drop(path)
    assert came.state == "aside"
    assert said(place.park, KEYS[0]).get("revenue") is None
    (conflict,) = conflicts_of(came)
    assert (conflict["held_said"], conflict["file_said"], conflict["within"]) == ("1,200", "1,500", True)
    arrivals.settle(place.office, came, choices={0: "file"}, why="第二行为准")
    work(until_idle=True)
    came.refresh_from_db()
    assert came.state == "merged"
    assert said(place.park, KEYS[0])["revenue"] == 1_500_000_000


def test_two_units_in_one_file_are_two_arrivals(place: Place) -> None:
    book = place.workbook(place.park, WHOLE)
    other = openpyxl.load_workbook(place.workbook(place.other, {CODES[2]: {"revenue": 560}, CODES[3]: {"revenue": 90}}))
    both = openpyxl.load_workbook(book)
    into = both[MAIN]
    for row in other[MAIN].iter_rows(min_row=5, values_only=True):
        into.append(row)
    both.save(book)
    came = place.drop(book)
    assert {(one.unit, one.state) for one in came} == {(place.park, "merged"), (place.other, "merged")}
    assert said(place.other, KEYS[3])["revenue"] == 90_000_000


def test_what_nobody_knows_waits_and_can_be_assigned(place: Place) -> None:
    path = place.folder / "汇总.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("名称", "数"), ("某某公司", 3)):
        sheet.append(row)
    book.save(path)
    (came,) = place.drop(path)
    assert (came.state, came.unit) == ("aside", None)
    assert came.problems
    arrivals.assign(place.office, came, unit=place.park.pk)
    work(until_idle=True)
    came.refresh_from_db()
    assert came.state == "aside"
    with pytest.raises(Refusal):
        arrivals.assign(place.office, came, unit=10_000)
    arrivals.leave_out(place.office, came, why="不是本次收表")
    came.refresh_from_db()
    assert (came.state, came.why) == ("dropped", "不是本次收表")
    assert not AnswerRow.objects.exists()


def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(place: Place) -> None:
    path = place.folder / "甲园.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook at all xl/")
    arrivals.bring(place.office, place.round, [(path.name, path)])
    work(until_idle=True)
    came = Arrival.objects.get()
    assert came.state == "refused"
    assert came.problems[0]["parts"]["next_step"]


def test_a_locked_workbook_is_refused_with_what_to_do(place: Place) -> None:
    path = place.folder / "甲园.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    (came,) = place.drop(path)
    assert (came.state, came.problems[0]["code"]) == ("refused", "file-encrypted")
    assert "密码" in came.problems[0]["parts"]["next_step"][0]


def test_wps_own_format_is_kept_and_asked_for_again(place: Place) -> None:
    path = place.folder / "甲园.et"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600)
    (came,) = place.drop(path)
    assert (came.state, came.problems[0]["code"], len(came.file)) == ("refused", "file-wps", 64)


def test_a_workbook_with_another_ending_is_read_as_what_it_is(place: Place) -> None:
    path = place.workbook(place.park, WHOLE)
    named = path.rename(path.with_suffix(".xls"))
    (came,) = place.drop(named)
    assert (came.state, came.name) == ("merged", "甲园.xls"), came.problems


def test_a_zip_with_folders_and_noise_in_it(place: Place) -> None:
    one = place.workbook(place.park, WHOLE)
    two = place.workbook(place.other, {CODES[2]: {"revenue": 560}})
    packed = place.folder / "收到的表.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(one, "5月/甲园/甲园填报.xlsx")
        archive.write(two, "5月/乙园.xlsx")
        archive.writestr("__MACOSX/5月/._乙园.xlsx", b"x")
        archive.writestr("5月/~$乙园.xlsx", b"x")
        archive.writestr("5月/宏.xlsm", b"PK")
        archive.writestr("5月/更早的.zip", b"PK")
    came = {one.name: one.state for one in place.drop(packed)}
    assert came == {"5月/甲园/甲园填报.xlsx": "merged", "5月/乙园.xlsx": "merged", "5月/宏.xlsm": "refused",
                    "5月/更早的.zip": "refused"}  # fmt: skip


def test_a_file_for_a_unit_that_has_handed_in_waits(place: Place) -> None:
    RoundUnit.objects.filter(pk=place.park.pk).update(state="submitted")
    (came,) = place.drop(place.workbook(place.park, WHOLE))
    assert came.state == "aside"
    assert came.problems[0]["code"] == "unit-handed-in"
    assert not AnswerRow.objects.exists()
    RoundUnit.objects.filter(pk=place.park.pk).update(state="begun")
    arrivals.merge_again(place.office, came)
    work(until_idle=True)
    came.refresh_from_db()
    assert came.state == "merged"


def test_a_unit_brings_its_own_and_no_other(place: Place) -> None:
    theirs = place.workbook(place.other, {CODES[2]: {"revenue": 560}})
    arrivals.bring_own(place.officer, place.park, name="a.xlsx", path=theirs)
    work(until_idle=True)
    came = Arrival.objects.get()
    assert (came.state, came.unit) == ("aside", place.park)
    assert not AnswerRow.objects.exists()
    with pytest.raises(Refusal) as told:
        arrivals.bring_own(place.officer, place.other, name="a.xlsx", path=theirs)
    assert told.value.status == 403
    with pytest.raises(Refusal):
        arrivals.bring(place.officer, place.round, [("a.xlsx", theirs)])
    with pytest.raises(Refusal) as known:
        arrivals.bring_own(place.officer, place.park, name="b.xlsx", path=theirs)
    assert known.value.problems[0].code == "arrival-known"


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("step", ["count", "check_all", "record"])
def test_killed_in_mid_merge_leaves_nothing_half_done(place: Place, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    files = [place.workbook(place.park, WHOLE), place.workbook(place.other, {CODES[2]: {"revenue": 560}})]
    arrivals.bring(place.office, place.round, [(one.name, one) for one in files])
    real, calls = getattr(reading, step), iter(range(1))

    def dying(*args: Any, **kwargs: Any) -> Any:
        if next(calls, None) is None:
            raise Killed
        return real(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(reading, step, dying)
        with pytest.raises(Killed):
            work(until_idle=True)
    assert list(Arrival.objects.order_by("pk").values_list("state", flat=True)) == ["merged", "waiting"]
    assert not AnswerRow.objects.filter(unit=place.other).exists()
    place.other.refresh_from_db()
    assert (place.other.state, place.other.done) == ("waiting", 0)
    Job.objects.filter(state="running").update(state="queued", lease=None)
    work(until_idle=True)
    assert set(Arrival.objects.values_list("state", flat=True)) == {"merged"}
    assert said(place.other, KEYS[2])["revenue"] == 560_000_000
    assert RoundUnit.objects.get(pk=place.other.pk).done == 1


def test_renamed_and_re_sorted_is_read_all_the_same(place: Place) -> None:
    path = place.workbook(place.park, WHOLE, "新建 XLSX 工作表.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book[MAIN]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=6)]
    for place_, row in enumerate(reversed(rows), start=5):
        for column, value in enumerate(row, start=1):
            sheet.cell(place_, column).value = value
    book.save(path)
    (came,) = place.drop(path)
    assert came.state == "merged"
    assert said(place.park, KEYS[0])["revenue"] == 1_200_000_000
    assert said(place.park, KEYS[1])["revenue"] == 8_000_000_000


def test_late_is_after_midnight_of_the_due_day(place: Place) -> None:
    from peiyu.web import clock
    from peiyu.web.collection.queries.arrivals import is_late

    (came,) = place.drop(place.workbook(place.park, WHOLE))
    came.unit.due = clock.today()
    assert not is_late(came)
    came.unit.due = clock.today().replace(year=2020)
    assert is_late(came)


Second = Callable[[Role, str], Any]


def test_the_unit_itself_may_settle_its_own_file(place: Place, second_of: Second) -> None:
    place.type(place.park, KEYS[0], revenue="1300")
    arrivals.bring_own(place.officer, place.park, name="a.xlsx", path=place.workbook(place.park, WHOLE))
    work(until_idle=True)
    came = Arrival.objects.get()
    with pytest.raises(Refusal) as told:
        arrivals.settle(second_of(Role.PARK, "other_park"), came, choices={0: "file"}, why="更正")
    assert told.value.status == 403
    arrivals.settle(place.officer, came, choices={0: "file"}, why="更正")
    work(until_idle=True)
    assert said(place.park, KEYS[0])["revenue"] == 1_200_000_000
