"""What the words of one text mean: its own objects by id and name, the objects of used packs by full key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.policy.condition.ast import Fact, Ref, RefKind
from peiyu.policy.condition.scope import ROOTS, Scope
from peiyu.policy.pack.model import BestItem, Pack, ScoreItem, SumItem
from peiyu.policy.pack.yaml import Node, Scalar, Sequence, Table

SECTIONS: tuple[tuple[str, RefKind], ...] = (
    ("parameters", "parameter"), ("definitions", "definition"), ("quantities", "quantity"), ("scores", "score"),
)  # fmt: skip
Pairs = Iterator[tuple[str, Ref | Fact]]


def scope_of(
    pack: str,
    root: Table,
    *,
    vocabulary: Vocabulary,
    used: Iterable[Pack],
    fields: Iterable[Field],
    tiers: Iterable[str],
) -> Scope:
    """The scope of a text read from `root`; `fields` are the pack's own, `tiers` the ids of its tiers."""
    own = tuple(fields)
    held: dict[str, dict[Ref | Fact, None]] = {}
    for word, node in (*_declared(pack, root), *_fields(own), *_borrowed(used)):
        if word:
            held.setdefault(word, {})[node] = None
    return Scope(
        vocabulary=vocabulary,
        objects={word: tuple(nodes) for word, nodes in held.items()},
        sets={**_sets(root), **_borrowed_sets(used)},
        tiers={**{key: key for one in used for key in tier_keys(one)}, **_tiers(pack, root, tiers)},
        fields={(one.entity, one.code): one for one in (*own, *(f for p in used for f in _fields_of(p)))},
    )


def _declared(pack: str, root: Table) -> Pairs:
    for section, kind in SECTIONS:
        for id_, node in _entries(root.get(section)):
            key = f"{pack}.{id_}"
            words = [id_, key, *_names(node)]
            if kind == "definition":
                words.append(_word(node, "names"))
            yield from ((word, Ref(kind, key)) for word in words)
            if kind == "score" and isinstance(node, Table):
                yield from _items(id_, key, node.get("items"))


def _items(score: str, key: str, node: Node | None) -> Pairs:
    for row in node.items if isinstance(node, Sequence) else ():
        if not isinstance(row, Table):
            continue
        id_ = _word(row, "id")
        if id_:
            words = (id_, f"{score}.{id_}", f"{key}.{id_}", *_names(row))
            yield from ((word, Ref("item", f"{key}.{id_}")) for word in words)
        for nested in ("items", "best_of"):
            yield from _items(score, key, row.get(nested))


def _fields(own: Iterable[Field]) -> Pairs:
    for one in own:
        if one.entity in ROOTS:
            node = Fact(one.entity, one.code)
            yield from ((word, node) for word in (one.code, one.code.rpartition(".")[2], one.name.zh))


def _fields_of(pack: Pack) -> Iterator[Field]:
    for text in pack.texts:
        yield from text.fields.values()


def _borrowed(used: Iterable[Pack]) -> Pairs:
    """Objects of used packs, by full key only."""
    for pack in used:
        for text in pack.texts:
            kinds: tuple[tuple[RefKind, Mapping[str, object]], ...] = (
                ("parameter", text.parameters), ("definition", text.definitions), ("quantity", text.quantities),
                ("score", text.scores),
            )  # fmt: skip
            for kind, held in kinds:
                yield from ((f"{pack.id}.{id_}", Ref(kind, f"{pack.id}.{id_}")) for id_ in held)
            for score in text.scores.values():
                yield from ((one.key, Ref("item", one.key)) for one in every_item(score.items))
            yield from ((one.code, Fact(one.entity, one.code)) for one in text.fields.values() if one.entity in ROOTS)


def every_item(items: Iterable[ScoreItem]) -> Iterator[ScoreItem]:
    """The items of a score and those inside them, parents first."""
    for one in items:
        yield one
        if isinstance(one, SumItem | BestItem):
            yield from every_item(one.items)


def _sets(root: Table) -> dict[str, tuple[str, ...]]:
    held = {}
    for id_, node in _entries(root.get("sets")):
        of = node.get("of") if isinstance(node, Table) else None
        words = tuple(one.text for one in of.items if isinstance(one, Scalar)) if isinstance(of, Sequence) else ()
        held.update(dict.fromkeys((word for word in (id_, *_names(node)) if word), words))
    return held


def _borrowed_sets(used: Iterable[Pack]) -> dict[str, tuple[str, ...]]:
    return {f"{p.id}.{id_}": one.of for p in used for text in p.texts for id_, one in text.sets.items()}


def tier_keys(pack: Pack) -> Iterator[str]:
    """`pack.tier` of every tier that a pack defines or that a ladder chooses texts for."""
    for text in pack.texts:
        yield from (f"{pack.id}.{id_}" for id_ in text.tiers)
    yield from (f"{pack.id}.{row.tier}" for row in pack.applies)


def _tiers(pack: str, root: Table, ids: Iterable[str]) -> dict[str, str]:
    held: dict[str, str] = {}
    for id_, node in _entries(root.get("tiers")):
        held.update(dict.fromkeys((word for word in _names(node) if word), f"{pack}.{id_}"))
    for id_ in ids:
        held[id_] = held[f"{pack}.{id_}"] = f"{pack}.{id_}"
    return held


def _entries(node: Node | None) -> Iterator[tuple[str, Node]]:
    for key, value in node.entries if isinstance(node, Table) else ():
        yield key.text, value


def _names(node: Node) -> Iterator[str]:
    """中文名 of an object (English names are for reading only)."""
    if isinstance(node, Table):
        name = node.get("name")
        yield _word(name, "zh") if isinstance(name, Table) else _word(node, "name")


def _word(node: Node, key: str) -> str:
    found = node.get(key) if isinstance(node, Table) else None
    return found.text if isinstance(found, Scalar) else ""
