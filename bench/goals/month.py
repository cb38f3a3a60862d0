"""The month's collection: 300 returned workbooks read, merged and examined, and what became of every defect in them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench.collected import Judged, collect, judge
from bench.measure import Result, at_most, interval
from bench.world import scratch
from peiyu.madeup.answers import KINDS, ReturnedMonth, returned_month

WORKBOOKS, FIRMS, SEED = 300, 10, 1
RUNS = 3
ZONE = 3_000


def collected(companies: int) -> list[Result]:
    """300 workbooks of ten companies and ten fields in 60 s; no defect unseen, no clean value changed."""
    month = _month()
    seconds: list[float] = []
    busy: list[float] = []
    for _ in range(RUNS):
        start, worked = time.perf_counter(), time.process_time()
        came = collect(month)
        seconds.append(time.perf_counter() - start)
        busy.append(time.process_time() - worked)
    judged = judge(month, came)
    print("\n".join(lines(judged)))
    print(f"processor time: {interval(busy).median:.1f} s")
    details = {
        "workbooks": len(month.files), "defects": len(month.defects), "answers": len(month.truth),
        "by_kind": judged.by_kind(), "rows_found": dict(judged.rows), "processor_seconds": interval(busy),
        "right": judged.right, "waiting": judged.waiting, "lost": judged.lost,
        "asked": judged.asked, "blocked": judged.blocked,
    }  # fmt: skip
    faults = len(judged.changed) + judged.lost
    return [
        at_most("300 returned workbooks merged and checked", "s", 60.0, interval(seconds), **details),
        at_most("defects neither found nor put aside", "defects", 0, interval([len(judged.missed)])),
        at_most("clean values changed or lost", "values", 0, interval([faults])),
    ]


def closed(companies: int) -> list[Result]:
    """A month of a zone of 3 000 enterprises in twelve parks, ten figures each: handed in by all twelve, accepted, the
    round closed, the targets measured with all breakdowns, the month closed."""
    folder: Path = scratch("web-month")
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "bench.web_month", str(folder), str(ZONE)]
    done = subprocess.run(command, check=True, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return [at_most("the month of 3 000 enterprises closed", "s", 30.0, interval([found["seconds"]]), **found)]


def lines(judged: Judged) -> list[str]:
    """A table of what became of the defects, kind by kind, and of what was right."""
    names = {kind.name: kind.said for kind in KINDS}
    made = [f"{'kind':<22}planted merged  found  aside missed   rows wrong/told"]
    for name, count in judged.by_kind().items():
        figures = "".join(f"{count.get(word, 0):7}" for word in ("planted", "merged", "found", "aside", "missed"))
        rows = "{}/{}".format(*judged.rows[name]) if name in judged.rows else ""
        made.append(f"{name:<22}{figures}   {rows:<12}{names[name].zh}")
    kept = f"{judged.right} right, {judged.waiting} waiting, {judged.lost} lost, {len(judged.changed)} changed"
    return [*made, f"clean values: {kept}; {judged.asked} asked about, {judged.blocked} blocked"]


def _month() -> ReturnedMonth:
    folder: Path = scratch("returned")
    shutil.rmtree(folder, ignore_errors=True)
    return returned_month(folder, units=WORKBOOKS, firms=FIRMS, seed=SEED)
