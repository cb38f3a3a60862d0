"""What must hold for any facts: nothing that becomes known contradicts what was already decided."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policy.handmade import BASE, binding_of, compare, criterion, every, quantity, snapshot, some, tier

from peiyu.facts.snapshot import Child, Datum, Snapshot
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.condition import ast
from peiyu.policy.condition.parse import parse
from peiyu.policy.condition.resolve import resolve
from peiyu.policy.condition.scope import Scope
from peiyu.policy.engine.reference import context_of, evaluate, intervals, kleene, truth_of, value_of
from peiyu.policy.engine.reference.intervals import Interval, Rate
from peiyu.policy.pack.model import Band, BandItem, BestItem, ChooseCriterion, GuardedGroup, Score
from peiyu.policy.verdict import Truth, Undefined
from peiyu.problems import Text

SCOPE = Scope(vocabulary())
CODES = ("revenue", "net_profit", "staff", "sci_staff")
NAMES = ("营业收入", "净利润", "职工总数", "科技人员")
YEARS = (BASE, BASE - 1, BASE - 2)
TRUTHS = st.sampled_from((Truth(True), Truth(False), Truth(None)))


def small(code: str) -> st.SearchStrategy[int]:
    return st.integers(-3 if code == "net_profit" else 0, 4)


@st.composite
def numbers(draw: st.DrawFn, depth: int = 2) -> str:
    """A numeric expression over money and head counts, dimensions left aside as the engine does."""
    name = draw(st.sampled_from(NAMES))
    if depth == 0:
        return name
    inner = numbers(depth - 1)
    shape = draw(st.integers(0, 10))
    if shape <= 4:
        return f"({draw(inner)} {'+-*//'[shape]} {draw(inner)})"
    if shape == 5:
        return f"{draw(st.sampled_from(('min', 'max')))}({draw(inner)}, {draw(inner)})"
    if shape == 6:
        return f"prior({draw(inner)})"
    if shape == 7:
        return (
            f"{draw(st.sampled_from(('sum', 'avg', 'min', 'max')))}({draw(inner)} over {draw(st.integers(1, 3))} years)"
        )
    if shape == 8:
        return f"growth({name})"
    return f"mean_growth({name} over 3 years)" if shape == 9 else name


@st.composite
def conditions(draw: st.DrawFn, depth: int = 2) -> str:
    if depth == 0:
        return (
            f"{draw(numbers())} {draw(st.sampled_from(('>=', '>', '<', '<=', '=', '!=')))} {draw(st.integers(-2, 3))}"
        )
    inner = conditions(depth - 1)
    shape = draw(st.integers(0, 6))
    if shape <= 1:
        return f"({draw(inner)} {('and', 'or')[shape]} {draw(inner)})"
    if shape == 2:
        return f"not ({draw(inner)})"
    if shape == 3:
        return f"{draw(st.sampled_from(('each', 'any')))}({draw(conditions(0))} over {draw(st.integers(1, 3))} years)"
    if shape == 4:
        return f"{draw(numbers())} in [{draw(st.integers(-2, 0))}, {draw(st.integers(0, 3))})"
    if shape == 5:
        return f"count(知识产权 where 类别 = 发明专利 and 权利人排名 <= 2) >= {draw(st.integers(0, 3))}"
    return draw(conditions(0))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Snapshot, Snapshot]:
    """What is known of an enterprise now, and one way it may really be."""
    founded = draw(st.none() | st.sampled_from([dt.date(y, 1, 1) for y in (BASE - 3, BASE - 1, BASE)]))
    real_founding = founded or draw(st.sampled_from([dt.date(y, 6, 1) for y in (BASE - 4, BASE - 1, BASE)]))
    known: dict[tuple[str, int], Datum] = {}
    real: dict[tuple[str, int], Datum] = {}
    for code in CODES:
        for year in YEARS:
            value = draw(small(code))
            seen = draw(st.sampled_from(("known", "band", "missing")))
            if year < real_founding.year and seen == "band":
                seen = "missing"  # nobody attests a year before founding; library.md §3 names that exception
            exists = year >= real_founding.year or seen != "missing"
            if exists and (seen == "known" or draw(st.booleans())):
                real[code, year] = Datum(value)
                if seen == "known":
                    known[code, year] = Datum(value)
            if seen == "band":
                real[code, year] = Datum(value)
                known[code, year] = Datum(None, value - draw(st.integers(0, 2)), value + draw(st.integers(0, 2)), True)
    rows, full_rows = draw(records())
    closed = draw(st.booleans())
    more = () if closed else tuple(draw(st.lists(st.just(record("发明专利", 1)), max_size=2)))
    declared = frozenset({("ip_right", "")}) if closed else frozenset[tuple[str, str]]()
    before = snapshot(known, founded=founded, children=rows, complete=declared)
    after = snapshot(real, founded=real_founding, children=(*full_rows, *more), complete=declared)
    return before, after


def record(kind: str | None, rank: int | None) -> Child:
    values = {"kind": kind, "holder_rank": rank}
    return Child("ip_right", 0, {k: v for k, v in values.items() if v is not None})


@st.composite
def records(draw: st.DrawFn) -> tuple[tuple[Child, ...], tuple[Child, ...]]:
    """Records with holes, and the same without."""
    full = draw(st.lists(st.tuples(st.sampled_from(("发明专利", "商标")), st.integers(1, 3)), max_size=3))
    holes = [(kind if draw(st.booleans()) else None, rank if draw(st.booleans()) else None) for kind, rank in full]
    return tuple(record(*one) for one in holes), tuple(record(*one) for one in full)


@settings(max_examples=600, deadline=None)
@given(conditions(), worlds(), st.sampled_from(("not met", "met", "refer", None)))
def test_resolving_a_missing_fact_never_contradicts_a_definite_verdict(
    written: str, world: tuple[Snapshot, Snapshot], word: object
) -> None:
    condition = resolve(parse(written), SCOPE)
    now, later = (truth_of(condition, context_of(EMPTY, one).under(word)) for one in world)  # type: ignore[arg-type]
    assert now.value is None or later.value is now.value
    assert (now.value is None) == bool(now.reasons)


EMPTY = binding_of()


@settings(max_examples=300, deadline=None)
@given(numbers(), worlds())
def test_intervals_only_narrow(written: str, world: tuple[Snapshot, Snapshot]) -> None:
    expr = resolve(parse(written), SCOPE)
    now, later = (value_of(expr, context_of(EMPTY, one)) for one in world)
    if isinstance(now, Undefined):
        assert isinstance(later, Undefined)
    elif isinstance(later, Interval):
        assert isinstance(now, Interval)
        assert now.low is None or (later.low is not None and now.low <= later.low)
        assert now.high is None or (later.high is not None and now.high >= later.high)
    else:
        assert not isinstance(now, Rate)
        assert now.is_open


def tables() -> st.SearchStrategy[object]:
    """A pack with a choose, a score with bands and the best of two, at_least and a quantity by cases."""
    return st.tuples(*(conditions(1) for _ in range(4)), numbers(1), st.integers(0, 12))


def pack_of(parts: tuple[str, str, str, str, str, int]) -> object:
    *texts, of, mark = parts
    when = [resolve(parse(text), SCOPE) for text in texts]
    value = resolve(parse(of), SCOPE)
    name = Text("名", "name")
    share = ast.Ref("quantity", "p.q")
    limit = quantity("p.q", (when[0], value), (when[1], ast.Number(Fraction(1))), (None, ast.Number(Fraction(2))))
    steps = [band(compare(share, ">=", 2), 7), band(compare(share, ">=", 1), 5), band(None, 3)]
    one = BandItem(key="p.s.a", name=name, of=share, bands=tuple(steps), when_undefined="0分")
    other = BandItem(key="p.s.b", name=name, of=value, bands=(band(when[2], 4), steps[-1]))
    best = BestItem(key="p.s.c", name=name, items=(one, other))
    score = Score(key="p.s", name=name, items=(one, best), cap=Fraction(11))
    cases = ((when[0], when[1]), (when[3], when[2]), (None, when[3]))
    branches = tuple(GuardedGroup(when=guard, then=criterion("", then)) for guard, then in cases)
    choice = ChooseCriterion(key="p.t.c", name=name, branches=branches)
    passes = criterion("p.t.s", compare(ast.Ref("score", "p.s"), ">=", mark))
    whole = tier("p.t", every(some(2, choice, passes, criterion("p.t.a", when[3]))))
    return binding_of(whole, quantities=(limit,), scores=(score,))


def band(when: ast.Expr | None, points: int) -> Band:
    return Band(when=when, low=Fraction(points), high=Fraction(points))


@settings(max_examples=250, deadline=None)
@given(tables(), worlds())
def test_tiers_criteria_and_scores_are_never_contradicted(parts: object, world: tuple[Snapshot, Snapshot]) -> None:
    binding = pack_of(parts)  # type: ignore[arg-type]
    now, later = (evaluate(binding, one) for one in world)  # type: ignore[arg-type]
    for key, truth in now.criteria.items():
        assert truth.value is None or later.criteria[key].value is truth.value
    assert now.tiers["p.t"].truth.value in (None, later.tiers["p.t"].truth.value)
    before, after = now.scores["p.s"], later.scores["p.s"]
    assert before.low is not None
    assert after.low is not None
    assert before.low <= after.low
    assert after.high is not None
    assert before.high is not None
    assert after.high <= before.high


@given(TRUTHS, TRUTHS, TRUTHS)
def test_kleene_laws(a: Truth, b: Truth, c: Truth) -> None:
    both, one, no = kleene.all_of, kleene.any_of, kleene.opposite
    assert no(both((a, b))).value is one((no(a), no(b))).value
    assert both((a, one((b, c)))).value is one((both((a, b)), both((a, c)))).value
    assert both((a, a)).value is a.value
    assert both((a, b, c)).value is both((both((a, b)), c)).value
    assert kleene.at_least(2, (a, b, c)).value is one((both((a, b)), both((a, c)), both((b, c)))).value


ENDS = st.none() | st.fractions(-5, 5, max_denominator=3)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval and a number inside it."""
    inside = draw(st.fractions(-5, 5, max_denominator=3))
    low = draw(st.none() | st.just(inside) | st.fractions(-9, inside, max_denominator=3))
    high = draw(st.none() | st.just(inside) | st.fractions(inside, 9, max_denominator=3))
    return Interval(low, high), inside


def holds(span: Interval, value: Fraction) -> bool:
    return (span.low is None or span.low <= value) and (span.high is None or value <= span.high)


@given(spans(), spans())
def test_arithmetic_encloses_every_result(one: tuple[Interval, Fraction], two: tuple[Interval, Fraction]) -> None:
    (a, x), (b, y) = one, two
    assert holds(intervals.add(a, b), x + y)
    assert holds(intervals.subtract(a, b), x - y)
    assert holds(intervals.multiply(a, b), x * y)
    assert holds(intervals.extreme(min, (a, b)), min(x, y))
    assert holds(intervals.extreme(max, (a, b)), max(x, y))
    quotient = intervals.divide(a, b)
    assert isinstance(quotient, Undefined) == (b.low == b.high == 0)
    if y and isinstance(quotient, Interval):
        assert holds(quotient, x / y)
    for op, result in ((">=", x >= y), (">", x > y), ("=", x == y), ("!=", x != y), ("<", x < y), ("<=", x <= y)):
        assert intervals.compare(op, a, b) in (None, result)  # type: ignore[arg-type]
