"""Collection rounds: what is asked goes out as a workbook a unit, and comes back as answers."""

from peiyu.facts.round.arrived import Arrived, Aside, How, Part
from peiyu.facts.round.burden import Burden, burden
from peiyu.facts.round.check import check
from peiyu.facts.round.comments import comments
from peiyu.facts.round.examine import Before, Finding, Past, blocking, examine
from peiyu.facts.round.merge import Conflict, Merged, merge
from peiyu.facts.round.model import Answer, Asked, AskedSheet, Basis, Firm, Held, Place, Span, Unit
from peiyu.facts.round.reading import read
from peiyu.facts.round.rows import rows
from peiyu.facts.round.stored import asked_from_json, asked_to_json, value_from_json, value_to_json
from peiyu.facts.round.write import write

__all__ = [
    "Answer",
    "Arrived",
    "Aside",
    "Asked",
    "AskedSheet",
    "Basis",
    "Before",
    "Burden",
    "Conflict",
    "Finding",
    "Firm",
    "Held",
    "How",
    "Merged",
    "Part",
    "Past",
    "Place",
    "Span",
    "Unit",
    "asked_from_json",
    "asked_to_json",
    "blocking",
    "burden",
    "check",
    "comments",
    "examine",
    "merge",
    "read",
    "rows",
    "value_from_json",
    "value_to_json",
    "write",
]
