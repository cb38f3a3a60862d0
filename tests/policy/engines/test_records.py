"""What indicators are counted from: records, enterprises at a day, certificates at a date: as the reference says."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from peiyu.facts.base import FactBase, FactBaseWriter
from peiyu.facts.base.schema import columns, header
from peiyu.facts.snapshot import Snapshot
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr
from peiyu.policy.condition.parse import parse
from peiyu.policy.condition.resolve import resolve
from peiyu.policy.condition.scope import Scope
from peiyu.policy.engine.embedded.records import at_day, firm_truths, held_on, record_truths, view_at
from peiyu.policy.engine.reference.evaluate import context_of, truth_of, value_of
from peiyu.policy.pack.model import Criterion
from peiyu.policy.testing.enterprises import snapshots, write_base
from peiyu.policy.testing.generate import AS_OF, binding
from peiyu.policy.verdict import Interval
from peiyu.problems import InputError

DAYS = (AS_OF, dt.date(AS_OF.year - 1, 12, 31), dt.date(AS_OF.year - 2, 2, 28))
OF_RECORDS = {
    "ip_right": (
        "类别 = 发明专利", "类别 in [发明专利, 软件著作权] and 法律状态 != 失效", "not (法律状态 = 有效)",
        "授权日期 in last 3 fiscal years", "授权日期 in last 2 rolling years or 已应用并产生经济效益",
        "age(授权日期) >= 1年",
    ),
    "financing": (
        "实缴金额 >= 100万元", "实缴金额 in [99万元, 100万元)", "实缴金额 / 300万元 >= 0.3333333333333333",
        "合格机构投资者 and 实缴金额 > 0",
    ),
}  # fmt: skip


BESIDE_FIRMS = {
    "ip_right": (
        "授权日期 >= 成立日期",
        "holds(高新技术企业) and 法律状态 = 有效",
        "count(科技奖励) >= 1 or 已应用并产生经济效益",
    ),
    "financing": ("实缴金额 >= 10% * 营业收入", "实缴金额 / 营业收入 >= 7% and 合格机构投资者", "行业代码 in [C]"),
}  # fmt: skip
OF_FIRMS = (
    "holds(高新技术企业)",
    "营业收入 >= 1000万元",
    "净利润 / 营业收入 >= 10%",
    "age >= 2年 and not 境内居民企业",
)


@pytest.fixture(scope="module")
def facts() -> list[Snapshot]:
    return snapshots(11, 150)


@pytest.fixture(scope="module")
def base(facts: list[Snapshot], tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    return write_base(facts, tmp_path_factory.mktemp("records") / "facts")


@pytest.fixture(scope="module")
def rules() -> Binding:
    return binding(5)


def condition(text: str, child: str | None = None) -> Expr:
    return resolve(parse(text), Scope(vocabulary()), child=child)


def both_buckets(base: FactBase, made) -> pl.DataFrame:  # type: ignore[no-untyped-def]
    return pl.concat([made(bucket) for bucket in range(base.bucket_count)])


@pytest.mark.parametrize("entity", sorted(OF_RECORDS))
@pytest.mark.parametrize("asked_of", [OF_RECORDS, BESIDE_FIRMS], ids=["alone", "beside"])
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_records_are_judged_as_by_the_reference(
    entity: str, asked_of: dict[str, tuple[str, ...]], day: dt.date, facts: list[Snapshot], base: FactBase,
    rules: Binding,
) -> None:  # fmt: skip
    asked = {text: condition(text, entity) for text in asked_of[entity]}
    found = both_buckets(base, lambda bucket: record_truths(rules, base, bucket, entity, asked, day=day))
    rows = {(row["enterprise"], row["record_id"]): row for row in found.iter_rows(named=True)}
    assert len(rows) == found.height > 50
    seen = set()
    for one in facts:
        context = context_of(at_day(rules, day), one)
        for record in one.rows(entity):
            truths = {text: truth_of(expr, context.on(record)).value for text, expr in asked.items()}
            seen.update(truths.values())
            row = rows.pop((one.enterprise, record.record_id), {})
            for text, truth in truths.items():
                got = (row.get(f"{text}.definite", False), row.get(f"{text}.possible", False))
                assert got == (truth is True, truth is not False), text
    assert rows == {}
    assert seen == {True, False, None}


def test_columns_of_records_are_as_stored(facts: list[Snapshot], base: FactBase, rules: Binding) -> None:
    found = both_buckets(
        base,
        lambda bucket: record_truths(rules, base, bucket, "financing", {}, day=AS_OF, columns=["amount", "paid_on"]),
    )
    assert found.columns == ["enterprise", "record_id", "amount", "paid_on"]
    expected = {
        (one.enterprise, row.record_id, row.values.get("amount"), row.values.get("paid_on"))
        for one in facts
        for row in one.rows("financing")
    }
    assert set(found.iter_rows()) == expected


@pytest.mark.parametrize("seed", [2, 5, 9])
def test_enterprises_are_judged_as_by_the_reference(seed: int, facts: list[Snapshot], base: FactBase) -> None:
    rules = binding(seed)
    asked: dict[str, Expr] = {key: ast.Meets(key) for key in rules.tiers}
    asked |= {text: condition(text) for text in OF_FIRMS}
    asked |= {
        one.key: one.when
        for tier in rules.tiers.values()
        for one in getattr(tier.tier.met_when, "parts", ())
        if isinstance(one, Criterion) and one.when_undefined is None
    }
    for day in DAYS[:2]:
        found = both_buckets(base, lambda bucket, day=day: firm_truths(rules, base, bucket, asked, day=day))
        rows = {row["enterprise"]: row for row in found.iter_rows(named=True)}
        assert found.columns == ["enterprise", "code", "name", *asked]
        for one in facts:
            context = context_of(at_day(rules, day), one)
            for key, expr in asked.items():
                assert rows[one.enterprise][key] is truth_of(expr, context).value, (key, day)


def test_numbers_of_enterprises_have_two_ends(facts: list[Snapshot], base: FactBase, rules: Binding) -> None:
    asked = {
        text: condition(text)
        for text in ("职工总数", "count(知识产权 where 类别 = 发明专利)", "sum(融资.实缴金额)", "营业收入 - 净利润")
    }
    found = both_buckets(base, lambda bucket: firm_truths(rules, base, bucket, {}, day=AS_OF, numbers=asked))
    rows = {row["enterprise"]: row for row in found.iter_rows(named=True)}
    open_ends = 0
    for one in facts:
        context = context_of(at_day(rules, AS_OF), one)
        for text, expr in asked.items():
            value = value_of(expr, context)
            assert isinstance(value, Interval)
            for end, exact in (("low", value.low), ("high", value.high)):
                got = rows[one.enterprise][f"{text}.{end}"]
                open_ends += got is None
                assert (None if got is None else Fraction(got)) == exact, text
    assert open_ends > 10


HELD = ("holds(高新技术企业)", "holds(高新技术企业) and not holds(瞪羚企业)", "holds(瞪羚企业) or holds(高新技术企业)")


def test_certificates_at_a_date_are_those_of_the_reference(
    facts: list[Snapshot], base: FactBase, rules: Binding
) -> None:
    dates = [dt.date(year, month, 15) for year in range(AS_OF.year - 4, AS_OF.year + 1) for month in (1, 7)]
    asked = {text: condition(text) for text in HELD}
    seen = set()
    for bucket in range(base.bucket_count):
        keys = base.scan("enterprise", bucket, view_at(rules, AS_OF)).collect()["enterprise"].to_list()
        dated = pl.DataFrame(
            [(key, on) for key in keys for on in (*dates, None)],
            schema={"enterprise": pl.Int64, "on": pl.Date}, orient="row",
        )  # fmt: skip
        found = held_on(rules, base, bucket, dated, asked, day=AS_OF)
        assert found.select("enterprise", "on").equals(dated)
        by_key = {one.enterprise: one for one in facts}
        for row in found.iter_rows(named=True):
            for text, expr in asked.items():
                on = row["on"]
                truth = None
                if on is not None:
                    truth = truth_of(expr, context_of(at_day(rules, on), by_key[row["enterprise"]])).value
                seen.add(truth)
                assert row[text] is truth, (text, on)
    assert seen == {True, False, None}


def test_a_list_that_is_complete_through_a_day_says_nothing_of_later_days(tmp_path: Path, rules: Binding) -> None:
    head = {"record_id": 1, "known_from": dt.date(2000, 1, 1), "source": "handmade", "purpose": "行政"}
    base = small_base(
        tmp_path,
        enterprise=[{"enterprise": 7, "name": "甲", **head}],
        list_declaration=[{"enterprise": 7, "entity": "title", "through": dt.date(2020, 6, 30), **head}],
    )
    dated = pl.DataFrame({"enterprise": [7, 7], "on": [dt.date(2020, 6, 30), dt.date(2020, 7, 1)]})
    found = held_on(rules, base, 0, dated, {"held": condition("holds(高新技术企业)")}, day=AS_OF)
    assert found["held"].to_list() == [False, None]


def test_a_territory_has_records_of_its_own(tmp_path: Path, rules: Binding) -> None:
    head = {"known_from": dt.date(2000, 1, 1), "source": "handmade", "purpose": "行政", "enterprise": 0}
    rows = [
        {"record_id": 1, "title": "一期", "area": 5_000_000, "filed_on": dt.date(2012, 5, 1), **head},
        {"record_id": 2, "title": "二期", "area": None, "filed_on": None, **head},
    ]
    firm = {"enterprise": 7, "record_id": 1, "name": "甲"}
    base = small_base(tmp_path, carrier_project=rows, enterprise=[{**head, **firm}])
    asked = {"large": condition("建筑面积 >= 50000㎡", "carrier_project")}
    found = record_truths(rules, base, 0, "carrier_project", asked, day=AS_OF, columns=["area", "filed_on"])
    assert found.to_dicts() == [
        {"enterprise": 0, "record_id": 1, "area": 5_000_000, "filed_on": dt.date(2012, 5, 1),
         "large.definite": True, "large.possible": True},
        {"enterprise": 0, "record_id": 2, "area": None, "filed_on": None,
         "large.definite": False, "large.possible": True},
    ]  # fmt: skip


def test_a_record_of_the_territory_is_asked_for_nothing_of_an_enterprise(base: FactBase, rules: Binding) -> None:
    with pytest.raises(InputError) as fault:
        record_truths(rules, base, 0, "carrier_project", {"a": condition("职工总数 > 5人")}, day=AS_OF)
    assert fault.value.problems[0].code == "engine-cannot-say"


def small_base(folder: Path, **rows: list[dict[str, object]]) -> FactBase:
    with FactBaseWriter(folder / "facts", buckets=1, made_up=True) as writer:
        for entity, given in rows.items():
            kept = vocabulary().entities[entity]
            schema = columns(kept, dict.fromkeys(code for row in given for code in row if code not in header(kept)))
            writer.add(entity, pl.DataFrame([dict.fromkeys(schema) | row for row in given], schema=schema))
        return writer.finish()
