"""YAML with places: every scalar, list and table knows its line; built from events without recursion.

Scalars stay the text that was written (dates, numbers and 是/否 are read by whoever expects them). Anchors,
aliases, tags, duplicate keys and nesting past DEEPEST are refused with their place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from peiyu.policy.condition.ast import Span
from peiyu.policy.pack.sayings import PACK_SAYINGS
from peiyu.problems import PackError, Problem

DEEPEST = 60
LARGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word or number as written; `null` for an empty, `~` or `null` plain scalar."""

    text: str
    span: Span
    null: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping in its written order."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        return next((value for name, value in self.entries if name.text == key), None)

    def __contains__(self, key: str) -> bool:
        return any(name.text == key for name, _ in self.entries)


Node = Scalar | Sequence | Table


@dataclass(slots=True)
class _Open:
    """A list or table that is being read."""

    span: Span
    is_table: bool
    items: list[Node] = field(default_factory=list)
    keys: dict[str, Span] = field(default_factory=dict)


def read(text: str, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The first document of a text (None if it is empty or cannot be read) and its problems."""
    if len(text) > LARGEST:
        return None, (PACK_SAYINGS["file-too-large"].about(Span(file), found=f"{len(text)}"),)
    problems: list[Problem] = []
    try:
        return _composed(text, file, problems), tuple(problems)
    except yaml.YAMLError as fault:
        mark: Any = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
        span = Span(file, mark.line + 1, mark.column + 1) if mark else Span(file)
        found = str(getattr(fault, "problem", "") or getattr(fault, "reason", "") or "YAML")
        code = "yaml-tab" if "\t" in _line(text, span.line) and "token" in found else "yaml-syntax"
        return None, (*problems, PACK_SAYINGS[code].about(span, found=found))
    except PackError as fault:
        return None, (*problems, *fault.problems)


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _composed(text: str, file: str, problems: list[Problem]) -> Node | None:
    stack: list[_Open] = []
    root: Node | None = None
    for event, span in _events(text, file):
        made: Node | None = None
        if isinstance(event, yaml.ScalarEvent):
            made = _scalar(event, span)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            if len(stack) >= DEEPEST:
                raise PackError(PACK_SAYINGS["yaml-too-deep"].about(span, limit=DEEPEST))
            stack.append(_Open(span, isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            made = _closed(stack.pop())
        elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise PackError(PACK_SAYINGS["yaml-documents"].about(span))
        if made is None:
            continue
        if not stack:
            root = made
        else:
            _add(stack[-1], made, problems)
    return root


def _events(text: str, file: str) -> Iterator[tuple[Any, Span]]:
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for event in yaml.parse(text, Loader=loader):
        mark: Any = event.start_mark
        span = Span(file, mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            found = str(getattr(event, "anchor", ""))
            raise PackError(PACK_SAYINGS["yaml-alias"].about(span, found=found))
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) not in (None, "!"):
            raise PackError(PACK_SAYINGS["yaml-tag"].about(span, found=str(event.tag)))  # type: ignore[attr-defined]
        yield event, span


def _scalar(event: yaml.ScalarEvent, span: Span) -> Scalar:
    style: Any = event.style
    plain = style in (None, "")
    if style in ('"', "'"):
        span = Span(span.file, span.line, span.column + 1)
    elif style in ("|", ">"):
        span = Span(span.file, span.line + 1, 1)
    return Scalar(event.value, span, plain and event.value in ("", "~", "null", "Null", "NULL"))


def _add(holder: _Open, made: Node, problems: list[Problem]) -> None:
    if holder.is_table and len(holder.items) % 2 == 0:
        if not isinstance(made, Scalar):
            raise PackError(PACK_SAYINGS["yaml-key"].about(made.span))
        if made.text in holder.keys:
            first = holder.keys[made.text].line
            problems.append(PACK_SAYINGS["key-twice"].about(made.span, found=made.text, first=first))
        holder.keys.setdefault(made.text, made.span)
    holder.items.append(made)


def _closed(one: _Open) -> Node:
    if not one.is_table:
        return Sequence(tuple(one.items), one.span)
    pairs: dict[str, tuple[Scalar, Node]] = {}
    for key, value in zip(one.items[::2], one.items[1::2], strict=True):
        if isinstance(key, Scalar):
            pairs.setdefault(key.text, (key, value))
    return Table(tuple(pairs.values()), one.span)
