"""The answers worth trying for one missing fact: ranges between turning values, options, days, complete lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from peiyu.facts.snapshot import Child, Datum, Snapshot, Value
from peiyu.facts.vocabulary.model import Field
from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.rewrite import nodes_in
from peiyu.policy.condition import ast
from peiyu.policy.engine.reference import truths_of
from peiyu.policy.engine.reference.calendar import after, months_after, window
from peiyu.policy.explain.amounts import Measure, amount
from peiyu.policy.explain.cuts import cuts, domain, pieces, with_fact
from peiyu.policy.explain.model import EMPTY
from peiyu.policy.explain.reads import Baseline
from peiyu.policy.explain.words import Words
from peiyu.policy.verdict import FactKey, Truth
from peiyu.problems import Text

ROOTS = ("enterprise", "annual_return")
OTHER_INDUSTRY = "T"
"""国际组织: the section that no policy for firms names."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What follows from one answer: the verdict on each tier."""

    truths: Mapping[str, Truth]

    def same_verdicts(self, other: Tried) -> bool:
        """Whether every tier has one outcome in both."""
        return all(truth.value is other.truths[key].value for key, truth in self.truths.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer tried: from `low` to `high` (stored numbers or days), or what `words` say; and what follows."""

    tried: Tried
    words: Text = EMPTY
    low: int | dt.date | None = None
    high: int | dt.date | None = None
    field: Field | None = None

    def spoken(self, last: Option) -> Text:
        """This answer up to `last` as one range, or the words of both."""
        if self.field is None:
            return self.words if self is last else Text(f"{self.words.zh}等", f"{self.words.en} and the like")
        return spelled(self.low, last.high, self.field)


def options_for(
    snapshot: Snapshot, tiers: tuple[str, ...], fact: FactKey, words: Words, baseline: Baseline
) -> tuple[Option, ...]:
    """Every answer worth trying, in order; empty where only the full record can tell."""
    tries = Tries(words.binding, snapshot, tiers, fact, baseline)
    if not fact.field_code:
        return tuple(tries.lists())
    if fact.entity not in ROOTS:
        return ()
    field = words.field(fact.entity, fact.field_code)
    if field.is_numeric:
        return tuple(tries.numbers(field))
    if field.type == "date":
        return tuple(tries.days(field))
    if field.type == "bool":
        return tuple(tries.words(((True, Text("是", "yes")), (False, Text("否", "no")))))
    if field.type == "enum":
        return tuple(tries.words((text.zh, text) for _, text in field.options))
    return tuple(tries.industries()) if field.type == "industry" else ()


class Tries:
    """Tries answers about one fact on one enterprise."""

    def __init__(
        self, binding: Binding, snapshot: Snapshot, tiers: tuple[str, ...], fact: FactKey, baseline: Baseline
    ) -> None:
        self.binding, self.snapshot, self.tiers, self.fact = binding, snapshot, tiers, fact
        self.known = baseline.without(fact)

    def put(self, value: Value) -> Snapshot:
        return with_fact(self.snapshot, (self.fact.entity, self.fact.field_code, self.fact.year), Datum(value))

    def tried(self, snapshot: Snapshot) -> Tried:
        return Tried(truths_of(self.binding, snapshot, self.tiers, self.known))

    def numbers(self, field: Field) -> Iterator[Option]:
        """A piece between turning values; a band that an office gave narrows what is tried."""
        low, high = domain(field)
        known = self.snapshot.datum(self.fact.entity, self.fact.field_code, self.fact.year)
        if known is not None:
            low = low if known.low is None else max(low, known.low)
            high = high if known.high is None else min(high, known.high)
        marks = cuts(self.binding, self.tiers, self.put, field, known=self.known)
        for piece in pieces(marks, low, high):
            for start, end, tried in self.steps(*piece):
                yield Option(
                    tried=tried, low=None if start == low else start, high=None if end == high else end, field=field
                )

    def steps(self, start: int, end: int) -> Iterator[tuple[int, int, Tried]]:
        """A piece as it is; or, where its ends differ all the same (rounding down moves by steps), in two."""
        first = self.tried(self.put(start))
        last = first if start == end else self.tried(self.put(end))
        if first.same_verdicts(last):
            yield start, end, first
            return
        low, high = start, end
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.tried(self.put(middle)).same_verdicts(first) else (low, middle)
        yield start, low, first
        yield high, end, last

    def words(self, options: Iterable[tuple[Value, Text]]) -> Iterator[Option]:
        for value, text in options:
            yield Option(tried=self.tried(self.put(value)), words=text)

    def nodes(self) -> Iterator[ast.Expr]:
        """Every condition node of the binding."""
        for bound in self.binding.tiers.values():
            yield from nodes_in(bound.tier)
        for named in (*self.binding.quantities.values(), *self.binding.scores.values()):
            yield from nodes_in(named)

    def is_fact(self, expr: ast.Expr) -> bool:
        return isinstance(expr, ast.Fact) and (expr.entity, expr.field_code) == (self.fact.entity, self.fact.field_code)

    def industries(self) -> Iterator[Option]:
        """One try for every code that a condition names, and one that none names."""
        codes = {o: None for n in self.nodes() if isinstance(n, ast.InSet) and self.is_fact(n.of) for o in n.options}
        for node in self.nodes():
            if isinstance(node, ast.Compare) and isinstance(node.right, ast.TextLiteral) and self.is_fact(node.left):
                codes[node.right.value] = None
        codes.setdefault(OTHER_INDUSTRY, None)
        for code in codes:
            digits = code[1:] if code[:1].isalpha() and len(code) > 1 else code
            text = Text("其他", "any other") if code == OTHER_INDUSTRY else Text(code, code)
            yield Option(tried=self.tried(self.put(digits)), words=text)

    def days(self, field: Field) -> Iterator[Option]:
        """Days between those at which an age, a window or a fiscal year turns."""
        marks = sorted(set(self.turning_days()))
        first: dt.date | None = None
        for mark in marks:
            tried = self.tried(self.put(mark - dt.timedelta(days=1)))
            yield Option(tried=tried, low=first, high=mark - dt.timedelta(days=1), field=field)
            first = mark
        yield Option(tried=self.tried(self.put(first or self.binding.selection.as_of)), low=first, field=field)

    def turning_days(self) -> Iterator[dt.date]:
        """The first days of the stretches between which answers differ."""
        selection = self.binding.selection
        ends = {"as_of": selection.as_of, "year_end": dt.date(selection.base_year, 12, 31)}
        for node in self.nodes():
            if isinstance(node, ast.Compare) and isinstance(node.left, ast.Age) and self.is_fact(node.left.since):
                if isinstance(node.right, ast.Duration):
                    yield from around(before(ends[node.left.until], node.right))
            elif isinstance(node, ast.FullYears) and self.is_fact(node.since):
                yield from (months_after(ends[node.until], -12 * n) + dt.timedelta(days=1) for n in range(1, 11))
            elif isinstance(node, ast.InWindow) and self.is_fact(node.of):
                first, last = window(node, selection.as_of)
                yield from (first, last + dt.timedelta(days=1))
            elif isinstance(node, ast.Compare) and self.is_fact(node.left) and isinstance(node.right, ast.DateLiteral):
                yield from around(node.right.value)
        if self.fact.field_code == "founded":
            yield from (dt.date(selection.base_year - n, 1, 1) for n in range(-1, 4))

    def lists(self) -> Iterator[Option]:
        """A title: held, or certainly not. Another list: complete as it stands."""
        entity, scope = self.fact.entity, self.fact.scope
        if entity == "title" and scope:
            held = Child("title", 0, certificate(scope, self.binding.selection.as_of))
            yield Option(tried=self.tried(self.with_record(held)), words=Text("持有且在有效期内", "held and in force"))
        whole = Snapshot(
            self.snapshot.enterprise, self.snapshot.code, self.snapshot.name, self.snapshot.facts,
            self.snapshot.children, self.snapshot.complete | {(entity, scope)}, self.snapshot.attestations,
        )  # fmt: skip
        says = Text("未持有", "not held") if scope else Text("已齐全，再无其他", "complete, nothing else")
        yield Option(tried=self.tried(whole), words=says)
        if not scope:
            yield Option(
                tried=self.tried(self.snapshot), words=Text("还有未列入的，请补报", "there is more, to be added")
            )

    def with_record(self, record: Child) -> Snapshot:
        one = self.snapshot
        children = {**one.children, record.entity: (*one.rows(record.entity), record)}
        return Snapshot(one.enterprise, one.code, one.name, one.facts, children, one.complete, one.attestations)


def certificate(title: str, as_of: dt.date) -> dict[str, Value]:
    """A title in force on the day."""
    return {"kind": title, "granted_on": months_after(as_of, -12), "expires_on": months_after(as_of, 12)}


def before(day: dt.date, length: ast.Duration) -> dt.date:
    """The last day from which `length` has run by `day`."""
    return after(day, ast.Duration(years=-length.years, months=-length.months, days=-length.days))


def around(day: dt.date) -> tuple[dt.date, dt.date]:
    """The day itself, and the day after it."""
    return day, day + dt.timedelta(days=1)


def spelled(low: int | dt.date | None, high: int | dt.date | None, field: Field) -> Text:
    """A range of answers: ≥ 30%, ＜ 5000万元; a whole number below a cut is said by the cut where that is rounder."""
    ends = []
    if low is not None and low == high:
        return at(low, field)
    if low is not None:
        ends.append(bounded("≥", low, field))
    if high is not None:
        ends.append(bounded("≤", high, field))
    if not ends:
        return Text("任何数", "any value")
    return Text(" 且 ".join(e.zh for e in ends), " and ".join(e.en for e in ends))


def bounded(sign: str, end: int | dt.date, field: Field) -> Text:
    """One end of a range: ≤ 49999999.99元 is said ＜ 5000万元, likewise above."""
    if isinstance(end, int) and not isinstance(end, bool) and field.type in ("money", "ratio", "years", "points"):
        step = 1 if sign == "≤" else -1
        rounder = at(end + step, field)
        if len(rounder.zh) < len(at(end, field).zh) or "约" in at(end, field).zh:
            strict = "＜" if sign == "≤" else "＞"
            return Text(f"{strict} {rounder.zh}", f"{strict} {rounder.en}")
    said = at(end, field)
    return Text(f"{sign} {said.zh}", f"{sign} {said.en}")


def at(end: int | dt.date, field: Field) -> Text:
    if isinstance(end, dt.date):
        return Text(end.isoformat(), end.isoformat())
    return amount(Fraction(end, field.scale), Measure(field.type))
