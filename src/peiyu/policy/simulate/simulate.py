"""What if: the same facts under other parameters, definitions or another text. Nothing that is given is altered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.explain.words import Words
from peiyu.policy.pack.model import ChooseCriterion, Criterion
from peiyu.policy.simulate.alterations import Differing, Pair, altered_rules, differing, pairs, tier_criteria
from peiyu.policy.simulate.model import Alteration, AlterationKind, Count, CriterionFlip, Flip, Simulation, TierChange
from peiyu.policy.simulate.verdicts import Facts, Verdicts, hidden, verdicts
from peiyu.policy.verdict import Outcome

Rebind = Callable[[Selection], Binding]
MOST_FLIPS = 1000


def simulate(
    facts: Facts, before: Binding, after: Binding, *, rebind: Rebind | None = None, most: int = MOST_FLIPS
) -> Simulation:
    """Who gains and who loses when `after` decides instead of `before`, and why.

    facts: a fact base (embedded engine) or snapshots (reference engine). rebind: binds the same packs to another
    selection; with it each changed parameter and definition is tried alone, so that one without effect is found
    even beside others. most: how many enterprises are listed for each tier; counts are always whole, and
    confidential enterprises are counted and never listed.
    """
    old, new = verdicts(facts, before), verdicts(facts, after)
    unlisted = hidden(facts)
    tiers = tuple(_tier(pair, (before, after), old, new, most=most, unlisted=unlisted) for pair in pairs(before, after))
    moved = _moved(before, after, old, new)
    alterations = [_alteration(one, facts, (before, after), old, moved, rebind) for one in differing(before, after)]
    return Simulation(
        before=before.hash, after=after.hash, enterprises=len(old),
        alterations=(*alterations, *_rules(before, after, old, new)), tiers=tiers,
    )  # fmt: skip


def _tier(
    pair: Pair, both: tuple[Binding, Binding], old: Verdicts, new: Verdicts, *, most: int, unlisted: frozenset[int]
) -> TierChange:  # fmt: skip
    before, after = both
    rows = old.differing(pair.before, new, pair.after)
    change = [(row, old.verdict(pair.before, row), new.verdict(pair.after, row)) for row in rows]
    shown = [one for one in change if not unlisted or old.who(one[0])[0] not in unlisted]
    ordered = sorted(shown, key=lambda one: (one[1] is not True and one[2] is not True, one[0]))
    return TierChange(
        before_key=pair.before, after_key=pair.after, name=after.tiers[pair.after].tier.name,
        before=_count(old, pair.before), after=_count(new, pair.after),
        gained=sum(two is True for _, _, two in change), lost=sum(one is True for _, one, _ in change),
        changed=len(change), flips=tuple(_flip(row, pair, before, after, old, new) for row, _, _ in ordered[:most]),
    )  # fmt: skip


def _count(found: Verdicts, column: str) -> Count:
    met, unknown = found.counts(column)
    return Count(definite=met, possible=met + unknown)


def _flip(row: int, pair: Pair, before: Binding, after: Binding, old: Verdicts, new: Verdicts) -> Flip:
    key, code, name = old.who(row)
    return Flip(
        enterprise=key, code=code, name=name,
        before=Outcome.of(old.verdict(pair.before, row)), after=Outcome.of(new.verdict(pair.after, row)),
        criteria=tuple(_criteria(row, pair, before, after, old, new)),
    )  # fmt: skip


def _criteria(
    row: int, pair: Pair, before: Binding, after: Binding, old: Verdicts, new: Verdicts
) -> Iterator[CriterionFlip]:
    """The criteria that flipped; of those that only one text has, the ones that did not pass."""
    ours, theirs = tier_criteria(before, pair.before), tier_criteria(after, pair.after)
    for id_ in dict.fromkeys((*ours, *theirs)):
        one = Outcome.of(old.verdict(f"{pair.before}.{id_}", row)) if id_ in ours else None
        two = Outcome.of(new.verdict(f"{pair.after}.{id_}", row)) if id_ in theirs else None
        only_one = one is None or two is None
        if one is two or (only_one and Outcome.MET in (one, two)):
            continue
        name = (theirs.get(id_) or ours[id_]).name
        yield CriterionFlip(id=id_, name=name, before=one, after=two)


# --- what had an effect ---------------------------------------------------------------------------------------


def _columns(before: Binding, after: Binding) -> Iterator[tuple[str, str]]:
    """Every verdict that both runs have."""
    for pair in pairs(before, after):
        yield pair.before, pair.after
        new = tier_criteria(after, pair.after)
        for id_ in tier_criteria(before, pair.before):
            if id_ in new:
                yield f"{pair.before}.{id_}", f"{pair.after}.{id_}"


def _moved(before: Binding, after: Binding, old: Verdicts, new: Verdicts) -> int:
    """How many enterprises have another verdict in any column."""
    rows: set[int] = set()
    for one, two in _columns(before, after):
        rows.update(old.differing(one, new, two))
    return len(rows)


def _alteration(
    one: Differing, facts: Facts, both: tuple[Binding, Binding], old: Verdicts, moved: int, rebind: Rebind | None
) -> Alteration:
    """One alteration with how many verdicts it moves: by itself where that can be tried, otherwise with the rest."""
    before, after = both
    alone = moved
    if rebind is not None and one.kind in ("parameter", "definition"):
        tried = rebind(_only(one, before.selection, after.selection))
        alone = _moved(before, tried, old, verdicts(facts, tried))
    kind: AlterationKind = one.kind  # type: ignore[assignment]
    return Alteration(kind=kind, key=one.key, name=one.name, before=one.before, after=one.after, moved=alone)


def _only(one: Differing, before: Selection, after: Selection) -> Selection:
    """The selection of before with this single alteration."""
    if one.kind == "parameter":
        values = dict(before.parameters)
        values.pop(one.key, None)
        if one.key in after.parameters:
            values[one.key] = after.parameters[one.key]
        return replace(before, parameters=values)
    return replace(before, define={**before.define, one.key: one.after})


def _rules(before: Binding, after: Binding, old: Verdicts, new: Verdicts) -> Sequence[Alteration]:
    """The criteria whose content differs."""
    found = []
    for pair in pairs(before, after):
        ours, theirs = tier_criteria(before, pair.before), tier_criteria(after, pair.after)
        for id_ in altered_rules(before, after, pair):
            one, two = f"{pair.before}.{id_}", f"{pair.after}.{id_}"
            found.append(
                Alteration(
                    kind="rule", key=one, name=theirs[id_].name,
                    before=_phrase(ours[id_], before), after=_phrase(theirs[id_], after),
                    moved=len(old.differing(one, new, two)),
                )
            )  # fmt: skip
    return found


def _phrase(one: Criterion | ChooseCriterion, binding: Binding) -> str:
    return Words(binding).phrase(one.when).zh if isinstance(one, Criterion) else one.name.zh
