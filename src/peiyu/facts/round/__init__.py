"""Collection rounds: what is asked goes out as a workbook a unit, and comes back as answers.

    check      what is asked can be asked                      asked → problems
    burden     how much work it is                             asked, units, held → Burden
    write      the workbook that a unit fills in               asked, unit, held → .xlsx, locked, prefilled, marked
    workbook   the same as bytes                               asked, unit, held → bytes, equal for equal arguments
    read       what a returned file says                       a file → parts by unit, what waits, what is told
    merge      parts of one round                              parts → answers by unit, conflicts: nobody wins
    examine    whether the answers can be right                answers, held, the past → findings
    comments   the sender's own workbook with the findings     a file, findings → .xlsx
    rows       the answers as facts                            answers → Loaded, as from a ledger, with its quarantine

To judge a change here: put a sheet through all of it in this order. A clean value must come out of `rows` as it went
into a cell, whatever was done to the file on its way (tests/facts/round/test_round_trip.py); what cannot be told must
be in `aside`, `conflicts` or `findings`, each with a sentence that says what to do; and a blank must never be 0. The
defects that are planted for it, kind by kind, are those of `peiyu.madeup.answers`.
"""

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
from peiyu.facts.round.write import workbook, write

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
    "workbook",
    "write",
]
