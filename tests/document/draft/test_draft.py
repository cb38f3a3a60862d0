"""A draft loads, covers every clause, and leaves to people what people must settle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.document.draft.handmade import CLAUSES, reading, target

from peiyu.document.draft import draft
from peiyu.document.draft.amounts import written
from peiyu.document.model import (
    AmountFinding,
    ConditionFinding,
    FairCompetitionFinding,
    FigureFinding,
    Findings,
    OrganisationFinding,
    ProgrammeFinding,
    Reading,
    ResponsibilityFinding,
    TargetFinding,
)
from peiyu.policy.pack.checks import check_pack
from peiyu.policy.pack.load import PackRegistry, read_pack
from peiyu.policy.pack.load.programme.goals import promised
from peiyu.policy.pack.model import Pack
from peiyu.policy.pack.yaml import Scalar, Span
from peiyu.problems import Level, Problem, Text, UsageError

HERE = {"clause": "二（一）", "span": (0, 4), "raw_span": (0, 4)}


def loaded(one: Reading, folder: Path) -> tuple[Pack, list[Problem]]:
    """The drafted pack as the loader holds it, and everything that `peiyu check` says."""
    place = folder / "yunze-2015"
    place.mkdir(parents=True)
    for name, text in draft(one, "yunze-2015").items():
        (place / name).write_text(text, "utf-8")
    registry = PackRegistry.of(())
    loading = read_pack(place, registry=registry)
    assert loading.pack is not None
    return loading.pack, [*loading.problems, *check_pack(loading.pack, registry=registry)]


def errors(problems: list[Problem]) -> list[str]:
    return [one.said("en") for one in problems if one.level is Level.ERROR]


def targets(*found: TargetFinding) -> Reading:
    return reading(Findings(targets=found))


def test_a_document_without_findings_gives_a_draft_that_loads(tmp_path: Path) -> None:
    pack, problems = loaded(reading(), tmp_path)
    assert errors(problems) == []
    assert (pack.id, pack.kind, pack.status) == ("yunze-2015", "territory", "draft")
    assert pack.document is not None
    assert (pack.document.number, pack.document.issued) == ("云政发〔2015〕3号", date(2015, 5, 4))


def test_every_clause_stands_in_the_mended_text_and_is_covered(tmp_path: Path) -> None:
    pack, _ = loaded(reading(), tmp_path)
    assert pack.programme is not None
    addresses = [address for address, *_ in CLAUSES]
    assert list(pack.programme.clauses) == addresses
    assert list(pack.programme.coverage) == addresses
    held = pack.programme.coverage
    assert [held[a].how for a in ("标题", "一", "二（三）")] == ["context", "context", "planned"]
    assert "【注】以备案为准" in pack.programme.clauses["二（一）"].text


def test_a_target_stands_on_an_open_definition_with_its_options(tmp_path: Path) -> None:
    pack, problems = loaded(targets(target("高新技术企业", 100, "家")), tmp_path)
    assert errors(problems) == []
    assert pack.programme is not None
    definition = pack.programme.definitions["D1"]
    assert definition.open
    assert definition.default == "first"
    assert {one.key for one in definition.options} == {"first", "recognised", "holding", "net"}
    goal = pack.programme.targets["t01"].goal
    assert (goal.comparator, goal.low, goal.unit) == ("floor", 100, "家")
    assert pack.programme.coverage["一第1段"].objects[0].id == "t01"
    assert "definition-open" in {one.code for one in problems}


def test_what_nothing_can_count_says_so(tmp_path: Path) -> None:
    pack, problems = loaded(targets(target("5G基站", 8000, "个")), tmp_path)
    assert errors(problems) == []
    assert pack.programme is not None
    definition = pack.programme.definitions["D1"]
    assert definition.options == ()
    assert definition.open
    assert "人工填报" in definition.note.zh
    assert "by hand" in definition.note.en


@pytest.mark.parametrize("unit", ["架", "人次", "百分点", "倍", "分", "亩", "PFLOPS", "户/千人", "美元"])
def test_units_that_packs_do_not_know_do_not_stop_a_draft(unit: str, tmp_path: Path) -> None:
    pack, problems = loaded(targets(target("高新技术企业", 5, unit)), tmp_path)
    assert errors(problems) == []
    assert pack.programme is not None
    assert pack.programme.targets["t01"].goal.low == 5


def test_bare_numbers_that_add_up_are_exact_parts(tmp_path: Path) -> None:
    whole = target("科技型中小企业", 1000, "家", comparator="exactly")
    large = target("注册资金2000万元以上的企业", 70, "家", comparator="exactly", of=0)
    small = target("注册资金2000万元以下的企业", 930, "家", comparator="exactly", of=0)
    pack, problems = loaded(targets(whole, large, small), tmp_path)
    assert errors(problems) == []
    assert pack.programme is not None
    held = pack.programme.targets
    assert held["t01"].parts == ("t02", "t03")
    assert [held[one].goal.comparator for one in ("t01", "t02", "t03")] == ["floor", "exactly", "exactly"]
    bodies = [pack.programme.definitions[one].options[0].body for one in ("D2", "D3")]
    assert [type(one).__name__ for one in bodies] == ["NarrowedBody", "NarrowedBody"]


def test_parts_that_do_not_add_up_are_goals_of_their_own(tmp_path: Path) -> None:
    whole = target("科技型中小企业", 1000, "家", comparator="exactly")
    pack, problems = loaded(targets(whole, target("科技小巨人", 70, "家", comparator="exactly", of=0)), tmp_path)
    assert errors(problems) == []
    assert pack.programme is not None
    assert pack.programme.targets["t01"].parts == ()
    assert pack.programme.targets["t02"].goal.comparator == "floor"


def test_ranges_and_stretches_are_kept(tmp_path: Path) -> None:
    three = target("产业联盟", 3, "个", comparator="range", high=Fraction(5))
    two = target("上市企业", 2, "家", stretch=Fraction(4))
    pack, problems = loaded(targets(three, two), tmp_path)
    assert errors(problems) == []
    assert pack.programme is not None
    goals = [one.goal for one in pack.programme.targets.values()]
    assert (goals[0].comparator, goals[0].low, goals[0].high) == ("range", 3, 5)
    assert (goals[1].comparator, goals[1].low, goals[1].stretch) == ("floor", 2, 4)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (replace(target("审批时间", 5, "工作日", comparator="ceiling", high=Fraction(5)), low=None), "上限"),
        (target("高新技术企业", 10, "家", by=None), "期限"),
        (target("高新技术企业", 0, "家"), "不像目标"),
        (target("高新技术企业", 9, "家", comparator="range", high=Fraction(3)), "不像目标"),
    ],
)
def test_a_number_that_can_be_no_target_is_planned_with_the_reason(
    found: TargetFinding, said: str, tmp_path: Path
) -> None:
    pack, problems = loaded(targets(found), tmp_path)
    assert errors(problems) == []
    assert pack.programme is not None
    assert pack.programme.targets == {}
    assert said in pack.programme.coverage["一第1段"].reason.zh
    assert pack.programme.coverage["一第1段"].reason.en.startswith("draft:")


def test_a_restatement_is_carried_out_by_the_target_it_says_again(tmp_path: Path) -> None:
    first = target("孵化器", 100_000, "平方米")
    again = target("孵化器", 100_000, "平方米", clause="二（一）", restates=0)
    pack, problems = loaded(reading(Findings(targets=(first,), restatements=(again,))), tmp_path)
    assert errors(problems) == []
    assert pack.programme is not None
    assert list(pack.programme.targets) == ["t01"]
    assert pack.programme.targets["t01"].cite == "一第1段、二（一）"
    assert pack.programme.coverage["二（一）"].objects[0].id == "t01"


def test_the_rest_of_the_findings_are_drafted_too(tmp_path: Path) -> None:
    findings = Findings(
        amounts=(
            AmountFinding(**HERE, text="设立专项资金2亿元", name="专项资金", role="fund", amount=Fraction(2 * 10**8),
                          year=2015, purposes=("引进", "创新")),
            AmountFinding(**HERE, text="给予最高50万元奖励", name="奖励", role="award", amount=Fraction(500_000)),
        ),
        programmes=(
            ProgrammeFinding(**HERE, text="筑巢计划", name="筑巢计划", addressed="初创企业", gives=("创业导师",)),
        ),
        conditions=(ConditionFinding(**HERE, text="销售收入1亿元以上", subject="销售收入", comparator="floor",
                                     low=Fraction(10**8), high=None, unit="元"),),
        responsibilities=(ResponsibilityFinding(**HERE, text="市科技局牵头", duty="建设孵化器", lead=("市科技局",),
                                                joined=("市财政局",), by=date(2016, 6, 30)),),
        organisations=(OrganisationFinding(**HERE, text="领导小组办公室", name="领导小组办公室", kind="group"),),
        fair_competition=(
            FairCompetitionFinding(**HERE, text="奖励", kind="moving_in", why=Text("迁入", "moving in")),
        ),
    )  # fmt: skip
    pack, problems = loaded(reading(findings), tmp_path)
    assert errors(problems) == []
    made = pack.programme
    assert made is not None
    assert made.funds["f01"].amount == 2 * 10**8
    assert made.funds["f01"].purposes == ("引进", "创新")
    assert made.programmes["p01"].measures == ("m01",)
    assert (made.measures["m01"].kind, made.measures["m02"].kind) == ("training", "funding")
    assert made.measures["m02"].tied_to == ("moving_in",)
    assert {one.name.zh: one.kind for one in made.actors.values()} == {
        "领导小组办公室": "office", "市科技局": "department", "市财政局": "department",
    }  # fmt: skip
    assert made.responsibilities["r01"].by == date(2016, 6, 30)
    assert {f"{one.kind}:{one.id}" for one in made.coverage["二（一）"].objects} == {
        "fund:f01", "measure:m01", "measure:m02", "programme:p01", "responsibility:r01",
    }  # fmt: skip
    assert "销售收入1亿元以上" in pack.not_established[0].what.zh


def test_a_clause_about_the_past_is_context(tmp_path: Path) -> None:
    figure = FigureFinding(
        **HERE, text="面积5万平方米", subject="面积", role="achievement", value=Fraction(50_000), unit="平方米"
    )
    background = FigureFinding(
        clause="二（三）", span=(0, 2), raw_span=(0, 2), text="50多所", subject="院所", role="background",
        value=Fraction(50), unit="所",
    )  # fmt: skip
    pack, problems = loaded(reading(Findings(figures=(figure, background))), tmp_path)
    assert errors(problems) == []
    assert pack.programme is not None
    assert [pack.programme.coverage[at].how for at in ("二（一）", "二（三）")] == ["context", "planned"]


def test_a_document_without_number_or_date_is_drafted_all_the_same(tmp_path: Path) -> None:
    from peiyu.document.model import Frame

    pack, problems = loaded(reading(frame=Frame()), tmp_path)
    assert errors(problems) == []
    assert pack.name.zh == "policy.txt"


@pytest.mark.parametrize("id_", ["", "2015", "Yunze", "云泽", "a b", "-a"])
def test_an_id_that_no_pack_can_have_is_refused(id_: str) -> None:
    with pytest.raises(UsageError) as fault:
        draft(reading(), id_)
    assert fault.value.problems[0].code == "draft-id"
    assert fault.value.problems[0].next_step is not None


def test_files_have_no_anchors_and_are_read_by_any_yaml_reader() -> None:
    files = draft(targets(target("高新技术企业", 1, "家"), target("高新技术企业", 2, "家")), "yunze")
    for name in ("pack.yaml", "criteria.yaml", "programme.yaml", "coverage.yaml"):
        assert "&id" not in files[name]
        assert isinstance(yaml.safe_load(files[name]), dict)
    assert files["raw.txt"] == reading().raw


@given(st.integers(1, 10**13), st.sampled_from(["家", "元", "平方米", "件/万人"]))
@settings(max_examples=200)
def test_a_written_number_reads_back_as_it_was(value: int, unit: str) -> None:
    assert promised(Scalar(written(Fraction(value), unit), Span())) == (value, unit)


@given(st.integers(1, 10**6))
def test_a_written_percentage_reads_back_as_it_was(hundredths: int) -> None:
    assert promised(Scalar(written(Fraction(hundredths, 10_000), "%"), Span())) == (Fraction(hundredths, 10_000), "%")
