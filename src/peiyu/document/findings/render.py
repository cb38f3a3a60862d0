"""Findings as plain values for findings.json: numbers in base units, days in ISO form."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any

from peiyu.document.model import Anchored, Findings
from peiyu.problems import Text


def rendered(findings: Findings) -> dict[str, list[dict[str, Any]]]:
    """A list of each kind in the order of the document, under the names of `Findings`.

    A target has `subject quantity comparator low high stretch unit by since measure of restates clause span raw_span
    text`. Whole numbers are integers, others the nearest double; absent ends and days are null.
    """
    return {kind.name: [_row(one) for one in getattr(findings, kind.name)] for kind in fields(findings)}


def _row(finding: Anchored) -> dict[str, Any]:
    """The kind's own fields first, then where it stands."""
    anchor = [f.name for f in fields(Anchored)]
    names = [f.name for f in fields(finding) if f.name not in anchor]
    return {name: _plain(getattr(finding, name)) for name in (*names, *anchor)}


def _plain(value: object) -> Any:
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Anchored):
        return _row(value)
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value
