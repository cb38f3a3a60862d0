"""Seeded chance without state: the same key, salt and seed give the same number on every machine and version.

SplitMix64 (Steele, Lea, Flood 2014) over unsigned 64-bit columns; wrapping multiplication is what Polars does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from hashlib import blake2b

import polars as pl

GOLDEN = 0x9E3779B97F4A7C15
MIX = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))


def word(value: int) -> pl.Expr:
    return pl.lit(value & 0xFFFFFFFFFFFFFFFF, dtype=pl.UInt64)


def mixed(column: pl.Expr) -> pl.Expr:
    """SplitMix64's finaliser over a UInt64 column."""
    for shift, factor in MIX:
        column = (column ^ (column // word(1 << shift))) * word(factor)
    return column ^ (column // word(1 << 31))


class Chance:
    """Draws for every row of a frame from its UInt64 key column."""

    def __init__(self, seed: int, key: str = "draw") -> None:
        self.seed = seed
        self.key = key

    def uniform(self, salt: str) -> pl.Expr:
        """Uniform in [0, 1), 53 bits."""
        offset = int.from_bytes(blake2b(f"{self.seed}:{salt}".encode(), digest_size=8).digest(), "little")
        bits = mixed(pl.col(self.key) * word(GOLDEN) + word(offset))
        return (bits // word(1 << 11)).cast(pl.Float64) / float(1 << 53)

    def normal(self, salt: str, *, mean: float = 0.0, deviation: float = 1.0) -> pl.Expr:
        """Box–Muller."""
        radius = (-2.0 * (1.0 - self.uniform(salt + "/r")).log()).sqrt()
        return mean + deviation * radius * (2.0 * math.pi * self.uniform(salt + "/a")).cos()

    def happens(self, salt: str, probability: float) -> pl.Expr:
        return self.uniform(salt) < probability

    def flag(self, salt: str, probability: float, *, holes: float) -> pl.Expr:
        """True with a probability, missing with another."""
        return pl.when(self.happens(salt + "/hole", holes)).then(None).otherwise(self.happens(salt, probability))

    def pick(self, salt: str, options: Sequence[tuple[str, float]]) -> pl.Expr:
        """One of the options by weight."""
        total = sum(weight for _, weight in options)
        draw = self.uniform(salt) * total
        bounds: list[tuple[str, float]] = []
        running = 0.0
        for option, weight in options:
            running += weight
            bounds.append((option, running))
        chain = pl.lit(bounds[-1][0])
        for option, bound in reversed(bounds[:-1]):
            chain = pl.when(draw < bound).then(pl.lit(option)).otherwise(chain)
        return chain

    def integer(self, salt: str, low: int, high: int) -> pl.Expr:
        """Uniform in low … high, both included."""
        return (low + (self.uniform(salt) * (high - low + 1)).floor()).cast(pl.Int64)

    def between(self, salt: str, low: float, high: float) -> pl.Expr:
        """Uniform in [low, high)."""
        return low + self.uniform(salt) * (high - low)

    def exponential(self, salt: str, mean: float) -> pl.Expr:
        return -mean * (1.0 - self.uniform(salt)).log()

    def laplace(self, salt: str, scale: float) -> pl.Expr:
        """Symmetric around 0, with the tent-shaped logarithm that firms' growth has; deviation √2 × scale."""
        centred = self.uniform(salt) - 0.5
        return -scale * centred.sign() * (1.0 - 2.0 * centred.abs()).clip(1e-12, None).log()

    def student(self, salt: str, scale: float) -> pl.Expr:
        """Student's t with two degrees of freedom, times a scale: no finite variance."""
        spread = (-((1.0 - self.uniform(salt + "/v")).log())).clip(1e-9, None).sqrt()
        return scale * self.normal(salt) / spread

    def count(self, salt: str, rate: pl.Expr) -> pl.Expr:
        """A whole number with the rate as its mean, one of the two nearest to it."""
        return (rate + self.uniform(salt)).floor().cast(pl.Int64)

    def number(self, salt: str) -> float:
        """One uniform draw in [0, 1) that belongs to no row."""
        bits = int.from_bytes(blake2b(f"{self.seed}:{salt}".encode(), digest_size=8).digest(), "little")
        return (bits >> 11) / float(1 << 53)


def repeated(rows: pl.DataFrame, count: pl.Expr) -> pl.DataFrame:
    """`count` copies of each row, numbered `i` from 0, each with a draw of its own."""
    many = rows.with_columns(count.alias("n")).filter(pl.col("n") > 0)
    many = many.with_columns(pl.int_ranges(0, pl.col("n")).alias("i")).explode("i")
    own = pl.col("draw") + pl.col("i").cast(pl.UInt64) * pl.lit(GOLDEN, dtype=pl.UInt64)
    return many.with_columns(own.alias("draw")).drop("n")
