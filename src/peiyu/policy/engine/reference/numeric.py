"""The values of numeric expressions: one function a kind of node."""

from __future__ import annotations

from fractions import Fraction

from peiyu.facts.snapshot import Datum
from peiyu.policy.condition import ast
from peiyu.policy.engine.reference import intervals, kleene
from peiyu.policy.engine.reference.calendar import full_years
from peiyu.policy.engine.reference.context import Context, half_known
from peiyu.policy.engine.reference.dates import date_of
from peiyu.policy.engine.reference.intervals import Rate, Value
from peiyu.policy.engine.reference.scores import points_of
from peiyu.policy.pack.model import Quantity
from peiyu.policy.verdict import Interval, Truth, Undefined


def number(node: ast.Number, c: Context) -> Value:
    return intervals.point(intervals.simplest(node.value))


def fact(node: ast.Fact, c: Context) -> Value:
    """A stored number in base units; missing is (−∞, +∞), a band is an interval. Worked out once a year, with the
    stand-in that supplied it."""
    place = (node.entity, node.field_code, c.year)
    if (made := c.memory.facts.get(place)) is None:
        known = c.datum(node)
        stood = c.key_of(node) if known is not None and known.stand_in is not None else None
        made = c.memory.facts[place] = (number_in(known, node, c), stood)
    elif made[1] is not None:
        c.memory.touched.add(made[1])
    return made[0]


def number_in(known: Datum | None, node: ast.Fact, c: Context) -> Interval:
    if known is None:
        return intervals.unknown(c.absence(node))
    scale = c.field_of(node).scale
    if known.is_band:
        return half_known(known, scale, c.absence(node))
    assert isinstance(known.value, int)
    return intervals.point(Fraction(known.value, scale) if scale != 1 else known.value)


def child_field(node: ast.ChildField, c: Context) -> Value:
    known = c.stored(node)
    if known is None:
        return intervals.unknown(c.absence(node))
    assert isinstance(known, int)
    return intervals.point(intervals.simplest(Fraction(known, c.field_of(node).scale)))


def binary(node: ast.Binary, c: Context) -> Value:
    left, right = c.value(node.left), c.value(node.right)
    if isinstance(left, Undefined) or isinstance(right, Undefined):
        return intervals.undefined_among((left, right)) or Undefined()
    a, b = plain(left), plain(right)
    match node.op:
        case "+":
            return intervals.add(a, b)
        case "-":
            return intervals.subtract(a, b)
        case "*":
            return intervals.multiply(a, b)
        case _:
            return intervals.divide(a, b)


def plain(value: Value) -> Interval:
    """An interval as it is. A compound rate may only be compared: `check` refuses arithmetic with it, and here it
    counts as unknown."""
    if isinstance(value, Rate):
        return intervals.unknown(value.quotient.reasons)
    assert isinstance(value, Interval)
    return value


def negated(node: ast.Negate, c: Context) -> Value:
    value = c.value(node.of)
    return value if isinstance(value, Undefined) else intervals.negate(plain(value))


def extreme(node: ast.Extreme, c: Context) -> Value:
    return extreme_of(node.fn, tuple(c.value(arg) for arg in node.args))


def extreme_of(fn: str, values: tuple[Value, ...]) -> Value:
    undefined = intervals.undefined_among(values)
    if undefined is not None:
        return undefined
    return intervals.extreme(min if fn == "min" else max, tuple(plain(v) for v in values))


def floor(node: ast.Floor, c: Context) -> Value:
    value = c.value(node.of)
    return value if isinstance(value, Undefined) else intervals.whole(plain(value))


def first_known(node: ast.FirstKnown, c: Context) -> Value:
    """The first operand that is a point, otherwise the last."""
    last: Value = Undefined()
    for arg in node.args:
        last = c.value(arg)
        if isinstance(last, Interval) and last.is_point:
            return last
    return last


def whole_years(node: ast.FullYears, c: Context) -> Value:
    since = date_of(node.since, c)
    if since.day is None:
        return intervals.unknown(since.reasons)
    return intervals.point(full_years(since.day, c.day(node.until)))


# --- windows over fiscal years --------------------------------------------------------------------------------


def is_outside(value: Value, year: int, c: Context) -> bool:
    """Whether a year lies outside a window: nothing known there, and the enterprise founded after it ended."""
    missing = value.kind == "not_applicable" if isinstance(value, Undefined) else plain(value).is_open
    return missing and c.before_founding(year)


def prior(node: ast.Prior, c: Context) -> Value:
    """The value n years earlier; missing there and before founding, it does not exist."""
    year = c.year - node.years
    value = c.at(year).value(node.of)
    return Undefined("not_applicable") if not isinstance(value, Undefined) and is_outside(value, year, c) else value


def over(node: ast.Over, c: Context) -> Value:
    """sum, avg, min, max over the years inside the window; none inside: undefined."""
    inside: list[Value] = []
    for year in range(c.year, c.year - node.years, -1):
        value = c.at(year).value(node.of)
        if not is_outside(value, year, c):
            inside.append(value)
    if not inside:
        return Undefined("not_applicable")
    if node.fn in ("min", "max"):
        return extreme_of(node.fn, tuple(inside))
    undefined = intervals.undefined_among(inside)
    if undefined is not None:
        return undefined
    total = intervals.point(intervals.ZERO)
    for value in inside:
        total = intervals.add(total, plain(value))
    return intervals.divide(total, intervals.point(len(inside))) if node.fn == "avg" else total


def growth(node: ast.Growth, c: Context) -> Value:
    """growth and mean_growth: the mean of the ratios of neighbouring years − 1; cagr: a Rate."""
    if node.fn == "cagr":
        quotient = ratio(prior(ast.Prior(node.of, 0), c), prior(ast.Prior(node.of, node.years), c))
        return quotient if isinstance(quotient, Undefined) else Rate(quotient, node.years)
    steps = 1 if node.fn == "growth" else node.years - 1
    values = [prior(ast.Prior(node.of, n), c) for n in range(steps + 1)]
    ratios = [ratio(values[n], values[n + 1]) for n in range(steps)]
    undefined = intervals.undefined_among(ratios)
    if undefined is not None:
        return undefined
    total = intervals.point(intervals.ZERO)
    for one in ratios:
        total = intervals.add(total, plain(one))
    mean = plain(intervals.divide(total, intervals.point(steps)))
    return intervals.subtract(mean, intervals.point(intervals.ONE))


def ratio(new: Value, base: Value) -> Interval | Undefined:
    """new / base, undefined over a base that is certainly ≤ 0, unknown over one that may be."""
    undefined = intervals.undefined_among((new, base))
    if undefined is not None:
        return undefined
    a, b = plain(new), plain(base)
    if b.high is not None and b.high <= 0:
        return Undefined()
    if b.low is None or b.low <= 0:
        return intervals.unknown(a.reasons | b.reasons)
    return intervals.divide(a, b)


# --- named objects --------------------------------------------------------------------------------------------


def ref(node: ast.Ref, c: Context) -> Value:
    """A quantity, a score or a score's item."""
    if node.kind == "quantity":
        made = c.remembered(node.key, lambda plain_: quantity(c.binding.quantities[node.key], plain_))
    else:
        made = points_of(c.binding.scores[node.key] if node.kind == "score" else c.binding.items[node.key], c)
    return made  # type: ignore[return-value]


def quantity(rule: Quantity, c: Context) -> Value:
    """The first branch whose guard is true; with undecided guards the hull of those that may be taken."""
    inside = c.under(rule.when_undefined)
    taken: list[Value] = []
    doubts: list[Truth] = []
    for branch in rule.branches:
        guard = kleene.TRUE if branch.when is None else inside.truth(branch.when)
        if guard.value is False:
            continue
        taken.append(inside.value(branch.value))
        if guard.value is True:
            break
        doubts.append(guard)
    else:
        taken.append(Undefined())
    return with_word(joined(taken, doubts), rule)


def with_word(value: Value, rule: Quantity) -> Value:
    """An undefined value takes along what its quantity says of it."""
    if isinstance(value, Undefined) and rule.when_undefined is not None:
        return Undefined(value.kind, rule.when_undefined)
    return value


def joined(values: list[Value], doubts: list[Truth]) -> Value:
    """The hull of values one of which holds; some undefined: nothing is known; rates of one length: their hull."""
    if len(values) == 1:
        return values[0]
    reasons = kleene.reasons_of(doubts)
    if all(isinstance(v, Undefined) for v in values):
        return values[0]
    if all(isinstance(v, Interval) for v in values):
        return intervals.hull([plain(v) for v in values], reasons)
    rates = [v for v in values if isinstance(v, Rate)]
    if len(rates) == len(values) and len({r.years for r in rates}) == 1:
        return Rate(intervals.hull([r.quotient for r in rates], reasons), rates[0].years)
    return intervals.unknown(reasons)
