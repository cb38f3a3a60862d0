"""The words of templates: `{% t "中文" "English" %}`, `{{ text|said }}`, numbers and dates as people read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from peiyu.problems import Text
from peiyu.web.look import cells, language
from peiyu.web.look import told as telling
from peiyu.web.look.once import FIELD, new_token

register = template.Library()


@register.simple_tag(name="t")
def t(zh: str, en: str) -> str:
    """The sentence in the reader's language."""
    return en if language.current() == "en" else zh


@register.filter
def said(value: Any) -> str:
    """A Text, or {zh, en}, in the reader's language; anything else as it is."""
    if isinstance(value, Text):
        return value.in_(language.current())
    if isinstance(value, dict) and "zh" in value:
        return str(value["en"] if language.current() == "en" and value.get("en") else value["zh"])
    return "" if value is None else str(value)


@register.filter
def listed(values: Iterable[Any]) -> str:
    """Several things in a row, as the reader's language separates them."""
    return cells.words(Text("、", ", ")).join(said(one) for one in values)


@register.filter
def day(value: dt.date | None) -> str:
    """2026-11-22, or a dash."""
    return value.isoformat() if value else "—"


@register.filter
def key(value: int) -> str:
    """An enterprise's key in addresses."""
    return f"{value % 2**64:016x}"


@register.simple_tag(name="once")
def once_field() -> SafeString:
    """The one-time token of a form; see `look.once`."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_token())


@register.filter
def cell(value: Any) -> SafeString | str:
    """A value as tables show it: numbers grouped, dates, marks, links, a dash for nothing."""
    return cells.shown(value)


@register.simple_tag(name="other_language", takes_context=True)
def other_language(context: Context) -> str:
    """This page in the other language, with the rest of its address as it is."""
    request: HttpRequest | None = context.get("request")
    params = request.GET.copy() if request is not None else QueryDict(mutable=True)
    params["lang"] = "zh" if language.current() == "en" else "en"
    return "?" + params.urlencode()


@register.inclusion_tag("look/told.html", name="told", takes_context=True)
def told(context: Context) -> dict[str, Any]:
    """What was done on the page before."""
    request = context.get("request")
    return {"told": telling.told(request) if request is not None else []}


@register.inclusion_tag("look/bar.html", name="bar")
def bar(
    share: float | None, said: Text, colour: str = "", plan: float | None = None, possible: float | None = None
) -> dict[str, Any]:
    """A bar filled by a share of one, with the plan as a stroke; `said` is what it says to those who cannot see it."""
    return {
        "done": _of_hundred(share),
        "possible": _of_hundred(possible),
        "plan": min(_of_hundred(plan), 99.2),
        "colour": colour,
        "said": said,
    }


@register.simple_tag(name="percent")
def percent(share: float | None) -> int:
    """A share of one as whole per cent."""
    return round(_of_hundred(share))


def _of_hundred(share: float | None) -> float:
    return round(min(max(share or 0.0, 0.0), 1.0) * 100, 2)
