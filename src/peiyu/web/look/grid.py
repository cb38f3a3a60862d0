"""A grid of inputs, rows by columns, that takes what is pasted from WPS or Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from peiyu.problems import Problem, Text

NO_UNIT = Text("", "")
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Side:
    """A row or a column: its key in the names of inputs, its name, its unit; `words`: it takes words, not numbers."""

    key: str
    name: Text
    unit: Text = NO_UNIT
    words: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One input, with what is in it and what is wrong with it; `held` is shown instead where nothing may be typed."""

    name: str
    value: str
    label: Text
    words: bool
    problems: tuple[Problem, ...]
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """`values` and `problems` by (row, column); `held`: places that show a value and take none."""

    name: str
    said: Text
    rows: tuple[Side, ...]
    columns: tuple[Side, ...]
    corner: Text = NO_UNIT
    values: Mapping[Place, str] = field(default_factory=dict)
    problems: Mapping[Place, tuple[Problem, ...]] = field(default_factory=dict)
    held: frozenset[Place] = frozenset()

    def name_of(self, place: Place) -> str:
        return f"{self.name}:{place[0]}:{place[1]}"

    @property
    def lines(self) -> Iterator[tuple[Side, tuple[Cell, ...]]]:
        """What the template walks through."""
        for row in self.rows:
            yield row, tuple(self._cell(row, column) for column in self.columns)

    def _cell(self, row: Side, column: Side) -> Cell:
        place = row.key, column.key
        return Cell(
            name=self.name_of(place),
            value=self.values.get(place, ""),
            label=Text(f"{row.name.zh}，{column.name.zh}", f"{row.name.en}, {column.name.en}"),
            words=row.words or column.words,
            problems=self.problems.get(place, ()),
            held=place in self.held,
        )

    def given(self, sent: Mapping[str, str]) -> dict[Place, str]:
        """What was typed, by place, without blanks around it; places that may not be typed into are left out."""
        places = ((row.key, column.key) for row in self.rows for column in self.columns)
        return {
            place: sent[self.name_of(place)].strip()
            for place in places
            if place not in self.held and self.name_of(place) in sent
        }
