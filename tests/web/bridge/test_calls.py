"""What the bridge gives: the library's own values, as the library gives them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peiyu.facts.base import FactBase
from peiyu.facts.resolve import snapshot as from_base
from peiyu.insight.measure import measure as measured
from peiyu.madeup import Zone, write
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.explain import explain as explained
from peiyu.policy.verdict import Outcome
from peiyu.problems import FactsError, UsageError
from peiyu.web import bridge
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions import take_in
from peiyu.web.enterprises.models import Enterprise

DAY = dt.date(2012, 9, 30)
PACK = "tianjin-hitech-2012"


@pytest.fixture
def base(tmp_path: Path) -> FactBase:
    """A made-up zone in the database; the base that it came from."""
    made = write(Zone(kind=PACK, companies=60, as_of=DAY), tmp_path / "facts")
    frames = {entity: made.raw(entity, 0).collect() for entity in made.manifest.entities}
    take_in(Actor.system("test"), frames, kind="made_up", name="虚构")
    return made


@pytest.mark.django_db(transaction=True)
def test_an_explanation_live_is_the_one_from_a_fact_base(base: FactBase) -> None:
    ask = bridge.asked(PACK, day=DAY)
    binding = ask.bound()
    tier = next(iter(binding.tiers))
    for firm in Enterprise.objects.values_list("pk", flat=True)[:8]:
        held = from_base(base.with_fields(binding.fields.values()), firm, view_of(binding))
        assert bridge.explain(firm, tier, ask) == explained(binding, held, tier)


@pytest.mark.django_db(transaction=True)
def test_targets_are_measured_as_the_library_measures_them(base: FactBase) -> None:
    live, plain = bridge.measure(PACK, day=DAY), measured(PACK, bridge.packs(), base, day=DAY)
    assert {code: one.actual for code, one in live.targets.items()} == {
        code: one.actual for code, one in plain.targets.items()
    }
    code = next(code for code, one in live.targets.items() if one.figure.records and not one.figure.parts)
    assert [one.record_id for one in bridge.open_figure(live, f"target:{code}")]


@pytest.mark.django_db(transaction=True)
def test_every_analysis_goes_inwards_and_outwards(base: FactBase) -> None:
    for kind in bridge.analyses.KINDS:
        made = bridge.statistics(kind, day=DAY, pack=PACK)
        assert made.inward.rows
        assert (made.outward is None) is (kind == "bunching")
        assert made.chart is None or made.chart("zh")
    with pytest.raises(UsageError, match="unknown-analysis"):
        bridge.statistics("astrology", day=DAY)


@pytest.mark.django_db
def test_the_self_check_needs_nobody_and_keeps_nothing() -> None:
    facts = {"职工总数": "30人", "营业收入": "3000万元"}
    found = bridge.explain_given("cn-tech-sme-2017.tech_sme", facts, as_of=dt.date(2026, 6, 30))
    assert found.outcome in (Outcome.UNKNOWN, Outcome.NOT_MET, Outcome.MET)
    assert not Enterprise.objects.exists()
    with pytest.raises(FactsError) as refused:
        bridge.explain_given("cn-tech-sme-2017.tech_sme", {"职工总数": "很多"}, as_of=dt.date(2026, 6, 30))
    assert refused.value.problems[0].code == "value-unfit"


@pytest.mark.django_db(transaction=True)
def test_questions_and_path_of_one_enterprise(base: FactBase) -> None:
    ask = bridge.asked("cn-tech-sme-2017", "cn-hnte", day=DAY)
    firm = Enterprise.objects.values_list("pk", flat=True)[0]
    if bridge.explain(firm, "cn-tech-sme-2017.tech_sme", ask).outcome is Outcome.UNKNOWN:
        assert bridge.questions(firm, ["cn-tech-sme-2017.tech_sme"], ask)
    path = bridge.plan(firm, "cn-tech-sme-2017.tech_sme", ask)
    assert path.as_of == DAY
    with pytest.raises(FactsError):
        bridge.explain(1, "cn-tech-sme-2017.tech_sme", ask)
