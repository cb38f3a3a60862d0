"""The application over a territory of that many companies: pages under twenty users, long work, memory."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import ledger, web_load, web_place
from bench.measure import Interval, Result, at_most
from bench.web_server import held_mib, served, working
from bench.world import scratch, territory

PORT = 8117
SECONDS = 90.0
MILLION = 1_000_000
LIMITS = {"list": 0.2, "dossier": 0.2, "document": 0.2, "search": 0.1}
"""Seconds within which 95 of 100 requests are to be answered."""

LEDGER_ROWS = 100_000


def pages(companies: int) -> list[Result]:
    """Lists, dossiers, the document and searches, and what memory the server holds afterwards."""
    folder, firms = web_place.place(companies), web_load.drawn(territory(companies))
    with served(folder, PORT) as server:
        for name in LIMITS:
            web_load.load(firms, port=PORT, seconds=4.0, only=(name,), users=4)
        took = web_load.load(firms, port=PORT, seconds=SECONDS)
        memory = held_mib(server)
    results = [paged(name, LIMITS[name], seconds, companies) for name, seconds in took.items()]
    return [*results, at_most("memory of the web server under 20 users", "MiB", 1024, one(memory), companies=companies)]


def paged(name: str, limit: float, seconds: list[float], companies: int) -> Result:
    """The 95th percentile with the interval that redrawing the requests gives it."""
    chance = random.Random(1)
    redrawn = sorted(late(chance.choices(seconds, k=len(seconds))) for _ in range(400))
    seen = Interval(late(seconds), redrawn[10], redrawn[389], len(seconds))
    details = {"median": statistics.median(seconds), "slowest": max(seconds), "companies": companies}
    return Result(f"page under 20 users, 95th of 100: {name}", "s", limit, seen, seen.median <= limit, details)


def late(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


def one(value: float) -> Interval:
    return Interval(value, value, value, 1)


def long_work(companies: int) -> list[Result]:
    """Database → fact base, an evaluation of everybody with stored results, and a worker's memory after it."""
    folder, share = web_place.place(companies), companies / MILLION
    exported = job(folder, "export")
    judged, again = job(folder, "evaluate"), job(folder, "evaluate")
    with working(folder) as worker:
        await_idle(folder)
        memory = held_mib(worker)
    return [
        at_most("database to fact base, 1 million enterprises × 3 years", "s", 90 * share, one(exported["seconds"]),
                **exported),
        at_most("evaluation of everybody with stored results", "s", 120 * share, one(judged["seconds"]), **judged,
                nothing_changed=again["seconds"]),
        at_most("memory of the worker outside runs", "MiB", 1024, one(memory), companies=companies),
    ]  # fmt: skip


def importing(companies: int) -> list[Result]:
    """100 000 rows brought, checked, compared and stored, while somebody else writes ten times a second."""
    rows = min(LEDGER_ROWS, companies)
    folder, source = web_place.place(companies), scratch(f"ledger-{rows}.xlsx")
    if not source.exists():
        ledger.write(rows, source)
    done = job(folder, "import", str(source))
    goal = "import of 100 000 rows, checked and stored"
    return [
        at_most(goal, "s", 60 * rows / LEDGER_ROWS, one(done["seconds"]), **done),
        at_most("longest wait of another writer meanwhile", "s", 3.0, one(done["longest_wait"]), writes=done["writes"]),
    ]


def job(folder: Path, *words: str) -> dict[str, Any]:
    """A long work in a fresh process."""
    command = [sys.executable, "-m", "bench.web_jobs", str(folder), *words]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, check=True, cwd=root, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def await_idle(folder: Path) -> None:
    """Returns when no job waits or runs, at most five minutes later."""
    import sqlite3
    import time

    for _ in range(300):
        with sqlite3.connect(f"file:{folder / 'peiyu.sqlite3'}?mode=ro", uri=True) as base:
            waiting = base.execute("SELECT COUNT(*) FROM jobs_job WHERE state IN ('queued', 'running')").fetchone()[0]
        if not waiting:
            return
        time.sleep(1)
