"""Exact sets of numbers against point by point."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from peiyu.policy.pack.checks import regions
from peiyu.policy.pack.checks.regions import Region

halves = st.integers(-6, 6).map(lambda n: Fraction(n, 2))
simple = st.one_of(
    st.builds(regions.compared, st.sampled_from([">=", ">", "<=", "<", "=", "!="]), halves),
    st.builds(
        lambda a, b, c, d: regions.between(min(a, b), max(a, b), low_closed=c, high_closed=d),
        halves, halves, st.booleans(), st.booleans(),
    ),
)  # fmt: skip
POINTS = [Fraction(n, 4) for n in range(-14, 15)]


def holds(region: Region, x: Fraction) -> bool:
    return bool(regions.both(region, regions.compared("=", x)))


@given(simple, simple)
def test_union_intersection_and_complement_point_by_point(a: Region, b: Region) -> None:
    for x in POINTS:
        assert holds(regions.both(a, b), x) == (holds(a, x) and holds(b, x))
        assert holds(regions.either(a, b), x) == (holds(a, x) or holds(b, x))
        assert holds(regions.outside(a), x) != holds(a, x)
        assert holds(regions.minus(a, b), x) == (holds(a, x) and not holds(b, x))


def test_a_gap_without_whole_numbers_is_none_for_counts() -> None:
    gap = regions.between(Fraction(2), Fraction(3), low_closed=False, high_closed=False)
    assert regions.of_whole_numbers(gap) == regions.NOTHING
    assert regions.of_whole_numbers(regions.between(Fraction(2), Fraction(3), low_closed=False, high_closed=True))


def test_a_region_is_said_in_units() -> None:
    gap = regions.between(Fraction(1, 5), Fraction(3, 10), low_closed=True, high_closed=False)
    assert regions.said(gap, "ratio") == "[20%, 30%)"
    assert regions.said(regions.outside(gap), "ratio") == "(, 20%) ∪ [30%, )"
