"""The numbers that Word writes by itself: a paragraph's list, its level, and what the level looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from peiyu.document.numerals import han_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "ideographTraditional",
    "taiwaneseCountingThousand", "taiwaneseCounting",
})  # fmt: skip
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered: its first number, its format, its text (（%1）)."""

    start: int
    form: str
    text: str


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    levels: Mapping[tuple[str, int], _Level]
    styles: Mapping[str, tuple[str, int]]
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Numbering:
        """The lists that a document defines; none where it has no numbering part."""
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return cls({}, {})
        abstract = {_value(one, "abstractNumId"): one for one in root.iter(f"{_W}abstractNum")}
        levels: dict[tuple[str, int], _Level] = {}
        for num in root.iter(f"{_W}num"):
            link = num.find(f"{_W}abstractNumId")
            held = abstract.get(_value(link, "val")) if link is not None else None
            for level in held.iter(f"{_W}lvl") if held is not None else ():
                levels[_value(num, "numId"), int(_value(level, "ilvl") or 0)] = _level(level)
        return cls(levels, _styles(document))

    def next_of(self, paragraph: Any) -> str:
        """The number of this paragraph as Word shows it; empty where it has none."""
        key = self._key(paragraph)
        if key is None or key not in self.levels:
            return ""
        name, depth = key
        level = self.levels[key]
        if level.form in {"bullet", "none"}:
            return ""
        self.counts[key] = self.counts.get(key, level.start - 1) + 1
        for deeper in [k for k in self.counts if k[0] == name and k[1] > depth]:
            del self.counts[deeper]
        return re.sub(r"%(\d)", lambda m: self._shown(name, int(m[1]) - 1), level.text)

    def _shown(self, name: str, depth: int) -> str:
        level = self.levels.get((name, depth))
        if level is None:
            return ""
        return _written(self.counts.get((name, depth), level.start), level.form)

    def _key(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return None
        own = properties.find(f"{_W}numPr")
        style = properties.find(f"{_W}pStyle")
        inherited = self.styles.get(_value(style, "val")) if style is not None else None
        if own is None:
            return inherited
        return _reference(own, inherited)


def _reference(numpr: Any, inherited: tuple[str, int] | None = None) -> tuple[str, int] | None:
    number, depth = numpr.find(f"{_W}numId"), numpr.find(f"{_W}ilvl")
    name = _value(number, "val") if number is not None else (inherited[0] if inherited else "")
    level = int(_value(depth, "val") or 0) if depth is not None else (inherited[1] if inherited else 0)
    return (name, level) if name and name != "0" else None


def _styles(document: Any) -> dict[str, tuple[str, int]]:
    """Which list a style belongs to."""
    found: dict[str, tuple[str, int]] = {}
    for style in document.styles.element.iter(f"{_W}style"):
        numpr = style.find(f"{_W}pPr/{_W}numPr")
        key = _reference(numpr) if numpr is not None else None
        if key:
            found[_value(style, "styleId")] = key
    return found


def _level(node: Any) -> _Level:
    start, form, text = (node.find(f"{_W}{tag}") for tag in ("start", "numFmt", "lvlText"))
    return _Level(
        int(_value(start, "val") or 1) if start is not None else 1,
        _value(form, "val") if form is not None else "decimal",
        _value(text, "val") if text is not None else "",
    )


def _value(node: Any, name: str) -> str:
    return str(node.get(f"{_W}{name}") or "")


def _written(number: int, form: str) -> str:
    if form in _HAN:
        return han_number(number)
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if form in {"upperLetter", "lowerLetter"} and 1 <= number <= 26:
        return chr((65 if form == "upperLetter" else 97) + number - 1)
    if form in {"upperRoman", "lowerRoman"}:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "decimalFullWidth":
        return "".join(chr(ord(c) + 0xFEE0) for c in str(number))
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written += letters
            number -= value
    return written
