"""Every finding covers exactly its words, in the clause and in the raw text; findings.json says it all."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.document.findings.made import TITLE, clauses, found

from peiyu.document import read
from peiyu.document.alignment import Edit, align
from peiyu.document.findings import find, rendered
from peiyu.document.model import Anchored, Clause, Findings

PIECES = (
    "到2023年底，",
    "培育高新技术企业100家、",
    "新增上市企业2家以上，力争达到4家；",
    "其中国家级3家以上，",
    "组建3—5个以企业为龙头，多方参与的创新联盟。",
    "对年销售收入超过1亿元的企业给予最高50万元奖励。",
    "截至2020年底，全区企业达到210家。",
    "营业收入年均增长15%以上，占比达到3%。",
    "设立总规模20亿元的产业基金，用于支持创新。",
    "分别达到5家、20家和100家。",
    "由现有的12家增加到30家，",
    "每万名从业人员拥有发明专利30件。",
    "（责任单位：市科技局、市财政局）",
    "按照《若干意见》（某政发〔2020〕3号），",
    "实施“筑巢计划”，",
    "3年内不得申报。",
    "\n",
    "家",
    "2025",
    "，，",
    "以上的",
)
SAID = (
    "新增企业300家以上，力争达到400家。",
    "设立专项资金2亿元，用于引进人才。",
    "各部门要制定方案。",
    "对名单内企业给予奖励。",
)


def every(findings: Findings) -> list[Anchored]:
    return [one for kind in fields(findings) for one in getattr(findings, kind.name)]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), st.lists(st.sampled_from(PIECES), max_size=4))
def test_spans_cover_exactly_the_text(first: list[str], second: list[str]) -> None:
    made = clauses("".join(first), "".join(second))
    by_address = {c.address: c for c in made}
    findings = find(made, title=TITLE)
    for one in every(findings):
        clause = by_address[one.clause]
        start, end = one.span
        assert 0 <= start < end <= len(clause.text)
        assert clause.text[start:end] == one.text
        assert one.raw_span == (clause.start + start, clause.start + end)
    for target in findings.targets + findings.restatements:
        assert target.subject
        assert target.low is not None or target.high is not None
        if target.low is not None and target.high is not None:
            assert target.low <= target.high
        assert target.of is None or findings.targets[target.of].clause == target.clause


@settings(max_examples=60, deadline=None)
@given(st.text("新增培育企业家个35百万元以上，。、（）“”《》2025年到其中%年均的", max_size=80))
def test_no_text_makes_the_finders_fail(text: str) -> None:
    findings = find(clauses(text))
    assert all(text[o.span[0] : o.span[1]] == o.text for o in every(findings))


def test_raw_spans_follow_the_alignment() -> None:
    raw = "组建35个联盟，授权50"
    mended, alignment = align(raw, (Edit((2, 4), "3—5"), Edit((len(raw), len(raw)), "件")))
    clause = Clause("一", "paragraph", "", "", mended, 0, len(mended), 0, len(raw), "")
    (target, *_) = find((clause,), alignment=alignment).targets
    assert target.text == "组建3—5个联盟"
    assert raw[slice(*target.raw_span)] == "组建35个联盟"


def test_without_clauses_nothing_is_found() -> None:
    assert find(()) == Findings()


def test_outside_the_body_nothing_is_promised() -> None:
    assert found(("标题第1段", "", "", "新增企业300家行动方案"), ("抄送", "", "", "抄送：市科技局5份")).targets == ()


def test_findings_are_plain_json() -> None:
    made = rendered(found(*SAID))
    again = json.loads(json.dumps(made, ensure_ascii=False))
    assert again == made
    assert set(again) == {f.name for f in fields(Findings)}
    (target,) = again["targets"]
    assert {"subject", "comparator", "low", "high", "unit", "by", "clause", "span", "raw_span", "text"} <= set(target)
    assert (target["subject"], target["low"], target["high"], target["stretch"]) == ("企业", 300, None, 400)
    assert (target["by"], target["span"]) == ("2025-12-31", [0, 19])
    assert again["fair_competition"][0]["why"]["en"]


def test_fractions_become_doubles() -> None:
    (target,) = rendered(found("占比达到2.5%。"))["targets"]
    assert target["low"] == 0.025


GOALS = {
    "baotou-2015": [
        ("小巨人", "exactly", 50, 50, None, "户", "二第1段"),
        ("联盟", "range", 3, 5, None, "个", "二第2段"),
        ("产品", "exactly", 30, 30, None, "个", "二第3段"),
        ("标准", "exactly", 30, 30, None, "项", "二第3段"),
        ("申报发明专利", "exactly", 100, 100, None, "件", "二第3段"),
        ("授权发明专利", "exactly", 50, 50, None, "件", "二第3段"),
        ("研发机构", "exactly", 50, 50, None, "家", "二第4段"),
        ("院士工作站", "exactly", 10, 10, None, "家", "二第4段"),
        ("上市", "floor", 5, None, None, "家", "二第5段"),
    ],
    "tianjin-hitech-2012": [
        ("科技型中小企业", "exactly", 1000, 1000, None, "家", "二1"),
        ("2000万元以上的企业", "exactly", 70, 70, None, "家", "二1"),
        ("2000万以下的企业", "exactly", 930, 930, None, "家", "二1"),
        ("科技小巨人企业", "floor", 35, None, None, "家", "二1"),
        ("孵化器", "exactly", 100000, 100000, None, "平方米", "二3"),
        ("联盟", "range", 1, 2, None, "个", "二4"),
        ("研发机构", "floor", 5, None, None, "个", "二4"),
        ("专利申请量", "above", 3000, None, None, "件", "二4"),
        ("每万名从业人员", "floor", 30, None, None, "件/万人", "二4"),
        ("国家级高新技术企业", "floor", 20, None, None, "家", "二4"),
        ("金融机构", "exactly", 20, 20, None, "家", "二5"),
        ("上市企业", "floor", 2, None, 4, "家", "二5"),
    ],
}


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(GOALS))
def test_exactly_the_goals_of_the_two_documents(name: str) -> None:
    path = Path(__file__).resolve().parents[4] / "shared" / "reference" / f"{name}.txt"
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the checkout")
    reading = read(path)
    targets = reading.findings.targets
    got = [(t.comparator, t.low, t.high, t.stretch, t.unit, t.clause) for t in targets]
    assert got == [goal[1:] for goal in GOALS[name]]
    assert all(goal[0] in t.subject for goal, t in zip(GOALS[name], targets, strict=True))
    assert {t.by and t.by.isoformat() for t in targets} == {"2020-12-31" if name == "baotou-2015" else "2012-12-31"}
    parts = [t.of for t in targets if t.of is not None]
    assert parts == ([] if name == "baotou-2015" else [0, 0])
    for one in targets:
        assert reading.clause(one.clause).text[slice(*one.span)] == one.text


@pytest.mark.shared
def test_what_else_the_two_documents_hold() -> None:
    folder = Path(__file__).resolve().parents[4] / "shared" / "reference"
    if not folder.exists():
        pytest.skip("the reference documents are not beside the checkout")
    baotou = read(folder / "baotou-2015.txt").findings
    assert [(r.clause, r.restates) for r in baotou.restatements] == [
        ("三（三）2", 6),
        ("三（三）2", 7),
        ("三（三）3", 1),
        ("三（三）4", 8),
    ]
    assert {c.kind for c in baotou.contradictions} == {"double", "contradiction", "names"}
    assert [f.kind for f in baotou.fair_competition] == ["named_list"]
    tianjin = read(folder / "tianjin-hitech-2012.txt").findings
    assert [p.name for p in tianjin.programmes if p.addressed][:2] == ["筑巢计划", "培增计划"]
    (fund,) = tianjin.amounts
    assert (fund.amount, len(fund.purposes)) == (200000000, 6)
    assert [(r.clause, r.restates) for r in tianjin.restatements] == [("三8", 7)]
