"""Which formulas depend on a cell, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from peiyu.paper.form.formulas.computing import ERRORS, Value
from peiyu.paper.form.formulas.depending import Outcome, outcomes
from peiyu.paper.form.formulas.reading import read_formula
from peiyu.paper.form.grid import Cell, CellAddress, Form, Sheet

HELD: Mapping[str, Decimal | str] = {
    "A1": Decimal(2), "A2": Decimal(3), "A3": "无此数据", "A5": Decimal("0.5"), "B1": "是", "B2": Decimal(0),
    "B3": "#N/A",
}  # fmt: skip


def cell(place: str, held: Decimal | str = "", formula: str = "") -> Cell:
    at = CellAddress.read(f"甲!{place}")
    number = held if isinstance(held, Decimal) else None
    return Cell(at.row, at.column, str(held), formula, number=number)


def sheet(name: str, **formulas: str) -> Sheet:
    cells = [cell(place, held) for place, held in HELD.items()] if name == "甲" else []
    cells += [cell(place, "0", formula) for place, formula in formulas.items()]
    return Sheet(name, 20, 10, tuple(sorted(cells, key=lambda one: (one.row, one.column))))


def form(names: tuple[tuple[str, str], ...] = (), **formulas: str) -> Form:
    return Form("xlsx", (sheet("甲", **formulas), sheet("乙 (二)", A1="甲!C1+1")), names=names)


def found(formula: str, changed: str = "A1", value: Value = Decimal(2)) -> Outcome | None:
    """What a formula in C1 comes to when one cell holds a value; None when it does not depend on it."""
    return outcomes(form(C1=formula), {CellAddress.read(f"甲!{changed}"): value}).get(CellAddress("甲", 0, 2))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("A1+A2*2", Decimal(8)),
        ("(A1+A2)*2-1", Decimal(9)),
        ("-A1+A2", Decimal(1)),
        ("--A1", Decimal(2)),
        ("A1*50%", Decimal(1)),
        ("$A$1/A2*3", Decimal(2)),
        ("SUM(A1:A5)", Decimal("5.5")),
        ("SUM(A:A)", Decimal("5.5")),
        ("SUM(5:5)+A1", Decimal("2.5")),
        ("SUM(A1,A5,4)", Decimal("6.5")),
        ("sum(甲!A1:A2)", Decimal(5)),
        ("'甲'!A1", Decimal(2)),
        ("AVERAGE(A1:A4)", Decimal("2.5")),
        ("MIN(A1:A5)+MAX(A1:A5)+COUNT(A1:A5)", Decimal("6.5")),
        ("COUNT(A1:B3)+0*A1", Decimal(3)),
        ("PRODUCT(A1:A2)", Decimal(6)),
        ("ABS(-A1)", Decimal(2)),
        ("ROUND(A1/3,2)", Decimal("0.67")),
        ("ROUND(-A5-A1,0)", Decimal(-3)),
        ("ROUNDUP(A1/3,1)", Decimal("0.7")),
        ("ROUNDDOWN(A1/3,1)", Decimal("0.6")),
        ("ROUND(A1*77,-1)", Decimal(150)),
        ("IF(A1>1,A2,A5)", Decimal(3)),
        ('IF(A1=B2,A3,"—")', "—"),
        ('IF(B1="是",A1,0)', Decimal(2)),
        ('IF(B1<>"否",A1,0)', Decimal(2)),
        ('IF(A1>=2,"a""b",)', 'a"b'),
        ("IF(A1>5,1)", False),
        ("IFERROR(A1/B2,0)", Decimal(0)),
        ("IFERROR(A1/A2*3,0)", Decimal(2)),
        ("A1+A4", Decimal(2)),
        ("A1+A3", "#VALUE!"),
        ("A1/B2", "#DIV/0!"),
        ("A1+B3", "#N/A"),
        ("AVERAGE(A3:A4)+0*A1", "#DIV/0!"),
        ("A1=A2", False),
        ("A1/A2*A2=A1", True),
        ('IF(A1>1,"#1",0)', "#1"),
        (" A1 + A2 ", Decimal(5)),
    ],
)
def test_sums_and_simple_arithmetic_are_computed(formula: str, value: Value) -> None:
    outcome = found(formula)
    assert outcome is not None
    assert outcome.known
    held = outcome.value
    assert held == pytest.approx(value, abs=Decimal("1e-30")) if isinstance(value, Decimal) else held == value
    assert outcome.error == (value if isinstance(value, str) and value in ERRORS else "")


@pytest.mark.parametrize(
    "formula",
    [
        "VLOOKUP(A1,A1:B5,2,FALSE)",
        "A1&\"家\"", "TEXT(A1,\"0\")", "SUMIF(A1:A5,\">1\")", "A1^2", "A1:A2*2", "{1,2}+A1",
        "INDIRECT(\"A1\")", "OFFSET(A2,-1,0)", "表1[列]", "没有的名字+1", "A1+'[别的.xlsx]表'!A1", "A1+", "SUM(A1:A2",
        "丙!A1+A1", "IF(A1=\"是\",1,0)", "ROUND(A1,99)", "A1+\"12\"",
        "SUM(IF(A1>0,A4,1))", "COUNT(A1:A5,A1/B2)", "'甲:乙'!A1", "甲:乙!A9",
        "A1" + "+(" * 3000 + "A1" + ")" * 3000,
    ],
)  # fmt: skip
def test_what_is_not_computed_here_is_left(formula: str) -> None:
    assert found(formula) == Outcome(known=False)


@pytest.mark.parametrize(
    "formula",
    ["A2+1", "SUM(A2:A5)", "乙!A1", "'[别的.xlsx]表'!A1+A2", "[1]表!A1", '"A1"', "TODAY()", "SUM(2:3)", "B:B", "A10"],
)
def test_formulas_that_do_not_read_the_cell_are_left_alone(formula: str) -> None:
    assert found(formula) is None


def test_formulas_over_formulas_are_computed_in_order_across_sheets() -> None:
    chain = {f"D{row}": f"D{row - 1}+A1" for row in range(2, 20)}
    results = outcomes(form(C1="D19*2", D1="A1", **chain), {CellAddress("甲", 0, 0): Decimal(1)})
    assert results[CellAddress("甲", 0, 2)].value == 38
    assert results[CellAddress("乙 (二)", 0, 0)].value == 39


def test_a_formula_over_one_that_is_left_is_left_too() -> None:
    results = outcomes(form(C1="D1+1", D1="VLOOKUP(A1,A1:B2,1)"), {CellAddress("甲", 0, 0): Decimal(1)})
    assert {str(at): one.known for at, one in results.items()} == {"甲!C1": False, "甲!D1": False, "乙 (二)!A1": False}


def test_formulas_in_a_circle_are_left() -> None:
    results = outcomes(form(C1="D1+A1", D1="C1"), {CellAddress("甲", 0, 0): Decimal(1)})
    assert not any(one.known for one in results.values())


def test_defined_names_stand_for_their_cells() -> None:
    names = (("合计", "甲!$A$1:$A$2"), ("复杂", "OFFSET(甲!$A$1,0,0)"))
    results = outcomes(form(names, C1="SUM(合计)", C2="复杂"), {CellAddress("甲", 0, 0): Decimal(4)})
    assert results[CellAddress("甲", 0, 2)].value == 7
    assert not results[CellAddress("甲", 1, 2)].known


def test_a_formula_without_a_stored_result_is_computed() -> None:
    bare = Sheet("甲", 1, 3, (cell("A1", Decimal(2)), cell("B1", formula="A1*2"), cell("C1", "0", "B1")))
    results = outcomes(Form("xlsx", (bare,)), {})
    assert [(str(at), one.value) for at, one in sorted(results.items())] == [("甲!B1", 4), ("甲!C1", 4)]


def test_a_formula_whose_result_is_an_empty_text_is_left_alone() -> None:
    empty = (cell("B1", formula='VLOOKUP("a",A1:A2,1)'), cell("C1", formula='IF(A2>5,1,"")'), cell("D1", "0", "B1+A1"))
    form_ = Form("xlsx", (Sheet("甲", 2, 4, (cell("A1", Decimal(2)), *empty, cell("A2", Decimal(1)))),))
    assert outcomes(form_, {}) == {}
    assert outcomes(form_, {CellAddress("甲", 1, 0): Decimal(9)})[CellAddress("甲", 0, 2)].value == 1


def test_the_blocks_that_a_formula_reads_are_told_however_it_is_made() -> None:
    formula = read_formula("SUMPRODUCT((A1:A3=\"甲\")*('表 ''一'''!$B$1:$B$3))")
    assert [(one.sheet, one.cells.bottom) for one in formula.blocks] == [("", 2), ("表 '一'", 2)]
    assert not formula.untold
