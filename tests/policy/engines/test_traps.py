"""Each trap that was measured of engines, by name: what must not happen here."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from peiyu.facts.snapshot import Datum, Snapshot
from peiyu.policy.compile.binding import Binding, BoundTier, Selection
from peiyu.policy.compile.lower import lower
from peiyu.policy.compile.plan import Arithmetic, Case, Divide, Extreme, Input, Plan, Tally
from peiyu.policy.condition import ast
from peiyu.policy.engine.embedded import run, run_frame
from peiyu.policy.engine.layers import DEEPEST, layered
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.pack.model import Branch, Combined, Criterion, Quantity, Tier, WhenUndefined
from peiyu.policy.testing.enterprises import snapshots, write_base
from peiyu.problems import InternalError, Text

DAY = dt.date(2024, 6, 30)
NO_NAME = Text("", "")


def fact(code: str) -> ast.Fact:
    return ast.Fact("annual_return", code)


def at_least(of: ast.Expr, edge: Fraction) -> ast.Compare:
    return ast.Compare(">=", of, ast.Number(edge))


def rules(
    *conditions: ast.Expr, word: WhenUndefined | None = "not met", quantities: dict[str, Quantity] | None = None
) -> Binding:
    parts = tuple(
        Criterion(key=f"p.t.c{n}", name=NO_NAME, when=when, when_undefined=word) for n, when in enumerate(conditions)
    )
    whole = Combined(key="", name=NO_NAME, how="all", need=len(parts), parts=parts)
    tier = BoundTier(key="p.t", tier=Tier(key="p.t", name=NO_NAME, met_when=whole), pack="p", text="1", in_force=True)
    return Binding(
        selection=Selection(as_of=DAY, known_at=DAY, rules_at=DAY), asked=("p.t",), tiers={"p.t": tier},
        quantities=quantities or {}, scores={}, items={}, fields={}, chosen={}, pack_hashes={}, hash="",
    )  # fmt: skip


def firm(number: int, **figures: int | None) -> Snapshot:
    facts = {("annual_return", code, 2023): Datum(v) for code, v in figures.items() if v is not None}
    return Snapshot(number, f"F{number}", "", facts)


def verdicts(binding: Binding, firms: list[Snapshot], folder: Path, name: str = "p.t.c0") -> list[bool | None]:
    """The embedded engine's verdicts by firm, which must also be the reference's."""
    got = run_frame(binding, write_base(firms, folder / "facts")).sort("enterprise")[name].to_list()
    ordered = sorted(firms, key=lambda one: one.enterprise)
    assert got == [evaluate(binding, one).criteria[name].value for one in ordered]
    return got


def test_zero_by_zero_is_never_a_yes(tmp_path: Path) -> None:
    ratio = ast.Binary("/", fact("rd_accounts"), fact("revenue"))
    firms = [firm(1, rd_accounts=0, revenue=0), firm(2, rd_accounts=5, revenue=0), firm(3, rd_accounts=None, revenue=0)]
    assert verdicts(rules(at_least(ratio, Fraction(3, 10))), firms, tmp_path) == [False, False, False]


def test_a_missing_value_does_not_fall_into_else(tmp_path: Path) -> None:
    small = ast.Compare("<=", fact("revenue"), ast.Number(Fraction(100)))
    edge = Quantity(
        key="p.q", name=NO_NAME,
        branches=(
            Branch(when=small, value=ast.Number(Fraction(5, 100))),
            Branch(when=None, value=ast.Number(Fraction(3, 100))),
        ),
    )  # fmt: skip
    rate = ast.Compare(">=", fact("market_share"), ast.Ref("quantity", "p.q"))
    firms = [firm(1, market_share=4 * 10**6), firm(2, market_share=4 * 10**6, revenue=101)]
    assert verdicts(rules(rate, quantities={"p.q": edge}), firms, tmp_path) == [None, True]


@pytest.mark.parametrize("percent", [3, 5, 7, 10, 30, 70])
def test_ratios_on_the_boundary_are_exact(percent: int, tmp_path: Path) -> None:
    ratio = ast.Binary("/", fact("rd_accounts"), fact("revenue"))
    bases = [100 * k * 997 for k in range(1, 60)]
    firms = [firm(n, rd_accounts=base * percent // 100, revenue=base) for n, base in enumerate(bases, 1)]
    firms += [firm(100 + n, rd_accounts=base * percent // 100 - 1, revenue=base) for n, base in enumerate(bases, 1)]
    expected = [True] * len(bases) + [False] * len(bases)
    assert verdicts(rules(at_least(ratio, Fraction(percent, 100))), firms, tmp_path) == expected


@pytest.mark.parametrize("percent", [5, 7, 10])
def test_composite_rates_on_the_boundary_are_exact(percent: int, tmp_path: Path) -> None:
    edge = Fraction(percent, 100)
    compound, mean = ast.Growth("cagr", fact("revenue"), 2), ast.Growth("mean_growth", fact("revenue"), 3)
    firms = []
    for n in range(1, 20):
        first, second, third = n * 10**6, n * 10**4 * (100 + percent), n * 100 * (100 + percent) ** 2
        years = zip((2021, 2022, 2023), (first, second, third), strict=True)
        firms.append(Snapshot(n, "", "", {("annual_return", "revenue", y): Datum(v) for y, v in years}))
    binding = rules(at_least(compound, edge), at_least(mean, edge))
    assert verdicts(binding, firms, tmp_path) == [True] * len(firms)
    assert verdicts(binding, firms, tmp_path / "again", "p.t.c1") == [True] * len(firms)


def test_one_fen_at_two_hundred_million_yuan_decides(tmp_path: Path) -> None:
    most = ast.Compare("<=", fact("sales"), ast.Number(Fraction(2 * 10**10)))
    assert verdicts(rules(most), [firm(1, sales=2 * 10**10), firm(2, sales=2 * 10**10 + 1)], tmp_path) == [True, False]


def test_sums_larger_than_a_double_holds_stay_exact(tmp_path: Path) -> None:
    total = ast.Binary("+", fact("revenue"), fact("sales"))
    firms = [firm(1, revenue=2**53, sales=1), firm(2, revenue=2**53, sales=0)]
    assert verdicts(rules(ast.Compare(">", total, ast.Number(Fraction(2**53)))), firms, tmp_path) == [True, False]


def test_least_of_known_and_missing_is_unknown(tmp_path: Path) -> None:
    least = ast.Extreme("min", (fact("revenue"), fact("sales")))
    assert verdicts(
        rules(at_least(least, Fraction(5))), [firm(1, revenue=10), firm(2, revenue=10, sales=5)], tmp_path
    ) == [
        None,
        True,
    ]


def test_floor_of_negative_halves_goes_down(tmp_path: Path) -> None:
    half = ast.Floor(ast.Binary("/", fact("net_profit"), ast.Number(Fraction(2))))
    firms = [firm(1, net_profit=-5), firm(2, net_profit=5), firm(3, net_profit=-4)]
    exact = ast.Compare("=", half, ast.Number(Fraction(-3)))
    assert verdicts(rules(exact), firms, tmp_path) == [True, False, False]


def chained(length: int) -> Binding:
    """Quantities each of which reads the one before twice."""
    made = {}
    value: ast.Expr = ast.Binary("/", fact("revenue"), fact("sales"))
    for n in range(length):
        when = at_least(value, Fraction(n % 7, 10))
        branches = (Branch(when=when, value=value), Branch(when=None, value=fact("market_share")))
        made[f"p.q{n}"] = Quantity(key=f"p.q{n}", name=NO_NAME, branches=branches)
        value = ast.Ref("quantity", f"p.q{n}")
    return rules(at_least(value, Fraction(1, 2)), quantities=made)


def test_shared_values_are_worked_out_once_and_plans_grow_linearly() -> None:
    sizes = [len(lower(chained(n)).steps) for n in (20, 40, 80)]
    assert sizes[2] - sizes[1] == pytest.approx(2 * (sizes[1] - sizes[0]), rel=0.1)


def test_no_expression_is_deep() -> None:
    plan = lower(chained(30))
    kept = layered(plan.steps, [plan.outputs[0].step]).kept
    from peiyu.policy.compile.plan import operands

    depth: list[int] = []
    for place, step in enumerate(plan.steps):
        below = max((0 if p in kept else depth[p] for p in operands(step)), default=-1)
        depth.append(below + 1)
        assert depth[place] <= DEEPEST


def test_two_thousand_rules_compile_in_linear_size() -> None:
    def many(n: int) -> Plan:
        return lower(rules(*(at_least(fact("revenue"), Fraction(k)) for k in range(n))))

    assert len(many(2000).steps) <= 10.5 * len(many(200).steps)


def test_row_groups_hold_at_most_122_880_rows(tmp_path: Path) -> None:
    base = write_base(snapshots(1, 20), tmp_path / "facts")
    result = run(rules(at_least(fact("revenue"), Fraction(1))), base, tmp_path / "out.parquet")
    assert pl.scan_parquet(result.path).collect().height == 20
    from peiyu.policy.engine.output import ROW_GROUP

    assert ROW_GROUP == 122_880


def test_sql_trees_hold_only_listed_nodes() -> None:
    exp = pytest.importorskip("sqlglot").exp
    from peiyu.policy.engine.spark.sql import WIDEST, checked, query, sql_of

    plan = lower(chained(10))
    tree = query(plan, exp.to_table)
    assert "SELECT" in sql_of(tree, "spark")
    assert all(len(select.expressions) <= WIDEST * 3 for select in tree.find_all(exp.Select))
    with pytest.raises(InternalError, match="sql-node-not-allowed"):
        checked(exp.select(exp.TryCast(this=exp.column("a"), to=exp.DataType.build("INT"))))


def test_sql_guards_division_nulls_and_booleans() -> None:
    exp = pytest.importorskip("sqlglot").exp
    from peiyu.policy.engine.spark.sql import expression

    columns = {n: exp.column(name) for n, name in enumerate("abc")}
    part = columns.__getitem__
    assert "NULLIF" in expression(Divide(0, 1), part).sql("spark")
    assert "IS NULL" in expression(Extreme("min", (0, 1)), part).sql("spark")
    assert "CASE WHEN" in expression(Tally((0, 1)), part).sql("spark")
    assert expression(Arithmetic("+", 0, 1), part).sql("spark") == "a + b"
    assert expression(Case(((0, 1),), 2), part).sql("spark") == "CASE WHEN a THEN b ELSE c END"


def test_a_definite_verdict_outlives_the_answer(tmp_path: Path) -> None:
    """Resolving a missing fact never contradicts what was decided without it."""
    ratio = ast.Binary("/", fact("rd_accounts"), fact("revenue"))
    condition = ast.Or((at_least(ratio, Fraction(5, 100)), at_least(fact("staff"), Fraction(10))))
    open_, closed = firm(1, rd_accounts=5, staff=10), firm(2, rd_accounts=5, staff=10, revenue=1000)
    assert verdicts(rules(condition), [open_, closed], tmp_path) == [True, True]


def test_inputs_are_read_as_they_are_stored() -> None:
    plan = lower(rules(at_least(fact("revenue"), Fraction(1))))
    assert Input("annual_return", "revenue", "int", 2023) in plan.steps
