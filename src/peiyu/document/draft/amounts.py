"""Numbers of findings as a pack writes them: 1000家, 10万平方米, 2亿元, 12.5%."""

from __future__ import annotations

from fractions import Fraction

_LARGE = ((10**8, "亿"), (10**4, "万"))
_DIGITS = 6
"""Decimals that a pack's number may have."""


def written(value: Fraction, unit: str) -> str:
    """The number with its unit; exact, or rounded to six decimals where it has more."""
    if unit == "%":
        return f"{_decimal(value * 100)}%"
    for factor, word in _LARGE:
        if abs(value) >= factor and (value / factor * 100).denominator == 1:
            return f"{_decimal(value / factor)}{word}{unit}"
    return f"{_decimal(value)}{unit}"


def _decimal(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.{_DIGITS}f}".rstrip("0").rstrip(".")
