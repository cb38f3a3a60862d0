"""Which source outranks which: said by the office once, and gone by everywhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.enterprises.conftest import CODES, HEADS, NAMES, Bring, SignIn

from peiyu.facts.base import View
from peiyu.facts.base.resolution import best_first
from peiyu.facts.resolve import shape_of, snapshots
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.engine.embedded.run import view_of
from peiyu.web import bridge, clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.enterprises.actions.entry import enter_figures
from peiyu.web.enterprises.actions.sources import order_sources
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, SourceOrder
from peiyu.web.enterprises.queries import holding
from peiyu.web.enterprises.queries.sources import known_sources, last_order, precedence
from peiyu.web.enterprises.queries.standing import preference, rows_of, standing
from peiyu.web.enterprises.sources import OFFICE
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


def stands(key: int) -> int:
    rows = rows_of("annual_return", [key], ["revenue"])
    return next(iter(standing(rows, "annual_return", ["revenue"]).values()))["revenue"]


def test_while_nothing_is_said_the_latest_statement_counts(told_twice: int) -> None:
    assert precedence() == ()
    assert stands(told_twice) == 900 * WAN
    assert {one.name: one.intakes for one in known_sources() if one.intakes} == {TAX: 1, PARK: 1}


stated = st.fixed_dictionaries({
    "source": st.text(st.sampled_from("A税园办企"), min_size=1, max_size=2), "record_id": st.integers(1, 3),
    "known_from": st.sampled_from([DAY, DAY + dt.timedelta(days=1)]), "at": st.sampled_from([None, DAY]),
})  # fmt: skip


@given(
    rows=st.lists(stated, min_size=2, max_size=6), entity=st.sampled_from(["enterprise", "annual_return", "title"]),
    order=st.sampled_from([(), ("税",), ("园", "A")]),
)  # fmt: skip
def test_the_registry_prefers_what_the_library_prefers(
    rows: list[dict[str, object]], entity: str, order: tuple[str, ...]
) -> None:
    kind, view = vocabulary().entities[entity], View(DAY, DAY, precedence=order)
    rows = [row if kind.period == "instant" else {**row, "at": None} for row in rows]
    frame = pl.DataFrame(rows, schema_overrides={"at": pl.Date})
    told = best_first(frame.lazy(), kind, view).collect().to_dicts()
    assert sorted(rows, key=preference(order), reverse=True) == told
    assert sorted(rows, key=shape_of(kind, (), (), view).preference) == told


def test_of_one_day_what_was_recorded_last_holds_everywhere(bring: Bring, office: Actor, tmp_path: Path) -> None:
    """A clerk who corrects a ledger on the day of its import is heard, however the ledger is called."""
    today = clock.today()
    bring([(CODES[0], NAMES[0], "东园", 1200, 80)], heads=HEADS, source="A台账", day=today)
    firm = Enterprise.objects.get(code=CODES[0])

    def held(revenue: int, source: str) -> None:
        entry = Enterprise.objects.get(pk=firm.pk)
        assert (entry.revenue, stands(firm.key)) == (revenue * WAN, revenue * WAN)
        binding = bridge.asked("cn-size-2011", day=today).bound()
        one = bridge.seen(firm.key, binding).datum("annual_return", "revenue", 2023)
        (other,) = snapshots(bridge.export(), [firm.key], view_of(binding))
        assert one == other.datum("annual_return", "revenue", 2023)
        assert one is not None
        assert (one.value, one.source) == (revenue * WAN, source)

    held(1200, "A台账")
    enter_figures(office, firm, entity="annual_return", period={"year": 2023}, figures={"revenue": "1300"})
    held(1300, OFFICE)
    bring([(CODES[0], NAMES[0], "东园", 1400, 80)], heads=HEADS, source="园区台账", day=today)
    held(1400, "园区台账")
    order_sources(office, sources=["A台账"], why="以台账为准", seen=0)
    work(until_idle=True)
    held(1200, "A台账")


def test_the_winner_is_by_the_order_everywhere(office: Actor, told_twice: int) -> None:
    order_sources(office, sources=[TAX], why="税务数据已核对", seen=0)
    work(until_idle=True)
    assert stands(told_twice) == 1200 * WAN
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


def test_who_states_what_does_not_count_is_told(office: Actor, told_twice: int, sign_in: SignIn) -> None:
    """By the order of sources; and of one record on one day by the names of the sources."""
    order_sources(office, sources=[PARK], why="园区已核对", seen=0)
    client, home = sign_in(), f"/enterprises/{told_twice % 2**64:016x}"
    page = client.post(f"{home}/facts/annual_return/", {"year": "2023", "f-revenue": "1100"}, follow=True)
    assert "已保存，但现行采用的仍是“园区台账”的说法" in page.content.decode()
    assert stands(told_twice) == 900 * WAN
    page = client.post(f"{home}/facts/annual_return/", {"year": "2022", "f-revenue": "1100"}, follow=True)
    assert "已保存" in page.content.decode()
    assert "仍是" not in page.content.decode()
    title = {"f-kind": "高新技术企业", "f-number": "GR2023", "f-granted_on": "2023-10-16"}
    client.post(f"{home}/records/title/new/", title)
    table = FACT_MODELS["title"].objects
    (row,) = table.values()
    table.create(**{**row, "id": None, "source": "A台账"})
    answer = client.post(
        f"{home}/records/title/{row['record_id']}/", {**title, "f-revoked_on": "2024-01-01"}, follow=True
    )
    assert "仍是“A台账”的说法" in answer.content.decode()


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
