"""A territory's folder becomes a Programme: every section, in its own types, with every name resolved."""

from __future__ import annotations

import datetime as dt
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from peiyu.policy.condition import ast
from peiyu.policy.pack.checks import check_pack
from peiyu.policy.pack.load import PackRegistry, load_pack, read_pack
from peiyu.policy.pack.model import Pack
from peiyu.policy.pack.programme import (
    Among,
    ByDefinition,
    ChangeBody,
    Covering,
    EventsBody,
    FirmsBody,
    FirmSumBody,
    Goal,
    NarrowedBody,
    Programme,
    RatioBody,
    Schedule,
    StateBody,
)
from peiyu.problems import Text

ZONE = Path(__file__).parent / "zone"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(ZONE)


@pytest.fixture(scope="module")
def zone(pack: Pack) -> Programme:
    assert pack.programme is not None
    return pack.programme


def test_the_zone_is_sound_but_for_its_open_definition(pack: Pack) -> None:
    found = [(one.code, one.level.value) for one in check_pack(pack, registry=PackRegistry.of([ZONE.parent]))]
    assert found == [("definition-open", "warning")]


def test_a_national_pack_has_no_programme() -> None:
    assert load_pack("cn-tech-sme-2017").programme is None


def test_events_know_their_record_its_date_and_its_owner(zone: Programme) -> None:
    body = zone.indicators["filed"].body
    kind = ast.Compare("=", ast.ChildField("ip_right", "kind"), ast.TextLiteral("发明专利"))
    held = Among(when=ast.Holds("高新技术企业"), at="record")
    assert body == EventsBody(entity="ip_right", on="filed_on", where=kind, among=(held,), once=("number",), share=True)
    assert zone.indicators["filed"].name == Text("申请发明专利", "inventions filed")
    assert zone.indicators["filed"].evidence == "verified", "the document's, where an object has none"


def test_every_kind_of_body_is_read(zone: Programme) -> None:
    held = {id_: one.body for id_, one in zone.indicators.items()}
    assert held["space"] == EventsBody(entity="carrier_project", on="filed_on", sum="area")
    assert held["inside"] == StateBody(entity="stay", since="entered_on", until="left_on")
    assert held["net"] == ChangeBody(of="inside")
    assert held["per_10k"] == RatioBody(over="filed", under="staff", scale=Fraction(10_000))
    assert held["staff"] == FirmSumBody(value=ast.Fact("annual_return", "staff"))
    assert held["new"] == ByDefinition(definition="D4")
    large = ast.Compare(">=", ast.Fact("enterprise", "registered_capital"), ast.Number(Fraction(2 * 10**9), "money"))
    assert held["new_large"] == NarrowedBody(of="new", among=(Among(when=large),))


def test_a_list_of_the_document_is_a_set(zone: Programme) -> None:
    body = zone.indicators["leading"].body
    assert isinstance(body, FirmsBody)
    assert isinstance(body.when, ast.InSet)
    assert body.when.options == ("新能源", "软件")


def test_definitions_keep_their_options(zone: Programme) -> None:
    defined = zone.definitions["D4"]
    assert (defined.names, defined.default, defined.open) == ("new", "recognised", False)
    assert [(one.key, one.retrospective) for one in defined.options] == [
        ("recognised", False), ("registered", False), ("by_rules", True),
    ]  # fmt: skip
    assert zone.definitions["D15"].open


def test_goals_are_in_base_units(zone: Programme) -> None:
    held = {id_: one.goal for id_, one in zone.targets.items()}
    assert held["new"] == Goal(comparator="floor", low=Fraction(1000), high=None, stretch=Fraction(1100), unit="家")
    assert held["large"] == Goal(comparator="exactly", low=Fraction(70), high=Fraction(70), stretch=None, unit="家")
    assert held["space"].low == held["space"].high == 100_000
    assert held["per_10k"] == Goal(comparator="above", low=Fraction(30), high=None, stretch=None, unit="件/万人")
    assert zone.funds["special"].amount == 200_000_000


def test_plans_are_shares_of_a_year_or_cumulative_years(zone: Programme) -> None:
    assert zone.targets["new"].plan == Schedule(
        quarters=(Fraction(15, 100), Fraction(25, 100), Fraction(25, 100), Fraction(35, 100))
    )
    assert zone.targets["space"].plan == Schedule(years=((2012, Fraction(40_000)), (2013, Fraction(100_000))))
    assert zone.targets["large"].plan is None


def test_groups_are_conditions_or_a_fact(zone: Programme) -> None:
    stage = zone.groups["stage"]
    assert [(one.id, one.name.zh) for one in stage.members] == [("startup", "初创期"), ("grown", "成长期")]
    assert stage.members[0].when == ast.Meets("zone.startup")
    assert stage.otherwise == Text("其余", "the rest")
    assert zone.groups["district"].by == ast.Fact("enterprise", "district")


def test_duties_measures_and_programmes(zone: Programme) -> None:
    duty = zone.responsibilities["bulletin"]
    assert (duty.lead, duty.with_, duty.every, duty.name.zh) == ("office", ("park",), "month", "每月通报")
    assert zone.measures["mentors"].gives.en == "a mentor"
    assert zone.programmes["nest"].addresses == ast.Meets("zone.startup")
    assert zone.targets["new"].by == dt.date(2012, 12, 31)


def test_clauses_run_to_the_next_address(zone: Programme) -> None:
    assert list(zone.clauses)[:3] == ["标题", "二", "二1"]
    assert zone.clauses["二3"].text == "建设10万平方米孵化器。\n每万名从业人员新增发明专利30件。"
    assert (zone.clauses["二3"].span.file, zone.clauses["二3"].span.line) == ("zone/mended.txt", 5)


def test_coverage_names_objects_or_says_why_not(zone: Programme) -> None:
    assert zone.coverage["四（一）"].objects == (Covering(kind="responsibility", id="bulletin"),)
    assert zone.coverage["标题"].how == "context"
    assert zone.coverage["五"].reason == Text("由督办应用承担", "by the supervision app")


@pytest.mark.parametrize("file", ["raw.txt", "mended.txt", "programme.yaml", "coverage.yaml", "criteria.yaml"])
def test_the_hash_holds_every_file(file: str, pack: Pack, tmp_path: Path) -> None:
    copy = shutil.copytree(ZONE, tmp_path / "zone")
    assert load_pack(copy).hash == pack.hash
    text = (copy / file).read_text(encoding="utf-8")
    (copy / file).write_text(f"{text}\n", encoding="utf-8")
    assert load_pack(copy).hash != pack.hash


def test_a_released_pack_must_have_settled_its_definitions(tmp_path: Path) -> None:
    copy = shutil.copytree(ZONE, tmp_path / "zone")
    place = copy / "pack.yaml"
    place.write_text(place.read_text(encoding="utf-8").replace("status: draft", "status: released"), encoding="utf-8")
    found = [(one.code, one.level.value) for one in check_pack(load_pack(copy))]
    assert found == [("definition-open", "error")]


def test_a_missing_mended_text_is_named(tmp_path: Path) -> None:
    copy = shutil.copytree(ZONE, tmp_path / "zone")
    (copy / "mended.txt").unlink()
    assert [(one.code, one.where.file) for one in read_pack(copy).problems] == [("file-not-found", "zone/pack.yaml")]


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    copy = shutil.copytree(ZONE, tmp_path / "zone")
    place = copy / "programme.yaml"
    text = place.read_text(encoding="utf-8")
    text = (
        text.replace("floor: 1000家", "floor: 一千家")
        .replace("lead: park", "lead: parks")
        .replace("类别 = 发明", "类 = 发明")
    )
    place.write_text(text, encoding="utf-8")
    found = {(one.code, one.where.file, one.where.line) for one in read_pack(copy).problems}
    line = {
        word: number
        for number, row in enumerate(text.splitlines(), 1)
        for word in ("一千家", "parks", "类 =")
        if word in row
    }
    assert found == {
        ("goal-written", "zone/programme.yaml", line["一千家"]),
        ("no-such-object", "zone/programme.yaml", line["parks"]),
        ("name-unknown", "zone/programme.yaml", line["类 ="]),
    }
