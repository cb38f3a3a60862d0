"""Cases: every case of every carried pack holds, and a case that does not hold is found."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from peiyu.policy.pack.load import PackRegistry, load_pack, read_cases, read_pack
from peiyu.policy.pack.model import Case
from peiyu.policy.testing.cases import CaseResult, run_cases

REGISTRY = PackRegistry()


def cases_of(pack: str) -> tuple[Case, ...]:
    loading = read_pack(pack, registry=REGISTRY)
    assert loading.pack is not None
    cases, problems = read_cases(loading.pack, used=loading.used)
    assert [p.said("en") for p in problems] == []
    return cases


@pytest.mark.parametrize("pack", REGISTRY.ids())
def test_every_case_of_every_carried_pack_holds(pack: str) -> None:
    results = run_cases(REGISTRY, cases_of(pack))
    assert [one.said() for one in results if not one.passed] == []


def case_of(pack: str, of: str, gives: object) -> Case:
    return next(c for c in cases_of(pack) if c.of == f"{pack}.{of}" and c.gives == gives)


def run(case: Case) -> CaseResult:
    return run_cases(REGISTRY, [case])[0]


def test_a_verdict_that_differs_fails_and_says_where_and_what() -> None:
    case = case_of("cn-tech-sme-2017", "tech_sme.staff", "met")
    found = run(replace(case, gives="not met"))
    assert not found.passed
    assert found.said().startswith(f"cn-tech-sme-2017/cases.yaml:{case.span.line} ")
    assert found.said().endswith("expected not met, gave met")


def test_a_fact_that_is_not_among_the_reasons_fails() -> None:
    case = case_of("cn-tech-sme-2017", "tech_sme.staff", "unknown")
    assert run(replace(case, wanting=(("annual_return", "staff"),))).passed
    found = run(replace(case, wanting=(("annual_return", "sales"),)))
    assert found.missed == (("annual_return", "sales"),)
    assert not found.passed


def test_points_must_be_the_very_interval() -> None:
    case = next(c for c in cases_of("cn-tech-sme-2017") if isinstance(c.gives, tuple) and c.gives[0] != c.gives[1])
    assert run(case).passed
    assert case.gives[1] is not None
    assert not run(replace(case, gives=(case.gives[0], case.gives[1] + Fraction(1)))).passed


def test_a_case_can_be_about_a_part_of_a_breakdown() -> None:
    zone = Path(__file__).parents[1] / "pack" / "programme" / "zone"
    pack = load_pack(zone)
    cases, problems = read_cases(pack)
    assert problems == ()
    about = [one for one in cases if one.of.startswith("zone.group.stage.")]
    assert len(about) == 6
    wrong = replace(about[0], gives="not met")
    results = run_cases({"zone": pack}, [*about, wrong])
    assert [one.passed for one in results] == [True] * 6 + [False]
