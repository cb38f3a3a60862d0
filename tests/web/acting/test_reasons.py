"""A reason is kept whole or refused; nothing is cut off it."""

from __future__ import annotations

import pytest

from peiyu.web.acting.reasons import reason_of
from peiyu.web.look.refusal import Refusal


def test_a_reason_is_kept_without_blanks_at_its_ends() -> None:
    assert reason_of("  已核实 \n") == "已核实"
    assert reason_of(" ", needed=False) == ""


@pytest.mark.parametrize(("why", "code"), [("", "why-missing"), (" \n", "why-missing"), ("因" * 401, "why-too-long")])
def test_none_and_one_that_is_too_long_are_refused(why: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        reason_of(why, most=400)
    assert [one.code for one in refused.value.problems] == [code]
    assert refused.value.status == 422


def test_the_longest_reason_is_kept_whole() -> None:
    assert reason_of("因" * 400, most=400) == "因" * 400
