"""What a register can put into a form."""

from __future__ import annotations

from tests.paper.form.forms.corpus import offers_of, register_of

from peiyu.paper.form.offer import Offer
from peiyu.policy.pack.load import load_pack
from peiyu.writing.form.offers import offers

ZONE = "model-zone-2026"


def offer(code: str, pack: str = ZONE) -> Offer:
    return next(one for one in offers_of(pack) if one.code == code)


def test_every_target_and_trend_is_offered_once() -> None:
    programme = load_pack(ZONE).programme
    assert programme is not None
    assert [one.code for one in offers_of(ZONE)] == [*programme.targets, *programme.trends]


def test_an_offer_knows_the_other_names_of_its_indicator() -> None:
    assert "新增孵化载体面积" in offer("incubator_area").aliases
    assert "专项资金投入" in offer("fund").aliases


def test_a_part_knows_its_whole_and_a_target_its_years() -> None:
    assert (offer("new_large").whole, offer("new_sme").whole) == ("new_sme", "")
    assert (offer("new_sme").years, offer("standards").years, offer("valid").years) == (
        (2026, 2026),
        (2026, 2028),
        None,
    )


def test_what_stands_is_told_from_what_happens() -> None:
    stands = {one.code for one in offers_of(ZONE) if one.stock}
    assert {"valid", "ladder", "reserve", "cluster"} <= stands
    assert stands.isdisjoint({"new_sme", "new_hnte", "survival", "equity", "fund"})


def test_a_quarter_is_offered_where_a_month_is() -> None:
    assert "quarter" in offer("new_sme").measures
    assert "quarter" not in offer("valid").measures


def test_parts_are_those_of_the_facts_and_of_the_pack() -> None:
    parts = {group.id: [part.key for part in group.parts] for group in offer("new_sme").groups}
    assert parts["park"] == ["软件园", "生物医药园", "先进制造园"]
    assert parts["stage"] == ["startup", "growth", "strong", "small_old", "~"]


def test_without_the_pack_names_and_measures_are_still_offered() -> None:
    found = {one.code: one for one in offers(register_of(ZONE))}
    assert found["new_sme"].name == "新增入库科技型中小企业"
    assert (found["new_sme"].stock, found["valid"].stock) == (False, True)
