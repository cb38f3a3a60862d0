"""Why no figure can be given: each reason says what is the matter and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.facts.base import FactBase
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.insight.measure.ledger import Tally
from peiyu.insight.targets.amounts import amount
from peiyu.insight.values import Value
from peiyu.policy.compile.programme import BoundIndicator, BoundProgramme
from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr
from peiyu.policy.condition.walk import nodes
from peiyu.policy.pack.programme import CountedBody, EventsBody, FirmsBody, FirmSumBody, StateBody
from peiyu.problems import Level, Problem, Text, Where


def held(base: FactBase, body: CountedBody) -> int:
    """The records that the base holds of what is counted."""
    entity = body.entity if isinstance(body, (EventsBody, StateBody)) else "enterprise"
    record = base.manifest.entities.get(entity)
    return 0 if record is None else record.rows


def not_held(bound: BoundIndicator, base: FactBase) -> Problem | None:
    """The problem `nothing-held` where the base has no record of what is counted, or none of a fact without which
    nothing can be counted: a deciding date, an amount, every fact of a condition on enterprises."""
    assert isinstance(bound.body, CountedBody)
    missing = next(_missing(bound.body, base), None)
    if missing is None:
        return None
    return Problem(
        "nothing-held",
        Text(f"库中没有“{missing.zh}”，无法计算", f"the fact base holds nothing of “{missing.in_('en')}”"),
        Where(str(base.path)),
        Level.WARNING,
        found=bound.id,
        accepted=Text(f"含“{missing.zh}”的台账", f"a ledger with “{missing.in_('en')}”"),
        next_step=Text(f"载入“{missing.zh}”后再算", f"load “{missing.in_('en')}”, then measure again"),
    )


def _missing(body: CountedBody, base: FactBase) -> Iterator[Text]:
    if isinstance(body, (FirmsBody, FirmSumBody)):
        read = list(_facts_of(body.when if isinstance(body, FirmsBody) else body.value))
        if held(base, body) == 0:
            yield vocabulary().entities["enterprise"].name
        elif read and not any(_holds(base, entity, code) for entity, code in read):
            yield _name(*read[0])
        return
    if held(base, body) == 0:
        yield vocabulary().entities[body.entity].name
    needed = (body.on if isinstance(body, EventsBody) else body.since, body.sum)
    yield from (_name(body.entity, code) for code in needed if code is not None and not _holds(base, body.entity, code))


def _facts_of(expr: Expr) -> Iterator[tuple[str, str]]:
    """The facts that a condition names itself; one that asks for a verdict or a quantity may stand on others."""
    found = list(nodes(expr))
    if any(isinstance(one, (ast.Meets, ast.Ref)) for one in found):
        return
    for one in found:
        if isinstance(one, ast.Fact):
            yield one.entity, one.field_code
        elif isinstance(one, ast.Child):
            yield one.entity, ""
        elif isinstance(one, ast.Holds):
            yield "title", "kind"


def _holds(base: FactBase, entity: str, code: str) -> bool:
    record = base.manifest.entities.get(entity)
    return record is not None and record.rows > 0 and (code == "" or code in record.columns)


def _name(entity: str, code: str) -> Text:
    whole = vocabulary().entities[entity].name
    if code == "":
        return whole
    found = vocabulary().child_field(entity, code)
    part = found.name if found is not None else Text(code, code)
    return Text(f"{whole.zh}的{part.zh}", f"{part.en} of {whole.en}")


def undecided_definition(programme: BoundProgramme, indicator: str) -> Problem:
    """`definition-undecided`: a definition on which the indicator stands is open."""
    definition = programme.programme.definitions[programme.undecided[indicator]]
    options = [one.key for one in definition.options]
    return Problem(
        "definition-undecided",
        Text(
            f"口径“{definition.name.zh}”尚未确定，不出数", f"the definition “{definition.name.en}” is open: no figure"
        ),
        Where(definition.span.file, definition.span.line or None),
        Level.WARNING,
        found=indicator,
        accepted=Text("、".join(options), ", ".join(options)) if options else None,
        next_step=Text(f"用 --define {definition.key}=选项 选定", f"choose with --define {definition.key}=OPTION"),
    )


def no_quotient(name: Text, indicator: str, under: Value) -> Problem:
    """`zero-denominator`: the denominator is zero, or nothing of it is known for certain."""
    zero = under.is_point
    why = (
        Text("分母为零", "its denominator is zero") if zero else Text("分母没有确定数", "its denominator is not known")
    )
    return Problem(
        "zero-denominator",
        Text(f"比率“{name.zh}”无法计算：{why.zh}", f"the ratio “{name.in_('en')}” cannot be worked out: {why.en}"),
        level=Level.WARNING,
        found=indicator,
        accepted=Text("大于零的分母", "a denominator above zero"),
        next_step=Text("补录分母所用的数据后再算", "load the facts of the denominator, then measure again"),
    )


def no_bounds(name: Text, bound: BoundIndicator, tally: Tally) -> Problem:
    """`sum-without-bounds`: an amount that may be below zero is missing, so that nothing bounds the sum."""
    firms = isinstance(bound.body, FirmSumBody)
    missing = Text(f"{tally.bare} {'家' if firms else '条'}", f"{tally.bare} {'enterprises' if firms else 'records'}")
    sum_ = amount(tally.held, bound.indicator.unit)
    return Problem(
        "sum-without-bounds",
        Text(
            f"“{name.zh}”不出数：缺数据的 {missing.zh}可能为负，合计没有上下限（已报合计 {sum_.zh}）",
            f"no figure for “{name.in_('en')}”: {missing.en} without data may be below zero, so that nothing bounds "
            f"the sum (as reported {sum_.en})",
        ),
        level=Level.WARNING,
        found=bound.id,
        accepted=Text("每一项都有数，或口径写明缺数如何计", "every amount, or a definition that says what is missing"),
        next_step=Text(
            "补齐数据；或在口径里写 first_known(数据项, 0)，即缺数按零计",
            "load the missing data, or write first_known(FACT, 0) in a definition, which takes nothing for it",
        ),
    )


def no_beginning(name: Text, indicator: str) -> Problem:
    """`change-without-beginning`: a change needs a day from which it is told."""
    return Problem(
        "change-without-beginning",
        Text(
            f"净增“{name.zh}”没有起算日，或期初没有上限",
            f"the change “{name.in_('en')}” has no beginning or none with an end",
        ),
        level=Level.WARNING,
        found=indicator,
        accepted=Text("写明 since 的目标", "a target with since"),
        next_step=Text("在政策包里写明 since", "write since in the pack"),
    )
