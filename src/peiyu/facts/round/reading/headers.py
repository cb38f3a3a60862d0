"""Which column of a returned sheet is which column of the form: by its header, and by its place only where header and
place agree."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from peiyu.facts.intake.headers import Header, normal, parse_header, without_unit
from peiyu.facts.intake.match import LOOSE, named_with_pack, names_of, special
from peiyu.facts.numbers import plain, power_of
from peiyu.facts.round.check import IDENTITY
from peiyu.facts.round.layout import KEPT, Column, columns
from peiyu.facts.round.model import AskedSheet, Span
from peiyu.facts.vocabulary.load import Vocabulary

OTHER_MEANING = re.compile(
    r"上年|去年|上月|上季|上期|同期|本月|本季|本期|当月|当季|当年|本年|全年|累计|期初|年初|预计|预算|计划|目标|同比|环比"
    r"|增长|增速|增幅|增加|减少|新增|占比|比重|其中|平均|人均|净|合并|其他|主营|境内|境外|出口|税前|税后|含税|申请|受理|授权"
    r"|有效|拟|\d"
)
"""What makes another figure of a known header."""

OWN_MEANING: Mapping[str | None, frozenset[str]] = {
    "累计": frozenset(("累计", "本年")),
    "当月": frozenset(("当月", "本月", "当季", "本季", "本期")),
    None: frozenset(("本年", "当年", "全年")),
}
"""Of a span's basis: the words that make no other figure of it."""

LIKE = 0.5
"""How alike an edited header at its own place must be to what stood there."""

SAID_HEADERS = ("备注", "其他说明", "填报说明", "情况说明")


@dataclass(frozen=True, slots=True)
class Found:
    """A column of the form at its place in the sheet. `unit`: of its numbers; `doubt`: why its cells are not taken."""

    column: Column
    index: int
    unit: str = ""
    doubt: str = ""

    @property
    def is_restated(self) -> bool:
        """Whether its numbers are in another unit than the form's."""
        return bool(self.unit and self.column.unit) and plain(self.unit) != plain(self.column.unit)


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a sheet's headers are: `found` by the column's key, `missing` columns of the form, `extra` columns (index)
    that the form does not have, `unclear` those of them that may be a missing one all the same."""

    found: Mapping[str, Found]
    missing: tuple[Column, ...]
    extra: tuple[int, ...]
    unclear: frozenset[int] = frozenset()

    @property
    def fields(self) -> tuple[Found, ...]:
        return tuple(one for one in self.found.values() if one.column.field is not None)


class Matcher:
    """The words by which one sheet's columns are known."""

    def __init__(self, sheet: AskedSheet, vocabulary: Vocabulary) -> None:
        self.columns = columns(sheet, vocabulary)
        entity = vocabulary.entities[sheet.entity]
        self._all = names_of(vocabulary, sheet.entity)
        self._words: dict[str, set[Column]] = {}
        for one in self.columns:
            for word in _words(one, vocabulary):
                self._words.setdefault(normal(word), set()).add(one)
        self._asked = frozenset(one.field for one in self.columns if one.field is not None)
        known = self._asked | {one for one in entity.fields if (one.entity, one.code) in IDENTITY}
        others = [one for one in entity.fields if one not in known]
        self._others = frozenset(normal(word) for one in others for word in (one.name.zh, *one.aliases))

    def certain(self, header: Header) -> Column | None:
        """The column that a header names, word for word: as printed, by the field's name, an alias or its code. What
        more it says in brackets or before the name may make another figure of it, and then names nothing."""
        words = without_unit(header.path[-1]) if header.path else ""
        for said in (words, "".join(header.words), header.words[-1] if header.words else ""):
            found = self._words.get(normal(said), set())
            if len(found) == 1 and normal(said) not in self._others:
                return next(iter(found))
        return None

    def is_other(self, header: Header) -> bool:
        """Whether a header surely means something else: another field, a serial number, a remark."""
        found = self._all.find(header)
        return special(header) is not None or any(m.field not in self._asked and m.score > LOOSE for m in found)

    def knows(self, header: Header) -> bool:
        """Whether it may stand in a header row of this sheet."""
        return self.certain(header) is not None or any(m.field in self._asked for m in self._all.find(header))


@lru_cache(KEPT)
def matcher(sheet: AskedSheet, vocabulary: Vocabulary) -> Matcher:
    """The words of one sheet, kept ready."""
    return Matcher(sheet, vocabulary)


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a sheet besides its headers: the keys of the columns as the form went out, if that is known; the
    span; the unit of money that a line of the sheet states, or nothing; short texts that stand over the headers, a
    column each; whether the sheet is marked, so that a header that lost its unit still has it."""

    order: Sequence[str] | None
    span: Span
    money: str
    over: Sequence[str]
    is_marked: bool


def fit(headers: Sequence[Header | None], known: Matcher, around: Around) -> Fitted:
    """Place a sheet's headers."""
    span = around.span
    placed: dict[str, list[int]] = {}
    open_: list[int] = []
    for index, header in enumerate(headers):
        if header is None or not header.words:
            continue
        above = "".join((around.over[index], *header.words[:-1]))
        column = known.certain(header) if _is_of(header, span) and not _changes(above, "", span) else None
        if column is None:
            open_.append(index)
        else:
            placed.setdefault(column.key, []).append(index)
    by_key = {one.key: one for one in known.columns}
    printed_order = [key for key in around.order or by_key if key in by_key or key in placed]
    timely = [
        h if h is not None and _is_of(h, span) and not _changes(over, "", span) else None
        for h, over in zip(headers, around.over, strict=True)
    ]
    for key, index in _by_place(timely, known, placed, open_, order=printed_order, span=span):
        placed[key] = [index]
        open_.remove(index)
    found = {key: _found(by_key[key], at, headers, around) for key, at in placed.items()}
    missing = tuple(one for one in known.columns if one.key not in found and one.role == "field")
    unclear = frozenset(i for i in open_ if (h := headers[i]) is not None and not known.is_other(h))
    return Fitted(found, missing, tuple(open_), unclear)


def _is_of(header: Header, span: Span) -> bool:
    """Whether a header that names a time names the span's."""
    return (
        header.year in (None, span.year)
        and header.quarter in (None, span.quarter)
        and header.month in (None, span.month)
    )


def _by_place(
    headers: Sequence[Header | None], known: Matcher, placed: Mapping[str, Sequence[int]], open_: Sequence[int],
    *, order: Sequence[str], span: Span,
) -> list[tuple[str, int]]:  # fmt: skip
    """Headers that were edited: one unknown header between the neighbours of one lost column, and alike enough."""
    at = {key: places[0] for key, places in placed.items() if len(places) == 1}
    made = []
    for position, key in enumerate(order):
        column = next((one for one in known.columns if one.key == key), None)
        if key in placed or column is None or column.field is None:
            continue
        before = next((at[k] for k in reversed(order[:position]) if k in at), -1)
        after = next((at[k] for k in order[position + 1 :] if k in at), len(headers))
        lost = [k for k in order if k not in placed and _between(k, order, at, before, after)]
        between = [i for i in open_ if before < i < after]
        if len(between) == 1 and len(lost) == 1 and _is_edited(headers[between[0]], column, known, span):
            made.append((key, between[0]))
    return made


def _between(key: str, order: Sequence[str], at: Mapping[str, int], before: int, after: int) -> bool:
    """Whether a lost column stood between the same two neighbours."""
    position = order.index(key)
    low = next((at[k] for k in reversed(order[:position]) if k in at), -1)
    high = next((at[k] for k in order[position + 1 :] if k in at), None)
    return low == before and (after if high is None else high) == after


def _changes(said: str, name: str, span: Span) -> bool:
    """Whether something is said that makes another figure of the one that is named, and is not the span's own."""
    own = OWN_MEANING[span.basis]
    plainly = re.sub(rf"(?<!\d)(1\s*[-—–~至到]\s*)?0?{span.month or 0}月份?", "", unicodedata.normalize("NFKC", said))
    return any(word not in name and word not in own for word in OTHER_MEANING.findall(plainly))


def _is_edited(header: Header | None, column: Column, known: Matcher, span: Span) -> bool:
    if header is None or known.is_other(header) or column.field is None:
        return False
    said, name = _bare("".join(header.words)), _bare(column.field.name.zh)
    if _changes(said, name, span):
        return False
    return difflib.SequenceMatcher(None, said, name).ratio() >= LIKE


def _found(column: Column, places: Sequence[int], headers: Sequence[Header | None], around: Around) -> Found:
    """The column with the unit in which its numbers are written, or the doubt about it."""
    index, field = places[0], column.field
    header = headers[index]
    if len(places) > 1:
        return Found(column, index, doubt="column-twice")
    if field is None or not field.is_numeric or header is None:
        return Found(column, index)
    unit = header.unit or (around.money if field.type == "money" else "")
    if not unit and column.unit and field.type in ("money", "ratio"):
        if not around.is_marked:
            return Found(column, index, doubt="column-without-unit")
        unit = column.unit
    if unit and power_of(field.type, field.scale, unit) is None:
        return Found(column, index, doubt="column-wrong-unit")
    return Found(column, index, unit)


def _words(column: Column, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Everything that names a column and nothing else."""
    if column.role == "said":
        return (column.header, *SAID_HEADERS)
    field = column.field
    if column.role in ("name", "code"):
        field = vocabulary.field("enterprise", column.role)
    if field is None:
        return (column.header,)
    own = (named_with_pack(field),) if field.pack else ()
    return (_bare(column.header), field.name.zh, field.name.en, field.code, *own, *field.aliases)


def _bare(text: str) -> str:
    """A header as it is compared: without unit, star and punctuation."""
    header = parse_header((text,))
    return normal("".join(header.words))
