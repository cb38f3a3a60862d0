"""Stopped in the middle, by Ctrl-C or by force: nothing half is left, and running again works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.cli.bad_inputs import HEADERS, left_in, uscc

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="signals of POSIX"),
]
FIRMS = 150_000


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "大.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(",".join(HEADERS) + "\n")
        for number in range(FIRMS):
            stream.write(f"{uscc(number)},企业{number},2010-01-02,{number % 9000 + 1},{number % 300 + 1}\n")
    return path


@pytest.fixture(scope="module")
def large(ledger: Path) -> Path:
    place = ledger.parent / "facts"
    assert finished(["facts", "load", str(ledger), "--known-from", "2024-06-01", "-o", str(place)]) == 0
    return place


def started(words: Sequence[str]) -> subprocess.Popen[str]:
    program = [sys.executable, "-c", "from peiyu.cli import main; main()", *words]
    return subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(words: Sequence[str]) -> int:
    with started(words) as process:
        process.communicate()
    return process.returncode


def stopped(words: Sequence[str], folder: Path, *, by: signal.Signals) -> tuple[int, str]:
    """Runs a command and sends it the signal as soon as it has begun to write beside its target."""
    before = set(left_in(folder))
    with started(words) as process:
        until = time.monotonic() + 60
        while set(left_in(folder)) == before and process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        process.send_signal(by)
        _, said = process.communicate(timeout=60)
    return process.returncode, said


def commands(ledger: Path, large: Path, out: Path) -> dict[str, list[str]]:
    dated = ["--as-of", "2024-06-30", "-o", str(out)]
    return {
        "load": ["facts", "load", str(ledger), "--known-from", "2024-06-01", "-o", str(out)],
        "evaluate": ["evaluate", "cn-gradient", "cn-hnte", "--facts", str(large), *dated],
        "checkup": ["checkup", str(ledger), *dated],
    }


@pytest.mark.parametrize("command", ["load", "evaluate", "checkup"])
def test_ctrl_c_leaves_nothing(ledger: Path, large: Path, tmp_path: Path, command: str) -> None:
    words = commands(ledger, large, tmp_path / "out")[command]
    code, said = stopped(words, tmp_path, by=signal.SIGINT)
    assert code == 130, said
    assert "已停止，未写出任何结果" in said
    assert "Traceback" not in said
    assert left_in(tmp_path) == []


def test_ctrl_c_keeps_the_former_base(ledger: Path, large: Path, tmp_path: Path) -> None:
    words = commands(ledger, large, tmp_path / "out")["load"]
    (tmp_path / "小.csv").write_text(f"统一社会信用代码,企业名称\n{uscc(1)},甲\n", "utf-8")
    small = [*words[:2], str(tmp_path / "小.csv"), *words[3:]]
    assert finished(small) == 0
    before = (tmp_path / "out" / "manifest.json").read_bytes()
    code, said = stopped([*words, "--overwrite"], tmp_path, by=signal.SIGINT)
    assert code == 130, said
    assert (tmp_path / "out" / "manifest.json").read_bytes() == before
    assert left_in(tmp_path) == ["out", "小.csv"]


@pytest.mark.parametrize("command", ["load", "evaluate", "checkup"])
def test_killed_and_run_again(ledger: Path, large: Path, tmp_path: Path, command: str) -> None:
    words = commands(ledger, large, tmp_path / "out")[command]
    code, _ = stopped(words, tmp_path, by=signal.SIGKILL)
    assert code == -signal.SIGKILL
    assert not (tmp_path / "out").exists()
    assert [one for one in left_in(tmp_path) if one.startswith(".out.")]
    assert finished(words) == 0
    assert (tmp_path / "out").exists()
    assert not [one for one in left_in(tmp_path) if one.startswith(".")]
