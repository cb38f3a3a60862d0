"""The check-up of a ledger, from the command line, with all its pages."""

from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

from bench import ledger
from bench.measure import Result, at_most, interleaved, interval
from bench.world import AS_OF, scratch


def run(source: Path, target: Path) -> None:
    """`peiyu checkup` in a fresh process, into a folder that is not there yet."""
    program = Path(sys.executable).with_name("peiyu")
    words = [program, "checkup", source, "--as-of", AS_OF.isoformat(), "-o", target]
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


def checkups(companies: int) -> list[Result]:
    """2 500 rows in 10 s, 100 000 rows in two minutes. What the runs wrote goes when all are over: for half a minute
    after thousands of files were deleted, the file system (ext4) makes each new one forty times more slowly, and a
    clerk deletes nothing before a check-up."""
    results = []
    for rows, limit, runs in ((2_500, 10.0, 7), (100_000, 120.0, 3)):
        if rows > companies:
            continue
        source, place = scratch(f"ledger-{rows}.xlsx"), scratch(f"checkups-{rows}")
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        if not source.exists():
            ledger.write(rows, source)
        targets = map(place.joinpath, map(str, count()))
        seconds = interleaved({"checkup": lambda s=source, t=targets: run(s, next(t))}, runs=runs, warm=0)["checkup"]
        results.append(at_most(f"check-up of {rows} rows", "s", limit, interval(seconds), rows=rows, seconds=seconds))
        shutil.rmtree(place)
    return results
