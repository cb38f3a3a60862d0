"""Lists over a whole registry: the same rows whichever way they are found, and no table that grows is read whole."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from tests.web.conftest import Staff

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.checkups.queries import lists, rows, runs
from peiyu.web.checkups.scope import scope_of
from peiyu.web.enterprises.models import Enterprise, NameToken
from peiyu.web.enterprises.names import tokens_of
from peiyu.web.enterprises.queries import scoped
from peiyu.web.policies.models import Evaluation, Prospect, Tier, Verdict
from peiyu.web.policies.queries import evaluations, with_verdict

DAY = dt.date(2026, 6, 30)
GROWS = re.compile(
    r"SCAN (U\d|V\d|enterprises_enterprise|fact_|policies_(verdict|change|prospect))(?!.* enterprise_confidential)"
)
sqlite_alone = pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")


@pytest.fixture
def office(db: None, staff: Staff) -> Actor:
    """Of the office, over thirty enterprises in two parks that are one condition short, one of them confidential."""
    made = Evaluation.objects.create(
        asked=[], as_of=DAY, known_at=DAY, rules_at=DAY, state="done", prospects="done", by_name="x",
        at=dt.datetime(2026, 6, 30, tzinfo=dt.UTC),
    )  # fmt: skip
    tier = Tier.objects.create(pk=3, key="pack.tier", name={"zh": "层级", "en": "tier"}, title="称号")
    for key in range(1, 31):
        name = f"虚构第{key}号公司"
        Enterprise.objects.create(
            key=key, code=f"{key:018}", name=name, folded=name, park="甲园" if key % 3 else "乙园", sensitive=key == 9,
            changed_at=dt.datetime(2026, 6, 30, tzinfo=dt.UTC),
        )  # fmt: skip
        NameToken.objects.bulk_create(
            NameToken(token=token, enterprise=key) for token in tokens_of(f"{key:018}", (name,), ())
        )
        Prospect.objects.create(evaluation=made, kind="short", enterprise=key, firm=name, tier=tier, value=0)
        Verdict.objects.create(enterprise=key, tier=tier, value=(1, 0, None)[key % 3], since=made)
    return staff.actor(Role.OFFICE)


def short(actor: Actor, chosen: QuerySet[Enterprise] | None) -> set[int]:
    return set(rows.of_now(actor, "short", chosen).values_list("enterprise", flat=True))


def steps(found: CaptureQueriesContext) -> list[str]:
    """What SQLite does for each query that reads."""
    reads = [one["sql"] for one in found.captured_queries if one["sql"].startswith("SELECT")]
    with connection.cursor() as cursor:
        return [step for one in reads for *_, step in cursor.execute(f"EXPLAIN QUERY PLAN {one}").fetchall()]


def test_rows_on_chosen_enterprises_are_the_same_by_keys_and_one_by_one(
    office: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    park = scoped(office).filter(park="乙园")
    wanted = {key for key in range(3, 31, 3) if key != 9}
    assert short(office, park) == wanted
    monkeypatch.setattr(rows, "FEW", 2)
    assert short(office, park) == wanted
    assert short(office, None) == short(office, scoped(office)) == set(range(1, 31)) - {9}


def test_a_count_that_goes_no_further_says_so(office: Actor) -> None:
    assert rows.counted(lambda kind: rows.of_now(office, kind), most=28)["short"] == "28+"
    assert rows.counted(lambda kind: rows.of_now(office, kind), most=29) == {"short": 29, "expiring": 0, "risk": 0}


def test_chosen_is_what_was_filtered(office: Actor) -> None:
    assert not scope_of(office, QueryDict("")).narrowed
    assert scope_of(office, QueryDict("park=乙园")).narrowed
    assert scope_of(office, QueryDict("list=99")).narrowed
    assert scope_of(office, QueryDict("park=无此园")).narrowed


@pytest.mark.parametrize(("few", "many"), [(0, 0), (0, 1_000), (1_000, 1_000)])
@pytest.mark.parametrize(("word", "rest"), [("met", 0), ("not_met", 1), ("unknown", 2)])
def test_enterprises_by_verdict_are_the_same_by_index_and_one_by_one(
    office: Actor, monkeypatch: pytest.MonkeyPatch, few: int, many: int, word: str, rest: int
) -> None:
    monkeypatch.setattr(evaluations, "FEW", few)
    monkeypatch.setattr(evaluations, "MANY", many)
    found = with_verdict(scoped(office), "pack.tier", word).values_list("key", flat=True)
    assert set(found) == {key for key in range(1, 31) if key % 3 == rest and key != 9}
    assert not with_verdict(scoped(office), "pack.no", word).exists()


@sqlite_alone
def test_lists_of_everybody_read_no_table_whole(office: Actor) -> None:
    with CaptureQueriesContext(connection) as found:
        list(rows.of_now(office, "short").order_by("firm", "pk")[:50])
        list(with_verdict(scoped(office), "pack.tier", "met").order_by("name")[:50])
        lists.matched(office, ["虚构第7号公司（改）", "虚构第 7 号公司"])
        runs.refuse_confidential([1, 2])
    assert [step for step in steps(found) if GROWS.match(step)] == []


def test_names_that_are_written_otherwise_are_found_and_confidential_ones_are_not(office: Actor) -> None:
    found = lists.matched(office, ["虚构第 7 号公司", "虚构第 9 号公司", "虚构第7号"])
    assert (found.keys, found.missed) == ((7,), ("虚构第 9 号公司", "虚构第7号"))
