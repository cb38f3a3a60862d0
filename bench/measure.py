"""Interleaved timing with medians and intervals, and what a goal's result looks like."""

from __future__ import annotations

import gc
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from math import comb
from pathlib import Path

OUT = Path(__file__).parent / "out"
MISSES = Path(__file__).parents[1] / "docs" / "misses.md"


@dataclass(frozen=True, slots=True)
class Interval:
    """A median with the order-statistics interval that covers it with at least 95 % (the whole range below 6 runs)."""

    median: float
    low: float
    high: float
    runs: int


def interval(values: Sequence[float]) -> Interval:
    ordered = sorted(values)
    n = len(ordered)
    drop = 0
    while 2 * sum(comb(n, k) for k in range(drop + 2)) / 2**n <= 0.05:
        drop += 1
    return Interval(statistics.median(ordered), ordered[drop], ordered[n - 1 - drop], n)


@dataclass(frozen=True, slots=True)
class Result:
    """One goal: what was asked, what was seen, and whether it was met."""

    goal: str
    unit: str
    limit: float
    seen: Interval
    met: bool
    details: dict[str, object] = field(default_factory=dict)

    def line(self) -> str:
        seen = self.seen
        verdict = "MET   " if self.met else "MISSED"
        spread = f"[{seen.low:.3g}, {seen.high:.3g}] over {seen.runs} runs"
        return f"{verdict} {self.goal}: {seen.median:.3g} {self.unit} {spread}; goal ≤ {self.limit:g}"


def at_most(goal: str, unit: str, limit: float, seen: Interval, **details: object) -> Result:
    """MET when the upper end of the interval is within the limit."""
    return Result(goal, unit, limit, seen, seen.high <= limit, details)


def timed(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def interleaved(works: dict[str, Callable[[], object]], *, runs: int = 7, warm: int = 1) -> dict[str, list[float]]:
    """Seconds of each work, run in turn, so that the machine's moods fall on all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(warm + runs):
        for name, work in works.items():
            took = timed(work)
            if turn >= warm:
                seconds[name].append(took)
    return seconds


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Interval:
    """The interval of the paired ratios."""
    return interval([a / b for a, b in zip(ours, theirs, strict=True)])


def peak_of(code: str, *arguments: str) -> tuple[float, float]:
    """Seconds and peak MiB of a fresh Python process that runs `code` with sys.argv[1:] = arguments. The peak is that
    of its own memory: what `getrusage` says of a process that was just started includes that of its parent."""
    probe = (
        "import sys, time\nstart = time.perf_counter()\n"
        + code
        + "\nseconds = time.perf_counter() - start"
        + "\npeak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM:'))"
        + "\nprint(seconds, int(peak.split()[1]) / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", probe, *arguments], capture_output=True, text=True, check=True)
    seconds, peak = done.stdout.strip().splitlines()[-1].split()
    return float(seconds), float(peak)


def machine() -> dict[str, object]:
    """What the numbers were measured on."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(pages / 2**30, 1),
        "python": platform.python_version(),
        "system": platform.system(),
        "own_peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def report(results: Sequence[Result], name: str) -> int:
    """Prints a line a goal, writes bench/out/<name>.json; 1 if a miss is not explained in docs/misses.md."""
    OUT.mkdir(exist_ok=True)
    explained = MISSES.read_text("utf-8") if MISSES.exists() else ""
    unexplained = []
    for one in results:
        print(one.line())
        if not one.met and f"`{one.goal}`" not in explained:
            unexplained.append(one.goal)
    content = {"machine": machine(), "results": [asdict(one) for one in results]}
    (OUT / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str), "utf-8")
    for goal in unexplained:
        print(f"not explained in docs/misses.md: {goal}")
    return 1 if unexplained else 0
