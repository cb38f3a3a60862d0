"""Whatever stands in a programme's files, reading, checking and binding say what is wrong and never fall over."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from random import Random

import pytest

from peiyu.policy.compile.binding import Selection
from peiyu.policy.compile.programme import bind_programme
from peiyu.policy.pack.checks import check_pack
from peiyu.policy.pack.checks.programme.clauses import above, has_goal
from peiyu.policy.pack.load import PackRegistry, read_pack
from peiyu.policy.pack.load.programme.units import measure_of
from peiyu.problems import PeiyuError, Problem, has_errors

ZONE = Path(__file__).parent / "zone"
FILES = ("programme.yaml", "coverage.yaml", "mended.txt", "criteria.yaml")
WORDS = re.compile(r"[\w%]+|[{}\[\]:,]")
DAY = dt.date(2012, 9, 30)
STRANGE = ("", "null", "[]", "{}", "-1", "1e9", "0家", "二9")


def mutated(folder: Path, dice: Random) -> None:
    """Puts another word of the zone, or a strange one, in the place of one word."""
    words = sorted({word for file in FILES for word in WORDS.findall((ZONE / file).read_text(encoding="utf-8"))})
    place = folder / dice.choice(FILES)
    text = place.read_text(encoding="utf-8")
    found = dice.choice(list(WORDS.finditer(text)))
    changed = text[: found.start()] + dice.choice((*words, *STRANGE)) + text[found.end() :]
    place.write_text(changed, encoding="utf-8")


def everything_said(folder: Path) -> tuple[Problem, ...]:
    registry = PackRegistry()
    loading = read_pack(folder, registry=registry)
    if loading.pack is None or has_errors(loading.problems):
        return loading.problems
    found = (*loading.problems, *check_pack(loading.pack, registry=registry))
    if not has_errors(found) and loading.pack.programme is not None:
        bind_programme({"zone": loading.pack}, "zone", Selection(as_of=DAY, known_at=DAY, rules_at=DAY))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_a_changed_word_is_told_or_harmless(seed: int, tmp_path: Path) -> None:
    folder = shutil.copytree(ZONE, tmp_path / "zone")
    mutated(folder, Random(seed))
    try:
        found = everything_said(folder)
    except PeiyuError as fault:
        found = fault.problems
    assert all(one.code and one.message.zh and one.message.en for one in found)


def test_an_empty_programme_file_is_told(tmp_path: Path) -> None:
    folder = shutil.copytree(ZONE, tmp_path / "zone")
    (folder / "programme.yaml").write_text("# nothing\n", encoding="utf-8")
    assert [(one.code, one.where.file) for one in read_pack(folder).problems] == [
        ("yaml-syntax", "zone/programme.yaml")
    ]


@pytest.mark.parametrize(
    ("address", "parents"),
    [
        ("三（一）1", ("三（一）", "三")), ("四（一）第1段", ("四（一）", "四")), ("二1", ("二",)), ("二10", ("二",)),
        ("二第1段", ("二",)), ("前言第2段", ("前言",)), ("标题", ()), ("三", ()), ("十二3", ("十二",)),
    ],
)  # fmt: skip
def test_an_address_lies_in_those_above_it(address: str, parents: tuple[str, ...]) -> None:
    assert above(address) == parents


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("新增企业1000家。", True), ("建设10万平方米孵化器。", True), ("年均增长20%以上。", True),
        ("截至2022年底，高新技术企业达到138家。到2025年，达到280家。", True),
        ("截至2022年底，高新技术企业达到138家。", False), ("与国内50多所院校合作，推动建设载体。", False),
        ("加强服务。", False), ("2012年4月1日印发。", False), ("形成3个方面的体系", False),
    ],
)  # fmt: skip
def test_a_goal_is_a_figure_that_is_promised(text: str, goal: bool) -> None:
    assert has_goal(text) is goal


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("家", "户", True), ("件", "项", True), ("㎡", "平方米", True), ("件/万人", "项/万人", True),
        ("件/万人", "件/人", False), ("家", "人", False), ("元", "㎡", False),
    ],
)  # fmt: skip
def test_units_that_count_alike_are_one(one: str, other: str, same: bool) -> None:
    assert (measure_of(one) == measure_of(other)) is same
    assert measure_of("斗") is None
