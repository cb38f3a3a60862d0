"""The registry follows the facts: entry by entry it is what making all of it anew would give, and what says the same
is left alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.enterprises.conftest import CODES, HEADS, NAMES, ROWS, Bring

from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions import uploads
from peiyu.web.enterprises.actions.projection import SAID, project
from peiyu.web.enterprises.intake.storing import keys_in
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, NameToken
from peiyu.web.jobs.worker import work

pytestmark = pytest.mark.django_db(transaction=True)
LATER = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
RENAMED = [
    (CODES[0], "云帆新材料科技有限公司", "西园", 1300, 80),
    ROWS[1],
    (CODES[3], NAMES[3], "西园", 5, None),
]  # fmt: skip


def registry() -> tuple[list[dict[str, Any]], set[tuple[str, int]]]:
    """Every entry and every token."""
    return list(Enterprise.objects.order_by("key").values("key", *SAID)), set(
        NameToken.objects.values_list("token", "enterprise")
    )


def assert_as_made_anew() -> None:
    """The registry is the same when it is taken away and made from the facts."""
    held = registry()
    Enterprise.objects.all().delete()
    NameToken.objects.all().delete()
    project(None)
    assert registry() == held


def test_every_step_leaves_what_making_all_anew_gives(bring: Bring, office: Actor) -> None:
    bring(day="2024-02-01")
    assert_as_made_anew()
    later = bring(RENAMED, day="2024-03-01", name="三月.xlsx")
    assert set(Enterprise.objects.values_list("name", "park")) == {
        ("云帆新材料科技有限公司", "西园"), (NAMES[1], "东园"), (NAMES[2], "西园"), (NAMES[3], "西园"),
    }  # fmt: skip
    assert_as_made_anew()
    uploads.undo(office, later, why="导错了表")
    work(until_idle=True)
    assert set(Enterprise.objects.values_list("name", flat=True)) == set(NAMES[:3])
    assert_as_made_anew()


def test_confidential_entries_lose_their_tokens_and_get_them_back(bring: Bring) -> None:
    heads = (*HEADS, "是否涉密")
    for day, said in (("2024-02-01", "否"), ("2024-03-01", "是"), ("2024-04-01", "否")):
        bring([(*ROWS[0], said), (*ROWS[1], "否")], heads=heads, day=day, again=True)
        assert_as_made_anew()
        assert NameToken.objects.filter(token="云帆").exists() == (said == "否")


def test_what_says_the_same_is_not_written_again(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(day="2024-02-01")
    before = dict(Enterprise.objects.values_list("code", "changed_at"))
    monkeypatch.setattr(clock, "now", lambda: LATER)
    with CaptureQueriesContext(connection) as asked:
        bring([(*ROWS[0][:3], 1300, 80), *ROWS[1:]], day="2024-03-01", name="三月.xlsx")
    written = [one["sql"] for one in asked.captured_queries if 'UPDATE "enterprises_enterprise"' in one["sql"]]
    assert len(written) == 1
    assert {name for name in SAID if f'"{name}" =' in written[0]} == {"revenue"}
    assert not [one for one in asked.captured_queries if 'INTO "enterprises_nametoken"' in one["sql"]]
    after = dict(Enterprise.objects.values_list("code", "changed_at"))
    assert after == {**before, CODES[0]: LATER}


def test_of_all_the_initials_are_made_anew(bring: Bring) -> None:
    bring()
    held, key = registry(), Enterprise.objects.get(code=CODES[0]).key
    Enterprise.objects.filter(key=key).update(initials="\nqt")
    NameToken.objects.filter(enterprise=key, token__startswith="~").delete()
    NameToken.objects.create(token="~qt", enterprise=key)
    project([key])
    assert Enterprise.objects.get(key=key).initials == "\nqt"
    project(None)
    assert registry() == held


def test_the_enterprises_of_an_import(bring: Bring) -> None:
    first, second = bring(), bring(RENAMED, name="另.xlsx")
    of = dict(FACT_MODELS["enterprise"].objects.values_list("code", "enterprise"))
    assert keys_in(first.pk) == {of[code] for code in CODES[:3]}
    assert keys_in(second.pk) == {of[code] for code in (CODES[0], CODES[1], CODES[3])}
    assert keys_in(second.pk + 1) == frozenset()


def test_changes_of_confidential_enterprises_are_counted_and_not_told(bring: Bring) -> None:
    heads = (*HEADS, "是否涉密")
    bring([(*ROWS[0], "是"), (*ROWS[1], "否")], heads=heads, day="2024-02-01")
    changed = [(*ROWS[0][:3], 1300, 80), (*ROWS[1][:3], 8100, 300)]
    dry = bring(changed, day="2024-03-01", stored=False, name="三月.xlsx").account["dry"]
    assert dry["enterprises"] == {"changed": 2}
    assert [(one["field"], one["is"]) for one in dry["changes"]] == [("revenue", 81_000_000_00)]
