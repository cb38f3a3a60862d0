"""Of a made-up month's returned workbooks every defect is found or put aside, and no clean value changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from bench.collected import WISHED, Collected, Judged, collect, judge
from bench.goals.month import lines

from peiyu.facts.round import Merged, comments
from peiyu.madeup.answers import KINDS, ReturnedMonth, returned_month
from peiyu.problems import FactsError

COSTLY = "blank-rows"
"""A million rows: read once, in the month of every kind."""


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReturnedMonth, Collected]:
    """Thirty workbooks, six in ten as they should be."""
    kinds = [kind for kind in KINDS if kind.name != COSTLY]
    month = returned_month(tmp_path_factory.mktemp("usual"), units=30, firms=5, seed=7, kinds=kinds[::4])
    return month, collect(month)


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReturnedMonth, Collected, Judged]:
    """Each kind of defect once."""
    units = sum(kind.units for kind in KINDS)
    month = returned_month(tmp_path_factory.mktemp("every"), units=units, firms=3, seed=3, clean=0)
    collected = collect(month)
    return month, collected, judge(month, collected)


def test_of_thirty_workbooks_no_defect_passes_and_no_clean_value_changes(
    usual: tuple[ReturnedMonth, Collected],
) -> None:
    month, collected = usual
    assert len(month.files) >= 30
    assert len(month.defects) == 12
    judged = judge(month, collected)
    assert judged.missed == ()
    assert (judged.changed, judged.lost, judged.blocked) == ((), 0, 0)
    assert judged.right == len(month.truth) - len({place for one in month.defects for place in one.places})


def test_every_kind_of_defect_is_merged_found_or_put_aside(
    every: tuple[ReturnedMonth, Collected, Judged],
) -> None:
    _, _, judged = every
    assert {defect.kind for defect, _ in judged.outcomes} == {kind.name for kind in KINDS}
    assert [(d.kind, outcome) for d, outcome in judged.outcomes if outcome not in WISHED[d.expected]] == []
    assert (judged.changed, judged.lost) == ((), 0)


def test_workbooks_that_only_look_different_are_merged_whole(every: tuple[ReturnedMonth, Collected, Judged]) -> None:
    merged = {defect.kind for defect, outcome in every[2].outcomes if outcome == "merged"}
    assert merged == {kind.name for kind in KINDS if kind.expected == "merged"}


def test_every_company_whose_figures_are_wrong_has_a_finding(every: tuple[ReturnedMonth, Collected, Judged]) -> None:
    """But for figures one row too low: a company whose neighbour is of its size looks right."""
    rows: Mapping[str, tuple[int, int]] = every[2].rows
    assert {kind for kind, (wrong, told) in rows.items() if wrong != told} <= {"rows-shifted"}
    assert all(wrong and told for wrong, told in rows.values())


def test_a_value_that_was_changed_or_lost_is_counted(usual: tuple[ReturnedMonth, Collected]) -> None:
    month, collected = usual
    concerned = {place for one in month.defects for place in one.places}
    unit, answers = next((u, a) for u, a in collected.merged.answers.items() if a[0].place not in concerned)
    bent = (replace(answers[0], value=-1), *answers[2:])
    other = Merged({**collected.merged.answers, unit: bent}, 0, ())
    judged = judge(month, replace(collected, merged=other))
    assert judged.changed == (answers[0].place,)
    assert judged.lost + judged.waiting >= 1


def test_a_defect_of_which_nobody_is_told_is_missed(usual: tuple[ReturnedMonth, Collected]) -> None:
    month, collected = usual
    judged = judge(month, replace(collected, findings=()))
    assert {defect.expected for defect in judged.missed} == {"finding"}
    assert any("missed" in line for line in lines(judged))


def test_each_sender_gets_the_own_workbook_back_with_the_findings(
    every: tuple[ReturnedMonth, Collected, Judged], tmp_path: Path
) -> None:
    month, collected, _ = every
    unreadable = set()
    for one in month.files:
        also = [waiting.why for waiting in collected.arrived[one.file].aside]
        try:
            out = comments(month.folder / one.file, collected.findings, tmp_path / f"{one.file}.xlsx", also=also)
            assert out.stat().st_size > 0
        except FactsError:
            unreadable.update(defect.kind for defect in one.defects)
    assert unreadable == {"encrypted", "et", "empty", "cut-off"}
