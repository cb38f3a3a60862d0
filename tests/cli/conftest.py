"""The command line under test, and a fact base made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.bad_inputs import HEADERS, Line, book, firm

from peiyu.cli.shell import run


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(capsys)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fact base of eight enterprises, two of them confidential; known from 2024-06-01. Not to be written to."""
    folder = tmp_path_factory.mktemp("base")
    rows = [[*firm(number), "是" if number in (2, 5) else "否"] for number in range(1, 9)]
    ledger = book(folder / "台账.xlsx", *rows, headers=(*HEADERS, "是否涉密"))
    assert run(["facts", "load", str(ledger), "--known-from", "2024-06-01", "-o", str(folder / "facts")]) == 0
    return folder / "facts"
