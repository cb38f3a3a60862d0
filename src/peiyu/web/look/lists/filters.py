"""Filters as django-filter reads them: what was typed is parsed, checked and turned into a narrower query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict

from peiyu.problems import Problem, Text
from peiyu.web.look.cells import words
from peiyu.web.look.lists.declared import Filter, List, Options

ACCEPTED: Mapping[str, Text] = {
    "choice": Text("列出的选项之一", "one of the options listed"),
    "yes_no": Text("是或否", "yes or no"),
    "days": Text("日期，如 2026-03-31", "dates, such as 2026-03-31"),
    "numbers": Text("数字，如 2000", "numbers, such as 2000"),
    "text": Text("文字", "text"),
}
ENDS: Mapping[str, tuple[str, str]] = {"days": ("after", "before"), "numbers": ("min", "max")}
YES_NO = (("true", Text("是", "yes")), ("false", Text("否", "no")))


@dataclass(frozen=True, slots=True)
class Given:
    """A filter on the page: its inputs with what was given, and whether that fits."""

    filter: Filter
    values: tuple[tuple[str, str], ...]
    options: tuple[tuple[str, str, bool], ...]
    unfit: bool

    @property
    def used(self) -> bool:
        return any(value for _, value in self.values)


def narrow(
    one: List, rows: QuerySet[Any], params: QueryDict
) -> tuple[QuerySet[Any], tuple[Given, ...], tuple[Problem, ...]]:
    """The rows that are left, the filters as given, and what does not fit; then no row is left, lest a wrong list be
    taken for the right one."""
    options = {each.key: _options(each) for each in one.filters}
    filters = _filter_set(one)(_plain(params), queryset=rows)
    errors = filters.form.errors
    given = tuple(_given(each, params, options[each.key], each.key in errors) for each in one.filters)
    problems = [_unfit(each.filter, each.values) for each in given if each.unfit]
    for each in given:
        unknown = {value for value, _, _ in each.options}
        if each.filter.kind in ("choice", "yes_no") and each.used and each.values[0][1] not in unknown:
            problems.append(_unfit(each.filter, each.values))
    if problems:
        return rows.none(), given, tuple(problems)
    return filters.qs, given, ()


def _plain(params: QueryDict) -> QueryDict:
    """Without blanks around what was typed."""
    plain = QueryDict(mutable=True)
    for name, values in params.lists():
        plain.setlist(name, [value.strip() for value in values])
    return plain


@cache
def _filter_set(one: List) -> type[django_filters.FilterSet]:
    return type(f"Filters_{one.name}", (django_filters.FilterSet,), {each.key: _made(each) for each in one.filters})


def _made(one: Filter) -> django_filters.Filter:
    field = one.field or one.key
    how: dict[str, Any] = {"field_name": field}
    if one.narrow is not None:
        how["method"] = lambda rows, name, value, narrow=one.narrow: narrow(rows, value)
    if one.kind == "days":
        return django_filters.DateFromToRangeFilter(**how)
    if one.kind == "numbers":
        if one.narrow is None:
            how["method"] = lambda rows, name, value: _between(rows, field, value, one.factor)
        return django_filters.RangeFilter(**how)
    if one.kind == "yes_no":
        return django_filters.BooleanFilter(**how)
    if one.kind == "text" and one.narrow is None:
        how["lookup_expr"] = "icontains"
    return django_filters.CharFilter(**how)


def _between(rows: QuerySet[Any], field: str, value: slice | None, factor: int) -> QuerySet[Any]:
    if value is None:
        return rows
    ends = (("gte", value.start), ("lte", value.stop))
    return rows.filter(**{f"{field}__{end}": number * factor for end, number in ends if number is not None})


def _options(one: Filter) -> Sequence[tuple[str, Text | str]]:
    if one.kind == "yes_no":
        return YES_NO
    found: Options = one.options() if callable(one.options) else one.options
    return found


def _given(one: Filter, params: QueryDict, options: Sequence[tuple[str, Text | str]], unfit: bool) -> Given:
    names = [f"{one.key}_{end}" for end in ENDS[one.kind]] if one.kind in ENDS else [one.key]
    values = tuple((name, params.get(name, "").strip()) for name in names)
    chosen = values[0][1]
    named = tuple((value, words(said), value == chosen) for value, said in options)
    return Given(one, values, named, unfit)


def _unfit(one: Filter, values: Sequence[tuple[str, str]]) -> Problem:
    return Problem(
        "filter-unfit",
        Text(f"筛选“{one.name.zh}”填写有误", f"the filter {one.name.en} cannot be read"),
        found="、".join(value for _, value in values if value),
        accepted=ACCEPTED[one.kind],
        next_step=Text("改正或清除后再查", "correct or clear it"),
    )
