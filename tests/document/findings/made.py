"""Clause trees written out by hand, so that findings are tested apart from how documents are mended and divided."""

from __future__ import annotations

from datetime import date

from peiyu.document.findings import find
from peiyu.document.model import Clause, Findings, TargetFinding

ISSUED = date(2021, 3, 1)
TITLE = "某市科技企业培育行动计划（2021—2025年）"

Row = tuple[str, str, str, str]
"""Address, parent, heading, text."""


def clauses(*rows: Row | str) -> tuple[Clause, ...]:
    """Rows, or plain texts that become 一, 二, … without a parent."""
    made, at = [], 0
    for number, row in enumerate(rows):
        address, parent, heading, text = (f"正文第{number + 1}段", "", "", row) if isinstance(row, str) else row
        made.append(Clause(address, "paragraph", "", heading, text, at, at + len(text), at, at + len(text), parent))
        at += len(text) + 1
    return tuple(made)


def found(*rows: Row | str, title: str = TITLE, issued: date | None = ISSUED) -> Findings:
    return find(clauses(*rows), title=title, issued=issued)


def said(target: TargetFinding) -> tuple[str, str, object, object, str]:
    """Subject, comparator, both ends and unit."""
    return target.subject, target.comparator, target.low, target.high, target.unit
