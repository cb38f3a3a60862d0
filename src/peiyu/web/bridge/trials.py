"""What if the rules, or the reading of a word, were others."""

from __future__ import annotations

from dataclasses import replace

from peiyu.facts.base import FactBase
from peiyu.policy.compile.choose import refuse_unknown
from peiyu.policy.pack.model import Definition
from peiyu.policy.simulate.definitions import DefinitionDifference
from peiyu.policy.simulate.definitions import difference as differing
from peiyu.policy.simulate.model import Simulation
from peiyu.policy.simulate.simulate import simulate as simulated
from peiyu.problems import Text
from peiyu.web.bridge.asking import Asked, with_used
from peiyu.web.bridge.export import export


def simulate(before: Asked, after: Asked, *, base: FactBase | None = None, most: int = 1000) -> Simulation:
    """Who gains and who loses when `after` decides instead of `before`, and why. Where both read the same texts, each
    changed parameter and option is tried alone too, so that one without effect is found."""
    same = before.drafts == after.drafts and before.words == after.words
    return simulated(
        base or export(), before.bound(), after.bound(), rebind=after.bound_to if same else None, most=most
    )  # fmt: skip


def difference(
    definition: str, one: str, other: str, ask: Asked, *, base: FactBase | None = None
) -> DefinitionDifference:
    """Two options of a definition of criteria (`pack.D1`), enterprise by enterprise. UsageError `unknown-definition`,
    `unknown-option`."""
    found = definition_of(definition, ask)

    def bind_with(option: str):  # type: ignore[no-untyped-def]
        selection = replace(ask.selection, define={**ask.selection.define, definition: option})
        return ask.bound_to(selection)

    return differing(base or export(), found, one, other, bind_with=bind_with)


def definition_of(key: str, ask: Asked) -> Definition:
    """A definition of the criteria of the packs that are asked for."""
    packs = with_used(ask.registry, ask.words).values()
    known = {one.key: one for pack in packs for text in pack.texts for one in text.definitions.values()}
    if key not in known:
        raise refuse_unknown(Text("口径", "definition"), key, known, "unknown-definition")
    return known[key]
