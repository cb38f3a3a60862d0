"""What the tests of bad input share: the command line in process, small ledgers, what a refusal must look like."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from peiyu.cli.shell import run
from peiyu.facts.identity import uscc_check

HEADERS = ("统一社会信用代码", "企业名称", "成立日期", "2023年营业收入（万元）", "2023年职工总数")
DATED = ("--as-of", "2024-06-30")
CHINESE = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class Answer:
    """One command's exit code and what it said."""

    code: int
    out: str
    err: str


class Line:
    """Runs commands in process and looks at what they leave."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Answer:
        self._capsys.readouterr()
        code = run([str(one) for one in arguments])
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        assert "internal-error" not in said.err + said.out
        return Answer(code, said.out, said.err)

    def refused(self, code: int, problem: str, *arguments: str | Path) -> Answer:
        """The command refuses with this problem, in both languages; gives the Chinese answer."""
        english = self(*arguments, "--lang", "en")
        answer = self(*arguments)
        assert answer.code == english.code == code, answer.err
        assert f"[{problem}]" in answer.err
        assert f"[{problem}]" in english.err
        of = next(line for line in answer.err.splitlines() if f"[{problem}]" in line)
        same = next(line for line in english.err.splitlines() if f"[{problem}]" in line)
        assert CHINESE.search(of.partition("] ")[2])
        assert "next: " in same or "accepted: " in same
        return answer


def uscc(number: int) -> str:
    """A made-up code with a right check character."""
    body = f"91150200MA{number:07d}"
    return body + uscc_check(body)


def firm(
    number: int, *, name: str = "", founded: Any = "2010-01-02", revenue: Any = 5000, staff: Any = 50
) -> list[Any]:
    """A row under HEADERS."""
    return [uscc(number), name or f"企业{number}", founded, revenue, staff]


def book(path: Path, *rows: Sequence[Any], headers: Sequence[str] = HEADERS) -> Path:
    """A workbook of one sheet."""
    made = openpyxl.Workbook()
    page = made.active
    page.title = "台账"
    for row in (headers, *rows):
        page.append(list(row))
    made.save(path)
    return path


def csv(path: Path, *rows: Sequence[Any], headers: Sequence[str] = HEADERS) -> Path:
    """A text table."""
    path.write_text("".join(",".join(map(str, row)) + "\n" for row in (headers, *rows)), encoding="utf-8")
    return path


def patched(source: Path, target: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """A workbook again, with one of its parts changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename.endswith(part) else data)
    return target


def left_in(folder: Path) -> list[str]:
    """Names in a folder, hidden ones too."""
    return sorted(one.name for one in folder.iterdir())
