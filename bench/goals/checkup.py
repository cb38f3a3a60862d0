"""The check-up of a ledger, from the command line, with all its pages."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from bench import ledger
from bench.measure import Result, at_most, interleaved, interval
from bench.world import AS_OF, scratch


def run(source: Path, target: Path) -> None:
    """`peiyu checkup` in a fresh process."""
    shutil.rmtree(target, ignore_errors=True)
    program = Path(sys.executable).with_name("peiyu")
    words = [program, "checkup", source, "--as-of", AS_OF.isoformat(), "-o", target]
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


def checkups(companies: int) -> list[Result]:
    """2 500 rows in 10 s, 100 000 rows in two minutes."""
    results = []
    for rows, limit, runs in ((2_500, 10.0, 7), (100_000, 120.0, 3)):
        if rows > companies:
            continue
        source, target = scratch(f"ledger-{rows}.xlsx"), scratch("checkup")
        if not source.exists():
            ledger.write(rows, source)
        seconds = interleaved({"checkup": lambda s=source, t=target: run(s, t)}, runs=runs, warm=0)["checkup"]
        results.append(at_most(f"check-up of {rows} rows", "s", limit, interval(seconds), rows=rows))
    return results
