"""Which stored record of a list a row is about (docs/decisions/0026-records-of-lists.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from peiyu.facts.things import Mark, marks, number_of

Row = dict[str, Any]


class Records:
    """The records of one enterprise and entity: numbers for rows, stored ones first, then new ones in order."""

    def __init__(self, entity: str, enterprise: int, stored: Iterable[Row]) -> None:
        self.entity, self.enterprise = entity, enterprise
        self._by_mark: dict[Mark, list[int]] = {}
        self._rows: dict[int, Row] = {}
        self._met: set[int] = set()
        for row in stored:
            self._enter(row["record_id"], row)

    def number(self, row: Row) -> int:
        """The number of the record that a row is about. Two rows of one list that say the same are two records."""
        said = marks(self.entity, row)
        for place, mark in enumerate(said):
            for number in self._by_mark.get(mark, ()):
                if number not in self._met and not self._contradicts(number, said[:place]):
                    return self._meet(number, row)
        return self._meet(self._new(row), row)

    def held(self, number: int) -> Row | None:
        """What is stored of a record."""
        return self._rows.get(number)

    def _contradicts(self, number: int, surer: Sequence[Mark]) -> bool:
        """Whether a record says something else in a surer way: another certificate of one day is another one."""
        held = dict(marks(self.entity, self._rows.get(number, {})))
        return any(way in held and held[way] != values for way, values in surer)

    def _meet(self, number: int, row: Row) -> int:
        self._met.add(number)
        return number

    def _new(self, row: Row) -> int:
        for again in range(len(self._met) + len(self._rows) + 1):
            number = number_of(self.entity, self.enterprise, _own(row), again=again)
            if number not in self._met and number not in self._rows:
                return number
        raise AssertionError("one more number than there are records is always free")

    def _enter(self, number: int, row: Row) -> None:
        self._rows[number] = row
        for mark in marks(self.entity, row):
            held = self._by_mark.setdefault(mark, [])
            if number not in held:
                held.append(number)


PROVENANCE = frozenset(("enterprise", "record_id", "known_from", "source", "purpose", "intake_id"))


def _own(row: Mapping[str, Any]) -> Row:
    return {name: value for name, value in row.items() if name not in PROVENANCE}
