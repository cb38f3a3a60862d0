"""A Snapshot from plain values, as a case of a pack or a question on the command line gives them."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

from peiyu.facts.industry import canonical
from peiyu.facts.snapshot import Child, ConditionAttestation, Datum, Snapshot, Value
from peiyu.facts.vocabulary.load import Vocabulary, vocabulary
from peiyu.facts.vocabulary.model import STORED_LIMIT, Entity, Field
from peiyu.problems import FactsError, PeiyuError, Problem, Text, Where

GIVEN = "given"
"""The source of values that were given by hand."""

COMPLETE = ("complete", "完整")
ATTESTED = ("attested", "已确认")

UNITS: Mapping[str, Mapping[str, Fraction]] = {
    "money": {"元": Fraction(100), "千元": Fraction(10**5), "万元": Fraction(10**6), "亿元": Fraction(10**10)},
    "persons": {"人": Fraction(1)},
    "items": {unit: Fraction(1) for unit in ("", "件", "项", "个", "家")},
    "integer": {unit: Fraction(1) for unit in ("", "件", "项", "个", "家", "名")},
    "ratio": {"": Fraction(1), "%": Fraction(1, 100)},
    "years": {"年": Fraction(1)},
    "points": {"分": Fraction(1)},
    "area": {"㎡": Fraction(1), "平方米": Fraction(1)},
}
"""Dimension → unit as written → how many base units it is. A number without unit is 0, or dimensionless."""

FLAGS = {"是": True, "否": False, "true": True, "false": False}


def snapshot_of(facts: Mapping[str, Any], *, as_of: dt.date, vocabulary: Vocabulary | None = None) -> Snapshot:
    """The enterprise of library.md §5: names (Chinese or codes) → values.

    A value is a text with its unit (`5000万元`, `30%`, `是`, `2020-01-31`), a number in base units (money: fen), a
    date, or [low, high] for a number that is only known to lie between; null is missing. A yearly figure stands
    for the base year, or is given as {2019: …, 2020: …}. A child's name takes a list of rows; `complete` the
    lists (`知识产权`, or `称号资质：高新技术企业` for one kind) that are complete; `attested` conditions with their
    outcome. FactsError with every fault.
    """
    return _Given(vocabulary or _carried(), as_of).snapshot(facts)


def stored_value(field: Field, given: object) -> Value:
    """A plain value in the stored form of a field: numbers × scale, enums in Chinese, industries canonical.
    FactsError `value-unfit`."""
    if field.type == "bool":
        value: Value | None = given if isinstance(given, bool) else FLAGS.get(str(given).strip().lower())
    elif field.type == "date":
        value = _date(given)
    elif field.type == "enum":
        value = next((zh.zh for code, zh in field.options if given in (code, zh.zh)), None)
    elif field.type == "industry":
        return canonical(str(given))
    elif field.is_numeric:
        value = _number(field, given)
    else:
        value = str(given)
    if value is None:
        raise FactsError(
            Problem("value-unfit", Text(f"「{field.name.zh}」的值不合适", f"the value does not fit `{field.name.en}`"),
                    found=str(given), accepted=_accepted(field))
        )  # fmt: skip
    return value


class _Given:
    """Gathers what is given, and every fault, before anything is raised."""

    def __init__(self, words: Vocabulary, as_of: dt.date) -> None:
        self._words = words
        self._base_year = as_of.year - 1
        self._facts: dict[tuple[str, str, int], Datum] = {}
        self._children: dict[str, tuple[Child, ...]] = {}
        self._problems: list[Problem] = []

    def snapshot(self, facts: Mapping[str, Any]) -> Snapshot:
        complete: frozenset[tuple[str, str]] = frozenset()
        attested: tuple[ConditionAttestation, ...] = ()
        for word, given in facts.items():
            if word in COMPLETE:
                complete = frozenset(self._list(str(one)) for one in self._many(word, given))
            elif word in ATTESTED:
                attested = tuple(self._attestation(str(c), outcome) for c, outcome in self._named(word, given).items())
            elif (field := self._words.root_field(word)) is not None:
                self._take(field, given)
            elif (entity := self._words.entity(word)) is not None and entity.is_child:
                records = enumerate(self._many(word, given), 1)
                self._children[entity.code] = tuple(self._row(entity, n, record) for n, record in records)
            else:
                self._unknown(str(word), _root_words(self._words))
        if self._problems:
            raise FactsError(*self._problems)
        return Snapshot(0, self._text("code"), self._text("name"), self._facts, self._children, complete, attested)

    def _many(self, word: str, given: object) -> Sequence[object]:
        """What must be a list; a missing one is empty."""
        if given is None or (isinstance(given, Sequence) and not isinstance(given, str)):
            return given or ()
        self._unfit(word, given, Text("列表", "a list"))
        return ()

    def _named(self, word: str, given: object) -> Mapping[object, object]:
        """What must be names with their values."""
        if isinstance(given, Mapping):
            return given
        self._unfit(word, given, Text("名称: 值", "name: value"))
        return {}

    def _unfit(self, word: str, given: object, accepted: Text) -> None:
        message = Text(f"「{word}」的写法不合适", f"`{word}` is not written as it should be")
        self._problems.append(Problem("value-unfit", message, found=str(given), accepted=accepted))

    def _attestation(self, condition: str, given: object) -> ConditionAttestation:
        outcome = given if isinstance(given, bool) else FLAGS.get(str(given).strip().lower())
        if outcome is None:
            self._unfit(condition, given, Text("是、否", "是, 否, true, false"))
        return ConditionAttestation(condition, bool(outcome), GIVEN, None)

    def _text(self, code: str) -> str:
        datum = self._facts.get(("enterprise", code, 0))
        return str(datum.value) if datum else ""

    def _take(self, field: Field, given: object) -> None:
        if self._words.entities[field.entity].period == "instant":
            self._put(field, 0, given)
        elif isinstance(given, Mapping):
            for year, value in given.items():
                if re.fullmatch(r"\d{4}", str(year)):
                    self._put(field, int(year), value)
                else:
                    self._unfit(field.name.zh, year, Text("四位数的年度: 值", "a year of four digits: value"))
        else:
            self._put(field, self._base_year, given)

    def _put(self, field: Field, year: int, given: object) -> None:
        if given is None:
            return
        try:
            datum = (
                _band(field, given)
                if isinstance(given, list | tuple)
                else Datum(stored_value(field, given), source=GIVEN)
            )
        except PeiyuError as error:
            self._problems += error.problems
        else:
            self._facts[field.entity, field.code, year] = datum

    def _row(self, entity: Entity, number: int, given: object) -> Child:
        values: dict[str, Value] = {}
        for word, value in self._named(entity.name.zh, given).items():
            field = self._words.child_field(entity.code, str(word))
            if field is None:
                self._unknown(str(word), [w for f in entity.fields for w in (f.name.zh, f.code)], entity)
            elif value is not None:
                try:
                    values[field.code] = stored_value(field, value)
                except PeiyuError as error:
                    self._problems += error.problems
        return Child(entity.code, number, values, GIVEN)

    def _list(self, written: str) -> tuple[str, str]:
        word, _, scope = written.replace("：", ":").partition(":")
        entity = self._words.entity(word.strip())
        if entity is None or not entity.is_child:
            self._unknown(word, [e.name.zh for e in self._words.entities.values() if e.is_child])
            return word, scope
        if scope and (kind := self._words.child_field(entity.code, "kind")) is not None:
            try:
                return entity.code, str(stored_value(kind, scope.strip()))
            except PeiyuError as error:
                self._problems += error.problems
        return entity.code, scope.strip()

    def _unknown(self, word: str, near: Iterable[str], entity: Entity | None = None) -> None:
        close = difflib.get_close_matches(word, list(near), n=3, cutoff=0.4)
        self._problems.append(
            Problem(
                "unknown-fact-name",
                Text("词汇表中没有这个数据项", "the vocabulary has no such fact"),
                Where(entity.name.zh if entity else ""),
                found=word,
                accepted=Text("、".join(close), ", ".join(close)) if close else None,
                next_step=Text("改用词汇表中的名称", "use a name of the vocabulary"),
            )
        )


def _carried() -> Vocabulary:
    return vocabulary()


def _root_words(words: Vocabulary) -> list[str]:
    fields = [f for e in words.entities.values() if e.code in ("enterprise", "annual_return") for f in e.fields]
    return [f.name.zh for f in fields] + [e.name.zh for e in words.entities.values() if e.is_child]


def _date(given: object) -> dt.date | None:
    if isinstance(given, dt.datetime):
        return given.date()
    if isinstance(given, dt.date):
        return given
    try:
        return dt.date.fromisoformat(str(given).strip())
    except ValueError:
        return None


def _number(field: Field, given: object) -> int | None:
    """The stored whole number; None if the value, its unit or its precision does not fit."""
    if isinstance(given, bool):
        return None
    if isinstance(given, int | Fraction):
        amount: Fraction | None = Fraction(given)
    else:
        amount = _amount(field.type, str(given))
    if amount is None:
        return None
    stored = amount * field.scale
    return int(stored) if stored.denominator == 1 and abs(stored) <= STORED_LIMIT else None


def _band(field: Field, given: Sequence[object]) -> Datum:
    """[low, high] of a number that is only known to lie between; null for no end."""
    if not field.is_numeric or len(given) != 2:
        raise FactsError(
            Problem(
                "value-unfit",
                Text(f"「{field.name.zh}」的区间不合适", f"`{field.name.en}` is not a range"),
                found=str(given),
                accepted=Text("数值数据项的 [下限, 上限]", "[low, high] of a number"),
            )
        )
    low, high = (None if end is None else stored_value(field, end) for end in given)
    return Datum(None, cast(int | None, low), cast(int | None, high), is_band=True, source=GIVEN)


def _amount(dimension: str, written: str) -> Fraction | None:
    text = unicodedata.normalize("NFKC", written).replace("m2", "㎡").replace(",", "").replace(" ", "")
    match = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)(\D*)", text)
    if match is None:
        return None
    number, factor = Fraction(match[1]), UNITS[dimension].get(match[2])
    if factor is None:
        return Fraction(0) if number == 0 and not match[2] else None
    return number * factor


def _accepted(field: Field) -> Text:
    if field.type == "enum":
        return Text("、".join(t.zh for _, t in field.options), ", ".join(code for code, _ in field.options))
    if field.is_numeric:
        units = "、".join(u for u in UNITS[field.type] if u) or "整数"
        return Text(f"带单位的数：{units}", f"a number with its unit: {units}")
    return {
        "bool": Text("是、否", "是, 否, true, false"),
        "date": Text("日期，如 2020-01-31", "a date such as 2020-01-31"),
    }[field.type]
