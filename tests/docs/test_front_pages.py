"""What README, CONTRIBUTING and the changelog claim is so."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import openpyxl
import pytest

from peiyu.cli.shell import COMMANDS, run
from peiyu.policy.pack.load import PackRegistry

ROOT = Path(__file__).resolve().parents[2]
CODE = "91990199MAD100853R"
POLICY = (
    "云州市关于培育科技型中小企业的意见\n\n一、目标\n到2017年，全市新增科技型中小企业300家以上。\n\n2013年5月16日\n"
)


def fenced(page: Path) -> list[tuple[str, str]]:
    return re.findall(r"^```([^\n]*)\n(.*?)^```$", page.read_text("utf-8"), flags=re.S | re.M)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small ledger.xlsx, a policy.txt and the tutorial's pack as my-pack/."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("企业名称", "统一社会信用代码", "成立日期", "2025年营业收入（万元）", "2025年职工总数"),
        ("云州恒岳电子有限公司", CODE, "2012-05-08", 6200, 80),
    ):
        sheet.append(row)
    book.save(tmp_path / "ledger.xlsx")
    (tmp_path / "policy.txt").write_text(POLICY, "utf-8")
    (tmp_path / "my-pack").mkdir()
    for info, content in fenced(ROOT / "docs" / "tutorial" / "small-policy.md"):
        if "file=zone-2010/" in info:
            (tmp_path / "my-pack" / Path(info.partition("file=")[2]).name).write_text(content, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_of_the_readme_succeeds(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for info, block in fenced(ROOT / "README.md") if not info for line in block.splitlines()]
    commands = [line.replace("CODE", CODE) for line in lines if line.startswith("peiyu ")]
    commands = [one for one in commands if not one.startswith("peiyu serve")]  # a server; tests/web/site starts it
    assert len(commands) >= 9
    for command in commands:
        code = run(shlex.split(command)[1:])
        assert code == 0, f"{command}\n{''.join(capsys.readouterr())}"


def test_the_readmes_print_the_same_blocks() -> None:
    english, chinese = (
        [block for info, block in fenced(ROOT / name) if not info] for name in ("README.md", "README.zh-CN.md")
    )
    assert english == chinese


def test_the_paths_of_contributing_exist() -> None:
    places = (ROOT, ROOT / "src" / "peiyu", ROOT / "src" / "peiyu" / "policy")
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = [w for w in re.findall(r"`([\w./-]+/[\w./*<>-]*)`", text) if not re.search(r"[*<>]|NNNN", w)]
    assert len(named) >= 6
    assert [path for path in named if not any((place / path).exists() for place in places)] == []


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.M))
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {word for page in pages for word in re.findall(r"`make ([a-z-]+)", page.read_text("utf-8"))}
    assert named >= {"demo", "test", "setup", "reference"}
    assert named - targets == set()


def test_the_changelog_names_every_carried_pack_and_command() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## {version}" in text
    assert [name for name in (*PackRegistry.of().ids(), *COMMANDS) if f"`{name}" not in text] == []
