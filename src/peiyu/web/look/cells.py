"""What a cell of a table holds: plain values, and a few that look like something. Screen and file show the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from peiyu.problems import Text
from peiyu.web.look import language

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; `note` stands below them, small."""

    said: Text | str
    address: str
    note: Text | str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with its colour: green, blue, yellow, red, grey, met, not-met, unknown. The word alone must tell."""

    said: Text | str
    colour: str = "grey"


@dataclass(frozen=True, slots=True)
class Money:
    """Fen, shown in 万元."""

    fen: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of one, shown in per cent with one decimal."""

    of_one: float | Fraction | None


@dataclass(frozen=True, slots=True)
class Tick:
    """A box by which a row is chosen for a form of the page (`form`: its id); `said` names the row to who hears it."""

    name: str
    value: str
    said: Text | str
    form: str


def words(value: Text | str) -> str:
    """In the reader's language."""
    return value.in_(language.current()) if isinstance(value, Text) else value


def shown(value: Any) -> SafeString | str:
    """A cell on the screen."""
    if isinstance(value, Link):
        note = format_html('<br><span class="quiet">{}</span>', words(value.note)) if value.note else ""
        return format_html('<a href="{}">{}</a>{}', value.address, words(value.said), note)
    if isinstance(value, Mark):
        return format_html('<span class="mark {}">{}</span>', value.colour, words(value.said))
    if isinstance(value, Tick):
        return format_html(
            '<input type="checkbox" name="{}" value="{}" form="{}" aria-label="{}">',
            value.name, value.value, value.form, words(value.said),
        )  # fmt: skip
    if isinstance(value, dt.date):
        return format_html('<span class="day">{}</span>', said_plainly(value))
    if isinstance(value, tuple | list):
        if not value:
            return NOTHING
        return format_html_join(" ", "{}", ((shown(one),) for one in value))
    return said_plainly(value)


def said_plainly(value: Any) -> str:
    """A cell as people read it, without markup."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return words(Text("是", "yes") if value else Text("否", "no"))
    if isinstance(value, Text | str):
        return words(value)
    if isinstance(value, Link | Mark):
        return words(value.said)
    if isinstance(value, Money):
        return NOTHING if value.fen is None else grouped(Fraction(value.fen, 1_000_000))
    if isinstance(value, Share):
        return NOTHING if value.of_one is None else f"{float(value.of_one) * 100:,.1f}%"
    if isinstance(value, int | float | Decimal | Fraction):
        return grouped(value)
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Sequence):
        return words(Text("、", ", ")).join(said_plainly(one) for one in value)
    return str(value)


def grouped(number: float | Decimal | Fraction) -> str:
    """Thousands grouped; at most two decimals, none where they are nought."""
    if isinstance(number, int) or number == int(number):
        return f"{int(number):,}"
    return f"{float(number):,.2f}".rstrip("0").rstrip(".")


def written(value: Any) -> Any:
    """A cell in a file: numbers stay numbers, dates dates; a part of one stays one; what is empty stays empty."""
    if isinstance(value, Link | Mark):
        return words(value.said)
    if isinstance(value, Money):
        return None if value.fen is None else float(Fraction(value.fen, 1_000_000))
    if isinstance(value, Share):
        return None if value.of_one is None else float(value.of_one)
    if isinstance(value, bool):
        return said_plainly(value)
    if value is None or isinstance(value, int | float | dt.date):
        return value
    if isinstance(value, Fraction | Decimal):
        return float(value)
    plain = said_plainly(value)
    return None if plain == NOTHING else plain
