"""Charts in pages: drawn once by the server, kept by what they show, with a text and a table beside them."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from peiyu.paper.charts.render import render
from peiyu.problems import Text

KEPT = ("exports", "charts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`image`: an address that holds the picture itself, so that only who may see the page sees it; `alt` tells it in
    words. `heads` and `rows` are its numbers, for who wants to read or copy them."""

    image: str
    alt: str
    title: Text | str = ""
    heads: tuple[Text | str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()


def chart(
    spec: Mapping[str, Any],
    *,
    title: Text | str = "",
    heads: Sequence[Text | str] = (),
    rows: Sequence[Sequence[Any]] = (),
) -> Chart:
    """A Vega-Lite spec of `insight.charts` as a picture. InputError `chart-unreadable` for what is no chart."""
    drawn = render(spec, kept=settings.PEIYU.path(*KEPT))
    return Chart(
        image="data:image/svg+xml;base64," + base64.b64encode(drawn).decode(),
        alt=str(spec.get("description", "")),
        title=title,
        heads=tuple(heads),
        rows=tuple(tuple(row) for row in rows),
    )
