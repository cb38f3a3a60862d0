"""Binding: texts by date, ladders by event, parameters, definitions, what the hash covers, what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.policy.handmade import (
    annual,
    compare,
    criterion,
    every,
    number,
    pack,
    parameter,
    quantity,
    selection,
    statute,
    tier,
)

from peiyu.policy.compile.bind import bind
from peiyu.policy.condition import ast
from peiyu.policy.pack.model import Applies, Criterion, Definition, Option, Pack, Quantity
from peiyu.problems import PackError, Text, UsageError

DAY = dt.date


def staff_tier(key: str, most: int) -> object:
    return tier(key, every(criterion(f"{key}.staff", compare(annual("staff"), "<=", most))))


def two_texts() -> Pack:
    old = statute(staff_tier("p.t", 100), id_="old", since=DAY(2010, 1, 1), until=DAY(2019, 12, 31))  # type: ignore[arg-type]
    new = statute(staff_tier("p.t", 500), id_="new", since=DAY(2021, 1, 1))  # type: ignore[arg-type]
    return pack("p", old, new)


def applies(tier_: str, event: str, text: str, since: dt.date, until: dt.date | None = None) -> Applies:
    return Applies(tier=tier_, event=event, since=since, until=until, text=text, cite="", evidence="verified")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "text", "in_force"),
    [
        (DAY(2019, 12, 31), "old", True),
        (DAY(2020, 1, 1), "old", False),
        (DAY(2020, 12, 31), "new", False),
        (DAY(2021, 1, 1), "new", True),
        (DAY(2000, 1, 1), "old", False),
    ],
)
def test_rules_at_chooses_the_text_and_outside_all_the_nearest(day: dt.date, text: str, in_force: bool) -> None:
    bound = bind({"p": two_texts()}, ["p"], selection(rules_at=day)).tiers["p.t"]
    assert (bound.text, bound.in_force) == (text, in_force)


def test_a_ladder_chooses_by_event_and_its_row_decides_what_is_in_force() -> None:
    ladder = pack(
        "l",
        applies=(
            applies("giant", "new", "q.t", DAY(2022, 1, 1)),
            applies("giant", "review", "p.t", DAY(2022, 1, 1), DAY(2022, 12, 31)),
        ),
    )
    packs = {"p": two_texts(), "q": pack("q", statute(staff_tier("q.t", 9))), "l": ladder}  # type: ignore[arg-type]
    new = bind(packs, ["l"], selection())
    assert list(new.tiers) == ["q.t"]
    assert (new.tiers["q.t"].via, new.tiers["q.t"].in_force) == ("l.giant", True)
    review = bind(packs, ["l.giant"], selection(event="review"))
    assert (list(review.tiers), review.tiers["p.t"].via) == (["p.t"], "l.giant")
    late = bind(packs, ["l.giant"], selection(event="review", rules_at=DAY(2023, 1, 1)))
    assert late.tiers["p.t"].in_force is False
    with pytest.raises(UsageError, match="no-text-for-event"):
        bind(packs, ["l.giant"], selection(event="standing"))


def test_meets_binds_the_other_tier_first_and_through_a_ladder_its_text() -> None:
    lower = tier("p.low", every(criterion("p.low.a", compare(annual("staff"), ">", 1))))
    upper = tier("p.high", every(criterion("p.high.m", ast.Meets("l.low"))))
    ladder = pack("l", applies=(applies("low", "new", "p.low", DAY(2000, 1, 1)),))
    binding = bind({"p": pack("p", statute(upper, lower)), "l": ladder}, ["p.high"], selection())
    assert list(binding.tiers) == ["p.low", "p.high"]
    first = binding.tiers["p.high"].tier.met_when.parts[0]  # type: ignore[union-attr]
    assert isinstance(first, Criterion)
    assert first.when == ast.Meets("p.low")


def marked() -> Pack:
    mark = parameter(
        "p.mark", (None, DAY(2021, 12, 31), number(60)), (DAY(2022, 1, 1), None, number(70))
    )  # fmt: skip
    rd = Definition(
        key="p.rd", name=Text("口径", "definition"), names="rd", default="accounts",
        options=tuple(
            Option(key=key, name=Text(key, key), value=annual(code))
            for key, code in (("accounts", "rd_accounts"), ("deducted", "rd_119"))
        ),
    )  # fmt: skip
    spent = quantity("p.spent", ast.Ref("definition", "p.rd"))
    over = compare(ast.Ref("quantity", "p.spent"), ">=", ast.Ref("parameter", "p.mark"))
    one = tier("p.t", every(criterion("p.t.a", over)))
    return pack("p", statute(one, quantities=(spent,), parameters=(mark,), definitions=(rd,)))


def threshold(binding: object) -> object:
    return binding.tiers["p.t"].tier.met_when.parts[0].when.right  # type: ignore[attr-defined]


def test_parameters_and_definitions_are_replaced_and_the_pack_stays_as_it_was() -> None:
    given = marked()
    binding = bind({"p": given}, ["p"], selection())
    assert threshold(binding) == number(70)
    assert threshold(bind({"p": given}, ["p"], selection(rules_at=DAY(2021, 6, 1)))) == number(60)
    assert threshold(bind({"p": given}, ["p"], selection(parameters={"p.mark": number(65)}))) == number(65)
    spent = binding.quantities["p.spent"]
    assert isinstance(spent, Quantity)
    assert spent.branches[0].value == annual("rd_accounts")
    assert binding.chosen == {"p.rd": "accounts"}
    other = bind({"p": given}, ["p"], selection(define={"p.rd": "deducted"}))
    assert other.quantities["p.spent"].branches[0].value == annual("rd_119")
    assert given == marked()


def test_the_hash_tells_every_choice_apart_and_repeats() -> None:
    choices = [{}, {"parameters": {"p.mark": number(65)}}, {"define": {"p.rd": "deducted"}}, {"event": "review"},
               {"rules_at": DAY(2021, 6, 1)}, {"stand_ins": False}]  # fmt: skip
    hashes = [bind({"p": marked()}, ["p"], selection(**choice)).hash for choice in choices]
    assert len(set(hashes)) == len(hashes)
    assert hashes[0] == bind({"p": marked()}, ["p"], selection()).hash


@pytest.mark.parametrize(
    ("asked", "changes", "code", "near"),
    [
        ("pp", {}, "unknown-pack", "p"),
        ("p.tt", {}, "unknown-tier", "p.t"),
        ("p", {"define": {"p.rdd": "accounts"}}, "unknown-definition", "p.rd"),
        ("p", {"define": {"p.rd": "acounts"}}, "unknown-option", "accounts"),
        ("p", {"parameters": {"p.marks": number(1)}}, "unknown-parameter", "p.mark"),
    ],
)
def test_what_nothing_is_called_is_refused_naming_the_nearest(
    asked: str, changes: dict[str, object], code: str, near: str
) -> None:
    with pytest.raises(UsageError) as caught:
        bind({"p": marked()}, [asked], selection(**changes))
    problem = caught.value.problems[0]
    assert problem.code == code
    assert problem.accepted is not None
    assert near in problem.accepted.zh


def test_references_in_a_circle_are_refused() -> None:
    a = quantity("p.a", ast.Ref("quantity", "p.b"))
    b = quantity("p.b", ast.Ref("quantity", "p.a"))
    one = tier("p.t", every(criterion("p.t.x", compare(ast.Ref("quantity", "p.a"), ">", 0))))
    with pytest.raises(PackError, match=r"p\.a → p\.b → p\.a"):
        bind({"p": pack("p", statute(one, quantities=(a, b)))}, ["p"], selection())


def test_only_what_is_asked_for_is_bound() -> None:
    tiers = [
        tier(f"p.{n}", every(criterion(f"p.{n}.a", compare(ast.Ref("quantity", f"p.q{n}"), ">", 0)))) for n in "ab"
    ]
    quantities = tuple(quantity(f"p.q{n}", annual("staff")) for n in "ab")
    binding = bind({"p": pack("p", statute(*tiers, quantities=quantities))}, ["p.a"], selection())
    assert (list(binding.tiers), list(binding.quantities)) == (["p.a"], ["p.qa"])
