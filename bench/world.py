"""What the benchmarks stand on: made-up territories (kept between runs) and the national packs bound to a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bench.measure import OUT
from peiyu.facts.base import FactBase
from peiyu.madeup import Territory, write
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.pack.load import PackRegistry

AS_OF = dt.date(2026, 6, 30)
NATIONAL = ("cn-gradient-2026", "cn-gradient-2022", "cn-tech-sme-2017", "cn-hnte", "cn-size-2011")


def territory(companies: int, *, holes: float = 0.08) -> FactBase:
    """The made-up territory of that many companies; written once, found again afterwards."""
    OUT.mkdir(exist_ok=True)
    target = OUT / f"territory-{companies}-{round(holes * 100)}"
    if target.exists():
        return FactBase.open(target)
    return write(Territory(companies=companies, as_of=AS_OF, holes=holes), target)


def bound(*asked: str, on: dt.date = AS_OF) -> Binding:
    return bind(PackRegistry(), asked or NATIONAL, Selection(as_of=on, known_at=on, rules_at=on))


def scratch(name: str) -> Path:
    folder = OUT / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name
