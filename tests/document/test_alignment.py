"""Offsets of raw and mended text translate exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peiyu.document.alignment import Alignment, Edit, align


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, Alignment, tuple[Edit, ...]]:
    """A raw text with edits in order: insertions, replacements and drops, some side by side."""
    raw = draw(st.text("甲乙丙丁\n", max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    edits = [
        Edit((start, end if draw(st.booleans()) else start), draw(st.text("、。“", max_size=2)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    mended, alignment = align(raw, edits)
    return raw, mended, alignment, tuple(edits)


def test_replacements_insertions_and_drops() -> None:
    mended, alignment = align(
        "发201513 ", [Edit((1, 1), "〔"), Edit((5, 5), "〕"), Edit((7, 7), "号"), Edit((7, 8), "")]
    )
    assert mended == "发〔2015〕13号"
    assert alignment.raw_span((2, 6)) == (1, 5)
    assert alignment.raw_span((1, 2)) == (1, 1)
    assert alignment.raw_span((0, 10)) == (0, 7)
    assert alignment.mended_span((1, 5)) == (2, 6)
    assert alignment.mended_span((7, 8)) == (10, 10)


@given(edited())
def test_the_edits_make_the_mended_text(case: tuple[str, str, Alignment, tuple[Edit, ...]]) -> None:
    raw, mended, _, edits = case
    made = raw
    for edit in reversed(edits):
        made = made[: edit.span[0]] + edit.after + made[edit.span[1] :]
    assert made == mended


@given(edited())
def test_what_stands_unchanged_translates_both_ways(case: tuple[str, str, Alignment, tuple[Edit, ...]]) -> None:
    raw, mended, alignment, edits = case
    changed = {n for edit in edits for n in range(*edit.span)}
    for place in set(range(len(raw))) - changed:
        start, end = alignment.mended_span((place, place + 1))
        assert mended[start:end] == raw[place]
        assert alignment.raw_span((start, end)) == (place, place + 1)


@given(edited(), st.data())
def test_spans_keep_their_order_and_stay_inside(
    case: tuple[str, str, Alignment, tuple[Edit, ...]], data: st.DataObject
) -> None:
    raw, mended, alignment, _ = case
    start, end = sorted((data.draw(st.integers(0, len(mended))), data.draw(st.integers(0, len(mended)))))
    low, high = alignment.raw_span((start, end))
    assert 0 <= low <= high <= len(raw)
    wider = alignment.raw_span((max(0, start - 1), min(len(mended), end + 1)))
    assert start == end or wider[0] <= low <= high <= wider[1]


@pytest.mark.parametrize("spans", [[(0, 2), (1, 3)], [(2, 3), (0, 1)], [(0, 9)]])
def test_edits_that_overlap_or_leave_the_text_are_refused(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="overlaps"):
        align("甲乙丙", [Edit(span, "") for span in spans])
