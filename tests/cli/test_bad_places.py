"""Places, dates and words that do not fit: refused in both languages, and whatever was there is still there."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.bad_inputs import DATED, Line, book, firm, left_in, uscc
from tests.facts.base_rows import rows

from peiyu.facts.base import FactBaseWriter


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return book(tmp_path / "台账.xlsx", *(firm(i) for i in range(1, 6)))


@pytest.fixture
def damaged(base: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(base, tmp_path / "base"))


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("problem", "near", "words"),
    [
        ("no-such-command", "evaluate", ["evaluat"]),
        ("no-such-option", "--as-of", ["evaluate", "cn-hnte", "--asof", "2024-01-01"]),
        ("argument-missing", "--help", ["checkup"]),
        ("option-unfit", "review", ["checkup", "x.csv", "--event", "nwe", *DATED, "-o", "out"]),
    ],
)
def test_a_command_line_that_cannot_be_read(line: Line, problem: str, near: str, words: list[str]) -> None:
    if problem == "option-unfit":
        words[1] = __file__
    assert near in line.refused(2, problem, *words).err


@pytest.mark.parametrize(
    ("code", "problem", "near", "words"),
    [
        (1, "pack-not-found", "cn-hnte", ["evaluate", "cn-hnt", *DATED, "-o", "{out}"]),
        (2, "unknown-tier", "cn-hnte.hnte", ["evaluate", "cn-hnte.hnt", *DATED, "-o", "{out}"]),
        (2, "unknown-tier", "cn-gradient.innovative", ["nearest", "cn-gradient.inovative", *DATED]),
        (2, "unknown-parameter", "pass_mark", ["simulate", "cn-hnte", *DATED, "--set", "cn-hnte.pasmark=1分"]),
        (2, "parameter-unfit", "70分", ["simulate", "cn-hnte", *DATED, "--set", "cn-hnte.pass_mark=3人"]),
        (2, "parameter-unfit", "70分", ["simulate", "cn-hnte", *DATED, "--set", "cn-hnte.pass_mark=职工总数"]),
        (2, "condition-syntax", "--set cn-hnte.p=", ["simulate", "cn-hnte", *DATED, "--set", "cn-hnte.p=(("]),
        (2, "misuse", "--set", ["simulate", "cn-hnte", *DATED, "--set", "nonsense"]),
        (2, "unknown-definition", "", ["evaluate", "cn-hnte", *DATED, "--define", "d=x", "-o", "{out}"]),
        (2, "unknown-definition", "", ["diff-definitions", "d", "a", "b", "--pack", "cn-hnte", *DATED]),
        (2, "not-a-date", "2024-02-30", ["evaluate", "cn-hnte", "--as-of", "2024-02-30", "-o", "{out}"]),
        (2, "not-a-date", "昨天", ["evaluate", "cn-hnte", "--as-of", "昨天", "-o", "{out}"]),
        (1, "no-such-enterprise", "企业1", ["explain", "企业", "cn-hnte", *DATED]),
        (1, "uscc-check-character", uscc(1)[-1], ["explain", uscc(1)[:-1] + "0", "cn-hnte", *DATED]),
    ],
)  # fmt: skip
def test_an_unknown_word_names_the_nearest(
    base: Path, tmp_path: Path, line: Line, code: int, problem: str, near: str, words: list[str]
) -> None:
    arguments = [one.format(out=tmp_path / "out.parquet") for one in words]
    assert near in line.refused(code, problem, *arguments, "--facts", base).err
    assert left_in(tmp_path) == []


def test_unknown_entities_and_mappings(tmp_path: Path, ledger: Path, line: Line) -> None:
    line.refused(1, "unknown-entity", "facts", "template", "enterprize", "-o", tmp_path / "t.xlsx")
    load = ("facts", "load", ledger, "--known-from", "2024-06-01", "-o", tmp_path / "out", "--mapping")
    assert "listed-companies" in line.refused(1, "mapping-not-found", *load, "listed").err
    (tmp_path / "乱.yaml").write_bytes(os.urandom(300) + b"\xff")
    line.refused(1, "mapping-malformed", *load, tmp_path / "乱.yaml")
    assert left_in(tmp_path) == ["乱.yaml", "台账.xlsx"]


def test_a_day_before_every_fact(base: Path, tmp_path: Path, line: Line) -> None:
    out = tmp_path / "out.parquet"
    said = line("evaluate", "cn-hnte", "--facts", base, "--as-of", "1999-01-01", "-o", out)
    assert said.code == 0
    assert "warning[nothing-known-yet]" in said.err
    assert "2024-06-01" in said.err
    assert line("evaluate", "cn-hnte", "--facts", base, *DATED, "-o", out).err == ""


# --- fact bases --------------------------------------------------------------------------------------------------


def test_a_file_of_the_base_is_gone_or_cut(damaged: Path, tmp_path: Path, line: Line) -> None:
    file = next((damaged / "enterprise").glob("*.parquet"))
    whole, out = file.read_bytes(), tmp_path / "out.parquet"
    for content in (None, whole[: len(whole) // 2], whole[:20] + b"X" * 40 + whole[60:]):
        file.unlink(missing_ok=True)
        if content is not None:
            file.write_bytes(content)
        line.refused(1, "fact-base-damaged", "evaluate", "cn-hnte", "--facts", damaged, *DATED, "-o", out)
        line.refused(1, "fact-base-damaged", "explain", "企业1", "cn-hnte", "--facts", damaged, *DATED)
        assert left_in(tmp_path) == ["base"]


@pytest.mark.parametrize(
    ("manifest", "problem"),
    [
        ("{", "not-a-fact-base"),
        ("[1]", "not-a-fact-base"),
        ('{"format": 99}', "fact-base-format"),
        ("", "not-a-fact-base"),
    ],
)
def test_a_manifest_that_cannot_be_read(damaged: Path, line: Line, manifest: str, problem: str) -> None:
    (damaged / "manifest.json").write_text(manifest, "utf-8")
    assert "manifest.json" in line.refused(1, problem, "facts", "show", damaged).err


def test_a_folder_that_is_no_base(tmp_path: Path, line: Line) -> None:
    line.refused(1, "not-a-fact-base", "facts", "show", tmp_path)
    line.refused(2, "no-such-file", "facts", "show", tmp_path / "none")


# --- places for results ------------------------------------------------------------------------------------------


def test_what_is_not_ours_stays(base: Path, ledger: Path, tmp_path: Path, line: Line) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "a.txt").write_text("mine", "utf-8")
    load = ("facts", "load", ledger, "--known-from", "2024-06-01", "-o", mine)
    line.refused(2, "output-not-empty", "checkup", ledger, *DATED, "-o", mine)
    line.refused(2, "target-exists", *load)
    line.refused(1, "not-a-fact-base", *load, "--overwrite")
    line.refused(2, "output-exists", "facts", "template", "enterprise", "-o", mine / "a.txt")
    line.refused(2, "output-exists", "evaluate", "cn-hnte", "--facts", base, *DATED, "-o", mine / "a.txt")
    line.refused(2, "place-unfit", "evaluate", "cn-hnte", "--facts", base, *DATED, "-o", mine)
    line.refused(2, "place-unfit", "checkup", ledger, *DATED, "-o", mine / "a.txt")
    assert left_in(mine) == ["a.txt"]
    assert (mine / "a.txt").read_text("utf-8") == "mine"
    assert left_in(tmp_path) == ["mine", "台账.xlsx"]


def test_a_place_below_a_file(base: Path, ledger: Path, line: Line, tmp_path: Path) -> None:
    below = ledger / "x"
    line.refused(1, "cannot-write", "checkup", ledger, *DATED, "-o", below)
    line.refused(1, "cannot-write", "facts", "load", ledger, "--known-from", "2024-06-01", "-o", below)
    line.refused(1, "cannot-write", "facts", "template", "enterprise", "-o", below)
    line.refused(1, "output-not-written", "evaluate", "cn-hnte", "--facts", base, *DATED, "-o", below)
    line.refused(1, "cannot-write", "explain", "企业1", "cn-hnte", "--facts", base, *DATED, "--html", below)
    assert left_in(tmp_path) == ["台账.xlsx"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_folder(base: Path, ledger: Path, line: Line, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    line.refused(1, "cannot-write", "checkup", ledger, *DATED, "-o", closed / "out")
    line.refused(1, "output-not-written", "evaluate", "cn-hnte", "--facts", base, *DATED, "-o", closed / "o.parquet")


# --- full disks --------------------------------------------------------------------------------------------------

FULL = ("disk-full", "cannot-write", "output-not-written")


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 KiB."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "none", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small file system")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk(base: Path, ledger: Path, tiny: Path, line: Line) -> None:
    (tiny / "filler").write_bytes(bytes(12_000))
    commands = (
        ("checkup", ledger, *DATED, "-o", tiny / "out"),
        ("facts", "load", ledger, "--known-from", "2024-06-01", "-o", tiny / "out"),
        ("facts", "template", "enterprise", "annual_return", "ip_right", "-o", tiny / "t.xlsx"),
        ("evaluate", "cn-gradient", "--facts", base, *DATED, "-o", tiny / "o.parquet"),
        ("explain", "企业1", "cn-gradient", "cn-hnte", "--facts", base, *DATED, "--html", tiny / "x.html"),
        ("demo", "-o", tiny / "demo"),
    )
    for words in commands:
        said = line(*words)
        assert said.code == 1, words
        assert any(f"[{one}]" in said.err for one in FULL), said.err
        assert said.out == ""
        assert left_in(tiny) == ["filler"], words


@pytest.mark.parametrize("words", [["checkup", "{ledger}", *DATED], ["demo"]])
def test_the_disk_fills_up_while_pages_are_written(
    ledger: Path, tmp_path: Path, line: Line, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    written = Path.write_text

    def full(self: Path, *args: object, **kwargs: object) -> int:
        if self.suffix == ".html":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))
        return written(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", full)
    arguments = [one.format(ledger=ledger) for one in words]
    line.refused(1, "disk-full", *arguments, "-o", tmp_path / "out")
    assert left_in(tmp_path) == ["台账.xlsx"]


def test_the_earlier_result_survives_a_failure(
    ledger: Path, tmp_path: Path, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert line("checkup", ledger, *DATED, "-o", out).code == 0
    before = {one.relative_to(out): one.read_bytes() for one in out.rglob("*") if one.is_file()}

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("peiyu.cli.commands.checkup.write_workbook", full)
    line.refused(1, "disk-full", "checkup", ledger, *DATED, "-o", out)
    assert {one.relative_to(out): one.read_bytes() for one in out.rglob("*") if one.is_file()} == before
    assert left_in(tmp_path) == ["out", "台账.xlsx"]


# --- purposes ----------------------------------------------------------------------------------------------------


def test_statistical_data_give_no_verdict(tmp_path: Path, line: Line) -> None:
    with FactBaseWriter(tmp_path / "facts") as writer:
        writer.add("enterprise", rows({"name": "甲", "purpose": "统计"}))
        writer.finish()
    out = tmp_path / "o.parquet"
    line.refused(1, "purpose-statistics", "evaluate", "cn-hnte", "--facts", tmp_path / "facts", *DATED, "-o", out)
    line.refused(1, "purpose-statistics", "nearest", "cn-hnte.hnte", "--facts", tmp_path / "facts", *DATED)
    assert left_in(tmp_path) == ["facts"]
