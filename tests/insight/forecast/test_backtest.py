"""The growth model against real history."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.backtest import LINES, back_test, brier, counts, coverage, log_loss, pooled

SOURCE = Path(__file__).parents[4] / "shared" / "data" / "listed_companies_2019_2021.csv"


@pytest.mark.shared
def test_the_model_beats_the_straight_line_and_the_base_rate() -> None:
    if not SOURCE.exists():
        pytest.skip(f"the listed companies are not beside the checkout: {SOURCE.name}")
    _, lines, names = back_test(SOURCE)
    assert len(lines) == len(LINES)
    model = pooled(lines, "model")
    assert brier(*model) < 0.75 * brier(*pooled(lines, "straight line"))
    assert brier(*model) < 0.75 * brier(*pooled(lines, "base rate"))
    assert log_loss(*model) < log_loss(*pooled(lines, "base rate"))
    inside, _ = coverage(counts(lines, names)[1])
    assert inside >= 0.8
