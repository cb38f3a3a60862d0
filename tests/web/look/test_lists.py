"""Lists: what the query string says is what is seen, page by page and in the file."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.look import lists
from peiyu.web.look.cells import Link, Mark, Money
from peiyu.web.look.lists import Column, Filter, List, Paging

FIRMS = List(
    name="firms",
    said=Text("企业", "Enterprises"),
    columns=(
        Column(key="name", name=Text("名称", "Name"), order="name", fixed=True,
               value=lambda one: Link(one.name, "/x/")),
        Column(key="park", name=Text("园区", "Park")),
        Column(key="revenue", name=Text("营业收入", "Revenue"), unit=Text("万元", "10 000 yuan"), order="revenue",
               number=True, value=lambda one: Money(one.revenue)),
        Column(key="founded", name=Text("成立", "Founded"), order="founded", shown=False),
    ),
    filters=(
        Filter(key="q", name=Text("名称", "Name"), kind="text", field="name"),
        Filter(key="park", name=Text("园区", "Park"), options=(("东区", "东区"), ("西区", "西区"))),
        Filter(key="revenue", name=Text("营业收入", "Revenue"), kind="numbers", factor=1_000_000),
        Filter(key="founded", name=Text("成立", "Founded"), kind="days"),
        Filter(key="resident", name=Text("在区", "Resident"), kind="yes_no"),
    ),
    order="name",
    download=True,
    paging=Paging(size=4, count_to=10),
)  # fmt: skip


@pytest.fixture
def firms(db: None) -> None:
    Enterprise.objects.bulk_create(
        Enterprise(
            key=n - 6, code=f"C{n}", name=f"企业{n:02}", park="东区" if n % 2 else "西区",
            revenue=None if n % 3 == 0 else (n % 5) * 1_000_000, founded=dt.date(2000 + n, 1, 1), resident=n % 2 == 0,
            changed_at=clock.now(),
        )
        for n in range(13)
    )  # fmt: skip


def seen(query: str = "") -> lists.Shown:
    return lists.read(FIRMS, QueryDict(query), Enterprise.objects.all())


def names(shown: lists.Shown) -> list[str]:
    return [str(row[0][1]).split(">")[1].split("<")[0] for row in shown.rows]


@pytest.mark.parametrize("order", ["name", "-name", "revenue", "-revenue", "founded", "-founded"])
@pytest.mark.usefixtures("firms")
def test_pages_forward_and_back_show_every_row_once(order: str) -> None:
    pages, query = [], f"?order={order}"
    while query:
        page = seen(query[1:])
        pages.append(names(page))
        last, query = page, page.next
    whole = [name for page in pages for name in page]
    assert sorted(whole) == [f"企业{n:02}" for n in range(13)]
    assert [one.name for one in last.whole()] == whole
    for expected in reversed(pages[:-1]):
        last = seen(last.previous[1:])
        assert names(last) == expected
    assert last.previous == ""


@pytest.mark.usefixtures("firms")
def test_rows_without_a_value_come_last_in_either_direction() -> None:
    for order in ("revenue", "-revenue"):
        whole = [one.revenue for one in seen(f"order={order}").whole()]
        held = [value for value in whole if value is not None]
        assert whole == sorted(held, reverse=order[0] == "-") + [None] * 5


@pytest.mark.usefixtures("firms")
def test_filters_narrow_and_are_said() -> None:
    assert names(seen("park=东区&order=name")) == ["企业01", "企业03", "企业05", "企业07"]
    assert seen("revenue_min=3&revenue_max=4").count == 2
    assert seen("founded_after=2010-01-01").count == 3
    assert seen("founded_before=2000-12-31&resident=true").count == 1
    assert seen("q= 业1 ").count == 3
    assert seen("park=东区").said_filters() == {"园区": "东区"}


@pytest.mark.parametrize("query", ["park=南区", "revenue_min=abc", "founded_after=13月", "resident=也许"])
@pytest.mark.usefixtures("firms")
def test_what_does_not_fit_is_told_and_shows_no_row(query: str) -> None:
    shown = seen(query)
    assert [one.code for one in shown.problems] == ["filter-unfit"]
    assert shown.problems[0].found == query.split("=")[1]
    assert not shown.rows
    assert shown.count == 0


@pytest.mark.usefixtures("firms")
def test_counts_no_further_than_asked() -> None:
    assert seen().counted == "10+"
    assert seen("park=西区").counted == "7"


@pytest.mark.usefixtures("firms")
def test_columns_are_chosen_and_the_fixed_one_stays() -> None:
    assert [one.key for one in seen().columns] == ["name", "park", "revenue"]
    assert [one.key for one in seen("columns=founded").columns] == ["name", "founded"]
    assert [one.key for one in seen("columns=nonsense").columns] == ["name", "park", "revenue"]


@pytest.mark.usefixtures("firms")
def test_addresses_keep_the_state() -> None:
    shown = seen("park=东区&columns=park&order=-name")
    assert "park=%E4%B8%9C%E5%8C%BA" in shown.next
    assert "columns=park" in shown.next
    assert shown.clear == "?columns=park&order=-name"
    assert [head.sort for head in shown.heads] == ["descending", ""]
    assert "after" not in shown.heads[0].address


@pytest.mark.parametrize("cursor", ["after=x", "after=WyJhIiwiYiJd", "before=", "after=W251bGwsW11d"])
@pytest.mark.usefixtures("firms")
def test_a_cursor_that_no_page_wrote_begins_at_the_beginning(cursor: str) -> None:
    assert names(seen(cursor + "&order=founded"))[0] == "企业00"


@pytest.mark.usefixtures("firms")
def test_the_file_holds_what_is_seen(rf: RequestFactory) -> None:
    taken: dict[str, Any] = {}

    def download(shown: lists.Shown) -> HttpResponse:
        heads, rows = shown.table()
        taken.update(heads=heads, rows=list(rows))
        return HttpResponse("file")

    request: HttpRequest = rf.get("/?park=东区&columns=revenue&download=1")
    assert lists.show(request, FIRMS, Enterprise.objects.all(), "none.html", download=download).content == b"file"
    assert taken["heads"] == ["名称", "营业收入（万元）"]
    assert taken["rows"][:3] == [["企业01", 1.0], ["企业03", None], ["企业05", 0.0]]


@pytest.mark.usefixtures("firms")
def test_a_page_takes_two_queries(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        seen("order=name")


def test_marks_carry_their_word() -> None:
    from peiyu.web.look.cells import shown

    assert shown(Mark(Text("正常", "on track"), "green")) == '<span class="mark green">正常</span>'
    assert shown(Link("<b>", "/a/?b=1&c=2")) == '<a href="/a/?b=1&amp;c=2">&lt;b&gt;</a>'
    assert shown(None) == "—"
    assert shown(1234567) == "1,234,567"


def test_a_list_that_orders_by_nothing_is_a_fault() -> None:
    with pytest.raises(ValueError, match="firms"):
        List(name="firms", said=Text("甲", "a"), columns=FIRMS.columns, order="park")
