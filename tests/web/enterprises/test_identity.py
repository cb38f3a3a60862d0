"""Who an enterprise is, as it changes; two entries made one and taken apart."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import Http404
from tests.web.enterprises.conftest import CODES, HEADS, NAMES, ROWS, Bring

from peiyu.facts.identity import enterprise_key, parse_code
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.enterprises import queries
from peiyu.web.enterprises.actions import entry, identity, merging
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, Merge, NameToken
from peiyu.web.enterprises.queries.versions import facts_version
from peiyu.web.look.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def found(actor: Actor, text: str) -> list[str]:
    return [one.name for one in queries.search(actor, text)]


def firm(place: int) -> Enterprise:
    return Enterprise.objects.get(code=CODES[place])


def facts() -> dict[str, list[tuple[object, ...]]]:
    return {
        entity: sorted(table.objects.values_list("pk", "enterprise", "record_id"))
        for entity, table in FACT_MODELS.items()
    }


def test_a_new_name_is_found_and_so_is_the_old_one(bring: Bring, office: Actor) -> None:
    bring(day="2024-02-01")
    identity.rename(office, firm(0), name="云帆新材料股份有限公司", on=dt.date(2024, 5, 1), why="工商变更")
    assert firm(0).name == "云帆新材料股份有限公司"
    assert found(office, "云帆新材") == found(office, "帆稀土") == ["云帆新材料股份有限公司"]


def test_who_leaves_ends_the_stay_and_a_move_within_does_not(bring: Bring, office: Actor) -> None:
    bring(day="2024-02-01")
    entry.enter_record(office, firm(0), entity="stay", values={"entered_on": "2020-01-01", "park": "东园"})
    identity.move_park(office, firm(0), park="西园", district="", on=dt.date(2024, 3, 1), why="厂房迁移")
    stays = FACT_MODELS["stay"].objects.order_by("pk")
    assert list(stays.values_list("park", "left_on")) == [("东园", None), ("西园", None)]
    identity.change_status(office, firm(0), status="迁出", on=dt.date(2024, 6, 1), why="迁往外地")
    assert (firm(0).park, firm(0).status) == ("西园", "迁出")
    assert list(stays.values_list("left_on", "left_how"))[-1] == (dt.date(2024, 6, 1), "迁出")
    assert stays.values("record_id").distinct().count() == 1


def test_a_confidential_enterprise_is_found_by_its_whole_code_alone(bring: Bring, office: Actor) -> None:
    bring()
    identity.mark_confidential(office, firm(0), confidential=True, why="保密办来函")
    one = firm(0)
    assert found(office, NAMES[0]) == found(office, CODES[0][:8]) == []
    assert found(office, CODES[0]) == [NAMES[0]]
    assert not NameToken.objects.filter(enterprise=one.key).exists()
    assert one.key not in queries.scoped(office).values_list("key", flat=True)
    finance = Actor(person=None, name="陈财", role=Role.FINANCE, post=7)
    assert found(finance, CODES[0]) == []
    with pytest.raises(Http404):
        queries.one(finance, one.key)


def test_a_new_code_takes_everything_along_and_the_old_one_follows(bring: Bring, office: Actor) -> None:
    bring(day="2024-02-01")
    old = firm(0).key
    now = identity.change_code(office, firm(0), code=CODES[3], why="三证合一换码")
    assert now == enterprise_key(parse_code(CODES[3])) != old
    one = Enterprise.objects.get(key=now)
    assert (one.code, one.name, one.revenue) == (CODES[3], NAMES[0], 1_200_500_000)
    assert not Enterprise.objects.filter(key=old).exists()
    assert queries.one(office, old).key == now
    bring([(CODES[0], NAMES[0], "东园", 1500, 90)], day="2024-06-01", name="旧代码.xlsx")
    assert not Enterprise.objects.filter(key=old).exists()
    one.refresh_from_db()
    assert (one.code, one.revenue) == (CODES[3], 1_500_000_000)


def test_a_code_that_another_has_is_refused(bring: Bring, office: Actor) -> None:
    bring()
    before = facts()
    with pytest.raises(Refusal) as told:
        identity.change_code(office, firm(0), code=CODES[1], why="")
    assert told.value.problems[0].code == "code-taken"
    assert facts() == before


def test_merged_entries_are_one_and_come_apart_as_they_were(bring: Bring, office: Actor) -> None:
    bring()
    rights = ("专利号", "专利名称", "类别", "授权日期")
    patent = ("ZL202310001", "一种装置", "发明专利", "2023-05-01")
    bring([(CODES[0], NAMES[0], *patent)], heads=(*HEADS[:2], *rights), sheet="知识产权", name="甲.xlsx")
    bring([(CODES[1], NAMES[1], *patent)], heads=(*HEADS[:2], *rights), sheet="知识产权", name="乙.xlsx")
    before, version = facts(), facts_version()
    entries = list(Enterprise.objects.order_by("key").values("key", "name", "former_names", "revenue", "park"))
    kept, gone = firm(0), firm(1)
    made = merging.merge(office, keep=kept, gone=gone, chosen={"name": "gone"}, why="同一家")
    one = Enterprise.objects.get(key=kept.key)
    assert (one.name, one.former_names) == (NAMES[1], NAMES[0])
    assert not Enterprise.objects.filter(key=gone.key).exists()
    assert FACT_MODELS["ip_right"].objects.filter(enterprise=kept.key).values("record_id").distinct().count() == 1
    assert facts_version() != version
    merging.undo_merge(office, made, why="弄错了")
    assert facts() == before
    now = list(Enterprise.objects.order_by("key").values("key", "name", "former_names", "revenue", "park"))
    assert now == entries
    with pytest.raises(Refusal):
        merging.undo_merge(office, Merge.objects.get(pk=made.pk), why="再来一次")


def test_a_name_without_a_code_is_matched_with_the_registry(bring: Bring, office: Actor) -> None:
    bring()
    heads = ("企业名称", "称号", "发证日期", "有效期至")
    rows = [(NAMES[0], "高新技术企业", "2023-10-16", "2026-10-16"), ("没有的公司", "高新技术企业", "2023-10-16", None)]
    listed = bring(rows, heads=heads, sheet="称号资质", kind="list", name="高企名单.xlsx")
    assert [one.name for one in listed.unmatched.all()] == ["没有的公司"]
    assert list(FACT_MODELS["title"].objects.values_list("enterprise", flat=True)) == [firm(0).key]
    assert Enterprise.objects.count() == len(ROWS)
