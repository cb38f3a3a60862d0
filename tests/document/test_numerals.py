"""Official numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peiyu.document.numerals import han_number, number_of


@given(st.integers(1, 99))
def test_written_and_read_again(number: int) -> None:
    assert number_of(han_number(number)) == number


@pytest.mark.parametrize(
    ("written", "number"), [("二〇一五", 2015), ("一百零三", 103), ("③", 3), ("12", 12), ("十", 10)]
)
def test_other_forms(written: str, number: int) -> None:
    assert number_of(written) == number
