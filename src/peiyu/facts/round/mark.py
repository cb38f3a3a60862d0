"""The mark: what tells of a workbook which round, unit and edition it is, whatever its file is called.

It stands three times: as a line that is printed, as a property of the file, and whole on a hidden sheet.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peiyu.facts.round.model import Asked, Place, Unit
from peiyu.facts.round.stored import value_from_json, value_to_json
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.load import Vocabulary

SHEET = "收表标记"
PROPERTY = "PeiyuRound"
HEAD = "peiyu-round"
"""How the hidden sheet begins, whatever it is called."""

PIECE = 30_000
"""Characters of the mark in one cell; a cell holds 32 767."""

_PRINTED = re.compile(
    r"收表\s*(?P<round>[0-9A-Za-z][0-9A-Za-z_.-]*)\s*[·・•]\s*(?P<unit>[^·・•]+?)\s*[·・•]\s*第\s*(?P<version>\d{1,6})\s*版"
    r"\s*[·・•]\s*校验\s*(?P<check>[0-9A-Fa-f]{4})"
)


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """One sheet as it went out: the key of each column, the enterprise and record of each row."""

    name: str
    entity: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, int | None], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What the hidden sheet says. `held`: what was prefilled, in stored units."""

    round: str
    unit: str
    version: int
    sheets: tuple[MarkedSheet, ...] = ()
    held: tuple[tuple[Place, Value], ...] = ()

    def sheet(self, entity: str) -> MarkedSheet | None:
        """The sheet of an entity."""
        return next((one for one in self.sheets if one.entity == entity), None)


@dataclass(frozen=True, slots=True)
class Printed:
    """What the printed line or the file's property says; `unit` is a name in the one and an id in the other."""

    round: str
    unit: str
    version: int
    check: str


def checksum(round_id: str, unit_id: str, version: int) -> str:
    """Four hexadecimal digits over round, unit and edition: against slips, not against forgery."""
    said = "\n".join((round_id, unit_id, str(version)))
    return hashlib.blake2b(said.encode(), digest_size=2).hexdigest().upper()


def printed(asked: Asked, unit: Unit) -> str:
    """The printed line: 收表 2026-05-02 · 甲园 · 第1版 · 校验 7F3A."""
    name = unit.name.replace("·", "-")
    return f"收表 {asked.id} · {name} · 第{asked.version}版 · 校验 {checksum(asked.id, unit.id, asked.version)}"


def find_printed(text: str) -> Printed | None:
    """The printed line in a text, full-width digits and other dots allowed."""
    match = _PRINTED.search(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    return Printed(match["round"], match["unit"].strip(), int(match["version"]), match["check"].upper())


def property_of(asked: Asked, unit: Unit) -> str:
    """The text of the file's property."""
    return "|".join((asked.id, unit.id, str(asked.version), checksum(asked.id, unit.id, asked.version)))


def read_property(text: str) -> Printed | None:
    """What a file's property says, if it is one of ours and whole."""
    said = re.fullmatch(r"([^|]+)\|([^|]+)\|([0-9]{1,6})\|([0-9A-F]{4})", text)
    if said is None or checksum(said[1], said[2], int(said[3])) != said[4]:
        return None
    return Printed(said[1], said[2], int(said[3]), said[4])


def pieces(mark: Mark) -> tuple[str, ...]:
    """The mark as texts for the cells of one column, head first. Each piece stands in brackets, so that no reader takes
    a blank from its ends."""
    held: dict[str, list[list[Any]]] = {}
    for place, value in mark.held:
        held.setdefault(place.entity, []).append([place.enterprise, place.record, place.field, value_to_json(value)])
    sheets = [
        {"name": one.name, "entity": one.entity, "columns": one.columns, "rows": one.rows,
         "held": held.get(one.entity, [])}
        for one in mark.sheets
    ]  # fmt: skip
    said = {"round": mark.round, "unit": mark.unit, "version": mark.version, "sheets": sheets}
    body = json.dumps(said, separators=(",", ":"))
    return (HEAD, _digest(body), *(f"<{body[i : i + PIECE]}>" for i in range(0, len(body), PIECE)))


def from_pieces(texts: Sequence[str], vocabulary: Vocabulary) -> Mark:
    """The mark that `pieces` made. ValueError if it was changed, or is none."""
    if len(texts) < 3 or texts[0] != HEAD:
        raise ValueError("no mark")
    body = "".join(text[1:-1] for text in texts[2:])
    if _digest(body) != texts[1]:
        raise ValueError("the mark was changed")
    said = json.loads(body)
    if [type(said[name]) for name in ("round", "unit", "version")] != [str, str, int]:
        raise ValueError("the mark is of another kind")
    sheets = tuple(
        MarkedSheet(one["name"], one["entity"], tuple(one["columns"]), tuple((row[0], row[1]) for row in one["rows"]))
        for one in said["sheets"]
    )
    held = tuple(pair for one in said["sheets"] for pair in _held(one, vocabulary))
    return Mark(said["round"], said["unit"], said["version"], sheets, held)


def _held(sheet: dict[str, Any], vocabulary: Vocabulary) -> list[tuple[Place, Value]]:
    """What was prefilled; what the vocabulary has no more is left out."""
    entity = vocabulary.entities.get(sheet["entity"])
    known = {field.code: field for field in entity.fields} if entity is not None else {}
    made = []
    for enterprise, record, code, said in sheet["held"]:
        value = value_from_json(known[code], said) if code in known else None
        if value is not None:
            made.append((Place(sheet["entity"], enterprise, record, code), value))
    return made


def _digest(body: str) -> str:
    return hashlib.blake2b(body.encode(), digest_size=8).hexdigest()
