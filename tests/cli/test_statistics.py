"""peiyu statistics: every kind on a made-up zone, what goes out, charts, and what bad input gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.bad_inputs import Line
from tests.insight.zone import base_of
from tests.madeup.zones import base as made_up

DAY = "2012-09-30"
PACK = "tianjin-hitech-2012"
KINDS = ("bridge", "revenue", "growth", "transitions", "survival", "concentration", "operating", "bunching")


def words(kind: str, *more: str) -> list[str]:
    return ["statistics", kind, "--facts", str(made_up().path), "--as-of", DAY, *more]


def given(line: Line, kind: str, *more: str) -> dict[str, Any]:
    answer = line(*words(kind, "--json", *more))
    assert answer.code == 0, answer.out + answer.err
    made: dict[str, Any] = json.loads(answer.out)
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_table_and_a_sentence_in_both_languages(line: Line, kind: str) -> None:
    more = ("--pack", PACK) if kind == "transitions" else ()
    made = given(line, kind, *more)
    assert made["made_up"] is True
    assert made["sheet"]["rows"]
    answer = line(*words(kind, *more))
    assert made["said"][0]["zh"] in answer.out
    assert "虚构数据" in answer.out
    english = line(*words(kind, *more, "--lang", "en"))
    assert made["said"][0]["en"] in english.out


def test_the_bridge_adds_up(line: Line) -> None:
    rows = {name["zh"]: count for name, count in given(line, "bridge")["sheet"]["rows"]}
    came = sum(rows[one] for one in ("新注册", "迁入", "转型", "新认定"))
    assert rows["期初"] + came - sum(rows[one] for one in ("撤销", "迁出", "注销", "吊销")) == rows["期末"]


def test_what_goes_out_has_no_small_number_and_no_sentence(line: Line) -> None:
    made = given(line, "transitions", "--pack", PACK, "--outward")
    numbers = [entry for row in made["sheet"]["rows"] for entry in row if isinstance(entry, int)]
    assert None in [entry for row in made["sheet"]["rows"] for entry in row]
    assert not {1, 2} & set(numbers)
    assert "value" not in made
    assert "said" not in made
    shown = line(*words("transitions", "--pack", PACK, "--outward")).out
    assert "*" in shown
    assert "已遮盖" in shown


def test_shares_of_a_pack_s_groups_against_a_base(line: Line) -> None:
    made = given(
        line, "concentration", "--pack", PACK, "--of", "revenue", "--against", "新能源=1", "--against", "其他产业=3"
    )
    groups = {one["group"]: one for one in made["value"]["groups"]}
    assert groups["new_energy"]["name"]["zh"] == "新能源"
    assert groups["new_energy"]["quotient"] is not None
    assert groups["services"]["quotient"] is None


@pytest.mark.parametrize("suffix", ["json", "svg", "png"])
def test_a_chart_is_written(line: Line, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"chart.{suffix}"
    assert line(*words("bridge", "--chart", str(path))).code == 0
    held = path.read_bytes()
    assert held.startswith({"json": b"{", "svg": b"<svg", "png": b"\x89PNG"}[suffix])


@pytest.mark.parametrize(
    ("kind", "more", "code", "said"),
    [
        ("transitions", (), 2, "pack-needed"),
        ("transitions", ("--pack", PACK, "--by", "nowhere"), 2, "unknown-group"),
        ("bunching", ("--outward",), 2, "inward-only"),
        ("revenue", ("--chart", "c.svg"), 2, "no-chart"),
        ("bridge", ("--chart", "c.pdf"), 2, "output-kind"),
        ("transitions", ("--pack", PACK, "--outward", "--chart", "c.svg"), 2, "chart-tells"),
        ("concentration", ("--against", "新能源=x"), 2, "base-number"),
        ("everything", (), 2, "option-unfit"),
        ("bridge", ("--year", "2013"), 2, "dates-unfit"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, more: tuple[str, ...], code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    line.refused(code, said, *words(kind, *more))
    assert list(tmp_path.iterdir()) == []


def test_a_base_without_stays_says_what_to_load(line: Line, tmp_path: Path) -> None:
    base_of(tmp_path / "facts", 1, enterprise=[{"enterprise": 1}])
    line.refused(1, "nothing-held", "statistics", "bridge", "--facts", str(tmp_path / "facts"), "--as-of", DAY)
