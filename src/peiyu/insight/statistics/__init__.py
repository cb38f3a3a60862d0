"""Statistics that the documents ask for: how a stock changed, grew, moved, survived, concentrated, operates; and what
must be hidden before a table goes out."""

from peiyu.insight.statistics.bridge import Bridge, bridge
from peiyu.insight.statistics.bunching import bunching
from peiyu.insight.statistics.concentration import concentration
from peiyu.insight.statistics.growth import growth
from peiyu.insight.statistics.operating import operating
from peiyu.insight.statistics.population import aggregate_view, labels
from peiyu.insight.statistics.revenue import revenue_change
from peiyu.insight.statistics.survival import survival
from peiyu.insight.statistics.transitions import labelled, transitions

__all__ = [
    "Bridge", "aggregate_view", "bridge", "bunching", "concentration", "growth", "labelled", "labels", "operating",
    "revenue_change", "survival", "transitions",
]  # fmt: skip
