"""The 24 months of D8 as both documents' packs have them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.insight.zone import base_of

from peiyu.insight.measure import measure
from peiyu.policy.pack.load import PackRegistry

D = dt.date


ZONE, CITY = ("tianjin-hitech-2012", "D8", "new_giants", 0), ("baotou-2015", "D1", "little_giants", 4)


@pytest.mark.parametrize(
    ("where", "option", "day", "count"),
    [
        (ZONE, "returns", 10, 0), (ZONE, "returns", 11, 1), (ZONE, "every", 10, 1), (ZONE, "gross", 11, 0),
        (CITY, "returns", 10, 0), (CITY, "returns", 11, 1), (CITY, "every", 10, 1), (CITY, "listed", 11, 0),
    ],
)  # fmt: skip
def test_a_little_giant_that_returns_counts_anew_after_24_months(
    where: tuple[str, str, str, int], option: str, day: int, count: int, tmp_path: Path
) -> None:
    pack, definition, target, shift = where
    titles = [
        {"enterprise": 1, "kind": "科技小巨人", "granted_on": granted, "revoked_on": revoked}
        for granted, revoked in ((D(2009 + shift, 1, 1), D(2010 + shift, 5, 10)), (D(2012 + shift, 5, day), None))
    ]
    base = base_of(tmp_path, title=titles)
    found = measure(pack, PackRegistry(), base, day=D(2012 + shift, 9, 30), define={definition: option})
    value = found.targets[target].actual
    assert value is not None
    assert (value.low, value.high) == (count, count)
