"""What stands on a page of comparison: plain values, already worded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from peiyu.problems import Text

NOTHING = Text("", "")
Mark = Literal["repair", "lost", "asked", "target"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one side under the same marks. A `lost` piece is empty: something was put in here. `link` is the
    id of the line that tells of it (`r1`, `q2`, `t3`), '' where there is none; at the `anchor` that line links back."""

    text: str
    marks: tuple[Mark, ...] = ()
    link: str = ""
    anchor: bool = False
    note: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Row:
    """One clause on both sides; `heads` if it is a heading."""

    address: str
    heads: bool
    raw: tuple[Piece, ...]
    mended: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything in it was repaired or is asked."""
        return any({"repair", "lost", "asked"} & set(piece.marks) for piece in (*self.raw, *self.mended))


@dataclass(frozen=True, slots=True)
class Mended:
    """A repair: what stood there, what stands there now, the evidence, how sure; `left` and `right` are the characters
    beside it."""

    id: str
    clause: str
    kind: Text
    left: str
    before: str
    right: str
    after: str
    evidence: Text
    certain: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A place that only somebody with the original can settle."""

    id: str
    clause: str
    before: str
    proposal: str
    asked: Text


@dataclass(frozen=True, slots=True)
class Promised:
    """A target that was read: what, how much, by when."""

    id: str
    clause: str
    subject: str
    goal: Text
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The whole page. `sources`: the file and what is known of it, one entry a line."""

    title: str
    sources: tuple[Text, ...]
    rows: tuple[Row, ...]
    repairs: tuple[Mended, ...]
    questions: tuple[Asked, ...]
    targets: tuple[Promised, ...]
