"""One broken pack per mistake, both ways: each file gives exactly its code where it is marked, each code has a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from peiyu.policy.pack.checks import check_pack
from peiyu.policy.pack.checks.sayings import CHECK_SAYINGS
from peiyu.policy.pack.load import PackRegistry, read_pack
from peiyu.policy.pack.sayings import SAYINGS
from peiyu.problems import Problem, has_errors

FOLDER = Path(__file__).parents[2] / "broken_packs"
MARK = "#!"
BESIDE = {"unused", "case-missing", "case-boundary-missing"}
"""Warnings of a draft that a file about something else may also give."""

IN_CODE = {
    "pack-not-found": "no file at all",
    "file-not-text": "not a text file",
    "file-too-large": "over 10 MB",
    "condition-too-long": "over 20 000 characters",
    "uses-cycle": "two packs",
}
"""Mistakes that a single small YAML file cannot make; they have tests of their own."""


def problems_of(path: Path) -> tuple[Problem, ...]:
    registry = PackRegistry()
    loading = read_pack(path, registry=registry)
    found = loading.problems
    if loading.pack is not None and not has_errors(found):
        found += check_pack(loading.pack, registry=registry)
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda p: p.stem)
def test_a_broken_pack_gives_its_code_at_its_line(path: Path) -> None:
    found = [one for one in problems_of(path) if one.code == path.stem or one.code not in BESIDE]
    assert {one.code for one in found} == {path.stem}, [one.said() for one in found]
    lines = [number for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if MARK in line]
    assert lines[0] in {one.where.line for one in found}, [one.said() for one in found]
    assert all(one.where.file == path.name for one in found)


def test_every_code_has_a_broken_pack() -> None:
    files = {path.stem for path in FOLDER.glob("*.yaml")}
    assert files | set(IN_CODE) == set(SAYINGS) | set(CHECK_SAYINGS)


@pytest.mark.parametrize("saying", [*SAYINGS.values(), *CHECK_SAYINGS.values()], ids=lambda s: s.code)
def test_a_saying_speaks_both_languages(saying) -> None:  # type: ignore[no-untyped-def]
    for text in (saying.message, saying.accepted, saying.next_step):
        assert text is None or (text.zh and text.en)
