"""The superior's forms: filled in place, and compared with their blanks part by part."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

from tests.paper.form.forms.corpus import KEPT, TUNED

from bench.measure import Result, at_most, interval, timed
from peiyu.paper.form.compare import compare
from peiyu.paper.form.differences import differences
from peiyu.paper.form.entries import NO_DATA, Entry
from peiyu.paper.form.fill import fill
from peiyu.paper.form.grid import Form
from peiyu.paper.form.opening import open_form

RUNS = 7


def every_blank(form: Form) -> tuple[Entry, ...]:
    """An entry for every cell that waits to be filled: a number, and in each seventh that there is none."""
    cells = [sheet.address(cell) for sheet in form.sheets for cell in sheet.cells if not (cell.filled or cell.locked)]
    return tuple(
        Entry(address, None, NO_DATA) if number % 7 == 0 else Entry(address, Decimal(number * 37) / 4)
        for number, address in enumerate(cells, start=1)
    )


def filled(companies: int) -> list[Result]:
    """Every blank cell of every form: no difference outside of them, every entry read back, half a second a form."""
    with tempfile.TemporaryDirectory() as folder:
        blanks = [written.make(Path(folder)) for written in (*TUNED, *KEPT)]
        asked = [(blank, every_blank(open_form(blank)), blank.with_name(f"filled-{blank.name}")) for blank in blanks]
        seconds = [timed(lambda: [fill(*one) for one in asked]) / len(asked) for _ in range(RUNS)]
        differing = sum(bool(differences(blank, out, [one.cell for one in entries])) for blank, entries, out in asked)
        unlike = sum(len(entries) - len(compare(entries, out).same) for _, entries, out in asked)
    details = {"forms": len(asked), "cells": sum(len(entries) for _, entries, _ in asked), "companies": companies}
    return [
        at_most("filled forms that differ outside the filled cells", "forms", 0, interval([differing]), **details),
        at_most("filled cells that are not read back", "cells", 0, interval([unlike])),
        at_most("a form filled in place", "s", 0.5, interval(seconds)),
    ]
