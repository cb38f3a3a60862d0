"""Reads typed values from YAML nodes; what does not fit becomes a problem, and reading goes on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, get_args

from peiyu.policy.condition.ast import Expr, Span
from peiyu.policy.condition.parse import parse
from peiyu.policy.condition.resolve import resolve
from peiyu.policy.condition.scope import Scope
from peiyu.policy.pack.model import WhenUndefined
from peiyu.policy.pack.rule import Evidence
from peiyu.policy.pack.sayings import LENIENT_IN_DRAFT, SAYINGS
from peiyu.policy.pack.yaml import Node, Scalar, Sequence, Table
from peiyu.problems import Level, PackError, Problem, Text

EVIDENCE: tuple[str, ...] = get_args(Evidence)
WHEN_UNDEFINED: tuple[str, ...] = get_args(WhenUndefined)
ID = re.compile(r"[a-z][a-z0-9_]*|D[1-9][0-9]*(_[a-z0-9_]+)?")
"""A local id; D1, D12_staff … are the numbers under which a territory's office knows its definitions."""
RULE_KEYS = ("name", "en", "cite", "evidence", "note")


@dataclass(frozen=True, slots=True)
class Inherited:
    """The clause and the evidence mark that parts take from what holds them; empty: none."""

    cite: str = ""
    evidence: str = ""


class Reader:
    """Reads one pack. `scope` is what names mean in the text that is being read."""

    def __init__(self, pack: str, scope: Scope) -> None:
        self.pack = pack
        self.scope = scope
        self.draft = False
        self.problems: list[Problem] = []

    def say(self, code: str, span: Span, **words: Any) -> None:
        level = Level.WARNING if self.draft and code in LENIENT_IN_DRAFT else None
        self.problems.append(SAYINGS[code].about(span, level=level, **words))

    # --- shapes --------------------------------------------------------------------------------------------

    def table(self, node: Node | None, where: Text, keys: Iterable[str], required: Iterable[str] = ()) -> Table:
        """The table, its keys checked; an empty one if the node is something else."""
        if not isinstance(node, Table):
            if node is not None:
                self.wrong(
                    node, where.zh, Text("表（键: 值）", "a table of key: value"), "{id: staff, if: 职工总数 <= 500人}"
                )
            return Table((), node.span if node is not None else Span())
        allowed = tuple(keys)
        for key, _ in node.entries:
            if key.text not in allowed:
                self.say(
                    "key-unknown",
                    key.span,
                    found=key.text,
                    where=where.zh,
                    where_en=where.en,
                    accepted=" · ".join(allowed),
                )
        for key_ in required:
            if key_ not in node:
                self.say("key-missing", node.span, where=where.zh, where_en=where.en, key=key_, example=f"{key_}: …")
        return node

    def rows(self, node: Node | None, key: str) -> tuple[Node, ...]:
        """The members of a list; none if it is absent."""
        if node is None or (isinstance(node, Scalar) and node.null):
            return ()
        if isinstance(node, Sequence):
            return node.items
        self.wrong(node, key, Text("列表", "a list"), f"{key}: [ … ]")
        return ()

    def named(self, node: Node | None, key: str, pattern: re.Pattern[str] = ID) -> tuple[tuple[Scalar, Node], ...]:
        """The members of a table by their ids; none if it is absent."""
        if node is None or (isinstance(node, Scalar) and node.null):
            return ()
        if not isinstance(node, Table):
            self.wrong(node, key, Text("表（编号: 内容）", "a table of id: content"), f"{key}: {{an_id: {{name: …}}}}")
            return ()
        for name, _ in node.entries:
            self.check_id(name, pattern)
        return node.entries

    def wrong(self, node: Node, key: str, expected: Text, example: str) -> None:
        found = node.text if isinstance(node, Scalar) else "列表 a list" if isinstance(node, Sequence) else "表 a table"
        self.say(
            "type-wrong",
            node.span,
            found=found,
            key=key,
            expected=expected.zh,
            expected_en=expected.en,
            example=example,
        )

    def check_id(self, name: Scalar, pattern: re.Pattern[str] = ID) -> None:
        if not pattern.fullmatch(name.text):
            self.say("id-written", name.span, found=name.text)

    # --- scalars -------------------------------------------------------------------------------------------

    def text(self, table: Table, key: str, default: str = "") -> str:
        node = table.get(key)
        if node is None or (isinstance(node, Scalar) and node.null):
            return default
        if isinstance(node, Scalar):
            return node.text
        self.wrong(node, key, Text("文字", "text"), f"{key}: …")
        return default

    def texts(self, table: Table, key: str) -> tuple[str, ...]:
        made = []
        for one in self.rows(table.get(key), key):
            if isinstance(one, Scalar):
                made.append(one.text)
            else:
                self.wrong(one, key, Text("文字", "text"), f"{key}: [甲, 乙]")
        return tuple(made)

    def name(self, table: Table, default: str) -> Text:
        """`name: 中文` with `en:` beside it, or `name: {zh: …, en: …}`."""
        if isinstance(table.get("name"), Table):
            return self.said(table, "name", Text("名称", "a name"), default)
        return Text(self.text(table, "name", default), self.text(table, "en"))

    def note(self, table: Table) -> Text:
        """`note: 中文` or `note: {zh: …, en: …}`."""
        return self.said(table, "note", Text("说明", "a note"))

    def said(self, table: Table, key: str, where: Text, default: str = "") -> Text:
        """A text in Chinese alone, or {zh: …, en: …}."""
        node = table.get(key)
        if isinstance(node, Table):
            both = self.table(node, where, ("zh", "en"), ("zh",))
            return Text(self.text(both, "zh", default), self.text(both, "en"))
        return Text(self.text(table, key, default), "")

    def date(self, table: Table, key: str) -> dt.date | None:
        written = self.text(table, key)
        if not written:
            return None
        try:
            return dt.date.fromisoformat(written)
        except ValueError:
            node = table.get(key)
            if node is not None:
                self.wrong(node, key, Text("日期", "a date"), f"{key}: 2022-08-01")
            return None

    def since_until(self, table: Table) -> tuple[dt.date | None, dt.date | None]:
        since, until = self.date(table, "from"), self.date(table, "until")
        if since and until and until < since:
            self.say("dates-order", table.span, found=f"{since} … {until}")
        return since, until

    def one_of(self, table: Table, key: str, options: tuple[str, ...], default: Any) -> Any:
        node = table.get(key)
        written = self.text(table, key)
        if not written or node is None:
            return default
        if written not in options:
            self.say("value-unknown", node.span, found=written, key=key, accepted=" · ".join(options))
            return default
        return written

    def amount(self, node: Node | None, key: str) -> Fraction | None:
        """Points as written: 20, 2.5, -5 or 20分."""
        if node is None:
            return None
        match = re.fullmatch(r"(-?[0-9]{1,9}(?:\.[0-9]{1,6})?)\s*分?", node.text) if isinstance(node, Scalar) else None
        if match is None:
            self.wrong(node, key, Text("分数", "points"), f"{key}: 20")
            return None
        return Fraction(match[1])

    def when_undefined(self, table: Table) -> Any:
        return self.one_of(table, "when_undefined", WHEN_UNDEFINED, None)

    # --- conditions ----------------------------------------------------------------------------------------

    def parsed(self, node: Node | None, key: str, before: str = "") -> Expr | None:
        """A condition as written, its names not resolved; `before` stands before it."""
        if node is None:
            return None
        if not isinstance(node, Scalar):
            self.wrong(node, key, Text("条件或算式", "a condition or a number"), f"{key}: 职工总数 <= 500人")
            return None
        span = node.span
        try:
            return parse(before + node.text, file=span.file, line=span.line, column=span.column - len(before))
        except PackError as fault:
            self.problems.extend(fault.problems)
            return None

    def resolved(self, expr: Expr | None, child: str | None = None) -> Expr | None:
        if expr is None:
            return None
        try:
            return resolve(expr, self.scope, child=child)
        except PackError as fault:
            self.problems.extend(fault.problems)
            return None

    def expr(self, node: Node | None, key: str, *, child: str | None = None) -> Expr | None:
        """A condition or number, names resolved; None if it is at fault (the problem is kept). `child`: the entity
        whose record it is about."""
        return self.resolved(self.parsed(node, key), child)

    # --- what every rule carries ---------------------------------------------------------------------------

    def rule(self, table: Table, key: str, default_name: str) -> dict[str, Any]:
        """key, name, note and span of a Rule."""
        return {
            "key": key,
            "name": self.name(table, default_name),
            "note": self.note(table),
            "span": table.span,
        }

    def inherited(self, table: Table, above: Inherited) -> Inherited:
        evidence = self.one_of(table, "evidence", EVIDENCE, above.evidence)
        return Inherited(self.text(table, "cite", above.cite), evidence)

    def grounds(self, table: Table, above: Inherited, where: Text) -> dict[str, Any]:
        """cite and evidence of a rule, its own or inherited; both must be there."""
        own = self.inherited(table, above)
        if not own.cite:
            self.say("cite-missing", table.span, where=where.zh, where_en=where.en)
        if not own.evidence:
            self.say("evidence-missing", table.span, where=where.zh, where_en=where.en)
        return {"cite": own.cite, "evidence": own.evidence or "unverified"}


def with_origin(inherited: Inherited, evidence: str) -> Inherited:
    """The same, with an evidence mark where none is set."""
    return inherited if inherited.evidence else replace(inherited, evidence=evidence)
