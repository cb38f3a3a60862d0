"""The words of templates: `{% t "中文" "English" %}`, `{{ text|said }}`, numbers and dates as people read them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from peiyu.problems import Text
from peiyu.web.look import language
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
