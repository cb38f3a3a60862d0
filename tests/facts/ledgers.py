"""Small ledgers for the tests of intake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from peiyu.facts.identity import uscc_check
from peiyu.facts.intake import Loaded, load
from peiyu.problems import Problem

KNOWN = dt.date(2024, 6, 1)


def uscc(number: int) -> str:
    """A made-up code with a right check character."""
    body = f"91150200MA{number:07d}"
    return body + uscc_check(body)


def book(path: Path, rows: Sequence[Sequence[object]], *, sheet: str = "台账", merge: Sequence[str] = ()) -> Path:
    made = openpyxl.Workbook()
    page = made.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for block in merge:
        page.merge_cells(block)
    made.save(path)
    return path


def ledger(tmp_path: Path, headers: Sequence[object], *rows: Sequence[object], lenient: bool = False) -> Loaded:
    """A ledger with these headers after code and name, loaded."""
    full = [["统一社会信用代码", "企业名称", *headers]]
    full += [[uscc(i), f"企业{i}", *row] for i, row in enumerate(rows)]
    return load([book(tmp_path / "台账.xlsx", full)], known_from=KNOWN, lenient=lenient)


def told(loaded: Loaded, code: str) -> list[Problem]:
    return [p for p in loaded.problems if p.code == code]
