"""The tutorial is run as written: its files are laid out, its commands executed, its claims looked up."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from peiyu.cli.shell import run as peiyu

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "small-policy.md"


def blocks() -> tuple[dict[str, str], list[str]]:
    """The files that the tutorial writes, and the commands of its blocks without a language."""
    fenced = re.findall(r"^```([^\n]*)\n(.*?)^```$", TUTORIAL.read_text("utf-8"), flags=re.S | re.M)
    files = {info.partition("file=")[2]: content for info, content in fenced if "file=" in info}
    return files, [line for info, content in fenced if not info for line in content.splitlines() if line]


@pytest.fixture
def laid_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, content in blocks()[0].items():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


Run = Callable[[str], tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def done(command: str) -> tuple[int, str]:
        words = shlex.split(command)
        assert words[0] == "peiyu"
        code = peiyu(words[1:])
        return code, "".join(capsys.readouterr())

    return done


def test_every_command_of_the_tutorial_succeeds(laid_out: Path, run: Run) -> None:
    outputs = {}
    for command in blocks()[1]:
        code, output = run(command)
        assert code == 0, f"{command}\n{output}"
        outputs[command] = output
    assert (laid_out / "verdicts.parquet").exists()
    explained = next(text for command, text in outputs.items() if " explain " in command)
    assert "待补" in explained
    assert "2008" in explained


def test_a_wrong_boundary_fails_its_case(laid_out: Path, run: Run) -> None:
    rules = laid_out / "zone-2010" / "criteria.yaml"
    rules.write_text(rules.read_text("utf-8").replace(">= 40%", "> 40%"), "utf-8")
    code, output = run("peiyu cases zone-2010")
    assert code == 1
    assert "class_3.growth" in output


def test_without_cases_the_check_warns(laid_out: Path, run: Run) -> None:
    (laid_out / "zone-2010" / "cases.yaml").unlink()
    assert run("peiyu check zone-2010")[0] == 0
    assert run("peiyu check zone-2010 --strict")[0] == 1
