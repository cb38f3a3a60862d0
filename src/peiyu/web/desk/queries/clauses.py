"""The document clause by clause, with what its pack says carries each out. It depends on the pack alone, and is made
once a process."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from peiyu.document.reading import read
from peiyu.insight.targets.amounts import amount
from peiyu.insight.targets.pace import goal_said
from peiyu.policy.pack.model import Pack
from peiyu.policy.pack.programme import (
    Actor,
    Covering,
    CoveringKind,
    Fund,
    Measure,
    Programme,
    Responsibility,
    SupportProgramme,
    Target,
    Trend,
)
from peiyu.policy.pack.rule import Rule
from peiyu.problems import PeiyuError, Text

NO_TEXT = Text("", "")
LARGE = ("target", "trend", "programme", "measure", "responsibility", "fund")
"""Kinds of objects that are shown one by one; the others are named in a line."""
WORDS: Mapping[str, Text] = {
    "target": Text("目标", "Target"), "trend": Text("趋势", "Trend"), "indicator": Text("指标", "Indicator"),
    "programme": Text("计划", "Programme"), "measure": Text("支持措施", "Measure"),
    "responsibility": Text("责任分工", "Responsibility"), "fund": Text("专项资金", "Fund"),
    "list": Text("清单", "List"), "group": Text("分组", "Breakdown"), "definition": Text("口径", "Definition"),
    "tier": Text("层级", "Tier"), "actor": Text("主体", "Actor"),
}  # fmt: skip
EVERY: Mapping[str, Text] = {
    "month": Text("每月", "every month"), "quarter": Text("每季度", "every quarter"),
    "half_year": Text("每半年", "every half year"), "year": Text("每年", "every year"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An object that carries a clause out. `said`: its goal, duty or what it gives; `lead`: who leads it, None where
    nobody does; `due`: by when or how often; `owned`: somebody must lead it; `parts`: the measures of a programme."""

    kind: str
    id: str
    word: Text
    name: Text
    said: Text = NO_TEXT
    pays: Text = NO_TEXT
    lead: Text | None = None
    helpers: tuple[Text, ...] = ()
    due: Text = NO_TEXT
    owned: bool = False
    parts: tuple[Thing, ...] = ()

    @property
    def unowned(self) -> bool:
        return self.owned and self.lead is None

    @property
    def address(self) -> str:
        """Where it is looked after; '' where nowhere but here."""
        if self.kind in ("target", "trend"):
            return f"/targets/{self.id}/"
        return "/policies/definitions/" if self.kind == "definition" else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause: its address, its text as mended and as found, its depth (0 outermost), and what it is carried out by.
    `how`: objects, context, planned with its reason, or '' for a heading whose clauses below say it."""

    address: str
    text: str
    raw: str
    depth: int
    heading: bool
    how: str
    reason: Text
    things: tuple[Thing, ...]
    small: tuple[Thing, ...]

    @property
    def mended(self) -> bool:
        return bool(self.raw) and _bare(self.raw) != _bare(self.text)

    @property
    def unowned(self) -> bool:
        """Nobody leads anything of it, or something that must be led."""
        each = tuple(thing for one in self.things for thing in (one, *one.parts))
        return bool(each) and (any(one.unowned for one in each) or all(one.lead is None for one in each))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole document of a pack."""

    title: str
    number: str
    issuers: tuple[str, ...]
    issued: str
    raw: str
    clauses: tuple[Clause, ...]
    repairs: int


_lock = Lock()


def document_of(pack: Pack) -> Document | None:
    """None where the pack has no programme. Kept by the pack's hash."""
    if pack.programme is None or pack.document is None:
        return None
    with _lock:
        return _kept(pack.hash, _Held(pack))


class _Held:
    """A pack that is not compared: its hash names it already."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(8)
def _kept(hash_: str, held: _Held) -> Document:
    pack = held.pack
    assert pack.programme is not None
    assert pack.document is not None
    found, whole, repairs = _as_found(pack)
    clauses = tuple(_clauses(pack, pack.programme, found))
    document = pack.document
    return Document(
        title=document.title, number=document.number, issuers=document.issuers,
        issued=document.issued.isoformat() if document.issued else "", raw=whole, clauses=clauses, repairs=repairs,
    )  # fmt: skip


def _as_found(pack: Pack) -> tuple[dict[str, str], str, int]:
    """The original by clause and whole, and how many repairs lie between; a file that cannot be read by clause is
    still shown whole."""
    assert pack.document is not None
    path = Path(pack.folder) / (pack.document.raw or "")
    if not pack.document.raw or not path.is_file():
        return {}, "", 0
    try:
        reading = read(path)
    except PeiyuError:
        return {}, path.read_text("utf-8", "replace"), 0
    by_clause = {one.address: reading.raw[one.raw_start : one.raw_end] for one in reading.clauses}
    return by_clause, reading.raw, len(reading.repairs)


def _clauses(pack: Pack, programme: Programme, found: Mapping[str, str]) -> Iterator[Clause]:
    addresses = tuple(programme.clauses)
    for address, clause in programme.clauses.items():
        coverage = programme.coverage.get(address)
        covering = coverage.objects if coverage is not None else ()
        things = tuple(thing_of(pack, programme, one) for one in covering)
        large = tuple(one for one in things if one.kind in LARGE)
        parts = {part.id for one in large for part in one.parts}
        yield Clause(
            address=address,
            text=clause.text.strip(),
            raw=found.get(address, "").strip(),
            depth=_depth(address),
            heading=_is_heading(address, clause.text, addresses),
            how=coverage.how if coverage is not None else "",
            reason=coverage.reason if coverage is not None else NO_TEXT,
            things=tuple(one for one in large if not (one.kind == "measure" and one.id in parts)),
            small=tuple(one for one in things if one not in large),
        )


def _depth(address: str) -> int:
    """一 is 0, 一（二） 1, 一（二）3 2; a paragraph stands under its clause."""
    marks = re.findall(r"^[一二三四五六七八九十]+|（[一二三四五六七八九十]+）|第\d+段|\d+", address)
    return max(0, len(marks) - 1)


def _is_heading(address: str, text: str, addresses: tuple[str, ...]) -> bool:
    below = any(one != address and one.startswith(address) for one in addresses)
    return address.startswith("标题") or (below and len(text.strip()) <= 40)


def thing_of(pack: Pack, programme: Programme, one: Covering) -> Thing:
    """An object of the pack as the page shows it."""
    statute = pack.texts[-1] if pack.texts else None
    held: Mapping[str, Rule] = {
        "target": programme.targets, "trend": programme.trends, "indicator": programme.indicators,
        "programme": programme.programmes, "measure": programme.measures, "fund": programme.funds,
        "responsibility": programme.responsibilities, "list": programme.lists, "group": programme.groups,
        "definition": {**(statute.definitions if statute else {}), **programme.definitions},
        "actor": programme.actors, "tier": statute.tiers if statute else {},
    }.get(one.kind, {})  # fmt: skip
    rule = held.get(one.id)
    base = {"kind": one.kind, "id": one.id, "word": WORDS[one.kind]}
    if rule is None:
        return Thing(**base, name=Text(one.id, one.id))  # type: ignore[arg-type]
    return Thing(**base, name=rule.name, **_told(pack, programme, rule))  # type: ignore[arg-type]


def thing_named(pack: Pack, kind: CoveringKind, id_: str) -> Thing:
    """An object of a pack with a programme, by kind and id."""
    assert pack.programme is not None
    return thing_of(pack, pack.programme, Covering(kind=kind, id=id_))


def _told(pack: Pack, programme: Programme, rule: Rule) -> dict[str, object]:
    actors = programme.actors
    match rule:
        case Target():
            due = Text(f"{rule.by:%Y-%m-%d}前", f"by {rule.by:%Y-%m-%d}")
            return {"said": goal_said(rule.goal), "due": due, **_who(actors, rule.lead, rule.with_)}
        case Trend():
            return {**_who(actors, rule.lead, ()), "owned": False}
        case Responsibility():
            due = Text(f"{rule.by:%Y-%m-%d}前", f"by {rule.by:%Y-%m-%d}") if rule.by else NO_TEXT
            due = EVERY[rule.every] if rule.every else due
            return {"said": rule.duty, "due": due, **_who(actors, rule.lead, rule.with_)}
        case Measure():
            return {"said": rule.gives, "pays": rule.pays, **_who(actors, rule.lead, ())}
        case SupportProgramme():
            parts = [Covering(kind="measure", id=each) for each in rule.measures]
            return {"parts": tuple(thing_of(pack, programme, each) for each in parts)}
        case Fund():
            return {"said": amount(rule.amount, "元") if rule.amount is not None else NO_TEXT}
        case _:
            return {}


def _who(actors: Mapping[str, Actor], lead: str | None, helpers: tuple[str, ...]) -> dict[str, object]:
    named = actors.get(lead) if lead else None
    return {
        "owned": True,
        "lead": named.name if named else None,
        "helpers": tuple(actors[one].name for one in helpers if one in actors),
    }


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
