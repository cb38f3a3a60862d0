"""The application over a territory of that many companies: pages under twenty users, long work, memory; all of it on
SQLite, or on the PostgreSQL of an address."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg

from bench import ledger, postgres, web_load, web_place
from bench.measure import Interval, Result, at_most
from bench.web_server import held_mib, processor_seconds, served, working
from bench.world import scratch, territory

PORT = 8117
SECONDS = 90.0
MILLION = 1_000_000
LIMITS = {"list": 0.2, "dossier": 0.2, "document": 0.2, "search": 0.1}
"""Seconds within which 95 of 100 requests are to be answered."""

SETTLED_SECONDS = 20.0
"""Until a worker has started and taken up what is due."""

LEDGER_ROWS = 100_000


def pages(companies: int, *, database: str = "") -> list[Result]:
    """Lists, dossiers, the document and searches, and what memory the server holds afterwards."""
    folder, firms = web_place.place(companies, database=database), web_load.drawn(territory(companies))
    with served(folder, PORT) as server:
        for name in LIMITS:
            web_load.load(firms, port=PORT, seconds=4.0, only=(name,), users=4)
        costs = {name: cost(name, firms, server) for name in LIMITS}
        took = web_load.load(firms, port=PORT, seconds=SECONDS)
        memory = held_mib(server)
    results = [
        paged(name, LIMITS[name], seconds, processor=costs[name], companies=companies) for name, seconds in took.items()
    ]
    held = at_most("memory of the web server under 20 users", "MiB", 1024, one(memory), companies=companies)
    return on([*results, held], database)


def on(results: list[Result], database: str) -> list[Result]:
    """The same, named by the database where it is not the usual one."""
    return [replace(each, goal=f"{each.goal}, PostgreSQL") for each in results] if database else results


def cost(name: str, firms: web_load.Firms, server: subprocess.Popen[bytes]) -> float:
    """Processor seconds of web server and database a page of one kind: beside other work they tell more than the
    clock."""
    before = processor_seconds(server) + postgres.processor_seconds()
    took = web_load.load(firms, port=PORT, seconds=4.0, only=(name,), users=4)
    return (processor_seconds(server) + postgres.processor_seconds() - before) / max(len(took[name]), 1)


def paged(name: str, limit: float, seconds: list[float], **more: object) -> Result:
    """The 95th percentile with the interval that redrawing the requests gives it."""
    chance = random.Random(1)
    redrawn = sorted(late(chance.choices(seconds, k=len(seconds))) for _ in range(400))
    seen = Interval(late(seconds), redrawn[10], redrawn[389], len(seconds))
    details: dict[str, object] = {"median": statistics.median(seconds), "slowest": max(seconds), **more}
    return Result(f"page under 20 users, 95th of 100: {name}", "s", limit, seen, seen.median <= limit, details)


def late(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


def one(value: float) -> Interval:
    return Interval(value, value, value, 1)


def long_work(companies: int, *, database: str = "") -> list[Result]:
    """Database → fact base, an evaluation of everybody with stored results, and a worker's memory after it."""
    folder, share = web_place.place(companies, database=database), companies / MILLION
    exported = job(folder, "export")
    judged, again = job(folder, "first"), job(folder, "evaluate")
    with working(folder) as worker:
        time.sleep(SETTLED_SECONDS)
        await_idle(folder, database)
        memory = held_mib(worker)
    seen = [
        at_most("database to fact base, 1 million enterprises × 3 years", "s", 90 * share, one(exported["seconds"]),
                **exported),
        at_most("evaluation of everybody with stored results", "s", 120 * share, one(judged["seconds"]), **judged,
                nothing_changed=again["seconds"]),
        at_most("memory of the worker outside runs", "MiB", 1024, one(memory), companies=companies),
    ]  # fmt: skip
    return on(seen, database)


def importing(companies: int, *, database: str = "") -> list[Result]:
    """100 000 rows, most of which change something, brought, checked, compared and stored, and undone again, while
    somebody else writes ten times a second."""
    rows = min(LEDGER_ROWS, companies)
    folder, source = web_place.place(companies, database=database), scratch(f"ledger-{rows}-again.xlsx")
    if not source.exists():
        ledger.write(rows, source, again=True)
    done = job(folder, "import", str(source))
    goal = "import of 100 000 rows, checked and stored"
    seen = [
        at_most(goal, "s", 60 * rows / LEDGER_ROWS, one(done["seconds"]), **done),
        at_most("longest wait of another writer meanwhile", "s", 3.0, one(done["longest_wait"]), writes=done["writes"]),
        at_most("longest wait of another writer while it is undone", "s", 3.0, one(done["longest_wait_undoing"]),
                undone=done["undone"]),
    ]  # fmt: skip
    return on(seen, database)


def job(folder: Path, *words: str) -> dict[str, Any]:
    """A long work in a fresh process; with the processor seconds of it and its children, and those of the database's
    server if there is one: beside other work they tell more than the clock."""
    command = [sys.executable, "-m", "bench.web_jobs", str(folder), *words]
    root, own, its = Path(__file__).parents[2], of_children(), postgres.processor_seconds()
    done = subprocess.run(command, check=True, cwd=root, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found | {"processor": of_children() - own, "processor_database": postgres.processor_seconds() - its}


def of_children() -> float:
    """Processor seconds of the processes that ended."""
    used = os.times()
    return used.children_user + used.children_system


def await_idle(folder: Path, database: str) -> None:
    """Returns when no job waits or runs, at most five minutes later."""
    for _ in range(300):
        if not waiting(folder, database):
            return
        time.sleep(1)


def waiting(folder: Path, database: str) -> int:
    """How many jobs wait or run."""
    at = f"file:{folder / 'peiyu.sqlite3'}?mode=ro"
    with closing(psycopg.connect(database) if database else sqlite3.connect(at, uri=True)) as base:
        asked = base.execute("SELECT COUNT(*) FROM jobs_job WHERE state IN ('queued', 'running')")
        return sum(number for (number,) in asked)
