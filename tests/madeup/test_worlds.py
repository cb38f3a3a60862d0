"""The distributions are those that docs/explanation/madeup.md states; the two wrong worlds are wrong as promised."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import polars as pl
import pytest
from tests.madeup.zones import KINDS, base, rows, stored

from peiyu.facts.base import FactBase
from peiyu.madeup import Zone, write
from peiyu.madeup import writing as writing_module
from peiyu.problems import UsageError

TIANJIN, BAOTOU = KINDS[0], KINDS[1]
AFTER = dt.date(2013, 8, 31)


def growth(of: FactBase, year: int) -> pl.Series:
    """Log growth of revenue into a year, of companies with two whole years."""
    found = rows(of, "annual_return", "revenue").filter(pl.col("revenue") > 0)
    founded = rows(of, "enterprise", "founded")
    now = found.filter(pl.col("year") == year).join(founded, on="enterprise")
    now = now.filter(pl.col("founded").dt.year() < year - 1)
    both = now.join(found.filter(pl.col("year") == year - 1), on="enterprise")
    return both.select((pl.col("revenue") / pl.col("revenue_right")).log().alias("g"))["g"]


def middle_half(values: pl.Series) -> float:
    return float(values.quantile(0.75) - values.quantile(0.25))


def first_titles(of: FactBase, kind: str) -> pl.DataFrame:
    return rows(of, "title", "kind", "granted_on").filter(pl.col("kind") == kind).group_by("enterprise").agg(
        pl.col("granted_on").min()
    )  # fmt: skip


def since(of: FactBase, kind: str, year: int) -> int:
    return first_titles(of, kind).filter(pl.col("granted_on") >= dt.date(year, 1, 1)).height


@pytest.mark.parametrize("seed", [1, 2])
def test_the_zone_of_2012_stands_where_its_programme_can_be_watched(seed: int) -> None:
    """Of 1000 · 70 · 35 · 3000 · 20 · 20 · 5 by the year's end, so many by 30 September."""
    of = base(companies=2000, seed=seed)
    assert 690 <= since(of, "科技型中小企业", 2012) <= 830
    assert 17 <= since(of, "科技小巨人", 2012) <= 36
    assert 6 <= since(of, "高新技术企业", 2012) <= 14
    patents = rows(of, "ip_right", "number", "filed_on").filter(pl.col("filed_on") >= dt.date(2012, 1, 1))
    assert 1900 <= patents["number"].n_unique() <= 2500
    capital = rows(of, "enterprise", "registered_capital").join(first_titles(of, "科技型中小企业"), on="enterprise")
    large = capital.filter((pl.col("granted_on").dt.year() == 2012) & (pl.col("registered_capital") >= 2000 * 10**6))
    assert 38 <= large.height <= 72
    exactly = large.filter(pl.col("registered_capital") == 2000 * 10**6)
    assert exactly.height > large.height / 3
    entered = rows(of, "institution", "entered_on").filter(pl.col("entered_on").dt.year() == 2012)
    assert 15 <= entered.height <= 18
    high = rows(of, "rd_body", "high_level", "recognised_on").filter(pl.col("high_level"))
    assert 3 <= high.filter(pl.col("recognised_on").dt.year() == 2012).height <= 5


def test_the_city_of_2018_stands_where_its_programme_can_be_watched() -> None:
    """Of 50 · 3–5 · 30 · 100 · 50 · 50 · 10 by the end of 2020, so many by the middle of 2018, of its giants."""
    of = base(BAOTOU, 2000)
    giants = first_titles(of, "科技小巨人").rename({"granted_on": "since"})
    assert 28 <= giants.height <= 33

    def of_giants(entity: str, on: str, *more: str) -> pl.DataFrame:
        found = rows(of, entity, on, "record_id", *more).join(giants, on="enterprise")
        return found.filter(pl.col(on) >= pl.col("since"))

    assert 1 <= of_giants("alliance", "agreed_on").height <= 3
    assert 12 <= of_giants("product", "recognised_on").height <= 24
    bodies = of_giants("rd_body", "recognised_on", "kind")
    assert 28 <= bodies.filter(pl.col("kind") != "院士专家工作站").height <= 42
    assert 4 <= bodies.filter(pl.col("kind") == "院士专家工作站").height <= 7
    inventions = of_giants("ip_right", "filed_on", "kind", "number").filter(pl.col("kind") == "发明专利")
    assert 50 <= inventions["number"].n_unique() <= 95
    granted = of_giants("ip_right", "granted_on", "kind").filter(pl.col("kind") == "发明专利")
    assert granted.height < inventions.height / 2


def test_growth_spreads_as_among_small_listed_companies() -> None:
    """Middle half 0.40 wide, tails like a tent's: the middle nine tenths 3.3 times as wide."""
    values = growth(base(companies=6000), 2011)
    assert values.len() > 1000
    assert middle_half(values) == pytest.approx(0.42, abs=0.05)
    nine_tenths = float(values.quantile(0.95) - values.quantile(0.05))
    assert 2.8 < nine_tenths / middle_half(values) < 3.9


def test_rd_intensity_and_debt_are_as_among_listed_companies() -> None:
    found = rows(base(companies=2000), "annual_return", "revenue", "rd_accounts", "total_assets", "total_liabilities")
    found = found.filter(pl.col("revenue") > 0).drop_nulls()
    intensity = found.select((pl.col("rd_accounts") / pl.col("revenue")).log())["rd_accounts"]
    assert intensity.median() == pytest.approx(-3.25, abs=0.12)
    assert middle_half(intensity) / 1.349 == pytest.approx(0.82, abs=0.12)
    debt = found.select(pl.col("total_liabilities") / pl.col("total_assets"))["total_liabilities"]
    assert debt.median() == pytest.approx(0.41, abs=0.05)


def test_seven_newcomers_in_ten_stay_five_years() -> None:
    of = base(companies=6000, day=dt.date(2014, 12, 31))
    stays = rows(of, "stay", "kind", "entered_on", "left_on", "record_id")
    early = stays.filter(
        (pl.col("entered_on").dt.year() == 2009) & (pl.col("kind") == "新注册") & (pl.col("record_id") == 1)
    )
    gone = early.filter(pl.col("left_on") < pl.col("entered_on").dt.offset_by("5y"))
    assert early.height > 80
    assert 0.22 < gone.height / early.height < 0.46


def test_entrants_grow_faster() -> None:
    of = base(companies=6000)
    found = rows(of, "annual_return", "revenue").filter(pl.col("revenue") > 0)
    entered = rows(of, "stay", "kind", "entered_on", "record_id").filter(pl.col("record_id") == 1)
    both = found.filter(pl.col("year") == 2011).join(found.filter(pl.col("year") == 2010), on="enterprise")
    both = both.with_columns((pl.col("revenue") / pl.col("revenue_right")).log().alias("g")).join(
        entered, on="enterprise"
    )
    fresh = (pl.col("entered_on").dt.year().is_in([2008, 2009])) & (pl.col("kind") == "新注册")
    old = (pl.col("entered_on").dt.year() < 2007) & (pl.col("kind") == "新注册")
    assert both.filter(fresh)["g"].mean() > both.filter(old)["g"].mean() + 0.05


def test_in_the_shocked_world_growth_collapses_in_the_places_year_and_not_before() -> None:
    plain, shocked = (base(TIANJIN, 2000, AFTER, 1, world) for world in ("plain", "shocked"))
    assert growth(shocked, 2012).median() < growth(plain, 2012).median() - 0.25
    assert abs(growth(shocked, 2011).median() - growth(plain, 2011).median()) < 0.15


def test_in_the_shocked_world_tails_are_heavier_and_shocks_last() -> None:
    plain, shocked = (base(TIANJIN, 2000, AFTER, 1, world) for world in ("plain", "shocked"))

    def weight_of_tails(of: FactBase) -> float:
        values = growth(of, 2011)
        return float(values.quantile(0.99) - values.quantile(0.01)) / middle_half(values)

    assert weight_of_tails(shocked) > 1.25 * weight_of_tails(plain)
    assert memory(shocked) > memory(plain) + 0.15


def memory(of: FactBase) -> float:
    """Rank correlation of a company's growth in 2010 and in 2011."""
    found = rows(of, "annual_return", "revenue").filter(pl.col("revenue") > 0)
    wide = found.pivot("year", index="enterprise", values="revenue").drop_nulls(["2009", "2010", "2011"])
    steps = wide.select((pl.col("2010") / pl.col("2009")).alias("a"), (pl.col("2011") / pl.col("2010")).alias("b"))
    return float(steps.select(pl.corr("a", "b", method="spearman")).item())


def test_in_the_clustered_world_recognition_waits_for_december() -> None:
    def in_december(of: FactBase) -> float:
        days = first_titles(of, "科技型中小企业").filter(pl.col("granted_on").dt.year() == 2012)["granted_on"]
        return float((days.dt.month() == 12).mean())

    plain, clustered = (base(TIANJIN, 2000, AFTER, 1, world) for world in ("plain", "clustered"))
    assert in_december(clustered) > 0.7
    assert in_december(plain) < 0.2


def test_in_the_clustered_world_grants_take_twice_as_long() -> None:
    def lag(of: FactBase) -> float:
        found = rows(of, "ip_right", "kind", "filed_on", "granted_on").filter(pl.col("kind") == "实用新型").drop_nulls()
        return float(found.filter(pl.col("filed_on").dt.year() <= 2011).select(
            (pl.col("granted_on") - pl.col("filed_on")).dt.total_days().median()
        ).item())  # fmt: skip

    plain, clustered = (base(TIANJIN, 2000, AFTER, 1, world) for world in ("plain", "clustered"))
    assert lag(plain) == pytest.approx(7 * 30.4, rel=0.07)
    assert lag(clustered) == pytest.approx(2 * lag(plain), rel=0.08)


def test_in_the_clustered_world_industries_go_together() -> None:
    def spread(of: FactBase) -> float:
        held = first_titles(of, "科技型中小企业").with_columns(pl.lit(1.0).alias("held"))
        firms = rows(of, "enterprise", "leading_industry").join(held, on="enterprise", how="left")
        shares = firms.group_by("leading_industry").agg(pl.col("held").fill_null(0.0).mean(), pl.len())
        return float(shares.filter(pl.col("len") > 60)["held"].std() or 0.0)

    plain, clustered = (base(TIANJIN, 2000, AFTER, 1, world) for world in ("plain", "clustered"))
    assert spread(clustered) > 2 * spread(plain)


def test_the_same_seed_gives_the_same_facts_and_another_one_others(tmp_path: Path) -> None:
    first = base(TIANJIN, 300)
    again = write(Zone(companies=300), tmp_path / "again")
    other = write(Zone(companies=300, seed=2), tmp_path / "other")
    assert first.manifest.hash == again.manifest.hash
    assert first.manifest.hash != other.manifest.hash


def test_a_larger_place_is_written_in_buckets_and_has_more_of_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing_module, "PER_ZONE_BUCKET", 1500)
    monkeypatch.setattr(writing_module, "CHUNK", 2500)
    seen: list[float] = []
    of = write(Zone(kind=BAOTOU, companies=4000), tmp_path / "facts", progress=seen.append)
    assert of.bucket_count == 3
    assert of.manifest.enterprises == 4000
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert 55 <= first_titles(of, "科技小巨人").height <= 66
    assert set(stored(of, "event")["enterprise"]) == {0}
    ids = pl.concat([of.raw("enterprise", b).select("enterprise") for b in range(3)]).collect()["enterprise"]
    assert ids.n_unique() == 4000


def test_sums_are_whole_and_shares_are_shares() -> None:
    found = rows(base(companies=2000), "annual_return", "revenue", "net_assets", "total_assets", "total_liabilities",
                 "rd_accounts", "staff", "sci_staff", "zero_filed")  # fmt: skip
    whole = found.drop_nulls()
    assert (whole["net_assets"] == whole["total_assets"] - whole["total_liabilities"]).all()
    assert (whole["sci_staff"] <= whole["staff"]).all()
    idle = whole.filter("zero_filed")
    assert 0 < idle.height < whole.height / 10
    assert idle["revenue"].max() == 0
    missing = found["rd_accounts"].null_count() / found.height
    assert math.isclose(missing, 0.03, abs_tol=0.015)


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ({"kind": "nowhere"}, ["made-up-kind"]),
        ({"world": "calm"}, ["made-up-world"]),
        ({"companies": 0}, ["made-up-size"]),
        ({"holes": 1.5}, ["made-up-size"]),
        ({"as_of": dt.date(1999, 1, 1)}, ["made-up-day"]),
        ({"as_of": dt.date(2015, 1, 1)}, ["made-up-day"]),
        ({"kind": "nowhere", "world": "calm", "companies": -1}, ["made-up-kind", "made-up-world", "made-up-size"]),
    ],
)
def test_what_cannot_be_made_up_is_refused_with_everything_that_is_wrong(
    wrong: dict[str, object], codes: list[str]
) -> None:
    with pytest.raises(UsageError) as caught:
        Zone(**wrong)  # type: ignore[arg-type]
    assert [p.code for p in caught.value.problems] == codes
