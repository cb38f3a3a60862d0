"""`python -m bench --companies N [--spark] [--only WORD] [--postgres]`: runs the goals; exit 1 if a miss is not
explained."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext

from bench import postgres
from bench.goals import (
    brief,
    checkup,
    engine,
    form_meanings,
    forms,
    indicators,
    month,
    month_brief,
    outlook,
    peers,
    reading,
    single,
    web,
)
from bench.measure import Result, report

GOALS = (
    engine.against_hand,
    engine.whole_ladder,
    peers.against_peers,
    single.one_company,
    single.ranking,
    single.packs,
    single.compiling,
    checkup.checkups,
    reading.reading,
    brief.ten_charts,
    month_brief.checked_brief,
    forms.filled,
    form_meanings.proposed,
    month.collected,
    month.closed,
    indicators.indicators,
    outlook.forecasts,
    web.pages,
    web.long_work,
    web.importing,
)
"""Every goal, in the order in which they run."""


WITH_DATABASE = (web.pages, web.long_work, web.importing)
"""Those that run on PostgreSQL, too."""


def chosen(on_postgres: bool, with_spark: bool) -> tuple[Callable[..., list[Result]], ...]:
    """The goals of a run."""
    if on_postgres:
        return WITH_DATABASE
    return (*GOALS, engine.spark) if with_spark else GOALS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=1_000_000)
    parser.add_argument("--spark", action="store_true", help="also run Spark over the same base")
    parser.add_argument("--postgres", action="store_true", help="only the application, on a PostgreSQL of its own")
    parser.add_argument("--only", default="", help="goals whose name contains this")
    given = parser.parse_args()
    results: list[Result] = []
    with postgres.database(f"peiyu_{given.companies}") if given.postgres else nullcontext("") as database:
        more = {"database": database} if database else {}
        for goal in chosen(given.postgres, given.spark):
            if given.only in goal.__name__:
                start = time.perf_counter()
                results += goal(given.companies, **more)
                print(f"   {goal.__name__}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return report(results, f"results-{given.companies}" + ("-postgres" if given.postgres else ""))


if __name__ == "__main__":
    sys.exit(main())
