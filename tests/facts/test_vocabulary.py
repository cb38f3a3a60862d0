"""The vocabulary: what every later room relies on, and its page."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from peiyu.facts.base.schema import KEYS, PERIOD_COLUMNS, PROVENANCE, STAND_IN_MARK
from peiyu.facts.vocabulary.load import amount, vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.facts.vocabulary.page import page
from peiyu.problems import Text

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "vocabulary.md"
WORDS = vocabulary()
FIELDS = [(e, f) for e in WORDS.entities.values() for f in e.fields]


def test_the_committed_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(WORDS)


def test_every_entity_and_field_stands_on_the_page() -> None:
    written = page(WORDS)
    for entity, field in FIELDS:
        assert f"`{entity.code}`" in written
        assert f"| {field.name.zh} {field.name.en} | `{field.code}` |" in written
        assert all(alias in written for alias in field.aliases)


def test_codes_and_names_are_unique_within_an_entity() -> None:
    for entity in WORDS.entities.values():
        words = Counter(word for f in entity.fields for word in {f.code, f.name.zh})
        assert [word for word, n in words.items() if n > 1] == [], entity.code


def test_an_alias_never_names_two_fields_of_one_entity() -> None:
    for entity in WORDS.entities.values():
        headers = Counter(h for f in entity.fields for h in {f.name.zh, *f.aliases})
        assert [h for h, n in headers.items() if n > 1] == [], entity.code


def test_no_field_is_named_like_a_column_of_the_header() -> None:
    reserved = {*PROVENANCE, *(name for columns in PERIOD_COLUMNS.values() for name in columns)}
    clash = [f"{e.code}.{f.code}" for e, f in FIELDS if f.code in reserved or f.code.endswith(STAND_IN_MARK)]
    assert clash == []


def test_every_period_has_a_key() -> None:
    assert {e.period for e in WORDS.entities.values()} <= set(KEYS)


def test_enums_have_options_and_only_enums() -> None:
    assert all(bool(f.options) == (f.type == "enum") for _, f in FIELDS)


def test_suppliers_are_of_the_three_kinds() -> None:
    assert all(f.supplier in ("enterprise", "expert") or f.supplier.startswith("department:") for _, f in FIELDS)


def test_fields_are_found_by_code_and_by_chinese_name() -> None:
    assert WORDS.root_field("营业收入") is WORDS.root_field("revenue") is WORDS.field("annual_return", "revenue")
    kind = WORDS.child_field("ip_right", "类别")
    assert kind is not None
    assert kind.code == "kind"
    assert WORDS.root_field("没有的数据项") is None
    assert WORDS.entity("知识产权") is WORDS.entity("ip_right")


def test_levers_are_read_in_base_units() -> None:
    revenue = WORDS.field("annual_return", "revenue").lever
    assert revenue is not None
    assert (revenue.step, revenue.yearly_relative) == (Fraction(10**6), Fraction(1, 2))
    assert revenue.yearly_absolute is None
    financing = WORDS.field("annual_return", "equity_financing").lever
    assert financing is not None
    assert (financing.yearly_absolute, financing.lag_months) == (Fraction(10**10), 9)


@pytest.mark.parametrize(
    ("written", "type_", "value"), [("1亿元", "money", 10**10), ("30%", "ratio", Fraction(3, 10)), (0, "money", 0)]
)
def test_amounts_are_exact(written: str, type_: str, value: Fraction) -> None:
    assert amount(written, type_) == value


def test_a_pack_adds_fields_of_its_own_without_changing_the_vocabulary() -> None:
    own = Field("annual_return", "p.local_score", Text("特色化得分", "local score"), "points", scale=100)
    wider = WORDS.extended([own])
    assert wider.root_field("特色化得分") is own
    assert WORDS.root_field("特色化得分") is None
    assert wider.hash != WORDS.hash == wider.hash_of([("annual_return", "revenue")])
