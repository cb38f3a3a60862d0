"""A ledger from the upload to the registry, and back."""

from __future__ import annotations

import pytest
from tests.web.enterprises.conftest import CODES, HEADS, NAMES, ROWS, Bring

from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions import uploads
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, NameToken
from peiyu.web.jobs.worker import work
from peiyu.web.look.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
RETURNS = FACT_MODELS["annual_return"]


def test_a_ledger_is_read_compared_and_stored(bring: Bring, office: Actor) -> None:
    read = bring(stored=False)
    assert read.state == "read", list(read.findings.values_list("code", "found"))
    assert read.account["dry"]["enterprises"] == {"new": 3}
    assert not Enterprise.objects.exists()
    assert not RETURNS.objects.exists()
    uploads.store(office, read)
    work(until_idle=True)
    read.refresh_from_db()
    assert (read.state, read.counts) == ("live", {"enterprise": 3, "annual_return": 3})
    assert set(Enterprise.objects.values_list("code", "name", "park", "revenue", "staff")) == {
        (CODES[0], NAMES[0], "东园", 12_005_000_00, 80),
        (CODES[1], NAMES[1], "东园", 80_000_000_00, 300),
        (CODES[2], NAMES[2], "西园", 5_600_000_00, 25),
    }


def test_the_next_months_ledger_changes_what_it_says_and_no_more(bring: Bring) -> None:
    bring(day="2024-02-01")
    changed = [(*ROWS[0][:3], 1300, 80), *ROWS[1:]]
    later = bring(changed, day="2024-03-01", stored=False, name="三月.xlsx")
    dry = later.account["dry"]
    assert dry["enterprises"] == {"changed": 1, "same": 2}
    assert [(one["field"], one["was"], one["is"]) for one in dry["changes"]] == [
        ("revenue", 12_005_000_00, 13_000_000_00)
    ]


def test_an_undone_import_leaves_what_was_before(bring: Bring, office: Actor) -> None:
    bring(day="2024-02-01")
    before = list(Enterprise.objects.order_by("key").values("key", "name", "revenue"))
    tokens = set(NameToken.objects.values_list("token", "enterprise"))
    later = bring([(*ROWS[0][:3], 1, 1), (CODES[3], NAMES[3], "西园", 5, 5)], day="2024-03-01", name="三月.xlsx")
    assert Enterprise.objects.count() == 4
    uploads.undo(office, later, why="导错了表")
    work(until_idle=True)
    later.refresh_from_db()
    assert later.state == "undone"
    assert list(Enterprise.objects.order_by("key").values("key", "name", "revenue")) == before
    assert set(NameToken.objects.values_list("token", "enterprise")) == tokens
    assert not RETURNS.objects.filter(intake=later).exists()


def test_the_same_file_is_refused_unless_wanted(bring: Bring) -> None:
    bring()
    with pytest.raises(Refusal) as told:
        bring()
    assert told.value.problems[0].code == "file-known"
    assert RETURNS.objects.count() == 3
    again = bring(again=True)
    assert again.state == "live"


def test_a_list_taken_in_twice_makes_versions(bring: Bring) -> None:
    heads = (*HEADS[:2], "专利号", "专利名称", "类别", "授权日期", "法律状态")
    rights = [
        (CODES[0], NAMES[0], f"ZL20231000{n}", f"一种装置{n}", "发明专利", "2023-05-01", "有效") for n in range(3)
    ]
    bring(rights, heads=heads, sheet="知识产权", day="2024-02-01")
    rights[0] = (*rights[0][:6], "失效")
    again = bring(rights, heads=heads, sheet="知识产权", day="2024-03-01", name="又一份.xlsx")
    table = FACT_MODELS["ip_right"]
    assert table.objects.count() == 6
    assert table.objects.values("record_id").distinct().count() == 3
    assert again.account["dry"]["records"] == {"changed": 1, "same": 2}


def test_a_saved_mapping_is_chosen_by_its_name(bring: Bring, office: Actor) -> None:
    heads = (*HEADS[:3], "搞研发的钱（万元）")
    first = bring([(*ROWS[0][:3], 55)], heads=heads, stored=False)
    uploads.save_mapping(
        office, first, name="研发表", columns={heads[3]: "研发费用（会计口径）"}, units={}, ignore=[]
    )  # fmt: skip
    other = bring([(*ROWS[0][:3], 1, 66)], heads=(*heads[:3], "备注", heads[3]), mapping="研发表", name="另表.xlsx")
    assert RETURNS.objects.filter(intake=other).values_list("rd_accounts", flat=True).get() == 660_000_00
