"""Binds packs to dates, events, parameters and definitions: the Binding that every engine evaluates."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from peiyu.facts.vocabulary.model import Field
from peiyu.policy.compile.binding import Binding, BoundTier, Selection
from peiyu.policy.compile.choose import (
    option_of,
    refuse_unfit,
    refuse_unknown,
    row_of,
    statute_of,
    tiers_of_ladder,
    value_of_parameter,
)
from peiyu.policy.compile.rewrite import nodes_in, rewritten
from peiyu.policy.compile.shelf import Shelf
from peiyu.policy.condition.ast import Expr, Meets, Ref
from peiyu.policy.condition.printing import printed
from peiyu.policy.pack.load import PackRegistry
from peiyu.policy.pack.model import BestItem, Pack, Quantity, Score, ScoreItem, Statute, SumItem, Tier
from peiyu.policy.pack.programme import IndicatorDefinition
from peiyu.problems import PackError, Problem, Text

T = TypeVar("T")
B = TypeVar("B", Tier, Quantity, Score)


def bind(packs: Mapping[str, Pack] | PackRegistry, asked: Sequence[str], selection: Selection) -> Binding:
    """Everything that `asked` names, under the texts, parameters and options that the selection chooses.

    asked: pack ids (all tiers and scores), `pack.tier`, `pack.score`, `pack.quantity`, ladder ids or `ladder.tier`.
    A pack named outside its dates is bound to its nearest text with in_force False. A registry's packs are read as
    they are needed. Raises UsageError for a word that nothing is called (naming the nearest), PackError for a
    reference that goes in a circle.
    """
    desk = Desk(Shelf(packs) if isinstance(packs, PackRegistry) else packs, selection)
    for word in asked:
        desk.take(word)
    return desk.binding(asked)


def items_within(items: Iterable[ScoreItem]) -> Iterable[ScoreItem]:
    """The items and every item inside them."""
    for item in items:
        yield item
        if isinstance(item, (SumItem, BestItem)):
            yield from items_within(item.items)


def indicator_definitions(pack: Pack) -> Iterable[tuple[str, IndicatorDefinition]]:
    """The definitions of a pack's programme by local id."""
    return () if pack.programme is None else pack.programme.definitions.items()


def hash_of(
    asked: Sequence[str],
    selection: Selection,
    tiers: Mapping[str, BoundTier],
    chosen: Mapping[str, str],
    hashes: Mapping[str, str],
) -> str:
    """SHA-256 over everything that can change a verdict: packs, texts, dates, event, options, parameters."""
    said = {
        "asked": list(asked),
        "as_of": str(selection.as_of), "known_at": str(selection.known_at), "rules_at": str(selection.rules_at),
        "event": selection.event, "stand_ins": selection.stand_ins, "precedence": list(selection.precedence),
        "chosen": dict(chosen), "parameters": {k: printed(v, "zh") for k, v in selection.parameters.items()},
        "packs": dict(hashes), "tiers": {k: [t.text, t.in_force, t.via] for k, t in tiers.items()},
    }  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(slots=True)
class Desk:
    """The work of one call of `bind`: what has been bound so far, dependencies before what needs them."""

    packs: Mapping[str, Pack]
    selection: Selection
    tiers: dict[str, BoundTier] = field(default_factory=dict)
    quantities: dict[str, Quantity] = field(default_factory=dict)
    scores: dict[str, Score] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    chosen_said: dict[str, Text] = field(default_factory=dict)
    involved: set[str] = field(default_factory=set)
    statutes: dict[str, tuple[Statute, bool]] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)

    def binding(self, asked: Sequence[str]) -> Binding:
        """What has been bound so far. UsageError for a selected definition or parameter that there is not."""
        texts = {id_: (statute.id, holds) for id_, (statute, holds) in sorted(self.statutes.items())}
        self.refuse_unknown_selections()
        hashes = {id_: self.packs[id_].hash for id_ in sorted(self.involved)}
        return Binding(
            selection=self.selection,
            asked=tuple(asked),
            tiers=self.tiers,
            quantities=self.quantities,
            scores=self.scores,
            items={item.key: item for score in self.scores.values() for item in items_within(score.items)},
            fields=self.fields(),
            chosen=dict(sorted(self.chosen.items())),
            pack_hashes=hashes,
            hash=hash_of(asked, self.selection, self.tiers, self.chosen, hashes),
            chosen_said=dict(sorted(self.chosen_said.items())),
            texts=texts,
            set_names=self.set_names(),
        )

    def take(self, word: str) -> None:
        """Binds one asked-for word."""
        pack = self.packs.get(word)
        if pack is not None and pack.kind == "ladder":
            self.take_ladder(pack)
        elif pack is not None:
            statute, _ = self.statute(word)
            for tier in statute.tiers:
                self.take_tier(word, tier)
            for score in statute.scores:
                self.take_object(f"{word}.{score}", "score")
        else:
            self.take_part(word)

    def take_ladder(self, ladder: Pack) -> None:
        self.involved.add(ladder.id)
        words = tiers_of_ladder(ladder)
        rows = {(row.tier, row.event) for row in ladder.applies}
        fitting = [w for w in words if (w.removeprefix(ladder.id + "."), self.selection.event) in rows]
        for word in fitting or words:
            self.take_part(word)

    def take_part(self, word: str) -> str:
        """Binds `pack.tier`, `ladder.tier`, a score or a quantity; returns the key of what was bound."""
        id_, _, local = word.partition(".")
        pack = self.packs.get(id_)
        if pack is None:
            raise refuse_unknown(Text("政策包", "pack"), id_, self.packs, "unknown-pack")
        if pack.kind == "ladder":
            self.involved.add(id_)
            row, in_force = row_of(pack, local, self.selection)
            other, _, tier = row.text.partition(".")
            return self.take_tier(other, tier, via=word, in_force=in_force)
        statute, _ = self.statute(id_)
        if local in statute.tiers:
            return self.take_tier(id_, local)
        if local in statute.scores:
            self.take_object(word, "score")
            return word
        if local in statute.quantities:
            self.take_object(word, "quantity")
            return word
        known = [f"{id_}.{name}" for name in (*statute.tiers, *statute.scores)]
        raise refuse_unknown(Text("层级或评分表", "tier or score"), word, known, "unknown-tier")

    def take_tier(self, id_: str, local: str, *, via: str | None = None, in_force: bool | None = None) -> str:
        key = f"{id_}.{local}"
        statute, holds = self.statute(id_)
        if local not in statute.tiers:
            known = [f"{id_}.{name}" for name in statute.tiers]
            raise refuse_unknown(Text("层级", "tier"), key, known, "unknown-tier")
        if key in self.tiers and (via is None or self.tiers[key].via is not None):
            return key
        tier = self.tiers[key].tier if key in self.tiers else self.bound(key, statute.tiers[local])
        force = holds if in_force is None else in_force
        self.tiers[key] = BoundTier(key=key, tier=tier, pack=id_, text=statute.id, in_force=force, via=via)
        return key

    def take_object(self, key: str, kind: str) -> None:
        """Binds a quantity or a score (an item binds its score)."""
        id_, _, local = key.partition(".")
        if kind == "item":
            local = local.partition(".")[0]
        statute, _ = self.statute(id_)
        name = f"{id_}.{local}"
        if kind == "quantity" and name not in self.quantities:
            self.quantities[name] = self.bound(name, self.found(statute.quantities, local, name))
        elif kind in ("score", "item") and name not in self.scores:
            self.scores[name] = self.bound(name, self.found(statute.scores, local, name))

    def found(self, objects: Mapping[str, T], local: str, key: str) -> T:
        if local not in objects:
            raise refuse_unknown(Text("计算项或评分表", "quantity or score"), key, objects, "unknown-name")
        return objects[local]

    def bound(self, key: str, built: B) -> B:
        """`built` with parameters, definitions and ladder references replaced, and all it refers to bound."""
        if key in self.pending:
            circle = " → ".join((*self.pending[self.pending.index(key) :], key))
            raise PackError(
                Problem(
                    "circular-reference",
                    Text(f"引用成环：{circle}", f"references go in a circle: {circle}"),
                    next_step=Text("断开其中一处引用", "break one of these references"),
                )
            )
        self.pending.append(key)
        result = self.settled(built)
        self.pending.pop()
        return result

    def settled(self, built: T) -> T:
        """Anything built of conditions, its parameters, definitions and ladder references replaced, and all it refers
        to bound."""
        result = rewritten(built, self.replaced)
        for node in nodes_in(result):
            if isinstance(node, Ref):
                self.take_object(node.key, node.kind)
            elif isinstance(node, Meets):
                self.take_part(node.tier)
        return result

    def replaced(self, node: Expr) -> Expr:
        if isinstance(node, Meets):
            pack = self.packs.get(node.tier.partition(".")[0])
            ladder = pack is not None and pack.kind == "ladder"
            return Meets(self.take_part(node.tier), span=node.span) if ladder else node
        if not isinstance(node, Ref) or node.kind not in ("parameter", "definition"):
            return node
        id_, _, local = node.key.partition(".")
        statute, _ = self.statute(id_)
        if node.kind == "parameter":
            value = value_of_parameter(node.key, self.found(statute.parameters, local, node.key), self.selection)
            return rewritten(value, self.replaced)
        definition = self.found(statute.definitions, local, node.key)
        self.chosen[node.key] = option_of(node.key, definition, self.selection)
        option = next(o for o in definition.options if o.key == self.chosen[node.key])
        name = definition.name
        self.chosen_said[node.key] = Text(f"{name.zh}＝{option.name.zh}", f"{name.en} = {option.name.en}")
        return rewritten(option.value, self.replaced)

    def statute(self, id_: str) -> tuple[Statute, bool]:
        """A pack's text at rules_at."""
        if id_ not in self.statutes:
            if id_ not in self.packs:
                raise refuse_unknown(Text("政策包", "pack"), id_, self.packs, "unknown-pack")
            self.statutes[id_] = statute_of(self.packs[id_], self.selection.rules_at)
            self.involved.add(id_)
        return self.statutes[id_]

    def fields(self) -> dict[str, Field]:
        """The packs' own fields by code (`pack.field`)."""
        return {f.code: f for statute, _ in self.statutes.values() for f in statute.fields.values()}

    def set_names(self) -> dict[str, Text]:
        """The names of sets by their names and ids."""
        sets = [one for statute, _ in self.statutes.values() for one in statute.sets.items()]
        return {word: named.name for id_, named in sets for word in (id_, named.name.zh)}

    def refuse_unknown_selections(self) -> None:
        """Every selected definition and parameter must be one of the packs bound here or used by them."""
        reach = {*self.involved, *(u for id_ in self.involved for u in self.packs[id_].uses if u in self.packs)}
        texts = [(id_, self.statute(id_)[0]) for id_ in sorted(reach) if self.packs[id_].texts]

        def keys(of: Callable[[Statute], Iterable[str]]) -> list[str]:
            return [f"{id_}.{local}" for id_, statute in texts for local in of(statute)]

        promised = {
            f"{id_}.{k}": d for id_ in reach if (p := self.packs[id_].programme) for k, d in p.definitions.items()
        }
        definitions = [*keys(lambda statute: statute.definitions), *promised]
        for key in self.selection.define:
            if key not in definitions:
                raise refuse_unknown(Text("口径", "definition"), key, definitions, "unknown-definition")
            id_, _, local = key.partition(".")
            option_of(key, promised.get(key) or self.statute(id_)[0].definitions[local], self.selection)
        parameters = keys(lambda statute: statute.parameters)
        for key in self.selection.parameters:
            if key not in parameters:
                raise refuse_unknown(Text("参数", "parameter"), key, parameters, "unknown-parameter")
            id_, _, local = key.partition(".")
            refuse_unfit(key, self.selection.parameters[key], self.statute(id_)[0].parameters[local])
