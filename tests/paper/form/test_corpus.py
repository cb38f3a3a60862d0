"""Forms laid out as real ones are, every blank cell of them filled: identical outside the filled cells, and opened by
LibreOffice with what was filled in."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.paper.brief.editing import converted
from tests.paper.form.forms.corpus import KEPT, TUNED
from tests.paper.form.forms.layout import Written

from peiyu.paper.form.compare import compare
from peiyu.paper.form.differences import differences
from peiyu.paper.form.entries import NO_DATA, Entry
from peiyu.paper.form.fill import fill
from peiyu.paper.form.opening import open_form

FORMS = (*TUNED, *KEPT)


def filled(written: Written, folder: Path) -> tuple[Path, tuple[Entry, ...]]:
    """A form with every blank cell filled, and the entries."""
    blank = written.make(folder)
    addresses = [
        sheet.address(cell)
        for sheet in open_form(blank).sheets
        for cell in sheet.cells
        if not (cell.filled or cell.locked)
    ]
    entries = tuple(
        Entry(address, text=NO_DATA) if number % 7 == 0 else Entry(address, Decimal(number * 37) / 4)
        for number, address in enumerate(addresses, start=1)
    )
    done = fill(blank, entries, folder / f"filled-{written.file}")
    assert differences(blank, done.path, done.cells) == ()
    return done.path, entries


@pytest.mark.parametrize("written", FORMS, ids=lambda one: one.name)
def test_a_form_differs_in_the_filled_cells_alone(written: Written, tmp_path: Path) -> None:
    path, entries = filled(written, tmp_path)
    assert compare(entries, path).same == entries
    assert len(entries) >= 8


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["xlsx", "docx"])
def test_libreoffice_opens_and_saves_every_form(format_: str, tmp_path: Path) -> None:
    done = [filled(one, tmp_path) for one in FORMS if one.format == format_]
    first, *rest = (path for path, _ in done)
    converted(first, format_, tmp_path / "saved", *rest)
    for path, entries in done:
        found = compare(entries, tmp_path / "saved" / path.name)
        assert (found.changed, found.missing) == ((), ())
