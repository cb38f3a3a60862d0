"""The two sides of a table: which of its row labels and column headers name parts of a breakdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from peiyu.paper.form.headers.cells import Fillable, Headers
from peiyu.paper.form.offer import OfferGroup
from peiyu.paper.form.propose.parts import PartFound, heading_key, parts_of
from peiyu.paper.form.propose.terms import folded
from peiyu.problems import Text

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """The parts that a table names: of rows by the heading above them and their label, of columns by the path down to
    them."""

    rows: Mapping[tuple[Path, str], PartFound]
    columns: Mapping[Path, PartFound]


@dataclass(frozen=True, slots=True)
class Parted:
    """A cell's headers without the part that they name. crossed: they name two parts of different breakdowns."""

    part: PartFound | None
    rows: Path
    columns: Path
    crossed: bool = False

    @property
    def refused(self) -> Text | None:
        if not self.crossed:
            return None
        return Text(
            "是两种分组的交叉，登记数据没有这样分", "it crosses two breakdowns; the register does not tell it so"
        )


def sides_of(cells: Sequence[Fillable], groups: Sequence[OfferGroup]) -> Sides:
    """The parts that the headers of a table's cells name."""
    rows: dict[tuple[Path, str], PartFound] = {}
    for above in dict.fromkeys(one.headers.headings[-1:] for one in cells):
        own = [one.headers for one in cells if one.headers.headings[-1:] == above]
        said = next((text for text in above if heading_key(text)), "") or _first(one.row_head for one in own)
        labels = _distinct(text for one in own for text in one.rows[-1:])
        rows |= {(above, label): part for label, part in parts_of(labels, said, groups).items()}
    columns: dict[Path, PartFound] = {}
    paths = [tuple(folded(text) for text in one.headers.columns) for one in cells]
    for above in dict.fromkeys(path[:depth] for path in paths for depth in range(len(path))):
        labels = _distinct(path[len(above)] for path in paths if path[: len(above)] == above and len(path) > len(above))
        found = parts_of(labels, above[-1] if above else "", groups)
        columns |= {(*above, label): part for label, part in found.items()}
    return Sides(rows, columns)


def _first(found: Iterable[str]) -> str:
    return next((one for one in found if one), "")


def _distinct(found: Iterable[str]) -> Path:
    return tuple(dict.fromkeys(folded(one) for one in found))


def parted(headers: Headers, sides: Sides) -> Parted:
    """The part that a cell's headers name, and the headers without it and without the heading of its breakdown."""
    found: list[PartFound] = []
    rows = list(headers.rows)
    if rows and (one := sides.rows.get((headers.headings[-1:], folded(rows[-1])))) is not None:
        found.append(one)
        rows.pop()
    columns: list[str] = []
    path = tuple(folded(text) for text in headers.columns)
    for depth, text in enumerate(headers.columns, 1):
        part = sides.columns.get(path[:depth])
        if part is None:
            columns.append(text)
            continue
        found.append(part)
        if columns and part.group and heading_key(columns[-1]):
            columns.pop()
    inside = [one for one in found if one.group]
    chosen = inside[0] if inside else found[0] if found else None
    unknown = next((one for one in found if one.unknown), None)
    return Parted(unknown or chosen, tuple(rows), tuple(columns), crossed=len(inside) > 1)
