"""A clean value is never changed: whatever harmless thing is done to a workbook on its way, it says the same."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from tests.facts.round.returned import FIRMS, LIST, ONE, OWN, RETURN, A, Book, came, only, values

from peiyu.facts.round import AskedSheet, Place, check, rows, write
from peiyu.facts.snapshot import Value
from peiyu.facts.templates.cells import power_in_cell
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Text

ASKED = replace(
    ONE,
    sheets=(
        AskedSheet(RETURN, ("revenue", "net_profit", "employees", "market_share", "digital_level", "zero_filed")),
        AskedSheet(OWN, ("industry", "founded", "address")),
    ),
)
HEADER = 4
"""The row of the headers as a form goes out."""

Written = Mapping[Place, Value]


def stored(field: Field) -> st.SearchStrategy[Value]:
    """Values that a field can have."""
    if field.is_numeric:
        low = 0 if field.minimum is not None else -(10**13)
        high = 10**8 if field.maximum is not None else 10**13
        return st.integers(low, high)
    if field.type == "date":
        return st.dates(dt.date(1950, 1, 1), dt.date(2026, 5, 31))
    if field.type == "industry":
        return st.sampled_from(["3912", "C", "6513"])
    options: list[Value] = [name.zh for _, name in field.options] or ([True, False] if field.type == "bool" else [])
    return st.sampled_from(options or ["钢铁大街8号", "稀土路 1-2 号（西）", "甲区, 乙座"])


FIELDS = {(s.entity, code): vocabulary().field(s.entity, code) for s in ASKED.sheets for code in s.fields}
PLACES = [Place(entity, one.key, None, code) for entity, code in FIELDS for one in A.firms]


@st.composite
def answers(draw: st.DrawFn) -> Written:
    chosen = draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=len(PLACES), unique=True))
    return {place: draw(stored(FIELDS[place.entity, place.field])) for place in chosen}


def as_typed(field: Field, value: Value, chance: random.Random) -> object:
    """What a person types for a value, in one of the ways that mean it exactly."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        exact = Decimal(value).scaleb(-power_in_cell(field))
        ways: list[object] = [float(exact), f"{exact:f}", f"{exact:,f}", f" {exact:f} "]
        if field.type == "money":
            ways += [f"{Decimal(value).scaleb(-2):f}元", f"{exact:f}万元", f"{Decimal(value).scaleb(-10):f}亿元"]
        if field.type == "ratio":
            ways += [f"{exact:f}%"]
        return chance.choice(ways)
    if isinstance(value, dt.date):
        return chance.choice([value, value.isoformat(), f"{value.year}年{value.month}月{value.day}日"])
    return value


# --- what is done on the way -----------------------------------------------------------------------------------


def sort_rows(page: Worksheet, chance: random.Random) -> None:
    rows = [r for r in range(HEADER + 1, page.max_row + 1) if page.cell(r, 3).value]
    said = [[cell.value for cell in page[r]] for r in rows]
    chance.shuffle(said)
    for row, texts in zip(rows, said, strict=True):
        for cell, text in zip(page[row], texts, strict=True):
            cell.value = text


def move_columns(page: Worksheet, chance: random.Random) -> None:
    columns = list(range(1, page.max_column + 1))
    order = columns.copy()
    chance.shuffle(order)
    for row in range(HEADER, page.max_row + 1):
        texts = [page.cell(row, c).value for c in order]
        for column, text in zip(columns, texts, strict=True):
            page.cell(row, column).value = text  # type: ignore[assignment]


def insert_total(page: Worksheet, chance: random.Random) -> None:
    at = chance.choice([HEADER + 1, HEADER + 3, page.max_row + 1])
    page.insert_rows(at)
    page.cell(at, 2).value, page.cell(at, 4).value = "合　计", 99


def insert_blank_rows(page: Worksheet, chance: random.Random) -> None:
    page.insert_rows(chance.randint(HEADER + 1, page.max_row + 1), chance.randint(1, 3))


def insert_column(page: Worksheet, chance: random.Random) -> None:
    page.insert_cols(at := chance.randint(1, page.max_column + 1))
    page.cell(HEADER, at).value = "内部批注"
    page.cell(HEADER + 1, at).value = "已核"


def unmark(page: Worksheet, chance: random.Random) -> None:
    book = page.parent
    if book is not None and "收表标记" in book.sheetnames:
        del book["收表标记"]


def drop_title(page: Worksheet, chance: random.Random) -> None:
    for block in list(page.merged_cells.ranges):
        page.unmerge_cells(str(block))
    page.cell(1, 1).value = page.cell(2, 1).value = None


HARMLESS: tuple[Callable[[Worksheet, random.Random], None], ...] = (
    sort_rows, move_columns, insert_total, insert_blank_rows, insert_column, unmark, drop_title,
)  # fmt: skip
ORDER = {one: place for place, one in enumerate((sort_rows, move_columns, drop_title, unmark))}
"""What counts on the rows and columns as they went out is done first."""


def returned(folder: Path, written: Written, done: list[int], seed: int) -> Path:
    """The workbook filled in and changed; whether its texts are shared or inline, and its dimensions, by chance."""
    chance = random.Random(seed)
    book = Book(folder, asked=ASKED)
    for place, value in written.items():
        firm = next(one for one in FIRMS if one.key == place.enterprise)
        typed = as_typed(FIELDS[place.entity, place.field], value, chance)
        book.put(firm, place.field, typed, place.entity)
    changes = sorted((HARMLESS[one] for one in done), key=lambda one: ORDER.get(one, 9))
    for change in changes:
        for entity in (RETURN, OWN):
            change(book.page(entity), chance)
    return book.save()


@settings(max_examples=30, deadline=None)
@given(written=answers(), done=st.lists(st.sampled_from(range(len(HARMLESS))), unique=True), seed=st.integers(0, 2**32))
def test_harmless_changes_change_no_answer(written: Written, done: list[int], seed: int) -> None:
    with TemporaryDirectory() as folder:
        arrived = came(returned(Path(folder), written, done, seed), asked=ASKED)
    assert values(only(arrived).answers) == written
    assert arrived.aside == ()


def test_what_was_prefilled_comes_back_as_it_was(tmp_path: Path) -> None:
    """Nothing of what is held is an answer, whatever its digits."""
    held = {Place(RETURN, one.key, None, "revenue"): number for one, number in zip(FIRMS, (1, 2**53, 7), strict=False)}
    arrived = Book(tmp_path, asked=ASKED, held=held).back(held={ASKED.id: held})
    assert arrived.aside == ()
    assert not [one for one in only(arrived).answers if one.place in held]


def test_a_workbook_is_the_same_bytes_for_the_same_arguments(tmp_path: Path) -> None:
    first, second = (Book(tmp_path, asked=ASKED).path.read_bytes() for _ in range(2))
    assert first == second


def test_a_packs_own_field_goes_out_and_comes_back(tmp_path: Path) -> None:
    own = Field(RETURN, "baotou.stage_score", Text("自报得分", "own score"), "points", scale=100)
    twin = Field(RETURN, "zone.stage_score", Text("自报得分", "own score"), "points", scale=100)
    words = vocabulary().extended([own, twin])
    asked = replace(ONE, sheets=(AskedSheet(RETURN, ("revenue", own.code, twin.code)),))
    assert check(asked) != ()
    assert check(asked, vocabulary=words) == ()
    path = write(asked, A, tmp_path / "甲.xlsx", held={}, vocabulary=words)
    book = openpyxl.load_workbook(path)
    page = book["月度数据"]
    assert [page.cell(4, column).value for column in (5, 6)] == [
        "自报得分（baotou）\n（分）",
        "自报得分（zone）\n（分）",
    ]
    page["E5"], page["F5"] = 61.5, 70
    book.save(path)
    found = values(only(came(path, asked=asked, vocabulary=words)).answers)
    assert {place.field: value for place, value in found.items()} == {own.code: 6150, twin.code: 7000}
    made = rows(
        asked, only(came(path, asked=asked, vocabulary=words)).answers, known_from=dt.date(2026, 6, 11), source="s",
        vocabulary=words,
    )  # fmt: skip
    assert made.frames[RETURN][own.code].to_list() == [6150]
    assert made.vocabulary is words


LISTED = replace(ONE, sheets=(AskedSheet(LIST, ("number", "title", "granted_on"), new_rows=True),))


@st.composite
def records(draw: st.DrawFn) -> tuple[Written, Written]:
    """What is held of some records, and the titles that are added to some of these."""
    held: dict[Place, Value] = {}
    added: dict[Place, Value] = {}
    for number in range(draw(st.integers(0, 6))):
        one, record = draw(st.sampled_from(A.firms)), 4_000_000_000_000_000_000 + number
        held[Place(LIST, one.key, record, "number")] = f"ZL20{number:02d}.{draw(st.integers(0, 9))}"
        if draw(st.booleans()):
            added[Place(LIST, one.key, record, "title")] = draw(st.sampled_from(["一种装置", "一种方法"]))
    return held, added


@settings(max_examples=15, deadline=None)
@given(both=records(), new=st.integers(0, 3), done=st.lists(st.sampled_from(range(len(HARMLESS))), unique=True),
       seed=st.integers(0, 2**32))  # fmt: skip
def test_records_of_a_list_are_known_again(both: tuple[Written, Written], new: int, done: list[int], seed: int) -> None:
    held, added = both
    with TemporaryDirectory() as folder:
        book, chance = Book(Path(folder), asked=LISTED, held=held), random.Random(seed)
        page, column = book.page(LIST), book.column("#record", LIST)
        for row in range(HEADER + 1, page.max_row + 1):
            place = next((p for p in added if str(p.record) == page.cell(row, column).value), None)
            if place is not None:
                page.cell(row, book.column("title", LIST)).value = str(added[place])
        first = HEADER + 1 + len(held)
        for number in range(new):
            page.cell(first + number, 2).value = A.firms[number].name
            page.cell(first + number, 4).value = f"新{number}"
        for change in sorted((HARMLESS[one] for one in done), key=lambda one: ORDER.get(one, 9)):
            change(page, chance)
        arrived = book.back(held={LISTED.id: held})
    said = values(only(arrived).answers)
    assert {place: value for place, value in said.items() if place in added} == added
    assert sorted(str(v) for p, v in said.items() if p not in added) == [f"新{number}" for number in range(new)]
    assert arrived.aside == ()
