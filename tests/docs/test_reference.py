"""The reference is whole and current: undocumented means broken."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path

import pytest

from peiyu.cli.reference.__main__ import PAGES, main
from peiyu.cli.reference.source import ROOTS, SOURCE, passed_on, told
from peiyu.facts.base.manifest import EntityRecord, Manifest, StandIn
from peiyu.facts.base.schema import BASES, PERIOD_COLUMNS, PROVENANCE, PURPOSES
from peiyu.facts.intake.cells import CELLS, QUARANTINE
from peiyu.facts.intake.mapping import EVIDENCE, KEYS, Mapping
from peiyu.policy.pack.checks.sayings import CHECK_SAYINGS
from peiyu.policy.pack.sayings import SAYINGS

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
TABLES = frozenset((*CELLS, *SAYINGS, *CHECK_SAYINGS))
"""Codes that stand in tables which a Problem(…) is filled from."""
FROM_TABLES = {
    "facts/intake/cells.py",
    "facts/round/reading/owners.py",  # says again why a code was refused, of a row that its name made known
    "policy/condition/sayings.py",
    "facts/intake/identify.py",  # says again, as a warning, what reading the code raised
    "facts/intake/plausibility/examine.py",  # says the findings of the checks
    "web/enterprises/intake/marking.py",  # reads a problem back from the database
    "web/enterprises/intake/reading.py",  # likewise
    "web/jobs/shown.py",  # likewise
    "web/collection/actions/findings.py",  # likewise, what the checks of a round found
}
SAID_BY_ANOTHER = {
    "not-allowed",  # the decision's own reason
    "password-weak",  # what the rule of passwords that failed says
    "reason-missing",  # for what a reason is asked
    "backup-damaged", "backup-partial", "backup-unreadable",  # which part of the backup
    "source-place-unfit",  # what is wrong with the places that were typed
    "form-meaning",  # what is not a meaning
    "result-missing",  # which result is asked for
}  # fmt: skip
"""Codes whose sentence is a value of both languages, made where the case is known."""


def documented() -> set[str]:
    return set(re.findall(r"^\| `([a-z0-9-]+)` \|", (REFERENCE / "problems.md").read_text("utf-8"), flags=re.M))


def literal_codes() -> set[str]:
    """The first argument of every Problem(…) and Finding(…), where it is written out."""
    calls = (
        node
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ROOTS
    )
    return {str(c.args[0].value) for c in calls if c.args and isinstance(c.args[0], ast.Constant)}


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_current(name: str) -> None:
    committed = (REFERENCE / name).read_text("utf-8")
    assert committed == PAGES[name](), f"docs/reference/{name} is not current: make reference"


def test_every_code_in_the_source_is_documented() -> None:
    assert literal_codes() - documented() == set()


def test_every_documented_code_is_in_the_source() -> None:
    assert documented() == {one.code for one in told()} | TABLES


def test_a_code_that_is_passed_on_comes_from_a_known_table() -> None:
    assert passed_on() == FROM_TABLES


def test_every_problem_speaks_both_languages() -> None:
    dumb = {one.code for one in told() if not one.messages or not all(t.zh and t.en for t in one.messages)}
    assert dumb == SAID_BY_ANOTHER


def test_no_next_step_says_please_for_that_is_said_before_it() -> None:
    assert [one.code for one in told() if any(text.zh.startswith("请") for text in one.next_step)] == []


def test_codes_are_stable_words() -> None:
    assert [code for code in documented() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []


def test_without_a_folder_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "FOLDER" in capsys.readouterr().err


def files_page() -> str:
    return (REFERENCE / "files.md").read_text("utf-8")


def test_every_key_of_a_mapping_is_documented() -> None:
    words = set(re.findall(r"`([a-z_]+)`", files_page()))
    assert words >= KEYS
    assert words >= {"field", "unit", "year", "zero_means", "instead_of", "why", "values", "of", "to", "scope"}
    assert all(f"`{mark}`" in files_page() for mark in EVIDENCE)
    assert len(dataclasses.fields(Mapping)) == len(KEYS) + 2  # identity is two; the vocabulary is not in the file


def test_every_column_and_manifest_key_of_a_fact_base_is_documented() -> None:
    words = set(re.findall(r"`([a-z_]+)`", files_page()))
    assert words >= set(PROVENANCE) | {name for held in PERIOD_COLUMNS.values() for name in held} | set(QUARANTINE)
    assert words >= {one.name for kind in (Manifest, EntityRecord, StandIn) for one in dataclasses.fields(kind)}
    assert all(word in files_page() for word in (*PURPOSES, *BASES))
