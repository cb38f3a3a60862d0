"""What is made up could have been: codes, dates, orders, and what was known when."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from tests.madeup.zones import KINDS, base, rows, stored

from peiyu.facts.identity import enterprise_key, parse_code
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import TERRITORY
from peiyu.madeup import Zone
from peiyu.madeup.places import PLACES

SCHEMES = {"tianjin-hitech-2012": {"org"}, "baotou-2015": {"org", "uscc"}, "model-zone-2026": {"uscc"}}
FUTURE = {("title", "expires_on"), ("certification", "expires_on"), ("rd_body", "expires_on")}
"""Dates that lie ahead of the day on which they are known."""
CHILDREN = [e.code for e in vocabulary().entities.values() if e.is_child]


@pytest.mark.parametrize("kind", KINDS)
def test_every_code_is_valid_and_gives_the_key(kind: str) -> None:
    found = stored(base(kind), "enterprise").filter(pl.col("code").is_not_null())
    assert set(found["scheme"].unique()) == SCHEMES[kind]
    for key, scheme, code in found.select("enterprise", "scheme", "code").iter_rows():
        read = parse_code(code)
        assert (read.scheme, read.code) == (scheme, code)
        assert enterprise_key(read) == key


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_as_many_companies_as_asked_each_with_a_name_of_its_own(kind: str) -> None:
    of = base(kind)
    assert of.manifest.enterprises == 600
    names = stored(of, "enterprise")["name"].drop_nulls()
    assert names.n_unique() == names.len() == 600
    assert names.str.starts_with("虚构").all()


@pytest.mark.parametrize("kind", KINDS)
def test_made_up_data_says_so(kind: str) -> None:
    of = base(kind)
    assert of.manifest.made_up
    assert of.manifest.sources == ("虚构",)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_known_after_the_day_or_before_it_happened(kind: str) -> None:
    of, day = base(kind), PLACES[kind].day
    for code, record in of.manifest.entities.items():
        found = stored(of, code)
        assert found["known_from"].max() <= day, code
        for field in vocabulary().entities[code].fields:
            if field.type == "date" and field.code in record.columns and (code, field.code) not in FUTURE:
                early = found.filter(pl.col(field.code) > pl.col("known_from"))
                assert early.height == 0, (code, field.code, early.head(2).rows())


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_happens_before_founding(kind: str) -> None:
    of = base(kind)
    founded = rows(of, "enterprise", "founded")
    for code in CHILDREN:
        if code not in of.manifest.entities:
            continue
        found = stored(of, code).join(founded, on="enterprise", suffix="_firm")
        for field in vocabulary().entities[code].fields:
            if field.type == "date" and field.code in found.columns:
                early = found.filter(pl.col(field.code) < pl.col("founded"))
                assert early.height == 0, (code, field.code, early.head(2).rows())
    years = rows(of, "annual_return", "revenue").join(founded, on="enterprise")
    assert (years["year"] >= years["founded"].dt.year()).all()


BEGINNINGS = {
    "ip_right": "filed_on", "title": "granted_on", "rd_body": "recognised_on", "product": "recognised_on",
    "standard": "published_on", "alliance": "agreed_on", "financing": "paid_on", "fund_award": "allotted_on",
    "mentoring": "started_on", "incubation": "entered_on", "listing": "reached_on",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", BEGINNINGS)
def test_nothing_begins_outside_a_stay(kind: str, code: str) -> None:
    """What begins is between entering and leaving, of the first stay or of the one after a return."""
    of, on = base(kind), BEGINNINGS[code]
    stays = rows(of, "stay", "entered_on", "left_on", "record_id")
    found = rows(of, code, "record_id", on).filter(pl.col(on).is_not_null()).rename({"record_id": "id"})
    there = found.join(stays, on="enterprise").filter(
        (pl.col(on) >= pl.col("entered_on")) & (pl.col("left_on").is_null() | (pl.col(on) < pl.col("left_on")))
    )
    outside = found.join(there, on=["enterprise", "id"], how="anti")
    assert found.height > 0
    assert outside.height == 0, outside.head(3).rows()


@pytest.mark.parametrize("kind", KINDS)
def test_those_that_left_say_so_and_those_that_came_back_have_two_stays(kind: str) -> None:
    of = base(kind)
    stays = rows(of, "stay", "kind", "entered_on", "left_on", "left_how", "record_id")
    status = rows(of, "enterprise", "status")
    gone = stays.sort("record_id").group_by("enterprise", maintain_order=True).last().join(status, on="enterprise")
    assert (gone["left_on"].is_null() == (gone["status"] == "存续")).all()
    assert (stays["left_on"].is_null() == stays["left_how"].is_null()).all()
    again = stays.filter(pl.col("record_id") == 2).join(stays.filter(pl.col("record_id") == 1), on="enterprise")
    assert again.height > 0
    assert (again["entered_on"] > again["left_on_right"]).all()
    assert set(again["left_how_right"]) == {"迁出"}
    assert set(again["kind"]) == {"迁入"}


@pytest.mark.parametrize("kind", KINDS)
def test_listing_stages_come_in_order(kind: str) -> None:
    order = {"意向": 0, "股改": 1, "辅导": 2, "申报": 3, "上市": 4}
    found = rows(base(kind, 2000), "listing", "stage", "reached_on").with_columns(
        pl.col("stage").replace_strict(order).alias("place")
    )
    steps = found.sort("enterprise", "place").with_columns(
        pl.col("place").cum_count().over("enterprise").alias("nth"),
        pl.col("reached_on").diff().over("enterprise").alias("wait"),
    )
    assert (steps["place"] + 1 == steps["nth"]).all()
    assert (steps["wait"].drop_nulls() > dt.timedelta(0)).all()
    assert steps["place"].max() == 4


@pytest.mark.parametrize("kind", KINDS)
def test_versions_only_add(kind: str) -> None:
    """A later version of a patent, award or stay keeps what an earlier one said, but for its status."""
    of = base(kind)
    for code in ("ip_right", "fund_award", "stay", "incubation", "mentoring", "alliance", "carrier_project"):
        found = stored(of, code).sort("known_from")
        own = [c for c in of.manifest.entities[code].columns if c not in ("status", "last_on", "active_on")]
        changed = (
            found.group_by("enterprise", "record_id")
            .agg(pl.col(c).drop_nulls().n_unique().alias(c) for c in own)
            .filter(pl.any_horizontal(pl.col(c) > 1 for c in own))
        )
        assert changed.height == 0, code


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("world", ["plain", "clustered"])
def test_what_was_known_earlier_is_a_part_of_what_is_known_later(kind: str, world: str) -> None:
    """Made up to another day, the rows known by the earlier day are the very same."""
    place = PLACES[kind]
    earlier = dt.date(place.day.year - 1, 11, 20)
    before, after = base(kind, 400, earlier, 1, world), base(kind, 400, None, 1, world)
    for code in after.manifest.entities:
        known = stored(after, code).filter(pl.col("known_from") <= earlier)
        found = stored(before, code) if code in before.manifest.entities else known.clear()
        shared = sorted(set(known.columns) & set(found.columns))
        for column in set(known.columns) ^ set(found.columns):
            side = known if column in known.columns else found
            assert side[column].null_count() == side.height, (code, column)
        one, other = (f.select(shared).sort(shared) for f in (known, found))
        assert one.equals(other), (
            code,
            one.height,
            other.height,
            one.join(other, on=shared, how="anti", nulls_equal=True).head(2),
        )


def test_a_shared_patent_stands_with_both_holders_under_one_number() -> None:
    found = rows(base(companies=2000), "ip_right", "number", "filed_on", "granted_on", "holders", "holder_rank", "kind")
    patents = found.filter(pl.col("filed_on").is_not_null())
    twice = patents.filter(pl.col("number").is_duplicated()).sort("number", "holder_rank")
    assert twice.height > 50
    assert twice.group_by("number").len()["len"].unique().to_list() == [2]
    same = twice.group_by("number").agg(
        pl.col("filed_on", "granted_on", "kind").n_unique(), pl.col("enterprise").n_unique().alias("firms")
    )
    assert same.select("filed_on", "granted_on", "kind").unique().rows() == [(1, 1, 1)]
    assert same["firms"].unique().to_list() == [2]
    assert twice["holders"].unique().to_list() == [2]
    assert twice["holder_rank"].to_list() == [1, 2] * (twice.height // 2)


def test_the_months_add_up_to_the_year() -> None:
    of = base(companies=2000)
    found = rows(of, "monthly_return", "revenue")
    year = PLACES[KINDS[0]].day.year - 1
    apart, so_far = (
        found.filter((pl.col("year") == year) & (pl.col("basis") == basis)).sort("enterprise", "month")
        for basis in ("当月", "累计")
    )
    summed = apart.with_columns(pl.col("revenue").cum_sum().over("enterprise"))
    whole = summed.filter(pl.len().over("enterprise") == 12)
    joined = whole.join(so_far, on=["enterprise", "year", "month"])
    firms_from_the_first_month = joined.filter(pl.col("revenue").first().over("enterprise") > 0)
    assert firms_from_the_first_month.height > 500
    assert (joined["revenue"] == joined["revenue_right"]).all()
    december = so_far.filter(pl.col("month") == 12).join(
        rows(of, "annual_return", "revenue"), on=["enterprise", "year"]
    )
    known = december.filter(pl.col("revenue_right").is_not_null())
    assert known.height > 100
    assert ((known["revenue"] - known["revenue_right"]).abs() <= 100).all()


def test_returns_are_known_from_may_of_the_next_year() -> None:
    of = base(companies=2000)
    found = rows(of, "annual_return", "known_from", "revenue")
    assert (found["known_from"].dt.year() > found["year"]).all()
    next_year = found.filter(pl.col("known_from").dt.year() == pl.col("year") + 1)
    assert next_year["known_from"].dt.month().min() >= 5
    entered = rows(of, "stay", "entered_on", "record_id").filter(pl.col("record_id") == 1)
    there = found.join(entered, on="enterprise").filter(pl.col("entered_on").dt.year() <= pl.col("year"))
    in_may = there.filter(pl.col("known_from").dt.month() == 5).height / there.height
    assert 0.9 < in_may < 0.97


@pytest.mark.parametrize("kind", KINDS)
def test_the_territory_has_records_of_its_own_and_they_are_nobodys(kind: str) -> None:
    of = base(kind)
    for code in ("carrier_project", "institution", "fund_budget", "event"):
        found = stored(of, code)
        assert found["enterprise"].unique().to_list() == [TERRITORY]
        assert found["unit"].null_count() == 0
    order = stored(of, "carrier_project").select("started_on", "completed_on", "filed_on", "opened_on")
    for first, second in zip(order.columns, order.columns[1:], strict=False):
        both = order.drop_nulls([first, second])
        assert (both[first] <= both[second]).all()


def test_the_budget_of_a_year_adds_up_to_the_documents_sum() -> None:
    found = rows(base(), "fund_budget", "amount", "budgeted_on")
    of_2012 = found.filter(pl.col("budgeted_on").dt.year() == 2012)
    assert of_2012["amount"].sum() == 200_000_000 * 100
    assert of_2012.height == 6


def test_a_place_has_a_day_of_its_own() -> None:
    assert Zone().day == dt.date(2012, 9, 30)
    assert Zone(companies=1000, as_of=dt.date(2012, 12, 31)).arrived > 1000
