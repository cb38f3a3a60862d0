"""`peiyu brief verify`, and that `peiyu brief PACK` has its place beside it."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.paper.brief.editing import edited, swap
from tests.paper.brief.issues import notice

from peiyu.cli.commands.brief import WithDefault
from peiyu.cli.shell import run
from peiyu.paper.brief.archive import archive
from peiyu.paper.brief.write import write


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(notice(), tmp_path / "通报.docx").path


def test_an_untouched_brief_is_done(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["brief", "verify", str(file)]) == 0
    assert "全部与快照一致（文件未改动）" in capsys.readouterr().out


def test_a_changed_number_is_shown_and_strict_makes_it_fail(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed, numbers = edited(file, swap(">1067家<", ">1076家<")), str(file.with_suffix(".numbers.json"))
    assert run(["brief", "verify", str(changed), "--numbers", numbers]) == 0
    said = capsys.readouterr().out
    assert "1076家" in said
    assert "1067家" in said
    assert run(["brief", "verify", str(changed), "--numbers", numbers, "--strict"]) == 1


def test_json_gives_every_finding(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed, numbers = edited(file, swap(">1067家<", ">1076家<")), str(file.with_suffix(".numbers.json"))
    run(["brief", "verify", str(changed), "--numbers", numbers, "--previous", str(file), "--json"])
    held = json.loads(capsys.readouterr().out)
    assert held["sound"] is False
    assert [(one["found"], one["expected"]) for one in held["verification"]["changed"]] == [("1076家", "1067家")]
    assert [one["id"] for one in held["verification"]["contradicts"]] == ["new_sme.total"]


def test_the_last_issue_comes_from_the_archive_and_today_from_another_snapshot(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive(tmp_path / "archive", write(notice(), file))
    words = ["brief", "verify", str(file), "--archive", str(tmp_path / "archive"), "--current", str(file)]
    assert run([*words, "--strict", "--lang", "en"]) == 0
    assert "all 41 figures agree" in capsys.readouterr().out


def test_without_its_snapshot_nothing_is_checked(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.with_suffix(".numbers.json").unlink()
    assert run(["brief", "verify", str(file)]) == 1
    assert "snapshot-missing" in capsys.readouterr().err


@pytest.mark.parametrize("held", ["", "{}", "[]", '{"format": "other"}', '{"format": "peiyu-brief-numbers/1"}'])
def test_a_snapshot_that_cannot_be_read_says_so(held: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.with_suffix(".numbers.json").write_text(held, "utf-8")
    assert run(["brief", "verify", str(file)]) == 1
    assert "snapshot-unreadable" in capsys.readouterr().err


def test_a_pack_may_stand_where_a_command_would() -> None:
    group = WithDefault("brief")

    @group.command("write")
    @click.argument("pack")
    @click.option("--facts")
    def write_(pack: str, facts: str) -> None:
        click.echo(f"{pack} from {facts}")

    @group.command("verify")
    def verify_() -> None:
        click.echo("verified")

    said = [
        CliRunner().invoke(group, words).output for words in (["p", "--facts", "d"], ["--facts", "d", "p"], ["verify"])
    ]
    assert said == ["p from d\n", "p from d\n", "verified\n"]
