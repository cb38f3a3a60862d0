"""All forms, and the offers of the packs with which they are filled: names as the packs give them, parts made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from tests.paper.form.forms.kept import eighth, ninth, seventh
from tests.paper.form.forms.layout import Written
from tests.paper.form.forms.tuned import (
    fifth,
    first,
    fourth,
    marks,
    monitored,
    monthly,
    second,
    sixth,
    tables,
    third,
    various,
)  # fmt: skip

from peiyu.paper.form.offer import Offer
from peiyu.policy.pack.load import load_pack
from peiyu.policy.pack.programme import Programme
from peiyu.problems import Text
from peiyu.writing.form.offers import offers
from peiyu.writing.register import Portion, Register, Told, registered

NOTHING = Text("", "")
TUNED: tuple[Written, ...] = tuple(
    form
    for one in (monthly, tables, various, first, second, third, fourth, fifth, sixth, monitored, marks)
    for form in one.FORMS
)
KEPT: tuple[Written, ...] = (*seventh.FORMS, *eighth.FORMS, *ninth.FORMS)

PARTS = {
    "park": (Text("所属园区", "Park"), ("软件园", "生物医药园", "先进制造园")),
    "district": (Text("旗县区", "District"), ("云岭区", "临川区", "安平县", "稀土高新区")),
    "route": (Text("来源途径", "Origin route"), ("新注册", "迁入", "转型", "新认定")),
}
"""Parts of breakdowns by a fact of the enterprise, made up."""


@cache
def register_of(pack: str) -> Register:
    """A register of a pack with every measure and part that it can have; the numbers are not looked at."""
    programme = load_pack(pack).programme
    assert programme is not None
    portions = dict(_portions(programme))
    told = []
    for code, target in programme.targets.items():
        numbers = dict.fromkeys(
            ("goal", "month", "year", "total", "possible", "rate", "plan", "before", "yoy", "outlook"), Fraction(1)
        )  # fmt: skip
        told.append(
            Told(
                code=code,
                name=target.name,
                unit=target.goal.unit,
                definition=NOTHING,
                numbers=numbers,
                portions=portions,
            )
        )
    for code, trend in programme.trends.items():
        unit = programme.indicators[trend.indicator].unit
        numbers = dict.fromkeys(("total", "possible", "before"), Fraction(1))
        told.append(Told(code=code, name=trend.name, unit=unit, definition=NOTHING, numbers=numbers, portions=portions))
    return registered(told, day=dt.date(2026, 5, 31))


def _portions(programme: Programme) -> Iterator[tuple[str, tuple[Text, tuple[Portion, ...]]]]:
    for id_, group in programme.groups.items():
        if id_ in PARTS:
            name, parts = PARTS[id_]
            yield id_, (name, tuple(_portion(one, Text(one, one)) for one in parts))
        elif group.members:
            members = [(one.id, one.name) for one in group.members] + [("~", group.otherwise)]
            yield id_, (group.name, tuple(_portion(key, name) for key, name in members))


def _portion(key: str, name: Text) -> Portion:
    return Portion(part=key, name=name, low=Fraction(1), high=Fraction(1))


@cache
def offers_of(pack: str) -> tuple[Offer, ...]:
    """The offers of a pack."""
    return offers(register_of(pack), load_pack(pack).programme)
