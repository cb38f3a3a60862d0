"""The client of docs/how-to/use-the-api.md does against a live server what the page says."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer
from tests.web.api.conftest import token_of

from peiyu.web.enterprises.models import Enterprise
from peiyu.web.jobs.worker import work
from peiyu.web.site import seed

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "use-the-api.md"
LEDGER = "统一社会信用代码,企业名称,2011年营业收入（万元）\n91110108551385082Q,云帆稀土科技有限公司,1200.5\n"


@pytest.fixture
def client_program(tmp_path: Path) -> Path:
    """The program as it stands on the page."""
    found = re.search(r"```python file=(\S+)\n(.*?)```", PAGE.read_text("utf-8"), flags=re.S)
    assert found
    path = tmp_path / found.group(1)
    path.write_text(found.group(2), "utf-8")
    return path


def run(program: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", str(program), *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_client_brings_a_ledger_and_lists_who_meets_a_tier(
    live_server: LiveServer, client_program: Path, tmp_path: Path
) -> None:
    seed.people(dt.date(2012, 1, 1))
    (tmp_path / "台账.csv").write_text(LEDGER, "utf-8")
    running = run(client_program, live_server.url, token_of("bangongshi"), str(tmp_path / "台账.csv"), "none.such")
    while running.poll() is None:
        work(until_idle=True)
    said, faults = running.communicate()
    assert "已入库" in said
    assert "tier-unknown" in faults  # nothing was evaluated yet, and the client says so in words
    assert Enterprise.objects.get().revenue == 1_200_500_000


@pytest.mark.django_db(transaction=True)
def test_the_client_says_what_was_refused(live_server: LiveServer, client_program: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(LEDGER, "utf-8")
    running = run(client_program, live_server.url, "peiyu_wrong", str(tmp_path / "a.csv"), "none.such")
    said, faults = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "token-needed" in faults
    assert said == ""
