"""The register of a reading is the register of what was measured, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.targets.conftest import DAY, PACK, measured, reading_by_hand

from peiyu.problems import Text
from peiyu.web import bridge
from peiyu.web.targets.actions import measuring
from peiyu.web.targets.queries import register_of
from peiyu.writing.register import FigureKey, Register, register


def said(one: Register) -> tuple[object, ...]:
    """Everything of a register, its words in both languages."""

    def both(text: Text) -> tuple[str, str]:
        return text.zh, text.in_("en")

    return (
        one.day, one.issue,
        {key: (held.value, held.unit, both(held.definition), both(held.reason)) for key, held in one.figures.items()},
        [(code, both(name)) for code, name in one.names.items()],
        {group: (both(held.name), [(part, both(name)) for part, name in held.parts.items()])
         for group, held in one.groups.items()},
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_stored_lines_give_the_register_of_the_measurement(zone: None) -> None:
    reading = measured()
    made = bridge.measure(PACK, day=DAY, outlooks=True)
    keys = (*made.targets, *made.trends)
    breakdowns = {
        by: bridge.measure(PACK, day=DAY, by=by, keys=keys, base=made.base).breakdowns for by in measuring.BREAKDOWNS
    }
    assert said(register_of(reading)) == said(register(made, breakdowns))
    held = register_of(reading).figures
    assert {key.measure for key in held} >= {"goal", "rate", "yoy", "due", "gap", "outlook_low", "shortfall"}
    assert any(key.group == "park" for key in held)
    assert any(key.code.endswith(".1") for key in held)


def test_a_figure_is_named_by_code_measure_and_group(place: None) -> None:
    reading = reading_by_hand()
    with CaptureQueriesContext(connection) as queries:
        found = register_of(reading, issue=2)
    assert len(queries) == 1
    assert (found.day, found.issue) == (DAY, 2)
    rate, due = found.held("new_giants", "rate"), found.held("new_giants", "due")
    assert rate is not None
    assert (rate.value, rate.unit) == (Fraction(3, 35), "%")
    assert due is not None
    assert due.value == Fraction(22, 35)
    park = found.figures[FigureKey("new_giants", "total", "park", "东园")]
    assert (park.value, park.unit) == (2, "家")
    assert found.groups["park"].parts == {"东园": Text("东园", "东园")}
    assert list(found.names) == ["new_giants", "breadth"]


def test_a_figure_without_a_value_says_why(place: None) -> None:
    found = register_of(reading_by_hand())
    month, breadth = found.held("new_giants", "month"), found.held("breadth", "total")
    assert month is not None
    assert month.value is None
    assert month.reason.zh
    assert month.reason.en
    assert breadth is not None
    assert breadth.value is None
    assert found.held("breadth", "goal") is None
