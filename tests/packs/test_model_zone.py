"""The model zone: what today's law asks of its measures, and what it counts."""

from __future__ import annotations

from tests.packs.territories import (
    GOALS,
    MODEL,
    OF_THEN,
    programme_of,
    selection,
)

from peiyu.policy.compile.programme import bind_programme
from peiyu.policy.pack.load import PackRegistry
from peiyu.policy.pack.programme import EventsBody


def test_measures_of_today_have_a_basis_a_term_and_an_end_and_hang_on_nothing_forbidden() -> None:
    programme = programme_of(MODEL)
    assert programme.fair_competition
    paying = [one for one in programme.measures.values() if one.pays.zh]
    assert len(paying) == 4
    for one in programme.measures.values():
        assert one.basis, one.key
        assert one.since is not None
        assert one.until is not None
        assert one.since < one.until
        assert not one.tied_to
        assert one.review == "", "the zone fills in the number of its own review"


def test_the_model_zone_counts_valid_numbers_and_high_value_inventions_not_filings() -> None:
    programme = programme_of(MODEL)
    assert len(programme.targets) == 14
    for one in bind_programme(PackRegistry(), MODEL, selection(MODEL)).indicators.values():
        assert not (isinstance(one.body, EventsBody) and one.body.on == "filed_on" and one.body.entity == "ip_right")
    assert programme.definitions["D3"].default == "valid_number"
    assert {"high_value_new", "high_value_per_10k"} <= set(programme.targets)
    assert "不以专利申请数量作为支持依据" in programme.clauses["三4"].text


def test_the_numbers_of_the_model_zone_are_the_documents_or_say_that_the_zone_sets_them() -> None:
    theirs = {goal[1] for name in OF_THEN for goal, _ in GOALS[name].values()}
    for one in programme_of(MODEL).targets.values():
        assert "由高新区自定" in one.note.zh, one.key
        assert one.goal.low in theirs or one.evidence == "assumption", one.key
