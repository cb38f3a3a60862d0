"""A confirmed mapping: decided cell by cell, kept as JSON, carried to the next form by its headers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.paper.form.forms.corpus import offers_of
from tests.paper.form.forms.layout import Written
from tests.paper.form.forms.tuned.monthly import BILINGUAL

from peiyu.paper.form.carry import Carried, carry
from peiyu.paper.form.grid import CellAddress, Form
from peiyu.paper.form.headers.cells import Headers
from peiyu.paper.form.mapping import (
    FormMapping,
    Mapped,
    from_json,
    mapping_of,
    read_mapping,
    refuse_other_form,
    to_json,
    written,
)
from peiyu.paper.form.offer import CONFIDENCES, MEASURE_NAMES, Meaning
from peiyu.paper.form.opening import open_form
from peiyu.paper.form.propose.propose import form_period, propose
from peiyu.problems import InputError, Text

ZONE = "model-zone-2026"
BEFORE = """
月报（2026年5月）|<|<|<|<
指标|单位|2026年目标|5月新增|1—5月累计
新增入库科技型中小企业|家|.|.|.
新增高新技术企业|家|.|.|.
专项资金投入|万元|.|.|.
"""
AFTER = """
月报（2027年8月）|<|<|<|<|<
填报单位：|||||
指标|单位|2027年目标|8月新增|1—8月累计|备注
新增专精特新中小企业|家|.|.|.|.
新增入库科技型中小企业|家|.|.|.|.
新增高新技术企业|家|.|.|.|.
专项资金投入|亿元|.|.|.|.
"""


def opened(text: str, folder: Path, name: str = "form") -> Form:
    return open_form(Written(name=name, pack=ZONE, sheets={"月报": text}, key="").make(folder))


def mapped(form: Form) -> FormMapping:
    period = form_period(form)
    return mapping_of(form, propose(form, offers_of(ZONE)), pack=ZONE, year=period.year, month=period.month)


def carried(before: str, after: str, folder: Path) -> Carried:
    return carry(mapped(opened(before, folder)), opened(after, folder, "next"))


def at(place: str) -> CellAddress:
    return CellAddress.read(f"月报!{place}")


# --- deciding ---------------------------------------------------------------------------------------------------


def test_what_is_asked_has_no_meaning_until_somebody_gives_it(tmp_path: Path) -> None:
    mapping = mapped(opened("月报|<\n指标|累计\n科技型中小企业|.", tmp_path))
    (one,) = mapping.cells
    assert (one.meaning, one.open) == (None, True)
    assert one.candidate is not None
    decided = mapping.with_cell(one.cell, meaning=Meaning("new_sme", "total"), by="王")
    assert (decided.cells[0].meaning, decided.cells[0].confirmed, decided.cells[0].open) == (
        Meaning("new_sme", "total"), "王", False,
    )  # fmt: skip
    assert mapping.cells[0].meaning is None
    blank = mapping.with_cell(one.cell, by="王").cells[0]
    assert (blank.meaning, blank.text, blank.open) == (None, "", False)


def test_a_meaning_is_typed_as_it_is_shown() -> None:
    for said in (
        "new_sme.month",
        "new_sme.total[park=甲园]",
        "fund.total{万元}",
        "fund.month[park=甲园]{万元}@3",
        "inv.1.total",
    ):
        assert str(Meaning.read(said)) == said


@pytest.mark.parametrize("said", ["", "new_sme", "new_sme.never", "new_sme.month@13", "new_sme.month[park]", "新增"])
def test_what_is_no_meaning_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="no meaning"):
        Meaning.read(said)


# --- JSON -------------------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
MEANINGS = st.builds(
    Meaning,
    st.text(min_size=1, max_size=8),
    st.sampled_from(list(MEASURE_NAMES)),
    WORDS,
    WORDS,
    WORDS,
    st.integers(0, 12),
)
PATHS = st.lists(WORDS, max_size=3).map(tuple)
HEADERS = st.builds(
    Headers, titles=PATHS, notes=PATHS, columns=PATHS, rows=PATHS, headings=PATHS, whole=WORDS, implied=st.booleans(),
    row_head=WORDS, unit=WORDS, units=PATHS,
)  # fmt: skip
CELLS = st.builds(CellAddress, st.text("月报!表 1", min_size=1), st.integers(0, 99), st.integers(0, 50))
MAPPED = st.builds(
    Mapped, cell=CELLS, headers=HEADERS, meaning=st.none() | MEANINGS, text=WORDS, candidate=st.none() | MEANINGS,
    confidence=st.sampled_from(CONFIDENCES), why=st.builds(Text, WORDS, WORDS), confirmed=WORDS,
)  # fmt: skip


@given(st.lists(MAPPED, max_size=4), WORDS, st.integers(0, 2100), st.integers(0, 12))
def test_a_mapping_is_read_as_it_was_written(cells: list[Mapped], name: str, year: int, month: int) -> None:
    mapping = FormMapping(form=name, sha256="ab", cells=tuple(cells), pack=ZONE, year=year, month=month)
    assert from_json(json.loads(json.dumps(to_json(mapping)))) == mapping


def test_a_mapping_goes_through_a_file(tmp_path: Path) -> None:
    mapping = mapped(opened(BEFORE, tmp_path))
    (tmp_path / "m.json").write_text(written(mapping), "utf-8")
    assert read_mapping(tmp_path / "m.json") == mapping


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "other"}', '{"format": "peiyu-form-mapping/1", "cells": 3}',
             '{"format": "peiyu-form-mapping/1", "form": "a", "sha256": "", "cells": [{"cell": "nowhere"}]}']
)  # fmt: skip
def test_another_file_is_no_mapping(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.json").write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_mapping(tmp_path / "m.json")
    assert [one.code for one in caught.value.problems] == ["form-mapping-unreadable"]


def test_a_mapping_of_another_blank_is_refused(tmp_path: Path) -> None:
    form = opened(BEFORE, tmp_path)
    mapping = mapped(form)
    refuse_other_form(mapping, form)
    with pytest.raises(InputError) as caught:
        refuse_other_form(mapping, opened(AFTER, tmp_path, "next"))
    assert caught.value.problems[0].code == "form-mapping-other-form"


# --- carrying ---------------------------------------------------------------------------------------------------


def test_the_next_years_form_keeps_what_has_the_same_headers(tmp_path: Path) -> None:
    found = carried(BEFORE, AFTER, tmp_path)
    now = {one.cell.place: one for one in found.mapping.cells}
    assert [str(now[place].meaning) for place in ("C5", "D5", "E5")] == [
        "new_sme.goal",
        "new_sme.month",
        "new_sme.year",
    ]
    assert str(now["D6"].meaning) == "new_hnte.month"
    assert {(one.before.place, one.after.cell.place) for one in found.moved} >= {("C3", "C5"), ("E4", "E6")}
    assert found.kept == ()
    assert (found.mapping.year, found.mapping.month) == (2027, 8)


def test_what_is_gone_and_what_is_new_are_shown(tmp_path: Path) -> None:
    found = carried(BEFORE, AFTER, tmp_path)
    assert {one.cell.place for one in found.gone} == {"C5", "D5", "E5"}  # 万元 became 亿元: not the same
    assert {one.cell.place for one in found.new} == {
        "C4", "D4", "E4", "F4", "F5", "F6", "C7", "D7", "E7", "F7",
    }  # fmt: skip
    assert all(one.open for one in found.mapping.cells if one.cell in {new.cell for new in found.new})


def test_the_same_form_keeps_everything_where_it_is(tmp_path: Path) -> None:
    form = open_form(BILINGUAL.make(tmp_path))
    mapping = mapped(form)
    found = carry(mapping, form)
    assert (found.mapping, found.moved, found.gone, found.new) == (mapping, (), (), ())


def test_of_two_cells_with_the_same_headers_none_is_carried(tmp_path: Path) -> None:
    twice = BEFORE.replace("专项资金投入|万元", "新增高新技术企业|家")
    found = carried(BEFORE, twice, tmp_path)
    assert {one.cell.place for one in found.gone} == {"C4", "D4", "E4", "C5", "D5", "E5"}
    assert {one.cell.place for one in found.kept} == {"C3", "D3", "E3"}


def test_a_column_of_another_year_is_not_taken_for_this_years(tmp_path: Path) -> None:
    found = carried(BEFORE, AFTER.replace("2027年目标", "2026年目标"), tmp_path)
    assert {one.cell.place for one in found.gone} >= {"C3", "C4"}


def test_who_confirmed_goes_along(tmp_path: Path) -> None:
    mapping = mapped(opened(BEFORE, tmp_path)).with_cell(at("C3"), text="不适用", by="李")
    now = carry(mapping, opened(AFTER, tmp_path, "next")).mapping.at(at("C5"))
    assert now is not None
    assert (now.text, now.confirmed, now.meaning) == ("不适用", "李", None)
