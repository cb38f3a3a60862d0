"""Locking a definition: 对外发布口径."""

from __future__ import annotations

from django.db import transaction

from peiyu.policy.compile.choose import refuse_unknown
from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.rules import require
from peiyu.web.policies.access import RULES
from peiyu.web.policies.models import DefinitionLock
from peiyu.web.policies.queries.definitions import definitions
from peiyu.web.trail.actions import record


def lock(actor: Actor, *, definition: str, option: str, why: str) -> DefinitionLock:
    """From now on figures go out under this option; the one before it stays on record with its end. Refusal
    `why-missing`; UsageError `unknown-definition`, `unknown-option`."""
    require(RULES, actor, "definitions.lock")
    why = reason_of(why)
    known = {one.key: one for one in definitions()}
    if definition not in known:
        raise refuse_unknown(Text("口径", "definition"), definition, known, "unknown-definition")
    options = [one.key for one in known[definition].options]
    if option not in options:
        raise refuse_unknown(Text("选项", "option"), option, options, "unknown-option")
    at = clock.now()
    with transaction.atomic():
        held = DefinitionLock.objects.filter(definition=definition, until=None)
        before = held.values_list("option", flat=True).first()
        held.update(until=at)
        made = DefinitionLock.objects.create(
            definition=definition, option=option, by_id=actor.person, by_name=actor.name, why=why[:1000], at=at
        )
        record(
            actor, "definition.lock", "definition", definition, why=why, before={"option": before},
            after={"option": option},
        )  # fmt: skip
        return made
