"""Builds the explanation of a verdict: the regulation's own structure, filled with what is known."""

from __future__ import annotations

from collections.abc import Iterable

from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition import ast
from peiyu.policy.engine.reference import kleene, truth_of, value_of
from peiyu.policy.engine.reference.context import Context
from peiyu.policy.engine.reference.groups import leaf as leaf_truth
from peiyu.policy.engine.reference.groups import tier as tier_verdict
from peiyu.policy.engine.reference.scores import points_of
from peiyu.policy.explain.amounts import Measure, range_of
from peiyu.policy.explain.leaves import compared, grounds, said_value
from peiyu.policy.explain.model import EMPTY, Part, PartKind
from peiyu.policy.explain.reasons import waiting_for
from peiyu.policy.explain.words import Words
from peiyu.policy.pack.model import (
    BandItem,
    BestItem,
    BonusItem,
    ChooseCriterion,
    Combined,
    Criterion,
    Group,
    Negated,
    PointsItem,
    Score,
    ScoreItem,
    SumItem,
)
from peiyu.policy.verdict import Truth
from peiyu.problems import Problem, Text, UsageError

POINTS = Measure("points")
ALL = Text("以下条件须全部满足", "all of the following")
ANY = Text("以下条件满足其一", "one of the following")


def tier_key(binding: Binding, tier: str) -> str:
    """The bound key of a tier asked for by its own or its ladder's name."""
    for key, bound in binding.tiers.items():
        if tier in (key, bound.via):
            return key
    listed = "、".join(binding.tiers) or "—"
    raise UsageError(
        Problem(
            "unknown-tier",
            Text(f"没有绑定层级 {tier}", f"the tier {tier} is not bound"),
            found=tier,
            accepted=Text(listed, listed),
            next_step=Text("改用上列层级之一", "use one of these tiers"),
        )
    )


class Tree:
    """Makes the lines of one enterprise's explanation; `brief` ends at the criteria."""

    def __init__(self, context: Context, words: Words, *, brief: bool = False) -> None:
        self.context = context
        self.words = words
        self.brief = brief

    def tier(self, key: str) -> Part:
        bound = self.context.binding.tiers[key]
        verdict = tier_verdict(key, self.context)
        rule = bound.tier
        return Part(
            kind="tier", key=key, what=rule.name, outcome=verdict.outcome, cite=rule.cite, evidence=rule.evidence,
            stand_in=bool(verdict.stand_ins), attested=bool(verdict.attested),
            waiting=waiting_for(verdict.truth.reasons, self.words), children=self.opened(rule.met_when),
        )  # fmt: skip

    def opened(self, one: Group) -> tuple[Part, ...]:
        """The parts of a tier's outermost `all` stand directly below it."""
        if isinstance(one, Combined) and one.how == "all" and not one.name.zh:
            return tuple(self.group(part) for part in one.parts)
        return (self.group(one),)

    def group(self, one: Group, *, inside: bool = False) -> Part:
        """A group, or a criterion. `inside` a branch, criteria are no criteria of their own."""
        match one:
            case Combined():
                children = tuple(self.group(part, inside=inside) for part in one.parts)
                return self.combined(one, how(one), children, inside=inside)
            case Negated():
                says = Text("以下情形不得存在", "the following must not hold")
                return self.combined(one, says, (self.group(one.of, inside=inside),), inside=inside)
            case Criterion() | ChooseCriterion() if inside or not self.brief:
                return self.leaf(one, inside=inside)
            case Criterion() | ChooseCriterion():
                return self.outline(one)

    def leaf(self, one: Criterion | ChooseCriterion, *, inside: bool) -> Part:
        return self.criterion(one, inside=inside) if isinstance(one, Criterion) else self.choice(one, inside=inside)

    def outline(self, one: Criterion | ChooseCriterion) -> Part:
        """A criterion in brief: the words that another enterprise got of which the same is known."""
        recalled = self.context.memory.recalled
        if recalled is None:
            return self.leaf(one, inside=False)
        part = recalled.of(f"part:{one.key}", f"criterion:{one.key}", lambda: self.leaf(one, inside=False))
        assert isinstance(part, Part)
        return part

    def combined(self, one: Combined | Negated, says: Text, children: tuple[Part, ...], *, inside: bool) -> Part:
        truth = self.truth(one, inside=inside)
        return Part(
            kind="group", key=one.key, what=one.name if one.name.zh else says, outcome=truth.outcome, cite=one.cite,
            rule=says if one.name.zh else EMPTY, waiting=waiting_for(truth.reasons, self.words), children=children,
        )  # fmt: skip

    def truth(self, one: Group, *, inside: bool) -> Truth:
        """What the engine says of a group; memory of the criteria already holds."""
        match one:
            case Combined():
                return kleene.at_least(one.need, [self.truth(part, inside=inside) for part in one.parts])
            case Negated():
                return kleene.opposite(self.truth(one.of, inside=inside))
            case _:
                noted = None if inside else self.context.memory.criteria.get(one.key)
                return noted or leaf_truth(one, self.context)

    def criterion(self, one: Criterion, *, inside: bool) -> Part:
        truth = self.truth(one, inside=inside)
        c = self.context.under(one.when_undefined)
        line = (self.figures if self.brief else self.condition)(self.words.telling(one.when), c)
        attested = not inside and one.key in self.context.memory.attested
        return Part(
            kind="condition" if inside else "criterion", key=one.key, what=one.name if one.name.zh else line.what,
            outcome=truth.outcome, rule=line.what, value=line.value, threshold=line.threshold, distance=line.distance,
            cite=one.cite, evidence=one.evidence, note=self.confirmed(one.key) if attested else note_of(one.note),
            attested=attested, stand_in=any(p.stand_in for p in line.within()),
            waiting=waiting_for(truth.reasons, self.words), children=line.children,
        )  # fmt: skip

    def confirmed(self, key: str) -> Text:
        by = next(a for a in self.context.snapshot.attestations if a.condition == key)
        day = f"（{by.attested_on}）" if by.attested_on else ""
        return Text(
            f"{by.attested_by}确认{day}", f"confirmed by {by.attested_by}{f' on {by.attested_on}' if day else ''}"
        )

    def choice(self, one: ChooseCriterion, *, inside: bool) -> Part:
        """A table by cases: the branch that applies in full; the branches still possible while that is open."""
        truth = self.truth(one, inside=inside)
        taken: list[Part] = []
        for branch in one.branches:
            guard = Truth(True) if branch.when is None else truth_of(branch.when, self.context)
            if guard.value is False:
                continue
            taken.append(self.branch(branch.when, guard, self.group(branch.then, inside=True)))
            if guard.value is True:
                break
        left_out = len(one.branches) - len(taken)
        note = Text(f"另有{left_out}种情形不适用", f"{left_out} other cases do not apply") if left_out else EMPTY
        attested = not inside and one.key in self.context.memory.attested
        return Part(
            kind="condition" if inside else "criterion", key=one.key, what=one.name, outcome=truth.outcome,
            cite=one.cite, evidence=one.evidence, note=self.confirmed(one.key) if attested else note, attested=attested,
            stand_in=any(p.stand_in for b in taken for p in b.within()),
            waiting=waiting_for(truth.reasons, self.words), children=tuple(taken),
        )  # fmt: skip

    def branch(self, when: ast.Expr | None, guard: Truth, then: Part) -> Part:
        case = Text("其他情形", "otherwise") if when is None else self.words.phrase(when)
        note = EMPTY if guard.value is not None else Text("是否适用待定", "whether it applies is not known")
        if when is None or guard.value is not None:
            above: tuple[Part, ...] = ()
        else:
            above = self.grounds(when, self.context)
        what = Text(f"适用情形：{case.zh}", f"case: {case.en}")
        return Part(kind="branch", key="", what=what, outcome=then.outcome, note=note, children=(*above, then))

    # --- conditions ---------------------------------------------------------------------------------------

    def condition(self, expr: ast.Expr, c: Context) -> Part:
        """A condition: `and`, `or`, `not` by their parts, anything else with what it rests on."""
        truth = truth_of(expr, c)
        what = self.words.phrase(expr)
        waiting = waiting_for(truth.reasons, self.words)
        if isinstance(expr, (ast.And, ast.Or)):
            children = tuple(self.condition(part, c) for part in expr.parts)
            return Part(kind="condition", key="", what=what, outcome=truth.outcome, waiting=waiting, children=children)
        shown = compared(expr, c, self.words)
        return Part(
            kind="condition", key="", what=what, outcome=truth.outcome, value=shown.value, threshold=shown.threshold,
            distance=shown.distance, waiting=waiting, children=self.grounds(expr, c),
        )  # fmt: skip

    def figures(self, expr: ast.Expr, c: Context) -> Part:
        """A condition with no more than its figures; one that has none, with the values of what it rests on."""
        shown = compared(expr, c, self.words)
        rests = () if shown.value.zh else grounds(expr, c, self.words, self.outlined)
        return Part(
            kind="condition", key="", what=self.words.phrase(expr), value=shown.value, threshold=shown.threshold,
            distance=shown.distance, children=tuple(one._replace(waiting=()) if one.waiting else one for one in rests),
        )  # fmt: skip

    def outlined(self, expr: ast.Expr, c: Context) -> Part:
        """The line of a quantity, a score, an item or another tier, by its value or verdict alone."""
        if isinstance(expr, ast.Meets):
            verdict = tier_verdict(expr.tier, self.context)
            name = self.context.binding.tiers[expr.tier].tier.name
            return Part(kind="tier", key=expr.tier, what=name, outcome=verdict.outcome)
        assert isinstance(expr, ast.Ref)
        if expr.kind != "quantity":
            held = self.context.binding.scores if expr.kind == "score" else self.context.binding.items
            kind: PartKind = "score" if expr.kind == "score" else "item"
            return Part(kind=kind, key=expr.key, what=held[expr.key].name, value=said_value(value_of(expr, c), POINTS))
        name = self.context.binding.quantities[expr.key].name
        what = name if c.year == self.context.year else in_year(name, c.year)
        return Part(
            kind="quantity", key=f"{expr.key}.{c.year}", what=what,
            value=said_value(value_of(expr, c), Measure(self.words.dimension(expr))),
        )  # fmt: skip

    def grounds(self, expr: ast.Expr, c: Context) -> tuple[Part, ...]:
        """What an expression rests on."""
        return () if self.brief else grounds(expr, c, self.words, self.named)

    def named(self, expr: ast.Expr, c: Context) -> Part:
        """The line of a quantity, a score, an item or another tier."""
        if isinstance(expr, ast.Meets):
            return self.tier(expr.tier)
        assert isinstance(expr, ast.Ref)
        if expr.kind == "quantity":
            return self.quantity(expr, c)
        rule = self.context.binding.scores[expr.key] if expr.kind == "score" else self.context.binding.items[expr.key]
        return self.points(rule, c)

    def quantity(self, expr: ast.Ref, c: Context) -> Part:
        rule = self.context.binding.quantities[expr.key]
        inside = c.under(rule.when_undefined)
        children: list[Part] = []
        formulas: list[Text] = []
        for branch in rule.branches:
            guard = Truth(True) if branch.when is None else truth_of(branch.when, inside)
            if guard.value is False:
                continue
            formulas.append(self.words.phrase(branch.value))
            if branch.when is not None:
                children.extend(self.grounds(branch.when, c))
            children.extend(self.grounds(branch.value, c))
            if guard.value is True:
                break
        earlier = c.year != self.context.year
        key, what = (f"{expr.key}.{c.year}", in_year(rule.name, c.year)) if earlier else (expr.key, rule.name)
        return Part(
            kind="quantity", key=key, what=what, cite=rule.cite, evidence=rule.evidence, note=note_of(rule.note),
            rule=Text(" ／ ".join(f.zh for f in formulas), " / ".join(f.en for f in formulas)),
            value=said_value(value_of(expr, c), Measure(self.words.dimension(expr))), children=once(children),
        )  # fmt: skip

    # --- scores -------------------------------------------------------------------------------------------

    def points(self, rule: Score | ScoreItem, c: Context) -> Part:
        """A score or an item: its points and, below, where they come from."""
        points = points_of(rule, c)
        return Part(
            kind="score" if isinstance(rule, Score) else "item", key=rule.key, what=rule.name,
            value=range_of(points, POINTS), cite=rule.cite, evidence=rule.evidence, note=note_of(rule.note),
            waiting=waiting_for(points.reasons, self.words), children=self.sources(rule, c),
        )  # fmt: skip

    def sources(self, rule: Score | ScoreItem, c: Context) -> tuple[Part, ...]:
        match rule:
            case Score() | SumItem() | BestItem():
                return tuple(self.points(item, c) for item in rule.items)
            case BandItem():
                return self.grounds(rule.of, c)
            case BonusItem():
                return (self.condition(rule.when, c.under(rule.when_undefined)),)
            case PointsItem():
                return self.grounds(rule.points, c)
            case _:
                return () if rule.fact is None else self.grounds(rule.fact, c)


def how(one: Combined) -> Text:
    if one.how == "all":
        return ALL
    if one.how == "any":
        return ANY
    return Text(f"以下条件至少满足{one.need}项", f"at least {one.need} of the following")


def in_year(name: Text, year: int) -> Text:
    """A quantity of an earlier year than the base year."""
    return Text(f"{name.zh}（{year}年度）", f"{name.en} ({year})")


def note_of(note: Text) -> Text:
    """A rule's note, to be followed by other sayings: without its full stop; in Chinese where it has no English."""
    zh = note.zh.removesuffix("。")
    return Text(zh, note.en.removesuffix(".") or zh)


def once(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Each line once."""
    return tuple({(p.kind, p.key): p for p in parts}.values())
