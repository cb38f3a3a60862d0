"""The page of comparison as HTML: self-contained, readable on a small screen, printed on A4 across."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from peiyu.paper.comparison.values import Comparison, Piece
from peiyu.problems import Text

GAP = "‸"
"""Stands on the side of the document as found where something was put in."""


def _resource(name: str) -> str:
    return files("peiyu.paper").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _words(lang: str) -> dict[str, str]:
    return {key: Text(**value).in_(lang) for key, value in yaml.safe_load(_resource("comparison.yaml")).items()}


@cache
def _environment(lang: str) -> Environment:
    made = Environment(
        loader=DictLoader({"page": _resource("comparison.html.j2")}), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["t"] = lambda text: text.in_(lang)
    made.globals.update(
        w=_words(lang), lang=lang, style=Markup(_resource("style.css") + _resource("comparison.css")),
        pieces=lambda held: _pieces(held, lang),
    )  # fmt: skip
    return made


def comparison_page(comparison: Comparison, *, lang: str = "zh") -> str:
    """The page in one language; the document's words stay as they are."""
    return _environment(lang).get_template("page").render(page=comparison)


def _pieces(held: Sequence[Piece], lang: str) -> Markup:
    """Marked characters, each mark a link to the line that tells of it."""
    made = []
    for piece in held:
        text = escape(piece.text or (GAP if "lost" in piece.marks else ""))
        if not piece.marks:
            made.append(text)
            continue
        title = f' title="{escape(piece.note.in_(lang))}"' if piece.note.zh else ""
        link = f' href="#{escape(piece.link)}"' if piece.link else ""
        anchor = f' id="at-{escape(piece.link)}"' if piece.anchor else ""
        made.append(Markup(f'<a class="{" ".join(piece.marks)}"{anchor}{link}{title}>{text}</a>'))
    return Markup("").join(made)
