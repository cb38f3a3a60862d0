"""The facts without an answer that keep a tier undecided, as questions, decisive ones first."""

from __future__ import annotations

from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.binding import Binding
from peiyu.policy.engine.reference import context_of
from peiyu.policy.engine.reference.groups import tier as verdict_on
from peiyu.policy.explain.words import Words
from peiyu.policy.path.model import Question
from peiyu.problems import Text


def open_questions(binding: Binding, snapshot: Snapshot, tier: str) -> tuple[Question, ...]:
    """One question a fact that the tier's verdict still waits for."""
    words = Words(binding)
    reasons = verdict_on(tier, context_of(binding, snapshot)).truth.reasons
    return tuple(
        Question(
            fact=reason.fact, supplier=reason.supplier, settles=False, words=words.about(reason), wanted=Text("", "")
        )
        for reason in sorted(reasons, key=repr)
        if reason.fact is not None
    )
