"""Which options a promised number is offered."""

from __future__ import annotations

import pytest
from tests.document.draft.handmade import target

from peiyu.document.draft.choices import choice


@pytest.mark.parametrize(
    ("subject", "quantity", "unit", "measure", "entity", "default"),
    [
        ("高新技术企业", "", "家", "stock", "称号资质", "holding"),
        ("专精特新“小巨人”企业", "", "家", "flow", "称号资质", "first"),
        ("发明专利", "申请量", "件", "flow", "知识产权", "filed"),
        ("发明专利", "授权量", "件", "flow", "知识产权", "granted"),
        ("企业专利", "申请量", "件", "flow", "知识产权", "all_kinds"),
        ("院士工作站", "", "家", "flow", "研发机构", "recognised"),
        ("高水平研发机构", "", "个", "stock", "研发机构", "standing"),
        ("上市企业", "", "家", "flow", "上市进程", "exchanges"),
        ("孵化面积", "", "平方米", "flow", "孵化载体项目", "filed"),
        ("科技企业孵化器", "", "家", "flow", "孵化载体项目", "opened"),
        ("产学研合作创新联盟", "", "个", "flow", "产业联盟", "agreed"),
        ("金融机构", "", "家", "flow", "金融机构", "present"),
        ("国家、行业标准", "", "项", "flow", "标准", "national_industry"),
        ("具有领先优势的产品", "", "个", "flow", "产品", "leading"),
        ("毕业企业", "", "家", "flow", "在孵记录", "graduated"),
    ],
)
def test_the_subject_tells_the_records(
    subject: str, quantity: str, unit: str, measure: str, entity: str, default: str
) -> None:
    made = choice(target("高新技术企业", 1, unit, subject=subject, quantity=quantity, text=subject, measure=measure))
    assert made.default == default
    body = made.options[made.default]
    assert body.get("count", entity) == entity
    assert "firms" in body or body["count"] == entity


def test_what_little_giants_do_may_be_counted_of_them_alone() -> None:
    made = choice(target("高新技术企业", 1, "件", subject="发明专利", text="小巨人企业申报发明专利100件"))
    assert made.default == "filed_giants"
    assert made.options["filed_giants"]["among"] == "holds(科技小巨人)"
    assert made.options["filed_giants"]["among_at"] == "record"
    assert "among" not in made.options["filed"]


def test_a_ratio_brings_its_parts_and_its_unit() -> None:
    made = choice(target("高新技术企业", 30, "件", subject="每万名从业人员拥有当年新增发明专利"))
    assert made.unit == "件/万人"
    assert set(made.helpers) == {"inventions_granted", "inventions_filed", "inventions_held", "employees"}


@pytest.mark.parametrize("subject", ["每万人口发明专利拥有量", "高新技术企业占比", "5G基站", "企业"])
def test_what_the_vocabulary_does_not_hold_has_no_option(subject: str) -> None:
    assert choice(target("高新技术企业", 1, "个百分点", subject=subject)).options == {}


def test_a_part_by_capital_narrows_its_whole() -> None:
    found = target("高新技术企业", 70, "家", subject="注册资金达2000万元以上的企业", of=0)
    assert choice(found, whole="i01").options["registered_capital"] == {
        "name": {"zh": "按登记的注册资本", "en": "by registered capital"}, "of": "i01", "among": "注册资本 >= 2000万元",
    }  # fmt: skip
    assert "registered_capital" not in choice(found).options
