"""Enterprise pages as HTML: self-contained, printed on A4, no resource from elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from peiyu.paper.values import EnterprisePage, FirmRow
from peiyu.paper.wording import DISCLAIMER, MADE_UP, NOT_IN_FORCE, day, days_left, outcome_word
from peiyu.problems import Text


def resource(name: str) -> str:
    return files("peiyu.paper").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def words(lang: str) -> dict[str, str]:
    """The fixed headings of a page in one language."""
    return {key: Text(**value).in_(lang) for key, value in yaml.safe_load(resource("words.yaml")).items()}


class PageWriter:
    """Pages in one language; the templates are compiled once, every value is escaped."""

    def __init__(self, *, lang: str = "zh") -> None:
        self.lang = lang
        sources = {name: resource(name) for name in ("enterprise.html.j2", "index.html.j2")}
        environment = Environment(
            loader=DictLoader(sources), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        environment.filters["t"] = lambda text: text.in_(lang)
        environment.filters["o"] = lambda outcome: outcome_word(outcome, lang)
        environment.globals.update(
            w=words(lang), lang=lang, style=Markup(resource("style.css")), day=lambda d: day(d, lang),
            left=lambda n: days_left(n, lang), disclaimer=DISCLAIMER.in_(lang), made_up=MADE_UP.in_(lang),
            not_in_force=NOT_IN_FORCE.in_(lang),
        )  # fmt: skip
        self._page = environment.get_template("enterprise.html.j2")
        self._index = environment.get_template("index.html.j2")

    def page(self, page: EnterprisePage) -> str:
        """One enterprise."""
        return self._page.render(title=page.firm.name, pages=(page,))

    def volume(self, title: str, pages: Sequence[EnterprisePage]) -> str:
        """Many enterprises in one file, each on a new sheet of paper, each reachable as ``#code``."""
        return self._page.render(title=title, pages=pages)

    def index(
        self, *, title: Text, as_of: dt.date, made_up: bool, tiers: Sequence[Text], rows: Sequence[FirmRow]
    ) -> str:
        """The list of all enterprises with a search field and links to their pages."""
        return self._index.render(title=title.in_(self.lang), as_of=as_of, is_made_up=made_up, tiers=tiers, rows=rows)
