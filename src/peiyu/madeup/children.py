"""The made-up firms' child records: IP rights, titles, bodies, awards, financing, conduct, declared lists."""

from __future__ import annotations

import datetime as dt

import polars as pl

from peiyu.madeup.chance import Chance

IP_KINDS = (
    ("实用新型", 40.0),
    ("软件著作权", 30.0),
    ("发明专利", 16.0),
    ("外观设计", 10.0),
    ("集成电路布图设计专有权", 1.0),
    ("商标", 3.0),
)
TITLES = (
    ("高新技术企业", 0.16),
    ("创新型中小企业", 0.10),
    ("专精特新中小企业", 0.06),
    ('专精特新"小巨人"企业', 0.01),
    ("知识产权优势企业", 0.01),
)
LISTS = ("ip_right", "title", "rd_body", "award", "standard", "certification", "financing", "conduct_event")


def _day(chance: Chance, salt: str, *, first: dt.date, last: dt.date) -> pl.Expr:
    days = chance.integer(salt, 0, (last - first).days)
    return pl.lit(first).dt.offset_by(days.cast(pl.String) + "d")


def _rows(firms: pl.DataFrame, chance: Chance, salt: str, count: pl.Expr) -> pl.DataFrame:
    """`count` rows a firm, each with a draw of its own."""
    repeated = firms.select("enterprise", "draw", count.alias("n")).filter(pl.col("n") > 0)
    repeated = repeated.with_columns(pl.int_ranges(0, pl.col("n")).alias("i")).explode("i")
    return repeated.with_columns(
        (pl.col("draw") + pl.col("i").cast(pl.UInt64) * pl.lit(0x9E3779B97F4A7C15, dtype=pl.UInt64)).alias("draw")
    ).drop("n", "i")


def _some(firms: pl.DataFrame, chance: Chance, salt: str, probability: float) -> pl.DataFrame:
    return firms.select("enterprise", "draw").filter(chance.happens(salt, probability))


def ip_rights(firms: pl.DataFrame, chance: Chance, *, as_of: dt.date, holes: float) -> pl.DataFrame:
    """About three a firm, most of them valid, some transferred, some with holes."""
    rows = _rows(firms, chance, "ip", (chance.uniform("ip/n") ** 2 * 9.99).floor().cast(pl.Int64))
    return rows.select(
        "enterprise",
        chance.pick("ip/kind", IP_KINDS).alias("kind"),
        chance.pick("ip/status", (("有效", 88.0), ("审查中", 8.0), ("失效", 4.0))).alias("status"),
        chance.pick("ip/origin", (("自主研发", 85.0), ("受让", 12.0), ("并购", 3.0))).alias("origin"),
        _day(chance, "ip/granted", first=dt.date(as_of.year - 9, 1, 1), last=as_of).alias("granted_on"),
        _day(chance, "ip/acquired", first=dt.date(as_of.year - 9, 1, 1), last=as_of).alias("acquired_on"),
        chance.flag("ip/main", 0.8, holes=holes).alias("main_product"),
        chance.flag("ip/productive", 0.7, holes=holes).alias("productive"),
        chance.flag("ip/high", 0.08, holes=holes).alias("high_value"),
        chance.flag("ip/disputed", 0.01, holes=holes).alias("disputed"),
        chance.integer("ip/rank", 1, 4).alias("holder_rank"),
    )


def titles(firms: pl.DataFrame, chance: Chance, *, as_of: dt.date) -> pl.DataFrame:
    """Certificates of three years, granted within the last four; a few revoked."""
    parts = []
    for kind, probability in TITLES:
        rows = _some(firms, chance, f"title/{kind}", probability)
        granted = _day(chance, f"title/{kind}/on", first=as_of.replace(year=as_of.year - 4), last=as_of)
        revoked = pl.when(chance.happens(f"title/{kind}/revoked", 0.02)).then(pl.lit(as_of)).otherwise(None)
        parts.append(
            rows.select(
                "enterprise",
                pl.lit(kind).alias("kind"),
                granted.alias("granted_on"),
                granted.dt.offset_by("3y").alias("expires_on"),
                revoked.cast(pl.Date).alias("revoked_on"),
            )
        )
    return pl.concat(parts)


def others(firms: pl.DataFrame, chance: Chance, *, as_of: dt.date) -> dict[str, pl.DataFrame]:
    """Bodies, awards, standards, certifications, financing and conduct events."""
    recent = {"first": as_of.replace(year=as_of.year - 7), "last": as_of}
    level = (("国家级", 1.0), ("省部级", 5.0), ("市级", 8.0))
    return {
        "rd_body": _some(firms, chance, "body", 0.2).select(
            "enterprise",
            chance.pick("body/kind", (("企业技术中心", 5.0), ("工程技术研究中心", 3.0), ("重点实验室", 1.0))).alias(
                "kind"
            ),
            chance.pick("body/level", level).alias("level"),
            _day(chance, "body/on", **recent).alias("recognised_on"),
        ),
        "award": _some(firms, chance, "award", 0.04).select(
            "enterprise",
            chance.pick("award/kind", (("科技奖", 6.0), ("质量奖", 3.0), ("创客中国大赛企业组", 2.0))).alias("kind"),
            chance.pick("award/level", level).alias("level"),
            chance.integer("award/rank", 1, 8).alias("unit_rank"),
            _day(chance, "award/on", **recent).alias("awarded_on"),
        ),
        "standard": _some(firms, chance, "standard", 0.05).select(
            "enterprise",
            chance.pick("standard/kind", (("国家标准", 1.0), ("行业标准", 3.0), ("团体标准", 3.0))).alias("kind"),
            chance.integer("standard/rank", 1, 9).alias("drafting_rank"),
            _day(chance, "standard/on", **recent).alias("published_on"),
        ),
        "certification": _some(firms, chance, "certification", 0.5).select(
            "enterprise",
            chance.pick("certification/kind", (("质量管理体系认证", 6.0), ("发达国家和地区产品认证", 1.0))).alias(
                "kind"
            ),
            _day(chance, "certification/on", **recent).alias("granted_on"),
            _day(chance, "certification/on", **recent).dt.offset_by("5y").alias("expires_on"),
        ),
        "financing": _some(firms, chance, "financing", 0.05).select(
            "enterprise",
            pl.lit("股权融资").alias("kind"),
            (chance.integer("financing/sum", 1, 100) * 100 * 1_000_000).alias("amount"),
            chance.happens("financing/qualified", 0.8).alias("qualified"),
            _day(chance, "financing/on", **recent).alias("paid_on"),
        ),
        "conduct_event": _some(firms, chance, "conduct", 0.02).select(
            "enterprise",
            chance.pick("conduct/kind", (("经营异常名录", 6.0), ("重大安全事故", 1.0), ("严重环境违法", 2.0))).alias(
                "kind"
            ),
            _day(chance, "conduct/on", **recent).alias("happened_on"),
            pl.when(chance.happens("conduct/lifted", 0.6))
            .then(pl.lit(as_of))
            .otherwise(None)
            .cast(pl.Date)
            .alias("lifted_on"),
            chance.flag("conduct/in_effect", 0.4, holes=0.1).alias("in_effect"),
        ),
    }


def declarations(firms: pl.DataFrame, chance: Chance, *, holes: float) -> pl.DataFrame:
    """Which lists are declared whole; as many are open as figures have holes, at least one in ten."""
    parts = [
        _some(firms, chance, f"declared/{name}", 1.0 - max(0.1, holes)).select(
            "enterprise", pl.lit(name).alias("entity")
        )
        for name in LISTS
    ]
    return pl.concat(parts)
