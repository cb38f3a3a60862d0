"""A made-up territory of one day: three fiscal years of firms above, below and on every line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from peiyu.madeup import children
from peiyu.madeup.chance import Chance
from peiyu.madeup.returns import returns

SYLLABLES = (
    "华",
    "瑞",
    "晟",
    "拓",
    "恒",
    "泰",
    "科",
    "锐",
    "鼎",
    "启",
    "智",
    "蓝",
    "源",
    "峰",
    "海",
    "宏",
    "创",
    "卓",
    "辰",
    "禾",
)
TRADES = (
    ("精密机械", "3411", 8.0),
    ("新材料", "3985", 7.0),
    ("稀土", "3239", 4.0),
    ("电子", "3971", 8.0),
    ("软件", "6513", 12.0),
    ("信息技术", "6531", 8.0),
    ("生物医药", "2761", 4.0),
    ("医疗器械", "3584", 3.0),
    ("新能源", "3825", 6.0),
    ("仪器仪表", "4011", 4.0),
    ("化工", "2669", 4.0),
    ("食品", "1491", 3.0),
    ("建筑工程", "4710", 4.0),
    ("商贸", "5179", 5.0),
    ("百货", "5212", 2.0),
    ("运输", "5431", 2.0),
    ("仓储", "5990", 1.0),
    ("酒店", "6110", 1.0),
    ("餐饮", "6210", 1.0),
    ("通信", "6311", 1.0),
    ("房地产", "7010", 1.0),
    ("物业", "7020", 1.0),
    ("商务服务", "7299", 3.0),
    ("科研服务", "7320", 5.0),
    ("农业", "0111", 2.0),
)
PARKS = (("高新技术产业园", 4.0), ("装备制造园", 3.0), ("稀土应用园", 2.0), ("软件园", 2.0), ("", 2.0))


FLAGS = {
    "resident": 0.99,
    "restricted_sector": 0.02,
    "books_in_order": 0.95,
    "own_brand": 0.6,
    "core_system": 0.6,
    "key_field": 0.6,
    "core_ip_support": 0.7,
    "strategic_field": 0.5,
    "product_field": 0.5,
    "product_known": 0.4,
    "market_ahead": 0.5,
    "controlled_by_giant": 0.01,
}
"""How often a yes/no of the enterprise is yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """What to make up: how many firms, which three (or more) fiscal years, the share of holes, the seed."""

    companies: int
    as_of: dt.date = dt.date(2026, 6, 30)
    years: int = 3
    holes: float = 0.08
    seed: int = 1

    @property
    def fiscal_years(self) -> tuple[int, ...]:
        return tuple(range(self.as_of.year - self.years, self.as_of.year))


def enterprises(keys: pl.DataFrame, chance: Chance, territory: Territory) -> pl.DataFrame:
    """The firms of one bucket; `keys` has enterprise, code, number and draw."""
    syllable = [pl.lit(pl.Series(SYLLABLES)).gather(chance.integer(f"name/{i}", 0, len(SYLLABLES) - 1)) for i in (1, 2)]
    trade = chance.pick("trade", [(code, weight) for _, code, weight in TRADES])
    age = (chance.uniform("age") ** 1.5 * 28 * 365).floor().cast(pl.Int64)
    frame = keys.with_columns(
        trade.alias("industry"),
        pl.lit(territory.as_of).dt.offset_by(("-" + age.cast(pl.String)) + "d").alias("founded"),
        chance.pick("park", PARKS).alias("park"),
    )
    words = pl.col("industry").replace_strict({code: word for word, code, _ in TRADES})
    number = pl.col("number").cast(pl.String).str.zfill(4)
    return frame.with_columns(
        *(chance.flag(name, share, holes=territory.holes).alias(name) for name, share in FLAGS.items()),
        pl.lit("uscc").alias("scheme"),
        (pl.lit("虚构") + syllable[0] + syllable[1] + words + number + pl.lit("号有限公司")).alias("name"),
        chance.pick(
            "chain", (("其他", 5.0), ("关键环节或补短板锻长板填空白", 3.0), ("工业六基或中华老字号或服务重点龙头", 2.0))
        ).alias("chain_role"),
        pl.when(chance.happens("industry/hole", territory.holes / 4))
        .then(None)
        .otherwise(pl.col("industry"))
        .alias("industry"),
    )


def stamped(frame: pl.DataFrame, territory: Territory, offset: int) -> pl.DataFrame:
    """With record ids, and the bookkeeping columns where the frame has none of its own."""
    extra = (
        [] if "known_from" in frame.columns else [pl.lit(territory.as_of.replace(month=1, day=1)).alias("known_from")]
    )
    ids = pl.int_range(offset, offset + frame.height, dtype=pl.Int64, eager=True).alias("record_id")
    return frame.with_columns(ids, *extra, pl.lit("虚构").alias("source"), pl.lit("行政").alias("purpose"))


def bucket_frames(keys: pl.DataFrame, territory: Territory) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every entity's rows for the firms of one bucket."""
    chance = Chance(territory.seed)
    made = enterprises(keys, chance, territory)
    yield (
        "enterprise",
        made.drop("draw", "number").with_columns(pl.lit(territory.as_of.replace(month=1, day=1)).alias("at")),
    )
    firms_ = made.select("enterprise", "draw", "founded")
    yield "annual_return", returns(firms_, chance, years=territory.fiscal_years, holes=territory.holes)
    yield "ip_right", children.ip_rights(firms_, chance, as_of=territory.as_of, holes=territory.holes)
    yield "title", children.titles(firms_, chance, as_of=territory.as_of)
    yield from children.others(firms_, chance, as_of=territory.as_of).items()
    yield "list_declaration", children.declarations(firms_, chance, holes=territory.holes)
