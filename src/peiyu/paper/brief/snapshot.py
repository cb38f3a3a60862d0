"""What an issue said when it went out: every figure with its definition, and the text around it.

Written beside the document as ``<name>.numbers.json``. The passages are the document as read back from the file, so
that a file nobody touched agrees wholly and every numeral of the fixed wording is known too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from peiyu.paper.brief.reading import Mark, Passage
from peiyu.paper.brief.values import Number
from peiyu.problems import InputError, Problem, Text, Where

FORMAT = "peiyu-brief-numbers/1"
SUFFIX = ".numbers.json"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where a figure stands: its bookmark, the text as issued, the sentence around it, where."""

    mark: str
    text: str
    sentence: str
    place: Text


@dataclass(frozen=True, slots=True)
class Locked:
    """A figure as issued, with all its places."""

    number: Number
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as issued: its title, the hash of its PNG, the ids of the figures that it draws."""

    title: str
    sha256: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One issue as it went out. `sha256` is of the document."""

    number: str
    title: str
    kind: str
    date: dt.date
    as_of: dt.date
    made_up: bool
    lang: str
    file: str
    sha256: str
    figures: Mapping[str, Locked]
    passages: tuple[Passage, ...]
    pictures: tuple[Picture, ...] = ()
    marks: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_mark = {place.mark: id_ for id_, one in self.figures.items() for place in one.occurrences}
        object.__setattr__(self, "marks", by_mark)

    def families(self) -> Iterator[tuple[str, Number]]:
        """Every figure with the name that it has on every day."""
        return ((one.number.family, one.number) for one in self.figures.values())


def beside(path: Path) -> Path:
    """Where the snapshot of a document lies."""
    return path.with_suffix(SUFFIX)


def to_json(snapshot: Snapshot) -> str:
    """The snapshot as JSON, exact numbers as text, figures in reading order."""
    held = {
        "format": FORMAT,
        "number": snapshot.number,
        "title": snapshot.title,
        "kind": snapshot.kind,
        "date": snapshot.date.isoformat(),
        "as_of": snapshot.as_of.isoformat(),
        "made_up": snapshot.made_up,
        "lang": snapshot.lang,
        "document": {"file": snapshot.file, "sha256": snapshot.sha256},
        "numbers": {id_: _figure(one) for id_, one in snapshot.figures.items()},
        "pictures": [{"title": p.title, "sha256": p.sha256, "numbers": list(p.numbers)} for p in snapshot.pictures],
        "passages": [
            {"place": _text(p.place), "text": p.text, "marks": [[m.name, m.start, m.end] for m in p.marks]}
            for p in snapshot.passages
        ],
    }
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def _figure(locked: Locked) -> dict[str, Any]:
    one = locked.number
    first = locked.occurrences[0].sentence if locked.occurrences else ""
    return {
        "text": one.text,
        "value": None if one.value is None else str(one.value),
        "unit": one.unit,
        "definition": one.definition,
        "as_of": one.as_of.isoformat(),
        "since": one.since.isoformat() if one.since else None,
        "figure": one.family,
        "sentence": first,
        "occurrences": [
            {"mark": o.mark, "text": o.text, "sentence": o.sentence, "place": _text(o.place)}
            for o in locked.occurrences
        ],
    }


def read_snapshot(path: Path) -> Snapshot:
    """Reads a snapshot; InputError `snapshot-missing` or `snapshot-unreadable`."""
    if not path.is_file():
        raise InputError(
            Problem(
                "snapshot-missing", Text("找不到简报的本期快照", "the brief's snapshot is not there"), Where(str(path)),
                accepted=Text("与文件同名的 .numbers.json", "the .numbers.json of the same name"),
                next_step=Text("把快照放在文件旁边，或用 --numbers 指明", "put it beside the file or use --numbers"),
            )
        )  # fmt: skip
    try:
        return _snapshot(json.loads(path.read_text("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise InputError(
            Problem(
                "snapshot-unreadable", Text("本期快照读不懂", "the snapshot cannot be read"), Where(str(path)),
                found=f"{type(error).__name__}: {error}",
                accepted=Text(f"peiyu brief 写出的快照（{FORMAT}）", f"a snapshot written by peiyu brief ({FORMAT})"),
                next_step=Text("从归档文件夹中取原件", "take the original from the archive"),
            )
        ) from error  # fmt: skip


def _snapshot(held: Mapping[str, Any]) -> Snapshot:
    if held["format"] != FORMAT:
        raise ValueError(f"format {held['format']}")
    return Snapshot(
        number=held["number"], title=held["title"], kind=held["kind"], date=dt.date.fromisoformat(held["date"]),
        as_of=dt.date.fromisoformat(held["as_of"]), made_up=bool(held["made_up"]), lang=held["lang"],
        file=held["document"]["file"], sha256=held["document"]["sha256"],
        figures={id_: _locked(id_, one) for id_, one in held["numbers"].items()},
        passages=tuple(
            Passage(_told(p["place"]), p["text"], tuple(Mark(*mark) for mark in p["marks"])) for p in held["passages"]
        ),
        pictures=tuple(Picture(p["title"], p["sha256"], tuple(p["numbers"])) for p in held["pictures"]),
    )  # fmt: skip


def _locked(id_: str, held: Mapping[str, Any]) -> Locked:
    value = None if held["value"] is None else Fraction(held["value"])
    since = dt.date.fromisoformat(held["since"]) if held["since"] else None
    as_of = dt.date.fromisoformat(held["as_of"])
    number = Number(id_, held["text"], value, held["unit"], held["definition"], as_of, since, held["figure"])
    places = (Occurrence(o["mark"], o["text"], o["sentence"], _told(o["place"])) for o in held["occurrences"])
    return Locked(number, tuple(places))


def _text(text: Text) -> list[str]:
    return [text.zh, text.en]


def _told(held: Any) -> Text:
    zh, en = held
    return Text(zh, en)
