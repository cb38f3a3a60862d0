"""Which source outranks which: said by the office once, and gone by everywhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.enterprises.conftest import CODES, HEADS, NAMES, Bring, SignIn

from peiyu.web import bridge
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.enterprises.actions.sources import order_sources
from peiyu.web.enterprises.models import Enterprise, SourceOrder
from peiyu.web.enterprises.queries import holding
from peiyu.web.enterprises.queries.sources import known_sources, last_order, precedence
from peiyu.web.enterprises.queries.standing import preference, rows_of, standing
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.worker import work
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.date(2024, 2, 1)
TAX, PARK = "税务", "园区台账"
WAN = 10**6
"""Fen of 万元."""


@pytest.fixture
def told_twice(bring: Bring) -> int:
    """A company whose revenue the tax office stated first and the park differently later; its key."""
    bring([(CODES[0], NAMES[0], "东园", 1200, 80)], heads=HEADS, source=TAX, day=dt.date(2024, 2, 1))
    bring([(CODES[0], NAMES[0], "西园", 900, 70)], heads=HEADS, source=PARK, day=dt.date(2024, 3, 1))
    return Enterprise.objects.get(code=CODES[0]).key


def revenue(key: int) -> int:
    rows = rows_of("annual_return", [key], ["revenue"])
    return next(iter(standing(rows, "annual_return", ["revenue"]).values()))["revenue"]


def test_while_nothing_is_said_the_latest_statement_counts(told_twice: int) -> None:
    assert precedence() == ()
    assert revenue(told_twice) == 900 * WAN
    assert {one.name: one.intakes for one in known_sources() if one.intakes} == {TAX: 1, PARK: 1}


@given(names=st.lists(st.text(min_size=1, max_size=3), min_size=2, unique=True))
def test_of_two_sources_on_one_day_the_registry_prefers_the_one_that_the_library_prefers(names: list[str]) -> None:
    rows = [{"source": name, "known_from": DAY, "record_id": place} for place, name in enumerate(names)]
    like_the_library = pl.DataFrame(rows).sort(["source", "record_id"], descending=[True, False])
    assert [row["source"] for row in sorted(rows, key=preference(()))] == like_the_library["source"].to_list()


def test_the_winner_is_by_the_order_everywhere(office: Actor, told_twice: int) -> None:
    order_sources(office, sources=[TAX], why="税务数据已核对", seen=0)
    work(until_idle=True)
    assert revenue(told_twice) == 1200 * WAN
    entry = Enterprise.objects.get(key=told_twice)
    assert (entry.revenue, entry.staff, entry.park) == (1200 * WAN, 80, "东园")
    line = next(one for one in holding.lines_of(told_twice, "annual_return", year=2023) if one.field.code == "revenue")
    assert line.now.startswith("1,200")
    assert line.differ
    assert {one.source for one in line.others} == {TAX, PARK}
    ask = bridge.asked("cn-size-2011", day=dt.date(2024, 6, 30))
    assert ask.bound().selection.precedence == (TAX,)
    datum = bridge.seen(told_twice, ask.bound()).datum("annual_return", "revenue", 2023)
    assert datum is not None
    assert (datum.value, datum.source) == (1200 * WAN, TAX)


def test_a_verdict_and_its_manifest_go_by_the_order(office: Actor, told_twice: int, tmp_path: Path) -> None:
    before = bridge.asked("cn-size-2011", day=dt.date(2024, 6, 30)).bound().hash
    order_sources(office, sources=[TAX], why="税务数据已核对", seen=0)
    ask = bridge.asked("cn-size-2011", day=dt.date(2024, 6, 30))
    assert ask.bound().hash != before
    made = bridge.evaluate(ask, bridge.export(), tmp_path / "out.parquet")
    assert made.manifest["precedence"] == [TAX]


def test_who_said_it_when_and_why_stays(office: Actor, told_twice: int) -> None:
    first = order_sources(office, sources=[TAX, PARK], why="税务数据已核对", seen=0)
    order_sources(office, sources=[], why="各来源相同", seen=first.pk)
    assert precedence() == ()
    assert [one.sources for one in SourceOrder.objects.order_by("pk")] == [[TAX, PARK], []]
    told = Entry.objects.filter(verb="sources.order").order_by("-pk").first()
    assert told is not None
    assert (told.before, told.after, told.why) == ({"sources": [TAX, PARK]}, {"sources": []}, "各来源相同")


@pytest.mark.parametrize(
    ("sources", "why", "seen", "code"),
    [
        ([TAX], " ", 0, "reason-missing"),
        (["街道"], "依据", 0, "source-unknown"),
        ([TAX, TAX], "依据", 0, "source-twice"),
        ([TAX], "依据", 7, "changed-meanwhile"),
        ([], "依据", 0, "nothing-changed"),
    ],
)
def test_what_does_not_hold_is_refused_and_changes_nothing(
    office: Actor, told_twice: int, sources: list[str], why: str, seen: int, code: str
) -> None:
    jobs = Job.objects.count()
    with pytest.raises(Refusal) as refused:
        order_sources(office, sources=sources, why=why, seen=seen)
    assert refused.value.problems[0].code == code
    assert last_order() is None
    assert Job.objects.count() == jobs
    assert not Entry.objects.filter(verb="sources.order").exists()


def typed(**places: str) -> dict[str, str]:
    """The form as it is sent: a place beside each source that is named."""
    names = [one.name for one in known_sources()]
    sent = {f"source-{n}": name for n, name in enumerate(names)}
    return sent | {f"place-{names.index(name)}": place for name, place in places.items()} | {"seen": "0", "why": "依据"}


def test_the_page_takes_places_and_shows_who_said_it(told_twice: int, sign_in: SignIn) -> None:
    client = sign_in()
    answer = client.post("/enterprises/sources/", typed(**{PARK: "1", TAX: "2"}))
    assert answer.status_code == 302
    assert precedence() == (PARK, TAX)
    shown = client.get("/enterprises/sources/").content.decode()
    assert "现行次序" in shown
    assert "某人" in shown
    english = client.get("/enterprises/sources/", headers={"accept-language": "en"}).content.decode()
    assert PARK in english


@pytest.mark.parametrize("places", [{TAX: "1", PARK: "1"}, {TAX: "第一"}, {TAX: "0"}, {TAX: "1000"}])
def test_places_that_cannot_be_read_are_refused(told_twice: int, places: dict[str, str], sign_in: SignIn) -> None:
    answer = sign_in().post("/enterprises/sources/", typed(**places))
    assert answer.status_code == 422
    assert "名次" in answer.content.decode()
    assert precedence() == ()


def test_others_look_and_only_the_office_says_it(told_twice: int, sign_in: SignIn) -> None:
    client = sign_in(Role.LEADER, name="领导")
    assert "由办公室确定" in client.get("/enterprises/sources/").content.decode()
    assert client.post("/enterprises/sources/", typed(**{TAX: "1"})).status_code == 403
    assert precedence() == ()
