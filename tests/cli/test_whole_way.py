"""From the two documents to checked briefs: read, check, make up, count and forecast, write, verify."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.bad_inputs import Line

SHARED = Path(__file__).resolve().parents[3] / "shared" / "reference"
ASKED = {"code", "clause", "definition", "actual", "low", "high", "unit", "pace", "outlook"}


@pytest.mark.shared
@pytest.mark.parametrize(("name", "goals"), [("tianjin-hitech-2012", 12), ("baotou-2015", 9)])
def test_a_document_becomes_a_draft_that_loads(name: str, goals: int, tmp_path: Path, line: Line) -> None:
    document = SHARED / f"{name}.txt"
    if not document.is_file():
        pytest.skip("the two documents are not beside the checkout (../shared/reference)")
    assert line("read", document, "-o", tmp_path / "out").code == 0
    found = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))["targets"]
    assert len(found) == goals
    assert line("check", tmp_path / "out" / "pack").code == 0


@pytest.mark.parametrize(
    ("pack", "day", "goals"), [("tianjin-hitech-2012", "2012-09-30", 12), ("baotou-2015", "2018-06-30", 9)]
)
def test_a_made_up_territory_becomes_targets_and_a_brief_that_agrees(
    pack: str, day: str, goals: int, tmp_path: Path, line: Line
) -> None:
    base, file = tmp_path / "facts", tmp_path / "简报.docx"
    assert line("madeup", pack, "--companies", "500", "-o", base).code == 0
    said = line("targets", pack, "--facts", base, "--as-of", day, "--forecast", "--json")
    given = json.loads(said.out)["targets"]
    assert len(given) == goals
    assert all(one.keys() >= ASKED for one in given)
    assert all(one["outlook"]["said"]["zh"] for one in given)
    assert line("brief", pack, "--facts", base, "--as-of", day, "-o", file).code == 0
    assert line("brief", "verify", file, "--strict").code == 0
