"""Conditions as they are written, tried on enterprises as they are written."""

from __future__ import annotations

from typing import Any

from tests.policy.handmade import AS_OF, binding_of

from peiyu.facts.given import snapshot_of
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.condition.parse import parse
from peiyu.policy.condition.resolve import resolve
from peiyu.policy.condition.scope import Scope
from peiyu.policy.engine.reference import context_of, truth_of, value_of
from peiyu.policy.engine.reference.context import Context
from peiyu.policy.engine.reference.intervals import Value
from peiyu.policy.verdict import Truth

SCOPE = Scope(vocabulary())
BINDING = binding_of()


def context(facts: dict[str, Any]) -> Context:
    return context_of(BINDING, snapshot_of(facts, as_of=AS_OF))


def truth(written: str, facts: dict[str, Any], when_undefined: Any = None) -> Truth:
    return truth_of(resolve(parse(written), SCOPE), context(facts).under(when_undefined))


def value(written: str, facts: dict[str, Any]) -> Value:
    return value_of(resolve(parse(written), SCOPE), context(facts))
