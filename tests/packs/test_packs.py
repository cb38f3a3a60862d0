"""Every pack that the library carries: loads clean, cites, marks, speaks both languages, and its cases pass."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from peiyu.policy.pack.checks import check_pack
from peiyu.policy.pack.load import Loading, PackRegistry, criteria_of, read_cases, read_pack
from peiyu.policy.pack.load.names import every_item
from peiyu.policy.pack.model import Case, Item, Pack
from peiyu.policy.pack.rule import Rule
from peiyu.policy.testing.cases import run_cases
from peiyu.problems import Text

PACKS = ("cn-size-2011", "cn-tech-sme-2017", "cn-hnte", "cn-gradient-2022", "cn-gradient-2026", "cn-gradient")
VERDICTS = {"met", "not met", "unknown"}


@cache
def loaded(name: str) -> Loading:
    return read_pack(name)


def pack_of(name: str) -> Pack:
    pack = loaded(name).pack
    assert pack is not None
    return pack


@cache
def cases_of(name: str) -> tuple[Case, ...]:
    cases, problems = read_cases(pack_of(name), used=loaded(name).used)
    assert not problems, "\n".join(one.said("en") for one in problems)
    return cases


def rules_of(pack: Pack) -> Iterator[Rule]:
    """Every object of a pack that states a rule."""
    for text in pack.texts:
        yield from text.parameters.values()
        yield from text.sets.values()
        yield from text.definitions.values()
        yield from text.quantities.values()
        for score in text.scores.values():
            yield score
            yield from every_item(score.items)
        for tier in text.tiers.values():
            yield tier
            yield from criteria_of(tier.met_when)


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_loads_and_checks_without_a_word(name: str) -> None:
    assert loaded(name).problems == ()
    assert check_pack(pack_of(name)) == ()
    assert pack_of(name).status == "released"


@pytest.mark.parametrize("name", PACKS)
def test_every_case_gives_what_it_says(name: str) -> None:
    failed = [one.said() for one in run_cases(PackRegistry(), cases_of(name)) if not one.passed]
    assert failed == []
    assert len(cases_of(name)) > 20


@pytest.mark.parametrize("name", PACKS)
def test_each_criterion_and_tier_has_a_case_of_every_verdict(name: str) -> None:
    given: dict[str, set[object]] = {}
    for case in cases_of(name):
        given.setdefault(case.of, set()).add(case.gives)
    lacking = [
        f"{text.id}: {key}"
        for text in pack_of(name).texts
        for tier in text.tiers.values()
        for key in (tier.key, *(one.key for one in criteria_of(tier.met_when)))
        if not given.get(key, set()) >= VERDICTS
    ]
    assert lacking == []


@pytest.mark.parametrize("name", PACKS)
def test_every_rule_names_its_clause_and_speaks_both_languages(name: str) -> None:
    for rule in rules_of(pack_of(name)):
        assert rule.cite, rule.key
        assert rule.name.zh, rule.key
        assert rule.name.en, rule.key
        assert bool(rule.note.zh) == bool(rule.note.en), rule.key
    assert all(
        isinstance(one.what, Text) and one.what.en and one.mark in ("✗", "b") for one in pack_of(name).not_established
    )
    assert pack_of(name).not_established, "a pack says what is not established"


def test_unverified_knowledge_decides_only_through_a_parameter() -> None:
    """What is marked unverified (b) among the criteria can be switched off by a parameter."""
    unverified = {
        rule.key
        for name in PACKS
        for text in pack_of(name).texts
        for tier in text.tiers.values()
        for rule in criteria_of(tier.met_when)
        if rule.evidence == "unverified"
    }
    assert unverified == {
        "cn-size-2011.sme.scope",
        "cn-size-2011.large.scope",
        "cn-gradient-2022.innovative.sme",
        "cn-gradient-2022.specialised.sme",
        "cn-gradient-2022.little_giant.sme",
        "cn-gradient-2022.little_giant.chain",
        "cn-gradient-2026.specialised.sme",
        "cn-gradient-2026.specialised_review.sme",
        "cn-gradient-2026.little_giant.sme",
        "cn-gradient-2026.little_giant_review.sme",
    }
    switches = {
        parameter.key
        for name in PACKS
        for text in pack_of(name).texts
        for parameter in text.parameters.values()
        if parameter.evidence == "unverified"
    }
    assert switches >= {
        "cn-size-2011.outside_excluded",
        "cn-gradient-2022.sme_required",
        "cn-gradient-2022.chain_required",
        "cn-gradient-2026.sme_required",
    }


def test_evidence_follows_the_reference() -> None:
    """Some marks that must not drift: the wording was seen twice, once, in summary, or not at all."""
    marks = {
        rule.key: rule.evidence for name in PACKS for rule in rules_of(pack_of(name)) if not isinstance(rule, Item)
    }
    assert marks["cn-tech-sme-2017.tech_sme.staff"] == "verified"
    assert marks["cn-tech-sme-2017.tech_sme.books"] == "paraphrase"
    assert marks["cn-tech-sme-2017.six_sectors"] == "unverified"
    assert marks["cn-hnte.zero_base_skips"] == "unverified"
    assert marks["cn-gradient-2022.little_giant.market_share"] == "single-source"
    assert marks["cn-gradient-2022.rd"] == "assumption"
    assert marks["cn-gradient-2026.specialised.revenue"] == "paraphrase"
    assert marks["cn-gradient-2026.little_giant.revenue"] == "single-source"
    assert all(marks[f"cn-size-2011.{one}"] == "assumption" for one in ("industry", "transport", "storage", "software"))
