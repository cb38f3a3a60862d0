"""Who answers and what is true: the companies of a made-up zone in units, with a month's figures and their past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

import polars as pl

from peiyu.facts.round import Firm, Past, Place, Span, Unit
from peiyu.facts.snapshot import Value
from peiyu.madeup.calendar import ordinal
from peiyu.madeup.chance import Chance
from peiyu.madeup.codes import firms as codes
from peiyu.madeup.filings import SEASON
from peiyu.madeup.growth import with_paths
from peiyu.madeup.register import alive, firms
from peiyu.madeup.zone import Zone

ENTITY = "monthly_return"
FIELDS = (
    "revenue", "main_revenue", "output", "rd_accounts", "total_profit", "tax_paid", "total_assets",
    "total_liabilities", "employees", "sci_staff",
)  # fmt: skip
REQUIRED = ("revenue", "total_profit", "employees")

HUNDRED_YUAN = 10_000
"""Amounts are whole hundreds of yuan: two digits of 万元."""

SPARE = 4
"""So many times more companies are made up than are asked: not all have been there for two years."""


@dataclass(frozen=True, slots=True)
class Company:
    """A company that answers, with what stays with it. `yearly`: revenue by year in 万元."""

    firm: Firm
    makes: bool
    yearly: Mapping[int, float]


def companies(seed: int, count: int, *, span: Span) -> tuple[Company, ...]:
    """`count` companies of a made-up zone that have been there and have sold since the year before last."""
    zone = Zone(kind="model-zone-2026", companies=count * SPARE, seed=seed)
    chance, place = Chance(seed), zone.place
    keys = pl.DataFrame(
        list(codes(zone.arrived, regions=place.regions)),
        orient="row",
        schema={"number": pl.Int64, "enterprise": pl.Int64, "org": pl.String, "uscc": pl.String},
    ).with_columns(pl.col("enterprise").reinterpret(signed=False).alias("draw"))
    frame = with_paths(firms(keys, chance, place, companies=zone.companies), chance, place, zone.laws)
    years = (span.year - 1, span.year)
    here = alive(pl.lit(float(ordinal(span.end)))) & (pl.col("founded") < ordinal(dt.date(span.year - 2, 1, 1)))
    sold = pl.all_horizontal(pl.col(f"r{year}") > 0 for year in years)
    kept = frame.filter(here & sold & pl.col("park").is_not_null()).sort("number").head(count)
    return tuple(
        Company(
            Firm(row["enterprise"], row["uscc"], row["name"], row["park"]),
            row["makes"],
            {year: row[f"r{year}"] for year in years},
        )
        for row in kept.iter_rows(named=True)
    )


def in_units(made: tuple[Company, ...], units: int) -> tuple[Unit, ...]:
    """The companies in equal parts, each answered for by a service station of its park."""
    size = len(made) // units
    parts = [made[number * size : (number + 1) * size] for number in range(units)]
    return tuple(
        Unit(f"u{number:03d}", f"虚构企业服务站第{number}站", tuple(one.firm for one in part))
        for number, part in enumerate(parts, start=1)
    )


def figures(company: Company, seed: int, *, until: Span) -> Mapping[tuple[int, int], Mapping[str, int]]:
    """(year, month) → field → stored value from January of the year before to the span's month, amounts cumulative
    (累计) but for those of a day. `output` only where something is made."""
    made: dict[tuple[int, int], Mapping[str, int]] = {}
    lasting = Random(f"{seed}/{company.firm.key}")
    rate = {"main_revenue": lasting.uniform(0.85, 0.99), "output": lasting.uniform(0.97, 1.08)}
    rate |= {"rd_accounts": lasting.uniform(0.02, 0.12), "tax_paid": lasting.uniform(0.02, 0.08)}
    margin, debt = lasting.uniform(-0.03, 0.15), lasting.uniform(0.2, 0.7)
    assets = company.yearly[until.year - 1] * lasting.uniform(0.8, 2.0) + 100
    staff = max(3, round(company.yearly[until.year - 1] / lasting.uniform(40, 120)))
    science = max(1, round(staff * lasting.uniform(0.05, 0.4)))
    for year in (until.year - 1, until.year):
        sold = 0.0
        for month in range(1, 13 if year < until.year else (until.month or 12) + 1):
            chance = Random(f"{seed}/{company.firm.key}/{year}/{month}")
            sold += company.yearly[year] * SEASON[month - 1] * chance.uniform(0.85, 1.15)
            held = assets * chance.uniform(0.95, 1.05)
            amounts = {"revenue": sold, **{name: sold * share for name, share in rate.items()}}
            amounts |= {"total_profit": sold * margin, "total_assets": held, "total_liabilities": held * debt}
            if not company.makes:
                del amounts["output"]
            people = {"employees": staff + chance.randint(-1, 1), "sci_staff": science}
            stored = {name: round(amount * 100) * HUNDRED_YUAN for name, amount in amounts.items()}
            made[year, month] = {**stored, **people}
    return made


def truths(
    made: tuple[Company, ...], seed: int, *, span: Span
) -> tuple[dict[Place, Value | None], dict[Place, tuple[Past, ...]]]:
    """Each place of the round with its true answer (None: there is none to give), and what was known before: the
    year's earlier months and the same month a year ago."""
    month = span.month or 12
    earlier = [Span(span.year, month=one, basis="累计") for one in range(1, month)]
    spans = (Span(span.year - 1, month=month, basis="累计"), *earlier)
    truth: dict[Place, Value | None] = {}
    before: dict[Place, tuple[Past, ...]] = {}
    for company in made:
        known = figures(company, seed, until=span)
        for field in FIELDS:
            place = Place(ENTITY, company.firm.key, None, field)
            truth[place] = known[span.year, month].get(field)
            pasts = ((one, known[one.year, one.month or 12].get(field)) for one in spans)
            before[place] = tuple(Past(one, value) for one, value in pasts if value is not None)
    return truth, before
