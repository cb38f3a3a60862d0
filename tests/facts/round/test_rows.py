"""Answers become rows of facts in the library's columns; the quarantine holds what cannot be right."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest
from tests.facts.round.returned import ASKED, EVENT, FIRMS, LIST, ONE, OWN, RETURN

from peiyu.facts.base.schema import columns
from peiyu.facts.intake import Loaded
from peiyu.facts.round import Answer, Basis, Place, Span, rows
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import UsageError, Where

KNOWN = dt.date(2026, 6, 11)
FIRST, SECOND = FIRMS[:2]
MUCH = 500_000_000


def answer(entity: str, field: str, value: Value | None, *, key: int = FIRST.key, record: int | None = None) -> Answer:
    where = Where("甲.xlsx", sheet="月度数据", cell=f"D{key % 100}")
    return Answer(Place(entity, key, record, field), value, "" if value is None else f"写作{value}", where)


def taken(*answers: Answer, **more: object) -> Loaded:
    return rows(ASKED, answers, known_from=KNOWN, source="收表 2026-05-02", **more)  # type: ignore[arg-type]


def test_rows_have_the_librarys_columns_and_types() -> None:
    loaded = taken(
        answer(RETURN, "revenue", MUCH),
        answer(RETURN, "employees", 8),
        answer(RETURN, "revenue", MUCH, key=SECOND.key),
        answer(OWN, "founded", dt.date(2014, 3, 5)),
        answer(LIST, "number", "ZL-1", record=41),
        answer(EVENT, "title", "论坛", key=0, record=7),
    )
    for entity, frame in loaded.frames.items():
        kind = vocabulary().entities[entity]
        own = [one for one in frame.columns if one in {f.code for f in kind.fields}]
        assert dict(frame.schema) == columns(kind, own)
    assert list(loaded.frames) == [RETURN, LIST, OWN, EVENT]
    first = loaded.frames[RETURN].filter(enterprise=FIRST.key).row(0, named=True)
    assert (first["year"], first["month"], first["basis"]) == (2026, 5, "累计")
    assert (first["known_from"], first["source"], first["purpose"]) == (KNOWN, "收表 2026-05-02", "行政")
    assert (first["revenue"], first["employees"]) == (MUCH, 8)
    assert loaded.frames[OWN]["at"].to_list() == [dt.date(2026, 5, 31)]
    assert loaded.frames[LIST]["record_id"].to_list() == [41]
    assert loaded.frames[EVENT]["enterprise"].to_list() == [0]
    assert not loaded.refused


def test_a_statistical_round_gives_statistical_rows() -> None:
    basis = Basis("统计", "授权", "表", "文号", dt.date(2027, 1, 1))
    asked = replace(ONE, basis=basis)
    loaded = rows(asked, [answer(RETURN, "revenue", MUCH)], known_from=KNOWN, source="s")
    assert loaded.frames[RETURN]["purpose"].to_list() == ["统计"]


def test_blanks_make_no_fact_and_a_row_of_blanks_no_row() -> None:
    loaded = taken(
        answer(RETURN, "revenue", None), answer(RETURN, "employees", 3), answer(RETURN, "revenue", None, key=SECOND.key)
    )
    assert loaded.frames[RETURN].select("enterprise", "revenue", "employees").rows() == [(FIRST.key, None, 3)]
    assert taken(answer(RETURN, "revenue", None)).frames == {}


def test_what_cannot_be_right_is_quarantined_where_it_was_written() -> None:
    loaded = taken(answer(RETURN, "revenue", -5), answer(RETURN, "employees", 3))
    assert loaded.frames[RETURN].select("revenue", "employees").rows() == [(None, 3)]
    (held,) = loaded.quarantine.iter_rows(named=True)
    assert (held["enterprise"], held["field"], held["stored"], held["raw"]) == (FIRST.key, "revenue", -5, "写作-5")
    assert (held["file"], held["sheet"], held["cell"]) == ("甲.xlsx", "月度数据", f"D{FIRST.key % 100}")
    assert [one.where.cell for one in loaded.problems] == [held["cell"]]


def test_what_was_accepted_with_a_reason_is_no_longer_held() -> None:
    place = Place(RETURN, FIRST.key, None, "revenue")
    loaded = taken(answer(RETURN, "revenue", -5), accepted={place: "冲减上期收入"})
    assert loaded.frames[RETURN]["revenue"].to_list() == [-5]
    assert loaded.quarantine.height == 0
    assert "cell-accepted" in [one.code for one in loaded.problems]


def test_a_new_version_of_a_record_says_all_of_it() -> None:
    held = {
        Place(LIST, FIRST.key, 41, "number"): "ZL-1",
        Place(LIST, FIRST.key, 41, "kind"): "发明专利",
        Place(LIST, FIRST.key, 42, "number"): "ZL-2",
    }
    frame = taken(answer(LIST, "title", "一种装置", record=41), held=held).frames[LIST]
    assert frame.select("record_id", "number", "title", "kind").rows() == [(41, "ZL-1", "一种装置", "发明专利")]


def test_what_is_held_of_figures_is_not_stated_again() -> None:
    held = {Place(RETURN, FIRST.key, None, "revenue"): 5}
    assert "revenue" not in taken(answer(RETURN, "employees", 3), held=held).frames[RETURN].columns


def test_the_same_answers_give_the_same_rows() -> None:
    said = [answer(RETURN, "revenue", n, key=one.key) for n, one in enumerate(FIRMS, 1)]
    assert taken(*said).frames[RETURN].equals(taken(*reversed(said)).frames[RETURN])
    assert taken(*said).frames[RETURN]["record_id"].n_unique() == len(FIRMS)


def test_years_and_quarters_have_their_own_periods() -> None:
    year = replace(ONE, span=Span(2025), sheets=(replace(ONE.sheets[0], entity="annual_return"),))
    frame = rows(year, [answer("annual_return", "revenue", 5)], known_from=KNOWN, source="s").frames["annual_return"]
    assert frame["year"].to_list() == [2025]
    quarter = replace(
        ONE, span=Span(2026, quarter=1, basis="当月"), sheets=(replace(ONE.sheets[0], entity="quarterly_return"),)
    )
    made = rows(quarter, [answer("quarterly_return", "revenue", 5)], known_from=KNOWN, source="s").frames
    assert made["quarterly_return"].select("year", "quarter", "basis").rows() == [(2026, 1, "当月")]


def test_two_answers_to_one_place_are_refused() -> None:
    with pytest.raises(UsageError) as refused:
        taken(answer(RETURN, "revenue", MUCH), answer(RETURN, "revenue", 6))
    assert refused.value.problems[0].code == "answer-twice"


def test_keys_and_records_are_whole_numbers_of_sixty_four_bits() -> None:
    loaded = taken(answer(LIST, "number", "ZL-1", key=-(2**63), record=2**62 - 1))
    assert loaded.frames[LIST].schema["record_id"] == pl.Int64
    assert loaded.frames[LIST].row(0)[:2] == (-(2**63), 2**62 - 1)
