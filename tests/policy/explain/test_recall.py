"""What came out for one enterprise serves others of which the very same is known, and only those."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from peiyu.facts.resolve import snapshots
from peiyu.facts.snapshot import Child, ConditionAttestation, Datum, Snapshot
from peiyu.madeup import Territory, write
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.explain import Explainer, explain
from peiyu.policy.pack.load import PackRegistry

DAY = dt.date(2026, 6, 30)


@pytest.fixture(scope="module")
def binding() -> Binding:
    return bind(PackRegistry(), ["cn-gradient", "cn-hnte"], Selection(as_of=DAY, known_at=DAY, rules_at=DAY))


@pytest.fixture(scope="module")
def firms(binding: Binding, tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, ...]:
    base = write(Territory(companies=16, as_of=DAY, holes=0.3), Path(tmp_path_factory.mktemp("world")) / "facts")
    keys = [int(key) for key in base.raw("enterprise", 0).collect()["enterprise"].unique().sort()]
    return tuple(snapshots(base, keys, view_of(binding)))


def without_most(firm: Snapshot) -> Snapshot:
    """As an ordinary ledger knows it: no yes or no, no records."""
    kept = {key: datum for key, datum in firm.facts.items() if key[0] == "annual_return"}
    return replace(firm, facts=kept, children={}, complete=frozenset())


def test_one_explainer_says_of_many_what_a_fresh_one_says_of_each(
    binding: Binding, firms: tuple[Snapshot, ...]
) -> None:
    explainer = Explainer(binding)
    recalled = 0
    for firm in (*firms, *map(without_most, firms)):
        account = explainer.about(firm)
        for tier in binding.tiers:
            assert account.tier(tier, brief=True) == Explainer(binding).about(firm).tier(tier, brief=True)
            assert account.tier(tier) == explain(binding, firm, tier)
        recalled = sum(use.found for use in explainer.recall.uses.values())
    assert recalled > 300


@pytest.mark.parametrize("change", ["declared", "record", "band", "stand_in", "confirmed"])
def test_what_differs_is_worked_out_anew(binding: Binding, firms: tuple[Snapshot, ...], change: str) -> None:
    plain = without_most(firms[0])
    altered = {
        "declared": replace(plain, complete=frozenset({("title", ""), ("award", ""), ("rd_body", "")})),
        "record": replace(plain, children={"title": (Child("title", 1, {"kind": "高新技术企业", "granted_on": DAY}),)}),
        "band": replace(plain, facts={**plain.facts, REVENUE: Datum(None, low=1, high=10**12, is_band=True)}),
        "stand_in": replace(plain, facts={**plain.facts, REVENUE: Datum(10**9, stand_in="sales")}),
        "confirmed": replace(
            plain, attestations=(ConditionAttestation("cn-gradient-2022.innovative.resident", True, "某局", DAY),)
        ),
    }[change]
    explainer = Explainer(binding)
    for firm in (plain, altered, plain):
        for tier in binding.tiers:
            assert explainer.about(firm).tier(tier, brief=True) == Explainer(binding).about(firm).tier(tier, brief=True)


REVENUE = ("annual_return", "revenue", 2025)
