"""Taking characters out of sound texts: what comes back is what was taken, and spans stay true."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peiyu.document.mend import mend

OPEN = sorted((Path(__file__).resolve().parents[3] / "bench" / "reading" / "corpus" / "open").glob("*.txt"))
LOSABLE = "“”、—〔〕家户个件项"


@pytest.mark.parametrize("path", OPEN, ids=lambda p: p.stem)
def test_a_sound_document_needs_no_repair(path: Path) -> None:
    assert [r for r in mend(path.read_text("utf-8")).repairs if r.kind != "chrome"] == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(OPEN), st.randoms(use_true_random=False), st.sampled_from([0.1, 0.4, 1.0]))
def test_repairs_put_back_what_was_taken(path: Path, random: object, share: float) -> None:
    whole = path.read_text("utf-8")
    taken = {n for n, c in enumerate(whole) if c in LOSABLE and random.random() < share}  # type: ignore[attr-defined]
    raw = "".join(c for n, c in enumerate(whole) if n not in taken)
    where, lost = 0, set()
    for n, char in enumerate(whole):
        if n in taken:
            lost.add((where, char))
        else:
            where += 1
    mended = mend(raw)
    put_back = [(r.raw_span[0], c) for r in mended.repairs for c in r.after]
    assert [one for one in put_back if one not in lost] == []


@settings(max_examples=60, deadline=None)
@given(st.text("甲发年月“”（）()、，。0123456789一二\n 个家高强企业", max_size=120))
def test_any_text_is_mended_and_aligned(raw: str) -> None:
    mended = mend(raw)
    for n, char in enumerate(mended.text):
        low, high = mended.alignment.raw_span((n, n + 1))
        assert 0 <= low <= high <= len(raw)
        if (high - low) == 1 and not any(r.raw_span == (low, high) for r in mended.repairs) and char != "\n":
            assert raw[low] == char
    for repair in mended.repairs:
        assert repair.before == raw[slice(*repair.raw_span)]
