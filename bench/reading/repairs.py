"""Precision and recall of repairs: what a reading puts back into documents from which it was taken.

A repair that is certain or of high confidence is right when what it wrote stands in the clean text at that place (one
dash is as good as another: which of them was lost nobody can know); a question is no repair. A loss is mended when a
right repair covers it. Repairs that the clean document gets too are counted apart: there nothing was lost.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bench.reading.corpus import Document
from bench.reading.damage import KINDS, Damaged, damage
from peiyu.document.model import Reading

Read = Callable[[Path], Reading]
SEEDS = (11, 12, 13)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A repair that is not what stood there."""

    document: str
    kind: str
    before: str
    after: str
    stood: str


@dataclass(frozen=True, slots=True)
class RepairScore:
    """Of one kind of damage: places lost, mended, asked about; repairs made, right, and the wrong ones."""

    lost: int = 0
    mended: int = 0
    asked: int = 0
    made: int = 0
    right: int = 0
    wrong: tuple[Wrong, ...] = field(default=())

    @property
    def precision(self) -> float:
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        return self.mended / self.lost if self.lost else 1.0

    def plus(self, other: RepairScore) -> RepairScore:
        return RepairScore(
            self.lost + other.lost,
            self.mended + other.mended,
            self.asked + other.asked,
            self.made + other.made,
            self.right + other.right,
            self.wrong + other.wrong,
        )


def score_kinds(documents: Iterable[Document], read: Read) -> dict[str, RepairScore]:
    """Each kind of damage alone, then `all` together, over all documents and seeds."""
    every = tuple(documents)
    groups = {**{kind: (kind,) for kind in KINDS}, "all": tuple(KINDS)}
    scores = {}
    with tempfile.TemporaryDirectory() as folder:
        own = {d.name: _own_repairs(read_text(d.text, Path(folder), read)) for d in every}
        for name, kinds in groups.items():
            whole = RepairScore()
            for document in every:
                for seed in SEEDS:
                    damaged = damage(document.text, kinds, seed=seed)
                    if damaged.losses:
                        reading = read_text(damaged.text, Path(folder), read)
                        whole = whole.plus(judge(document.name, damaged, reading, own[document.name]))
            scores[name] = whole
    return scores


def clean_repairs(documents: Iterable[Document], read: Read) -> tuple[Wrong, ...]:
    """The repairs that undamaged documents get."""
    with tempfile.TemporaryDirectory() as folder:
        return tuple(
            Wrong(document.name, repair.kind, repair.before, repair.after, repair.before)
            for document in documents
            for repair in read_text(document.text, Path(folder), read).repairs
        )


def read_text(text: str, folder: Path, read: Read) -> Reading:
    """A reading of a text, through a file as anyone would."""
    path = folder / "document.txt"
    path.write_text(text, "utf-8")
    return read(path)


def judge(name: str, damaged: Damaged, reading: Reading, own: frozenset[tuple[str, int]]) -> RepairScore:
    """One damaged document's reading against what was lost."""
    mended: set[int] = set()
    wrong: list[Wrong] = []
    made = 0
    for repair in reading.repairs:
        if repair.confidence == "ask" or any((repair.kind, at) in own for at in damaged.places(repair.raw_span[0])):
            continue
        made += 1
        stood = damaged.clean_regions(*repair.raw_span)
        if _dashed(repair.after) in map(_dashed, stood):
            mended |= {loss.start for loss in damaged.covered(*repair.raw_span)}
        else:
            wrong.append(Wrong(name, repair.kind, repair.before, repair.after, max(stood, key=len)))
    asked = {loss.start for question in reading.questions for loss in damaged.covered(*question.raw_span)}
    return RepairScore(
        lost=len(damaged.losses),
        mended=len(mended),
        asked=len(asked - mended),
        made=made,
        right=made - len(wrong),
        wrong=tuple(wrong),
    )


def _dashed(text: str) -> str:
    return re.sub("[—–-]+", "—", text)


def _own_repairs(reading: Reading) -> frozenset[tuple[str, int]]:
    """Kind and place of what the undamaged document gets too."""
    return frozenset((repair.kind, repair.raw_span[0]) for repair in reading.repairs)
