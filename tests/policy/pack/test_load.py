"""A folder or a file → a pack: names, hashes, used packs, cases, and every problem at once."""

from __future__ import annotations

import datetime as dt
import gc
import time
from fractions import Fraction
from pathlib import Path

import pytest

from peiyu.policy.condition import ast
from peiyu.policy.pack.checks import check_pack
from peiyu.policy.pack.load import PackRegistry, load_pack, read_cases, read_pack
from peiyu.policy.pack.model import BandItem, Combined, Criterion
from peiyu.policy.pack.yaml import read
from peiyu.problems import PackError, Text, has_errors

ONE = """
pack: small
name: {zh: 小包, en: Small}
status: draft
criteria:
  parameters: {pass_mark: {name: 合格分, values: [{from: 2017-01-01, value: 60分}, {from: 2020-01-01, value: 70分}], cite: 一, evidence: verified}}
  sets: {high: {name: 高水平, of: [三级, 四级], cite: 一, evidence: verified}}
  fields: {local: {name: 特色得分, en: Local score, entity: annual_return, type: points, from: department, min: 0, max: 15, cite: 一}}
  quantities: {share: {name: 研发人员占比, is: 研发人员 / 职工总数, when_undefined: not met, cite: 一, evidence: verified}}
  scores:
    table:
      name: 评分
      cite: 二
      evidence: verified
      items:
        - {id: share_points, name: 占比得分, of: share, bands: [[">= 30%", 20], [">= 10%", [5, 10]], [else, 0]]}
        - {id: level, name: 水平得分, if: 数字化水平 in 高水平, points: 5}
        - {id: local_points, name: 特色, expert: [0, 15], fact: 特色得分}
  tiers:
    good:
      name: 好企业
      en: Good firm
      cite: 三
      evidence: verified
      title: hnte
      valid_for: 3年
      met_when:
        all:
          - {id: staff, name: 职工, if: 职工总数 <= 500人}
          - any:
              - {id: score, if: 评分 >= 合格分}
              - {id: local, if: table.local_points > 3分, cite: 三之二}
cases:
  defaults: {as_of: 2023-06-01}
  bases: {firm: {职工总数: 100人, 研发人员: 40人, complete: [知识产权]}}
  cases:
    - {of: good.staff, from: firm, facts: {职工总数: {2021: 300人, 2022: 500人}}, gives: met, why: 边界}
    - {of: table.share_points, from: firm, facts: {知识产权: [{类别: 发明专利, 授权日期: 2020-01-02}]}, gives: [5, 10]}
    - {of: good, facts: {职工总数: [100人, null], 特色得分: 3.5分, complete: [称号资质：高新技术企业], attested: {small.good.local: 是}}, gives: unknown, for: [职工总数, 知识产权], parameters: {合格分: 50分}}
"""  # noqa: E501


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(ONE, encoding="utf-8")
    return path


def test_a_single_file_is_a_pack(small: Path) -> None:
    pack = load_pack(small)
    (text,) = pack.texts
    tier = text.tiers["good"]
    assert (pack.id, pack.name.en, tier.title, tier.valid_for) == ("small", "Small", "高新技术企业", 36)
    assert isinstance(tier.met_when, Combined)
    staff, choice = tier.met_when.parts
    assert isinstance(staff, Criterion)
    assert (staff.key, staff.cite, staff.evidence, staff.span.line) == ("small.good.staff", "三", "verified", 29)
    assert isinstance(choice, Combined)
    assert [one.cite for one in choice.parts] == ["三", "三之二"]
    assert [one.key for one in choice.parts] == ["small.good.score", "small.good.local"]


def test_names_mean_the_objects_of_the_pack(small: Path) -> None:
    (text,) = load_pack(small).texts
    item = text.scores["table"].items[0]
    assert isinstance(item, BandItem)
    assert item.of == ast.Ref("quantity", "small.share")
    first = item.bands[0].when
    assert first == ast.Compare(">=", ast.Ref("quantity", "small.share"), ast.Number(Fraction(3, 10), "ratio"))
    assert [(band.low, band.high) for band in item.bands] == [(20, 20), (5, 10), (0, 0)]
    score = text.tiers["good"].met_when
    assert isinstance(score, Combined)
    whens = [one.when for one in score.parts[1].parts if isinstance(one, Criterion)]  # type: ignore[union-attr]
    assert whens[0] == ast.Compare(">=", ast.Ref("score", "small.table"), ast.Ref("parameter", "small.pass_mark"))
    assert isinstance(whens[1], ast.Compare)
    assert whens[1].left == ast.Ref("item", "small.table.local_points")
    assert text.fields["local"].code == "small.local"


@pytest.mark.parametrize(
    ("written", "note"),
    [
        ("只看本年。", Text("只看本年。", "")),
        ("{zh: 只看本年。, en: This year only.}", Text("只看本年。", "This year only.")),
    ],
)
def test_a_note_is_chinese_alone_or_both_languages(tmp_path: Path, written: str, note: Text) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(ONE.replace("is: 研发人员 /", f"note: {written}, is: 研发人员 /"), encoding="utf-8")
    (text,) = load_pack(path).texts
    assert text.quantities["share"].note == note


def test_a_note_in_english_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(ONE.replace("is: 研发人员 /", "note: {en: Only.}, is: 研发人员 /"), encoding="utf-8")
    assert "key-missing" in {one.code for one in read_pack(path).problems}


def test_a_parameter_ends_the_day_before_its_next_value(small: Path) -> None:
    (text,) = load_pack(small).texts
    days = [(one.since, one.until) for one in text.parameters["pass_mark"].values]
    assert days == [(dt.date(2017, 1, 1), dt.date(2019, 12, 31)), (dt.date(2020, 1, 1), None)]


def test_cases_hold_stored_values(small: Path) -> None:
    cases, problems = read_cases(load_pack(small))
    assert problems == ()
    first, second, third = cases
    assert first.facts[("annual_return", "staff", 2021)] == 300
    assert first.facts[("annual_return", "staff", 2022)] == 500
    assert first.complete == ("ip_right",)
    assert (second.gives, second.rows[0].entity) == ((5, 10), "ip_right")
    assert dict(second.rows[0].values) == {"kind": "发明专利", "granted_on": dt.date(2020, 1, 2)}
    assert third.facts == {("annual_return", "small.local", 2022): 350}
    assert third.bands == {("annual_return", "staff", 2022): (100, None)}
    assert (third.complete, third.complete_kinds) == ((), (("title", "高新技术企业"),))
    assert third.attested == {"small.good.local": True}
    assert third.wanting == (("annual_return", "staff"), ("ip_right", ""))
    assert third.parameters == {"small.pass_mark": ast.Number(Fraction(50), "points")}


def test_the_hash_follows_every_character(small: Path) -> None:
    before = load_pack(small).hash
    assert load_pack(small).hash == before
    small.write_text(ONE.replace("500人}", "501人}"), encoding="utf-8")
    assert load_pack(small).hash != before


def folder(place: Path, id_: str, *, uses: str, number: int = 1) -> None:
    (place / id_).mkdir()
    (place / id_ / "pack.yaml").write_text(
        f"pack: {id_}\nname: 包\nstatus: draft\nuses: [{uses}]\n"
        f"texts: [{{id: a, file: criteria.yaml, cite: 一, evidence: verified}}]\n",
        encoding="utf-8",
    )
    (place / id_ / "criteria.yaml").write_text(
        f"quantities: {{q: {{name: 量, is: 职工总数 + {number}人, cite: 一, evidence: verified}}}}\n", encoding="utf-8"
    )


def test_a_pack_that_refers_to_itself_is_told_the_circle(tmp_path: Path) -> None:
    folder(tmp_path, "first", uses="second")
    folder(tmp_path, "second", uses="first")
    found = read_pack("first", registry=PackRegistry.of([tmp_path])).problems
    (one,) = found
    assert (one.code, one.where.file) == ("uses-cycle", "second/pack.yaml")
    assert "first → second → first" in one.message.zh


def test_a_used_pack_is_part_of_the_hash(tmp_path: Path) -> None:
    folder(tmp_path, "first", uses="second")
    folder(tmp_path, "second", uses="")
    before = load_pack("first", registry=PackRegistry.of([tmp_path])).hash
    (tmp_path / "second" / "criteria.yaml").write_text("{}\n", encoding="utf-8")
    assert load_pack("first", registry=PackRegistry.of([tmp_path])).hash != before


def test_all_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    folder(tmp_path, "first", uses="second, nowhere")
    folder(tmp_path, "second", uses="")
    for id_ in ("first", "second"):
        (tmp_path / id_ / "criteria.yaml").write_text(
            "quantities: {q: {name: 量, is: 没有的 + 1万圆, cite: 一}}\nwhat: 1\n", encoding="utf-8"
        )
    with pytest.raises(PackError) as caught:
        load_pack("first", registry=PackRegistry.of([tmp_path]))
    found = {(one.where.file, one.code) for one in caught.value.problems}
    files = {"first/criteria.yaml", "second/criteria.yaml"}
    expected = {(file, code) for file in files for code in ("unit-unknown", "key-unknown", "evidence-missing")}
    assert found == {*expected, ("first/pack.yaml", "uses-unknown")}


def test_a_pack_that_is_nowhere(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        load_pack("no-such-pack", registry=PackRegistry.of([tmp_path]))
    assert caught.value.problems[0].code == "pack-not-found"
    assert read_pack(tmp_path / "none.yaml").problems[0].code == "pack-not-found"


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(b"PK\x03\x04\xff\xfe\x00")
    assert [one.code for one in read_pack(path).problems] == ["file-not-text"]
    assert [one.code for one in read("a" * 10_000_001, "x")[1]] == ["file-too-large"]


@pytest.mark.parametrize("id_", PackRegistry().ids())
def test_the_carried_packs_are_sound(id_: str) -> None:
    registry = PackRegistry()
    loading = read_pack(id_, registry=registry)
    assert [one.said() for one in loading.problems] == []
    assert loading.pack is not None
    found = check_pack(loading.pack, registry=registry)
    if loading.pack.status == "draft":  # what is open is a warning until the pack is released
        assert not has_errors(found)
    else:
        assert [one.said() for one in found] == []


def many(rules: int) -> str:
    quantities = "".join(
        f"    q{n}: {{name: 量{n}, is: 量{n - 1} + 1人, cite: 一, evidence: verified}}\n" if n
        else "    q0: {name: 量0, is: 职工总数 + 1人, cite: 一, evidence: verified}\n"
        for n in range(rules)
    )  # fmt: skip
    criteria = "".join(
        f"        - {{id: c{n}, cite: 一, evidence: verified, if: '量{n} <= 500人 and 营业收入 > 1亿元'}}\n"
        for n in range(rules)
    )
    return (
        "pack: many\nname: 多\nstatus: draft\ncriteria:\n  quantities:\n" + quantities
        + "  tiers:\n    t:\n      name: 级\n      met_when:\n        all:\n" + criteria
    )  # fmt: skip


def seconds(path: Path, rules: int) -> float:
    """Of the processor alone; what other tests left in memory is not searched again and again."""
    path.write_text(many(rules), encoding="utf-8")
    registry = PackRegistry()
    gc.freeze()
    began = time.process_time()
    loading = read_pack(path, registry=registry)
    assert loading.pack is not None
    assert loading.problems == ()
    assert {one.code for one in check_pack(loading.pack, registry=registry)} == {"case-missing"}
    took = time.process_time() - began
    gc.unfreeze()
    return took


def test_time_grows_with_the_number_of_rules_only(tmp_path: Path) -> None:
    """2 000 chained quantities and 2 000 criteria: neither deep recursion nor quadratic time."""
    path = tmp_path / "many.yaml"
    seconds(path, 50)
    short, long = (min(seconds(path, rules) for _ in range(2)) for rules in (250, 2_000))
    assert long < 8 * short * 3, (short, long)
