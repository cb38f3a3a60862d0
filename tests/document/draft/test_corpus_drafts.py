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


AWARDS = """某市科技企业培育方案
一、目标
到2025年，培育企业50家。
二、政策
对首次认定的高新技术企业奖励20万元；对迁入本市的高新技术企业给予30万元补助；对年纳税超过1000万元的企业给予10万元奖励。
三、招商
对新迁入的企业，按下列标准给予奖励：规上企业50万元；其他企业给予20万元。
"""


def test_an_award_is_tied_to_the_grounds_of_its_own_part_alone(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_text(AWARDS, "utf-8")
    pack, _ = loaded(read(path), tmp_path / "packs")
    assert pack.programme is not None
    ties = {(one.cite[0], one.pays.zh[-4:]): one.tied_to for one in pack.programme.measures.values() if one.pays}
    assert ties == {
        ("二", "20万元"): (), ("二", "30万元"): ("moving_in",), ("二", "10万元"): ("tax_paid",),
        ("三", "50万元"): ("moving_in",), ("三", "20万元"): ("moving_in",),
    }  # fmt: skip
