"""Header → field: by Chinese name, alias, code, with a score; never by guess."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from peiyu.facts.intake.headers import Header, normal, parse_header, unbracketed, without_unit
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.model import Field

ROOTS = ("enterprise", "annual_return")
PERIODICS = ("annual_return", "quarterly_return", "monthly_return")

NAME, ALIAS, CODE, LOOSE = 100, 95, 90, 80
"""Scores: the field's name, an alias, its code, either without what stands in brackets or before it."""

KEPT = 256
"""Groups of names that are kept ready: about ten vocabularies'."""

SPECIAL: dict[str, tuple[str, ...]] = {
    "year": ("年度", "年份", "报告年份", "数据年度", "会计年度", "统计年度", "所属年度", "报告年度", "year"),
    "quarter": ("季度", "quarter"),
    "month": ("月份", "月度", "month"),
    "basis": ("口径", "当月或累计", "basis"),
    "known_from": ("数据知悉日期", "公告日期", "known_from"),
    "at": ("数据时点", "at"),
    "serial": ("序号", "编号", "序", "no", "行号", "顺序号"),
    "remark": ("备注", "说明", "其他说明", "联系人", "联系电话", "手机", "电话", "邮箱", "remark"),
}
"""Columns that are no fields: the row's period and dates, and what is never loaded."""

_PREFIXES = ("年末", "期末", "本年", "本年度", "当年", "全年", "上年", "上年度", "年度", "企业", "公司")
_SUFFIXES = ("数量", "金额", "情况", "人数", "总额", "数", "额")


@dataclass(frozen=True, slots=True)
class Match:
    """A field that a header may mean, and how surely."""

    field: Field
    score: int


class Names:
    """The names by which one group of entities' fields are known."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self.fields: tuple[Field, ...] = tuple(fields)
        self._exact: dict[str, list[Match]] = {}
        self._loose: dict[str, list[Match]] = {}
        for field in self.fields:
            for word, score in _words(field):
                self._exact.setdefault(normal(word), []).append(Match(field, score))
                self._loose.setdefault(normal(unbracketed(word)), []).append(Match(field, LOOSE))

    def find(self, header: Header) -> tuple[Match, ...]:
        """The best matches of a header: one; several of one score when it is ambiguous; none when unknown."""
        header = self.whole(header)
        if not header.words:
            return ()
        leaf = header.words[-1]
        tries = ["".join(header.words[-2:]), leaf] if len(header.words) > 1 else [leaf]
        tries.append("".join(header.words))
        for said in tries:
            if found := _best(self._exact.get(normal(said), [])):
                return found
        for said in (leaf, *(_trimmed(leaf))):
            key = normal(unbracketed(said))
            if found := _best(self._exact.get(key, []) or self._loose.get(key, [])):
                return found
        return ()

    def whole(self, header: Header) -> Header:
        """The header; a year that belongs to a field's name (`部门核定规模（2003年标准）`) is left there and is no
        year of the figures."""
        leaf = without_unit(header.path[-1]) if header.path else ""
        if header.year is None or normal(leaf) not in self._exact:
            return header
        above = parse_header(header.path[:-1])
        return replace(header, words=(*above.words, leaf), year=above.year)

    def nearest(self, header: Header) -> Field | None:
        """The field whose name is most like the header, for a suggestion only."""
        leaf = normal(header.words[-1]) if header.words else ""
        close = difflib.get_close_matches(leaf, list(self._exact), n=1, cutoff=0.6)
        return self._exact[close[0]][0].field if close else None


def named_with_pack(field: Field) -> str:
    """The name by which a pack's own field is told from another pack's of the same 中文名."""
    return f"{field.name.zh}（{field.pack}）"


def special(header: Header) -> str | None:
    """The kind of a column that is no field, by its header."""
    return _special().get(normal(header.words[-1])) if header.words else None


@cache
def _special() -> dict[str, str]:
    return {normal(word): kind for kind, words in SPECIAL.items() for word in words}


def _words(field: Field) -> list[tuple[str, int]]:
    """The words that mean a field, with their scores; a pack's own field also with its pack and by its code alone."""
    words = [(field.name.zh, NAME), *((a, ALIAS) for a in field.aliases), (field.code, CODE), (field.name.en, CODE)]
    return [*words, (named_with_pack(field), NAME), (field.local, LOOSE)] if field.pack else words


def _trimmed(said: str) -> list[str]:
    found = [said.removeprefix(p) for p in _PREFIXES if said.startswith(p) and len(said) > len(p) + 1]
    found += [said.removesuffix(s) for s in _SUFFIXES if said.endswith(s) and len(said) > len(s) + 1]
    return found


def _best(matches: list[Match]) -> tuple[Match, ...]:
    if not matches:
        return ()
    top = max(m.score for m in matches)
    unique = {(m.field.entity, m.field.code): m for m in matches if m.score == top}
    return tuple(unique.values())


@lru_cache(KEPT)
def names_of(vocabulary: Vocabulary, entity: str) -> Names:
    """The names that a table of one entity may have: of an enterprise's figures also the enterprise's own, of its
    child records its code and name, of the territory's records nobody's."""
    owner, own = vocabulary.entities["enterprise"], vocabulary.entities[entity]
    if own.of == "territory":
        return Names(own.fields)
    if own.is_child:
        return Names((owner.field("scheme"), owner.field("code"), owner.field("name"), *own.fields))
    return Names(owner.fields if entity == "enterprise" else owner.fields + own.fields)


@lru_cache(KEPT)
def all_names(vocabulary: Vocabulary) -> Names:
    """Every field's names: what tells a header row from a title."""
    return Names(field for entity in vocabulary.entities.values() for field in entity.fields)
