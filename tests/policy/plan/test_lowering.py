"""Lowering: how numbers are held, what is folded, what is refused."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from tests.policy.engines.test_traps import rules

from peiyu.policy.compile.lower import lower
from peiyu.policy.compile.lower.dates import latest_start
from peiyu.policy.compile.lower.graph import Graph
from peiyu.policy.compile.plan import Compare, Constant, Divide, Input, Logic, Measured, Traits, operands
from peiyu.policy.compile.plan import Test as Question
from peiyu.policy.condition import ast
from peiyu.policy.engine.reference.calendar import after
from peiyu.policy.testing.generate import binding


def test_equal_steps_stand_once() -> None:
    graph = Graph()
    a = graph.add(Input("annual_return", "revenue", "int", 2023))
    assert graph.compare(">", a, graph.constant(1, "int")) == graph.compare(">", a, graph.constant(1, "int"))
    assert graph.constant(1, "int") != graph.true


def test_a_null_condition_is_not_taken() -> None:
    graph = Graph()
    assert graph.case([(graph.unknown, graph.true)], graph.false) == graph.false
    assert graph.is_not_false(graph.unknown) == graph.true
    assert graph.and_(graph.unknown, graph.false) == graph.false
    assert graph.and_(graph.unknown, graph.true) == graph.unknown


def test_a_value_without_holes_is_not_asked_for_nulls() -> None:
    graph = Graph()
    flag = graph.add(Input("enterprise", "resident", "bool"))
    sure = graph.is_true(flag)
    assert graph.steps[sure] == Question("true", flag)
    assert graph.is_true(sure) == sure
    assert graph.is_null(sure) == graph.false


@pytest.mark.parametrize("seed", range(12))
def test_steps_read_only_earlier_ones_and_all_are_read(seed: int) -> None:
    plan = lower(binding(seed))
    read = {p for step in plan.steps for p in operands(step)} | {o.step for o in plan.outputs} | {plan.near}
    read |= {place for table in plan.children for place in table.outer}
    for place, step in enumerate(plan.steps):
        assert all(p < place for p in operands(step))
        assert place in read


@pytest.mark.parametrize("seed", range(12))
def test_no_branch_or_filter_hangs_on_a_null(seed: int) -> None:
    plan = lower(binding(seed))
    for step in plan.steps:
        if isinstance(step, Compare):
            assert plan.types[step.left] == plan.types[step.right]
        if isinstance(step, Logic):
            assert {plan.types[p] for p in step.of} == {"bool"}
        if isinstance(step, Divide):
            under = plan.steps[step.right]
            assert not (isinstance(under, Constant) and under.value == 0)


@pytest.mark.parametrize("length", [ast.Duration(years=1), ast.Duration(months=14), ast.Duration(days=365)])
@pytest.mark.parametrize("at", [dt.date(2023, 2, 28), dt.date(2024, 2, 29), dt.date(2024, 3, 31), dt.date(2023, 4, 30)])
def test_the_latest_start_is_the_latest(length: ast.Duration, at: dt.date) -> None:
    start = latest_start(length, at)
    assert after(start, length) <= at
    assert after(start + dt.timedelta(days=1), length) > at


def test_an_attested_condition_is_read_only_where_the_base_has_one() -> None:
    made = binding(1)
    criterion = next(o.name for o in lower(made).outputs if o.kind == "verdict" and o.name.count(".") == 2)
    assert "attestation" not in {c.entity for c in lower(made).children}
    attested = lower(made, Traits(attested=frozenset({criterion})))
    assert "attestation" in {c.entity for c in attested.children}


def listed(entity: str, where: ast.Expr) -> ast.Expr:
    return ast.Compare(">=", ast.Child("count", entity, None, where), ast.Number(Fraction(1)))


def test_what_stands_beside_records_is_worked_out_in_rounds() -> None:
    granted, kind = ast.ChildField("ip_right", "granted_on"), ast.ChildField("ip_right", "kind")
    own = listed("ip_right", ast.InSet(kind, ("发明专利",)))
    dated = listed("ip_right", ast.Compare(">=", granted, ast.Fact("enterprise", "founded")))
    after_awards = listed("ip_right", ast.Child("exists", "award", None, None))
    plan = lower(rules(own, dated, after_awards))
    rounds = [(table.entity, bool(table.outer)) for table in plan.children]
    assert rounds == [("award", False), ("ip_right", False), ("list_declaration", False), ("ip_right", True)]
    summed = [(table.entity, index) for table in plan.children for index in table.indexes]
    named = {(step.entity, step.index) for step in plan.steps if isinstance(step, Measured)}
    assert sorted(summed) == sorted(named)
    assert len(set(summed)) == len(summed)


def test_rules_that_read_records_alone_join_nothing_to_them() -> None:
    own = listed("ip_right", ast.Compare("=", ast.ChildField("ip_right", "status"), ast.TextLiteral("有效")))
    plan = lower(rules(own, ast.Compare(">=", ast.Fact("annual_return", "staff"), ast.Number(Fraction(1)))))
    assert all(table.outer == () for table in plan.children)
    assert len({table.entity for table in plan.children}) == len(plan.children)
