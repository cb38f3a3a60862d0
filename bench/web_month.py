"""`python -m bench.web_month FOLDER COMPANIES`: the closing of a month in a made-up zone, timed; prints JSON.

Twelve parks are asked ten figures of each of their enterprises and have answered; then all twelve hand in, are
accepted, the round is closed, the targets are measured with all their breakdowns, and the month is closed. The steps of
the people are the application's own actions; the answers are written into their table, as if they had been typed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from peiyu.madeup import Zone, write
from peiyu.madeup.places import Place
from peiyu.madeup.places.model import Park
from peiyu.web.site import start
from peiyu.web.site.installation import make

PACK = "tianjin-hitech-2012"
FEN = 100
SENTENCE = "已与企业核实"
PARKS = "甲乙丙丁戊己庚辛壬癸子丑"
"""Twelve, of different sizes."""
ASKED = (
    "revenue", "main_revenue", "output", "total_profit", "net_profit", "tax_paid", "employees", "sci_staff",
    "rd_accounts", "total_assets",
)  # fmt: skip
STAFF = ("employees", "sci_staff")


class Twelve(Zone):
    """The zone of 2012 with twelve parks instead of its five."""

    @property
    def place(self) -> Place:
        five = super().place
        parks = (
            Park(f"{word}园", five.parks[i % len(five.parks)].district, 20 - 1.5 * i) for i, word in enumerate(PARKS)
        )
        return replace(five, parks=tuple(parks))


def place(folder: Path, companies: int) -> None:
    """An installation with a made-up zone, its people and organisations; made once."""
    from peiyu.web.site import seed

    zone = Twelve(kind=PACK, companies=companies)
    base = folder / "base"
    if not base.exists():
        write(zone, base)
    seed.populate(base, zone)
    from peiyu.web.acting.actor import Actor
    from peiyu.web.policies.actions.texts import choose_territory

    choose_territory(Actor.system("测速"), pack=PACK, why="虚构数据")


def asked() -> Any:
    """A round of the month before today's that every park is asked in."""
    from peiyu.facts.round import Span
    from peiyu.web import clock
    from peiyu.web.collection.actions import drafting, starting
    from peiyu.web.jobs.worker import work
    from peiyu.web.site.month.people import cast

    office = cast().office
    month = clock.today().replace(day=1) - dt.timedelta(days=1)
    terms = drafting.Terms(
        title="经营快报", span=Span(month.year, month=month.month, basis="累计"), authority="测速",
        due=clock.today() + dt.timedelta(days=9), correction="测速：重新收一次",
    )  # fmt: skip
    held = drafting.draft(office, terms=terms)
    drafting.add_fields(office, held=held, version=held.version, fields=[("monthly_return", one) for one in ASKED])
    held.refresh_from_db()
    starting.start(office, held=held, version=held.version, cells=held.burden["cells"])
    work(until_idle=True)
    held.refresh_from_db()
    return held


def answered(held: Any) -> int:
    """A row of figures for every enterprise; gives how many cells that are."""
    from peiyu.web import clock
    from peiyu.web.collection.models import AnswerRow, RoundFirm, RoundUnit
    from peiyu.web.enterprises.models import Enterprise

    chance, rows = random.Random(1), []
    known = {key: (revenue, staff) for key, revenue, staff in Enterprise.objects.values_list("key", "revenue", "staff")}
    for one in RoundFirm.objects.filter(unit__round=held).exclude(key=0):
        yearly, staff = known.get(one.key, (None, None))
        whole = yearly if yearly else chance.randrange(100, 9_000) * 10_000 * FEN
        revenue = max(int(whole * held.month / 12 * chance.uniform(1.0, 1.2)) // (10_000 * FEN), 300) * 10_000 * FEN
        people = staff or chance.randrange(5, 90)
        values = {
            "revenue": revenue, "main_revenue": revenue, "output": revenue, "total_profit": revenue // 12,
            "net_profit": revenue // 15, "tax_paid": revenue // 30, "employees": people, "sci_staff": people // 5,
            "rd_accounts": revenue // 15, "total_assets": revenue * 2,
        }  # fmt: skip
        raw = {name: str(value if name in STAFF else value // (10_000 * FEN)) for name, value in values.items()}
        rows.append(
            AnswerRow(
                unit_id=one.unit_id, entity="monthly_return", enterprise=one.key, values=values, raw=raw,
                explained=dict.fromkeys(values, SENTENCE), version=1, by_name="测速", at=clock.now(),
            )
        )  # fmt: skip
    AnswerRow.objects.bulk_create(rows, batch_size=500)
    RoundUnit.objects.filter(round=held).update(state="begun", done=1)
    return len(rows) * len(ASKED)


def timed(what: Any) -> tuple[float, Any]:
    began = time.perf_counter()
    found = what()
    return time.perf_counter() - began, found


def processor() -> float:
    """Seconds of processor time of this process and of those that it started."""
    return sum(os.times()[:4])


def closed(held: Any) -> dict[str, Any]:
    """Seconds of each part of the closing."""
    from peiyu.web.collection.actions import closing, submissions
    from peiyu.web.collection.models import RoundUnit
    from peiyu.web.jobs.actions import ask
    from peiyu.web.jobs.worker import work
    from peiyu.web.site.month.people import cast
    from peiyu.web.targets.actions import closings, measuring
    from peiyu.web.targets.queries import latest, register_of

    people = cast()
    units = list(RoundUnit.objects.filter(round=held, firms_count__gt=0).select_related("round"))
    busy = processor()
    hand_in, made = timed(lambda: [submissions.hand_in(people.office, one) for one in units])
    accept, _ = timed(lambda: [submissions.accept(people.second, one) for one in made])

    def close_round() -> None:
        closing.propose(people.office, held)
        closing.close(people.second, held)
        work(until_idle=True)

    def close_month() -> int:
        ask(people.office, measuring.KIND, pack=PACK)
        work(until_idle=True)
        reading = latest(PACK)
        assert reading is not None
        done = closings.close(people.second, closing=closings.propose(people.office, reading=reading.pk).pk)
        return len(register_of(done.reading, issue=done.issue).figures)

    stored, _ = timed(close_round)
    month, figures = timed(close_month)
    return {
        "units": len(units), "hand_in": hand_in, "accept": accept, "close_round": stored, "close_month": month,
        "figures": figures, "seconds": hand_in + accept + stored + month,
        "processor": processor() - busy,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("companies", type=int)
    given = parser.parse_args()
    zone = Twelve(kind=PACK, companies=given.companies)
    make(given.folder)
    start.settle_settings(given.folder, zone)
    start.ready(given.folder)
    place(given.folder, given.companies)
    held = asked()
    cells = answered(held)
    print(json.dumps({**closed(held), "cells": cells, "companies": given.companies}))


if __name__ == "__main__":
    main()
