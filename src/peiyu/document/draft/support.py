"""Programmes, measures, actors, responsibilities and funds, from the findings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from peiyu.document.draft.amounts import written
from peiyu.document.draft.promises import short
from peiyu.document.model import AmountFinding, Findings, ProgrammeFinding, ResponsibilityFinding

Table = dict[str, Any]

ACTOR_KINDS = {
    "government": "district", "department": "department", "group": "leading_group", "park": "park",
    "carrier": "carrier", "institute": "institute", "university": "institute", "company": "enterprise",
    "platform": "carrier",
}  # fmt: skip
"""Kinds of organisations in findings → kinds of actors."""

MEASURE_WORDS: tuple[tuple[str, str], ...] = (
    ("funding", "资金|补助|奖励|资助|贴息|补贴|奖补|经费"),
    ("finance", "融资|贷款|担保|基金|上市|挂牌|保险|投资"),
    ("space", "孵化|园区|载体|用房|用地|厂房|空间|基地"),
    ("platform", "平台|中心|体系"),
    ("training", "培训|辅导|导师"),
    ("talent", "人才|团队"),
    ("event", "大赛|论坛|活动|对接会"),
    ("attraction", "招商|引进"),
    ("matching", "对接|合作|联合"),
    ("recognition", "认定|名单|示范"),
    ("organisation", "领导小组|考核|机制|统筹"),
)
"""Kind of measure → words that tell it, the first that fits; none: service."""

TIES = {"moving_in": "moving_in", "tax_paid": "tax_paid", "named_list": "named_list", "holdings": "holdings"}
"""What fair-competition rules question → what a measure is tied to."""


@dataclass(frozen=True, slots=True)
class Support:
    """Sections of programme.yaml, and by clause what of them carries it out."""

    programmes: Table = field(default_factory=dict)
    measures: Table = field(default_factory=dict)
    actors: Table = field(default_factory=dict)
    responsibilities: Table = field(default_factory=dict)
    funds: Table = field(default_factory=dict)
    covering: dict[str, list[str]] = field(default_factory=dict)


def support(findings: Findings, texts: Mapping[str, str]) -> Support:
    """Everything but targets that the findings hold; `texts` are the clauses by address."""
    made = Support()
    actors: dict[str, str] = {}
    for organisation in findings.organisations:
        kind = "office" if "办公室" in organisation.name else ACTOR_KINDS.get(organisation.kind, "other")
        _actor(made, actors, organisation.name, kind, organisation.clause)
    for programme in findings.programmes:
        _programme(made, programme)
    for amount in findings.amounts:
        if amount.role == "fund":
            _fund(made, amount)
        elif amount.role == "award":
            _award(made, amount, _ties(findings, amount, texts[amount.clause]))
    for duty in findings.responsibilities:
        _responsibility(made, actors, duty)
    return made


def measure_kind(words: str) -> str:
    """The kind of measure that the words speak of."""
    return next((kind for kind, pattern in MEASURE_WORDS if re.search(pattern, words)), "service")


def _actor(made: Support, known: dict[str, str], name: str, kind: str, clause: str) -> str:
    if name not in known:
        known[name] = f"a{len(known) + 1:02}"
        made.actors[known[name]] = {"name": name, "kind": kind, "cite": clause}
    return known[name]


def _programme(made: Support, found: ProgrammeFinding) -> None:
    id_ = f"p{len(made.programmes) + 1:02}"
    measures = [_measure(made, words, found.clause) for words in found.gives]
    made.programmes[id_] = {"name": found.name, "measures": measures, "cite": found.clause}
    if found.addressed:
        made.programmes[id_]["note"] = f"针对：{found.addressed}"
    _cover(made, found.clause, f"programme:{id_}", *(f"measure:{one}" for one in measures))


def _measure(made: Support, words: str, clause: str, **paid: Any) -> str:
    id_ = f"m{len(made.measures) + 1:02}"
    kind = "funding" if paid else measure_kind(words)
    made.measures[id_] = {"name": short(words), "kind": kind, "gives": words, **paid, "cite": clause}
    return id_


def _award(made: Support, found: AmountFinding, ties: list[str]) -> None:
    id_ = _measure(made, found.text, found.clause, pays=found.text, **({"tied_to": ties} if ties else {}))
    _cover(made, found.clause, f"measure:{id_}")


def _fund(made: Support, found: AmountFinding) -> None:
    id_ = f"f{len(made.funds) + 1:02}"
    made.funds[id_] = {
        "name": found.name or short(found.text),
        **({"amount": written(found.amount, "元")} if found.amount is not None else {}),
        **({"year": found.year} if found.year is not None else {}),
        **({"purposes": list(found.purposes)} if found.purposes else {}),
        "cite": found.clause,
    }
    _cover(made, found.clause, f"fund:{id_}")


def _responsibility(made: Support, actors: dict[str, str], found: ResponsibilityFinding) -> None:
    names = (*found.lead, *found.joined)
    if not names:
        return
    lead, *others = (_actor(made, actors, name, _kind_of(name), found.clause) for name in dict.fromkeys(names))
    id_ = f"r{len(made.responsibilities) + 1:02}"
    made.responsibilities[id_] = {
        "name": short(found.duty), "duty": found.duty, "lead": lead,
        **({"with": others} if others else {}),
        **({"by": found.by.isoformat()} if found.by is not None else {}),
        "cite": found.clause,
    }  # fmt: skip
    _cover(made, found.clause, f"responsibility:{id_}")


def _kind_of(name: str) -> str:
    """What a body is that only a responsibility names."""
    if "办公室" in name:
        return "office"
    if name.endswith("领导小组"):
        return "leading_group"
    if re.search(r"(?:园区?|管委会|开发区|高新区)$", name):
        return "park"
    if re.search(r"(?:政府|区|县|街道)$", name):
        return "district"
    return "department"


def _ties(findings: Findings, award: AmountFinding, text: str) -> list[str]:
    """What an award depends on: the questioned grounds of its own part of a sentence (…；…), or of one that leads in
    (对迁入的企业：…；…)."""
    ties: list[str] = []
    for one in findings.fair_competition:
        between = text[min(one.span[1], award.span[1]) : max(one.span[0], award.span[0])]
        apart = re.search("[；;。]", between) and not re.search("[：:]", between)
        if one.clause == award.clause and one.kind in TIES and not apart:
            ties.append(TIES[one.kind])
    return list(dict.fromkeys(ties))


def _cover(made: Support, clause: str, *objects: str) -> None:
    held = made.covering.setdefault(clause, [])
    held.extend(one for one in objects if one not in held)
