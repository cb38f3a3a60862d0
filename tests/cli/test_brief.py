"""`peiyu brief PACK`: what stands in an issue, that every number is locked, that edits are found, what is refused."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.cli.bad_inputs import Line
from tests.insight.zone import base_of, pack_in
from tests.paper.brief.editing import edited, pages_of, round_trip, without_bookmarks

from peiyu.cli.shell import run
from peiyu.madeup import Zone, write
from peiyu.paper.brief.reading import read

TIANJIN = ("tianjin-hitech-2012", "2012-09-30")
BAOTOU = ("baotou-2015", "2018-06-30")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In full a 简报 of the made-up zone and a 通报 of the made-up city; the 简报 as it is sent; the bases beside."""
    folder = tmp_path_factory.mktemp("desk")
    for (pack, day), file, kind in ((TIANJIN, "简报.docx", "简报"), (BAOTOU, "通报.docx", "通报")):
        write(Zone(kind=pack, companies=600), folder / pack)
        words = ["brief", pack, "--facts", str(folder / pack), "--as-of", day, "-o", str(folder / file)]
        assert run([*words, "--kind", kind, "--form", "full", "--issue", "9", "--total", "21"]) == 0
    words = ["brief", TIANJIN[0], "--facts", str(folder / TIANJIN[0]), "--as-of", TIANJIN[1], "--issue", "9"]
    assert run([*words, "-o", str(folder / "简版.docx")]) == 0
    return folder


def text_of(file: Path) -> str:
    return "\n".join(passage.text for passage in read(file).passages)


def numbers_of(file: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(file.with_suffix(".numbers.json").read_text("utf-8"))
    return held


# --- what stands in it ----------------------------------------------------------------------------------------


def test_a_brief_has_its_head_its_sections_its_tables_and_its_end(desk: Path) -> None:
    text = text_of(desk / "简报.docx")
    for part in (
        "科技型中小企业发展信息简报", "第9期（总第21期）", "高新区科技型中小企业发展领导小组办公室", "按语：",
        "一、总体情况", "表1 目标进展情况", "（一）规模指标", "企业增减", "完成情况预计", "未定数量的目标",
        "存在的问题", "下一步工作", "口径说明", "报：", "发：滨海科技园、华苑科技园。",
    ):  # fmt: skip
        assert part in text
    assert "虚构数据" in text
    assert numbers_of(desk / "简报.docx")["made_up"] is True


def test_the_form_that_is_sent_has_one_table_of_targets_few_items_and_the_deciding_enterprises(desk: Path) -> None:
    text = text_of(desk / "简版.docx")
    for part in (
        "第9期", "按语：截至9月底", "项量化目标中，", "一、目标进展", "表1 目标进展情况", "到期预计",
        "口径：新增口径＝首次认定",
        "二、重点情况", "（一）规模指标。新增科技型中小企业", "企业增减。年初在区企业", "三、完成情况预计",
        "表2 关键企业名单", "四、下一步工作", "报：", "发：滨海科技园、华苑科技园。",
    ):  # fmt: skip
        assert part in text
    assert 4 <= len(re.findall(r"^（[一二三四五六]）", text, re.M)) <= 6
    for part in ("口径说明", "图1", "附表", "未定数量的目标", "表3"):
        assert part not in text
    held, whole = numbers_of(desk / "简版.docx"), numbers_of(desk / "简报.docx")
    assert held["pictures"] == []
    assert not re.search("number-not-locked", str(held))
    same = held["numbers"].keys() & whole["numbers"].keys()
    assert len(same) > 60
    assert all(held["numbers"][id_]["value"] == whole["numbers"][id_]["value"] for id_ in same)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place", [TIANJIN, BAOTOU], ids=["zone", "city"])
def test_the_form_that_is_sent_fits_on_four_pages(
    place: tuple[str, str], lang: str, desk: Path, tmp_path: Path, line: Line
) -> None:
    pack, day = place
    words = ("brief", pack, "--facts", desk / pack, "--as-of", day, "--issue", "9", "--total", "21", "--lang", lang)
    assert line(*words, "-o", tmp_path / "b.docx").code == 0
    assert 2 <= pages_of(tmp_path / "b.docx") <= 4


def test_a_notice_as_it_is_sent_has_its_tables_annexed_and_no_charts(desk: Path, tmp_path: Path, line: Line) -> None:
    pack, day = BAOTOU
    out = tmp_path / "b.docx"
    words = ("brief", pack, "--facts", desk / pack, "--as-of", day, "--kind", "通报", "-o", out, "--json")
    given = json.loads(line(*words).out)
    assert [one for one in given["problems"] if one["code"] == "number-not-locked"] == []
    text = text_of(out)
    for part in ("一、总体情况", "二、重点情况", "附表1", "附表2"):
        assert part in text
    assert "图1" not in text


def test_a_notice_is_addressed_signed_and_has_its_annexed_tables(desk: Path) -> None:
    text = text_of(desk / "通报.docx")
    for part in (
        "各旗、县、区人民政府，稀土高新区管委会，市直有关部门、单位，中直、区直企事业单位：", "附表1", "附表2",
        "分旗县区进展情况", "合计", "送：市委办公厅、市人大常委会办公厅、市政协办公厅、", "2020年目标",
        "包头市科技型中小企业发展工作领导小组办公室",
    ):  # fmt: skip
        assert part in text


def test_the_figures_are_those_of_the_targets(desk: Path, line: Line) -> None:
    pack, day = TIANJIN
    given = json.loads(line("targets", pack, "--facts", desk / pack, "--as-of", day, "--json").out)
    locked = numbers_of(desk / "简报.docx")["numbers"]
    told = [one for one in given["targets"] if one["actual"] is not None]
    assert len(told) >= 10
    for one in told:
        value = locked[f"{one['code']}.total"]["value"]
        assert exact(value) == pytest.approx(one["actual"])
        assert exact(locked[f"{one['code']}.goal"]["value"]) == one["goal"]["low"]


def exact(written: str) -> float:
    over, _, under = written.partition("/")
    return int(over) / int(under or 1)


def test_the_parts_by_place_add_up_to_the_total(desk: Path) -> None:
    locked = numbers_of(desk / "简报.docx")["numbers"]
    parts = [exact(one["value"]) for id_, one in locked.items() if id_.startswith("new_sme.total[park=")]
    assert len(parts) > 2
    assert sum(parts) == exact(locked["new_sme.total"]["value"])


def test_a_notice_shows_no_number_by_place_that_tells_of_single_enterprises(desk: Path) -> None:
    held = numbers_of(desk / "通报.docx")
    table = text_of(desk / "通报.docx").partition("附表2\n")[2]
    assert re.search(r"\t\*(\t|\n)", table)
    assert "注：*为" in table
    parts = {id_: exact(one["value"]) for id_, one in held["numbers"].items() if "[district=" in id_}
    assert len(parts) > 3
    counts = [value for id_, value in parts.items() if id_.startswith("little_giants.")]
    assert all(value == 0 or value >= 3 for value in counts)
    assert "rd_bodies.total" in held["numbers"], "the totals stand"


def test_what_goes_out_names_no_enterprise_with_its_chance(desk: Path) -> None:
    notice, held = text_of(desk / "通报.docx"), numbers_of(desk / "通报.docx")["numbers"]
    assert "关键看" in notice
    assert "附表3" not in notice
    assert "可能性" not in notice
    assert not any(".chance[" in id_ for id_ in held)
    inside = text_of(desk / "简报.docx")
    assert "关键企业名单" in inside
    named = re.findall(r"虚构\w+公司", inside.partition("附表1\n")[2])
    outlook = notice.partition("完成情况预计")[2].partition("存在的问题")[0]
    assert len(named) > 3
    assert not re.search(r"虚构\w+公司", outlook)


def test_a_notice_shows_no_number_by_trade_that_tells_of_single_enterprises(desk: Path, tmp_path: Path) -> None:
    def by_trade(file: Path) -> dict[str, float]:
        held = numbers_of(file)["numbers"]
        return {id_: exact(one["value"]) for id_, one in held.items() if re.search(r"\[industry\w*=", id_)}

    whole = run(["brief", BAOTOU[0], "--facts", str(desk / BAOTOU[0]), "--as-of", BAOTOU[1], "--form", "full",
                 "-o", str(tmp_path / "b.docx")])  # fmt: skip
    assert whole == 0
    inside, outside = by_trade(tmp_path / "b.docx"), by_trade(desk / "通报.docx")
    assert any(0 < value < 3 for value in inside.values()), "the brief tells of single enterprises"
    assert all(value == 0 or value >= 3 for value in outside.values())
    assert len(inside) - len(outside) != 1, "a number hidden alone is given away by the total"


def test_every_computed_number_is_locked(desk: Path, tmp_path: Path, line: Line) -> None:
    cases = ((TIANJIN, "通报", "full", 100), (BAOTOU, "简报", "full", 100), (TIANJIN, "简报", "short", 60),
             (BAOTOU, "简报", "short", 60))  # fmt: skip
    for (pack, day), kind, form, least in cases:
        out = tmp_path / f"{pack}{kind}{form}.docx"
        words = ("brief", pack, "--facts", desk / pack, "--as-of", day, "--kind", kind, "--form", form, "-o", out)
        given = json.loads(line(*words, "--json").out)
        assert [one for one in given["problems"] if one["code"] == "number-not-locked"] == []
        assert given["figures"] > least


def test_a_brief_in_english(desk: Path, tmp_path: Path, line: Line) -> None:
    pack, day = TIANJIN
    words = ("brief", pack, "--facts", desk / pack, "--as-of", day, "--form", "full", "--lang", "en")
    assert line(*words, "-o", tmp_path / "b.docx").code == 0
    text = text_of(tmp_path / "b.docx")
    assert "1. Overview" in text
    assert "Made-up data" in text
    assert "decided by day of listing" in text
    assert "to the goal" in text
    assert line("brief", "verify", tmp_path / "b.docx", "--strict").code == 0


def test_without_a_forecast_nothing_is_expected(desk: Path, tmp_path: Path, line: Line) -> None:
    pack, day = TIANJIN
    words = ("brief", pack, "--facts", desk / pack, "--as-of", day, "--no-forecast", "-o", tmp_path / "b.docx")
    assert line(*words).code == 0
    assert "预计" not in text_of(tmp_path / "b.docx")
    assert not any(".outlook" in id_ for id_ in numbers_of(tmp_path / "b.docx")["numbers"])


def test_another_definition_is_said(desk: Path, tmp_path: Path, line: Line) -> None:
    pack, day = TIANJIN
    words = ("brief", pack, "--facts", desk / pack, "--as-of", day, "--no-forecast", "--define", "D4=registered")
    assert line(*words, "-o", tmp_path / "b.docx").code == 0
    assert "新增口径＝新注册" in text_of(tmp_path / "b.docx")


# --- after people edited it -----------------------------------------------------------------------------------


def test_an_untouched_brief_agrees_wholly(desk: Path, line: Line) -> None:
    for file in ("简报.docx", "简版.docx", "通报.docx"):
        said = line("brief", "verify", desk / file, "--strict", "--json")
        assert said.code == 0
        assert json.loads(said.out)["verification"]["untouched"] is True


@pytest.fixture
def changed(desk: Path, tmp_path: Path) -> tuple[Path, str, str]:
    """A copy of the brief in which the first number of new SMEs is another; what it says and what it should."""
    for name in ("简报.docx", "简报.numbers.json"):
        shutil.copyfile(desk / name, tmp_path / name)
    right = numbers_of(desk / "简报.docx")["numbers"]["new_sme.total"]["text"]
    wrong = f"{int(right.removesuffix('家')) + 9}家"
    copy = edited(tmp_path / "简报.docx", lambda xml: xml.replace(f">{right}<", f">{wrong}<", 1), name="改.docx")
    return copy, wrong, right


def findings(line: Line, file: Path, snapshot: Path) -> list[tuple[str, str, str]]:
    said = line("brief", "verify", file, "--numbers", snapshot, "--json")
    assert said.code == 0, said.err
    held = json.loads(said.out)["verification"]
    return [(one["id"], one["found"], one["expected"]) for one in held["changed"]]


def test_a_changed_number_is_found_by_its_bookmark(changed: tuple[Path, str, str], line: Line) -> None:
    file, wrong, right = changed
    assert findings(line, file, file.with_name("简报.numbers.json")) == [("new_sme.total", wrong, right)]


def test_a_changed_number_is_found_without_bookmarks(changed: tuple[Path, str, str], line: Line) -> None:
    file, wrong, right = changed
    bare = edited(file, without_bookmarks, name="无书签.docx")
    assert ("new_sme.total", wrong, right) in findings(line, bare, file.with_name("简报.numbers.json"))


def test_a_changed_number_is_found_after_libreoffice(changed: tuple[Path, str, str], line: Line) -> None:
    file, wrong, right = changed
    tripped = round_trip(file)
    assert ("new_sme.total", wrong, right) in findings(line, tripped, file.with_name("简报.numbers.json"))


def test_the_last_issue_is_held_against_this_one(desk: Path, tmp_path: Path, line: Line) -> None:
    pack, day = TIANJIN
    common = ("brief", pack, "--facts", desk / pack, "--no-forecast", "--archive", tmp_path / "archive")
    assert line(*common, "--as-of", "2012-08-31", "--known-at", day, "-o", tmp_path / "八月.docx").code == 0
    last = tmp_path / "八月.docx"
    said = line(*common, "--as-of", day, "-o", tmp_path / "九月.docx", "--numbers-previous", last)
    assert "与上期没有矛盾" in said.out
    assert sorted(one.name for one in (tmp_path / "archive" / "2012").iterdir()) == [
        "津高新区管简报2012-08", "津高新区管简报2012-09",
    ]  # fmt: skip
    held = numbers_of(last)
    held["numbers"]["new_sme.total"]["value"] = "99999"
    last.with_suffix(".numbers.json").write_text(json.dumps(held), "utf-8")
    said = line(*common[:-2], "--as-of", day, "-o", tmp_path / "再.docx", "--numbers-previous", last, "--json")
    assert {one["id"] for one in json.loads(said.out)["contradicts"]} == {"new_sme.total"}


# --- what a small draft pack gives, and what is refused -------------------------------------------------------


@pytest.fixture(scope="module")
def zone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft pack without actors; three firms recognised in the month, one of them confidential."""
    folder = tmp_path_factory.mktemp("zone")
    pack_in(folder / "packs")
    base_of(
        folder / "facts",
        enterprise=[
            {"enterprise": k, "name": f"企业{'甲乙丙'[k - 1]}", "registered_capital": 10**8, "sensitive": k == 2}
            for k in (1, 2, 3)
        ],
        title=[{"enterprise": k, "kind": "科技型中小企业", "granted_on": dt.date(2012, 9, k)} for k in (1, 2, 3)],
    )  # fmt: skip
    return folder


def words(zone: Path, out: Path, *more: str | Path) -> list[str | Path]:
    common = ("brief", "zone", "--packs", zone / "packs", "--facts", zone / "facts", "--as-of", "2012-09-30")
    return [*common, "-o", out, "--no-forecast", *more]


def test_confidential_enterprises_are_counted_and_not_named(zone: Path, tmp_path: Path, line: Line) -> None:
    assert line(*words(zone, tmp_path / "b.docx")).code == 0
    text = text_of(tmp_path / "b.docx")
    assert "企业甲" in text
    assert "企业丙" in text
    assert "企业乙" not in text
    assert numbers_of(tmp_path / "b.docx")["numbers"]["new.total"]["value"] == "3"


def test_a_figure_that_nobody_holds_is_no_data_and_says_why(zone: Path, tmp_path: Path, line: Line) -> None:
    said = line(*words(zone, tmp_path / "b.docx", "--form", "full"))
    assert "nothing-held" in said.err
    text = text_of(tmp_path / "b.docx")
    assert re.search(r"密度：无数据，.+", text)
    assert "density.total" not in numbers_of(tmp_path / "b.docx")["numbers"]
    assert "试验区管委会" in text


def test_what_is_refused_leaves_everything_as_it_was(zone: Path, tmp_path: Path, line: Line) -> None:
    (tmp_path / "旧.docx").write_text("旧", "utf-8")
    line.refused(2, "output-exists", *words(zone, tmp_path / "旧.docx"))
    assert (tmp_path / "旧.docx").read_text("utf-8") == "旧"
    line.refused(2, "output-kind", *words(zone, tmp_path / "b.pdf"))
    line.refused(1, "snapshot-missing", *words(zone, tmp_path / "b.docx", "--numbers-previous", tmp_path / "旧.docx"))
    assert [one.name for one in tmp_path.iterdir()] == ["旧.docx"]


def test_a_national_pack_has_no_brief(zone: Path, tmp_path: Path, line: Line) -> None:
    common = ("--facts", zone / "facts", "--as-of", "2026-06-30", "-o", tmp_path / "b.docx")
    said = line("brief", "cn-tech-sme-2017", *common)
    assert said.code in (1, 2)
    assert list(tmp_path.iterdir()) == []
