"""Facts by hand: who states them, side by side, corrected by later rows, attested without a figure."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.web.enterprises.conftest import CODES, Bring, SignIn

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.enterprises.actions import entry, uploads
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, Intake
from peiyu.web.enterprises.queries import holding, scoped
from peiyu.web.enterprises.sources import DECLARED
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
PERIOD = {"year": 2023}


@pytest.fixture
def firm(bring: Bring) -> Enterprise:
    bring(day="2024-02-01")
    return Enterprise.objects.get(code=CODES[0])


def own(firm: Enterprise) -> Actor:
    return Actor(person=None, name="韩企", role=Role.ENTERPRISE, post=2, enterprises=frozenset({firm.key}))


def enter(actor: Actor, firm: Enterprise, **figures: str) -> Intake:
    return entry.enter_figures(actor, firm, entity="annual_return", period=PERIOD, figures=figures)


def line(firm: Enterprise, code: str) -> holding.Line:
    return next(one for one in holding.lines_of(firm.key, "annual_return", year=2023) if one.field.code == code)


def test_declared_and_verified_figures_stand_side_by_side(firm: Enterprise) -> None:
    enter(own(firm), firm, revenue="1250.5")
    enter(Actor(person=None, name="冯审", role=Role.REVIEWER, post=3), firm, revenue="1249")
    held = line(firm, "revenue")
    assert held.declared is not None
    assert held.verified is not None
    assert (held.declared.value, held.verified.value) == (1_250_500_000, 1_249_000_000)
    assert [one.value for one in held.others] == [1_200_500_000]
    assert held.differ
    assert "韩企" in held.declared.by


def test_a_correction_is_a_later_row_and_holds_at_once(firm: Enterprise) -> None:
    enter(own(firm), firm, revenue="1300")
    enter(own(firm), firm, revenue="1400")
    firm.refresh_from_db()
    assert firm.revenue == 1_400_000_000
    assert FACT_MODELS["annual_return"].objects.filter(enterprise=firm.key).count() == 3
    told = Entry.objects.filter(verb="facts.enter").latest("pk")
    assert (told.before, told.after) == ({"revenue": 1_300_000_000}, {"year": 2023, "revenue": 1_400_000_000})


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({"revenue": "很多"}, "value-unfit"),
        ({"staff": "3.5"}, "value-unfit"),
        ({"revenue": "-5"}, "value-unfit"),
        ({"market_share": "120"}, "value-unfit"),
        ({"revenue": ""}, "nothing-new"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(firm: Enterprise, figures: dict[str, str], code: str) -> None:
    before = Intake.objects.count()
    with pytest.raises(Refusal) as told:
        enter(own(firm), firm, **figures)
    assert told.value.problems[0].code == code
    assert Intake.objects.count() == before


def test_a_park_types_for_an_enterprise_by_consent_alone(firm: Enterprise) -> None:
    park = Actor(person=None, name="卫园", role=Role.PARK, post=4, areas=frozenset({"东园"}))
    with pytest.raises(Refusal) as told:
        enter(park, firm, revenue="1300")
    assert told.value.problems[0].code == "consent-missing"
    enter(replace(park, enterprises=frozenset({firm.key}), for_whom=firm.key), firm, revenue="1300")
    assert line(firm, "revenue").declared is not None


def test_a_consent_to_look_lets_nothing_be_written(firm: Enterprise) -> None:
    park = Actor(
        person=None, name="卫园", role=Role.PARK, post=4, enterprises=frozenset({firm.key}), for_whom=firm.key,
        consent_scope="dossier",
    )  # fmt: skip
    title = {"kind": "高新技术企业", "number": "GR2023", "granted_on": "2023-10-16", "expires_on": "2026-10-16"}
    before = (Intake.objects.count(), Entry.objects.count())
    for write in (
        lambda: enter(park, firm, revenue="1300"),
        lambda: entry.enter_record(park, firm, entity="title", values=title),
        lambda: uploads.upload(park, name="台账.xlsx", path=Path("none.xlsx"), wish=uploads.Wish()),
    ):
        with pytest.raises(Refusal) as told:
            write()
        assert told.value.problems[0].code == "not-allowed"
        assert "仅限查看" in told.value.problems[0].message.zh
    assert (Intake.objects.count(), Entry.objects.count()) == before
    assert scoped(park).get().key == firm.key
    enter(replace(park, consent_scope="returns"), firm, revenue="1300")
    assert line(firm, "revenue").declared is not None


def test_a_record_is_added_once_and_corrected_as_a_version(firm: Enterprise) -> None:
    title = {"kind": "高新技术企业", "number": "GR2023", "granted_on": "2023-10-16", "expires_on": "2026-10-16"}
    entry.enter_record(own(firm), firm, entity="title", values=title)
    with pytest.raises(Refusal) as told:
        entry.enter_record(own(firm), firm, entity="title", values=title)
    assert told.value.problems[0].code == "record-known"
    (held,) = holding.records_of(firm.key, "title")
    entry.enter_record(
        own(firm), firm, entity="title", values={**title, "revoked_on": "2024-05-01"}, number=held.number
    )  # fmt: skip
    (now,) = holding.records_of(firm.key, "title")
    assert (now.versions, now.mark, now.number) == (2, "revoked", held.number)


def shown(page: str) -> dict[str, str]:
    """What a form has in its fields when it is opened."""
    fields = dict(re.findall(r'name="(f-[a-z0-9_.]+)" value="([^"]*)"', page))
    options = re.findall(r'name="(f-[a-z0-9_.]+)">.*?<option value="([^"]*)" selected', page)
    (seen,) = re.findall(r'name="seen" value="(\d+)"', page)
    return {**fields, **dict(options), "seen": seen}


def test_of_two_who_correct_figures_at_once_the_second_is_told(firm: Enterprise, sign_in: SignIn) -> None:
    """A form shows every figure of the year: saved as it was opened, it would take back what was said meanwhile."""
    client, place = sign_in(), f"/enterprises/{firm.key % 2**64:016x}/facts/annual_return/"
    client.post(place, {"year": "2023", "f-revenue": "1300", "f-staff": "80"})
    mine = shown(client.get(f"{place}?year=2023").content.decode())
    client.post(place, {**mine, "year": "2023", "f-revenue": "1400"})
    before = Intake.objects.count()
    answer = client.post(place, {**mine, "year": "2023", "f-staff": "81"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "已被他人改动" in page
    assert 'name="f-staff" value="81"' in page, "what was typed stays"
    assert Intake.objects.count() == before
    firm.refresh_from_db()
    assert firm.revenue == 1_400_000_000
    anew = shown(client.get(f"{place}?year=2023").content.decode())
    assert client.post(place, {**anew, "year": "2023", "f-staff": "81"}).status_code == 302
    firm.refresh_from_db()
    assert (firm.revenue, firm.staff) == (1_400_000_000, 81)


def test_of_two_who_correct_a_record_at_once_the_second_is_told(firm: Enterprise, sign_in: SignIn) -> None:
    """A record holds as a whole: a version made of what was there before would undo the one between."""
    client, home = sign_in(), f"/enterprises/{firm.key % 2**64:016x}/records/title/"
    given = {"f-kind": "高新技术企业", "f-number": "GR2023", "f-granted_on": "2023-10-16"}
    assert client.post(f"{home}new/", given).status_code == 302
    (held,) = holding.records_of(firm.key, "title")
    mine = shown(client.get(f"{home}{held.number}/").content.decode())
    assert client.post(f"{home}{held.number}/", {**mine, "f-revoked_on": "2024-05-01"}).status_code == 302
    answer = client.post(f"{home}{held.number}/", {**mine, "f-expires_on": "2026-10-16"})
    assert answer.status_code == 422
    assert "已被他人改动" in answer.content.decode()
    (now,) = holding.records_of(firm.key, "title")
    assert (now.versions, now.mark) == (2, "revoked")


def test_what_another_source_says_meanwhile_hinders_nobody(firm: Enterprise) -> None:
    enter(own(firm), firm, revenue="1300")
    seen = holding.last_word(firm.key, "annual_return", source=DECLARED, **PERIOD)
    enter(Actor(person=None, name="冯审", role=Role.REVIEWER, post=3), firm, revenue="1249")
    figures = {"revenue": "1350"}
    entry.enter_figures(own(firm), firm, entity="annual_return", period=PERIOD, figures=figures, seen=seen)
    with pytest.raises(Refusal) as told:
        entry.enter_figures(own(firm), firm, entity="annual_return", period=PERIOD, figures=figures, seen=seen)
    assert told.value.problems[0].code == "changed-meanwhile"


def test_a_department_attests_a_condition_or_a_band(firm: Enterprise) -> None:
    tax = Actor(person=None, name="税", role=Role.DEPARTMENT, post=5, organisation_name="税务局")
    entry.attest(tax, firm, values={"condition": "cn-tech-sme-2017.tech_sme.staff", "outcome": "是"})
    entry.attest(tax, firm, values={"condition": "cn-tech-sme-2017.tech_sme.staff", "outcome": "否"})
    band = {"fact_entity": "annual_return", "fact_field": "rd_119", "fact_year": "2023", "low": "50", "high": "80"}
    entry.attest(tax, firm, values=band)
    rows = FACT_MODELS["attestation"].objects.filter(enterprise=firm.key)
    assert rows.values("record_id").distinct().count() == 2
    assert set(rows.filter(fact_field="rd_119").values_list("low", "high", "attested_by")) == {
        (50_000_000, 80_000_000, "税务局")
    }
    with pytest.raises(Refusal) as told:
        entry.attest(tax, firm, values={"fact_entity": "annual_return", "fact_field": "rd_119"})
    assert told.value.problems[0].code == "attestation-incomplete"


def test_statistical_rows_are_known_to_analysts_and_shown_to_nobody(bring: Bring, firm: Enterprise) -> None:
    bring([(CODES[0], "云帆稀土科技有限公司", "东园", 9999, 999)], purpose="统计", name="统计.xlsx")
    firm.refresh_from_db()
    assert firm.revenue == 1_200_500_000
    assert all("9,999" not in one.now for one in holding.lines_of(firm.key, "annual_return", year=2023))
    analyst = Actor(person=None, name="蒋析", role=Role.ANALYST, post=6)
    counted = {name.zh: number for name, number in holding.statistical_rows(analyst, firm.key)}
    assert counted["年度数据"] == 1
    assert holding.statistical_rows(own(firm), firm.key) == ()
