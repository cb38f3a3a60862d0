"""Columns of a ledger that were not loaded, though a pack has a field of its own for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from peiyu.facts.vocabulary.model import Field
from peiyu.policy.pack.load import PackRegistry, load_pack
from peiyu.policy.pack.vocabulary import own_fields
from peiyu.problems import PackError, Problem, Text

UNKNOWN = "header-unknown"


def told_of_packs(problems: Sequence[Problem], asked: Iterable[str], registry: PackRegistry) -> tuple[Problem, ...]:
    """The problems; an unknown column that a pack knows, other than those `asked` for, says which pack to load with.
    Packs are read only where there is such a column; one that cannot be read knows none."""
    if not any(one.code == UNKNOWN for one in problems):
        return tuple(problems)
    known = known_to_packs([id_ for id_ in registry.ids() if id_ not in set(asked)], registry)
    return tuple(_told(one, known) if one.code == UNKNOWN else one for one in problems)


def known_to_packs(ids: Iterable[str], registry: PackRegistry) -> Mapping[str, list[str]]:
    """By every word for an own field of some packs the packs that have it."""
    known: dict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        try:
            pack = load_pack(id_, registry=registry)
        except PackError:
            continue
        for word in dict.fromkeys(word for one in own_fields(pack) for word in words_for(one)):
            known[word].append(id_)
    return known


def words_for(field: Field) -> tuple[str, ...]:
    return (field.name.zh, field.local, *field.aliases, *((field.name.en,) if field.name.en else ()))


def _told(problem: Problem, known: Mapping[str, list[str]]) -> Problem:
    """`found` is a header as it stands in the ledger, perhaps with a unit in brackets."""
    word = problem.found.strip()
    packs = known.get(word) or known.get(word.replace("(", "（").partition("（")[0].strip())
    if not packs:
        return problem
    zh, en = "、".join(packs), ", ".join(packs)
    return replace(
        problem,
        accepted=Text(f"政策包 {zh} 自有的数据项", f"a field of its own of the pack {en}"),
        next_step=Text(f"需要时加 --pack {packs[0]} 重新载入", f"if it is wanted, load again with --pack {packs[0]}"),
    )
