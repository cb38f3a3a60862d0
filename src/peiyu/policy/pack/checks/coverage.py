"""Cases: each criterion met, not met, unknown, and at its boundary; each score table at all."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr, Fact, Span
from peiyu.policy.condition.printing import written_number
from peiyu.policy.pack.checks.context import Context, calculated
from peiyu.policy.pack.load.subjects import criteria_of
from peiyu.policy.pack.model import Case, ChooseCriterion, Criterion, Quantity
from peiyu.problems import Problem, Text

OUTCOMES = {"met": Text("符合", "met"), "not met": Text("不符合", "not met"), "unknown": Text("待补", "unknown")}


def check_cases(context: Context) -> Iterator[Problem]:
    """Demands of the cases of every criterion and score of a text."""
    if context.text is None:
        return
    by_subject: dict[str, list[Case]] = {}
    for case in context.cases:
        by_subject.setdefault(case.of, []).append(case)
    for tier in context.text.tiers.values():
        for one in criteria_of(tier.met_when):
            yield from _criterion(context, one, by_subject.get(one.key, []))
    for score in context.text.scores.values():
        if not any(key == score.key or key.startswith(f"{score.key}.") for key in by_subject):
            yield _missing(context, score.key, score.name, score.span, Text("分数", "points"))


def _missing(context: Context, key: str, name: Text, span: Span, outcome: Text) -> Problem:
    return context.say(
        "case-missing", span, where=f"「{name.zh}」", where_en=key, of=key.removeprefix(f"{context.pack.id}."),
        outcome=outcome.zh, outcome_en=outcome.en,
    )  # fmt: skip


def _criterion(context: Context, one: Criterion | ChooseCriterion, cases: list[Case]) -> Iterator[Problem]:
    given = {case.gives for case in cases}
    for outcome, name in OUTCOMES.items():
        if outcome not in given:
            yield _missing(context, one.key, one.name, one.span, name)
    if isinstance(one, Criterion) and cases:
        for subject, value in _boundaries(context, one.when):
            found = [_value(context, subject, case, 0) for case in cases]
            if any(each is not None for each in found) and value not in found:
                said = written_number(value, context.dimension(subject))
                yield context.say(
                    "case-boundary-missing",
                    one.span,
                    found=said,
                    where=f"「{one.name.zh}」",
                    where_en=one.key,
                    value=said,
                )


def _boundaries(context: Context, expr: Expr) -> Iterator[tuple[Expr, Fraction]]:
    """Each subject and threshold of a criterion's own comparisons."""
    match expr:
        case ast.Compare():
            value = context.constant(expr.right)
            if value is not None and expr.op != "!=":
                yield expr.left, value
        case ast.InRange():
            for end in (context.constant(expr.low), context.constant(expr.high)):
                if end is not None:
                    yield expr.of, end
        case ast.And() | ast.Or():
            for part in expr.parts:
                yield from _boundaries(context, part)
        case _:
            return


def _value(context: Context, expr: Expr, case: Case, back: int) -> Fraction | None:
    """The exact value of simple arithmetic over a case's facts, `back` years before its base year; None: not so."""
    match expr:
        case ast.Fact():
            return _fact(context, expr, case, back)
        case ast.Ref(kind="quantity", key=key):
            held = context.objects.get(key)
            plain = isinstance(held, Quantity) and len(held.branches) == 1
            return _value(context, held.branches[0].value, case, back) if plain and isinstance(held, Quantity) else None
        case ast.Prior():
            return _value(context, expr.of, case, back + expr.years)
        case ast.Binary():
            left, right = _value(context, expr.left, case, back), _value(context, expr.right, case, back)
            return None if left is None or right is None else calculated(expr.op, left, right)
        case ast.Over(fn="sum"):
            years = [_value(context, expr.of, case, back + year) for year in range(expr.years)]
            return None if None in years else sum((one for one in years if one is not None), Fraction(0))
        case _:
            return context.constant(expr)


def _fact(context: Context, fact: Fact, case: Case, back: int) -> Fraction | None:
    field = context.scope.field_of(fact)
    year = case.as_of.year - 1 - back if context.scope.is_yearly(fact) else 0
    stored = case.facts.get((fact.entity, fact.field_code, year))
    return Fraction(stored, field.scale) if isinstance(stored, int) and field.is_numeric else None
