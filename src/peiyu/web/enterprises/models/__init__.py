"""Tables of the registry: enterprises, their facts, how these came in."""

from peiyu.web.enterprises.models.facts import FACT_MODELS, FactRow
from peiyu.web.enterprises.models.intakes import (
    ExportLog,
    Finding,
    HeldCell,
    Intake,
    SavedMapping,
    UnmatchedName,
)
from peiyu.web.enterprises.models.registry import Enterprise, Merge, NameToken
from peiyu.web.enterprises.models.sources import SourceOrder

__all__ = [
    "FACT_MODELS",
    "Enterprise",
    "ExportLog",
    "FactRow",
    "Finding",
    "HeldCell",
    "Intake",
    "Merge",
    "NameToken",
    "SavedMapping",
    "SourceOrder",
    "UnmatchedName",
]
