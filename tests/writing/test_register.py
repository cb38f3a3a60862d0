"""The register of a measurement: every target, trend, part and group under one name, exact, or with the reason."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.writing.conftest import DAY

from peiyu.problems import Text
from peiyu.writing.brief.material import Material
from peiyu.writing.register import SHARES, FigureKey, Portion, Told, register, registered


def test_every_target_and_trend_is_there_exactly(material: Material) -> None:
    measured = material.measured
    found = register(measured)
    assert (found.day, found.issue) == (DAY, 0)
    for code, one in measured.targets.items():
        for measure, value in (("total", one.confirmed), ("goal", one.goal.low), ("rate", one.rate), ("yoy", one.yoy)):
            held = found.figures[FigureKey(code, measure)]
            assert held.value == value
            assert held.unit == ("%" if measure in SHARES else one.goal.unit)
            assert held.value is not None or held.reason.zh
    for code, trend in measured.trends.items():
        held = found.figures[FigureKey(code)]
        assert held.value == (None if trend.figure.value is None else trend.figure.value.low)
        assert found.held(code, "goal") is None
    assert {"inventions_per_10k.1", "inventions_per_10k.2"} <= set(found.names)


def test_groups_add_up_and_are_named(material: Material) -> None:
    found = register(material.measured)
    parts = [key for key in found.figures if (key.code, key.measure, key.group) == ("new_sme", "total", "park")]
    assert sum(found.figures[key].value or 0 for key in parts) == found.figures[FigureKey("new_sme")].value
    assert {key.part for key in parts} <= set(found.groups["park"].parts)


@given(
    goal=st.fractions(min_value=0, max_value=10**6), total=st.none() | st.fractions(min_value=0, max_value=10**6),
    plan=st.none() | st.fractions(min_value=0, max_value=10**6),
)  # fmt: skip
def test_what_follows_from_others_is_exact(goal: Fraction, total: Fraction | None, plan: Fraction | None) -> None:
    why = Text("没有数据", "no data")
    told = Told(code="a", name=Text("甲", "A"), unit="家", definition=Text("", ""), why=why,
                numbers={"goal": goal, "total": total, "plan": plan, "possible": None})  # fmt: skip
    found = registered((told,), day=DAY)
    due, gap, whole = (found.figures[FigureKey("a", one)] for one in ("due", "gap", "total"))
    assert due.value == (plan / goal if goal and plan is not None else None)
    assert gap.value == (None if total is None else max(goal - total, Fraction(0)))
    assert whole.value is not None or whole.reason == why


def test_a_group_without_an_end_says_so() -> None:
    portions = (Portion(part="甲园", name=Text("甲园", "Jia"), low=Fraction(2), high=None),)
    told = Told(code="a", name=Text("甲", "A"), unit="家", definition=Text("", ""), numbers={"total": Fraction(2)},
                portions={"park": (Text("园区", "Park"), portions)})  # fmt: skip
    found = registered((told,), day=DAY)
    held = found.held("a", "possible", "park", "甲园")
    assert held is not None
    assert held.value is None
    assert held.reason.zh
    assert found.groups["park"].parts == {"甲园": Text("甲园", "Jia")}
