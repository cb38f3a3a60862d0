"""Whole processes on SQLite, killed without warning: nothing is half visible, and the next worker finishes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from peiyu.facts.identity import org_check

ROWS = 3000
BEGIN = """
import sys
from pathlib import Path
from peiyu.web.site.start import ready
ready(Path(sys.argv[1]))
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions import uploads
from peiyu.web.jobs.worker import work
actor = Actor.system("test")
intake = uploads.upload(actor, name="台账.csv", path=Path(sys.argv[2]), wish=uploads.Wish())
work(until_idle=True)
intake.refresh_from_db()
assert intake.state == "read", intake.state
uploads.store(actor, intake)
"""
SLOWLY = """
import sys, time
from pathlib import Path
from peiyu.web.site import start
start.configure(Path(sys.argv[1]))
from peiyu.web.jobs import kinds
tell = kinds.Step.tell
def slow(self, *given):
    time.sleep(1)
    tell(self, *given)
kinds.Step.tell = slow
start.work(Path(sys.argv[1]))
"""


def python(code: str, *words: Path) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PEIYU_", "DJANGO_"))}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def one(folder: Path, query: str) -> object:
    with sqlite3.connect(folder / "peiyu.sqlite3", timeout=30) as held:
        return held.execute(query).fetchone()[0]


@pytest.fixture
def storing(tmp_path: Path) -> Path:
    """An installation in which a ledger waits to be stored."""
    ledger, folder = tmp_path / "台账.csv", tmp_path / "data"
    codes = (f"{number:08d}" for number in range(10_000_000, 10_000_000 + ROWS))
    lines = [f"{code}{org_check(code)},某某{code}有限公司,{place + 100}" for place, code in enumerate(codes)]
    ledger.write_text("组织机构代码,企业名称,2011年营业收入（万元）\n" + "\n".join(lines) + "\n", "utf-8")
    begun = python(BEGIN, folder, ledger)
    _, faults = begun.communicate(timeout=300)
    assert begun.returncode == 0, faults
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_dies_while_storing_leaves_nothing_to_be_seen_and_the_next_one_finishes(
    storing: Path, how: signal.Signals
) -> None:
    first = python(SLOWLY, storing)
    until = time.monotonic() + 120
    while not one(storing, "SELECT stored > 0 AND stored < total FROM enterprises_intake"):
        assert first.poll() is None, first.communicate()
        assert time.monotonic() < until
        time.sleep(0.05)
    first.send_signal(how)
    first.communicate(timeout=60)
    assert one(storing, "SELECT state FROM enterprises_intake") == "storing"
    assert one(storing, "SELECT COUNT(*) FROM enterprises_enterprise") == 0
    state = one(storing, "SELECT state FROM jobs_job WHERE kind = 'enterprises.store'")
    assert state == ("running" if how is signal.SIGKILL else "queued"), "told to stop, it gives its job back"
    with sqlite3.connect(storing / "peiyu.sqlite3") as held:  # the lease of the dead runs out, without our waiting
        held.execute("UPDATE jobs_job SET lease = '2000-01-01 00:00:00' WHERE state = 'running'")
    second = subprocess.run(
        [sys.executable, "-m", "peiyu.cli", "worker", "--data", str(storing), "--until-idle"],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert second.returncode == 0, second.stderr
    assert one(storing, "SELECT state FROM enterprises_intake") == "live"
    assert one(storing, "SELECT COUNT(*) FROM enterprises_enterprise") == ROWS
    assert one(storing, "SELECT COUNT(*) FROM fact_enterprise") == ROWS
    assert one(storing, "PRAGMA integrity_check") == "ok"
