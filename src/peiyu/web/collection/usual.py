"""Rounds as offices usually hold them: what they ask, for which period, what a field takes. A round begins with one of
these or with nothing, and is changed as wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from peiyu.facts.round import AskedSheet
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import Text

Pace = Literal["month", "quarter", "year", ""]
BULLETIN = ("revenue", "output", "total_profit", "tax_paid", "employees", "rd_accounts")
YEARLY = (
    "revenue", "main_revenue", "output", "total_profit", "net_profit", "tax_paid", "total_assets", "net_assets",
    "rd_119", "rd_accounts", "staff", "sci_staff", "college_staff", "insured",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """A usual round. title: what follows the period in a round's title; pace: of its period, empty where any will do
    (lists)."""

    key: str
    name: Text
    title: str
    pace: Pace
    sheets: tuple[AskedSheet, ...]


def listed(entity: str, *leave: str) -> AskedSheet:
    """A list in full, without some fields; rows may be added."""
    kind = vocabulary().entities[entity]
    identity = tuple(one.code for one in kind.fields if one.code in ("number", "title", "kind", "fund"))[:2]
    codes = tuple(one.code for one in kind.fields if one.code not in leave)
    return AskedSheet(entity, codes, required=identity, new_rows=True)


USUAL: Mapping[str, Usual] = {
    one.key: one
    for one in (
        Usual(key="monthly", name=Text("月度经营快报", "Monthly bulletin"), title="经营快报", pace="month",
              sheets=(AskedSheet("monthly_return", BULLETIN, required=("revenue", "employees")),)),
        Usual(key="quarterly", name=Text("季度经营情况", "Quarterly return"), title="经营情况", pace="quarter",
              sheets=(AskedSheet("quarterly_return", BULLETIN, required=("revenue", "employees")),)),
        Usual(key="annual", name=Text("年度经营数据", "Annual return"), title="经营数据", pace="year",
              sheets=(AskedSheet("annual_return", YEARLY, required=("revenue", "staff", "rd_119")),)),
        Usual(key="ip", name=Text("知识产权清单", "Intellectual property"), title="知识产权清单", pace="",
              sheets=(listed("ip_right", "high_value", "disputed", "holders", "holder_rank", "licence_years"),)),
        Usual(key="rd_bodies", name=Text("研发机构清单", "R&D bodies"), title="研发机构清单", pace="",
              sheets=(listed("rd_body", "route", "high_level"),)),
        Usual(key="territory", name=Text("载体、金融机构和活动", "Carriers, institutions and events"),
              title="载体、金融机构和活动", pace="",

              sheets=tuple(listed(one) for one in ("carrier_project", "institution", "event", "fund_budget"))),
    )
}  # fmt: skip
"""Key → round, in the order in which they are offered."""


def sheets_json(sheets: tuple[AskedSheet, ...]) -> list[dict[str, Any]]:
    """Sheets as a round keeps them."""
    return [
        {"entity": one.entity, "fields": [*one.fields], "required": [*one.required], "new_rows": one.new_rows}
        for one in sheets
    ]
