"""The lowest lines of an explanation: comparisons with value, threshold and distance; facts; lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

from peiyu.facts.snapshot import Datum
from peiyu.policy.condition import ast
from peiyu.policy.condition.walk import parts as direct_parts
from peiyu.policy.engine.reference import value_of
from peiyu.policy.engine.reference.context import Context
from peiyu.policy.engine.reference.intervals import Rate, Value
from peiyu.policy.explain.amounts import UNKNOWN, Measure, amount, difference, range_of
from peiyu.policy.explain.model import EMPTY, Part
from peiyu.policy.explain.reasons import waiting_for
from peiyu.policy.explain.words import BEFORE_FOUNDING, ZERO_BASE, Words, measure_beside, sign, window
from peiyu.policy.verdict import Exact, FactKey, Interval, Undefined
from peiyu.problems import Text

NOT_YET = Text("当年尚未成立", "not founded yet")

Named = Callable[[ast.Expr, Context], Part]
"""How the line of a named object (quantity, score, item, tier) is made."""


def said_value(value: Value, measure: Measure) -> Text:
    """A numeric value in words."""
    if isinstance(value, Undefined):
        return BEFORE_FOUNDING if value.kind == "not_applicable" else ZERO_BASE
    if isinstance(value, Rate):
        return rate(value)
    return range_of(value, measure)


def rate(value: Rate) -> Text:
    """A compound rate: a root, so shown rounded; it is compared exactly."""
    q = value.quotient
    if q.low is None or not q.is_point or q.low < 0:
        return UNKNOWN if q.is_open else Text("见各年数据", "see the years")
    root = Fraction(round((float(q.low) ** (1 / value.years) - 1) * 10**6), 10**6)
    said = amount(root, Measure("ratio"))
    return Text("约" + said.zh.removeprefix("约"), "about " + said.en.removeprefix("about "))


class Comparison:
    """What a comparison shows: value, threshold, distance."""

    def __init__(self, value: Text = EMPTY, threshold: Text = EMPTY, distance: Text = EMPTY) -> None:
        self.value, self.threshold, self.distance = value, threshold, distance


def compared(expr: ast.Expr, c: Context, words: Words) -> Comparison:
    """The parts of a single comparison; empty for anything else."""
    match expr:
        case ast.Compare() if isinstance(expr.left, ast.Age):
            return Comparison(dated(expr.left.since, c, words), reach(expr.op, words.phrase(expr.right)))
        case ast.Compare() if is_word(expr.left, words):
            return Comparison(stored(expr.left, c, words), reach(expr.op, said_beside(expr, words)))
        case ast.Compare():
            return numbers(expr, c, words)
        case ast.InRange() if isinstance(expr.of, ast.Age):
            return Comparison(dated(expr.of.since, c, words), spelled(words.range, expr))
        case ast.InRange():
            low = expr.low if isinstance(expr.low, ast.Number) else expr.high
            measure = measure_beside(words, expr.of, low or expr.of, None)
            return Comparison(said_value(value_of(expr.of, c), measure), spelled(words.range, expr))
        case ast.InSet():
            options = words.options(expr)
            sign, en = ("不属于", "not in ") if expr.negated else ("属于", "in ")
            return Comparison(stored(expr.of, c, words), Text(sign + options.zh, en + options.en))
        case ast.InWindow():
            return Comparison(dated(expr.of, c, words), Text(window(expr, "zh"), window(expr, "en")))
        case ast.Fact():
            return Comparison(stored(expr, c, words), Text("是", "yes"))
        case _:
            return Comparison()


def spelled(say: Callable[[ast.InRange, str], str], expr: ast.InRange) -> Text:
    return Text(say(expr, "zh"), say(expr, "en"))


def reach(op: str, what: Text) -> Text:
    return Text(f"{sign(op, 'zh')} {what.zh}", f"{sign(op, 'en')} {what.en}")


def is_word(expr: ast.Expr, words: Words) -> bool:
    if isinstance(expr, (ast.Fact, ast.ChildField)):
        return not words.field(expr.entity, expr.field_code).is_numeric
    return isinstance(expr, (ast.Flag, ast.TextLiteral, ast.DateLiteral))


def numbers(expr: ast.Compare, c: Context, words: Words) -> Comparison:
    left, right = value_of(expr.left, c), value_of(expr.right, c)
    end = right.low if isinstance(right, Interval) and right.is_point else None
    plain = words.measure(expr)
    measure = plain if end is None else Measure(plain.dimension, plain.unit, end)
    written = isinstance(expr.right, ast.Number) and plain.dimension != "items"
    threshold = words.phrase(expr.right) if written else said_value(right, plain)
    distance = EMPTY
    if isinstance(left, Interval) and left.is_point and left.low is not None and end is not None:
        distance = gap(expr.op, left.low - end, plain)
    return Comparison(said_value(left, measure), reach(expr.op, threshold), distance)


def gap(op: str, over: Exact, measure: Measure) -> Text:
    """How far a value lies from its threshold, and on which side."""
    if op in ("=", "!="):
        return EMPTY
    if over == 0:
        return Text("恰在门槛上", "exactly at the threshold")
    size = difference(over, measure)
    if (over > 0) == (op in (">=", ">")):
        return Text(f"余{size.zh}", f"{size.en} to spare")
    if op in (">=", ">"):
        return Text(f"差{size.zh}", f"{size.en} short")
    return Text(f"超{size.zh}", f"{size.en} too much")


def said_beside(expr: ast.Compare, words: Words) -> Text:
    """The right side of a comparison; a word as the vocabulary says it of the left side."""
    right = expr.right
    return words.option(expr.left, right.value) if isinstance(right, ast.TextLiteral) else words.phrase(right)


def stored(expr: ast.Expr, c: Context, words: Words) -> Text:
    """A stored word, yes-or-no or date."""
    value = c.stored(expr) if isinstance(expr, (ast.Fact, ast.ChildField)) else None
    if isinstance(value, str):
        return words.option(expr, value)
    if isinstance(expr, (ast.Flag, ast.TextLiteral)):
        value = expr.value
    return word(value)


def word(value: object) -> Text:
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    said = value.isoformat() if isinstance(value, dt.date) else str(value)
    return Text(said, said)


def dated(expr: ast.Expr, c: Context, words: Words) -> Text:
    """A date from which an age runs."""
    if isinstance(expr, ast.DateLiteral):
        return word(expr.value)
    return stored(expr, c, words)


# --- what a condition rests on --------------------------------------------------------------------------------


def grounds(expr: ast.Expr, c: Context, words: Words, named: Named) -> tuple[Part, ...]:
    """The facts, lists and named objects that an expression reads, each once, in reading order."""
    found: dict[tuple[str, str], Part] = {}
    for part in read(expr, c, words, named):
        found.setdefault((part.kind, part.key), part)
    return tuple(found.values())


def read(expr: ast.Expr, c: Context, words: Words, named: Named) -> list[Part]:
    match expr:
        case ast.Fact():
            return [fact(expr, c, words)]
        case ast.Ref() | ast.Meets():
            return [named(expr, c)]
        case ast.Prior():
            return read(expr.of, c.at(c.year - expr.years), words, named)
        case ast.Over() | ast.Growth():
            last = expr.years if isinstance(expr, ast.Over) or expr.fn == "mean_growth" else expr.years + 1
            years = (0, expr.years) if isinstance(expr, ast.Growth) and expr.fn == "cagr" else range(last)
            return [part for n in years for part in read(expr.of, c.at(c.year - n), words, named)]
        case ast.Child() | ast.Holds():
            return [records(expr, c, words)]
        case _:
            return [part for one in direct_parts(expr) for part in read(one, c, words, named)]


def fact(expr: ast.Fact, c: Context, words: Words) -> Part:
    """A datum: its value or band, or who has to supply it."""
    key, field = c.key_of(expr), c.field_of(expr)
    known = c.datum(expr)
    place = f"{key.entity}.{key.field_code}" + (f".{key.year}" if key.year else "")
    if known is None and key.year and c.before_founding(key.year):
        return Part(kind="fact", key=place, what=words.fact(key), value=NOT_YET)
    missing = known is None or known.is_band
    value = known_value(known, field.type, field.scale)
    if known is not None and isinstance(known.value, str):
        value = words.option(expr, known.value)
    return Part(
        kind="fact", key=place, what=words.fact(key), value=value,
        note=about_datum(known, key, words), stand_in=known is not None and known.stand_in is not None,
        attested=known is not None and known.attested,
        waiting=waiting_for(c.absence(expr), words) if missing else (),
    )  # fmt: skip


def known_value(known: Datum | None, type_: str, scale: int) -> Text:
    if known is None:
        return UNKNOWN
    if known.is_band:
        low = None if known.low is None else Fraction(known.low, scale)
        high = None if known.high is None else Fraction(known.high, scale)
        return range_of(Interval(low, high), Measure(type_))
    if isinstance(known.value, int) and not isinstance(known.value, bool):
        return amount(Fraction(known.value, scale), Measure(type_))
    return word(known.value)


def about_datum(known: Datum | None, key: FactKey, words: Words) -> Text:
    """What is special about a datum: a stand-in, an office's confirmation."""
    if known is None:
        return EMPTY
    notes = []
    if known.stand_in is not None:
        name = words.field_name(key.entity, known.stand_in)
        notes.append(Text(f"以「{name.zh}」替代", f"“{name.en}” stands in"))
    if known.attested:
        notes.append(Text("部门确认", "confirmed by an office"))
    return Text("；".join(n.zh for n in notes), "; ".join(n.en for n in notes))


def records(expr: ast.Child | ast.Holds, c: Context, words: Words) -> Part:
    """A list of child records: how many, and whether it is declared complete."""
    entity, scope = ("title", expr.title) if isinstance(expr, ast.Holds) else (expr.entity, "")
    count = len(c.snapshot.rows(entity))
    complete = c.snapshot.is_complete(entity, scope)
    until = valid_until(expr, c) if isinstance(expr, ast.Holds) else None
    state = Text("清单齐全", "the list is complete") if complete else Text("清单可能不全", "the list may be incomplete")
    return Part(
        kind="list", key=f"{entity}:{words.phrase(expr).zh}", what=words.list_of(entity),
        value=Text(f"{count}条", str(count)) if until is None else Text(f"证书至{until}", f"valid until {until}"),
        note=state if until is None else EMPTY,
    )  # fmt: skip


def valid_until(title: ast.Holds, c: Context) -> dt.date | None:
    """The latest day until which a certificate of the title runs; None where no row says."""
    rows = [row.values for row in c.snapshot.rows("title") if row.values.get("kind") == title.title]
    return max((end for one in rows if isinstance(end := one.get("expires_on"), dt.date)), default=None)
