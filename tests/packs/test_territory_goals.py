"""The numeric goals of the two documents and every definition with its options."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from tests.packs.territories import (
    BAOTOU,
    GOALS,
    OF_THEN,
    PACKS,
    TERM,
    TIANJIN,
    pack_of,
    programme_of,
    selection,
)

from peiyu.policy.compile.programme import bind_programme
from peiyu.policy.condition.ast import Expr, Number
from peiyu.policy.pack.load import PackRegistry
from peiyu.policy.pack.rule import Evidence


@pytest.mark.parametrize("name", OF_THEN)
def test_the_numeric_goals_are_those_of_the_document(name: str) -> None:
    held: dict[str, object] = {
        id_: (
            (
                one.goal.comparator,
                one.goal.low,
                one.goal.high,
                one.goal.stretch,
                one.goal.unit,
            ),
            one.cite,
        )
        for id_, one in programme_of(name).targets.items()
    }
    assert held == dict(GOALS[name])
    assert len(held) == {TIANJIN: 12, BAOTOU: 9}[name]
    assert {(one.since, one.by) for one in programme_of(name).targets.values()} == {TERM[name]}
    assert all(one.decided_by and one.lead in programme_of(name).actors for one in programme_of(name).targets.values())


@pytest.mark.parametrize("name", OF_THEN)
def test_every_number_of_a_goal_stands_in_a_clause_that_it_cites(name: str) -> None:
    clauses = programme_of(name).clauses
    for one in programme_of(name).targets.values():
        text = "".join(clauses[address].text for address in one.cite.split("、"))
        for number in (one.goal.low, one.goal.high, one.goal.stretch):
            written = "10万" if number == 100_000 else str(number)
            assert number is None or re.search(rf"(?<!\d){written}(?!\d)", text), one.key


def test_the_parts_add_up() -> None:
    targets = programme_of(TIANJIN).targets
    assert targets["new_sme"].parts == ("new_large", "new_small")
    assert sum(targets[part].goal.low for part in targets["new_sme"].parts) == targets["new_sme"].goal.low == 1000


def test_goals_without_a_number_are_trends() -> None:
    assert {"breadth", "height", "cluster", "cluster_new", "survival", "growth", "entering"} <= set(
        programme_of(TIANJIN).trends
    )
    assert {"scale", "entering", "growth", "joint_work", "venture"} <= set(programme_of(BAOTOU).trends)
    for name in PACKS:
        shown = {one.indicator for one in programme_of(name).targets.values()}
        assert not shown & {
            one.indicator for one in programme_of(name).trends.values() if one.cite.startswith("二") and name == TIANJIN
        }


@pytest.mark.parametrize("name", PACKS)
def test_each_definition_is_there_or_it_is_said_why_not(name: str) -> None:
    pack = pack_of(name)
    held = {re.match(r"D\d+", id_) for id_ in (*programme_of(name).definitions, *pack.texts[0].definitions)}
    numbers = {int(match[0][1:]) for match in held if match}
    said = " ".join(one.what.zh for one in pack.not_established)
    explained = {int(one) for one in re.findall(r"D(\d+)", said)}
    assert numbers | explained == set(range(1, 25))
    for one in pack.not_established:
        assert all((one.what.zh, one.what.en, one.cite)), one.what.zh
        assert one.mark in ("✗", "b")


@pytest.mark.parametrize("name", PACKS)
def test_every_option_of_every_definition_can_be_counted(name: str) -> None:
    registry = PackRegistry()
    for id_, definition in programme_of(name).definitions.items():
        assert len(definition.options) >= 2, definition.key
        assert definition.default in {one.key for one in definition.options}, definition.key
        for option in definition.options:
            bound = bind_programme(registry, name, selection(name, **{id_: option.key}))
            assert bound.chosen[definition.key] == option.key
            assert definition.names in bound.indicators


@pytest.mark.parametrize("name", OF_THEN)
def test_later_rules_are_only_a_retrospect(name: str) -> None:
    """What counted then is what was recognised and filed then; the rules of 2017 are options, never the default."""
    later = {
        (id_, one.key)
        for id_, definition in programme_of(name).definitions.items()
        for one in definition.options
        if one.retrospective
    }
    assert later == {("D3", "by_2017"), ("D4", "by_2017")}
    bound = bind_programme(PackRegistry(), name, selection(name))
    assert not [one.id for one in bound.indicators.values() if one.retrospective]
    assert bind_programme(PackRegistry(), name, selection(name, D4="by_2017")).indicators["sme_new"].retrospective


def test_the_line_of_little_giants_can_be_read_in_three_ways() -> None:
    text = pack_of(TIANJIN).texts[0]
    assert [one.key for one in text.definitions["D1"].options] == ["sales", "output", "income"]
    assert text.definitions["D1"].default == "sales"
    assert [one.key for one in programme_of(BAOTOU).definitions["D1"].options] == [
        "listed", "on_list", "by_score", "by_size", "returns", "every",
    ]  # fmt: skip


def test_the_zone_s_lines_are_parameters_with_their_figures() -> None:
    def number_of(expr: Expr) -> Fraction:
        assert isinstance(expr, Number)
        return expr.value

    def values(name: str) -> dict[str, tuple[Fraction, Evidence]]:
        return {
            id_: (number_of(one.values[0].value), one.evidence)
            for id_, one in pack_of(name).texts[0].parameters.items()
        }

    wan = 1_000_000
    assert values(TIANJIN) == {
        "giant_line": (10_000 * wan, "single-source"),
        "startup_line": (500 * wan, "assumption"),
        "large_capital": (2000 * wan, "single-source"),
        "class_1_income": (5000 * wan, "single-source"),
        "class_2_income": (1000 * wan, "single-source"),
        "class_3_income": (300 * wan, "single-source"),
        "class_2_growth": (Fraction(1, 5), "single-source"),
        "class_3_growth": (Fraction(2, 5), "single-source"),
    }
    assert {evidence for _, evidence in values(BAOTOU).values()} == {"assumption"}
