"""What a fact base says of itself: `manifest.json`."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from peiyu.facts.vocabulary.model import Field
from peiyu.problems import FactsError, Problem, Text, Where

FORMAT = 1
NAME = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """`field` supplies the value of `instead_of` (of the same entity) where that one is missing. `evidence` is a
    mark of how sure this is; `why` the reason, for every verdict that it touches (English empty: not given)."""

    entity: str
    field: str
    instead_of: str
    evidence: str
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRecord:
    """What the writer measured of one entity's files. `columns`: its fields (without the header). `unique`: no two
    rows have one key, so nothing is to be resolved. `known_until`, `at_until`: the latest dates in it. `files`:
    bucket → content hash."""

    rows: int
    columns: tuple[str, ...]
    unique: bool
    known_until: dt.date | None
    at_until: dt.date | None
    purposes: tuple[str, ...]
    sources: tuple[str, ...]
    files: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnField:
    """A pack's own field as it was when its values were stored; `options` by their 中文名."""

    entity: str
    code: str
    type: str
    scale: int
    options: tuple[str, ...]

    def fits(self, field: Field) -> bool:
        """Whether what was stored is still read rightly as this field: the same type and scale, and every option
        then there still there."""
        return (self.type, self.scale) == (field.type, field.scale) and {*self.options} <= {
            t.zh for _, t in field.options
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A fact base's description. `vocabulary`: the hash of the vocabulary that its values are of, `own` the packs' own
    fields among them. `bands`: (entity, field) that attestations narrow; `attested`: the conditions
    that attestations settle; `hash`: of the content, the same for the same facts in the same buckets."""

    buckets: int
    enterprises: int
    vocabulary: str
    entities: Mapping[str, EntityRecord]
    own: tuple[OwnField, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    bands: tuple[tuple[str, str], ...] = ()
    attested: tuple[str, ...] = ()
    made_up: bool = False
    format: int = FORMAT
    hash: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(sorted({s for e in self.entities.values() for s in e.sources}))

    @property
    def purposes(self) -> tuple[str, ...]:
        return tuple(sorted({p for e in self.entities.values() for p in e.purposes}))

    def hashed(self) -> Manifest:
        """The manifest with the hash of all that it says, the files' hashes included."""
        bare = json.dumps(_plain(replace(self, hash="")), ensure_ascii=False, sort_keys=True)
        return replace(self, hash=hashlib.blake2b(bare.encode(), digest_size=32).hexdigest())

    def write(self, folder: Path) -> None:
        text = json.dumps(_plain(self), ensure_ascii=False, indent=1)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a fact base. FactsError `not-a-fact-base` or `fact-base-format`."""
    path = folder / NAME
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw["format"] != FORMAT:
            raise _foreign_format(path, str(raw["format"]))
        return _manifest(raw)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FactsError(
            Problem(
                "not-a-fact-base",
                Text("此处不是数据库文件夹，或其清单文件已损坏", "this is not a fact base, or its manifest is damaged"),
                Where(str(path)),
                found=type(error).__name__,
                accepted=Text("由 peiyu facts load 生成的文件夹", "a folder that `peiyu facts load` wrote"),
                next_step=Text("核对路径，或重新载入台账", "check the path, or load the ledger again"),
            )
        ) from error


def _foreign_format(path: Path, found: str) -> FactsError:
    return FactsError(
        Problem(
            "fact-base-format",
            Text("数据库文件夹的格式版本不同", "the fact base has another format version"),
            Where(str(path)),
            found=found,
            accepted=Text(f"格式 {FORMAT}", f"format {FORMAT}"),
            next_step=Text("用本版本重新载入台账", "load the ledger again with this version"),
        )
    )


def _plain(manifest: Manifest) -> dict[str, Any]:
    made = asdict(manifest)
    for record in made["entities"].values():
        for name in ("known_until", "at_until"):
            record[name] = record[name].isoformat() if record[name] else None
    made["sources"], made["purposes"] = manifest.sources, manifest.purposes
    return made


def _manifest(raw: Mapping[str, Any]) -> Manifest:
    return Manifest(
        buckets=raw["buckets"],
        enterprises=raw["enterprises"],
        vocabulary=raw["vocabulary"],
        entities={code: _record(one) for code, one in raw["entities"].items()},
        own=tuple(OwnField(**{**one, "options": tuple(one["options"])}) for one in raw.get("own", ())),
        stand_ins=tuple(StandIn(**{**one, "why": _said(one["why"])}) for one in raw["stand_ins"]),
        bands=tuple((entity, field) for entity, field in raw["bands"]),
        attested=tuple(raw["attested"]),
        made_up=raw["made_up"],
        hash=raw["hash"],
    )


def _said(written: str | Mapping[str, str]) -> Text:
    """A reason in both languages; earlier versions wrote the Chinese alone."""
    return Text(written, "") if isinstance(written, str) else Text(written["zh"], written["en"])


def _record(raw: Mapping[str, Any]) -> EntityRecord:
    return EntityRecord(
        rows=raw["rows"],
        columns=tuple(raw["columns"]),
        unique=raw["unique"],
        known_until=_date(raw["known_until"]),
        at_until=_date(raw["at_until"]),
        purposes=tuple(raw["purposes"]),
        sources=tuple(raw["sources"]),
        files={int(bucket): digest for bucket, digest in raw["files"].items()},
    )


def _date(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None
