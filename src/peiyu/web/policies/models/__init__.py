"""Tables of policies: texts of packs, definitions locked, evaluations and what they found, trials."""

from peiyu.web.policies.models.evaluations import Change, Evaluation, Prospect, Tier, Verdict
from peiyu.web.policies.models.texts import DefinitionLock, PackText, Territory
from peiyu.web.policies.models.trials import Trial

__all__ = [
    "Change",
    "DefinitionLock",
    "Evaluation",
    "PackText",
    "Prospect",
    "Territory",
    "Tier",
    "Trial",
    "Verdict",
]
