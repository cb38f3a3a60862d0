"""Pages of what comes back: who sees which, what a row answers with; a constant number of queries a page."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.collection.returned import CODES, KEYS, MAIN, WHOLE, Place, place, second_of

from peiyu.web import clock
from peiyu.web.accounts.actions import make_token
from peiyu.web.accounts.models import Post
from peiyu.web.accounts.queries import actor_of_post
from peiyu.web.acting.roles import Role
from peiyu.web.collection.actions import submissions
from peiyu.web.collection.models import AnswerRow, Arrival, RoundFirm, RoundUnit, Submission
from peiyu.web.enterprises.models import Intake
from peiyu.web.jobs.worker import work
from peiyu.web.look.schemas import written_key

pytestmark = pytest.mark.django_db
__all__ = ["place", "second_of"]
Visit = Callable[[Role], Client]
ROOT = "/collection/2026-10-01/"


def row(key: int, version: int = 0, number: int = 0, **texts: str) -> dict[str, str]:
    """A row as the grid sends it."""
    name = f"r{number}"
    return {name: f"monthly_return:{written_key(key)}:", f"{name}:v": str(version),
            **{f"{name}:f:{field}": text for field, text in texts.items()}}  # fmt: skip


def fetched(client: Client, address: str) -> bytes:
    """A file that is given out."""
    return b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]


def answered(place: Place) -> Submission:
    place.type(place.park, KEYS[0], revenue="1200", staff="80")
    place.type(place.park, KEYS[1], revenue="8000")
    return submissions.hand_in(place.officer, place.park)


def test_a_row_is_saved_and_told(place: Place, visit: Visit) -> None:
    park = visit(Role.PARK)
    address = f"{ROOT}units/{place.park.pk}/answers/"
    assert "云帆稀土科技有限公司" in park.get(address).content.decode()
    told = park.post(address + "row/", row(KEYS[0], revenue="很多", staff="80"), headers={"HX-Request": "true"})
    shown = told.content.decode()
    assert told.status_code == 200
    assert 'name="r0:v" value="1"' in shown
    assert "不能识别" in shown
    again = park.post(address + "row/", row(KEYS[0], revenue="5"), headers={"HX-Request": "true"})
    assert again.status_code == 409
    assert "很多" in again.content.decode()
    assert AnswerRow.objects.get().raw["revenue"] == "很多"
    over = row(KEYS[0], revenue="5") | {"r0:over": "1"}
    assert park.post(address + "row/", over, headers={"HX-Request": "true"}).status_code == 200
    assert AnswerRow.objects.get().raw["revenue"] == "5"


def test_a_warning_is_no_error(place: Place, visit: Visit) -> None:
    sent = row(KEYS[0], revenue="0", staff="0", total_profit="0")
    address = f"{ROOT}units/{place.park.pk}/answers/"
    shown = visit(Role.PARK).post(address + "row/", sent, headers={"HX-Request": "true"}).content.decode()
    assert "warning-said" in shown
    assert "error-said" not in shown
    assert 'name="r0:w:' in shown


def test_without_scripts_the_whole_page_is_saved(place: Place, visit: Visit) -> None:
    address = f"{ROOT}units/{place.park.pk}/answers/"
    sent = row(KEYS[0], revenue="1200") | row(KEYS[1], number=1, revenue="8000")
    answer = visit(Role.PARK).post(address + "save/", sent)
    assert answer.status_code == 302
    assert AnswerRow.objects.count() == 2


@pytest.mark.parametrize(
    "bad", [{"r0": "x"}, {"r0": "monthly_return:zz:", "r0:v": "0"}, {}, {"r0": "a:b:c", "r0:v": "1"}]
)
def test_what_no_grid_sends_is_not_found(place: Place, visit: Visit, bad: dict[str, str]) -> None:
    answer = visit(Role.PARK).post(f"{ROOT}units/{place.park.pk}/answers/row/", bad)
    assert answer.status_code == 404
    assert not AnswerRow.objects.exists()


def test_a_submission_with_open_findings_stays_where_it_was(place: Place, visit: Visit) -> None:
    place.type(place.park, KEYS[0], revenue="1200")
    answer = visit(Role.PARK).post(f"{ROOT}units/{place.park.pk}/answers/hand-in/", {})
    assert answer.status_code == 422
    assert "还不能报送" in answer.content.decode()
    assert not Submission.objects.exists()


OWN = ("units/{park}/answers/", "units/{park}/latest/")
OTHER = ("units/{other}/answers/", "units/{other}/latest/")
KEEPER = ("arrivals/", "closing/")


def test_what_is_anothers_is_not_there(place: Place, visit: Visit) -> None:
    """Role × page: own pages, another's, the keeper's."""
    made, theirs = answered(place), place.other
    names = {"park": place.park.pk, "other": theirs.pk}
    park, leader, system = visit(Role.PARK), visit(Role.LEADER), visit(Role.SYSTEM)
    for page in OWN:
        assert park.get(ROOT + page.format(**names)).status_code in (200, 302)
        assert leader.get(ROOT + page.format(**names)).status_code in (200, 302)
        assert system.get(ROOT + page.format(**names)).status_code == 404
    for page in OTHER:
        assert park.get(ROOT + page.format(**names)).status_code == 404
    Submission.objects.filter(pk=made.pk).update(unit=theirs)
    for page in ("", "print/", "document/", "scan/"):
        assert park.get(f"/collection/submissions/{made.pk}/{page}").status_code == 404
    for verb in ("accept", "return", "take-back", "attach"):
        assert park.post(f"/collection/submissions/{made.pk}/{verb}/", {"why": "x"}).status_code == 404
    for verb in ("row", "save", "check", "hand-in", "upload", "correct", "add-row", "remove-row"):
        assert park.post(f"{ROOT}units/{theirs.pk}/answers/{verb}/", row(KEYS[2], revenue="1")).status_code == 404
    made.refresh_from_db()
    assert made.state == "submitted"


def test_a_leader_looks_and_changes_nothing(place: Place, visit: Visit) -> None:
    answer = visit(Role.LEADER).post(f"{ROOT}units/{place.park.pk}/answers/row/", row(KEYS[0], revenue="1"))
    assert answer.status_code == 403
    assert not AnswerRow.objects.exists()


def test_files_dropped_by_the_office(place: Place, visit: Visit) -> None:
    office = visit(Role.OFFICE)
    book = place.workbook(place.park, WHOLE)
    sent = SimpleUploadedFile("甲园.xlsx", book.read_bytes())
    answer = office.post(f"{ROOT}arrivals/drop/", {"files": [sent]})
    assert answer.status_code == 302
    work(until_idle=True)
    came = Arrival.objects.get()
    listed = office.get(f"{ROOT}arrivals/").content.decode()
    assert "甲园.xlsx" in listed
    assert "已并入" in listed
    page = office.get(f"/collection/arrivals/{came.pk}/").content.decode()
    assert "表内标记" in page
    assert fetched(office, f"/collection/arrivals/{came.pk}/file/") == book.read_bytes()
    assert office.post(f"{ROOT}arrivals/drop/", {}).status_code == 422
    assert office.post(f"{ROOT}arrivals/hand-in/", {}).status_code == 302
    assert visit(Role.PARK).post(f"{ROOT}arrivals/hand-in/", {}).status_code == 403
    made = Submission.objects.get()
    refused = office.post("/collection/reviewing/", {"submission": [made.pk]})
    assert refused.status_code == 422
    assert visit(Role.BANK).post("/collection/reviewing/", {"submission": [made.pk]}).status_code == 302
    made.refresh_from_db()
    assert made.state == "submitted"
    assert visit(Role.BANK).get(f"/collection/arrivals/{came.pk}/").status_code == 404
    assert visit(Role.PARK).get(f"/collection/arrivals/{came.pk}/").status_code == 200
    Arrival.objects.update(unit=place.other)
    for page in ("", "file/", "comments/"):
        assert visit(Role.PARK).get(f"/collection/arrivals/{came.pk}/{page}").status_code == 404
    for verb in ("assign", "settle", "again", "leave-out"):
        assert visit(Role.PARK).post(f"/collection/arrivals/{came.pk}/{verb}/", {"why": "x"}).status_code == 404
    Arrival.objects.update(unit=place.park)
    assert visit(Role.PARK).post(f"{ROOT}arrivals/drop/", {"files": [sent]}).status_code == 403


def test_the_senders_workbook_comes_back_with_comments(place: Place, visit: Visit, tmp_path: Path) -> None:
    (came,) = place.drop(place.workbook(place.park, {CODES[0]: {"revenue": "很多"}}))
    answer = visit(Role.OFFICE).get(f"/collection/arrivals/{came.pk}/comments/")
    path = tmp_path / "back.xlsx"
    path.write_bytes(answer.content)
    book = openpyxl.load_workbook(path)
    said = {cell.coordinate: cell.comment.text for line in book[MAIN].iter_rows() for cell in line if cell.comment}
    assert "不是数字" in said["D5"]
    assert "必填" in said["D6"]
    assert book.sheetnames[0] == "核对意见"


def test_reviewing_in_pages(place: Place, visit: Visit) -> None:
    made = answered(place)
    office = visit(Role.OFFICE)
    assert "甲园" in office.get("/collection/reviewing/").content.decode()
    address = f"/collection/submissions/{made.pk}/"
    assert "采信" in office.get(address).content.decode()
    scan = SimpleUploadedFile("盖章.pdf", b"%PDF-1.4 x")
    assert visit(Role.PARK).post(address + "attach/", {"scan": scan}).status_code == 302
    assert fetched(office, address + "scan/") == b"%PDF-1.4 x"
    printed = visit(Role.PARK).get(address + "print/").content.decode()
    assert "单位盖章" in printed
    assert made.document in printed
    assert visit(Role.PARK).get(address + "document/").content[:2] == b"PK"
    assert office.post(address + "return/", {"why": " "}).status_code == 422
    assert office.post(address + "accept/", {}).status_code == 302
    made.refresh_from_db()
    assert made.state == "accepted"


def test_closing_in_pages(place: Place, visit: Visit) -> None:
    submissions.accept(place.office, answered(place))
    office, leader = visit(Role.OFFICE), visit(Role.LEADER)
    assert "乙园" in office.get(f"{ROOT}closing/").content.decode()
    assert office.post(f"{ROOT}closing/propose/", {}).status_code == 302
    assert office.post(f"{ROOT}closing/close/", {}).status_code == 403
    assert leader.post(f"{ROOT}closing/close/", {}).status_code == 302
    work(until_idle=True)
    shown = office.get(f"{ROOT}closing/").content.decode()
    assert "已关账" in shown
    assert "乙园" in shown
    assert Intake.objects.get().kind == "round"
    assert visit(Role.PARK).post(f"{ROOT}closing/propose/", {}).status_code == 403
    unit = f"{ROOT}units/{place.park.pk}/answers/"
    assert visit(Role.PARK).post(unit + "correct/", {"why": "更正"}).status_code == 302
    place.park.refresh_from_db()
    place.type(place.park, KEYS[0], version=1, revenue="1300", staff="80")
    assert visit(Role.PARK).post(unit + "hand-in/", {"why": "更正"}).status_code == 302
    made = Submission.objects.get(number=2)
    office.post(f"/collection/submissions/{made.pk}/accept/", {})
    work(until_idle=True)
    page = office.get(f"/collection/corrections/{made.correction.pk}/").content.decode()
    assert "1,300" in page
    assert visit(Role.BANK).get(f"/collection/corrections/{made.correction.pk}/").status_code == 404


CONFLICT = {"entity": "monthly_return", "enterprise": KEYS[2], "record": None, "field": "revenue",
            "held": {"value": 5, "raw": "5", "by": ""}, "file": {"value": 6, "raw": "6", "at": ""}}  # fmt: skip


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_pages_ask_a_constant_number_of_queries(place: Place, visit: Visit) -> None:
    made = answered(place)
    (came,) = place.drop(place.workbook(place.other, {CODES[2]: {"revenue": "很多"}}))
    office = visit(Role.OFFICE)
    addresses = (f"{ROOT}units/{place.park.pk}/answers/", f"/collection/submissions/{made.pk}/", f"{ROOT}arrivals/",
                 f"/collection/arrivals/{came.pk}/", f"{ROOT}closing/", "/collection/reviewing/")  # fmt: skip
    came.account |= {"conflicts": [CONFLICT]}
    came.save()
    for address in addresses:
        queries(office, address)
    before = [queries(office, address) for address in addresses]
    came.account |= {"conflicts": [CONFLICT] * 20}
    came.save()
    made.rows = [
        {**made.rows[0], "enterprise": 5000 + number, "explained": {"revenue": "停产"}} for number in range(20)
    ]
    made.save()
    for number in range(20):
        RoundFirm.objects.create(unit=place.park, key=5000 + number, code=f"C{number}", name=f"企业{number}")
        AnswerRow.objects.create(unit=place.park, entity="monthly_return", enterprise=5000 + number, by_name="某",
                                 values={"revenue": None}, raw={"revenue": "多"}, at=made.at)  # fmt: skip
        unit = RoundUnit.objects.create(round=place.round, enterprise=9000 + number, name=f"户{number}",
                                        due=place.round.due, state="submitted")  # fmt: skip
        Submission.objects.create(unit=unit, number=1, hash="0" * 64, document=f"d{number}", by_name="某",
                                  day=place.round.due, at=made.at)  # fmt: skip
        Arrival.objects.create(round=place.round, unit=unit, name=f"{number}.xlsx", file="0" * 64, state="aside",
                               by_name="某", day=place.round.due, at=made.at)  # fmt: skip
    assert [queries(office, address) for address in addresses] == before


def test_the_api_answers_and_hands_in(place: Place) -> None:
    def caller(role: Role) -> Callable[..., Any]:
        post = Post.objects.select_related("person", "organisation").get(person_id=place.staff.person(role))
        token = make_token(actor_of_post(post.person, post), name="t", until=clock.today() + dt.timedelta(days=9))
        client, head = Client(), {"Authorization": f"Bearer {token}"}

        def call(method: str, path: str, body: Any = None) -> tuple[int, Any]:
            answer = client.generic(method, f"/api/v1/rounds{path}", data=json.dumps(body or {}),
                                    content_type="application/json", headers=head)  # fmt: skip
            return answer.status_code, answer.json()

        return call

    park = caller(Role.PARK)
    status, rounds = park("GET", "/")
    assert (status, [one["name"] for one in rounds[0]["units"]]) == (200, ["甲园"])
    unit = f"/2026-10-01/units/{place.park.pk}"
    status, asked = park("GET", unit)
    (sheet,) = asked["sheets"]
    assert [one["code"] for one in sheet["fields"]] == ["revenue", "staff", "total_profit"]
    assert sheet["rows"][1]["held"] == {"staff": "300"}
    given = [{"entity": "monthly_return", "enterprise": one["enterprise"], "version": one["version"],
              "answers": {"revenue": "1200"}} for one in sheet["rows"]]  # fmt: skip
    status, kept = park("PUT", f"{unit}/answers", {"rows": given})
    assert (status, kept["refused"], kept["unit"]["done"]) == (200, [], 2)
    status, kept = park("PUT", f"{unit}/answers", {"rows": [{**given[0], "answers": {"revenue": "9"}}]})
    assert [one["problems"][0]["code"] for one in kept["refused"]] == ["row-changed"]
    other = f"/2026-10-01/units/{place.other.pk}"
    assert [park("GET", other)[0], park("PUT", f"{other}/answers", {"rows": given})[0],
            park("POST", f"{other}/submit")[0]] == [404, 404, 404]  # fmt: skip
    assert caller(Role.LEADER)("PUT", f"{unit}/answers", {"rows": given})[0] == 403
    status, made = park("POST", f"{unit}/submit")
    assert (status, made["state"]) == (201, "submitted")
    assert park("POST", f"{unit}/submit")[0] == 409
