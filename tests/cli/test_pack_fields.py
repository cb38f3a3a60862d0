"""A pack's own fields on the command line: loaded, asked for, checked up, counted, evaluated."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from tests.cli.bad_inputs import Line, uscc

DAY = ("--as-of", "2012-09-30")
HEAD = "统一社会信用代码,企业名称,注册资本（万元）,实收资本（万元）,企业自述阶段,成立日期,2011年销售收入（万元）"
FIRMS = ((1, 3000, 2500, "成长期"), (2, 3000, 100, "初创期"), (3, 500, "", "初创期"))
STAYS = "企业名称,统一社会信用代码,来源途径,进入日期"
TITLES = "企业名称,统一社会信用代码,称号,发证日期,有效期至"
MAPPING = "columns: {{企业自述阶段: {field}}}\n"


@pytest.fixture
def ledgers(tmp_path: Path) -> tuple[Path, ...]:
    """Firms with their paid-in capital and declared stage, and when they were recognised."""
    rows = [f"{uscc(n)},企业{n},{has},{paid},{stage},2000-01-01,900" for n, has, paid, stage in FIRMS]
    titles = [f"企业{n},{uscc(n)},科技型中小企业,2012-03-01,2015-02-28" for n, *_ in FIRMS]
    stays = [f"企业{n},{uscc(n)},新注册,2000-01-01" for n, *_ in FIRMS]
    made = []
    for name, lines in (("企业.csv", [HEAD, *rows]), ("称号.csv", [TITLES, *titles]), ("在区.csv", [STAYS, *stays])):
        (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
        made.append(tmp_path / name)
    return tuple(made)


def loaded(line: Line, ledgers: tuple[Path, ...], pack: str) -> Path:
    out, mapping = ledgers[0].parent / "facts", ledgers[0].parent / "m.yaml"
    mapping.write_text(MAPPING.format(field="自报培育阶段"), "utf-8")
    words = ("--pack", pack, "--mapping", mapping, "--known-from", "2012-09-30", "-o", out)
    said = line("facts", "load", *ledgers, *words)
    assert said.code == 0
    return out


def value(line: Line, pack: str, base: Path, key: str, *more: str) -> tuple[int, int] | None:
    said = line("targets", pack, "--facts", base, *DAY, "--open", key, "--json", *more)
    assert said.code == 0
    found = json.loads(said.out)["figure"]["value"]
    return (found["low"], found["high"]) if found else None


def test_capital_paid_in_is_loaded_and_counted_by_the_option_that_reads_it(
    line: Line, ledgers: tuple[Path, ...]
) -> None:
    base = loaded(line, ledgers, "tianjin-hitech-2012")
    subscribed, paid = (), ("--define", "D5=paid_in")
    assert value(line, "tianjin-hitech-2012", base, "sme_new_large", *subscribed) == (2, 2)
    assert value(line, "tianjin-hitech-2012", base, "sme_new_large", *paid) == (1, 2)


@pytest.mark.parametrize("pack", ["tianjin-hitech-2012", "baotou-2015"])
def test_the_declared_stage_is_loaded_and_counted_by_the_option_that_reads_it(
    line: Line, ledgers: tuple[Path, ...], pack: str
) -> None:
    base = loaded(line, ledgers, pack)
    assert value(line, pack, base, "startups") == (0, 0)
    assert value(line, pack, base, "startups", "--define", "D2=declared") == (2, 2)
    groups = [
        line("targets", pack, "--facts", base, *DAY, "--by", one).out for one in ("stage_declared", "自报培育阶段")
    ]
    assert "│ 初创期 │" in groups[0]
    assert groups[0].splitlines()[-40:] == groups[1].splitlines()[-40:]


def test_without_the_pack_the_option_has_no_data(line: Line, ledgers: tuple[Path, ...], tmp_path: Path) -> None:
    base = tmp_path / "plain"
    said = line("facts", "load", *ledgers, "--known-from", "2012-09-30", "-o", base)
    assert said.code == 0
    note = next(one for one in said.err.splitlines() if "header-unknown" in one and "实收资本" in one)
    assert "政策包 tianjin-hitech-2012 自有的数据项" in note
    assert "加 --pack tianjin-hitech-2012 重新载入" in note
    other = next(one for one in said.err.splitlines() if "header-unknown" in one and "企业自述阶段" in one)
    assert "--pack" not in other, "no pack has this word"
    assert value(line, "baotou-2015", base, "startups", "--define", "D2=declared") is None


def test_the_base_of_one_pack_is_evaluated_by_another_with_the_same_names(
    line: Line, ledgers: tuple[Path, ...], tmp_path: Path
) -> None:
    base, out = loaded(line, ledgers, "baotou-2015"), tmp_path / "out.parquet"
    said = line("evaluate", "tianjin-hitech-2012", "baotou-2015", "--facts", base, *DAY, "-o", out)
    assert said.code == 0
    assert pl.read_parquet(out).height == 3
    shares = ("statistics", "concentration", "--pack", "baotou-2015", "--by", "stage_declared", "--of", "firms")
    assert "成长期" in line(*shares, "--facts", base, *DAY).out
    assert line("facts", "show", base).code == 0


def test_two_packs_at_once_need_the_pack_in_the_header(line: Line, ledgers: tuple[Path, ...], tmp_path: Path) -> None:
    asked = ("--pack", "tianjin-hitech-2012", "--pack", "baotou-2015", "--known-from", "2012-09-30")
    text = ledgers[0].read_text("utf-8")
    ledgers[0].write_text(text.replace("企业自述阶段", "自报培育阶段"), "utf-8")
    said = line.refused(1, "header-ambiguous", "facts", "load", *ledgers, *asked, "-o", tmp_path / "two")
    assert "自报培育阶段（baotou-2015）" in said.err
    assert not (tmp_path / "two").exists()
    ledgers[0].write_text(text.replace("企业自述阶段", "自报培育阶段（baotou-2015）"), "utf-8")
    assert line("facts", "load", *ledgers, *asked, "-o", tmp_path / "two").code == 0
    assert value(line, "baotou-2015", tmp_path / "two", "startups", "--define", "D2=declared") == (2, 2)


def test_a_template_asks_for_the_fields_of_the_pack_and_of_those_it_uses(line: Line, tmp_path: Path) -> None:
    out = tmp_path / "模板.xlsx"
    assert line("facts", "template", "企业", "annual_return", "--pack", "baotou-2015", "-o", out).code == 0
    book = openpyxl.load_workbook(out)
    assert {"自报培育阶段", "设有知识产权管理机构"} <= {cell.value for cell in book["企业"][1]}
    assert "部门核定规模（2003年标准）" in {cell.value for cell in book["年度数据"][1]}
    line.refused(1, "pack-not-found", "facts", "template", "企业", "--pack", "没有", "-o", tmp_path / "x.xlsx")
    assert [one.name for one in tmp_path.iterdir()] == ["模板.xlsx"]


def test_a_checkup_reads_the_fields_of_its_packs_and_marks_their_cells(line: Line, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    said = f"{HEAD.replace('企业自述阶段', '自报培育阶段')}\n{uscc(1)},甲厂,3000,-5,衰退期,2000-01-01,900\n"
    path.write_text(said, "utf-8")
    out = tmp_path / "out"
    assert line("checkup", path, *DAY, "--pack", "tianjin-hitech-2012", "-o", out).code == 0
    (marked,) = out.glob("*批注.xlsx")
    rows = {row[8]: row for row in openpyxl.load_workbook(marked)["问题清单"].values}
    assert rows["value-too-small"][2:5] == ("D2", "实缴资本不应小于 0", "-5")
    assert rows["cell-not-option"][2:6] == ("E2", "「自报培育阶段」不在选项之内", "衰退期", "初创期、成长期、壮大期")


def test_points_of_the_national_ladder_are_read_by_default(line: Line, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(f"统一社会信用代码,企业名称,2023年特色化得分\n{uscc(1)},甲厂,16\n", "utf-8")
    assert line("checkup", path, "--as-of", "2024-06-30", "-o", tmp_path / "out").code == 0
    (marked,) = (tmp_path / "out").glob("*批注.xlsx")
    said = [row[3] for row in openpyxl.load_workbook(marked)["问题清单"].values]
    assert "特色化得分不应大于 15" in said
