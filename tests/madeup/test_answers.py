"""The returned workbooks of a made-up month: what is planted is listed, and the rest is true."""

from __future__ import annotations

import ast
from pathlib import Path

import openpyxl
import pytest

from peiyu.facts.round import Span
from peiyu.madeup import answers
from peiyu.madeup.answers import KINDS, ReturnedMonth, returned_month

SIX = ("renamed", "unit-slip", "sent-twice", "empty", "two-units", "older-form")


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> ReturnedMonth:
    """Twenty units, of which the first eight send something amiss."""
    kinds = [next(kind for kind in KINDS if kind.name == name) for name in SIX]
    return returned_month(tmp_path_factory.mktemp("month"), units=20, firms=3, seed=5, kinds=kinds)


def test_every_file_is_listed_and_every_unit_sent_something(month: ReturnedMonth) -> None:
    assert sorted(one.file for one in month.files) == sorted(path.name for path in month.folder.iterdir())
    assert {unit for one in month.files for unit in one.units} == {unit.id for unit in month.units}


def test_six_in_ten_are_as_they_should_be_and_the_kinds_come_in_turn(month: ReturnedMonth) -> None:
    broken = [one for one in month.files if one.defects]
    assert [one.defects[0].kind for one in broken] == [*SIX, "renamed"]
    assert sum(len(one.units) for one in broken) == 8
    assert len(month.files) - len(broken) == 13


def test_a_defect_says_where_it_stands_and_what_it_concerns(month: ReturnedMonth) -> None:
    (slip,) = (defect for defect in month.defects if defect.kind == "unit-slip")
    (place,) = slip.places
    page = openpyxl.load_workbook(month.folder / slip.file)["月度数据"]
    true = month.truth[place]
    assert isinstance(true, int)
    assert page[slip.where].value == true // 100
    (twice,) = (defect for defect in month.defects if defect.kind == "sent-twice")
    assert twice.file.startswith("补报-")
    assert (month.folder / twice.file.removeprefix("补报-")).exists()


def test_a_right_workbook_says_what_is_true(month: ReturnedMonth) -> None:
    one = next(one for one in month.files if not one.defects)
    (unit,) = (unit for unit in month.units if unit.id in one.units)
    page = openpyxl.load_workbook(month.folder / one.file)["月度数据"]
    for firm, row in zip(unit.firms, page.iter_rows(min_row=5, values_only=True), strict=False):
        true = {place.field: value for place, value in month.truth.items() if place.enterprise == firm.key}
        assert (row[1], row[2]) == (firm.name, firm.code)
        assert [None if v is None else round(v * 1_000_000) for v in row[3:11]] == list(true.values())[:8]
        assert list(row[11:13]) == list(true.values())[8:]


def test_what_is_true_is_in_order(month: ReturnedMonth) -> None:
    said = {(place.enterprise, place.field): value for place, value in month.truth.items()}
    for unit in month.units:
        for firm in unit.firms:
            figures = {field: value for (key, field), value in said.items() if key == firm.key}
            assert figures["main_revenue"] <= figures["revenue"]
            assert figures["sci_staff"] <= figures["employees"]
            assert figures["total_liabilities"] <= figures["total_assets"]
    for place, pasts in month.before.items():
        if place.field == "revenue":
            year = [past.value for past in pasts if past.span.year == 2026]
            assert [*year, month.truth[place]] == sorted([*year, month.truth[place]])
            assert pasts[0].span == Span(2025, month=5, basis="累计")


def test_the_same_seed_makes_the_same_month_and_another_one_another(month: ReturnedMonth, tmp_path: Path) -> None:
    kinds = [next(kind for kind in KINDS if kind.name == name) for name in SIX]
    again = returned_month(tmp_path / "again", units=20, firms=3, seed=5, kinds=kinds)
    assert (again.truth, again.files, again.before) == (month.truth, month.files, month.before)
    other = returned_month(tmp_path / "other", units=20, firms=3, seed=6, kinds=kinds)
    assert other.truth != month.truth
    assert other.files != month.files


def test_names_of_kinds_are_unique_and_said_in_both_languages() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert all(kind.said.zh and kind.said.en and kind.said.zh != kind.said.en for kind in KINDS)


def test_who_plants_defects_knows_no_check() -> None:
    folder = Path(next(iter(answers.__path__)))
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert "examine" not in (node.module or "")
                assert "plausibility" not in (node.module or "")
                assert not {"examine", "CHECKS"} & {alias.name for alias in node.names}
