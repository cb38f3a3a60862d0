"""What a confirmed mapping puts into the cells: wholes, parts, quarters, earlier months, units, and why none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.paper.form.forms.layout import Written

from peiyu.paper.form.entries import NO_DATA, Entry
from peiyu.paper.form.grid import Cell, CellAddress, Form
from peiyu.paper.form.headers.cells import Headers
from peiyu.paper.form.mapping import FormMapping, Mapped
from peiyu.paper.form.offer import Meaning
from peiyu.paper.form.opening import open_form
from peiyu.problems import Text
from peiyu.writing.form.account import account_json, beside, read_entries
from peiyu.writing.form.account import written as account_written
from peiyu.writing.form.entries import Prepared, entries, other_period, rounded
from peiyu.writing.form.figures import Registers, figure, needed_months
from peiyu.writing.register import Portion, Register, Told, registered

COUNTED = Text("只计首次", "first only")
NAME = Text("名", "name")
WHY = Text("没有记录", "nothing is held")


def register(month: int, *, total: int, north: int, year: int | None = None) -> Register:
    """A register of a month's end: a target by park, a fund in yuan, a share, something without a figure."""
    numbers = {
        "goal": 100,
        "month": 7,
        "year": total if year is None else year,
        "total": total,
        "rate": Fraction(total, 100),
    }
    park = (Text("园区", "Park"), (Portion(part="北园", name=Text("北园", "North"), low=Fraction(north), high=None),))
    return registered(
        [
            Told(code="new", name=Text("新增", "new"), unit="家", definition=COUNTED, portions={"park": park},
                 numbers={name: Fraction(value) for name, value in numbers.items()}),
            Told(code="fund", name=Text("资金", "fund"), unit="元", definition=COUNTED,
                 numbers={"total": Fraction(12_345_678)}),
            Told(code="none", name=Text("空", "none"), unit="家", definition=COUNTED, numbers={"total": None}, why=WHY),
        ],
        day=dt.date(2026, month, 28),
    )  # fmt: skip


MAY = Registers(
    register(5, total=40, north=12),
    {3: register(3, total=25, north=9), 4: register(4, total=33, north=10)},
)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("new.total", 40), ("new.month", 7), ("new.goal", 100), ("new.total[park=北园]", 12),
        ("new.total@3", 25), ("new.total@5", 40),
        ("new.quarter", 40 - 25), ("new.quarter@3", 25),  # the first quarter is the year so far
        ("new.month[park=北园]", 12 - 10), ("new.year[park=北园]", 12), ("new.month[park=北园]@4", 10 - 9),
    ],
)  # fmt: skip
def test_a_meaning_has_its_figure(said: str, value: int) -> None:
    found = figure(Meaning.read(said), MAY)
    assert (found.value, found.unit, found.definition) == (value, "家", COUNTED)


def test_a_month_that_has_not_come_waits(tmp_path: Path) -> None:
    found = figure(Meaning.read("new.total@6"), MAY)
    assert (found.value, found.waits) == (None, True)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("none.total", "没有记录"),
        ("new.total[park=南园]", "南园"),
        ("unheard.total", "不知道"),
        ("new.total@2", "2月"),
        ("new.quarter@2", "2月"),
    ],
)
def test_what_there_is_not_says_why(said: str, why: str) -> None:
    found = figure(Meaning.read(said), MAY)
    assert found.value is None
    assert why in found.reason.zh or why == "不知道"
    assert found.reason.en


def test_the_parts_of_a_target_of_several_years_are_not_the_years(tmp_path: Path) -> None:
    registers = Registers(register(5, total=40, north=12, year=15), {})
    found = figure(Meaning.read("new.year[park=北园]"), registers)
    assert found.value is None
    assert "起始以来" in found.reason.zh
    assert figure(Meaning.read("new.year"), registers).value == 15


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("new.total[park=西园]", 0),  # known of another indicator: nothing of this one is in it
        ("new.total[stage=strong]", None),  # the register does not tell it by stage
        ("old.total[park=西园]", 5),
        ("none.total[park=西园]", None),
        ("new.total[park=南园]", None),  # nobody knows it
        ("whole.total[park=西园]", None),  # its records lie in no park
        ("zero.total[stage=strong]", 0),  # of nothing every part is nothing
    ],
)
def test_a_known_part_to_which_nothing_belongs_is_nought(said: str, value: int | None) -> None:
    def told(code: str, total: int | None, *parts: tuple[str, int]) -> Told:
        portions = tuple(Portion(part=part, name=Text(part, part), low=Fraction(low), high=None) for part, low in parts)
        numbers = {"total": None if total is None else Fraction(total)}
        park = {"park": (Text("园区", "Park"), portions)} if parts else {}
        return Told(code=code, name=NAME, unit="家", definition=COUNTED, numbers=numbers, portions=park)

    held = registered(
        [told("new", 3, ("北园", 3)), told("old", 5, ("西园", 5)), told("none", None), told("whole", 2, ("-", 2)),
         told("zero", 0)],
        day=dt.date(2026, 5, 28),
    )  # fmt: skip
    registers = Registers(held, {}, {"stage": frozenset({"strong", "~"})})
    found = figure(Meaning.read(said), registers)
    assert found.value == value
    assert bool(found.reason.zh) is (value is None)


def test_only_the_months_that_are_needed_are_measured() -> None:
    day = dt.date(2026, 5, 28)
    said = {"new.total": (), "new.month": (), "new.month@2": (2,), "new.quarter": (3,), "new.month[park=北园]": (4,),
            "new.quarter@3": (3,), "new.month@9": (), "new.month[park=北园]@1": (1,)}  # fmt: skip
    assert {one: needed_months([Meaning.read(one)], day) for one in said} == said


# --- cells ------------------------------------------------------------------------------------------------------


def form(folder: Path, *, kind: str = "xlsx", header: str = "数") -> Form:
    made = Written(name="form", pack="", sheets={"表": f"指标|{header}\n甲|.\n乙|.\n丙|."}, key="", format=kind)
    return open_form(made.make(folder))


def one(said: str, place: str = "B2", *, header: str = "数", text: str = "", sheet: str = "表") -> Mapped:
    meaning = Meaning.read(said) if said else None
    return Mapped(cell=CellAddress.read(f"{sheet}!{place}"), headers=Headers(rows=("甲",), columns=(header,)),
                  meaning=meaning, text=text, confirmed="王")  # fmt: skip


def prepared(opened: Form, *cells: Mapped) -> Prepared:
    return entries(FormMapping(form="form", sha256="", cells=cells), opened, MAY)


def test_an_amount_is_told_in_the_forms_unit(tmp_path: Path) -> None:
    found = prepared(form(tmp_path), one("fund.total{万元}"), one("fund.total{亿元}", "B3"), one("fund.total", "B4"))
    assert [entry.value for entry in found.entries] == [Decimal("1234.57"), Decimal("0.12"), Decimal(12345678)]
    assert found.account[0].value == 12_345_678


def test_a_share_is_a_percentage_or_a_fraction_as_the_cell_shows_it(tmp_path: Path) -> None:
    opened = form(tmp_path)
    assert prepared(opened, one("new.rate")).entries[0].value == Decimal(40)
    sheet = opened.sheets[0]
    cells = tuple(
        Cell(cell.row, cell.column, cell.text, number_format="0.0%") if (cell.row, cell.column) == (1, 1) else cell
        for cell in sheet.cells
    )
    percent = Form("xlsx", (type(sheet)(sheet.name, sheet.rows, sheet.columns, cells),))
    assert prepared(percent, one("new.rate")).entries[0].value == Decimal("0.4")


def test_in_a_document_a_share_has_its_sign_unless_the_header_has(tmp_path: Path) -> None:
    opened = form(tmp_path, kind="docx")
    (first, second) = prepared(
        opened, one("new.rate", sheet="表1"), one("new.rate", "B3", header="完成率（%）", sheet="表1")
    ).entries
    assert (first.text, second.text) == ("40%", "40")


def test_without_data_the_cell_says_so_and_the_account_why(tmp_path: Path) -> None:
    found = prepared(form(tmp_path), one("none.total"))
    assert found.entries == (Entry(CellAddress.read("表!B2"), text=NO_DATA),)
    assert (found.account[0].said, found.account[0].reason) == (NO_DATA, WHY)


def test_what_waits_and_what_nobody_confirmed_stays_blank(tmp_path: Path) -> None:
    asked = Mapped(
        cell=CellAddress.read("表!B3"), headers=Headers(), candidate=Meaning("new"), why=Text("分不清", "unclear")
    )
    found = prepared(form(tmp_path), one("new.month@9"), asked, one("", "B4"))
    assert found.entries == ()
    assert [line.asked for line in found.account] == [False, True, False]
    assert found.account[1].reason.zh == "分不清"


def test_a_fixed_text_is_written_as_it_is(tmp_path: Path) -> None:
    found = prepared(form(tmp_path), one("", text="高新区"))
    assert found.entries == (Entry(CellAddress.read("表!B2"), text="高新区"),)


@pytest.mark.parametrize(
    ("year", "month", "told"),
    [(0, 0, False), (2026, 5, False), (2026, 0, False), (0, 5, False), (2026, 4, True), (2025, 5, True)],
)  # fmt: skip
def test_a_form_of_another_period_is_told(year: int, month: int, told: bool) -> None:
    mapping = FormMapping(form="月报.xlsx", sha256="", cells=(), year=year, month=month)
    found = other_period(mapping, dt.date(2026, 5, 28))
    assert [one.code for one in found] == (["form-other-period"] if told else [])


def test_the_account_gives_the_entries_back(tmp_path: Path) -> None:
    found = prepared(form(tmp_path), one("fund.total{万元}"), one("none.total", "B3"), one("new.month@9", "B4"))
    account = account_json(found, form="form.xlsx", day=dt.date(2026, 5, 28), pack="zone", made_up=True)
    kept = beside(tmp_path / "填好.xlsx")
    kept.write_text(account_written(account), "utf-8")
    assert kept.name == "填好.account.json"
    assert read_entries(kept) == found.entries


@given(st.fractions(min_value=-(10**9), max_value=10**9), st.integers(0, 4))
def test_rounding_is_half_up_and_exact(number: Fraction, places: int) -> None:
    made = Fraction(rounded(number, places))
    assert abs(made - number) <= Fraction(1, 2 * 10**places)
    assert rounded(made, places) == rounded(number, places)
