"""Explanations of one enterprise, or of many in a row: what is worked out once, and what is worded once."""

from __future__ import annotations

from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.binding import Binding
from peiyu.policy.engine.reference import context_of
from peiyu.policy.engine.reference.context import Context
from peiyu.policy.engine.reference.groups import tier as tier_verdict
from peiyu.policy.engine.reference.recall import Recall
from peiyu.policy.explain.build import Tree, tier_key
from peiyu.policy.explain.model import Explanation, Part
from peiyu.policy.explain.words import Words
from peiyu.policy.pack.model import ChooseCriterion, Criterion


def explain(binding: Binding, snapshot: Snapshot, tier: str) -> Explanation:
    """Why the enterprise has its verdict on `tier` (`pack.tier`, or the ladder's name of it).

    Raises UsageError for a tier that the binding does not hold.
    """
    return Explainer(binding).about(snapshot).tier(tier)


class Explainer:
    """Explains many enterprises under one binding: what is the same for all of them is worded once."""

    def __init__(self, binding: Binding) -> None:
        self.binding = binding
        self.words = Words(binding)
        self.recall = Recall(binding)

    def about(self, snapshot: Snapshot) -> Account:
        """One enterprise; its values are worked out once for all its tiers."""
        return Account(context_of(self.binding, snapshot, recall=self.recall), self.words)


class Account:
    """Why one enterprise has its verdicts."""

    def __init__(self, context: Context, words: Words) -> None:
        self.context, self.words = context, words

    def tier(self, tier: str, *, brief: bool = False) -> Explanation:
        """Its verdict on `tier`; `brief` ends at the criteria, without what each of them rests on. Raises
        UsageError for a tier that the binding does not hold."""
        binding, snapshot = self.context.binding, self.context.snapshot
        key = tier_key(binding, tier)
        verdict = tier_verdict(key, self.context)
        return Explanation(
            enterprise=snapshot.enterprise, code=snapshot.code, name=snapshot.name, tier=key, outcome=verdict.outcome,
            as_of=binding.selection.as_of, rules_at=binding.selection.rules_at, text=verdict.text, via=verdict.via,
            in_force=verdict.in_force, definitions=tuple(f"{k} = {v}" for k, v in sorted(binding.chosen.items())),
            definitions_said=tuple(binding.chosen_said.values()),
            stand_ins=tuple(self.words.fact(one) for one in verdict.stand_ins),
            root=Tree(self.context, self.words, brief=brief).tier(key),
        )  # fmt: skip

    def criterion(self, one: Criterion | ChooseCriterion) -> Part:
        """One criterion in full."""
        return Tree(self.context, self.words).group(one)
