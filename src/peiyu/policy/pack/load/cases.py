"""Reads the cases of a pack: facts in people's units → stored values, names → fields."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from peiyu.facts.vocabulary.load import PERIODIC, vocabulary
from peiyu.facts.vocabulary.model import STORED_LIMIT, Field
from peiyu.policy.condition import literals
from peiyu.policy.condition.ast import Expr, Fact, Number, Span
from peiyu.policy.condition.build import unquoted
from peiyu.policy.condition.scope import ROOTS, Scope, aliased, near
from peiyu.policy.pack.load.load import EVENTS
from peiyu.policy.pack.load.reader import Reader
from peiyu.policy.pack.load.registry import Source, file_text
from peiyu.policy.pack.load.subjects import subjects
from peiyu.policy.pack.model import (
    Case,
    CaseRow,
    Pack,
    Stored,
)
from peiyu.policy.pack.yaml import Node, Scalar, Sequence, Table, read
from peiyu.problems import PackError, Problem, Text

CASE_KEYS = ("of", "as_of", "event", "from", "facts", "complete", "gives", "for", "why", "define", "parameters")
FILE_KEYS = ("defaults", "bases", "cases")
OUTCOMES = ("met", "not met", "unknown", "undefined")
TRUE, FALSE = ("是", "true"), ("否", "false")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for every case of a file that does not say otherwise; `bases` are facts to begin from."""

    as_of: dt.date | None
    event: Any
    bases: Mapping[str, Table]


@dataclass(slots=True)
class Known:
    """What a case knows of its enterprise, while it is being read (see Case)."""

    facts: dict[tuple[str, str, int], Stored] = field(default_factory=dict)
    bands: dict[tuple[str, str, int], tuple[int | None, int | None]] = field(default_factory=dict)
    rows: dict[str, list[CaseRow]] = field(default_factory=dict)
    complete: dict[tuple[str, str], None] = field(default_factory=dict)
    attested: dict[str, bool] = field(default_factory=dict)


def _end(value: Stored | None) -> int | None:
    return value if isinstance(value, int) else None


def fact_scope(packs: Iterable[Pack]) -> Scope:
    """What the names of facts mean with the own fields of these packs."""
    fields = {(f.entity, f.code): f for p in packs for text in p.texts for f in text.fields.values()}
    objects: dict[str, dict[Fact, None]] = {}
    for one in fields.values():
        if one.entity in ROOTS:
            for word in (one.name.zh, one.code, one.code.rpartition(".")[2]):
                objects.setdefault(word, {})[Fact(one.entity, one.code)] = None
    return Scope(vocabulary(), objects={word: tuple(nodes) for word, nodes in objects.items()}, fields=fields)


def read_cases(pack: Pack, *, used: Iterable[Pack] = ()) -> tuple[tuple[Case, ...], tuple[Problem, ...]]:
    """Every case of a loaded pack and what is wrong with those that could not be read."""
    place = Path(pack.folder)
    source = Source(place if place.is_file() else place / "pack.yaml")
    reader = CaseReader(pack, fact_scope((pack, *used)))
    if place.is_file():
        node, _ = read(file_text(place, Span(place.name)), place.name)
        inside = node.get("cases") if isinstance(node, Table) else None
        return tuple(reader.file(inside)) if inside is not None else (), tuple(reader.problems)
    cases: list[Case] = []
    for path in source.case_files():
        shown = source.shown(path.name)
        try:
            node, problems = read(file_text(path, Span(shown)), shown)
        except PackError as fault:
            node, problems = None, fault.problems
        reader.problems.extend(problems)
        if node is not None:
            cases.extend(reader.file(node))
    return tuple(cases), tuple(reader.problems)


class CaseReader(Reader):
    """Reads case files of one pack."""

    def __init__(self, pack: Pack, scope: Scope) -> None:
        super().__init__(pack.id, scope)
        self.held = pack
        self.known = frozenset(subjects(pack))

    def file(self, node: Node) -> Iterator[Case]:
        defaults = Defaults(None, "new", {})
        rows: Node | None = node
        if isinstance(node, Table):
            table = self.table(node, Text("案例文件", "a file of cases"), FILE_KEYS)
            held = self.table(table.get("defaults"), Text("defaults", "defaults"), ("as_of", "event"))
            bases = {
                key.text: value for key, value in self.named(table.get("bases"), "bases") if isinstance(value, Table)
            }
            defaults = Defaults(self.date(held, "as_of"), self.one_of(held, "event", EVENTS, "new"), bases)
            rows = table.get("cases")
        for row in self.rows(rows, "cases"):
            made = self.case(row, defaults)
            if made is not None:
                yield made

    def case(self, node: Node, defaults: Defaults) -> Case | None:
        where = Text("案例", "a case")
        table = self.table(node, where, CASE_KEYS, ("of", "gives"))
        as_of = self.date(table, "as_of") or defaults.as_of
        if as_of is None:
            self.say(
                "key-missing", table.span, where="案例", where_en="a case", key="as_of", example="as_of: 2023-06-01"
            )
            return None
        of = self.subject(table)
        gives = self.gives(table.get("gives"))
        if of is None or gives is None:
            return None
        known = Known()
        for held in (self.base(table, defaults), table.get("facts")):
            self.facts(held, as_of, known)
        known.complete.update(dict.fromkeys(self.lists(table.get("complete"))))
        return Case(
            of=of, as_of=as_of, event=self.one_of(table, "event", EVENTS, defaults.event), facts=known.facts,
            bands=known.bands, rows=tuple(one for each in known.rows.values() for one in each), gives=gives,
            complete=tuple(one for one, kind in known.complete if not kind), attested=known.attested,
            complete_kinds=tuple(one for one in known.complete if one[1]),
            wanting=self.wanting(table), define=self.defined(table), parameters=self.parameters(table),
            why=self.text(table, "why"), span=table.span,
        )  # fmt: skip

    def subject(self, table: Table) -> str | None:
        node, written = table.get("of"), self.text(table, "of")
        if node is None:
            return None
        for key in (f"{self.pack}.{written}", written):
            if key in self.known:
                return key
        options = " · ".join(one.removeprefix(f"{self.pack}.") for one in near(f"{self.pack}.{written}", self.known))
        self.say(
            "case-subject", node.span, found=written, name=written, options=options or "tier.criterion · score.item"
        )
        return None

    def gives(self, node: Node | None) -> Any:
        """A verdict, or points as one number or [low, high]; null is no end."""
        if isinstance(node, Scalar):
            if node.text in OUTCOMES:
                return node.text
            value = self.number(node, "gives")
            return None if value is None else (value, value)
        if isinstance(node, Sequence) and len(node.items) == 2:
            ends = [None if isinstance(one, Scalar) and one.null else self.number(one, "gives") for one in node.items]
            return (ends[0], ends[1])
        if node is not None:
            self.wrong(node, "gives", Text("结果", "a result"), "gives: met | not met | unknown | 20 | [48, 100]")
        return None

    def number(self, node: Node, key: str) -> Fraction | None:
        text = node.text if isinstance(node, Scalar) else ""
        try:
            made = literals.number(text.removeprefix("-"), node.span)
        except PackError:
            made = None
        if not isinstance(made, Number):
            self.wrong(node, key, Text("数", "a number"), f"{key}: 20")
            return None
        return -made.value if text.startswith("-") else made.value

    def base(self, table: Table, defaults: Defaults) -> Table | None:
        node, name = table.get("from"), self.text(table, "from")
        if not name or node is None:
            return None
        if name not in defaults.bases:
            self.say(
                "value-unknown", node.span, found=name, key="from", accepted=" · ".join(defaults.bases) or "bases: …"
            )
        return defaults.bases.get(name)

    def defined(self, table: Table) -> dict[str, str]:
        held = table.get("define")
        rows = (
            self.table(held, Text("define", "define"), [k.text for k, _ in held.entries])
            if isinstance(held, Table)
            else None
        )
        return {f"{self.pack}.{key.text}": self.text(rows, key.text) for key, _ in rows.entries} if rows else {}

    def parameters(self, table: Table) -> dict[str, Expr]:
        """Other values of parameters, by id or name."""
        made: dict[str, Expr] = {}
        known = {w: one.key for text in self.held.texts for i, one in text.parameters.items() for w in (i, one.name.zh)}
        node = table.get("parameters")
        for key, value in node.entries if isinstance(node, Table) else ():
            expr = self.expr(value, key.text)
            if key.text not in known:
                self.say("value-unknown", key.span, found=key.text, key="parameters", accepted=" · ".join(known))
            elif expr is not None:
                made[known[key.text]] = expr
        return made

    # --- facts ---------------------------------------------------------------------------------------------

    def facts(self, node: Node | None, as_of: dt.date, known: Known) -> None:
        """Adds what a table of facts says; null takes a value away again."""
        if node is not None and not isinstance(node, Table):
            self.wrong(node, "facts", Text("表（名称: 值）", "a table of name: value"), "facts: {职工总数: 500人}")
        for key, value in node.entries if isinstance(node, Table) else ():
            if key.text == "complete":
                known.complete.update(dict.fromkeys(self.lists(value)))
                continue
            if key.text == "attested":
                known.attested.update(self.attested(value))
                continue
            word = unquoted(key.text)
            entity = self.scope.entity(word)
            if entity is not None:
                known.rows[entity.code] = [self.row(entity.code, one) for one in self.rows(value, word)]
                continue
            field = self.field(word, key.span)
            if field is None:
                continue
            for year, one in self.by_year(field, value, as_of):
                at = (field.entity, field.code, year)
                known.facts.pop(at, None)
                known.bands.pop(at, None)
                if isinstance(one, Sequence) and field.is_numeric and len(one.items) == 2:
                    ends = [self.stored(field, end) for end in one.items]
                    known.bands[at] = (_end(ends[0]), _end(ends[1]))
                    continue
                stored = self.stored(field, one)
                if stored is not None:
                    known.facts[at] = stored

    def attested(self, node: Node) -> Iterator[tuple[str, bool]]:
        """Criteria (`pack.tier.criterion`) that an office confirmed."""
        for key, value in node.entries if isinstance(node, Table) else ():
            if isinstance(value, Scalar) and value.text in (*TRUE, *FALSE):
                yield key.text, value.text in TRUE
            else:
                self.wrong(value, key.text, Text("是或否", "是 or 否"), f"{key.text}: 是")

    def by_year(self, field: Field, node: Node, as_of: dt.date) -> Iterator[tuple[int, Node]]:
        yearly = self.scope.vocabulary.entities[field.entity].period in PERIODIC
        if isinstance(node, Table) and yearly:
            for key, value in node.entries:
                if re.fullmatch("[0-9]{4}", key.text):
                    yield int(key.text), value
                else:
                    self.wrong(key, field.name.zh, Text("年份", "a year"), f"{field.name.zh}: {{2021: …, 2022: …}}")
            return
        yield as_of.year - 1 if yearly else 0, node

    def field(self, word: str, span: Span) -> Field | None:
        found = self.scope.meanings(word, None)
        if len(found) == 1 and isinstance(found[0], Fact):
            return self.scope.field_of(found[0])
        roots = [one for root in ROOTS for one in self.scope.vocabulary.entities[root].fields]
        words = (*aliased(word, roots), *near(word, (*self.scope.words(None), *self.scope.lists())))
        self.say(
            "name-unknown", span, found=word, name=word, near=" · ".join(dict.fromkeys(words)) or "词表 vocabulary"
        )
        return None

    def row(self, entity: str, node: Node) -> CaseRow:
        name = self.scope.vocabulary.entities[entity].name
        keys = [key.text for key, _ in node.entries] if isinstance(node, Table) else []
        table = self.table(node, Text(f"{name.zh}的一条", f"a record of {name.en}"), keys)
        values: dict[str, Stored] = {}
        for key, value in table.entries:
            found = [one for one in self.scope.meanings(unquoted(key.text), entity) if not isinstance(one, Fact)]
            field = self.scope.field_of(found[0]) if found and hasattr(found[0], "entity") else None  # type: ignore[arg-type]
            if field is None:
                names = [one.name.zh for one in self.scope.vocabulary.entities[entity].fields]
                self.say("name-unknown", key.span, found=key.text, name=key.text, near=" · ".join(names))
                continue
            stored = self.stored(field, value)
            if stored is not None:
                values[field.code] = stored
        return CaseRow(entity=entity, values=values)

    def stored(self, field: Field, node: Node) -> Stored | None:
        """A written value as facts hold it; None for null or a value at fault."""
        if isinstance(node, Scalar) and node.null:
            return None
        if not isinstance(node, Scalar):
            self.wrong(node, field.name.zh, Text("一个值", "one value"), f"{field.name.zh}: …")
            return None
        text = unquoted(node.text)
        if field.is_numeric:
            return self.stored_number(field, node)
        if field.type == "bool":
            if text in (*TRUE, *FALSE):
                return text in TRUE
            self.wrong(node, field.name.zh, Text("是或否", "是 or 否"), f"{field.name.zh}: 是")
            return None
        if field.type == "date":
            try:
                return dt.date.fromisoformat(text)
            except ValueError:
                self.wrong(node, field.name.zh, Text("日期", "a date"), f"{field.name.zh}: 2022-08-01")
                return None
        if field.type == "enum":
            for code, option in field.options:
                if text in (code, option.zh):
                    return option.zh
            options = " · ".join(option.zh for _, option in field.options)
            self.say("option-unknown", node.span, found=text, field=field.name.zh, option=text, options=options)
            return None
        return text

    def stored_number(self, field: Field, node: Scalar) -> int | None:
        negative, written = node.text.startswith("-"), node.text.removeprefix("-")
        try:
            made = literals.number(written, node.span)
        except PackError as fault:
            self.problems.extend(fault.problems)
            return None
        value = made.value if isinstance(made, Number) else Fraction(0)
        fits = (
            isinstance(made, Number)
            and made.dimension in ("", field.type)
            and (made.dimension or field.type != "money" or not value)
        )
        scaled = value * field.scale
        if not fits or scaled.denominator != 1 or scaled > STORED_LIMIT:
            self.say("case-value", node.span, found=node.text, field=field.name.zh, type=field.type)
            return None
        return -int(scaled) if negative else int(scaled)

    def lists(self, node: Node | None) -> Iterator[tuple[str, str]]:
        """Lists that are complete, with the one kind for which they are (`称号资质：高新技术企业`) or ''."""
        for one in self.rows(node, "complete"):
            word, _, kind = (one.text if isinstance(one, Scalar) else "").replace("：", ":").partition(":")
            entity = self.scope.entity(unquoted(word))
            if entity is None:
                options = " · ".join(near(word, self.scope.lists()) or self.scope.lists())
                self.say("list-unknown", one.span, found=word, name=word, options=options)
            else:
                yield entity.code, unquoted(kind.strip())

    def wanting(self, table: Table) -> tuple[tuple[str, str], ...]:
        made: list[tuple[str, str]] = []
        for one in self.rows(table.get("for"), "for"):
            word = unquoted(one.text) if isinstance(one, Scalar) else ""
            entity = self.scope.entity(word)
            field = None if entity else self.field(word, one.span)
            if entity is not None:
                made.append((entity.code, ""))
            elif field is not None:
                made.append((field.entity, field.code))
        return tuple(made)
