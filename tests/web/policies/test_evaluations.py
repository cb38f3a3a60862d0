"""Everybody evaluated: what is stored, what changed, and what a kill leaves."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from peiyu.policy.verdict import Outcome
from peiyu.web import bridge
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions import take_in
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.worker import work
from peiyu.web.look.refusal import Refusal
from peiyu.web.policies import queries
from peiyu.web.policies.actions import evaluations
from peiyu.web.policies.models import Change, Evaluation, Tier, Verdict

DAY = dt.date(2026, 6, 30)
SYSTEM = Actor.system("test")


def evaluated() -> Evaluation:
    ask(SYSTEM, evaluations.KIND)
    work(until_idle=True)
    found = queries.latest()
    assert found is not None
    return found


def stored() -> dict[tuple[int, str], int | None]:
    rows = Verdict.objects.values_list("enterprise", "tier__key", "value")
    return {(firm, tier): value for firm, tier, value in rows}


@pytest.mark.django_db(transaction=True)
def test_stored_verdicts_are_those_of_the_library(zone: dict[str, pl.DataFrame]) -> None:
    made = evaluated()
    ask_ = bridge.asked(*made.asked, day=made.as_of)
    held = stored()
    assert len(held) == Enterprise.objects.count() * len(made.tiers)
    for firm in Enterprise.objects.values_list("pk", flat=True)[:5]:
        live = bridge.verdicts(firm, ask_)
        for tier in made.tiers:
            assert Outcome.of(None if held[firm, tier] is None else bool(held[firm, tier])) is live.tiers[tier].outcome
    firm = Enterprise.objects.values_list("pk", flat=True)[0]
    seen = queries.verdicts(SYSTEM, firm)
    assert [one.tier for one in seen] == made.tiers
    assert all(one.outcome is queries.evaluations.outcome_of(held[firm, one.tier]) for one in seen)
    assert Change.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_second_evaluation_stores_only_what_differs(zone: dict[str, pl.DataFrame]) -> None:
    first = evaluated()
    before = stored()
    returns = zone["annual_return"].filter(pl.col("year") == DAY.year - 1)
    grown = returns.with_columns(pl.col("revenue") * 500, known_from=pl.lit(DAY), source=pl.lit("更正"))
    take_in(SYSTEM, {"annual_return": grown}, kind="upload", name="更正")
    second = evaluated()
    after = stored()
    turned = {key for key in after if before[key] != after[key]}
    assert turned
    assert {(one.enterprise, one.tier.key) for one in second.changes.select_related("tier")} == turned
    assert second.changed == len(turned)
    since = dict(Verdict.objects.values_list("enterprise", "since_id").filter(tier=Tier.objects.first()))
    assert set(since.values()) <= {first.pk, second.pk}
    assert not Change.objects.filter(evaluation=first).exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_storing_leaves_work_that_the_next_one_ends(
    zone: dict[str, pl.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    monkeypatch.setattr("peiyu.web.bridge.outcomes.AT_ONCE", 9)
    real, calls = evaluations.write, []

    def dying(*args: object) -> None:
        calls.append(args)
        if len(calls) == 3:
            raise Killed
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(evaluations, "write", dying)
    job = ask(SYSTEM, evaluations.KIND)
    with pytest.raises(Killed):
        work(until_idle=True)
    assert queries.latest() is None
    job.refresh_from_db()
    assert job.state == "running"
    type(job).objects.filter(pk=job.pk).update(lease=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    work(until_idle=True)
    assert Evaluation.objects.count() == 1
    made = queries.latest()
    assert made is not None
    assert len(stored()) == Enterprise.objects.count() * len(made.tiers)
    assert Change.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_evaluated_again_while_nothing_changed(zone: dict[str, pl.DataFrame]) -> None:
    evaluated()
    ask(SYSTEM, evaluations.KIND, if_changed=True)
    work(until_idle=True)
    assert Evaluation.objects.count() == 1


@pytest.mark.django_db
def test_only_the_office_asks_for_an_evaluation() -> None:
    from peiyu.web.acting.roles import Role

    for role in Role:
        actor = Actor(person=None, name="某", role=role, post=1)
        if role is Role.OFFICE:
            continue
        with pytest.raises(Refusal):
            evaluations.ask_evaluation(actor)


@pytest.mark.django_db(transaction=True)
def test_changes_are_evaluated_by_themselves_and_nothing_else_is(zone: dict[str, pl.DataFrame]) -> None:
    ask(SYSTEM, "policies.keep_current")
    work(until_idle=True)
    assert Evaluation.objects.count() == 1
    ask(SYSTEM, "policies.keep_current")
    work(until_idle=True)
    assert Evaluation.objects.count() == 1
    take_in(SYSTEM, {"enterprise": zone["enterprise"].head(1)}, kind="upload", name="一条")
    ask(SYSTEM, "policies.keep_current")
    work(until_idle=True)
    assert Evaluation.objects.count() == 2
