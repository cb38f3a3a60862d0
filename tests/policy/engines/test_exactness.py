"""Where doubles, int64 and words of being undefined went astray: each case against the reference, which is exact."""

from __future__ import annotations

import dataclasses
import datetime as dt
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from tests.policy.handmade import BASE, binding_of, compare, criterion, every, quantity, tier

from peiyu.facts.snapshot import Child, Datum, Snapshot
from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.plan import Constant, Divide, Input
from peiyu.policy.condition import ast
from peiyu.policy.engine.embedded import run, run_frame
from peiyu.policy.engine.embedded.render import column_of, with_steps
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.testing.enterprises import write_base

LARGEST = 2**53


def annual(code: str) -> ast.Fact:
    return ast.Fact("annual_return", code)


def number(value: Fraction | int) -> ast.Number:
    return ast.Number(Fraction(value))


def quotient(over: ast.Expr, under: ast.Expr) -> ast.Binary:
    return ast.Binary("/", over, under)


def rules(*conditions: ast.Expr, quantities: tuple[object, ...] = (), word: object = None) -> Binding:
    parts = [criterion(f"p.t.c{n}", when, when_undefined=word) for n, when in enumerate(conditions)]
    return binding_of(tier("p.t", every(*parts)), quantities=quantities)


def firm(key: int, *, resident: bool | None = None, children: tuple[Child, ...] = (), **years: object) -> Snapshot:
    """A firm by figures: `revenue=5` in the base year, `revenue=(5, 4, 3)` going back from it."""
    facts: dict[tuple[str, str, int], Datum] = {}
    for code, figures in years.items():
        for back, figure in enumerate(figures if isinstance(figures, tuple) else (figures,)):
            if figure is not None:
                facts["annual_return", code, BASE - back] = Datum(figure)
    if resident is not None:
        facts["enterprise", "resident", 0] = Datum(resident)
    by_entity = {c.entity: tuple(d for d in children if d.entity == c.entity) for c in children}
    return Snapshot(key, f"F{key}", "", facts, by_entity)


def agreed(binding: Binding, firms: list[Snapshot], folder: Path) -> list[list[bool | None]]:
    """By firm the verdict on each criterion, in which both engines must agree."""
    frame = run_frame(binding, write_base(firms, folder / "facts")).sort("enterprise")
    names = list(evaluate(binding, firms[0]).criteria)
    expected = [[evaluate(binding, one).criteria[name].value for name in names] for one in firms]
    assert [list(row) for row in frame.select(names).rows()] == expected
    return expected


@pytest.mark.parametrize("under", [3, 7, 10, 100, 10**8])
def test_a_division_by_a_constant_gives_the_nearest_double(under: int) -> None:
    """Polars alone would multiply by the reciprocal."""
    steps = (Input("annual_return", "revenue", "int"), Constant(under, "int"), Divide(0, 1))
    frame = with_steps(pl.LazyFrame({"x": range(1000)}), steps, {0: pl.col("x")}, [2]).collect()
    assert frame[column_of(2)].to_list() == [n / under for n in range(1000)]


def quantity_of(key: str) -> ast.Ref:
    return ast.Ref("quantity", key)


def test_a_constant_that_a_choice_brings_is_met_exactly(tmp_path: Path) -> None:
    edge = quantity("p.q", (ast.Fact("enterprise", "resident"), number(Fraction(7, 10))))
    share = ast.Extreme("min", (quotient(annual("sci_staff"), annual("staff")), quantity_of("p.q")))
    binding = rules(
        *(ast.Compare(op, share, number(Fraction(7, 10))) for op in (">=", "<=", "=")),
        quantities=(edge,),
        word="not met",
    )
    firms = [firm(n, resident=n % 3 > 0, sci_staff=10, staff=1) for n in range(1, 10)]
    assert agreed(binding, firms, tmp_path) == [[n % 3 > 0] * 3 for n in range(1, 10)]


def test_a_yearly_rate_is_compared_with_each_end_of_an_interval(tmp_path: Path) -> None:
    rows = ast.Child("count", "ip_right", None, None)
    rate = ast.Growth("cagr", annual("revenue"), 2)
    binding = rules(ast.Compare("<=", rate, rows), ast.Compare("!=", rate, rows), word="not met")
    listed = (Child("ip_right", 1, {"kind": "发明专利"}),)
    firms = [firm(1, revenue=(400, 0, 100), children=listed), firm(2, revenue=(401, 0, 100), children=listed)]
    assert agreed(binding, firms, tmp_path) == [[True, None], [None, None]]
    assert agreed(binding, [firm(3, revenue=(399, 0, 100), children=listed)], tmp_path / "b") == [[True, True]]


def test_a_quotient_beyond_int64_is_left_to_the_reference(tmp_path: Path) -> None:
    tall = ast.Floor(quotient(annual("revenue"), annual("market_share")))
    whole = ast.Floor(ast.Binary("+", quotient(annual("revenue"), annual("market_share")),
                                 quotient(annual("sales"), annual("staff"))))  # fmt: skip
    binding = rules(*(ast.Compare(">=", one, number(10**23)) for one in (tall, whole)), word="not met")
    firms = [
        firm(1, revenue=LARGEST, market_share=1, sales=1, staff=3),
        firm(2, revenue=1, market_share=1, sales=1, staff=3),
    ]
    assert agreed(binding, firms, tmp_path) == [[True, True], [False, False]]


def test_sums_and_products_of_the_largest_figures_do_not_wrap(tmp_path: Path) -> None:
    three = ast.Over("sum", annual("revenue"), 3)
    product = ast.Binary("*", annual("revenue"), annual("sales"))
    binding = rules(
        ast.Compare("=", three, number(3 * LARGEST)),
        ast.Compare(">", three, number(3 * LARGEST - 1)),
        ast.Compare("=", product, number(LARGEST**2)),
        ast.Compare(">", product, number(LARGEST**2 - 1)),
        ast.Compare(">=", ast.Binary("*", number(1000), three), number(3000 * LARGEST)),
    )
    full, short = (LARGEST,) * 3, (LARGEST, LARGEST, LARGEST - 1)
    firms = [firm(1, revenue=full, sales=LARGEST), firm(2, revenue=short, sales=LARGEST - 1)]
    assert agreed(binding, firms, tmp_path) == [[True] * 5, [False] * 5]


@pytest.mark.parametrize(("resident", "word"), [(True, True), (False, False), (None, True)])
def test_of_a_choice_the_number_taken_says_what_undefined_means(
    tmp_path: Path, resident: bool | None, word: bool
) -> None:
    """Both numbers are undefined; with an undecided guard the first speaks."""
    ratio = quotient(annual("sci_staff"), annual("staff"))
    yes = quantity("p.yes", ratio, when_undefined="met")
    no = quantity("p.no", ratio, when_undefined="not met")
    either = quantity("p.q", (ast.Fact("enterprise", "resident"), quantity_of("p.yes")), (None, quantity_of("p.no")))
    binding = rules(ast.Compare(">=", quantity_of("p.q"), number(1)), quantities=(yes, no, either))
    assert agreed(binding, [firm(1, resident=resident, sci_staff=3, staff=0)], tmp_path) == [[word]]


def test_what_says_nothing_of_being_undefined_is_referred_though_the_other_branch_speaks(tmp_path: Path) -> None:
    ratio = quotient(annual("sci_staff"), annual("staff"))
    no = quantity("p.no", ratio, when_undefined="not met")
    either = quantity("p.q", (ast.Fact("enterprise", "resident"), ratio), (None, quantity_of("p.no")))
    binding = rules(ast.Compare(">=", quantity_of("p.q"), number(1)), quantities=(no, either))
    firms = [firm(1, resident=True, sci_staff=3, staff=0), firm(2, resident=False, sci_staff=3, staff=0)]
    assert agreed(binding, firms, tmp_path) == [[None], [False]]


def test_a_quantity_s_word_holds_before_founding_too(tmp_path: Path) -> None:
    growing = quantity("p.q", ast.Growth("growth", annual("revenue"), 1), when_undefined="met")
    before = ast.Prior(quantity_of("p.q"), 1)
    binding = rules(ast.Compare(">=", before, number(1)), quantities=(growing,))
    young = firm(1, revenue=5)
    young = Snapshot(1, "F1", "", {**young.facts, ("enterprise", "founded", 0): Datum(dt.date(BASE, 3, 1))})
    assert agreed(binding, [young], tmp_path) == [[True]]


def test_mean_growth_of_exactly_the_threshold_is_decided_by_the_reference_and_counted(tmp_path: Path) -> None:
    """1000 → 1100 → 1100 grows by 10 % and 0 %: 5 % on average; doubles may say more or less."""
    growth = ast.Growth("mean_growth", annual("revenue"), 3)
    binding = rules(ast.Compare(">=", growth, number(Fraction(5, 100))), word="not met")
    firms = [
        firm(1, revenue=(1100, 1100, 1000)),
        firm(2, revenue=(1100 * 10**9, 1100 * 10**9, 1000 * 10**9 + 1)),
        firm(3, revenue=(2000, 1100, 1000)),
    ]
    assert agreed(binding, firms, tmp_path) == [[True], [False], [True]]
    result = run(binding, write_base(firms, tmp_path / "again"), tmp_path / "out.parquet")
    assert result.by_reference == 2
    assert '"by_reference": 2' in result.manifest.read_text(encoding="utf-8")
    assert pl.read_parquet(result.path).sort("enterprise")["p.t"].to_list() == [True, False, True]


def test_a_share_that_only_fractions_tell_from_the_threshold_is_left_to_the_reference(tmp_path: Path) -> None:
    """100·n − 7·d = 1 with d near 2^53: the nearest double of n/d is that of 7 %, yet n/d is above it."""
    under = 9_000_000_000_000_057
    over = (7 * under + 1) // 100
    assert over / under == 0.07
    binding = rules(compare(quotient(annual("rd_accounts"), annual("revenue")), "<=", number(Fraction(7, 100))))
    assert agreed(binding, [firm(1, rd_accounts=over, revenue=under)], tmp_path) == [[False]]


FOUNDED = ast.Fact("enterprise", "founded")


def days(kind: str) -> tuple[ast.Expr, ...]:
    if kind == "windows":
        fiscal = (ast.InWindow(FOUNDED, 2, "fiscal", current) for current in (False, True))
        return (*fiscal, ast.InWindow(FOUNDED, 3, "rolling"))
    ages = tuple(
        compare(ast.Age(FOUNDED, until), op, length)
        for until in ("as_of", "year_end")
        for op in (">=", "<=")
        for length in (ast.Duration(years=3), ast.Duration(months=13), ast.Duration(days=365))
    )
    return ages + tuple(
        compare(ast.FullYears(FOUNDED, until), "=", years) for until in ("as_of", "year_end") for years in (0, 1, 3)
    )


AS_OF = (dt.date(2023, 2, 28), dt.date(2024, 2, 29), dt.date(2024, 2, 28), dt.date(2023, 1, 1), dt.date(2023, 12, 31))


@pytest.mark.parametrize("kind", ["windows", "ages"])
@pytest.mark.parametrize("as_of", AS_OF)
def test_every_day_about_an_edge_counts_as_the_reference_says(tmp_path: Path, as_of: dt.date, kind: str) -> None:
    """Firms founded on each day about the edges: years' ends, the as-of day, 29 February."""
    base = as_of.year - 1
    edges = [dt.date(base - back, month, day) for back in range(-1, 5) for month, day in ((1, 1), (2, 28), (12, 31))]
    edges += [dt.date(year, 2, 29) for year in (2016, 2020, 2024)]
    around = sorted({edge + dt.timedelta(days=n) for edge in edges for n in (-1, 0, 1)})
    firms = [Snapshot(n, f"F{n}", "", {("enterprise", "founded", 0): Datum(day)}) for n, day in enumerate(around, 1)]
    binding = rules(*days(kind))
    selection = dataclasses.replace(binding.selection, as_of=as_of, known_at=as_of, rules_at=as_of)
    said = agreed(dataclasses.replace(binding, selection=selection), firms, tmp_path)
    if kind == "windows":
        inside = [
            (dt.date(base - 1, 1, 1) <= day <= dt.date(base, 12, 31), dt.date(base - 1, 1, 1) <= day <= as_of)
            for day in around
        ]
        assert [tuple(row[:2]) for row in said] == inside
