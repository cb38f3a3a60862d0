"""The API of policies: packs, their tiers and clauses, verdicts and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.http import HttpRequest
from ninja import Router

from peiyu.policy.explain.model import Part
from peiyu.policy.pack.model import Pack
from peiyu.policy.verdict import Outcome
from peiyu.problems import Problem, Text
from peiyu.web import bridge
from peiyu.web.acting.asked import actor_of
from peiyu.web.acting.rules import require
from peiyu.web.enterprises import answers as given
from peiyu.web.enterprises import queries as registry
from peiyu.web.enterprises.access import subject_of
from peiyu.web.look.lists.keyset import Cursor, Order, page
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.schemas import Key, Size, Word, answers, key_of, said, written_key
from peiyu.web.policies import queries
from peiyu.web.policies.access import RULES
from peiyu.web.policies.queries import packs as texts
from peiyu.web.policies.schemas import (
    ExplanationOut,
    JudgedPage,
    PackOut,
    PartOut,
    RuleOut,
    TierOut,
    VerdictOut,
)

BY_NAME = Order("name")
WORDS: dict[Outcome, Literal["met", "not_met", "unknown"]] = {
    Outcome.MET: "met",
    Outcome.NOT_MET: "not_met",
    Outcome.UNKNOWN: "unknown",
}

packs = Router(tags=["packs"])
verdicts = Router(tags=["verdicts"])


@packs.get("/", response=answers(list[PackOut]), operation_id="packs")
def listed(request: HttpRequest) -> list[PackOut]:
    """Every pack, those in use first."""
    require(RULES, actor_of(request), "packs.see")
    return [
        PackOut(id=one.id, name=said(one.name), kind=said(one.kind), document=one.document, used=one.used,
                territory=one.territory, hash=one.text.hash if one.text else "")
        for one in texts.packs()
    ]  # fmt: skip


@packs.get("/{pack}/tiers", response=answers(list[TierOut]), operation_id="tiers")
def tiers(request: HttpRequest, pack: Word) -> list[TierOut]:
    """The tiers of a pack with their criteria in words, as they hold today."""
    require(RULES, actor_of(request), "packs.see")
    return [
        TierOut(key=one.key, name=said(one.name), title=one.title, cite=one.cite, rules=[
            RuleOut(depth=line.depth, joint=line.joint, name=said(line.name), rule=said(line.rule), cite=line.cite,
                    evidence=line.evidence)
            for line in one.lines
        ])
        for one in texts.tiers_in_words(pack_of(pack))
    ]  # fmt: skip


@verdicts.get("/verdicts/{tier}/{outcome}", response=answers(JudgedPage), operation_id="judged")
def judged(
    request: HttpRequest, tier: Word, outcome: Literal["met", "not_met", "unknown"], after: Word = "",
    limit: Size = 100,
) -> JudgedPage:  # fmt: skip
    """The enterprises that have this verdict on a tier (`pack.tier`) by the last evaluation, by name."""
    actor = actor_of(request)
    require(RULES, actor, "verdicts.see")
    if tier not in {one.key for one in queries.tiers()}:
        raise Refusal(_no_tier(tier), status=404)
    rows = queries.with_verdict(registry.scoped(actor), tier, outcome)
    found = page(rows, BY_NAME, size=limit, after=Cursor.parse(after) if after else None, before=None)
    return JudgedPage(
        items=[given.enterprise(one) for one in found.rows], next=found.after.written() if found.after else None
    )


@verdicts.get("/enterprises/{key}/verdicts", response=answers(list[VerdictOut]), operation_id="verdicts")
def of_enterprise(request: HttpRequest, key: Key) -> list[VerdictOut]:
    """The stored verdicts on an enterprise."""
    actor = actor_of(request)
    found = registry.one(actor, key_of(key))
    require(RULES, actor, "verdicts.see", subject_of(found))
    return [
        VerdictOut(tier=one.tier, name=said(one.name), outcome=WORDS[one.outcome], stand_in=one.stand_in,
                   since=one.since)
        for one in queries.verdicts(actor, found.key)
    ]  # fmt: skip


@verdicts.get("/enterprises/{key}/verdicts/{tier}", response=answers(ExplanationOut), operation_id="explanation")
def explanation(request: HttpRequest, key: Key, tier: Word) -> ExplanationOut:
    """Why an enterprise has its verdict on a tier (`pack.tier`): computed now, from what is known now."""
    actor = actor_of(request)
    found = registry.one(actor, key_of(key))
    require(RULES, actor, "verdicts.see", subject_of(found))
    if tier not in {one.key for one in queries.tiers()}:
        raise Refusal(_no_tier(tier), status=404)
    made = bridge.explain(found.key, tier)
    return ExplanationOut(
        enterprise=written_key(found.key), tier=made.tier, outcome=WORDS[made.outcome], as_of=made.as_of,
        text=made.text, in_force=made.in_force, definitions=[said(one) for one in made.definitions_said],
        stand_ins=[said(one) for one in made.stand_ins], parts=list(_parts(made.root, 0)),
        disclaimer=said(made.disclaimer),
    )  # fmt: skip


def pack_of(word: str) -> Pack:
    """A pack by its id. Refusal `pack-unknown`."""
    if word not in bridge.packs().ids():
        raise Refusal(Problem("pack-unknown", Text("没有这个政策包", "there is no such pack"), found=word), status=404)
    return bridge.pack_of(word)


def _parts(part: Part, depth: int) -> Iterator[PartOut]:
    yield PartOut(
        depth=depth, kind=part.kind, key=part.key, what=said(part.what),
        outcome=WORDS[part.outcome] if part.outcome else None, rule=said(part.rule), value=said(part.value),
        threshold=said(part.threshold), distance=said(part.distance), cite=part.cite, note=said(part.note),
        waiting=[said(Text(f"{one.who.zh}：{one.what.zh}", f"{one.who.en}: {one.what.en}")) for one in part.waiting],
    )  # fmt: skip
    for child in part.children:
        yield from _parts(child, depth + 1)


def _no_tier(tier: str) -> Problem:
    known = [one.key for one in queries.tiers()]
    return Problem(
        "tier-unknown",
        Text("没有按这个层级预判", "enterprises are not judged by this tier"),
        found=tier,
        accepted=Text("、".join(known), ", ".join(known)),
    )
