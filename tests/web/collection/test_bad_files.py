"""What people really send, through the pages: nothing is lost, nothing half done, each says what to do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from tests.web.collection.conftest import signed_in
from tests.web.collection.returned import CODES, MAIN, WHOLE, Place, place

from peiyu.web.acting.roles import Role
from peiyu.web.collection.models import Arrival
from peiyu.web.files.named import LONGEST_BYTES, fitting
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.worker import work
from peiyu.web.notes.models import Notice

__all__ = ["place"]
pytestmark = pytest.mark.django_db
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
Change = Callable[[openpyxl.Workbook], None]


def zipped(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def filled(place: Place, change: Change = lambda book: None) -> bytes:
    book = openpyxl.load_workbook(place.workbook(place.park, WHOLE))
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def dropped(place: Place, name: str, content: bytes) -> list[Arrival]:
    """The office drops it in its browser."""
    sent = {"files": SimpleUploadedFile(name, content)}
    address = f"/collection/{place.round.number}/arrivals/drop/"
    answer = signed_in(place.staff, Role.OFFICE).post(address, sent, follow=True)
    assert answer.status_code == 200
    work(until_idle=True)
    assert not Job.objects.exclude(state="done").exists()
    return list(Arrival.objects.order_by("pk"))


def uploaded(place: Place, name: str, content: bytes) -> HttpResponse:
    """The unit sends it on its own page."""
    address = f"/collection/{place.round.number}/units/{place.park.pk}/answers/upload/"
    answer = signed_in(place.staff, Role.PARK).post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)
    work(until_idle=True)
    return answer


def hide_sheet(book: openpyxl.Workbook) -> None:
    book[MAIN].sheet_state = "hidden"


def refer_elsewhere(book: openpyxl.Workbook) -> None:
    book[MAIN]["D5"].value = "='[别的.xlsx]表'!A1"


UNREAD = (
    ("密.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "file-encrypted"),
    ("宏.xlsm", b"PK", "file-macros"),
    ("旧.et", OLE, "file-wps"),
    ("文.wps", OLE + "WordDocument".encode("utf-16-le"), "file-wps"),
    ("文.docx", zipped(**{"word/document.xml": b"<w/>"}), "file-not-workbook"),
    ("照片.jpg", b"\xff\xd8\xff" + b"0" * 500, "file-not-table"),
    ("包.rar", b"Rar!\x1a\x07", "archive-kind"),
    ("空.xlsx", b"", "file-empty"),
    ("半.xlsx", b"PK\x03\x04half", "file-damaged"),
)


@pytest.mark.parametrize(("name", "content", "code"), UNREAD)
def test_what_cannot_be_read_is_on_the_list_with_what_to_do(place: Place, name: str, content: bytes, code: str) -> None:
    (came,) = dropped(place, name, content)
    (problem,) = came.problems
    assert (came.state, problem["code"]) == ("refused", code)
    assert problem["parts"]["next_step"]
    assert not place.park.answers.exists()


@pytest.mark.parametrize(("name", "content", "code"), UNREAD)
def test_a_unit_hears_at_once_or_by_a_notice_why_its_file_cannot_be_read(
    place: Place, name: str, content: bytes, code: str
) -> None:
    answer = uploaded(place, name, content)
    told = Notice.objects.filter(person=place.staff.people[Role.PARK])
    if answer.status_code == 422:
        assert "请：" in answer.content.decode()
        assert not told.exists()
    else:
        (notice,) = told
        assert "请：" in notice.said["zh"]
        assert Arrival.objects.get().problems[0]["code"] == code
    assert not place.park.answers.exists()


def test_a_workbook_under_wpss_ending_is_merged(place: Place) -> None:
    (came,) = dropped(place, "甲园.et", filled(place))
    assert (came.state, came.account["answers"]) == ("merged", 5)
    page = signed_in(place.staff, Role.OFFICE).get(f"/collection/arrivals/{came.pk}/comments/")
    assert page.status_code == 200


@pytest.mark.parametrize(("change", "code"), [(hide_sheet, "form-hidden"), (refer_elsewhere, "formula-without-value")])
def test_what_is_hidden_or_stands_elsewhere_waits_and_the_unit_hears_of_it(
    place: Place, change: Change, code: str
) -> None:
    (came,) = dropped(place, "甲园.xlsx", filled(place, change))
    assert came.state == "aside"
    assert {one["problem"]["code"] for one in came.account["aside"]} == {code}


def test_hidden_columns_are_read_and_told(place: Place) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book[MAIN].column_dimensions["D"].hidden = True

    (came,) = dropped(place, "甲园.xlsx", filled(place, hide))
    assert (came.state, [one["code"] for one in came.problems]) == ("merged", ["columns-hidden"])


def test_a_name_longer_than_a_disk_takes_stops_neither_its_file_nor_the_others(place: Place) -> None:
    name = "很长" * 110 + ".xlsx"
    (came,) = dropped(place, name, filled(place))
    assert came.state == "merged"
    page = signed_in(place.staff, Role.OFFICE).get(f"/collection/arrivals/{came.pk}/comments/")
    assert page.status_code == 200


@pytest.mark.parametrize("name", ["很长" * 110 + ".xlsx", "a" * 300, "." + "点" * 200, "短.xlsx"])
def test_names_are_fitted_at_the_end_of_their_stem(name: str) -> None:
    found = fitting(name)
    assert len(found.encode()) <= LONGEST_BYTES
    assert found.endswith(name[-5:]) or len(name.encode()) > LONGEST_BYTES
    assert fitting(found) == found


def test_of_a_units_archive_every_file_is_told_also_those_that_cannot_be_taken(place: Place) -> None:
    inner = zipped(**{"a.xlsx": b"x"})
    uploaded(place, "我们的.zip", zipped(**{"甲园.xlsx": filled(place), "里面.zip": inner, "程序.exe": b"MZ"}))
    by_name = {one.name: one for one in Arrival.objects.all()}
    assert {name: one.state for name, one in by_name.items()} == {
        "甲园.xlsx": "merged", "里面.zip": "refused", "程序.exe": "refused",
    }  # fmt: skip
    assert {one.unit_id for one in by_name.values()} == {place.park.pk}
    page = signed_in(place.staff, Role.PARK).get(f"/collection/arrivals/{by_name['里面.zip'].pk}/")
    assert "压缩包里又有压缩包" in page.content.decode()


def test_anothers_form_brought_as_ones_own_says_so(place: Place) -> None:
    theirs = place.workbook(place.other, {CODES[2]: {"revenue": 5}})
    uploaded(place, "别人的.xlsx", theirs.read_bytes())
    came = Arrival.objects.get()
    assert came.state == "aside"
    assert "arrival-anothers" in {one["problem"]["code"] for one in came.account["aside"]}
    (notice,) = Notice.objects.filter(person=place.staff.people[Role.PARK])
    assert "别的单位的表" in notice.said["zh"]
    assert not place.other.answers.exists()
