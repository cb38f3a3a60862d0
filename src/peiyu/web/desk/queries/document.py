"""The document page: the clauses with how they stand, narrowed to what the reader asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peiyu.policy.pack.model import Pack
from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.desk.queries.clauses import Clause, Document, Thing, document_of
from peiyu.web.desk.queries.standing import Stand, Standing, stand_of

BEHIND = ("yellow", "red")
ONLY: Mapping[str, Text] = {
    "": Text("全部条款", "All clauses"),
    "targets": Text("有目标", "With goals"),
    "behind": Text("进度滞后", "Behind plan"),
    "unowned": Text("无牵头单位", "Without a lead"),
    "planned": Text("待落实", "To be carried out"),
}
"""What the clauses can be narrowed to."""
VIEWS: Mapping[str, Text] = {
    "": Text("整理本与落实情况", "Mended text and what carries it out"),
    "beside": Text("原件对照", "Beside the original"),
    "original": Text("原件", "The original"),
}


@dataclass(frozen=True, slots=True)
class Carried:
    """A thing with how it stands; the measures of a programme likewise."""

    thing: Thing
    standing: Standing | None
    parts: tuple[Carried, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause with what carries it out."""

    clause: Clause
    carried: tuple[Carried, ...]
    unowned: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LivingDocument:
    """Everything of the page. `only`: what the clauses were narrowed to, with how many each word leaves."""

    pack: Pack
    document: Document
    stand: Stand
    clauses: tuple[Shown, ...]
    only: tuple[tuple[str, Text, int], ...]


def living(actor: Actor, pack: Pack, *, only: str = "") -> LivingDocument | None:
    """The document of a pack as it stands today; None where the pack has none."""
    document = document_of(pack)
    if document is None:
        return None
    stand = stand_of(pack.id)
    now = stand.by_code
    shown = tuple(_shown(actor, one, now) for one in document.clauses)
    left = {word: tuple(one for one in shown if _fits(one, word)) for word in ONLY}
    return LivingDocument(
        pack=pack,
        document=document,
        stand=stand,
        clauses=left.get(only, shown),
        only=tuple((word, said, len(left[word])) for word, said in ONLY.items()),
    )


def _shown(actor: Actor, clause: Clause, now: Mapping[str, Standing]) -> Shown:
    carried = tuple(_carried(one, now) for one in clause.things)
    return Shown(clause, carried, unowned_word(actor) if clause.unowned else None)


def _carried(thing: Thing, now: Mapping[str, Standing]) -> Carried:
    standing = now.get(thing.id) if thing.kind in ("target", "trend") else None
    return Carried(thing, standing, tuple(_carried(one, now) for one in thing.parts))


def unowned_word(actor: Actor) -> Text:
    """What is said where nobody leads: to a leader, that somebody has to be named."""
    if actor.role is Role.LEADER:
        return Text("待明确牵头单位", "a lead is to be named")
    return Text("无牵头单位", "nobody leads")


def _fits(one: Shown, only: str) -> bool:
    kinds = {each.thing.kind for each in one.carried}
    match only:
        case "targets":
            return "target" in kinds
        case "behind":
            return any(each.standing is not None and each.standing.mark.colour in BEHIND for each in one.carried)
        case "unowned":
            return one.unowned is not None
        case "planned":
            return one.clause.how == "planned"
        case _:
            return True
