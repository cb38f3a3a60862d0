"""Tables of collection: rounds with whom they ask, what came back, what became of it."""

from peiyu.web.collection.models.answers import AnswerRow, Arrival, Finding
from peiyu.web.collection.models.chasing import Extension, Reminder
from peiyu.web.collection.models.rounds import Round, RoundFirm, RoundUnit
from peiyu.web.collection.models.submissions import Correction, Submission

__all__ = [
    "AnswerRow",
    "Arrival",
    "Correction",
    "Extension",
    "Finding",
    "Reminder",
    "Round",
    "RoundFirm",
    "RoundUnit",
    "Submission",
]
