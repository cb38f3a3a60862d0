"""A small pack with everything that an explanation has to show, and one enterprise in the middle of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import Any

from tests.policy.handmade import AS_OF, binding_of, compare, every, quantity, tier

from peiyu.facts.given import snapshot_of
from peiyu.facts.snapshot import ConditionAttestation, Datum, Snapshot
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition import ast
from peiyu.policy.condition.parse import parse
from peiyu.policy.condition.resolve import resolve
from peiyu.policy.condition.scope import Scope
from peiyu.policy.pack.model import (
    Band,
    BandItem,
    ChooseCriterion,
    Combined,
    Criterion,
    ExpertItem,
    GuardedGroup,
    Quantity,
    Score,
)
from peiyu.problems import Text

SCOPE = Scope(vocabulary())


def written(text: str) -> ast.Expr:
    return resolve(parse(text), SCOPE)


def rule(key: str, name: Text, when: ast.Expr, **more: Any) -> Criterion:
    return Criterion(key=key, name=name, when=when, cite="第六条", **more)


def share() -> Quantity:
    made = quantity("p.share", written("科技人员 / 职工总数"), when_undefined="not met")
    return replace(made, name=Text("科技人员占比", "Share of S&T staff"), cite="第九条", evidence="single-source")


def score() -> Score:
    of = ast.Ref("quantity", "p.share")
    steps = [("30%", 20), ("20%", 12), ("10%", 4)]
    bands = [Band(when=compare(of, ">=", written(bound)), low=Fraction(p), high=Fraction(p)) for bound, p in steps]
    staff = BandItem(
        key="p.eval.staff", name=Text("科技人员指标", "S&T staff"), of=of, cite="第七条（一）",
        bands=(*bands, Band(when=None, low=Fraction(0), high=Fraction(0))), when_undefined="0分",
    )  # fmt: skip
    expert = ExpertItem(
        key="p.eval.tech",
        name=Text("技术先进程度", "Technical advance"),
        low=Fraction(0),
        high=Fraction(8),
        cite="第七条（二）",
    )
    return Score(key="p.eval", name=Text("综合评价", "Evaluation"), items=(staff, expert), cite="第七条")


def binding() -> Binding:
    industry = ChooseCriterion(
        key="p.t.size", name=Text("按行业的规模", "Size by industry"), cite="第四条",
        branches=(
            GuardedGroup(when=written("行业代码 in [C]"), then=rule("", Text("", ""), written("营业收入 < 4亿元"))),
            GuardedGroup(when=written("行业代码 in [51]"), then=rule("", Text("", ""), written("从业人员 < 200人"))),
            GuardedGroup(when=None, then=rule("", Text("", ""), written("从业人员 < 300人"))),
        ),
    )  # fmt: skip
    direct = Combined(
        key="", name=Text("", ""), how="any", need=1,
        parts=(
            rule("p.t.hnte", Text("高新技术企业", "High-tech enterprise"), written("holds(高新技术企业)")),
            rule("p.t.revenue", Text("收入门槛", "Revenue"), written("营业收入 >= 5000万元 and growth(营业收入) > 0")),
        ),
    )  # fmt: skip
    criteria = every(
        rule("p.t.staff", Text("职工总数", "Staff"), written("职工总数 <= 500人")),
        rule(
            "p.t.share",
            Text("科技人员占比", "Share of S&T staff"),
            compare(ast.Ref("quantity", "p.share"), ">=", written("31.25%")),
        ),
        industry,
        direct,
        rule("p.t.tax", Text("查账征收", "Accounts"), written("会计核算健全且查账征收"), evidence="assumption"),
        rule("p.t.eval", Text("综合评价", "Evaluation"), compare(ast.Ref("score", "p.eval"), ">=", written("16分"))),
    )
    one = replace(tier("p.t", criteria), name=Text("培育企业", "Cultivated enterprise"))
    return binding_of(one, quantities=(share(),), scores=(score(),))


def enterprise(**changes: Any) -> Snapshot:
    """With a stand-in, a hole, a confirmation, and a name that has to be escaped."""
    facts: dict[str, Any] = {
        "企业名称": "<甲&乙>公司", "行业代码": "3912", "职工总数": "96人",
        "营业收入": {2020: "4000万元", 2021: "49999999.99元"},
    }  # fmt: skip
    made = snapshot_of({**facts, **changes}, as_of=AS_OF)
    data = {**made.facts, ("annual_return", "sci_staff", 2021): Datum(29, stand_in="rd_staff")}
    confirmed = ConditionAttestation("p.t.tax", True, "税务局", dt.date(2022, 5, 1))
    return replace(made, facts=data, attestations=(confirmed,))
