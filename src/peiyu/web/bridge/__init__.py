"""The database to the library and back: the only module of the application that calls engines.

What the apps call stands here: `packs`, `asked`; `export`; of one enterprise `snapshot`, `verdicts`, `explain`,
`questions`, `plan`, `explain_given`; of everybody `evaluate`, `measure`, `open_figure`, `statistics`, `simulate`,
`difference`, `material`.
"""

from peiyu.web.bridge.analyses import Analysed, statistics
from peiyu.web.bridge.asking import Asked, asked
from peiyu.web.bridge.briefing import Frozen, Gathered, material
from peiyu.web.bridge.evaluating import Evaluated, TierName, evaluate
from peiyu.web.bridge.export import export
from peiyu.web.bridge.firms import explain, explain_given, given, plan, questions, seen, verdicts
from peiyu.web.bridge.measuring import figure_difference, measure, open_figure, programme
from peiyu.web.bridge.registry import pack_of, packs
from peiyu.web.bridge.snapshots import snapshot
from peiyu.web.bridge.trials import difference, simulate

__all__ = [
    "Analysed",
    "Asked",
    "Evaluated",
    "Frozen",
    "Gathered",
    "TierName",
    "asked",
    "difference",
    "evaluate",
    "explain",
    "explain_given",
    "export",
    "figure_difference",
    "given",
    "material",
    "measure",
    "open_figure",
    "pack_of",
    "packs",
    "plan",
    "programme",
    "questions",
    "seen",
    "simulate",
    "snapshot",
    "statistics",
    "verdicts",
]
