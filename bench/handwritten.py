"""cn-tech-sme-2017 by hand: the fastest Polars that we can write for the same columns, bucket by bucket.

It reads the fact base's Parquet directly and knows what no compiler may assume: that the base is made up, has one
version and one source a row, no stand-ins, bands or attestations. As of 2026-06-30.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import polars as pl

AS_OF = dt.date(2026, 6, 30)
BASE_YEAR = 2025
FIVE_YEARS = (dt.date(2021, 6, 30), AS_OF)
WAN = 1_000_000
CLASS_1 = ["发明专利", "植物新品种", "国家级农作物品种", "国家新药", "国家一级中药保护品种", "集成电路布图设计专有权"]
CLASS_2 = ["实用新型", "外观设计", "软件著作权"]
SIX_SECTORS = ["16", "51", "52", "61", "62", "70", "71", "72", "90"]
STAFF_BANDS = ((0.30, 20), (0.25, 16), (0.20, 12), (0.15, 8), (0.10, 4))
SALES_BANDS = ((0.06, 50), (0.05, 40), (0.04, 30), (0.03, 20), (0.02, 10))
COST_BANDS = ((0.30, 50), (0.25, 40), (0.20, 30), (0.15, 20), (0.10, 10))
P = "cn-tech-sme-2017.tech_sme"
SCORE = "cn-tech-sme-2017.evaluation"


def within(column: str, first: dt.date, last: dt.date) -> pl.Expr:
    return (pl.col(column) > first) & (pl.col(column) <= last)


def counted(base: Path, bucket: int, entity: str, tests: dict[str, pl.Expr]) -> pl.LazyFrame:
    """Per enterprise the rows certainly (`<name>`) and possibly (`<name>?`) matching, and whether the list is whole."""
    sums = [
        expr
        for name, test in tests.items()
        for expr in (
            test.fill_null(False).sum().cast(pl.Int64).alias(name),
            test.fill_null(True).sum().cast(pl.Int64).alias(name + "?"),
        )
    ]
    rows = pl.scan_parquet(base / entity / f"bucket={bucket:04d}.parquet")
    return rows.group_by("enterprise").agg(sums)


def exists(name: str, whole: str) -> pl.Expr:
    """True if one certainly matches; false if none possibly does and the list is whole."""
    possible = pl.col(name + "?").fill_null(0) > 0
    return pl.when(pl.col(name).fill_null(0) > 0).then(True).when(~possible & pl.col(whole)).then(False).otherwise(None)


def ratio_points(part: str, whole: str, bands: Sequence[tuple[float, int]]) -> tuple[pl.Expr, pl.Expr]:
    """Least and greatest points of a ratio; 0 over a zero base."""
    ratio = pl.col(part) / pl.col(whole)
    chain: pl.Expr = pl.lit(0)
    for bound, points in reversed(bands):
        chain = pl.when(ratio >= bound).then(points).otherwise(chain)
    points = pl.when(pl.col(whole) == 0).then(0).when(ratio.is_null()).then(None).otherwise(chain).cast(pl.Int64)
    return points.fill_null(0), points.fill_null(bands[0][1])


def class_2_points(count: pl.Expr) -> pl.Expr:
    return (count.clip(0, 4) * 6).cast(pl.Int64)


def wide(base: Path, bucket: int) -> pl.LazyFrame:
    """One row an enterprise with everything that the rules read."""
    firms = pl.scan_parquet(base / "enterprise" / f"bucket={bucket:04d}.parquet").select(
        "enterprise", "code", "name", "resident", "restricted_sector", "books_in_order", "industry"
    )
    year = (
        pl.scan_parquet(base / "annual_return" / f"bucket={bucket:04d}.parquet")
        .filter(pl.col("year") == BASE_YEAR)
        .select(
            "enterprise",
            "staff",
            "sales",
            "total_assets",
            "sci_staff",
            "rd_119",
            "cost_expense",
            "class_1_ip",
            "class_2_ip",
        )
    )
    valid = (pl.col("status") == "有效") & pl.col("main_product") & ~pl.col("disputed")
    ip = counted(
        base,
        bucket,
        "ip_right",
        {"one": pl.col("kind").is_in(CLASS_1) & valid, "two": pl.col("kind").is_in(CLASS_2) & valid},
    )
    held = (
        (pl.col("granted_on") <= AS_OF)
        & (pl.col("expires_on") > AS_OF)
        & (pl.col("revoked_on").is_null() | (pl.col("revoked_on") > AS_OF))
    )
    title = counted(base, bucket, "title", {"hnte": (pl.col("kind") == "高新技术企业") & held})
    serious = pl.col("kind").is_in(["重大安全事故", "重大质量事故", "严重环境违法", "科研严重失信行为"])
    conduct = counted(
        base,
        bucket,
        "conduct_event",
        {
            "serious": serious & pl.col("happened_on").is_between(dt.date(BASE_YEAR, 1, 1), AS_OF),
            "listed": pl.col("kind").is_in(["经营异常名录", "严重违法失信名单"]) & pl.col("in_effect"),
        },
    )
    award = counted(
        base,
        bucket,
        "award",
        {
            "award": (pl.col("kind") == "科技奖")
            & (pl.col("level") == "国家级")
            & (pl.col("unit_rank") <= 3)
            & within("awarded_on", *FIVE_YEARS)
        },
    )
    body = counted(base, bucket, "rd_body", {"body": pl.col("level").is_in(["国家级", "省部级"])})
    standard = counted(
        base,
        bucket,
        "standard",
        {
            "std": pl.col("kind").is_in(["国际标准", "国家标准", "行业标准"])
            & (pl.col("drafting_rank") <= 5)
            & within("published_on", *FIVE_YEARS)
        },
    )
    lists = (
        pl.scan_parquet(base / "list_declaration" / f"bucket={bucket:04d}.parquet")
        .group_by("enterprise")
        .agg(
            (pl.col("entity") == name).any().alias("whole_" + name)
            for name in ("ip_right", "title", "conduct_event", "award", "rd_body", "standard")
        )
    )
    frame = firms
    for other in (year, ip, title, conduct, award, body, standard, lists):
        frame = frame.join(other, on="enterprise", how="left", maintain_order="left")
    return frame.with_columns(pl.col("^whole_.*$").fill_null(False), pl.col("^(one|two)\\??$").fill_null(0))


def verdicts(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The verdict columns."""
    staff = ratio_points("sci_staff", "staff", STAFF_BANDS)
    sales = ratio_points("rd_119", "sales", SALES_BANDS)
    cost = ratio_points("rd_119", "cost_expense", COST_BANDS)
    whole = pl.col("whole_ip_right")
    layers: list[list[pl.Expr]] = [
        [
            staff[0].alias("s_low"),
            staff[1].alias("s_high"),
            pl.max_horizontal(sales[0], cost[0]).alias("r_low"),
            pl.max_horizontal(sales[1], cost[1]).alias("r_high"),
            *(
                pl.when(whole & (pl.col(n) == pl.col(n + "?"))).then(pl.col(n)).otherwise(pl.col(f)).alias(n + "_point")
                for n, f in (("one", "class_1_ip"), ("two", "class_2_ip"))
            ),
        ],
        [pl.col(n + "_point").fill_null(pl.col(n)).alias(n + "_low") for n in ("one", "two")]
        + [
            pl.col(n + "_point").fill_null(pl.when(whole).then(pl.col(n + "?")).otherwise(9)).alias(n + "_high")
            for n in ("one", "two")
        ],
        [
            pl.max_horizontal(
                pl.when(pl.col("one_" + e) >= 1).then(30).otherwise(0).cast(pl.Int64),
                class_2_points(pl.col("two_" + e)),
            ).alias("i_" + e)
            for e in ("low", "high")
        ],
        [(pl.col("s_" + e) + pl.col("r_" + e) + pl.col("i_" + e)).alias("t_" + e) for e in ("low", "high")],
        [
            pl.col("resident").alias(f"{P}.resident"),
            (pl.col("staff") <= 500).alias(f"{P}.staff"),
            (pl.col("sales") <= 20_000 * WAN).alias(f"{P}.sales"),
            (pl.col("total_assets") <= 20_000 * WAN).alias(f"{P}.assets"),
            (~pl.col("restricted_sector")).alias(f"{P}.sector"),
            (~exists("serious", "whole_conduct_event")).alias(f"{P}.conduct"),
            (~exists("listed", "whole_conduct_event")).alias(f"{P}.lists"),
            pl.col("books_in_order").alias(f"{P}.books"),
            (~pl.col("industry").str.slice(0, 2).is_in(SIX_SECTORS)).alias(f"{P}.deductible_sector"),
            pl.when(pl.col("t_low") >= 60)
            .then(True)
            .when(pl.col("t_high") < 60)
            .then(False)
            .otherwise(None)
            .alias(f"{P}.score"),
            pl.when(pl.col("s_low") > 0)
            .then(True)
            .when(pl.col("s_high") <= 0)
            .then(False)
            .otherwise(None)
            .alias(f"{P}.sci_staff_scored"),
            exists("hnte", "whole_title").alias(f"{P}.hnte"),
            exists("award", "whole_award").alias(f"{P}.national_award"),
            exists("body", "whole_rd_body").alias(f"{P}.rd_body"),
            exists("std", "whole_standard").alias(f"{P}.standard"),
        ],
    ]
    for layer in layers:
        frame = frame.with_columns(layer)
    entry = ("resident", "staff", "sales", "assets", "sector", "conduct", "lists", "books", "deductible_sector")
    scored = pl.col(f"{P}.score") & pl.col(f"{P}.sci_staff_scored")
    direct = pl.any_horizontal(scored, *(pl.col(f"{P}.{n}") for n in ("hnte", "national_award", "rd_body", "standard")))
    met = pl.all_horizontal(*(pl.col(f"{P}.{n}") for n in entry), direct)
    names = [*entry, "score", "sci_staff_scored", "hnte", "national_award", "rd_body", "standard"]
    return frame.select(
        "enterprise",
        "code",
        "name",
        met.alias(P),
        *(f"{P}.{n}" for n in names),
        pl.col("t_low").alias(f"{SCORE}.low"),
        pl.col("t_high").alias(f"{SCORE}.high"),
    )


def run(base: Path, target: Path, *, buckets: int) -> None:
    """All buckets, one Parquet a bucket in `target`."""
    target.mkdir(parents=True, exist_ok=True)
    for bucket in range(buckets):
        frame = verdicts(wide(base, bucket)).collect(engine="streaming")
        frame.write_parquet(target / f"{bucket:04d}.parquet", row_group_size=122_880, compression_level=1)
