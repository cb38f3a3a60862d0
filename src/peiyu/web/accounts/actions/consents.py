"""Consents: an enterprise lets an organisation act for it, with the paper that says so; and takes it back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.accounts.access import RULES
from peiyu.web.accounts.firms import Firm
from peiyu.web.accounts.models import SCOPES, Consent, Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import Subject, require
from peiyu.web.files.store import Kept
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

AGENTS = frozenset({"park", "district", "service", "department", "office"})
"""Kinds of organisations that may act for an enterprise."""


def record_consent(
    actor: Actor, *, firm: Firm, agent: int, scope: str, since: dt.date, until: dt.date | None,
    evidence: Kept | None = None, said: str = "",
) -> Consent:  # fmt: skip
    """Records what an enterprise consented to. The enterprise itself needs no paper; everybody else does. Refusals
    `not-allowed`, `evidence-missing`, `agent-unfit`, `dates-turned`, `consent-held`."""
    require(RULES, actor, "consents.record", Subject(enterprise=firm.key, areas=firm.areas))
    unit = Organisation.objects.get(pk=agent)
    for problem in _unfit(actor, firm, unit, since, until, evidence):
        raise Refusal(problem)
    if scope not in SCOPES:
        raise ValueError(scope)
    with transaction.atomic():
        made = Consent.objects.create(
            enterprise=firm.key, enterprise_name=firm.name[:200], agent=unit, scope=scope, since=since, until=until,
            evidence=evidence.hash if evidence else "", evidence_name=evidence.name if evidence else "",
            said=said[:400], recorded_by_id=actor.person or 0, recorded_at=clock.now(),
        )  # fmt: skip
        after = {"agent": unit.name, "scope": scope, "since": str(since), "until": str(until or "")}
        record(actor, "consent.record", "consent", made.pk, said=firm.name, why=said, after=after)
    return made


def withdraw_consent(actor: Actor, consent: Consent, *, areas: frozenset[str] = frozenset(), why: str) -> None:
    """The consent holds no more, at once. The enterprise may, the agent may, the office may. Refusals `not-allowed`,
    `why-missing`, `consent-withdrawn`."""
    if consent.agent_id not in actor.organisations:
        require(RULES, actor, "consents.record", Subject(enterprise=consent.enterprise, areas=areas))
    why = reason_of(why, most=400)
    with transaction.atomic():
        still = Consent.objects.filter(pk=consent.pk, withdrawn_at=None)
        if not still.update(withdrawn_at=clock.now(), withdrawn_why=why):
            raise Refusal(Problem("consent-withdrawn", Text("这份委托已经撤回", "it was withdrawn already")))
        record(actor, "consent.withdraw", "consent", consent.pk, said=consent.enterprise_name, why=why)


def _unfit(
    actor: Actor, firm: Firm, unit: Organisation, since: dt.date, until: dt.date | None, evidence: Kept | None
) -> list[Problem]:
    found = []
    if evidence is None and not (actor.role is Role.ENTERPRISE and firm.key in actor.enterprises):
        said = Text("请附上企业签章的委托书", "attach the paper that the enterprise signed")
        found.append(Problem("evidence-missing", said))
    if unit.kind not in AGENTS or unit.until is not None:
        said = Text("这个机构不能受托代办", "this organisation cannot act for an enterprise")
        found.append(Problem("agent-unfit", said, found=unit.name))
    if until is not None and until < since:
        said = Text("止期早于起期", "it ends before it begins")
        found.append(Problem("dates-turned", said, found=f"{since}—{until}"))
    held = Consent.objects.filter(enterprise=firm.key, agent=unit, withdrawn_at=None, since__lte=until or since)
    if any(one.until is None or one.until >= since for one in held):
        said = Text("同一企业对同一机构已有有效委托", "there is a consent of this enterprise to this organisation")
        next_step = Text("先撤回原委托，再重新登记", "withdraw that one first")
        found.append(Problem("consent-held", said, found=unit.name, next_step=next_step))
    return found
