"""The registry as a list: its columns and filters, and those that other apps add."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from peiyu.facts.industry import SECTIONS, canonical
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import FactsError, Text
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.enterprises.queries.find import COUNTED, matching
from peiyu.web.look.cells import Link, Mark, Money
from peiyu.web.look.lists import Column, Filter, List

WAN = 1_000_000
"""Fen in 万元."""

STATUS_COLOURS = {"存续": "green", "迁出": "yellow", "注销": "grey", "吊销": "red"}

Filters = Callable[[], tuple[Filter, ...]]
Columns = Callable[[], tuple[Column, ...]]
_filters: list[Filters] = []
_columns: list[Columns] = []


def add(*, filters: Filters | None = None, columns: Columns | None = None) -> None:
    """Adds filters over Enterprise and columns of it (verdicts of tiers, say) that an app above knows of; called when
    Django is ready. A column's value reads what `load` of `adorn` put on the row."""
    _filters.extend([filters] if filters else [])
    _columns.extend([columns] if columns else [])


def address(key: int) -> str:
    """An enterprise's page."""
    return f"/enterprises/{key % 2**64:016x}/"


def registry() -> List:
    """The list as it is today."""
    return List(
        name="registry",
        said=Text("企业名录", "Enterprises"),
        columns=(*COLUMNS, *(one for added in _columns for one in added())),
        filters=(*FILTERS, *(one for added in _filters for one in added())),
        order="name",
        download=True,
        counted=Text("家企业", "enterprises"),
        nothing=Text(
            "没有符合条件的企业。可放宽筛选；新企业请先导入台账",
            "Nothing matches. Loosen the filters, or import a ledger",
        ),
    )


def present(column: str) -> list[tuple[str, str]]:
    """The values that stand in an indexed column, read along the index: as many steps as there are values."""
    quote = connection.ops.quote_name
    table, name = quote(Enterprise._meta.db_table), quote(column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE step(v) AS (SELECT MIN({name}) FROM {table} UNION ALL "
            f"SELECT (SELECT MIN({name}) FROM {table} WHERE {name} > step.v) FROM step WHERE step.v IS NOT NULL) "
            "SELECT v FROM step WHERE v IS NOT NULL AND v <> ''"
        )
        return [(value, value) for (value,) in cursor.fetchall()]


def _options(field: str) -> tuple[tuple[str, Text], ...]:
    return tuple((said.zh, said) for _, said in vocabulary().field("enterprise", field).options)


def option_said(field: str, stored: str) -> Text | str:
    """A stored option in both languages."""
    return next((said for zh, said in _options(field) if zh == stored), stored)


def in_industry(rows: QuerySet[Any], written: str) -> QuerySet[Any]:
    """By a section letter or the beginning of a code; none for what is no code."""
    try:
        code = canonical(written)
    except FactsError:
        return rows.none()
    if code in SECTIONS:
        first, last = SECTIONS[code]
        return rows.filter(Q(industry=code) | Q(industry__gte=f"{first:02}", industry__lt=f"{last + 1:02}"))
    return rows.filter(industry__gte=code, industry__lt=code + "~").filter(industry__startswith=code)


def founded_between(rows: QuerySet[Any], years: slice | None) -> QuerySet[Any]:
    """By the year of founding, ends included."""
    if years is None:
        return rows
    if years.start is not None:
        rows = rows.filter(founded__gte=dt.date(_year(years.start), 1, 1))
    if years.stop is not None:
        rows = rows.filter(founded__lte=dt.date(_year(years.stop), 12, 31))
    return rows


def _year(given: Any) -> int:
    return min(max(int(given), 1), 9999)


def _status(one: Enterprise) -> Mark | str:
    return Mark(option_said("status", one.status), STATUS_COLOURS.get(one.status, "grey")) if one.status else ""


COLUMNS: tuple[Column, ...] = (
    Column(key="name", name=Text("企业名称", "Name"), order="name", fixed=True,
           value=lambda one: Link(one.name or one.code, address(one.key))),
    Column(key="code", name=Text("统一社会信用代码", "Credit code"), order="code"),
    Column(key="former_names", name=Text("曾用名", "Former names"), shown=False),
    Column(key="park", name=Text("所属园区", "Park"), order="park"),
    Column(key="district", name=Text("所属区县", "District"), order="district", shown=False),
    Column(key="industry", name=Text("行业代码", "Industry code"), order="industry"),
    Column(key="leading_industry", name=Text("主导产业", "Leading industry"), order="leading_industry", shown=False),
    Column(key="founded", name=Text("成立日期", "Founded"), order="founded"),
    Column(key="origin_route", name=Text("来源途径", "Origin route"), shown=False,
           value=lambda one: option_said("origin_route", one.origin_route)),
    Column(key="status", name=Text("登记状态", "Status"), value=_status),
    Column(key="registered_capital", name=Text("注册资本", "Registered capital"), unit=Text("万元", "10,000 yuan"),
           number=True, shown=False, value=lambda one: Money(one.registered_capital)),
    Column(key="revenue", name=Text("营业收入", "Revenue"), unit=Text("万元", "10,000 yuan"), number=True,
           order="revenue", value=lambda one: Money(one.revenue)),
    Column(key="revenue_year", name=Text("收入年度", "Year of revenue"), number=True,
           value=lambda one: str(one.revenue_year or "")),
    Column(key="staff", name=Text("职工总数", "Staff"), unit=Text("人", "persons"), number=True, order="staff"),
)  # fmt: skip

FILTERS: tuple[Filter, ...] = (
    Filter(key="q", name=Text("名称或代码", "Name or code"), kind="text", narrow=matching, count_to=COUNTED,
           hint=Text("两个字、简拼或代码片段", "two characters, initials or part of a code")),
    Filter(key="park", name=Text("所属园区", "Park"), options=lambda: present("park")),
    Filter(key="district", name=Text("所属区县", "District"), options=lambda: present("district")),
    Filter(key="leading_industry", name=Text("主导产业", "Leading industry"),
           options=lambda: present("leading_industry")),
    Filter(key="status", name=Text("登记状态", "Status"), options=_options("status")),
    Filter(key="revenue", name=Text("营业收入（万元）", "Revenue (10,000 yuan)"), kind="numbers", factor=WAN),
    Filter(key="industry", name=Text("行业代码", "Industry code"), kind="text", narrow=in_industry, more=True,
           hint=Text("如 C、39", "such as C, 39")),
    Filter(key="origin_route", name=Text("来源途径", "Origin route"), options=_options("origin_route"), more=True),
    Filter(key="founded", name=Text("成立年份", "Year founded"), kind="numbers", narrow=founded_between, more=True),
    Filter(key="staff", name=Text("职工总数", "Staff"), kind="numbers", more=True),
)  # fmt: skip
