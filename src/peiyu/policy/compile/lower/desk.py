"""What lowering has on its desk: the binding, the steps so far, what is already lowered; and from where it looks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Field, FieldType
from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.lower.graph import Graph
from peiyu.policy.compile.lower.number import Number
from peiyu.policy.compile.lower.outer import beside, number_beside, of_enterprise
from peiyu.policy.compile.plan import Input, Measured, Member, Traits, Type
from peiyu.policy.condition.ast import ChildField, Expr, Fact
from peiyu.policy.pack.model import WhenUndefined
from peiyu.problems import InputError, Problem, Text, Where

ROOT = "enterprise"
TYPES: dict[FieldType, Type] = {"bool": "bool", "date": "date", "text": "text", "enum": "text", "industry": "text"}
Made = TypeVar("Made")
FactPlace = tuple[str, str, int]
"""Entity, field and year of a datum."""


@dataclass(slots=True)
class Records:
    """The steps over the records of one child entity, and those whose sums are wanted."""

    graph: Graph = field(default_factory=Graph)
    sums: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Desk:
    """Shared by the whole of a lowering. `touched` collects the facts read by what is being lowered."""

    binding: Binding
    traits: Traits
    root: str
    values: Mapping[type, Callable[[Any, View], Number]]
    truths: Mapping[type, Callable[[Any, View], int]]
    graph: Graph = field(default_factory=Graph)
    records: dict[str, Records] = field(default_factory=dict)
    made: dict[tuple[str, int], tuple[object, frozenset[FactPlace]]] = field(default_factory=dict)
    touched: set[FactPlace] = field(default_factory=set)
    criteria: dict[str, int] = field(default_factory=dict)
    carried: dict[tuple[str, str], Field] = field(default_factory=dict)

    def field_of(self, node: Fact | ChildField) -> Field:
        """What the vocabulary, or a pack's own `fields`, says of a datum."""
        if not self.carried:
            self.carried = {(e.code, f.code): f for e in vocabulary().entities.values() for f in e.fields}
        found = self.carried.get((node.entity, node.field_code))
        return found if found is not None else self.binding.fields[node.field_code]

    def child(self, entity: str) -> Records:
        return self.records.setdefault(entity, Records())

    def measured(self, entity: str, step: int) -> int:
        """The sum over an enterprise's records of a step of theirs, as a step of the wide row."""
        sums = self.child(entity).sums
        return self.graph.add(Measured(entity, sums.setdefault(step, len(sums))))

    def remembered(self, key: str, year: int, work: Callable[[], Made]) -> Made:
        """A named object in a year, lowered once."""
        place = (key, year)
        if place not in self.made:
            outer, self.touched = self.touched, set()
            made = work()
            self.made[place] = (made, frozenset(self.touched))
            self.touched = outer
        value, touched = self.made[place]
        self.touched |= touched
        return value  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class View:
    """From where an expression is seen: a fiscal year, a child entity inside a `where`, the nearest word on being
    undefined."""

    desk: Desk
    year: int
    child: str | None = None
    when_undefined: WhenUndefined | None = None

    @property
    def graph(self) -> Graph:
        return self.desk.graph if self.child is None else self.desk.child(self.child).graph

    @property
    def as_of(self) -> dt.date:
        return self.desk.binding.selection.as_of

    @property
    def base_year(self) -> int:
        return self.desk.binding.selection.base_year

    def value(self, expr: Expr) -> Number:
        """A numeric expression as columns."""
        if self.child is not None and of_enterprise(expr):
            return number_beside(self.graph, self.desk.graph, self.outer().value(expr))
        rule = self.desk.values.get(type(expr))
        if rule is None:
            raise cannot_say(expr, type(expr).__name__)
        return rule(expr, self)

    def truth(self, expr: Expr) -> int:
        """A condition as a nullable boolean column."""
        if self.child is not None and of_enterprise(expr):
            return beside(self.graph, self.desk.graph, self.outer().truth(expr))
        rule = self.desk.truths.get(type(expr))
        if rule is None:
            raise cannot_say(expr, type(expr).__name__)
        return rule(expr, self)

    def day(self, until: str) -> dt.date:
        """As-of, or 31 December of the base year."""
        return self.as_of if until == "as_of" else dt.date(self.base_year, 12, 31)

    def at(self, year: int) -> View:
        return replace(self, year=year)

    def under(self, when_undefined: WhenUndefined | None) -> View:
        return replace(self, when_undefined=when_undefined)

    def outer(self) -> View:
        """The same as seen from the enterprise, outside the `where`."""
        return replace(self, child=None)

    def plain(self) -> View:
        """The same year without what the asker says of being undefined."""
        return View(self.desk, self.year)

    def column(self, node: Fact | ChildField) -> int:
        """The stored column of a datum; inside a `where` an enterprise's stands beside its records."""
        if self.child is not None and isinstance(node, Fact):
            return beside(self.graph, self.desk.graph, self.outer().column(node))
        field_ = self.desk.field_of(node)
        type_ = TYPES.get(field_.type, "int")
        if isinstance(node, ChildField):
            if node.entity != self.child:
                raise cannot_say(node, "a child's field outside its own `where`")
            return self.graph.add(Input(node.entity, node.field_code, type_))
        year = 0 if node.entity == self.desk.root else self.year
        self.desk.touched.add((node.entity, node.field_code, year))
        if (node.entity, node.field_code) in self.desk.traits.bands:
            self._notice_band(node)
        return self.graph.add(Input(node.entity, node.field_code, type_, year))

    def _notice_band(self, node: Fact) -> None:
        """Enterprises for which an office has narrowed the fact to a band are left to the reference."""
        graph = self.desk.child("attestation").graph
        named = (("fact_entity", node.entity), ("fact_field", node.field_code))
        same = graph.and_(
            *(graph.add(Member(graph.add(Input("attestation", code, "text")), (word,))) for code, word in named)
        )
        count = self.desk.measured("attestation", graph.is_true(same))
        self.desk.graph.notice(self.desk.graph.compare(">", count, self.desk.graph.constant(0, "int")))

    def before_founding(self, year: int) -> int:
        """Whether the enterprise was certainly founded after that year ended; never null."""
        if self.child is not None:
            return beside(self.graph, self.desk.graph, self.outer().before_founding(year))
        graph = self.desk.graph
        founded = graph.add(Input(ROOT, "founded", "date"))
        return graph.is_true(graph.compare(">", founded, graph.constant(dt.date(year, 12, 31), "date")))


def cannot_say(node: Expr, what: str) -> InputError:
    """What only the reference engine can work out is refused before anything runs."""
    return InputError(
        Problem(
            "engine-cannot-say",
            Text(f"批量引擎不支持这种写法：{what}", f"the engines over whole fact bases do not support this: {what}"),
            Where(node.span.file, node.span.line or None, node.span.column or None),
            found=type(node).__name__,
            accepted=Text("见 docs/explanation/library.md", "see docs/explanation/library.md"),
            next_step=Text(
                "改写该条件，或逐户用参考引擎计算", "rewrite the condition, or use the reference engine firm by firm"
            ),
        )
    )
