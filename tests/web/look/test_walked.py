"""Which index a page is found by: along the order where many rows are left, by the filters where few are."""

from __future__ import annotations

import pytest
from django.db import connection

from peiyu.web.enterprises.models import Enterprise
from peiyu.web.look.lists.keyset import Cursor, Order, page
from peiyu.web.look.lists.walked import guided, ordering

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
