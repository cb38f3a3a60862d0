"""Reads of policies."""

from peiyu.web.policies.queries.evaluations import (
    Standing,
    latest,
    tiers,
    verdicts,
    with_verdict,
)
from peiyu.web.policies.queries.texts import standards, territory, territory_id

__all__ = [
    "Standing",
    "latest",
    "standards",
    "territory",
    "territory_id",
    "tiers",
    "verdicts",
    "with_verdict",
]
