"""Whole documents, sound, damaged and cut short, through reading and drafting: the draft loads and is checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.reading.corpus import Document, documents
from bench.reading.damage import KINDS, damage
from tests.document.draft.test_draft import errors, loaded

from peiyu.document import read

OPEN = documents("open")


def drafts_without_error(text: str, folder: Path) -> int:
    """Drafts a text; the number of its targets."""
    path = folder / "policy.txt"
    path.write_text(text, "utf-8")
    pack, problems = loaded(read(path), folder / "packs")
    assert errors(problems) == []
    assert pack.programme is not None
    return len(pack.programme.targets)


@pytest.mark.parametrize("document", OPEN, ids=lambda one: one.name)
def test_a_sound_document_is_drafted_with_its_targets(document: Document, tmp_path: Path) -> None:
    drafted = drafts_without_error(document.text, tmp_path)
    lower_bounds = sum(label.comparator != "ceiling" and label.by is not None for label in document.labels)
    assert 0 < drafted <= lower_bounds + 2


@pytest.mark.parametrize("document", OPEN, ids=lambda one: one.name)
def test_a_damaged_document_is_drafted_all_the_same(document: Document, tmp_path: Path) -> None:
    drafts_without_error(damage(document.text, KINDS, seed=7).text, tmp_path)


@pytest.mark.parametrize("document", OPEN, ids=lambda one: one.name)
def test_half_a_document_is_drafted_all_the_same(document: Document, tmp_path: Path) -> None:
    drafts_without_error(document.text[: len(document.text) // 2], tmp_path)
