"""What differs between two bindings: parameters, definitions, texts, and the rules that they change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.rewrite import nodes_in
from peiyu.policy.condition.ast import Expr, Meets, Ref
from peiyu.policy.pack.model import ChooseCriterion, Combined, Criterion, Group, Negated, Quantity, Score
from peiyu.problems import Text

AS_WRITTEN = "按条文 / as written"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A tier before and after: the same key, the same row of a ladder, or the same local name in another pack."""

    before: str
    after: str


def pairs(before: Binding, after: Binding) -> tuple[Pair, ...]:
    """Every tier of `before` with its counterpart, in the order of `before`."""
    found = []
    for key, bound in before.tiers.items():
        other = key if key in after.tiers else None
        if other is None:
            by_row = [k for k, one in after.tiers.items() if one.via is not None and one.via == bound.via]
            local = key.partition(".")[2]
            by_name = [k for k in after.tiers if k.partition(".")[2] == local and k not in before.tiers]
            other = next(iter((*by_row, *by_name)), None)
        if other is not None:
            found.append(Pair(before=key, after=other))
    return tuple(found)


def criteria(group: Group) -> Iterator[Criterion | ChooseCriterion]:
    """The criteria of a tier in reading order."""
    match group:
        case Combined():
            for part in group.parts:
                yield from criteria(part)
        case Negated():
            yield from criteria(group.of)
        case _:
            yield group


def tier_criteria(binding: Binding, tier: str) -> Mapping[str, Criterion | ChooseCriterion]:
    """Local id → criterion."""
    found = criteria(binding.tiers[tier].tier.met_when)
    return {one.key.removeprefix(f"{tier}."): one for one in found}


def altered_rules(before: Binding, after: Binding, pair: Pair) -> tuple[str, ...]:
    """Local ids of the criteria that both texts have and whose content differs, with all that they refer to."""
    old, new = tier_criteria(before, pair.before), tier_criteria(after, pair.after)
    return tuple(id_ for id_ in old if id_ in new and not _same(old[id_], new[id_], before, after))


def _same(one: object, other: object, before: Binding, after: Binding) -> bool:
    old, new = Content(before).of(one), Content(after).of(other)
    return old == new


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that decides a rule: its own nodes and those of the quantities, scores and tiers it reaches."""

    binding: Binding

    def of(self, thing: object) -> tuple[tuple[object, ...], ...]:
        found: dict[str, object] = {}
        waiting = [self._own(thing)]
        own = waiting[0]
        while waiting:
            for node in nodes_in(waiting.pop()):
                name, target = self._referred(node)
                if name and name not in found:
                    found[name] = target
                    waiting.append(target)
        return (("", own), *sorted(found.items(), key=lambda one: one[0]))

    def _own(self, thing: object) -> object:
        """What is compared of a criterion: not its names and clauses."""
        if isinstance(thing, Criterion):
            return (thing.when, thing.when_undefined)
        return thing.branches if isinstance(thing, ChooseCriterion) else thing

    def _referred(self, node: Expr) -> tuple[str, object]:
        if isinstance(node, Meets):
            return node.tier, self.binding.tiers[node.tier].tier.met_when
        if not isinstance(node, Ref):
            return "", None
        target: Quantity | Score | object = (
            self.binding.quantities[node.key] if node.kind == "quantity"
            else self.binding.scores[node.key] if node.kind == "score" else self.binding.items[node.key]
        )  # fmt: skip
        return f"{node.kind}:{node.key}", target


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A selection or text that differs, in words."""

    kind: str
    key: str
    name: Text
    before: str
    after: str


def differing(before: Binding, after: Binding) -> Iterator[Differing]:
    """Every parameter, definition, text, date or switch in which the two differ."""
    yield from _parameters(before, after)
    for key in sorted({*before.chosen} & {*after.chosen}):  # a definition of one text alone comes with that text
        one, two = before.chosen[key], after.chosen[key]
        if one != two:
            yield Differing(kind="definition", key=key, name=Text(key, key), before=one, after=two)
    for pair in pairs(before, after):
        old, new = before.tiers[pair.before], after.tiers[pair.after]
        if (old.pack, old.text) != (new.pack, new.text):
            yield Differing(
                kind="text", key=pair.before, name=old.tier.name,
                before=f"{old.pack} {old.text}", after=f"{new.pack} {new.text}",
            )  # fmt: skip
    for word in ("as_of", "known_at", "rules_at", "event", "stand_ins", "precedence"):
        one, two = str(getattr(before.selection, word)), str(getattr(after.selection, word))
        if one != two:
            yield Differing(kind="setting", key=word, name=Text(word, word), before=one, after=two)


def _parameters(before: Binding, after: Binding) -> Iterator[Differing]:
    old, new = before.selection.parameters, after.selection.parameters
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            yield Differing(
                kind="parameter", key=key, name=Text(key, key), before=_literal(old.get(key)),
                after=_literal(new.get(key)),
            )  # fmt: skip


def _literal(value: Expr | None) -> str:
    if value is None:
        return AS_WRITTEN
    written = getattr(value, "written", "")
    return str(written or getattr(value, "value", value))
