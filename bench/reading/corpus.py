"""The labelled corpus: documents and the targets that they hold (corpus/README.md says what a label means)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import yaml

from bench.reading.quantities import base, base_unit

ROOT = Path(__file__).parent / "corpus"
Half = Literal["open", "kept"]
HALVES: tuple[Half, ...] = ("open", "kept")


@dataclass(frozen=True, slots=True)
class Label:
    """One target as it should be read: numbers and unit in base units, `span` in the document's characters."""

    text: str
    span: tuple[int, int]
    subjects: tuple[str, ...]
    comparator: str
    low: Fraction
    high: Fraction | None
    stretch: Fraction | None
    unit: str
    by: dt.date | None
    clause: str | None


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    path: Path
    text: str
    labels: tuple[Label, ...]


def documents(half: Half) -> tuple[Document, ...]:
    """The documents of one half, by name."""
    return tuple(_document(path) for path in sorted((ROOT / half).glob("*.txt")))


def _document(path: Path) -> Document:
    text = path.read_text("utf-8")
    rows = yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8"))
    return Document(path.stem, path, text, tuple(_label(row, text) for row in rows))


def _label(row: dict[str, Any], text: str) -> Label:
    unit = row["unit"]
    start = _occurrence(text, row["text"], row.get("nth", 1))
    return Label(
        text=row["text"],
        span=(start, start + len(row["text"])),
        subjects=tuple(row["subject"]),
        comparator=row["comparator"],
        low=base(row["low"], unit),
        high=None if "high" not in row else base(row["high"], unit),
        stretch=None if "stretch" not in row else base(row["stretch"], unit),
        unit=base_unit(unit),
        by=row.get("by"),
        clause=row.get("clause"),
    )


def _occurrence(text: str, words: str, nth: int) -> int:
    """Where the nth occurrence begins. ValueError when the document does not hold it."""
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return at
