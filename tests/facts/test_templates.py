"""Templates load back without loss."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.facts.ledgers import KNOWN, uscc

from peiyu.facts.base.schema import BASES, dtype
from peiyu.facts.intake import load
from peiyu.facts.templates import write
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import STORED_LIMIT, Entity, Field
from peiyu.problems import FactsError

ALL = tuple(vocabulary().entities)


def _values(field: Field) -> st.SearchStrategy[object]:
    if field.is_numeric:
        low = int(field.minimum * field.scale) if field.minimum is not None else -STORED_LIMIT
        high = int(field.maximum * field.scale) if field.maximum is not None else STORED_LIMIT
        return st.one_of(st.none(), st.integers(low, high))
    if field.type == "bool":
        return st.one_of(st.none(), st.booleans())
    if field.type == "date":
        return st.one_of(st.none(), st.dates(dt.date(1950, 1, 1), dt.date(2024, 1, 1)))
    if field.type == "enum":
        return st.sampled_from([None, *(name.zh for _, name in field.options)])
    if field.type == "industry":
        return st.sampled_from([None, "C", "39", "3921", "01"])
    return st.one_of(st.none(), st.text("甲乙丙喆0123456789ABxyz（）", min_size=1, max_size=12))


@st.composite
def _records(draw: st.DrawFn, entity: Entity) -> pl.DataFrame:
    fields = [
        f for f in entity.fields if (entity.code, f.code) not in (("enterprise", "scheme"), ("enterprise", "code"))
    ]
    rows = draw(st.integers(1, 3))
    made: dict[str, pl.Series] = {
        **({"identity": pl.Series([uscc(i) for i in range(rows)])} if entity.of == "enterprise" else {}),
        "known_from": pl.Series([KNOWN] * rows),
    }
    if entity.period in ("year", "quarter", "month"):
        made["year"] = pl.Series([2023] * rows)
    if entity.period in ("quarter", "month"):
        made[entity.period] = pl.Series([draw(st.integers(1, 4)) for _ in range(rows)])
        made["basis"] = pl.Series([draw(st.sampled_from(BASES)) for _ in range(rows)])
    for field in fields:
        made[field.code] = pl.Series([draw(_values(field)) for _ in range(rows)], dtype=dtype(field))
    return pl.DataFrame(made)


@pytest.mark.parametrize("code", ALL)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_filled_in_comes_back(code: str, data: st.DataObject) -> None:
    """Every value is loaded, or held as implausible with the very number that was written."""
    records = data.draw(_records(vocabulary().entities[code]))
    with tempfile.TemporaryDirectory() as folder:
        path = write([code], Path(folder) / "模板.xlsx", records={code: records})
        loaded = load([path])
    assert not loaded.refused, loaded.problems
    held = set(loaded.quarantine.select("field", "raw").rows())
    frame = loaded.frames.get(code)
    fields = [c for c in records.columns if c not in ("identity", "known_from")]
    filled = records.filter(
        pl.any_horizontal(pl.col(f).is_not_null() for f in fields if f not in ("year", "quarter", "month", "basis"))
    )
    if frame is None:
        assert filled.height == 0 or held
        return
    if code != "enterprise":
        assert frame.height == filled.height
    for row, back in zip(
        (records if code == "enterprise" else filled).iter_rows(named=True), frame.iter_rows(named=True), strict=True
    ):
        wrong = [f for f in fields if row[f] is not None and back.get(f) != row[f]]
        assert {f for f in wrong if f not in {h for h, _ in held}} == set()


def test_every_header_of_every_template_is_known(tmp_path: Path) -> None:
    path = write(ALL, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "填写说明"
    for entity in vocabulary().entities.values():
        assert entity.name.zh in book.sheetnames
        page = book[entity.name.zh]
        page.append([uscc(1), *[None] * (page.max_column - 1)])
    book.save(path)
    loaded = load([path], known_from=KNOWN)
    assert not [p for p in loaded.problems if p.code.startswith("header")]


def test_lists_to_choose_from_and_codes_as_text(tmp_path: Path) -> None:
    page = openpyxl.load_workbook(write(["知识产权"], tmp_path / "t.xlsx"))["知识产权"]
    lists = [v.formula1 for v in page.data_validations.dataValidation]
    assert any("发明专利" in one for one in lists)
    assert page.column_dimensions["A"].style != "Normal" or page.column_dimensions["A"].has_style
    assert page["A1"].value == "统一社会信用代码"


def test_an_unknown_entity_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(FactsError) as caught:
        write(["没有"], tmp_path / "t.xlsx")
    assert caught.value.problems[0].code == "unknown-entity"
    assert list(tmp_path.iterdir()) == []
