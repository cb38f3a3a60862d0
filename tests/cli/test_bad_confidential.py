"""Confidential enterprises (涉密或不公开) stand in no list, page, workbook, ranking or export."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from tests.cli.bad_inputs import DATED, HEADERS, Line, csv, firm, uscc
from tests.facts.base_rows import base_of, rows

HIDDEN = ("企业2", "企业5", uscc(2), uscc(5))


def words_in(path: Path) -> str:
    """Everything that a file says: a workbook's or document's parts, or the text."""
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
    return path.read_text("utf-8")


@pytest.mark.parametrize("header", ["涉密或不公开", "是否涉密", "不公开"])
def test_a_checkup_names_none(tmp_path: Path, line: Line, header: str) -> None:
    rows = [[*firm(i), "是" if i in (2, 5) else "否"] for i in range(1, 9)]
    rows[1][3] = "5人"
    rows += [rows[4], [*rows[4][:3], 1, *rows[4][4:]]]
    ledger = csv(tmp_path / "台账.csv", *rows, headers=(*HEADERS, header))
    out = tmp_path / "out"
    assert line("checkup", ledger, *DATED, "-o", out, "--docx", "--pages", "all").code == 0
    files = [one for one in out.rglob("*") if one.is_file() and one.name != "台账-批注.xlsx"]
    assert len(files) >= 6 + 2
    for file in files:
        said = words_in(file) + file.name
        assert not [word for word in HIDDEN if word in said], file.name
    assert "企业1" in words_in(out / "index.html")


def test_a_later_statement_hides_at_any_date(tmp_path: Path, line: Line) -> None:
    told = [{"enterprise": key, "name": name, "sensitive": False} for key, name in ((1, "甲厂"), (2, "乙厂"))]
    later = {"enterprise": 2, "name": "乙厂", "sensitive": True, "known_from": dt.date(2031, 1, 1)}
    base_of(tmp_path / "facts", {"enterprise": rows(*told, later)})
    said = line("nearest", "cn-tech-sme-2017.tech_sme", "--facts", tmp_path / "facts", *DATED)
    assert "甲厂" in said.out
    assert "乙厂" not in said.out


def test_the_ranking_names_none(base: Path, line: Line) -> None:
    said = line("nearest", "cn-tech-sme-2017.tech_sme", "--facts", base, *DATED, "--refine", "2")
    assert said.code == 0
    assert "企业1" in said.out
    assert not [word for word in HIDDEN if word in said.out]
    assert not [
        w for w in HIDDEN if w in line("nearest", "cn-tech-sme-2017.tech_sme", "--facts", base, *DATED, "--json").out
    ]


def test_a_simulation_counts_and_names_none(base: Path, line: Line) -> None:
    change = (
        "simulate",
        "cn-tech-sme-2017",
        "--facts",
        base,
        *DATED,
        "--set",
        "cn-tech-sme-2017.pass_mark=0分",
        "--json",
    )
    said = line(*change)
    assert said.code == 0
    assert "企业1" in said.out or '"changed": 0' in said.out
    assert not [word for word in HIDDEN if word in said.out]


def test_the_whole_code_and_name_still_find_it(base: Path, line: Line) -> None:
    assert line("explain", uscc(2), "cn-tech-sme-2017", "--facts", base, *DATED).code == 0
    said = line.refused(1, "no-such-enterprise", "explain", "企业", "cn-tech-sme-2017", "--facts", base, *DATED)
    assert not [word for word in HIDDEN if word in said.err]
