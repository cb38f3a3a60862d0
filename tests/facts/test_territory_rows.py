"""Records of the territory itself: loaded without an enterprise, kept under key 0, never evaluated."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.facts.base_rows import VIEW, base_of, rows
from tests.facts.ledgers import KNOWN, book, uscc

from peiyu.facts.base import FactBase
from peiyu.facts.given import snapshot_of
from peiyu.facts.intake import load
from peiyu.facts.register import listed
from peiyu.facts.resolve import snapshot, snapshots
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import TERRITORY
from peiyu.problems import FactsError

OF_TERRITORY = ("carrier_project", "institution", "fund_budget", "event")


def mixed(folder: Path) -> FactBase:
    """Two enterprises and a territory with a building."""
    return base_of(
        folder / "facts",
        {
            "enterprise": rows({"enterprise": 3, "name": "甲"}, {"enterprise": -2, "name": "乙"}),
            "carrier_project": rows({"enterprise": TERRITORY, "title": "一期", "area": 1_000_000}),
        },
        buckets=2,
    )


def test_the_vocabulary_says_whose_records_they_are() -> None:
    assert tuple(e.code for e in vocabulary().entities.values() if e.of == "territory") == OF_TERRITORY
    assert all(vocabulary().child_field(code, "责任单位") for code in OF_TERRITORY)


@pytest.mark.parametrize("sheet", ["金融机构", "Sheet1"])
def test_a_ledger_without_enterprises_loads(tmp_path: Path, sheet: str) -> None:
    given = [
        ["机构名称", "机构类别", "进区形式", "进区日期", "责任单位"],
        ["某创投", "创投", "法人", "2023-05-06", "金融办"],
    ]
    loaded = load([book(tmp_path / "台账.xlsx", given, sheet=sheet)], known_from=KNOWN)
    assert not loaded.refused, loaded.problems
    assert set(loaded.frames) == {"institution"}
    (row,) = loaded.frames["institution"].iter_rows(named=True)
    assert (row["enterprise"], row["title"], row["kind"], row["form"]) == (TERRITORY, "某创投", "创投", "法人")
    assert row["entered_on"] == dt.date(2023, 5, 6)


def test_one_workbook_holds_enterprises_and_the_territory(tmp_path: Path) -> None:
    firms = book(tmp_path / "企业.xlsx", [["统一社会信用代码", "企业名称"], [uscc(1), "甲"]])
    works = book(
        tmp_path / "载体.xlsx", [["项目名称", "建筑面积（万㎡）", "竣工备案日期"], ["一期", 3.5, "2024-01-31"]],
        sheet="孵化载体项目",
    )  # fmt: skip
    loaded = load([firms, works], known_from=KNOWN)
    assert not loaded.refused, loaded.problems
    assert loaded.frames["enterprise"].height == 1
    assert loaded.frames["carrier_project"]["area"].to_list() == [3_500_000]


def test_the_territory_is_nobody(tmp_path: Path) -> None:
    base = mixed(tmp_path)
    assert base.manifest.enterprises == 2
    assert [one.name for one in snapshots(base, [TERRITORY, 3, -2], VIEW)] == ["乙", "甲"]
    assert all(not one.children for one in snapshots(base, [3, -2], VIEW))
    with pytest.raises(FactsError):
        snapshot(base, TERRITORY, VIEW)


def test_its_rows_lie_in_bucket_0_and_may_be_listed(tmp_path: Path) -> None:
    base = mixed(tmp_path)
    held = listed(base, base.scan("carrier_project", 0, VIEW, ["title", "area"]), bucket=0).collect()
    assert held.select("enterprise", "title", "area").rows() == [(TERRITORY, "一期", 1_000_000)]
    assert base.scan("carrier_project", 1, VIEW, ["title"]).collect().is_empty()


def test_a_base_may_hold_the_territory_alone(tmp_path: Path) -> None:
    firms, event = rows({"name": "甲"}).clear(), rows({"enterprise": TERRITORY, "title": "大赛"})
    base = base_of(tmp_path / "facts", {"enterprise": firms, "event": event})
    assert base.manifest.enterprises == 0
    assert base.scan("event", 0, VIEW, ["title"]).collect()["title"].to_list() == ["大赛"]


@pytest.mark.parametrize(("entity", "key"), [("enterprise", TERRITORY), ("stay", TERRITORY), ("event", 5)])
def test_a_row_of_the_wrong_owner_is_refused(tmp_path: Path, entity: str, key: int) -> None:
    frames = {"enterprise": rows({"enterprise": 5, "name": "甲"})} | {entity: rows({"enterprise": key})}
    with pytest.raises(FactsError) as caught:
        base_of(tmp_path / "facts", frames)
    assert {p.code for p in caught.value.problems} == {"row-owner-unfit"}
    assert list(tmp_path.iterdir()) == []


def test_a_case_of_an_enterprise_has_no_list_of_the_territory() -> None:
    with pytest.raises(FactsError) as caught:
        snapshot_of({"孵化载体项目": [{"建筑面积": 1}]}, as_of=VIEW.as_of)
    assert [p.code for p in caught.value.problems] == ["unknown-fact-name"]
