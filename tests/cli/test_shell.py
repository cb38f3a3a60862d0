"""The shell: exit codes, messages in both languages, nothing left half."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from peiyu.cli import folders
from peiyu.cli.demo.firms import credit_code, made_up_firms
from peiyu.cli.demo.ledger import write_ledger
from peiyu.cli.reference.commands import reference
from peiyu.cli.shell import of_the_machine, run
from peiyu.facts.identity import parse_code
from peiyu.problems import UsageError

ROOT = Path(__file__).resolve().parents[2]


def test_the_command_reference_is_current() -> None:
    assert (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8") == reference()


def test_packs_are_listed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["packs", "--json"]) == 0
    ids = [one["id"] for one in json.loads(capsys.readouterr().out)["packs"]]
    assert "cn-gradient" in ids


def test_an_unknown_pack_is_an_error_of_the_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "no-such-pack"]) == 1
    assert "no-such-pack" in capsys.readouterr().err


def test_misuse_is_two() -> None:
    assert run(["checkup"]) == 2
    assert run(["no-such-command"]) == 2


def test_a_full_disk_is_a_sentence() -> None:
    assert of_the_machine(OSError(errno.ENOSPC, "full")).code == "disk-full"


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with folders.staged_folder(tmp_path / "out") as stage:
            (stage / "half.txt").write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_folder_is_refused_and_kept_with_overwrite(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError), folders.staged_folder(target):
        pass
    assert (target / "mine.txt").exists()
    with folders.staged_folder(target, overwrite=True) as stage:
        (stage / "new.txt").write_text("new", encoding="utf-8")
    assert (target / "new.txt").exists()
    assert (tmp_path / "out.old1" / "mine.txt").exists()
    with folders.staged_folder(target) as stage:
        (stage / "newer.txt").write_text("newer", encoding="utf-8")
    assert sorted(one.name for one in target.iterdir()) == ["newer.txt", folders.MARKER]


def test_the_made_up_codes_have_right_check_characters() -> None:
    for firm in made_up_firms():
        assert parse_code(firm.code).code == firm.code
    assert credit_code(1) != credit_code(2)


def test_the_carried_ledger_is_the_generated_one(tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    carried, again = ROOT / "src/peiyu/cli/demo/ledger.xlsx", tmp_path / "ledger.xlsx"
    write_ledger(again)
    books = [CalamineWorkbook.from_path(str(path)) for path in (carried, again)]
    sheets = [[book.get_sheet_by_name(name).to_python() for name in book.sheet_names] for book in books]
    assert sheets[0] == sheets[1]


def test_the_demonstration_fills_the_three_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "demo"
    assert run(["demo", "-o", str(out), "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert done["made_up"]
    assert done["enterprises"] == 60
    assert min(done["one_short"], done["expiring"], done["at_risk"], done["problems"]) > 0
    for one in done["territories"]:
        assert all(Path(path).exists() for path in (one["facts"], one["targets"], *one["briefs"]))
        assert [run(["brief", "verify", path, "--strict"]) for path in one["briefs"]] == [0, 0, 0]
    assert [one["kind"] for one in done["territories"]] == ["tianjin-hitech-2012", "baotou-2015"]
    page = next((out / "企业页").glob("*.html")).read_text("utf-8")
    assert "预判，不作为认定依据" in page
    assert "虚构数据" in page
    assert "http" not in page
