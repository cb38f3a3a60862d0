"""The pages of policies in a browser's eyes: what they show, what they refuse, how much they ask of the database."""

from __future__ import annotations

import datetime as dt
import io
import shutil

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.web.policies.conftest import acting, person, signed_in

from peiyu.policy.pack.load.registry import carried
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.enterprises.models import Enterprise, ExportLog
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.worker import work
from peiyu.web.policies.actions import evaluations, prospects, texts
from peiyu.web.policies.models import Change, Evaluation, PackText, Prospect, Tier, Trial
from peiyu.web.policies.queries import latest

PACK = "cn-gradient-2026"
PAGES = (
    "/policies/", f"/policies/packs/{PACK}/", "/policies/packs/model-zone-2026/", "/policies/packs/cn-gradient/",
    f"/policies/packs/{PACK}/begin/", "/policies/packs/baotou-2015/choose/", "/policies/read/",
    "/policies/definitions/", "/policies/definitions/model-zone-2026.D1/", "/policies/evaluations/",
    "/policies/trials/", f"/policies/trials/new/{PACK}/", "/policies/prospects/", "/policies/prospects/new/",
    "/policies/prospects/lost/", "/policies/prospects/risk/", "/policies/prospects/expiring/",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.usefixtures("day")
def test_every_page_opens_in_both_languages_with_few_queries(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    office = person("周办", Role.OFFICE)
    texts.choose_territory(acting(office), pack="model-zone-2026")
    client = signed_in(office)
    text = texts.begin(acting(office), pack=PACK)
    for address in (*PAGES, f"/policies/texts/{text.pk}/", f"/policies/texts/{text.pk}/criteria.yaml/"):
        for lang in ("zh", "en"):
            with django_assert_max_num_queries(40):
                response = client.get(address, {"lang": lang})
            assert response.status_code == 200, address
            assert response.content.count(b"<h1") == 1, address
            assert b"style=" not in response.content.replace(b"stylesheet", b""), address


@pytest.mark.django_db
@pytest.mark.usefixtures("day")
def test_definitions_of_a_pack_that_is_not_used_are_told_without_a_page() -> None:
    office = person("周办", Role.OFFICE)
    texts.choose_territory(acting(office), pack="model-zone-2026")
    client = signed_in(office)
    used, unused = (client.get(f"/policies/packs/{pack}/").content for pack in ("model-zone-2026", "baotou-2015"))
    assert b'href="/policies/definitions/model-zone-2026.D1/"' in used
    assert b"baotou-2015.D1" in unused
    assert b'href="/policies/definitions/baotou' not in unused


@pytest.mark.django_db
@pytest.mark.usefixtures("day")
def test_drafts_are_not_shown_to_those_who_may_not_see_them() -> None:
    office = person("周办", Role.OFFICE)
    text = texts.begin(acting(office), pack=PACK)
    for role, status in ((Role.PARK, 403), (Role.ENTERPRISE, 403), (Role.SYSTEM, 403), (Role.LEADER, 200)):
        client = signed_in(person(f"某{role.value}", role))
        assert client.get(f"/policies/texts/{text.pk}/").status_code == status, role
        assert client.get("/policies/texts/999/").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("day")
def test_live_check_names_file_and_line_and_stores_nothing() -> None:
    office = person("周办", Role.OFFICE)
    text = texts.begin(acting(office), pack=PACK)
    broken = text.files["criteria.yaml"].replace("parameters:", "parametrs:", 1)
    response = signed_in(office).post(f"/policies/texts/{text.pk}/criteria.yaml/check/", {"content": broken})
    assert "parametrs" in response.content.decode()
    assert "第 3 行" in " ".join(response.content.decode().split())
    assert PackText.objects.get().hash == text.hash


@pytest.mark.django_db
@pytest.mark.usefixtures("day")
def test_what_was_typed_is_kept_where_somebody_was_first() -> None:
    office = person("周办", Role.OFFICE)
    text = texts.begin(acting(office), pack=PACK)
    client, address = signed_in(office), f"/policies/texts/{text.pk}/criteria.yaml/"
    texts.edit(acting(office), text.pk, version=0, file="criteria.yaml", content=text.files["criteria.yaml"] + "# 甲")
    response = client.post(address, {"content": "# 我写的", "version": "0"})
    assert response.status_code == 409
    assert "# 我写的" in response.content.decode()
    assert "# 甲" in PackText.objects.get().files["criteria.yaml"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("day")
def test_an_uploaded_document_becomes_a_draft() -> None:
    office = person("周办", Role.OFFICE)
    raw = (carried() / "baotou-2015" / "raw.txt").read_bytes()
    file = SimpleUploadedFile("包头.txt", raw)
    response = signed_in(office).post("/policies/read/", {"file": file, "pack": "baotou-2026"})
    assert response.status_code == 302
    work(until_idle=True)
    text = PackText.objects.get()
    assert (text.pack, text.state, text.document_name, text.author_name) == ("baotou-2026", "draft", "包头.txt", "周办")
    shown = signed_in(office).get(f"/policies/texts/{text.pk}/").content.decode()
    assert "待定口径" in shown
    assert Job.objects.get(kind="policies.read").result["address"] == f"/policies/texts/{text.pk}/"


@pytest.mark.django_db(transaction=True)
def test_prospects_are_narrowed_to_the_actor_and_name_no_confidential_enterprise(zone: dict[str, pl.DataFrame]) -> None:
    ask(Actor.system("test"), evaluations.KIND)
    work(until_idle=True)
    made = latest()
    assert made is not None
    assert made.prospects == "done"
    shorts = Prospect.objects.filter(kind="short")
    assert shorts.exists()
    hidden = set(Enterprise.objects.filter(sensitive=True).values_list("pk", flat=True))
    assert not hidden & set(Prospect.objects.values_list("enterprise", flat=True))
    one = Enterprise.objects.get(pk=shorts[0].enterprise)
    office, park = signed_in(person("周办", Role.OFFICE)), signed_in(person("卫园", Role.PARK, area=one.park))
    elsewhere = signed_in(person("别园", Role.PARK, area="没有企业的园"))
    assert one.name in office.get("/policies/prospects/short/").content.decode()
    assert one.name in park.get("/policies/prospects/short/").content.decode()
    assert one.name not in elsewhere.get("/policies/prospects/short/").content.decode()
    Enterprise.objects.filter(pk=one.pk).update(sensitive=True)
    assert one.name not in office.get("/policies/prospects/short/").content.decode()
    tier = Tier.objects.get(pk=shorts[0].tier_id)
    other = Enterprise.objects.filter(sensitive=False).first()
    assert other is not None
    Change.objects.create(evaluation=made, enterprise=other.pk, tier=tier, before=0, after=1)
    type(made).objects.filter(pk=made.pk).update(changed=1)
    assert other.name in office.get("/policies/prospects/new/").content.decode()
    taken = office.get("/policies/prospects/new/", {"download": "1"})
    assert taken["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(io.BytesIO(taken.content)).active
    assert sheet is not None
    assert other.name in {cell.value for row in sheet.iter_rows() for cell in row}
    assert ExportLog.objects.filter(what="prospects.new").count() == 1
    assert office.get("/enterprises/", {"verdict": f"met:{tier.key}"}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_trial_tells_who_gains_and_which_change_has_no_effect(zone: dict[str, pl.DataFrame]) -> None:
    office = person("周办", Role.OFFICE)
    client = signed_in(office)
    address = "/policies/trials/new/cn-tech-sme-2017/"
    refused = client.post(address, {"name": "无改动"})
    assert refused.status_code == 422
    assert not Trial.objects.exists()
    key = "cn-tech-sme-2017.pass_mark"
    assert client.post(address, {"name": "x", key: "60万元"}).status_code == 422
    assert not Trial.objects.exists()
    response = client.post(address, {"name": "合格分20分", key: "20分"})
    assert response.status_code == 302
    work(until_idle=True)
    trial = Trial.objects.get()
    assert trial.state == "done"
    assert [one["key"] for one in trial.result["alterations"] if one["kind"] == "parameter"] == [key]
    assert trial.facts
    shown = client.get(f"/policies/trials/{trial.pk}/").content.decode()
    assert "谁增谁减" in shown


@pytest.mark.django_db(transaction=True)
def test_two_options_of_a_definition_are_compared_enterprise_by_enterprise(
    zone: dict[str, pl.DataFrame], day: dt.date
) -> None:
    office = person("周办", Role.OFFICE)
    texts.choose_territory(acting(office), pack="model-zone-2026")
    client = signed_in(office)
    from peiyu.web.policies.queries.definitions import definitions

    line = next(one for one in definitions() if one.kind == "indicator" and len(one.options) > 1)
    asked = {"do": "compare", "one": line.options[0].key, "other": line.options[1].key}
    same = client.post(f"/policies/definitions/{line.key}/", {**asked, "other": asked["one"]})
    assert same.status_code == 409
    assert client.post(f"/policies/definitions/{line.key}/", asked).status_code == 302
    work(until_idle=True)
    trial = Trial.objects.get()
    assert trial.state == "done", trial.problems
    assert len(trial.result["values"]) == 2
    assert client.get(f"/policies/trials/{trial.pk}/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_prospects_that_were_begun_are_finished_before_those_of_a_later_evaluation(
    zone: dict[str, pl.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(Actor.system("test"), evaluations.KIND)
    work(until_idle=True)
    made = latest()
    assert made is not None
    held = set(Prospect.objects.values_list("kind", "enterprise", "tier", "on"))
    found: list[int] = []
    find = prospects.find
    monkeypatch.setattr(prospects, "find", lambda one, step: (found.append(one.pk), find(one, step))[1])
    later = Evaluation.objects.get(pk=made.pk)
    later.pk, later.job, later.ended_at = None, None, clock.now()
    Evaluation.objects.update(prospects="")
    later.prospects = ""
    later.save()
    shutil.copy(evaluations.parquet_of(made), evaluations.parquet_of(later))
    job = ask(Actor.system("test"), "policies.prospects", key="all")
    Job.objects.filter(pk=job.pk).update(step={"evaluation": made.pk})
    work(until_idle=True)
    assert found == [made.pk, later.pk]
    assert set(Evaluation.objects.values_list("prospects", flat=True)) == {"done"}
    assert set(Prospect.objects.values_list("evaluation", flat=True)) == {later.pk}
    assert set(Prospect.objects.values_list("kind", "enterprise", "tier", "on")) == held
