"""The vocabulary by which ledgers are read and forms are made, the common one with packs' own fields; and the
conditions that a department may confirm.

Released texts of packs stand above this app; who has them enters itself here when Django is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.policy.pack.load import PackRegistry, load_pack
from peiyu.policy.pack.load.subjects import criteria_of
from peiyu.policy.pack.model import Pack
from peiyu.policy.pack.vocabulary import with_own_fields
from peiyu.problems import Text

Source = Callable[[], Iterable[Pack]]
Conditions = tuple[tuple[str, Text], ...]


@cache
def _carried() -> tuple[Pack, ...]:
    registry = PackRegistry.of(())
    return tuple(load_pack(one, registry=registry) for one in registry.ids())


_sources: list[Source] = [_carried]


def enter(source: Source) -> None:
    """From now on this gives the packs; it is asked often and gives the same objects as long as they hold."""
    _sources[:] = [source]


def words() -> Vocabulary:
    """The vocabulary of today."""
    return _vocabulary(tuple(_Same(one) for one in _sources[0]()))


def conditions() -> Conditions:
    """Criteria of tiers as (`pack.tier.criterion`, name), pack by pack."""
    return _conditions(tuple(_Same(one) for one in _sources[0]()))


class _Same:
    """A pack that is equal to itself alone: what was made of the same packs is kept."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __hash__(self) -> int:
        return id(self.pack)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.pack is other.pack


@cache
def _vocabulary(packs: tuple[_Same, ...]) -> Vocabulary:
    return with_own_fields(one.pack for one in packs)


@cache
def _conditions(packs: tuple[_Same, ...]) -> Conditions:
    return tuple(dict(pair for one in packs for pair in _of_pack(one.pack)).items())


def _of_pack(pack: Pack) -> Iterator[tuple[str, Text]]:
    for text in pack.texts:
        for tier in text.tiers.values():
            for one in criteria_of(tier.met_when):
                yield (
                    one.key,
                    Text(f"{tier.name.zh}：{one.name.zh}", f"{tier.name.en}: {one.name.en}"),
                )
