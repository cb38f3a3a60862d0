"""How other programs write sheets: every way of it is kept, and the cells are found in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from tests.paper.form import blanks
from tests.paper.form.test_fill import MONTHLY, SHEET, blank, entry, filled, monthly, says

__all__ = ["blank"]


def prefixed(xml: str) -> str:
    """Every element with a prefix, as some programs write."""
    xml = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml.replace('xmlns="', 'xmlns:x="', 1))
    return xml.replace("<x:legacyDrawing xmlns:r", "<x:legacyDrawing xmlns:r")


def without_addresses(xml: str) -> str:
    return re.sub(r' r="[A-Z]+\d+"| r="\d+"', "", xml)


WAYS: dict[str, Callable[[str], str]] = {
    "prefixes": prefixed,
    "without addresses": without_addresses,
    "quotes": lambda xml: xml.replace('r="C5"', "r='C5'"),
    "spaces": lambda xml: xml.replace("<row ", "\n  <row\n ").replace("</row>", "\n  </row>\n"),
    "spaces in cells": lambda xml: xml.replace("<f>", " <f>").replace("</f>", "</f>\n"),
    "byte order mark": lambda xml: "\ufeff" + xml,
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_a_sheet_is_kept(blank: Path, way: str) -> None:
    path = blanks.rewritten(blank, SHEET, WAYS[way], name="way.xlsx")
    places = ("C5", "D6", "B9", "F9", "C2")
    done = filled(path, *(monthly(place, number) for number, place in enumerate(places, start=1)))
    assert [says(done.path, f"{MONTHLY}!{place}") for place in places] == ["1", "2", "3", "4", "5"]
    openpyxl.load_workbook(done.path)


@pytest.mark.parametrize(
    "empty", ["<sheetData/>", "<sheetData></sheetData>", '<sheetData><row r="2" ht="9"/></sheetData>']
)
def test_a_sheet_without_cells_but_with_merged_blocks_is_filled(tmp_path: Path, empty: str) -> None:
    book = openpyxl.Workbook()
    book.active.merge_cells("A1:B2")
    book.active["C9"] = "x"
    book.create_sheet("乙")["A1"] = "指标"
    book.save(tmp_path / "plain.xlsx")
    path = blanks.rewritten(
        tmp_path / "plain.xlsx", SHEET, lambda xml: re.sub(r"<sheetData>.*</sheetData>", empty, xml, flags=re.S)
    )
    done = filled(path, entry("Sheet!B2", 5))
    assert says(done.path, "Sheet!A1") == "5"
    openpyxl.load_workbook(done.path)
