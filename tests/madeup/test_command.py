"""`peiyu madeup` writes a fact base, says that it is made up, and writes nothing when asked for nonsense."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from peiyu.cli.shell import run
from peiyu.facts.base import FactBase


def test_a_zone_is_written_and_said_to_be_made_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "zone"
    asked = ["madeup", "baotou-2015", "-o", str(out), "--companies", "120", "--as-of", "2017-12-31", "--seed", "7"]
    assert run(asked) == 0
    assert "虚构" in capsys.readouterr().out
    base = FactBase.open(out)
    assert base.manifest.made_up
    assert 100 < base.manifest.enterprises < 120
    assert [p.name for p in tmp_path.iterdir()] == ["zone"]


def test_the_manifest_is_given_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["madeup", "model-zone-2026", "-o", str(tmp_path / "zone"), "--companies", "60", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["manifest"]["made_up"] is True


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (["nowhere"], "made-up-kind"),
        (["baotou-2015", "--world", "calm"], "made-up-world"),
        (["baotou-2015", "--companies", "0"], "made-up-size"),
        (["baotou-2015", "--as-of", "1990-01-01"], "made-up-day"),
    ],
)
def test_nonsense_is_refused_and_nothing_is_written(
    asked: list[str], code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["madeup", *asked, "-o", str(tmp_path / "zone")]) == 2
    assert code in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_occupied_folder_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("kept", encoding="utf-8")
    assert run(["madeup", "baotou-2015", "-o", str(tmp_path), "--companies", "50"]) == 2
    assert "target-exists" in capsys.readouterr().err
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "kept"
