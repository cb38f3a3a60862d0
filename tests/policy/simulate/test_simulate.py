"""What-if: who gains and loses and why; nothing given is altered; a change without effect is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policy import handmade
from tests.policy.handmade import (
    annual,
    compare,
    criterion,
    divided,
    every,
    number,
    parameter,
    selection,
    statute,
    tier,
)

from peiyu.facts.resolve import snapshots
from peiyu.facts.snapshot import Snapshot
from peiyu.madeup import Territory, write
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.condition.ast import Expr
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.pack.load import load_pack
from peiyu.policy.pack.model import Definition, Option, Pack
from peiyu.policy.simulate.definitions import difference
from peiyu.policy.simulate.render import difference_text, plain, text
from peiyu.policy.simulate.simulate import simulate
from peiyu.policy.verdict import Outcome
from peiyu.problems import Text, UsageError

LIMIT, UNUSED = "p.limit", "p.unused"


def packs(*, share: str = "1/10") -> Mapping[str, Pack]:
    """staff ≤ limit and S&T staff over staff ≥ share; a definition and a parameter that nothing reads."""
    from peiyu.policy.condition.ast import Ref

    met = every(
        criterion("p.t.size", compare(annual("staff"), "<=", Ref("parameter", LIMIT))),
        criterion("p.t.share", compare(divided(Ref("definition", "p.who"), annual("staff")), ">=", share), "not met"),
    )
    parameters = (
        parameter(LIMIT, (None, None, number(100))),
        parameter(UNUSED, (None, None, number(1))),
    )
    return {"p": handmade.pack("p", statute(tier("p.t", met), parameters=parameters, definitions=(WHO,)))}


WHO = Definition(
    key="p.who", name=Text("人员口径", "who counts"), names="who", default="sci",
    options=(
        Option(key="sci", name=Text("科技人员", "S&T staff"), value=annual("sci_staff")),
        Option(key="rd", name=Text("研发人员", "R&D staff"), value=annual("rd_staff")),
    ),
)  # fmt: skip


def bound(parameters: Mapping[str, Expr] | None = None, **changes: Any) -> Binding:
    return bind(packs(), ["p"], selection(parameters=parameters or {}, **changes))


def rebind(chosen: Selection) -> Binding:
    return bind(packs(), ["p"], chosen)


def firm(key: int, staff: int | None, sci: int, rd: int = 1) -> Snapshot:
    facts: dict[str, int] = {"sci_staff": sci, "rd_staff": rd} | ({} if staff is None else {"staff": staff})
    return replace(handmade.snapshot(facts), enterprise=key, code=f"C{key}", name=f"企业{key}")


FIRMS = (firm(1, 90, 20), firm(2, 110, 20), firm(3, 150, 20), firm(4, None, 20), firm(5, 80, 1))


def test_who_gains_and_why() -> None:
    found = simulate(FIRMS, bound(), bound({LIMIT: number(120)}))
    (change,) = found.tiers
    assert (change.gained, change.lost, change.changed) == (1, 0, 1)
    assert (change.before.definite, change.before.possible) == (1, 2), "the one without staff is possible"
    assert (change.after.definite, change.after.possible) == (2, 3)
    (flip,) = change.flips
    assert (flip.enterprise, flip.before, flip.after, flip.gains) == (2, Outcome.NOT_MET, Outcome.MET, True)
    assert [(one.id, one.before, one.after) for one in flip.criteria] == [("size", Outcome.NOT_MET, Outcome.MET)]


def test_who_loses() -> None:
    found = simulate(FIRMS, bound(), bound({LIMIT: number(85)}))
    assert (found.tiers[0].gained, found.tiers[0].lost) == (0, 1)
    assert found.tiers[0].flips[0].loses


def test_a_change_without_effect_is_named_beside_one_with() -> None:
    found = simulate(FIRMS, bound(), bound({LIMIT: number(120), UNUSED: number(9)}), rebind=rebind)
    moved = {one.key: one.moved for one in found.alterations}
    assert moved == {LIMIT: 1, UNUSED: 0, "p.t.size": 1}
    assert [one.key for one in found.without_effect] == [UNUSED]
    assert "p.unused" in text(found)
    assert "没有影响任何预判结果" in text(found)
    assert "has no effect on any verdict" in text(found, "en")


def test_a_threshold_that_nobody_crosses_is_without_effect() -> None:
    found = simulate(FIRMS, bound(), bound({LIMIT: number(101)}))
    assert found.changes_nothing
    assert {one.key for one in found.without_effect} == {LIMIT, "p.t.size"}


def test_nothing_given_is_altered() -> None:
    before, after = bound(), bound({LIMIT: number(120)})
    copies = deepcopy((FIRMS, before, after))
    simulate(FIRMS, before, after, rebind=rebind)
    assert copies == (FIRMS, before, after)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.none() | st.integers(0, 200), st.integers(0, 60)), max_size=6), st.integers(1, 200))
def test_no_change_changes_nothing(rows: list[tuple[int | None, int]], limit: int) -> None:
    firms = [firm(key, staff, sci) for key, (staff, sci) in enumerate(rows)]
    same = bound({LIMIT: number(limit)})
    found = simulate(firms, same, bound({LIMIT: number(limit)}), rebind=rebind)
    assert found.changes_nothing
    assert found.alterations == ()
    assert all(one.before == one.after for one in found.tiers)


def test_another_text_is_compared_tier_by_tier() -> None:
    old = packs()["p"].texts[0]
    new = packs(share="1/5")["p"].texts[0]
    day = dt.date(2022, 1, 1)
    both = handmade.pack(
        "p", replace(old, id="old", until=day - dt.timedelta(1)), replace(new, id="new", since=day)
    )  # fmt: skip
    before = bind({"p": both}, ["p"], selection(rules_at=dt.date(2021, 6, 30)))
    found = simulate(FIRMS, before, bind({"p": both}, ["p"], selection()))
    texts = [one for one in found.alterations if one.kind == "text"]
    assert [(one.before, one.after) for one in texts] == [("p old", "p new")]
    assert [one.key for one in found.alterations if one.kind == "rule"] == ["p.t.share"]


def test_two_options_company_by_company() -> None:
    firms = (firm(1, 100, 20, 5), firm(2, 100, 20, 20), firm(3, 100, 3, 30))
    found = difference(firms, WHO, "sci", "rd", bind_with=lambda key: bound(define={"p.who": key}))
    assert [(row.enterprise, row.one.zh, row.other.zh) for row in found.rows] == [
        (1, "20人", "5人"),
        (3, "3人", "30人"),
    ]
    (change,) = found.simulation.tiers
    assert {flip.enterprise: flip.after for flip in change.flips} == {1: Outcome.NOT_MET, 3: Outcome.MET}
    said = difference_text(found)
    assert "企业1: 20人 | 5人" in said
    assert "确定符合2→2户" in said


def test_an_option_that_the_definition_does_not_have_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        difference(FIRMS, WHO, "sci", "all", bind_with=lambda key: bound(define={"p.who": key}))
    assert refused.value.problems[0].code == "unknown-option"
    assert "sci, rd" in refused.value.problems[0].accepted.zh


def test_plain_values_carry_counts_and_reasons() -> None:
    values = plain(simulate(FIRMS, bound(), bound({LIMIT: number(120)})))
    assert values["tiers"][0]["flips"][0]["criteria"][0]["id"] == "size"
    assert values["enterprises"] == 5


def test_a_fact_base_and_its_snapshots_give_one_simulation(tmp_path: Path) -> None:
    as_of = dt.date(2026, 6, 30)
    base = write(Territory(companies=300), tmp_path / "base")
    pack = {"cn-tech-sme-2017": load_pack("cn-tech-sme-2017")}

    def at(mark: int) -> Binding:
        chosen = Selection(
            as_of=as_of, known_at=as_of, rules_at=as_of, parameters={"cn-tech-sme-2017.pass_mark": number(mark)}
        )
        return bind(pack, ["cn-tech-sme-2017"], chosen)

    whole = simulate(base, at(60), at(40))
    keys = [one.enterprise for one in snapshots(base, _keys(base, at(60)), view_of(at(60)))]
    few = simulate(list(snapshots(base, keys, view_of(at(60)))), at(60), at(40))
    assert whole.tiers[0].gained > 0
    assert [(t.before, t.after, t.gained, t.lost, t.changed) for t in whole.tiers] == [
        (t.before, t.after, t.gained, t.lost, t.changed) for t in few.tiers
    ]
    by_key = {flip.enterprise: (flip.after, flip.criteria) for flip in few.tiers[0].flips}
    assert {flip.enterprise: (flip.after, flip.criteria) for flip in whole.tiers[0].flips} == by_key


def _keys(base: Any, binding: Binding) -> list[int]:
    return base.scan("enterprise", 0, view_of(binding), ["code"]).collect()["enterprise"].to_list()
