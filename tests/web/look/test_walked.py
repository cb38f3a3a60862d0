"""Which index a page is found by: along the order where many rows are left, by the filters where few are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peiyu.web.enterprises.models import Enterprise
from peiyu.web.look.lists.keyset import Cursor, Order, cursor_of, page
from peiyu.web.look.lists.walked import guided, ordering
from peiyu.web.policies.models import Prospect

pytestmark = pytest.mark.django_db


def plan(many: bool | None) -> str:
    rows = guided(Enterprise.objects.filter(sensitive=False, park="甲园"), "revenue", many=many)
    return rows.order_by(ordering(rows, "revenue", many=many).desc())[:50].explain()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL decides for itself")
def test_the_index_is_that_of_the_order_or_of_the_filter() -> None:
    assert "enterprise_revenue" in plan(many=True)
    assert "enterprise_park" not in plan(many=True)
    assert "enterprise_park" in plan(many=False)
    assert "enterprise_revenue" not in plan(many=False)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL decides for itself")
def test_many_rows_are_walked_within_what_an_index_has_before_the_order() -> None:
    """Else a list that is always of one evaluation and kind would be sorted whole."""
    park = guided(Enterprise.objects.filter(sensitive=False, park="甲园"), "name", many=True)
    held = Prospect.objects.filter(evaluation=1, kind="short")
    short = guided(held, "firm", many=True)
    one_tier = guided(held.filter(tier=4), "firm", many=True)
    found = (
        (park, "enterprise_park", "name"),
        (short, "prospect_firm", "firm"),
        (one_tier, "prospect_firm", "firm"),
    )
    for rows, index, order in found:
        seen = rows.order_by(order, "pk")[:50].explain()
        assert index in seen
        assert "TEMP B-TREE" not in seen


@pytest.mark.parametrize("order", ["revenue", "name", "pk"])
@pytest.mark.parametrize("down", [False, True])
def test_the_rows_are_the_same_whichever_way(order: str, down: bool) -> None:
    Enterprise.objects.bulk_create(
        Enterprise(key=key, code=str(key), name=f"企业{key % 7}", park="甲园" if key % 3 else "乙园",
                   revenue=None if key % 4 == 0 else key % 5 * 100, changed_at="2026-06-30T00:00:00Z")
        for key in range(1, 60)
    )  # fmt: skip
    rows = Enterprise.objects.filter(sensitive=False, park="甲园", founded__isnull=True)

    def walked(many: bool | None) -> list[int]:
        found, after = [], None
        while True:
            one = page(rows, Order(order, down, many), size=7, after=after, before=None)
            found += [row.key for row in one.rows]
            if (after := one.after) is None:
                return found

    assert walked(None) == walked(True) == walked(False)
    assert len(walked(None)) == rows.count()
    first: Cursor | None = page(rows, Order(order, down, False), size=7, after=None, before=None).after
    later = page(rows, Order(order, down, True), size=7, after=first, before=None)
    back = page(rows, Order(order, down, False), size=7, after=None, before=later.before)
    assert [row.key for row in back.rows] == walked(None)[:7]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL decides for itself")
def test_rows_that_are_named_by_keys_are_found_by_them_and_sorted() -> None:
    """Names that begin alike stand side by side, maybe at the end: walking there would take the whole index."""
    rows = Enterprise.objects.filter(sensitive=False, key__in=[1, 2, 3])
    seen = guided(rows, "name", many=True).order_by(ordering(rows, "name", many=True))[:50].explain()
    assert "(key=?)" in seen
    assert "TEMP B-TREE" in seen


def entered(*parks: str) -> None:
    """Enterprises of the same few names, one in each park in turn."""
    Enterprise.objects.bulk_create(
        Enterprise(key=key, code=str(key), name=f"企业{key % 5}", park=park, changed_at="2026-06-30T00:00:00Z")
        for key, park in enumerate(parks, start=1)
    )


@pytest.mark.parametrize("down", [False, True])
def test_what_is_alike_stands_as_the_index_has_it_and_pages_leave_nobody_out(down: bool) -> None:
    entered(*("乙园" if key % 3 else "甲园" for key in range(40)))
    rows, order = Enterprise.objects.filter(sensitive=False), Order("park", down, many=True)
    found, after = [], None
    while True:
        one = page(rows, order, size=7, after=after and Cursor.parse(after.written()), before=None)
        found += one.rows
        if (after := one.after) is None:
            break
    wanted = sorted(rows, key=lambda one: (one.park, one.name, one.key), reverse=down)
    assert [one.key for one in found] == [one.key for one in wanted]
    second = page(rows, order, size=7, after=cursor_of(wanted[6], order), before=None)
    back = page(rows, order, size=7, after=None, before=second.before)
    assert [one.key for one in back.rows] == [one.key for one in wanted[:7]]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL decides for itself")
def test_an_order_by_park_is_not_sorted() -> None:
    entered("甲园", "乙园")
    rows = Enterprise.objects.filter(sensitive=False)
    with CaptureQueriesContext(connection) as seen:
        page(rows, Order("park", many=True), size=1, after=None, before=None)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + seen.captured_queries[-1]["sql"])
        plan_ = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "enterprise_park" in plan_
    assert "TEMP B-TREE" not in plan_
