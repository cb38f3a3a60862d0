"""Rows in bulk on whichever database the tests run on."""

from __future__ import annotations

import pytest
from django.db import DataError, connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from peiyu.web import clock
from peiyu.web.enterprises.actions.bulk import MANY, add, alter, put, remove, take_stock
from peiyu.web.enterprises.models import Enterprise, NameToken

COLUMNS = ("key", "code", "name", "former_names", "folded", "initials", "park", "district", "industry",
           "leading_industry", "origin_route", "status", "founded", "sensitive", "resident", "revenue",
           "changed_at")  # fmt: skip
pytestmark = pytest.mark.django_db


def row(key: int, name: str, **more: object) -> tuple[object, ...]:
    told = {"key": key, "code": f"C{key}", "name": name, "sensitive": False, "changed_at": clock.now(), **more}
    texts = dict.fromkeys((*COLUMNS[3:12],), "")
    return tuple((texts | told).get(column) for column in COLUMNS)


def test_rows_go_over_those_of_the_same_key_and_others_are_added() -> None:
    add(Enterprise, COLUMNS, [row(1, "甲", revenue=5, resident=True), row(-2, "乙")])
    put(Enterprise, COLUMNS, [row(1, '引"号,{}\\'), row(3, "丙\n行", revenue=2**53)], key="key")
    held = {one.key: one for one in Enterprise.objects.all()}
    assert {key: one.name for key, one in held.items()} == {1: '引"号,{}\\', -2: "乙", 3: "丙\n行"}
    assert (held[1].revenue, held[1].resident, held[3].revenue) == (None, None, 2**53)


def test_what_is_too_long_is_never_cut_in_silence() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps no length")
    with pytest.raises(DataError), transaction.atomic():
        put(Enterprise, COLUMNS, [row(1, "甲", code="9" * 65)], key="key")
    assert not Enterprise.objects.exists()


def test_no_rows_are_no_statement() -> None:
    put(Enterprise, COLUMNS, [], key="key")
    add(Enterprise, COLUMNS, [])
    assert not Enterprise.objects.exists()


def test_tables_are_counted_anew_after_many_rows_and_not_after_few() -> None:
    assert asked_by({Enterprise: MANY - 1, NameToken: 0}) == []
    assert asked_by({Enterprise: MANY, NameToken: 5}) == ['ANALYZE "enterprises_enterprise"']


def asked_by(written: dict[type[Model], int]) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        take_stock(written)
    return [one["sql"] for one in asked.captured_queries if "ANALYZE" in one["sql"]]


def test_some_columns_of_rows_that_are_there_are_altered() -> None:
    add(Enterprise, COLUMNS, [row(1, "甲", revenue=5), row(2, "乙", revenue=6), row(3, "丙", revenue=7)])
    alter(Enterprise, ("key", "revenue", "park"), [(3, None, '引"号'), (1, 8, "东园"), (9, 9, "无")], key="key")
    assert list(Enterprise.objects.order_by("key").values_list("key", "name", "revenue", "park")) == [
        (1, "甲", 8, "东园"), (2, "乙", 6, ""), (3, "丙", None, '引"号'),
    ]  # fmt: skip


def test_rows_with_these_values_are_removed_and_no_others() -> None:
    add(NameToken, ("token", "enterprise"), [("云帆", 1), ("云帆", 2), ("稀土", 1)])
    remove(NameToken, ("token", "enterprise"), [("云帆", 2), ("稀土", 3)])
    assert set(NameToken.objects.values_list("token", "enterprise")) == {("云帆", 1), ("稀土", 1)}
    remove(NameToken, ("token", "enterprise"), [])
    alter(Enterprise, ("key", "park"), [], key="key")
    assert NameToken.objects.count() == 2
