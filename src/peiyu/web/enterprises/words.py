"""The vocabulary by which ledgers are read and forms are made: the common one with packs' own fields.

Released texts of packs stand above this app; who has them enters itself here when Django is ready.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.policy.pack.load import PackRegistry, load_pack
from peiyu.policy.pack.vocabulary import with_own_fields

Source = Callable[[], Vocabulary]


@cache
def _carried() -> Vocabulary:
    registry = PackRegistry.of(())
    return with_own_fields(load_pack(one, registry=registry) for one in registry.ids())


_sources: list[Source] = [_carried]


def enter(source: Source) -> None:
    """From now on this gives the vocabulary."""
    _sources[:] = [source]


def words() -> Vocabulary:
    """The vocabulary of today."""
    return _sources[0]()
