"""What an enterprise holds and when it runs out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from peiyu.facts.snapshot import Snapshot
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.paper.values import Expiring, Firm
from peiyu.problems import Text

AHEAD, BEHIND = 366, 92
"""Days ahead and behind the as-of date within which what runs out is listed."""

DATED = ("title", "certification", "rd_body")
"""Entities whose rows run out (`expires_on`)."""

REVIEW = Text("到期前按当年通知申请复核", "ask for the review under this year's notice")
ADVICE: dict[str, Text] = {
    "高新技术企业": Text(
        "在当年申报期内重新申请认定，提前归集近三年研发费用和高新收入",
        "apply again within this year's round; gather three years of R&D expense and high-tech income",
    ),
    "科技型中小企业": Text("每年三月底前更新信息并重新自评", "update and evaluate again before the end of March"),
    "创新型中小企业": REVIEW,
    "专精特新中小企业": REVIEW,
    '专精特新"小巨人"企业': REVIEW,
}
RENEW = Text("到期前办理续展或重新申请", "renew it or apply again before it runs out")
OVERDUE = Text(
    "已过期，核实是否已续期；未续期的按新申请办理",
    "it has run out: check whether it was renewed, otherwise apply anew",
)


@dataclass(frozen=True, slots=True)
class Held:
    """A title in force at the as-of date; `until` None when its end is not known."""

    title: str
    until: dt.date | None


@cache
def kind_name(entity: str, code: str) -> Text:
    """The vocabulary's word for a kind of title or certificate."""
    field = vocabulary().field(entity, "kind")
    return next((name for key, name in field.options if code in (key, name.zh)), Text(code, code))


def held_titles(snapshot: Snapshot, as_of: dt.date) -> dict[str, Held]:
    """Titles in force, by their 中文名; of several rows of one title the one that runs longest."""
    held: dict[str, Held] = {}
    for row in snapshot.rows("title"):
        kind, granted = row.values.get("kind"), row.values.get("granted_on")
        until, revoked = row.values.get("expires_on"), row.values.get("revoked_on")
        if not isinstance(kind, str) or (isinstance(revoked, dt.date) and revoked <= as_of):
            continue
        if isinstance(granted, dt.date) and granted > as_of:
            continue
        end = until if isinstance(until, dt.date) else None
        if end is not None and end <= as_of:
            continue
        name = kind_name("title", kind).zh
        before = held.get(name)
        if before is None or (before.until is not None and (end is None or end > before.until)):
            held[name] = Held(name, end)
    return held


def expiring(snapshot: Snapshot, firm: Firm, as_of: dt.date) -> tuple[Expiring, ...]:
    """What runs out within AHEAD days or has within BEHIND, soonest first; of one kind only the latest row."""
    latest: dict[tuple[str, str], tuple[dt.date, str]] = {}
    for entity in DATED:
        for row in snapshot.rows(entity):
            until, kind = row.values.get("expires_on"), row.values.get("kind")
            if isinstance(until, dt.date) and isinstance(kind, str) and row.values.get("revoked_on") is None:
                number = str(row.values.get("number", ""))
                latest[entity, kind] = max(latest.get((entity, kind), (dt.date.min, "")), (until, number))
    lines = []
    for (entity, kind), (until, number) in latest.items():
        days = (until - as_of).days
        if -BEHIND <= days <= AHEAD:
            to_do = OVERDUE if days < 0 else ADVICE.get(kind_name(entity, kind).zh, RENEW)
            lines.append(
                Expiring(
                    firm=firm, what=kind_name(entity, kind), number=number, runs_out=until, days_left=days, todo=to_do
                )
            )
    return tuple(sorted(lines, key=lambda line: line.runs_out))
