"""One dated text of a pack: its file read into objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.policy.condition.ast import Span
from peiyu.policy.condition.scope import Scope
from peiyu.policy.pack.load import objects
from peiyu.policy.pack.load.names import scope_of
from peiyu.policy.pack.load.reader import Reader
from peiyu.policy.pack.load.scores import score
from peiyu.policy.pack.load.tiers import tier
from peiyu.policy.pack.model import Pack, Statute
from peiyu.policy.pack.rule import Evidence
from peiyu.policy.pack.yaml import Node, Scalar, Table
from peiyu.problems import Text

SECTIONS = ("parameters", "sets", "fields", "definitions", "quantities", "scores", "tiers")
Read = Callable[[Reader, Scalar, Node], Any]


@dataclass(frozen=True, slots=True)
class Heading:
    """What pack.yaml says of a text."""

    id: str
    file: str
    since: dt.date | None
    until: dt.date | None
    cite: str
    evidence: Evidence
    span: Span


def statute(
    reader: Reader, heading: Heading, node: Node | None, *, vocabulary: Vocabulary, used: Iterable[Pack]
) -> Statute:
    """Reads a text; afterwards `reader.scope` knows its names (for its cases)."""
    root = reader.table(node, Text("条文文件", "a text's file"), SECTIONS)
    known = tuple(used)
    fields = _section(reader, root, "fields", objects.own_field)
    reader.scope = _scope(reader, root, vocabulary, known, fields.values())

    def with_evidence(read: Callable[[Reader, Scalar, Node, str], Any]) -> Read:
        return lambda r, id_, value: read(r, id_, value, heading.evidence)

    return Statute(
        id=heading.id, file=heading.file, since=heading.since, until=heading.until, cite=heading.cite,
        evidence=heading.evidence, fields=fields, span=heading.span,
        parameters=_section(reader, root, "parameters", objects.parameter),
        sets=_section(reader, root, "sets", objects.named_set),
        definitions=_section(reader, root, "definitions", objects.definition),
        quantities=_section(reader, root, "quantities", objects.quantity),
        scores=_section(reader, root, "scores", with_evidence(score)),
        tiers=_section(reader, root, "tiers", with_evidence(tier)),
    )  # fmt: skip


def _section(reader: Reader, root: Table, key: str, read: Read) -> dict[str, Any]:
    return {id_.text: read(reader, id_, node) for id_, node in reader.named(root.get(key), key)}


def _scope(
    reader: Reader, root: Table, vocabulary: Vocabulary, used: tuple[Pack, ...], fields: Iterable[Field]
) -> Scope:
    tiers = root.get("tiers")
    ids = [key.text for key, _ in tiers.entries] if isinstance(tiers, Table) else []
    return scope_of(reader.pack, root, vocabulary=vocabulary, used=used, fields=fields, tiers=ids)
