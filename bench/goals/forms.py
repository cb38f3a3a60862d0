"""The superior's forms: filled in place, and compared with their blanks part by part."""

from __future__ import annotations

import statistics
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
    """Every blank cell of every form: no difference outside of them, every entry read back, at most 1 s a form."""
    differing, unlike, cells, seconds = 0, 0, 0, list[list[float]]()
    with tempfile.TemporaryDirectory() as folder:
        for written in (*TUNED, *KEPT):
            blank, out = written.make(Path(folder)), Path(folder, f"filled-{written.file}")
            entries = every_blank(open_form(blank))
            seconds.append([timed(lambda b=blank, e=entries, o=out: fill(b, e, o)) for _ in range(RUNS)])
            cells += len(entries)
            differing += bool(differences(blank, out, [one.cell for one in entries]))
            unlike += len(entries) - len(compare(entries, out).same)
    slowest = max(seconds, key=statistics.median)
    details = {"forms": len(seconds), "cells": cells, "companies": companies}
    return [
        at_most("filled forms that differ outside the filled cells", "forms", 0, interval([differing]), **details),
        at_most("filled cells that are not read back", "cells", 0, interval([unlike])),
        at_most("the slowest form filled in place", "s", 1.0, interval(slowest)),
    ]
