"""The API: what the pages show and allow, by token, as JSON."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.api.conftest import PACK, Ask, token_of

from peiyu.web.accounts.models import Person, Token
from peiyu.web.enterprises.models import Enterprise, Intake
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.worker import work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]
OFFICE, PARK, BANK = "bangongshi", "yuanqu", "xitong"


def codes(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [one["code"] for one in answer["problems"]]


def test_without_a_token_nothing_is_told(client: Client, ask: Ask) -> None:
    status, answer = ask("", "/enterprises/")
    assert (status, codes(answer)) == (401, ["token-needed"])
    assert answer["problems"][0]["message"].keys() == {"zh", "en"}
    plain = client.get("/api/v1/enterprises/")
    assert plain["Content-Type"] == "application/problem+json"
    assert plain["WWW-Authenticate"] == "Bearer"


def test_a_session_is_no_token(client: Client) -> None:
    client.force_login(
        Person.objects.get(sign_in=OFFICE), backend="django.contrib.auth.backends.AllowAllUsersModelBackend"
    )
    assert client.get("/api/v1/enterprises/").status_code == 401


def test_a_token_that_was_revoked_or_is_over_lets_nobody_in(client: Client) -> None:
    head = {"Authorization": f"Bearer {token_of(OFFICE)}"}
    assert client.get("/api/v1/enterprises/", headers=head).status_code == 200
    Token.objects.update(until=dt.date(2012, 1, 1))
    assert client.get("/api/v1/enterprises/", headers=head).status_code == 401


def test_the_registry_is_walked_page_by_page_each_enterprise_once(ask: Ask) -> None:
    found, after = [], ""
    while True:
        status, page = ask(OFFICE, "/enterprises/", limit=17, **({"after": after} if after else {}))
        assert status == 200
        found += [one["key"] for one in page["items"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert len(found) == len(set(found)) == Enterprise.objects.filter(sensitive=False).count()


def test_the_registry_is_narrowed_by_what_it_holds(ask: Ask) -> None:
    park = Enterprise.objects.exclude(park="").filter(sensitive=False).values_list("park", flat=True)[0]
    _, page = ask(OFFICE, "/enterprises/", park=park, limit=200)
    assert {one["park"] for one in page["items"]} == {park}


def test_a_park_officer_sees_the_own_park_only_and_another_is_not_there(ask: Ask) -> None:
    _, page = ask(PARK, "/enterprises/", limit=200)
    parks = {one["park"] for one in page["items"]}
    assert len(parks) == 1
    other = Enterprise.objects.filter(sensitive=False).exclude(park__in=parks)[0]
    status, answer = ask(PARK, f"/enterprises/{other.key % 2**64:016x}")
    assert (status, codes(answer)) == (404, ["not-found"])
    for address in ("facts", "verdicts", "verdicts/cn-tech-sme-2017.tech_sme"):
        assert ask(PARK, f"/enterprises/{other.key % 2**64:016x}/{address}")[0] == 404


def test_administrators_see_no_enterprise(ask: Ask) -> None:
    assert ask("xitong", "/enterprises/")[1]["items"] == []


def test_confidential_enterprises_are_never_listed_and_found_by_key_by_those_who_may(ask: Ask) -> None:
    firm = Enterprise.objects.filter(sensitive=False)[0]
    Enterprise.objects.filter(pk=firm.pk).update(sensitive=True)
    key = f"{firm.key % 2**64:016x}"
    _, page = ask(OFFICE, "/enterprises/", limit=200)
    assert key not in {one["key"] for one in page["items"]}
    assert ask(OFFICE, f"/enterprises/{key}")[0] == 200
    assert ask("fenxi", f"/enterprises/{key}")[0] == 404


def test_search_finds_by_name_and_code(ask: Ask) -> None:
    firm = Enterprise.objects.filter(sensitive=False)[0]
    for text in (firm.name, firm.code):
        _, found = ask(OFFICE, "/enterprises/search", q=text)
        assert found[0]["code"] == firm.code


def test_facts_carry_their_source_and_unit_and_a_strange_entity_is_refused(ask: Ask) -> None:
    firm = Enterprise.objects.filter(sensitive=False, revenue__isnull=False)[0]
    key = f"{firm.key % 2**64:016x}"
    _, rows = ask(OFFICE, f"/enterprises/{key}/facts", entity="annual_return")
    row = max(rows, key=lambda one: one["period"])
    revenue = next(one for one in row["values"] if one["field"] == "revenue")
    assert revenue["unit"]["zh"] == "万元"
    assert round(float(revenue["value"]) * 1_000_000) == firm.revenue
    assert row["source"]
    status, answer = ask(OFFICE, f"/enterprises/{key}/facts", entity="secrets")
    assert (status, codes(answer)) == (422, ["entity-unknown"])


def test_verdicts_and_why(ask: Ask) -> None:
    firm = Enterprise.objects.filter(sensitive=False)[0]
    key = f"{firm.key % 2**64:016x}"
    _, held = ask(OFFICE, f"/enterprises/{key}/verdicts")
    assert held
    one = held[0]
    _, why = ask(OFFICE, f"/enterprises/{key}/verdicts/{one['tier']}")
    assert why["outcome"] == one["outcome"]
    assert why["parts"][0]["depth"] == 0
    assert "不作为认定依据" in why["disclaimer"]["zh"]
    _, page = ask(OFFICE, f"/verdicts/{one['tier']}/{one['outcome']}", limit=200)
    assert key in {each["key"] for each in page["items"]}
    assert codes(ask(OFFICE, f"/enterprises/{key}/verdicts/none.such")[1]) == ["tier-unknown"]


def test_packs_tiers_and_clauses(ask: Ask) -> None:
    _, packs = ask(OFFICE, "/packs/")
    assert PACK in {one["id"] for one in packs}
    _, tiers = ask(OFFICE, "/packs/cn-tech-sme-2017/tiers")
    assert tiers[0]["rules"]
    _, document = ask(OFFICE, f"/packs/{PACK}/clauses")
    assert any(one["things"] for one in document["clauses"])
    assert ask(OFFICE, "/packs/cn-tech-sme-2017/clauses")[0] == 404
    assert codes(ask(OFFICE, "/packs/none/tiers")[1]) == ["pack-unknown"]
    assert codes(ask("xitong", "/packs/")[1]) == ["not-allowed"]


def test_a_figure_opens_to_its_records(ask: Ask) -> None:
    _, reading = ask(OFFICE, f"/targets/{PACK}")
    assert reading["lines"]
    line = max((one for one in reading["lines"] if one["kind"] == "target"), key=lambda one: int(one["records"]))
    _, page = ask(OFFICE, f"/targets/{PACK}/{line['code']}/records", limit=3)
    assert len(page["items"]) == min(3, line["records"])
    further = ask(OFFICE, f"/targets/{PACK}/{line['code']}/records", limit=3, after=page["next"])[1]
    assert not {one["id"] for one in page["items"]} & {one["id"] for one in further["items"]}
    assert codes(ask(OFFICE, f"/targets/{PACK}/none/records")[1]) == ["line-unknown"]
    assert codes(ask(OFFICE, "/targets/none")[1]) == ["reading-unknown"]
    assert codes(ask("xitong", f"/targets/{PACK}")[1]) == ["not-allowed"]


def test_statistics_go_out_with_small_cells_hidden(ask: Ask) -> None:
    status, tables = ask(OFFICE, f"/statistics/{PACK}")
    assert status == 200
    assert tables
    assert all(one["hidden"] == sum(cell is None for row in one["rows"] for cell in row) for one in tables)
    assert codes(ask("xitong", f"/statistics/{PACK}")[1]) == ["not-allowed"]


def ledger(path: Path) -> bytes:
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": dt.datetime(2012, 1, 31)})
        sheet = book.add_worksheet("台账")
        for column, head in enumerate(("统一社会信用代码", "企业名称", "2011年营业收入（万元）")):
            sheet.write(0, column, head)
        for column, cell in enumerate(("91110108551385082Q", "云帆稀土科技有限公司", 1200.5)):
            sheet.write(1, column, cell)
    return path.read_bytes()


def test_a_ledger_is_brought_read_and_stored(ask: Ask, tmp_path: Path) -> None:
    contents = ledger(tmp_path / "a.xlsx")
    status, made = ask(OFFICE, "/intakes/", {"file": SimpleUploadedFile("台账.xlsx", contents)}, post=True)
    assert (status, made["state"]) == (202, "reading")
    work(until_idle=True)
    _, read = ask(OFFICE, f"/intakes/{made['id']}")
    assert (read["state"], read["errors"]) == ("read", 0)
    assert ask(OFFICE, f"/jobs/{read['job']}")[1]["state"] == "done"
    assert ask(OFFICE, f"/intakes/{made['id']}/store", post=True)[0] == 202
    work(until_idle=True)
    assert ask(OFFICE, f"/intakes/{made['id']}")[1]["state"] == "live"
    assert ask(OFFICE, "/enterprises/search", q="云帆稀土")[1][0]["revenue"] == 1_200_500_000
    again = ask(OFFICE, "/intakes/", {"file": SimpleUploadedFile("台账.xlsx", contents)}, post=True)
    assert (again[0], codes(again[1])) == (409, ["file-known"])


def test_what_is_no_ledger_is_refused_and_nothing_is_kept(ask: Ask) -> None:
    before = Intake.objects.count(), Job.objects.count()
    status, answer = ask(OFFICE, "/intakes/", {"file": SimpleUploadedFile("a.exe", b"MZ")}, post=True)
    assert (status, codes(answer)) == (409, ["file-kind"])
    assert codes(ask(OFFICE, "/intakes/", {}, post=True)[1]) == ["request-unfit"]
    status, answer = ask("fenxi", "/intakes/", {"file": SimpleUploadedFile("a.csv", b"a,b\n")}, post=True)
    assert (status, codes(answer)) == (403, ["not-allowed"])
    assert (Intake.objects.count(), Job.objects.count()) == before


def test_problems_of_an_import_come_page_by_page(ask: Ask) -> None:
    rows = "统一社会信用代码,企业名称,2011年营业收入（万元）\n" + "9111010855138508XX,甲乙丙有限公司,x\n" * 5
    _, made = ask(OFFICE, "/intakes/", {"file": SimpleUploadedFile("坏.csv", rows.encode())}, post=True)
    work(until_idle=True)
    _, first = ask(OFFICE, f"/intakes/{made['id']}/problems", limit=2)
    assert len(first["items"]) == 2
    assert first["items"][0]["message"]["zh"]
    _, second = ask(OFFICE, f"/intakes/{made['id']}/problems", limit=200, after=first["next"])
    assert first["items"][-1]["number"] < second["items"][0]["number"]
    assert ask(OFFICE, f"/intakes/{made['id']}/store", post=True)[0] == 409
    assert ask("yuanqu", f"/intakes/{made['id']}")[0] == 404


def test_another_s_job_is_not_there(ask: Ask) -> None:
    job = Job.objects.order_by("pk")[0].pk
    assert ask(OFFICE, f"/jobs/{job}")[0] == 200
    assert codes(ask("keji", f"/jobs/{job}")[1]) == ["job-unknown"]
    assert codes(ask("keji", f"/jobs/{job}/cancel", post=True)[1]) == ["job-unknown"]


def test_parameters_that_do_not_fit_are_named(ask: Ask) -> None:
    status, answer = ask(OFFICE, "/enterprises/", limit=100000)
    assert (status, codes(answer)) == (422, ["request-unfit"])
    assert "limit" in answer["problems"][0]["found"]
    assert ask(OFFICE, "/enterprises/zz")[0] == 422


def test_an_address_that_there_is_not_is_told_as_json(ask: Ask) -> None:
    status, answer = ask("", "/nowhere")
    assert (status, codes(answer)) == (404, ["address-unknown"])


def test_a_list_costs_a_constant_number_of_queries(ask: Ask, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    ask(OFFICE, "/enterprises/", limit=1)
    with django_assert_max_num_queries(9):
        ask(OFFICE, "/enterprises/", limit=60)
