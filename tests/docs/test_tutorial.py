"""The tutorial is run as written: its files are laid out, its commands executed, its claims looked up."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from peiyu.cli import main

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "small-policy.md"


def blocks() -> tuple[dict[str, str], list[str]]:
    text = TUTORIAL.read_text("utf-8")
    files = dict(re.findall(r"```\w+ file=(\S+)\n(.*?)```", text, flags=re.S))
    commands = [line for block in re.findall(r"```\n(.*?)```", text, flags=re.S) for line in block.splitlines() if line]
    return files, commands


@pytest.fixture
def laid_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, content in blocks()[0].items():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str) -> tuple[int, str]:
    words = shlex.split(command)
    assert words[0] == "peiyu"
    result = CliRunner().invoke(main, words[1:])
    return result.exit_code, result.output


def test_every_command_of_the_tutorial_succeeds(laid_out: Path) -> None:
    outputs = {}
    for command in blocks()[1]:
        code, output = run(command)
        assert code == 0, f"{command}\n{output}"
        outputs[command] = output
    assert (laid_out / "verdicts.parquet").exists()
    explained = next(text for command, text in outputs.items() if " explain " in command)
    assert "待补" in explained
    assert "2008" in explained


def test_a_wrong_boundary_fails_its_case(laid_out: Path) -> None:
    rules = laid_out / "zone-2010" / "criteria.yaml"
    rules.write_text(rules.read_text("utf-8").replace(">= 40%", "> 40%"), "utf-8")
    code, output = run("peiyu cases zone-2010")
    assert code == 1
    assert "class_3.growth" in output


def test_without_cases_the_check_warns(laid_out: Path) -> None:
    (laid_out / "zone-2010" / "cases.yaml").unlink()
    assert run("peiyu check zone-2010")[0] == 0
    assert run("peiyu check zone-2010 --strict")[0] == 1
