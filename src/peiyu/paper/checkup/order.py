"""What is asked of a check-up, and the rules that follow from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from peiyu.paper.checkup.survey import Rules, rules_of
from peiyu.paper.values import Standard
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.pack.model import Pack

LADDER = ("cn-gradient", "cn-hnte", "cn-size-2011")
"""What a check-up measures by when nothing else is asked for."""

PLANS = 200
"""About so many paths are planned in one check-up; the others are one command away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked of a check-up: packs, ladders or tiers, the dates and options, the names of the ledgers."""

    asked: tuple[str, ...] = LADDER
    selection: Selection
    sources: tuple[str, ...] = ()
    plans: int = PLANS


def rules_for(packs: Mapping[str, Pack], order: Order) -> Rules:
    """The rules of an order: for new applications, for reviews, and for any later day."""

    def at(day: dt.date) -> Binding:
        selection = replace(order.selection, as_of=day, known_at=day, rules_at=day)
        return bind(packs, order.asked, selection)

    now = bind(packs, order.asked, order.selection)
    review = bind(packs, order.asked, replace(order.selection, event="review"))
    names = {id_: standard_named(pack) for id_, pack in packs.items()}
    return rules_of(now, review, at, asked=asked_tiers(now), names=names)


def asked_tiers(binding: Binding) -> list[str]:
    """The keys of the tiers that were asked for, without those that are only read by others."""
    asked = set(binding.asked)
    return [
        key
        for key, bound in binding.tiers.items()
        if key in asked or bound.pack in asked or bound.via in asked or (bound.via or "").partition(".")[0] in asked
    ]


def standard_named(pack: Pack) -> Standard:
    """A pack by its name and its document's title and number."""
    number = pack.document.number if pack.document else ""
    return Standard(pack=pack.name, document=number, text=pack.document.title if pack.document else "", in_force=True)
