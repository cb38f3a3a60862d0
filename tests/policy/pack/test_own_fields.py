"""The vocabulary with the fields that packs add."""

from __future__ import annotations

from pathlib import Path

import pytest

from peiyu.facts.intake import load
from peiyu.facts.templates import write
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.pack.load import PackRegistry, load_pack
from peiyu.policy.pack.vocabulary import own_fields, with_own_fields

DATED = """
pack: town
name: {zh: 某镇, en: A town}
status: draft
document: {title: 办法, number: 〔2020〕1号, issuers: [某镇], issued: 2020-01-01, evidence: verified}
texts:
  - {id: a, file: a.yaml, from: 2020-01-01, until: 2021-12-31, evidence: verified, cite: 一}
  - {id: b, file: b.yaml, from: 2022-01-01, until: null, evidence: verified, cite: 一}
"""
RULES = """
fields:
  rent: {name: 年租金, en: rent, entity: annual_return, type: money, max: %s, cite: 一}
  %s: {name: 特色, en: local, entity: enterprise, type: bool, cite: 一}
tiers: {t: {name: 优租, met_when: {all: [{id: a, name: 租金, if: 年租金 <= 5万元, cite: 一, evidence: verified}]}}}
"""


def test_each_pack_adds_its_fields_under_its_name() -> None:
    pack = load_pack("tianjin-hitech-2012")
    words = with_own_fields([pack])
    assert words.field("enterprise", "tianjin-hitech-2012.paid_in").name.zh == "实缴资本"
    assert {one.code for one in own_fields(pack)} == {
        f"tianjin-hitech-2012.{one}" for one in ("paid_in", "innovates", "knows", "declared_stage")
    }
    assert vocabulary().root_field("实缴资本") is None


def test_without_a_field_it_is_the_common_vocabulary() -> None:
    assert with_own_fields([]) is vocabulary()
    assert with_own_fields([load_pack("cn-gradient")]) is vocabulary()


def test_fields_of_every_text_are_there_as_the_last_one_says_them(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    folder.mkdir()
    for name, text in (("pack", DATED), ("a", RULES % ("5万元", "old")), ("b", RULES % ("9万元", "new"))):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    words = with_own_fields([load_pack(folder)])
    assert words.field("annual_return", "town.rent").maximum == 9 * 10**6
    assert {f.local for f in words.entities["enterprise"].fields if f.pack} == {"old", "new"}


@pytest.mark.parametrize("id_", PackRegistry.of().ids())
def test_the_template_of_every_carried_pack_loads(tmp_path: Path, id_: str) -> None:
    words = with_own_fields([load_pack(id_)])
    path = write([e.code for e in words.entities.values()], tmp_path / "t.xlsx", vocabulary=words)
    loaded = load([path], vocabulary=words)
    assert not [p for p in loaded.problems if p.code.startswith("header")]
    known = {(c.entity, c.field) for c in loaded.columns if c.role == "field"}
    assert {(one.entity, one.code) for one in own_fields(load_pack(id_))} <= known
