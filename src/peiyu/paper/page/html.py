"""Enterprise pages as HTML: self-contained, printed on A4, no resource from elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import SimpleNamespace

import yaml
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup, escape

from peiyu.paper.values import ConditionLine, EnterprisePage, FactLine, FirmRow
from peiyu.paper.wording import DISCLAIMER, MADE_UP, NOT_IN_FORCE, day, days_left, outcome_word
from peiyu.policy.verdict import Outcome
from peiyu.problems import Text


def resource(name: str) -> str:
    return files("peiyu.paper").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def words(lang: str) -> dict[str, str]:
    """The fixed headings of a page in one language."""
    return {key: Text(**value).in_(lang) for key, value in yaml.safe_load(resource("words.yaml")).items()}


@lru_cache(maxsize=20_000)
def safe(text: str) -> Markup:
    """A text escaped for HTML; most texts of a check-up stand on very many pages."""
    return escape(text)


SPECIAL = re.compile("[&<>\"']")


def cell(text: str) -> str:
    """The same for a cell of a long table: most have nothing to escape."""
    return text if SPECIAL.search(text) is None else str(escape(text))


class ConditionRows:
    """The rows of tables of conditions. They are most of a check-up's pages, so no template walks through them, and a
    line that many enterprises share (the same object) is written once."""

    MOST = 20_000

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.written: dict[int, tuple[ConditionLine, str]] = {}

    def __call__(self, lines: Sequence[ConditionLine]) -> Markup:
        return Markup("".join([self.row(line) for line in lines]))

    def row(self, line: ConditionLine) -> str:
        known = self.written.get(id(line))
        if known is not None and known[0] is line:
            return known[1]
        if len(self.written) >= self.MOST:
            self.written.clear()
        made = condition_row(line, self.lang)
        self.written[id(line)] = (line, made)
        return made


def condition_row(line: ConditionLine, lang: str) -> str:
    kind, name = (' class="joint"', line.joint) if line.joint.zh else ("", line.name)
    note = f"<small>{cell(line.note.in_(lang))}</small>" if line.note.zh else ""
    return (
        f'      <tr{kind}><td class="d{min(line.depth, 5)}">{cell(name.in_(lang))}</td>'
        f"<td>{cell(line.rule.in_(lang))}</td><td>{cell(line.present.in_(lang))}{note}</td>"
        f'<td class="o {line.outcome.name}">{cell(outcome_word(line.outcome, lang))}</td>'
        f'<td class="small">{cell(line.cite)}</td></tr>'
    )


def fact_rows(lines: Sequence[FactLine], lang: str) -> Markup:
    """The rows of the table of facts."""
    rows = []
    for line in lines:
        values = "".join([f'<td class="n">{cell(value.in_(lang))}</td>' for value in line.values])
        name = cell(line.name.in_(lang))
        rows.append(f'      <tr><td>{name}</td>{values}<td class="small">{cell(line.source)}</td></tr>')
    return Markup("".join(rows))


def firm_rows(rows: Sequence[FirmRow], lang: str) -> Markup:
    """The rows of the list of all enterprises."""
    outcomes = {one: f'<td class="o {one.name}">{cell(outcome_word(one, lang))}</td>' for one in Outcome}
    comma = cell(words(lang)["comma"])
    made = []
    for row in rows:
        name = cell(row.firm.name)
        linked = f'<a href="{cell(row.firm.page)}">{name}</a>' if row.firm.page else name
        lists = comma.join([cell(one.in_(lang)) for one in row.lists])
        seen = "".join([outcomes[one] for one in row.outcomes])
        made.append(f'<tr><td>{linked}</td><td class="code">{cell(row.firm.code)}</td>{seen}<td>{lists}</td></tr>')
    return Markup("".join(made))


class PageWriter:
    """Pages in one language; the templates are compiled once, every value is escaped."""

    def __init__(self, *, lang: str = "zh") -> None:
        self.lang = lang
        sources = {name: resource(name) for name in ("enterprise.html.j2", "firm.html.j2", "index.html.j2")}
        environment = Environment(
            loader=DictLoader(sources), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        environment.filters["t"] = lambda text: safe(text.in_(lang))
        environment.filters["o"] = lambda outcome: safe(outcome_word(outcome, lang))
        headings = SimpleNamespace(**{key: safe(said) for key, said in words(lang).items()})
        environment.globals.update(
            w=headings, lang=lang, style=Markup(resource("style.css")), day=lambda d: day(d, lang),
            left=lambda n: days_left(n, lang), disclaimer=safe(DISCLAIMER.in_(lang)), made_up=safe(MADE_UP.in_(lang)),
            not_in_force=safe(NOT_IN_FORCE.in_(lang)), condition_rows=ConditionRows(lang),
            fact_rows=lambda lines: fact_rows(lines, lang), firm_rows=lambda rows: firm_rows(rows, lang),
        )  # fmt: skip
        self._document = environment.get_template("enterprise.html.j2")
        self._firm = environment.get_template("firm.html.j2")
        self._index = environment.get_template("index.html.j2")

    def page(self, page: EnterprisePage) -> str:
        """One enterprise."""
        return self.volume(page.firm.name, (page,))

    def volume(self, title: str, pages: Sequence[EnterprisePage]) -> str:
        """Many enterprises in one file, each on a new sheet of paper, each reachable as ``#code``."""
        return self.bound(title, map(self.article, pages))

    def article(self, page: EnterprisePage) -> str:
        """One enterprise as a part of a volume that is bound later."""
        return self._firm.render(page=page) + "\n"

    def bound(self, title: str, articles: Iterable[str]) -> str:
        """Articles as one file."""
        return self._document.render(title=title, articles=Markup("".join(articles)))

    def index(
        self, *, title: Text, as_of: dt.date, made_up: bool, tiers: Sequence[Text], rows: Sequence[FirmRow]
    ) -> str:
        """The list of all enterprises with a search field and links to their pages."""
        return self._index.render(title=title.in_(self.lang), as_of=as_of, is_made_up=made_up, tiers=tiers, rows=rows)
