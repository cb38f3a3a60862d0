"""What the columns of a list want, by their headers; kept, confirmed and carried to the next form with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from peiyu.paper.form.grid import Form
from peiyu.paper.form.lists.tables import ListColumn, ListTable, list_tables
from peiyu.paper.form.propose.phrases import spoken
from peiyu.paper.form.propose.terms import folded, plain
from peiyu.paper.form.units import bracketed_unit, fits, kind_of, noted_units

NUMBER = "number"
"""The field that counts the rows."""
SCALED = frozenset({"money", "area"})
"""Kinds of units of which there are several: a column of such figures that names none is asked about."""
NUMBERED = ("序号", "编号", "No", "No.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListField:
    """Something that can be told of each enterprise of a list. names: as headers say it; unit: the base unit of what is
    told (元, 人; '' for words, days and counts); yearly: it is told of a year."""

    code: str
    names: tuple[str, ...]
    unit: str = ""
    yearly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A list that may fill a table: its id, and the names by which a title may mean it."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column with what it is filled with ('': nothing). year: of which the figure is to be (0: the latest)."""

    column: int
    header: str
    field: str = ""
    unit: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMapping:
    """What a list is filled with. source: the list that somebody chose ('': none, it stays blank); candidate: the one
    that the title seems to mean; confirmed: by whom ('': nobody has looked at it yet)."""

    sheet: str
    titles: tuple[str, ...]
    key: int
    first: int
    rows: int
    columns: tuple[Column, ...]
    source: str = ""
    candidate: str = ""
    confirmed: str = ""

    @property
    def open(self) -> bool:
        return not self.confirmed

    @property
    def title(self) -> str:
        """The last line above it, else the sheet's name."""
        return self.titles[-1] if self.titles else self.sheet


def propose_lists(
    form: Form, fields: Sequence[ListField], sources: Sequence[Source], *, year: int = 0
) -> tuple[ListMapping, ...]:
    """A mapping for each list of a form: its columns by their headers, and the source that its title names. Nothing is
    filled before somebody confirmed it. year: the form's own, of which 上年 is the one before."""
    return tuple(_proposed(one, fields, sources, year) for one in list_tables(form))


def _proposed(table: ListTable, fields: Sequence[ListField], sources: Sequence[Source], year: int) -> ListMapping:
    units = tuple(unit for line in table.titles for unit in noted_units(line))
    taken: set[tuple[str, int]] = set()
    columns = []
    for one in table.columns:
        found = column_of(one, fields, units, year)
        if (found.field, found.year) in taken:
            found = replace(found, field="")
        taken |= {(found.field, found.year)} if found.field else set()
        columns.append(found)
    return ListMapping(
        sheet=table.sheet, titles=table.titles, key=table.key, first=table.rows[0] if table.rows else -1,
        rows=len(table.rows), columns=tuple(columns), candidate=source_of(table.titles, sources),
    )  # fmt: skip


def column_of(one: ListColumn, fields: Sequence[ListField], units: Sequence[str], year: int) -> Column:
    """What a column wants. Only a field whose name the header is counts, or, of a longer header, the one whose name is
    its end (企业年营业收入); two that are alike are none,
    and so is an amount without a unit."""
    said = one.said
    words = folded(one.headers[-1]) if one.headers else ""
    if words in NUMBERED:
        return Column(column=one.column, header=said, field=NUMBER)
    read = spoken(one.headers[-1])
    bare = plain(read.rest) or words
    matches = [each for each in fields if any(folded(name) in (words, bare) for name in each.names)]
    matches = matches or [each for each in fields if any(_ends(bare, folded(name)) for name in each.names)]
    unit = next((found for text in reversed(one.headers) if (found := bracketed_unit(text))), "")
    if len(matches) != 1 or (unit and not fits(unit, matches[0].unit)):
        return Column(column=one.column, header=said)
    field = matches[0]
    noted = next((each for each in units if field.unit and kind_of(each) == kind_of(field.unit)), "")
    if kind_of(field.unit) in SCALED and not (unit or noted):
        return Column(column=one.column, header=said)
    return Column(
        column=one.column, header=said, field=field.code, unit=(unit or noted) if field.unit else "",
        year=_year(said, read.years, year) if field.yearly else 0,
    )  # fmt: skip


def _ends(words: str, name: str) -> bool:
    return len(name) >= 2 and words.endswith(name) and len(words) - len(name) <= 4


def _year(said: str, years: Sequence[int], own: int) -> int:
    """The year that a header names: 2011年, 上年度."""
    if years:
        return max(years)
    return own - 1 if own and re.search(r"上(一)?年|去年", said) else 0


def source_of(titles: Iterable[str], sources: Sequence[Source]) -> str:
    """The source that titles name, the longest name first; '' where none or several are as long."""
    said = [folded(line) for line in titles]
    found: dict[str, int] = {}
    for one in sources:
        longest = max(
            (len(folded(name)) for name in one.names if any(folded(name) in each for each in said)), default=0
        )
        if longest >= 2:
            found[one.id] = longest
    most = max(found.values(), default=0)
    best = [id_ for id_, length in found.items() if length == most]
    return best[0] if len(best) == 1 else ""


def decided(one: ListMapping, *, source: str, fields: Mapping[int, str], by: str) -> ListMapping:
    """The same with a source ('': it stays blank) and fields of columns that somebody chose."""
    columns = tuple(replace(each, field=fields.get(each.column, each.field)) for each in one.columns)
    return replace(one, source=source, columns=columns, confirmed=by)


def carry_lists(old: Sequence[ListMapping], new: Sequence[ListMapping], *, years: int = 0) -> tuple[ListMapping, ...]:
    """What was decided, for the lists of the next form: found by title and headers, columns wherever they stand now.
    years: by how many the forms are apart. A list that is found twice, or has other headers, is asked about anew."""
    return tuple(_carried(old, one, new, years) for one in new)


def _carried(old: Sequence[ListMapping], one: ListMapping, new: Sequence[ListMapping], years: int) -> ListMapping:
    alike = [each for each in old if _key(each) == _key(one)]
    if len(alike) != 1 or sum(_key(each) == _key(one) for each in new) != 1:
        return one
    before = {each.header: each for each in alike[0].columns}
    columns = tuple(_column(each, before.get(each.header), years) for each in one.columns)
    known = all(each.header in before for each in one.columns)
    return replace(
        one, columns=columns, source=alike[0].source, candidate=alike[0].source or one.candidate,
        confirmed=alike[0].confirmed if known else "",
    )  # fmt: skip


def _column(one: Column, before: Column | None, years: int) -> Column:
    if before is None:
        return one
    year = one.year or (before.year + years if before.year else 0)
    return replace(one, field=before.field, unit=one.unit or before.unit, year=year)


def _key(one: ListMapping) -> tuple[str, ...]:
    """Title without its time."""
    return tuple(plain(spoken(line).rest) for line in one.titles[-1:])


def lists_json(found: Iterable[ListMapping]) -> list[dict[str, Any]]:
    """As plain values; `lists_from` gives the same back."""
    return [asdict(one) | {"titles": list(one.titles), "columns": [asdict(each) for each in one.columns]}
            for one in found]  # fmt: skip


def lists_from(kept: Iterable[Mapping[str, Any]]) -> tuple[ListMapping, ...]:
    """What `lists_json` wrote; what was kept before lists could be filled has no columns and is left out."""
    return tuple(_list_from(one) for one in kept if "columns" in one)


def _list_from(one: Mapping[str, Any]) -> ListMapping:
    columns = tuple(Column(**each) for each in one["columns"])
    return ListMapping(**{**one, "titles": tuple(one["titles"]), "columns": columns})
