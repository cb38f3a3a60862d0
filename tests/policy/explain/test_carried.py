"""Every tier of every carried pack can be explained and asked about, whatever is missing."""

from __future__ import annotations

import pytest

from peiyu.policy.compile.bind import bind
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.explain import as_html, as_json, explain, questions, text
from peiyu.policy.pack.load import PackRegistry, read_cases, read_pack
from peiyu.policy.testing.cases import selection_of, snapshot_of_case
from peiyu.policy.verdict import Outcome

REGISTRY = PackRegistry()


@pytest.mark.parametrize("pack", [p for p in REGISTRY.ids() if p != "cn-gradient"])
def test_explanations_and_questions_agree_with_the_verdict(pack: str) -> None:
    loading = read_pack(pack, registry=REGISTRY)
    assert loading.pack is not None
    cases, _ = read_cases(loading.pack, used=loading.used)
    for case in cases[::29]:
        binding, one = bind(REGISTRY, [pack], selection_of(case)), snapshot_of_case(case)
        verdicts = evaluate(binding, one).tiers
        for key in binding.tiers:
            said = explain(binding, one, key)
            assert said.outcome is said.root.outcome is verdicts[key].outcome
            assert said.root.what.zh in text(said)
            assert "forecast" in text(said, "en")
            assert as_json(said).count('"key"') == len(list(said.root.within()))
            assert as_html(said).count("<li") == len(list(said.root.within())) - 1
        key = next(iter(binding.tiers))
        asked = questions(binding, one, [key])
        assert bool(asked) <= (verdicts[key].outcome is Outcome.UNKNOWN)
