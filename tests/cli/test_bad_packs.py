"""Broken packs through `peiyu check`: every one refused with its file and line, in both languages."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.cli.bad_inputs import Line

from peiyu.policy.pack.checks.sayings import CHECK_SAYINGS, LENIENT_IN_DRAFT
from peiyu.policy.pack.sayings import SAYINGS
from peiyu.problems import Level

BROKEN = Path(__file__).parents[1] / "broken_packs"
PACK = """pack: {id}
name: 坏例
status: draft
{more}
criteria:
  tiers:
    t: {{name: 层级, met_when: {{id: a, cite: 第一条, evidence: verified, if: {when}}}}}
"""


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.yaml")), ids=lambda p: p.stem)
def test_a_broken_pack_is_told_with_its_line(path: Path, line: Line) -> None:
    said = line("check", path, "--strict", "--json")
    problems = json.loads(said.out)["problems"]
    mine = [one for one in problems if one["code"] == path.stem]
    assert said.code == 1
    assert mine
    for one in mine:
        assert one["where"]["file"] == path.name
        assert one["where"]["line"]
        assert one["message"]["zh"]
        assert one["message"]["en"]
        assert one["message"]["zh"] != one["message"]["en"]


def test_errors_fail_and_warnings_do_not(line: Line) -> None:
    sayings = {**SAYINGS, **CHECK_SAYINGS}
    for path in sorted(BROKEN.glob("*.yaml"))[::7]:
        lenient = path.stem in LENIENT_IN_DRAFT and "status: draft" in path.read_text(encoding="utf-8")
        error = sayings[path.stem].level is Level.ERROR and not lenient
        assert line("check", path).code == (1 if error else 0), path.stem


def test_a_pack_that_uses_itself(tmp_path: Path, line: Line) -> None:
    folder = tmp_path / "me"
    folder.mkdir()
    text = PACK.format(id="me", more="uses: [me]", when="职工总数 >= 1人")
    (folder / "pack.yaml").write_text(text, "utf-8")
    said = line("check", "me", "--packs", tmp_path)
    assert said.code == 1
    assert "uses-cycle" in said.err
    assert "pack.yaml" in said.err


def test_a_tier_that_asks_for_itself(tmp_path: Path, line: Line) -> None:
    path = tmp_path / "me.yaml"
    path.write_text(PACK.format(id="me", more="", when="meets(t)"), "utf-8")
    said = line("check", path)
    assert said.code == 1
    assert "meets-cycle" in said.err
    assert "me.yaml:" in said.err


@pytest.mark.parametrize("deep", [60, 10_000])
def test_nested_brackets(tmp_path: Path, line: Line, deep: int) -> None:
    path = tmp_path / "deep.yaml"
    when = f'"{"(" * deep}职工总数{")" * deep} >= 1人"'
    path.write_text(PACK.format(id="deep", more="", when=when), "utf-8")
    said = line("check", path)
    assert said.code == 1
    assert "condition-too-deep" in said.err or "condition-too-long" in said.err
    assert "deep.yaml:" in said.err


def test_ten_thousand_brackets_of_yaml(tmp_path: Path, line: Line) -> None:
    path = tmp_path / "deep.yaml"
    path.write_text("pack: deep\nname: " + "[" * 10_000 + "]" * 10_000 + "\n", "utf-8")
    said = line("check", path)
    assert said.code == 1
    assert "yaml-too-deep" in said.err


def test_a_unit_that_does_not_fit(tmp_path: Path, line: Line) -> None:
    path = tmp_path / "units.yaml"
    path.write_text(PACK.format(id="units", more="", when="职工总数 >= 3万元"), "utf-8")
    assert "units-differ" in line("check", path).err


def test_what_is_no_pack(tmp_path: Path, line: Line) -> None:
    garbage, empty, folder = tmp_path / "garbage.yaml", tmp_path / "empty.yaml", tmp_path / "folder"
    garbage.write_bytes(b"\xff\xfe\x00\x81" + os.urandom(500))
    empty.write_bytes(b"")
    folder.mkdir()
    for place in (garbage, empty, folder, tmp_path / "missing.yaml"):
        said = line("check", place)
        assert said.code == 1, place
        assert "error[" in said.err
    assert "cn-hnte" in line.refused(1, "pack-not-found", "check", "cn-hnt").err
