"""What every object of a pack carries, whether it is about one enterprise or about a territory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from peiyu.policy.condition.ast import NOWHERE, Span
from peiyu.problems import Text

Evidence = Literal["verified", "single-source", "paraphrase", "unverified", "assumption"]
NO_NOTE = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every object of a pack carries: a stable key, names, its clause and how sure we are of it.
    `note` is a remark for whoever reads a verdict; its English is empty where the pack gives none."""

    key: str
    name: Text
    cite: str = ""
    evidence: Evidence = "verified"
    note: Text = NO_NOTE
    span: Span = field(default=NOWHERE, compare=False, repr=False)
