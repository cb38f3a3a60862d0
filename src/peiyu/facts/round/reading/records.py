"""Which record of a list a row is: by the number printed in it, by what is held of it, else a new one by what it says
(docs/decisions/0026-records-of-lists.md)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from peiyu.facts.round.mark import Mark
from peiyu.facts.round.model import AskedSheet, Held
from peiyu.facts.snapshot import Value
from peiyu.facts.things import number_of


class Records:
    """The records of one sheet. `columns`: the fields that the sheet still has."""

    def __init__(self, asked: AskedSheet, mark: Mark | None, held: Held, *, columns: Collection[str]) -> None:
        self._asked, self._columns = asked, columns
        self._held: dict[tuple[int, int], dict[str, Value]] = {}
        for place, value in held.items():
            if place.entity == asked.entity and place.record is not None:
                self._held.setdefault((place.enterprise, place.record), {})[place.field] = value
        marked = mark.sheet(asked.entity) if mark is not None else None
        for enterprise, record in marked.rows if marked is not None else ():
            if record is not None:
                self._held.setdefault((enterprise, record), {})
        self._met: set[tuple[int, int]] = set()

    def number(self, enterprise: int, written: str, values: Mapping[str, Value]) -> int | None:
        """The record of a row: `written` is its printed number, if it still has one. None: it would be a new one and
        the list may not grow."""
        known = self._known(enterprise, written, values)
        if known is None and self._asked.new_rows:
            known = self._new(enterprise, values)
        if known is not None:
            self._met.add((enterprise, known))
        return known

    def _known(self, enterprise: int, written: str, values: Mapping[str, Value]) -> int | None:
        """A printed number holds where it is known and the row was not copied for another record; without one the only
        held record that the row agrees with."""
        if written.isascii() and written.isdigit():
            key = (enterprise, int(written))
            if key in self._held and (key not in self._met or self._agrees(key, values)):
                return int(written)
            if not self._held:
                return int(written)
        alike = [key for key in self._held if key[0] == enterprise and self._held[key] and self._agrees(key, values)]
        free = [key for key in alike if key not in self._met]
        return free[0][1] if len(free) == 1 else None

    def _agrees(self, key: tuple[int, int], values: Mapping[str, Value]) -> bool:
        return all(
            values.get(field) == value for field, value in self._held[key].items() if field in self._asked.fields
        )

    def _new(self, enterprise: int, values: Mapping[str, Value]) -> int:
        for again in range(len(self._met) + 1):
            number = number_of(self._asked.entity, enterprise, values, again=again)
            if (enterprise, number) not in self._met:
                return number
        raise AssertionError("one more number than there are rows is always free")
