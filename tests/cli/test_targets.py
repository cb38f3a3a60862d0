"""peiyu targets: the table in words, JSON, workbooks, records, and what bad input gets."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.cli.bad_inputs import Line
from tests.insight.zone import base_of, pack_in

from peiyu.policy.pack.load.registry import carried

DAY = "2012-09-30"


@pytest.fixture(scope="module")
def zone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packs and a fact base: three firms recognised in the year, one of unknown capital."""
    folder = tmp_path_factory.mktemp("zone")
    pack_in(folder / "packs")
    capital = {1: 3 * 10**9, 2: 10**8}
    base_of(
        folder / "facts", 2,
        enterprise=[{"enterprise": k, "name": f"=企业{k}", "registered_capital": capital.get(k)} for k in (1, 2, 3)],
        title=[
            {"enterprise": k, "kind": "科技型中小企业", "granted_on": dt.date(2012, 9, k)} for k in (1, 2, 3)
        ],
    )  # fmt: skip
    return folder


def words(zone: Path, *more: str) -> list[str]:
    return ["targets", "zone", "--packs", str(zone / "packs"), "--facts", str(zone / "facts"), "--as-of", DAY, *more]


def given(line: Line, zone: Path, *more: str) -> dict[str, Any]:
    answer = line(*words(zone, "--json", *more))
    code, said = answer.code, answer.out
    assert code == 0
    made: dict[str, Any] = json.loads(said)
    return made


def test_the_table_says_goal_actual_pace_and_definition_in_words(line: Line, zone: Path) -> None:
    answer = line(*words(zone))
    code, said, told = answer.code, answer.out, answer.err
    assert code == 0
    for part in ("已完成", "严重滞后", "口径：新增口径＝首次认定", "确定数 3家", "以 发证日期 为准", "其中各项合计"):
        assert part in said
    assert "nothing-held" in told
    answer = line(*words(zone, "--lang", "en"))
    said = answer.out
    assert "far behind" in said
    assert "counted: what is new = first recognised" in said


def test_json_holds_every_target_with_its_numbers(line: Line, zone: Path) -> None:
    made = given(line, zone)
    found = {one["code"]: one for one in made["targets"]}
    assert set(found) == {"new", "large", "small", "density", "state"}
    keys = {"code", "clause", "definition", "actual", "low", "high", "unit", "pace", "outlook"}
    assert all(keys <= set(one) for one in found.values())
    small = found["small"]
    assert (small["actual"], small["low"], small["high"], small["clause"]) == (1, 1, 2, "二")
    assert small["goal"]["low"] == 3
    assert found["density"]["actual"] is None
    assert found["density"]["pace"] == "unknown"
    assert found["density"]["as_held"] is None
    assert (found["new"]["as_held"], found["new"]["outlook"]) == (3, None)
    assert [one["code"] for one in made["trends"]] == ["growth"]


def test_a_definition_chosen_changes_the_number_and_is_shown(line: Line, zone: Path) -> None:
    made = given(line, zone, "--define", "D4=registered")
    new = next(one for one in made["targets"] if one["code"] == "new")
    assert new["pace"] == "unknown"
    assert "新注册" in new["definition"]["zh"]
    assert made["chosen"]["zone.D4"] == "registered"


def test_groups_are_shown_and_add_up(line: Line, zone: Path) -> None:
    made = given(line, zone, "--by", "capital")
    parts = next(one for one in made["breakdowns"] if one["figure"] == "sme_new")
    assert {one["name"]["zh"]: one["value"]["definite"] for one in parts["groups"]} == {
        "两千万以上": 1, "其他": 1, "待定": 1,
    }  # fmt: skip


def test_a_figure_opens_to_its_records(line: Line, zone: Path) -> None:
    made = given(line, zone, "--open", "sme_large")
    assert [(one["name"], one["certain"]) for one in made["records"]] == [("=企业1", True), ("=企业3", False)]
    assert "注册资本" in made["records"][1]["why"]["zh"]
    answer = line(*words(zone, "--open", "target:small"))
    code, said = answer.code, answer.out
    assert code == 0
    assert "共 2 条：确定 1，待核实 1" in said


def test_records_are_written_as_csv_and_xlsx_never_as_formulas(line: Line, zone: Path, tmp_path: Path) -> None:
    assert line(*words(zone, "--open", "sme_new", "-o", str(tmp_path / "r.csv"))).code == 0
    rows = list(csv.reader((tmp_path / "r.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0][0] == "企业或项目"
    assert [row[0] for row in rows[1:]] == ["'=企业1", "'=企业2", "'=企业3"]
    assert line(*words(zone, "--open", "sme_new", "-o", str(tmp_path / "r.xlsx"))).code == 0
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert sheet is not None
    assert (sheet["B4"].value, sheet["B4"].data_type) == ("=企业1", "s")


def test_the_workbook_has_the_columns_of_the_monthly_table(line: Line, zone: Path, tmp_path: Path) -> None:
    assert line(*words(zone, "-o", str(tmp_path / "目标.xlsx"))).code == 0
    sheet = openpyxl.load_workbook(tmp_path / "目标.xlsx").active
    assert sheet is not None
    heads = [cell.value for cell in sheet[3]]
    assert heads[1:10] == ["指标", "单位", "年度目标", "本月新增", "累计完成", "完成率", "序时", "去年同期", "同比"]
    assert {"口径", "备注", "条款"} <= set(heads)
    assert [cell.value for cell in sheet[4]][1:6] == ["新增1000家", "家", "4家以上", "3家", "3家"]


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("--open", "nwe"), 2, "unknown-figure"),
        (("--open", "per_10k"), 2, "figure-has-parts"),
        (("--by", "nowhere"), 2, "unknown-group"),
        (("--define", "D9=x"), 2, "unknown-definition"),
        (("--define", "D4=x"), 2, "unknown-option"),
        (("-o", "here.pdf"), 2, "output-kind"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    line: Line, zone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = line(*words(zone, *more))
    found, out, told = answer.code, answer.out, answer.err
    assert (found, said in out + told) == (code, True), out + told
    assert list(tmp_path.iterdir()) == []


def test_a_pack_without_targets_is_refused(line: Line, zone: Path) -> None:
    answer = line("targets", "cn-hnte", "--facts", str(zone / "facts"), "--as-of", DAY)
    code, told = answer.code, answer.err
    assert code == 2
    assert "no-programme" in told


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("word", ["copy", "folder"])
def test_of_a_pack_that_check_finds_wrong_nothing_is_counted(line: Line, tmp_path: Path, word: str, lang: str) -> None:
    copy = tmp_path / "packs" / "copy"
    shutil.copytree(carried() / "tianjin-hitech-2012", copy)
    base_of(tmp_path / "facts", 1, enterprise=[{"enterprise": 1, "name": "企业"}])
    place = "copy" if word == "copy" else str(copy)
    asked = ["targets", place, "--packs", str(copy.parent), "--facts", str(tmp_path / "facts"), "--as-of", DAY]
    assert line(*asked, "--json").code == 0  # the folder's name need not be the pack's
    text = (copy / "programme.yaml").read_text("utf-8")
    moved = text.replace("range: [1个, 2个]", "range: [5个, 2个]").replace("cite: 二3}", "cite: 二9}", 1)
    (copy / "programme.yaml").write_text(moved, "utf-8")
    answer = line(*asked, "--lang", lang, "-o", str(tmp_path / "目标.xlsx"))
    assert answer.code == 1
    assert "goal-impossible" in answer.err
    assert "no-such-clause" in answer.err
    assert ("请：核对原文后改正数值" if lang == "zh" else "next: check the document") in answer.err
    assert "二3" in answer.err  # a neighbour that exists
    assert not (tmp_path / "目标.xlsx").exists()


def test_a_day_on_which_nothing_was_known_is_warned_of(line: Line, zone: Path) -> None:
    place = ["targets", "zone", "--packs", str(zone / "packs"), "--facts", str(zone / "facts")]
    answer = line(*place, "--as-of", "1999-12-31")
    code, told = answer.code, answer.err
    assert code == 0
    assert "nothing-known-yet" in told


def test_a_ratio_that_is_not_decided_shows_what_is_reported_beside_it(line: Line, tmp_path: Path) -> None:
    pack_in(tmp_path / "packs")
    filed = {"enterprise": 1, "number": "A", "kind": "发明专利", "filed_on": dt.date(2012, 5, 1)}
    base_of(
        tmp_path / "facts", 1, ip_right=[filed], enterprise=[{"enterprise": 2}],
        annual_return=[{"enterprise": 1, "year": 2011, "staff": 20}],
    )  # fmt: skip
    answer = line(*words(tmp_path))
    assert answer.code == 0
    assert "    已报数 500件/万人，未报的不计，不是上下限" in answer.out
    found = {one["code"]: one for one in given(line, tmp_path)["targets"]}["density"]
    assert (found["as_held"], found["low"], found["actual"], found["pace"]) == (500, 0, 0, "possible")


@pytest.mark.parametrize(
    ("lang", "why", "todo", "none"),
    [
        ("zh", "分母为零", "补录分母所用的数据", "无数据"),
        ("en", "its denominator is zero", "load the facts of the denominator", "no data"),
    ],
)
def test_a_ratio_over_nobody_has_no_figure_and_says_what_to_load(
    line: Line, tmp_path: Path, lang: str, why: str, todo: str, none: str
) -> None:
    pack_in(tmp_path / "packs")
    filed = {"enterprise": 1, "number": "A", "kind": "发明专利", "filed_on": dt.date(2012, 5, 1)}
    base_of(tmp_path / "facts", 1, ip_right=[filed], annual_return=[{"enterprise": 1, "year": 2011, "staff": 0}])
    answer = line(*words(tmp_path), "--lang", lang)
    assert answer.code == 0
    assert "zero-denominator" in answer.err
    assert (why in answer.err, todo in answer.err, none in answer.out) == (True, True, True)
    found = {one["code"]: one for one in given(line, tmp_path)["targets"]}["density"]
    assert (found["actual"], found["low"], found["high"], found["pace"]) == (None, None, None, "unknown")


def test_a_target_that_has_not_begun_says_so_everywhere(line: Line, zone: Path, tmp_path: Path) -> None:
    early = ("--as-of", "2011-12-31", "--known-at", DAY)
    answer = line(*words(zone, *early, "--forecast", "-o", str(tmp_path / "目标.xlsx")))
    assert answer.code == 0
    for part in ("未开始", "进度：未开始，自 2012-01-01 起算，尚未开始", "说不准：自 2012-01-01 起算"):
        assert part in answer.out
    assert "正常" not in answer.out
    assert "not begun yet" in line(*words(zone, *early, "--lang", "en")).out
    found = {one["code"]: one for one in given(line, zone, *early)["targets"]}["new"]
    assert (found["pace"], found["colour"], found["plan"], found["rate"]) == ("not_begun", "grey", 0, None)
    sheet = openpyxl.load_workbook(tmp_path / "目标.xlsx").active
    assert sheet is not None
    assert "未开始" in [cell.value for cell in sheet[4]]


def test_a_forecast_stands_in_the_table_and_in_json(line: Line, zone: Path) -> None:
    answer = line(*words(zone, "--forecast"))
    assert answer.code == 0
    assert "预计" in answer.out
    assert "说不准：" in answer.out
    found = {one["code"]: one["outlook"] for one in given(line, zone, "--forecast")["targets"]}
    keys = {"kind", "low", "likely", "high", "probability", "gap", "key_firms", "basis", "said"}
    assert all(keys == set(one) for one in found.values())
    assert found["small"]["kind"] == "cannot_tell"
    assert (found["small"]["low"], found["small"]["probability"], found["small"]["gap"]) == (None, None, None)


def test_a_forecast_is_written_with_the_monthly_table(line: Line, zone: Path, tmp_path: Path) -> None:
    assert line(*words(zone, "--forecast", "-o", str(tmp_path / "目标.xlsx"))).code == 0
    sheet = openpyxl.load_workbook(tmp_path / "目标.xlsx").active
    assert sheet is not None
    assert any("说不准" in str(cell.value) for row in sheet.iter_rows() for cell in row)
