"""What the library says of one enterprise: why, what to ask, the dated path, its check-up. Computed when asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from peiyu.facts.base import View
from peiyu.facts.given import snapshot_of
from peiyu.facts.snapshot import Snapshot
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.compile.binding import Binding
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.explain import Explanation
from peiyu.policy.explain import explain as explained
from peiyu.policy.explain.questions import Question
from peiyu.policy.explain.questions import questions as asked_of
from peiyu.policy.path.model import Path
from peiyu.policy.path.plan import plan as planned
from peiyu.policy.verdict import Evaluation
from peiyu.web.bridge.asking import Asked, asked
from peiyu.web.bridge.snapshots import snapshot

Firm = int | Snapshot
"""An enterprise by its key, or as it was read already."""


def seen(firm: Firm, binding: Binding) -> Snapshot:
    """The enterprise as a binding sees it."""
    if isinstance(firm, Snapshot):
        return firm
    return snapshot(firm, view_of(binding), fields=binding.fields.values())


def view(ask: Asked) -> View:
    """The facts that verdicts of this asking may see."""
    return view_of(ask.bound())


def verdicts(firm: Firm, ask: Asked) -> Evaluation:
    """Every verdict on an enterprise by the reference engine, live."""
    binding = ask.bound()
    return evaluate(binding, seen(firm, binding))


def explain(firm: Firm, tier: str, ask: Asked | None = None) -> Explanation:
    """Why an enterprise has its verdict on a tier (`pack.tier` or `ladder.tier`). FactsError `enterprise-unknown`,
    UsageError for a tier that nothing is called."""
    binding = (ask or asked(tier)).bound()
    return explained(binding, seen(firm, binding), tier)


def questions(firm: Firm, tiers: Sequence[str], ask: Asked | None = None) -> tuple[Question, ...]:
    """What to ask about the tiers that are open, the decisive question first."""
    binding = (ask or asked(*tiers)).bound()
    return asked_of(binding, seen(firm, binding), tiers)


def plan(firm: Firm, tier: str, ask: Asked | None = None, *, years: int = 5) -> Path:
    """The dated way to a tier. A title on the way can only be planned where the pack that gives it is asked for too."""
    ask = ask or asked(tier.partition(".")[0])
    return planned(ask.at, seen(firm, ask.bound()), tier, as_of=ask.selection.as_of, horizon_years=years)


def given(facts: Mapping[str, Any], ask: Asked) -> Snapshot:
    """An enterprise from what somebody typed (names or codes → values with units). FactsError with every fault."""
    words = vocabulary().extended(ask.bound().fields.values())
    return snapshot_of(facts, as_of=ask.selection.as_of, vocabulary=words)


def explain_given(tier: str, facts: Mapping[str, Any], *, as_of: dt.date | None = None) -> Explanation:
    """The self-check: why an enterprise with these facts has this verdict. Nothing is read or kept."""
    ask = asked(tier, day=as_of)
    return explain(given(facts, ask), tier, ask)
