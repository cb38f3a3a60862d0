"""What can go wrong, and how it is said: one tree of errors, one shape of message.

    PeiyuError                 carries Problems; nothing was written
    ├── InputError             what was given is at fault (a ledger, a pack, a document)
    │   ├── PackError          a policy pack
    │   ├── FactsError         a ledger, a mapping, a fact base
    │   └── DocumentError      a policy document's file
    ├── UsageError             the command or the call is at fault
    └── InternalError          Peiyu is at fault

A Problem says what was found, where, what is accepted and what to do next, in Chinese and English.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in both languages; Chinese is the first."""

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        return self.en if lang == "en" and self.en else self.zh

    def __str__(self) -> str:
        return self.zh if self.zh == self.en or not self.en else f"{self.zh} / {self.en}"


class Level(Enum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Where:
    """A place: a file with line and column, or a workbook's sheet and cell (``B12``)."""

    file: str = ""
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f":{self.line}" + (f":{self.column}" if self.column is not None else "")
        if self.sheet is not None:
            place += f"[{self.sheet}]" if place else self.sheet
        if self.cell is not None:
            place += f"!{self.cell}"
        return place


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `code` is stable (kebab-case) and documented in docs/reference/problems.md."""

    code: str
    message: Text
    where: Where = Where()
    level: Level = Level.ERROR
    found: str = ""
    accepted: Text | None = None
    next_step: Text | None = None

    def said(self, lang: str = "zh") -> str:
        """The whole message as one line in one language."""
        place = str(self.where)
        parts = [f"{place}: " if place else "", f"{self.level.value}[{self.code}] ", self.message.in_(lang)]
        if self.found:
            parts.append(f"; found: {self.found}" if lang == "en" else f"；所见：{self.found}")
        if self.accepted:
            parts.append(f"; accepted: {self.accepted.en}" if lang == "en" else f"；可接受：{self.accepted.zh}")
        if self.next_step:
            parts.append(f"; next: {self.next_step.en}" if lang == "en" else f"；请：{self.next_step.zh}")
        return "".join(parts)


class PeiyuError(Exception):
    """Root of the tree; carries every problem found, never only the first."""

    def __init__(self, *problems: Problem) -> None:
        self.problems: tuple[Problem, ...] = problems
        super().__init__("\n".join(p.said("zh") + "\n" + p.said("en") for p in problems))

    def __reduce__(self) -> tuple[type[PeiyuError], tuple[Problem, ...]]:
        """Goes whole from one process to another."""
        return type(self), self.problems


class InputError(PeiyuError):
    """What was given is at fault."""


class PackError(InputError):
    """A policy pack is at fault."""


class FactsError(InputError):
    """A ledger, a mapping or a fact base is at fault."""


class DocumentError(InputError):
    """A policy document is at fault."""


class UsageError(PeiyuError):
    """The command or the call is at fault."""


class InternalError(PeiyuError):
    """Peiyu is at fault."""


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(p.level is Level.ERROR for p in problems)
