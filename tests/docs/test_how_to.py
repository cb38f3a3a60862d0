"""The how-to pages are run as written: their files are laid out, every command executed, every shown line looked up."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest
from tests.paper.brief.editing import edited
from tests.paper.brief.issues import notice
from tests.paper.form.forms.tuned.monthly import NEW_FIRMS

from peiyu.cli.shell import run
from peiyu.paper.brief.write import write

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = sorted((DOCS / "how-to").glob("*.md"))
RUN = [page for page in PAGES if "```console" in page.read_text("utf-8")]


def steps(page: Path) -> list[tuple[str, list[str]]]:
    """Each command of the page's console blocks, with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), flags=re.S):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line.strip("… "))
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("ledger.xlsx", "mapping.yaml"):
        shutil.copyfile(str(files("peiyu.cli.demo").joinpath(name)), tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lay_out_briefs(desk: Path) -> None:
    """An issue as it went out, and as someone edited it."""
    issued = write(notice(), desk / "通报.docx").path
    added = "如下：新认定国家高新技术企业18家。"
    edited(issued, lambda xml: xml.replace(">1067家<", ">1076家<").replace("如下：", added), name="改过的通报.docx")


def lay_out_forms(desk: Path) -> None:
    """A superior's blank form, and the next one: another year and month, a row more."""
    NEW_FIRMS.make(desk)
    ((sheet, text),) = NEW_FIRMS.sheets.items()
    later = text.replace("2026年5月", "2027年1月").replace(
        "三、新增高新技术企业", "三、净增规上工业企业|家|.|.|.|.|.|.|.|.\n四、新增高新技术企业"
    )
    replace(NEW_FIRMS, name="新表", sheets={sheet: later}).make(desk)


LAID_OUT = {"check-a-brief": lay_out_briefs, "fill-the-superiors-form": lay_out_forms}
"""What a page expects to be there."""


@pytest.mark.parametrize("page", RUN, ids=lambda p: p.name)
def test_every_command_of_the_page_succeeds_and_says_what_is_shown(
    page: Path, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    laid_out = re.findall(r"```\w+ file=(\S+)\n(.*?)```", page.read_text("utf-8"), flags=re.S)
    for name, content in laid_out:
        (desk / name).write_text(content, "utf-8")
    for name, lay_out in LAID_OUT.items():
        if name in page.name:
            lay_out(desk)
    for command, shown in steps(page):
        words = shlex.split(command)
        assert words[0] == "peiyu"
        code = run(words[1:])
        said = "".join(capsys.readouterr())
        assert code == 0, f"{command}\n{said}"
        assert [line for line in shown if squeezed(line) not in squeezed(said)] == [], said


def test_a_repeated_evaluation_is_equal_byte_for_byte(desk: Path) -> None:
    for command, _ in steps(DOCS / "how-to" / "repeat-an-evaluation.md"):
        assert run(shlex.split(command)[1:]) == 0
    assert (desk / "first.parquet").read_bytes() == (desk / "second.parquet").read_bytes()


def test_an_accepted_cell_leaves_the_quarantine(desk: Path) -> None:
    page = DOCS / "how-to" / "accept-cells.md"
    content = dict(re.findall(r"```\w+ file=(\S+)\n(.*?)```", page.read_text("utf-8"), flags=re.S))
    (desk / "accepted.csv").write_text(content["accepted.csv"], "utf-8")
    for command, _ in steps(page):
        assert run(shlex.split(command)[1:]) == 0
    cells = [pl.read_parquet(desk / name / "quarantine.parquet")["cell"].to_list() for name in ("before", "after")]
    assert any("Z43" in cell for cell in cells[0])
    assert not any("Z43" in cell for cell in cells[1])


def test_the_chinese_pages_run_the_same_commands() -> None:
    chinese = [page for page in PAGES if page.name.endswith(".zh-CN.md")]
    assert {page.name for page in chinese} >= {"checkup.zh-CN.md", "accept-cells.zh-CN.md"}
    for page in chinese:
        other = page.with_name(page.name.replace(".zh-CN", ""))
        assert [command for command, _ in steps(page)] == [command for command, _ in steps(other)]


def test_every_link_between_pages_leads_somewhere() -> None:
    root = DOCS.parent
    pages = [*DOCS.rglob("*.md"), *root.glob("*.md")]
    dead = [
        f"{page.relative_to(root)} → {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_the_index_names_every_page() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    pages = [p for room in ("tutorial", "how-to", "reference", "explanation") for p in (DOCS / room).glob("*.md")]
    missing = [p.name for p in pages if f"{p.parent.name}/{p.name}" not in index]
    assert missing == []
