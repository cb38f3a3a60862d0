"""The reference pages keep up with the code."""

from __future__ import annotations

import re
from pathlib import Path

from peiyu.policy.condition.build import USAGE
from peiyu.policy.condition.literals import DAYS, MONTHS, UNITS
from peiyu.policy.pack.checks.reference import pack_problems_reference

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
BEGIN, END = "<!-- packs: begin -->", "<!-- packs: end -->"


def test_every_pack_problem_is_in_the_reference() -> None:
    page = (REFERENCE / "problems.md").read_text(encoding="utf-8")
    section = page.split(BEGIN)[1].split(END)[0].strip()
    assert section == pack_problems_reference().strip()


def test_every_function_and_unit_is_in_the_language_page() -> None:
    page = (REFERENCE / "conditions.md").read_text(encoding="utf-8")
    words = set(re.findall(r"[a-z_]+", page))
    assert set(USAGE) <= words
    assert all(unit in page for unit in (*UNITS, *MONTHS, *DAYS) if unit != "％")
