"""Who issues a brief and who receives it, from the actors and clauses of the pack."""

from __future__ import annotations

import datetime as dt
import re

from peiyu.paper.brief.values import Distribution, Kind
from peiyu.policy.pack.model import Pack
from peiyu.policy.pack.programme import Actor, ActorKind, Programme
from peiyu.problems import Text
from peiyu.writing.brief.material import Material
from peiyu.writing.brief.phrases import named

COPIED, ADDRESSED = "抄送", "主送"
OFFICE = "领导小组办公室"
BOOK_NUMBER = re.compile(r"^(.+?)发?[〔\[（(]")
"""The word before the year of a document's number: 津高新区管发〔2012〕7号."""


def actors(programme: Programme, *kinds: ActorKind) -> list[Actor]:
    """Actors of some kinds in the pack's order, those apart to whom only copies go."""
    return [one for one in programme.actors.values() if one.kind in kinds and one.cite != COPIED]


def issuer(facts: Material) -> str:
    """The office that issues: as asked for, else the leading group's office, else the document's issuer."""
    if facts.order.issuer:
        return facts.order.issuer
    lang = facts.lang
    offices = actors(facts.programme, "office")
    groups = actors(facts.programme, "leading_group")
    if not offices:
        issuers = () if facts.pack.document is None else facts.pack.document.issuers
        return issuers[0] if issuers else facts.pack.name.in_(lang)
    name = offices[0].name.in_(lang)
    if lang != "en" and name == OFFICE and groups:
        return groups[0].name.zh + "办公室"
    return name


def issue_number(facts: Material) -> str:
    """The visible id of the issue: as asked for, else the document's word, the kind and the month."""
    return facts.order.number or visible_id(facts.pack, facts.order.kind, facts.day)


def visible_id(pack: Pack, kind: Kind, day: dt.date) -> str:
    """津高新区管简报2012-09: the word of the document's number, the kind, the month."""
    found = BOOK_NUMBER.match("" if pack.document is None else pack.document.number)
    return f"{found[1] if found else pack.id}{kind.value}{day:%Y-%m}"


def addressed(facts: Material) -> str:
    """主送: as the document has it, else the departments, districts and parks."""
    clause = facts.programme.clauses.get(ADDRESSED)
    if clause is not None and facts.lang != "en":
        text = re.sub(r"\s+", "", clause.text).replace(",", "，")
        return text.rstrip(":：。") + "："
    names = [one.name.in_(facts.lang) for one in actors(facts.programme, "department", "district", "park")]
    return named(names, facts.lang) + ("：" if facts.lang != "en" else ":") if names else ""


def distribution(facts: Material) -> Distribution:
    """报: superiors and the leading group; 送: those whom the document copies, and departments; 发: below."""
    lang = facts.lang
    copied = [one for one in facts.programme.actors.values() if one.cite == COPIED]
    to = actors(facts.programme, "superior", "leading_group")
    beside = [*copied, *actors(facts.programme, "department")]
    below = actors(facts.programme, "district", "park")

    def said(some: list[Actor]) -> str:
        stop = Text("。", ".").in_(lang)
        return named([one.name.in_(lang) for one in some], lang) + stop if some else ""

    return Distribution(report=said(to), send=said(beside), distribute=said(below), copies=facts.order.copies)
