"""Packs by id, read from a registry when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from peiyu.policy.pack.load import PackRegistry, load_pack
from peiyu.policy.pack.model import Pack


class Shelf(Mapping[str, Pack]):
    """The packs of a registry. Iterating names every pack; only those that are taken are read and checked."""

    def __init__(self, registry: PackRegistry) -> None:
        self.registry = registry

    def __getitem__(self, id_: str) -> Pack:
        """PackError for a faulty pack; KeyError for an id that names none."""
        if id_ not in self.registry.ids():
            raise KeyError(id_)
        return load_pack(id_, registry=self.registry)

    def __iter__(self) -> Iterator[str]:
        return iter(self.registry.ids())

    def __len__(self) -> int:
        return len(self.registry.ids())
