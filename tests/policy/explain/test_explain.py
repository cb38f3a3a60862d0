"""Explanations: golden files anyone can read, and what must hold of each."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from tests.policy.explain.pack import binding, enterprise

from peiyu.policy.explain import as_html, as_json, explain, text
from peiyu.policy.explain.model import Part
from peiyu.policy.verdict import Outcome
from peiyu.problems import UsageError

GOLDEN = Path(__file__).parents[2] / "golden" / "explain"
FORMS = {
    "cultivated.zh.txt": lambda one: text(one, "zh"),
    "cultivated.en.txt": lambda one: text(one, "en"),
    "cultivated.json": as_json,
    "cultivated.zh.html": lambda one: as_html(one, "zh"),
    "cultivated.en.html": lambda one: as_html(one, "en"),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_explanation_reads_as_the_golden_file(name: str, rewrite_golden: bool) -> None:
    said = FORMS[name](explain(binding(), enterprise(), "p.t"))
    if rewrite_golden:
        GOLDEN.mkdir(parents=True, exist_ok=True)
        (GOLDEN / name).write_text(said, encoding="utf-8")
    assert said == (GOLDEN / name).read_text(encoding="utf-8")


def part(key: str, **changes: object) -> Part:
    return next(p for p in explain(binding(), enterprise(**changes), "p.t").root.within() if p.key == key)


def test_a_value_a_fen_below_its_threshold_does_not_look_like_it() -> None:
    revenue = part("p.t.revenue").children[0]
    assert (revenue.outcome, revenue.value.zh) == (Outcome.NOT_MET, "4999.999999万元")
    assert (revenue.threshold.zh, revenue.distance.zh) == ("≥ 5000万元", "差0.000001万元")


def test_shares_are_printed_in_per_cent_and_differ_by_points() -> None:
    share = part("p.t.share")
    assert (share.value.zh, share.threshold.zh, share.distance.zh) == ("约30.21%", "≥ 31.25%", "差约1.04个百分点")


def test_only_the_branch_that_applies_is_shown_unless_that_is_open() -> None:
    size = part("p.t.size")
    assert [child.what.zh for child in size.children] == ["适用情形：行业代码 属于 C"]
    assert size.note.zh == "另有2种情形不适用"
    open_ = part("p.t.size", 行业代码=None)
    assert (len(open_.children), open_.outcome) == (3, Outcome.UNKNOWN)
    assert "待企业补" in {w.who.zh for w in open_.waiting}


def test_confirmations_and_stand_ins_are_marked() -> None:
    tax = part("p.t.tax")
    assert (tax.attested, tax.note.zh) == (True, "税务局确认（2022-05-01）")
    assert part("p.t.share").stand_in
    assert not part("p.t.staff").stand_in
    assert [s.zh for s in explain(binding(), enterprise(), "p.t").stand_ins] == ["2021年度科技人员"]


def test_every_form_says_that_it_is_a_forecast_and_html_escapes_names() -> None:
    one = explain(binding(), enterprise(), "p.t")
    assert "预判，不作为认定依据" in text(one)
    assert "not a basis for recognition" in text(one, "en")
    assert json.loads(as_json(one))["disclaimer"]["zh"] == "预判，不作为认定依据"
    assert "&lt;甲&amp;乙&gt;公司" in as_html(one)
    assert "<甲" not in as_html(one)


def test_a_tier_that_is_not_bound_is_refused_naming_those_that_are() -> None:
    with pytest.raises(UsageError, match=r"p\.x") as caught:
        explain(binding(), enterprise(), "p.x")
    assert "p.t" in str(caught.value.problems[0].accepted)


def test_one_enterprise_is_explained_in_well_under_fifty_milliseconds() -> None:
    bound, one = binding(), enterprise()
    explain(bound, one, "p.t")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        explain(bound, one, "p.t")
        times.append(time.perf_counter() - start)
    assert min(times) < 0.05
