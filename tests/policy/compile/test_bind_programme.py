"""A programme is bound: options chosen, bodies resolved, conditions without parameters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from peiyu.policy.compile.binding import Selection
from peiyu.policy.compile.programme import BoundProgramme, bind_programme
from peiyu.policy.condition import ast
from peiyu.policy.pack.load import PackRegistry, load_pack
from peiyu.policy.pack.model import Pack
from peiyu.policy.pack.programme import Among, EventsBody, FirmsBody, NarrowedBody, RatioBody
from peiyu.problems import PackError, UsageError

ZONE = Path(__file__).parents[1] / "pack" / "programme" / "zone"
DAY = dt.date(2012, 9, 30)
LARGE = ast.Compare(">=", ast.Fact("enterprise", "registered_capital"), ast.Number(Fraction(2 * 10**9), "money"))


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(ZONE)


def bound(pack: Pack, **define: str) -> BoundProgramme:
    selection = Selection(as_of=DAY, known_at=DAY, rules_at=DAY, define={f"zone.{k}": v for k, v in define.items()})
    return bind_programme({"zone": pack}, "zone", selection)


def test_the_default_option_is_taken_and_told(pack: Pack) -> None:
    made = bound(pack)
    one = made.indicators["new"]
    assert isinstance(one.body, EventsBody)
    assert (one.body.entity, one.body.first) == ("title", True)
    assert [(c.key, c.option.key, c.said.zh) for c in one.chosen] == [("zone.D4", "recognised", "新增口径＝首次认定")]
    assert made.chosen["zone.D4"] == made.binding.chosen["zone.D4"] == "recognised"


def test_a_narrowed_indicator_follows_the_option(pack: Pack) -> None:
    one = bound(pack, D4="registered").indicators["new_large"]
    assert isinstance(one.body, EventsBody)
    assert one.body.entity == "stay"
    assert one.body.among == (Among(when=ast.Holds("高新技术企业")), Among(when=LARGE))
    assert [c.option.key for c in one.chosen] == ["registered"]


def test_what_rules_of_later_days_count_says_so(pack: Pack) -> None:
    made = bound(pack, D4="by_rules")
    assert made.indicators["new"].retrospective
    assert made.indicators["new_small"].retrospective
    assert not made.indicators["space"].retrospective
    assert isinstance(made.indicators["new"].body, FirmsBody)


def test_an_open_definition_leaves_its_indicator_undecided(pack: Pack) -> None:
    made = bound(pack)
    assert made.undecided == {"entered": "D15"}
    assert "entered" not in made.indicators
    decided = bound(pack, D15="any")
    assert decided.undecided == {}
    assert decided.indicators["entered"].body == EventsBody(entity="institution", on="entered_on")


def test_conditions_hold_no_parameter_and_every_tier_is_at_hand(pack: Pack) -> None:
    made = bound(pack, size="capital")
    grown = made.groups["stage"].members[1].when
    assert grown == ast.Compare(">=", ast.Fact("annual_return", "revenue"), ast.Number(Fraction(5 * 10**8), "money"))
    assert list(made.binding.tiers) == ["zone.startup"]
    assert made.chosen == {"zone.D4": "recognised", "zone.size": "capital"}


def test_factors_bring_stored_sums_to_the_unit(pack: Pack) -> None:
    held = bound(pack).indicators
    assert {id_: held[id_].factor for id_ in ("space", "paid", "profit", "staff", "filed")} == {
        "space": Fraction(1, 100), "paid": Fraction(1, 100), "profit": Fraction(1, 100), "staff": Fraction(1),
        "filed": Fraction(1),
    }  # fmt: skip
    assert [held[id_].never_negative for id_ in ("staff", "profit", "space")] == [True, False, True]


def test_a_ratio_stands_on_the_options_of_its_parts(pack: Pack) -> None:
    assert pack.programme is not None
    ratio = replace(pack.programme.indicators["per_10k"], body=RatioBody(over="new", under="new_large"))
    changed = with_indicators(pack, {"per_10k": ratio})
    assert [one.key for one in bound(changed).indicators["per_10k"].chosen] == ["zone.D4"]


def test_a_selection_is_part_of_the_hash(pack: Pack) -> None:
    assert bound(pack).binding.hash == bound(pack, D4="recognised").binding.hash
    assert bound(pack).binding.hash != bound(pack, D4="registered").binding.hash


def test_a_circle_is_refused(pack: Pack) -> None:
    assert pack.programme is not None
    among = (Among(when=LARGE),)
    one = replace(pack.programme.indicators["inside"], body=NarrowedBody(of="new_large", among=among))
    other = replace(pack.programme.indicators["new_large"], body=NarrowedBody(of="inside", among=among))
    with pytest.raises(PackError) as fault:
        bound(with_indicators(pack, {"inside": one, "new_large": other}))
    assert fault.value.problems[0].code == "circular-reference"


def test_a_ratio_cannot_be_narrowed(pack: Pack) -> None:
    assert pack.programme is not None
    one = replace(pack.programme.indicators["new_large"], body=NarrowedBody(of="per_10k", among=(Among(when=LARGE),)))
    with pytest.raises(PackError) as fault:
        bound(with_indicators(pack, {"new_large": one}))
    assert fault.value.problems[0].code == "narrowing-unfit"


@pytest.mark.parametrize(
    ("define", "code"), [({"D4": "registred"}, "unknown-option"), ({"D9": "a"}, "unknown-definition")]
)
def test_unknown_words_are_refused_naming_the_nearest(pack: Pack, define: Mapping[str, str], code: str) -> None:
    with pytest.raises(UsageError) as fault:
        bound(pack, **define)
    assert fault.value.problems[0].code == code


def test_a_pack_without_a_programme_is_refused() -> None:
    selection = Selection(as_of=DAY, known_at=DAY, rules_at=DAY)
    with pytest.raises(UsageError) as fault:
        bind_programme({"cn-size-2011": load_pack("cn-size-2011")}, "cn-size-2011", selection)
    (problem,) = fault.value.problems
    assert (problem.code, problem.found) == ("no-programme", "cn-size-2011")
    assert problem.next_step is not None
    assert "peiyu packs" in problem.next_step.zh


def test_a_registry_finds_the_pack_and_those_it_uses() -> None:
    selection = Selection(as_of=DAY, known_at=DAY, rules_at=DAY)
    made = bind_programme(PackRegistry.of([ZONE.parent]), "zone", selection)
    assert set(made.indicators) == set(made.programme.indicators) - {"entered"}


def with_indicators(pack: Pack, indicators: Mapping[str, object]) -> Pack:
    assert pack.programme is not None
    return replace(pack, programme=replace(pack.programme, indicators={**pack.programme.indicators, **indicators}))  # type: ignore[dict-item]
