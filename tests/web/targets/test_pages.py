"""Pages of targets: what stands on them, in both languages, with a constant number of queries."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client
from tests.web.targets.conftest import EAST, PACK, SECRET, WEST, reading_by_hand, someone
from tests.web.targets.test_allocations import drafted

from peiyu.web import clock
from peiyu.web.acting.roles import Role
from peiyu.web.jobs.models import Job
from peiyu.web.look.language import speaking
from peiyu.web.targets import exports, queries
from peiyu.web.targets.models import Allocation, Closing, Reading, Share

pytestmark = pytest.mark.django_db


def signed(role: Role, **more: str) -> Client:
    client = Client()
    client.force_login(someone(role, **more), backend="django.contrib.auth.backends.AllowAllUsersModelBackend")
    return client


def key(enterprise: int) -> str:
    return f"/enterprises/{enterprise:016x}/"


def test_the_table_and_its_file_say_the_same(place: None) -> None:
    reading = reading_by_hand()
    client = signed(Role.OFFICE)
    page = client.get("/targets/?lang=zh").content.decode()
    for word in ("新增科技小巨人企业", "35家以上", "3家", "8.6%", "严重滞后", "按发证日期", "对外发布口径"):
        assert word in page
    english = client.get("/targets/?lang=en").content.decode()
    for word in ("New little giants", "35 or more", "far behind", "under the published definitions"):
        assert word in english
    file = client.get(f"/targets/download/?reading={reading.pk}&lang=zh")
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert sheet is not None
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"新增科技小巨人企业", "35家以上", "3家", "8.6%", "严重滞后", "按发证日期", "总数"} <= cells


def test_a_line_lists_what_the_reader_may_see(place: None) -> None:
    reading_by_hand()
    page = signed(Role.OFFICE).get("/targets/new_giants/?lang=zh").content.decode()
    assert key(EAST) in page
    assert key(WEST) in page
    assert key(SECRET) not in page
    assert "另有 1 条计数而不列出" in page
    park = signed(Role.PARK, area="东园", kind="park").get("/targets/new_giants/?lang=zh").content.decode()
    assert key(EAST) in park
    assert key(WEST) not in park
    assert "其中本单位" in park
    assert "2家" in park


def test_before_anything_is_measured_a_target_leads_to_where_it_can_be(place: None) -> None:
    answer = signed(Role.OFFICE).get("/targets/new_giants/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/targets/")
    assert signed(Role.ENTERPRISE).get("/targets/new_giants/").status_code == 404


def test_outsiders_and_guessed_addresses_find_nothing(place: None) -> None:
    look = reading_by_hand(standing=False, define={"D4": "x"})
    reading_by_hand()
    for role in (Role.ENTERPRISE, Role.SERVICE, Role.SYSTEM):
        for address in ("/targets/", "/targets/new_giants/", "/targets/gaps/", "/targets/closings/",
                        "/targets/allocations/", "/targets/download/"):  # fmt: skip
            assert signed(role).get(address).status_code == 404, (role, address)
    department = signed(Role.DEPARTMENT)
    for address in (f"/targets/?reading={look.pk}", "/targets/?reading=999999", "/targets/?reading=x",
                    "/targets/nothing/", "/targets/?month=2012-09", "/targets/allocations/1/"):  # fmt: skip
        assert department.get(address).status_code == 404, address
    assert Client().get("/targets/").status_code == 302


def test_asking_for_a_reading_makes_a_job_and_a_day_to_come_does_not(place: None) -> None:
    client = signed(Role.OFFICE)
    assert client.post("/targets/measure/", {"day": "2012-08-31"}).status_code == 302
    assert Job.objects.get().arguments["day"] == "2012-08-31"
    answer = client.post("/targets/measure/", {"day": "2012-12-31"})
    assert answer.status_code == 409
    assert "2012-12-31" in answer.content.decode()
    assert client.post("/targets/measure/", {"define": [f"{PACK}.D4=nonsense"]}).status_code == 422
    assert client.post("/targets/measure/", {"day": "昨天"}).status_code == 409
    assert Job.objects.count() == 1


def test_closing_on_the_pages(place: None) -> None:
    reading = reading_by_hand()
    first, second = signed(Role.OFFICE, name="周办"), signed(Role.OFFICE, name="吴复")
    assert "提请月结" in first.get("/targets/closings/?lang=zh").content.decode()
    to = first.post(f"/targets/closings/propose/{reading.pk}/")["Location"]
    assert "不能自己审结" in first.post(f"{to}close/").content.decode()
    assert second.post(f"{to}close/").status_code == 302
    assert Closing.objects.get().state == "closed"
    assert Reading.objects.get().state == "closed"
    page = second.get("/targets/?month=2012-09&lang=zh").content.decode()
    assert "月结" in page
    assert signed(Role.DEPARTMENT).get(f"/targets/closings/propose/{reading.pk}/").status_code == 404


def test_negotiating_on_the_pages(place: None) -> None:
    held = drafted()
    office = signed(Role.OFFICE)
    here = f"/targets/allocations/{held.pk}/"
    page = office.get(f"{here}?lang=zh").content.decode()
    assert "合计" in page
    wrong = office.post(f"{here}settle/", {"version": "1", "total": "35", **{
        f"share:{one.pk}:capacity": "很多" for one in Share.objects.all()}})  # fmt: skip
    assert wrong.status_code == 422
    assert "很多" in wrong.content.decode()
    assert office.post(f"{here}send/").status_code == 302
    one, other = Share.objects.order_by("place")[:2]
    park = signed(Role.PARK, area="A园", kind="park")
    mine = park.get(f"{here}?lang=zh").content.decode()
    assert "A园" in mine
    assert "B园" not in mine
    assert park.post(f"{here}shares/{other.pk}/accept/").status_code == 404
    kept = park.post(f"{here}shares/{one.pk}/ask/", {"number": "很少", "why": "新入园企业少"})
    assert kept.status_code == 422
    assert "新入园企业少" in kept.content.decode()
    assert park.post(f"{here}shares/{one.pk}/ask/", {"number": "10", "why": "新入园企业少"}).status_code == 302
    assert "新入园企业少" in office.get(f"{here}?lang=zh").content.decode()
    assert Allocation.objects.get().state == "sent"
    assert office.get(f"{here}document/").status_code == 200
    assert park.get(f"{here}document/").status_code == 404
    for address in ("/targets/allocations/new/?code=new_giants&lang=en", f"{here}?lang=en",
                    f"{here}shares/{one.pk}/people/", "/targets/allocations/?lang=en"):  # fmt: skip
        assert office.get(address).status_code == 200


def test_pages_ask_a_constant_number_of_questions(place: None, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    reading_by_hand()
    client = signed(Role.OFFICE)
    client.get("/targets/")
    with django_assert_max_num_queries(16):
        client.get("/targets/")
    with django_assert_max_num_queries(24):
        client.get("/targets/new_giants/")


def test_figures_in_which_an_enterprise_counts(place: None) -> None:
    from tests.web.targets.conftest import actor

    reading_by_hand()
    (one,) = queries.counts_of(actor(Role.OFFICE), PACK, EAST)
    assert (one.row.line.code, one.certain, one.times, one.key) == ("new_giants", True, 1, True)
    own = actor(Role.ENTERPRISE, enterprises=frozenset({EAST}))
    assert [each.key for each in queries.counts_of(own, PACK, EAST)] == [False]
    assert queries.counts_of(own, PACK, WEST) == ()


def test_every_line_is_printed(place: None) -> None:
    reading = reading_by_hand()
    with speaking("zh"):
        lines = [exports.target_line(one) for one in queries.lines(reading)]
    assert [one.goal.zh for one in lines] == ["35家以上", "未量化"]
    assert reading.at <= clock.now()
