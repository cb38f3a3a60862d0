"""The verdicts of an evaluation against those that are stored: what is new, what turned, what is gone.

Most verdicts stay as they are. All of an enterprise are therefore compared at once, folded into whole numbers by the
database and here alike, and only where these differ are they unfolded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection

AT_ONCE = 10_000
"""Enterprises that are compared and stored at one time: with a dozen tiers a quarter of a second of writing."""

LEAST, MOST = -(2**63), 2**63 - 1
UNKNOWN = 2
"""Stands for an unknown verdict beside 0 and 1."""

SIGNS, TOGETHER = 8, 20
"""A verdict with its mark of a stand-in is one of so many signs (0: there is none); so many are folded into one whole
number of 64 bits, by the number of their tier."""

Fresh = tuple[Any, ...]
New = tuple[int, int, int | None, bool]
Turned = tuple[int, int, int | None, int | None, bool]
Gone = tuple[int, int, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Of a run of enterprises. `fresh`: of those of whom nothing is stored, enterprise and then value and stand-in tier
    by tier of `tiers`; of the others `new`: enterprise, tier, value, stand-in; `turned`: enterprise, tier, value before
    and now, stand-in; `gone`: enterprise, tier, value before. `share`: how far this is through all of them."""

    tiers: tuple[int, ...]
    fresh: list[Fresh]
    new: list[New]
    turned: list[Turned]
    gone: list[Gone]
    share: float

    def __bool__(self) -> bool:
        return bool(self.fresh or self.new or self.turned or self.gone)


def differences(path: Path, tiers: Mapping[str, int], *, table: str) -> Iterator[Differences]:
    """What an evaluation says otherwise than a table of verdicts (enterprise, tier_id, value, stand_in), some
    enterprises at a time in the order of their keys. `tiers`: column → its number. Stored differences are found no
    more, so that whoever was interrupted may begin again."""
    whole = evaluated(path, tiers)
    starts = list(range(0, whole.height, AT_ONCE)) or [0]
    keys = whole["enterprise"]
    for start in starts:
        low = LEAST if start == starts[0] else keys[start]
        high = MOST if start == starts[-1] else keys[start + AT_ONCE] - 1
        before = held(table, low, high, tiers)
        share = min((start + AT_ONCE) / max(whole.height, 1), 1.0)
        yield _compared(whole.slice(start, AT_ONCE), before, tiers, share=share)


def evaluated(path: Path, tiers: Mapping[str, int]) -> pl.DataFrame:
    """One row an enterprise, in the order of keys: value (1, 0, null) and mark of a stand-in tier by tier, as `value N`
    and `stand-in N` by the numbers of the tiers."""
    told = [
        one
        for tier, number in tiers.items()
        for one in (
            pl.col(tier).cast(pl.Int8).alias(f"value {number}"),
            pl.col(f"{tier}.stand_in").fill_null(False).alias(f"stand-in {number}"),
        )
    ]
    names = [name for tier in tiers for name in (tier, f"{tier}.stand_in")]
    return pl.read_parquet(path, columns=["enterprise", *names]).select("enterprise", *told).sort("enterprise")


def held(table: str, low: int, high: int, tiers: Mapping[str, int]) -> pl.DataFrame:
    """The stored verdicts of a range of enterprises, folded: one row each, `was G` by groups of tiers."""
    kinds = dict.fromkeys(("enterprise", *(f"was {group}" for group in _groups(tiers.values()))), pl.Int64)
    with connection.cursor() as cursor:
        cursor.execute(stored_query(table, tiers.values()), [low, high])
        return pl.DataFrame(cursor.fetchall(), schema=kinds, orient="row")


def stored_query(table: str, numbers: Iterable[int]) -> str:
    """Reads the verdicts from one enterprise to another along their key; `+` keeps off an index by tiers."""
    sign = f"COALESCE(value, {UNKNOWN}) + 1 + CASE WHEN stand_in THEN {SIGNS // 2} ELSE 0 END"
    placed = f"CAST({sign} AS bigint) << (tier_id %% {TOGETHER} * {SIGNS.bit_length() - 1})"
    sums = (
        f"CAST(COALESCE(SUM(CASE WHEN tier_id / {TOGETHER} = {group} THEN {placed} END), 0) AS bigint)"
        for group in _groups(numbers)
    )
    return (
        f'SELECT enterprise, {", ".join(sums)} FROM "{table}" WHERE enterprise BETWEEN %s AND %s '
        f"AND +tier_id IN ({', '.join(map(str, numbers))}) GROUP BY enterprise"
    )


def _compared(now: pl.DataFrame, before: pl.DataFrame, tiers: Mapping[str, int], *, share: float) -> Differences:
    numbers = tuple(tiers.values())
    turned, new, gone = _unfolded(before.join(_folded(now, numbers), on="enterprise", how="left"), numbers)
    return Differences(
        tiers=numbers,
        fresh=now.join(before, on="enterprise", how="anti", maintain_order="left").rows(),
        new=new.select("enterprise", "tier", _value("now"), _stand_in("now")).rows(),
        turned=turned.select("enterprise", "tier", _value("was"), _value("now"), _stand_in("now")).rows(),
        gone=gone.select("enterprise", "tier", _value("was")).rows(),
        share=share,
    )


def _groups(numbers: Iterable[int]) -> list[int]:
    """Tiers are folded together by these parts of their numbers."""
    return sorted({number // TOGETHER for number in numbers})


def _folded(now: pl.DataFrame, numbers: Sequence[int]) -> pl.DataFrame:
    """What an evaluation says, folded as `held` has it: `now G` by groups."""
    signs = {
        number: pl.col(f"value {number}").cast(pl.Int64).fill_null(UNKNOWN)
        + 1
        + pl.col(f"stand-in {number}").cast(pl.Int64) * (SIGNS // 2)
        for number in numbers
    }
    groups = {group: [number for number in numbers if number // TOGETHER == group] for group in _groups(numbers)}
    sums = (
        pl.sum_horizontal(signs[number] * _place(number) for number in those).alias(f"now {group}")
        for group, those in groups.items()
    )
    return now.select("enterprise", *sums)


def _unfolded(both: pl.DataFrame, numbers: Sequence[int]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Verdict by verdict (enterprise, tier, was, now: signs) of those whose whole numbers differ: the ones that turned,
    came and went."""
    both = both.with_columns(pl.col("^now .*$").fill_null(0))
    both = both.filter(pl.any_horizontal(pl.col(f"now {one}") != pl.col(f"was {one}") for one in _groups(numbers)))
    parts = [
        both.select(
            "enterprise",
            pl.lit(number, pl.Int64).alias("tier"),
            *(
                (pl.col(f"{side} {number // TOGETHER}") // _place(number) % SIGNS).alias(side)
                for side in ("was", "now")
            ),
        )
        for number in numbers
    ]
    pairs = pl.concat(parts).filter(pl.col("was") != pl.col("now")).sort("enterprise", "tier")
    was, now = pl.col("was") != 0, pl.col("now") != 0
    return pairs.filter(was & now), pairs.filter(~was), pairs.filter(~now)


def _place(number: int) -> int:
    """What the sign of a tier is multiplied by."""
    return int(SIGNS ** (number % TOGETHER))


def _value(side: str) -> pl.Expr:
    """1, 0 or null of a sign."""
    value = pl.col(side) % (SIGNS // 2) - 1
    return pl.when(value != UNKNOWN).then(value).alias(f"value {side}")


def _stand_in(side: str) -> pl.Expr:
    return (pl.col(side) >= SIGNS // 2).alias("stand_in")
