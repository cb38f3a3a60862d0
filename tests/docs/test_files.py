"""The page of files names what every command writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from peiyu.cli.commands.read import FINDINGS, MENDED, PACK, QUESTIONS, SIDES
from peiyu.cli.shell import peiyu, run

PAGE = (Path(__file__).parents[2] / "docs/reference/files.md").read_text("utf-8")
POLICY = "关于培育企业的意见\n\n一、目标\n到2017年，全市科技型中小企业达到2000家以上。\n\n2013年5月16日\n"


def test_everything_that_read_writes_is_on_the_page(tmp_path: Path) -> None:
    (tmp_path / "policy.txt").write_text(POLICY, "utf-8")
    assert run(["read", str(tmp_path / "policy.txt"), "-o", str(tmp_path / "out")]) == 0
    written = {str(one.relative_to(tmp_path / "out")) for one in (tmp_path / "out").rglob("*") if one.is_file()}
    assert {MENDED, SIDES, FINDINGS, QUESTIONS, "peiyu.json", f"{PACK}/pack.yaml"} <= written
    for name in written:
        assert f"`{Path(name).name}`" in PAGE, name
    for file in (FINDINGS, QUESTIONS):
        for key in json.loads((tmp_path / "out" / file).read_text("utf-8")):
            assert f"`{key}`" in PAGE, key


@pytest.mark.parametrize("name", sorted(peiyu.commands))
def test_every_command_says_what_it_writes(name: str) -> None:
    assert f"`{name}`" in PAGE or f"peiyu {name}" in PAGE
