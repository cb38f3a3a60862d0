"""`peiyu form`: a blank form read, confirmed, filled in place, compared, carried; what is refused leaves nothing."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from tests.cli.bad_inputs import Line
from tests.paper.form.forms.layout import Written

from peiyu.cli.shell import run
from peiyu.madeup import Zone, write
from peiyu.paper.form.differences import differences
from peiyu.paper.form.grid import CellAddress

PACK = "model-zone-2026"
DAY = "2026-05-31"
BLANK = """
月报（2026年5月）|<|<|<|<
指标|单位|年度目标|本月新增|累计
新增入库科技型中小企业|家|.|.|.
新增高新技术企业|家|.|.|.
新增研发机构|个|.|.|.
技术合同成交额|万元|.|.|.
"""
NEXT = BLANK.replace("2026年", "2027年").replace("新增高新技术企业|家|.|.|.\n", "") + "新增高新技术企业|家|.|.|.\n"


def blank(folder: Path, text: str = BLANK, name: str = "月报") -> Path:
    return Written(name=name, pack=PACK, sheets={"月报": text}, key="").make(folder)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facts") / "zone"
    write(Zone(kind=PACK, companies=120), folder)
    return folder


@pytest.fixture(scope="module")
def desk(facts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blank form with the mapping that was read from it."""
    folder = tmp_path_factory.mktemp("desk")
    form = blank(folder)
    words = ["form", "read", str(form), PACK, "--facts", str(facts), "--as-of", DAY, "-o", str(folder / "对应.json")]
    assert run(words) == 0
    return folder


def cells(mapping: Path) -> dict[str, dict[str, object]]:
    return {one["cell"]: one for one in json.loads(mapping.read_text("utf-8"))["cells"]}


def own_copy(desk: Path, folder: Path) -> Path:
    target = folder / "对应.json"
    target.write_bytes((desk / "对应.json").read_bytes())
    return target


def fill(form: Path, mapping: Path, facts: Path, out: Path) -> int:
    return run(
        ["form", "fill", str(form), "--mapping", str(mapping), "--facts", str(facts), "--as-of", DAY, "-o", str(out)]
    )


def test_reading_writes_a_mapping_that_asks_what_cannot_be_told(desk: Path) -> None:
    found = cells(desk / "对应.json")
    assert found["月报!D3"]["meaning"] == {"code": "new_sme", "measure": "month"}
    assert (found["月报!D6"]["meaning"], found["月报!D6"]["confidence"]) == (None, "ask")
    assert json.loads((desk / "对应.json").read_text("utf-8"))["pack"] == PACK


def test_reading_says_each_cell_in_both_languages(desk: Path, facts: Path, tmp_path: Path, line: Line) -> None:
    for lang, shown in (("zh", ("确定", "待确认")), ("en", ("certain", "to be confirmed"))):
        out = tmp_path / f"{lang}.json"
        answer = line(
            "form", "read", desk / "月报.xlsx", PACK, "--facts", facts, "--as-of", DAY, "-o", out, "--lang", lang
        )
        assert answer.code == 0
        assert all(word in answer.out for word in shown)


def test_cells_are_decided_by_somebody(desk: Path, tmp_path: Path, line: Line) -> None:
    mapping = own_copy(desk, tmp_path)
    answer = line(
        "form", "confirm", mapping, "--by", "王", "--cell", "月报!E5=valid.total", "--cell", "月报!D5=ok",
        "--cell", "月报!D6=-",
        "--cell", "月报!C6=text:不适用",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    found = cells(mapping)
    assert found["月报!E5"]["meaning"] == {"code": "valid", "measure": "total"}
    assert found["月报!D5"]["meaning"] == {"code": "rd_bodies", "measure": "month"}
    decided = found["月报!D6"]
    assert (decided["confirmed"], decided["meaning"], found["月报!C6"]["text"]) == ("王", None, "不适用")
    assert line("form", "confirm", mapping, "--by", "李").code == 0
    assert cells(mapping)["月报!D3"]["confirmed"] == "李"


@pytest.mark.parametrize("said", ["月报!Z9=ok", "D3", "月报!D3=never", "月报!D6=ok", "nowhere=ok"])
def test_a_cell_that_is_not_there_changes_nothing(desk: Path, tmp_path: Path, line: Line, said: str) -> None:
    mapping = own_copy(desk, tmp_path)
    before = mapping.read_bytes()
    answer = line("form", "confirm", mapping, "--by", "王", "--cell", said)
    assert (answer.code, mapping.read_bytes()) == (2, before)
    assert "form-meaning" in answer.err


def test_a_form_is_filled_in_place_and_comes_back_the_same(desk: Path, facts: Path, tmp_path: Path, line: Line) -> None:
    out = tmp_path / "填好.xlsx"
    assert fill(desk / "月报.xlsx", desk / "对应.json", facts, out) == 0
    account = json.loads((tmp_path / "填好.account.json").read_text("utf-8"))
    entered = [CellAddress.read(one["cell"]) for one in account["cells"] if one["entered"]]
    assert CellAddress.read("月报!D3") in entered
    said_made_up = CellAddress.read("月报!A1")
    assert differences(desk / "月报.xlsx", out, (*entered, said_made_up), made_up=True) == ()
    assert account["made_up"] is True
    answer = line("form", "compare", out)
    assert answer.code == 0
    assert "改动 0 格" in answer.out


def test_what_was_changed_by_hand_is_found(desk: Path, facts: Path, tmp_path: Path, line: Line) -> None:
    out = tmp_path / "填好.xlsx"
    assert fill(desk / "月报.xlsx", desk / "对应.json", facts, out) == 0
    book = openpyxl.load_workbook(out)
    book["月报"]["C3"], book["月报"]["E3"] = 99999, None
    book.save(out)
    answer = line("form", "compare", out, "--strict")
    assert answer.code == 1
    assert "99999" in answer.out
    assert "改动 1 格，缺 1 格" in answer.out


def test_the_figures_are_those_of_the_targets(desk: Path, facts: Path, tmp_path: Path, line: Line) -> None:
    assert fill(desk / "月报.xlsx", desk / "对应.json", facts, tmp_path / "填好.xlsx") == 0
    answer = line("targets", PACK, "--facts", facts, "--as-of", DAY, "--json")
    assert answer.code == 0
    told = next(one for one in json.loads(answer.out)["targets"] if one["code"] == "new_hnte")
    row = [openpyxl.load_workbook(tmp_path / "填好.xlsx")["月报"].cell(4, column).value for column in (3, 4, 5)]
    assert row == [20, told["month"]["definite"], told["actual"]]


def test_the_next_form_is_carried_and_then_filled(desk: Path, facts: Path, tmp_path: Path, line: Line) -> None:
    form = blank(tmp_path, NEXT, "新月报")
    assert fill(form, desk / "对应.json", facts, tmp_path / "x.xlsx") == 1  # another blank
    assert not (tmp_path / "x.xlsx").exists()
    answer = line("form", "carry", desk / "对应.json", form, "-o", tmp_path / "新对应.json")
    assert answer.code == 0
    assert "月报!C4 → 月报!C6" in answer.out
    assert cells(tmp_path / "新对应.json")["月报!D6"]["meaning"] == {"code": "new_hnte", "measure": "month"}
    assert fill(form, tmp_path / "新对应.json", facts, tmp_path / "x.xlsx") == 0


def test_what_is_refused_leaves_nothing(desk: Path, facts: Path, tmp_path: Path, line: Line) -> None:
    old = tmp_path / "旧.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    out = tmp_path / "对应.json"
    assert line("form", "read", old, PACK, "--facts", facts, "--as-of", DAY, "-o", out).code == 1
    assert not out.exists()
    (tmp_path / "占位.xlsx").write_text("mine", "utf-8")
    code = fill(desk / "月报.xlsx", desk / "对应.json", facts, tmp_path / "占位.xlsx")
    assert (code, (tmp_path / "占位.xlsx").read_text("utf-8")) == (2, "mine")
    assert fill(desk / "月报.xlsx", old, facts, tmp_path / "x.xlsx") == 1
    answer = line("form", "compare", desk / "月报.xlsx")
    assert answer.code == 1
    assert "form-account-unreadable" in answer.err
    assert {one.name for one in tmp_path.iterdir()} == {"占位.xlsx", "旧.xls"}
