"""`python -m bench --companies N [--application | --postgres] [--spark] [--only WORD]`: runs the goals; exit 1 if a
miss is not explained."""

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
)
"""The goals of the library and of the month, in the order in which they run."""

APPLICATION = (web.pages, web.long_work, web.importing)
"""Those of the application with that many enterprises, on SQLite or on PostgreSQL."""


def chosen(given: argparse.Namespace) -> tuple[Callable[..., list[Result]], ...]:
    """The goals of a run; a word chooses among all of them."""
    if given.application or given.postgres:
        return APPLICATION
    library = (*GOALS, engine.spark) if given.spark else GOALS
    return (*library, *APPLICATION) if given.only else library


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=1_000_000)
    parser.add_argument("--spark", action="store_true", help="also run Spark over the same base")
    parser.add_argument("--application", action="store_true", help="only the application")
    parser.add_argument("--postgres", action="store_true", help="only the application, on a PostgreSQL of its own")
    parser.add_argument("--only", default="", help="goals whose name contains this")
    given = parser.parse_args()
    results: list[Result] = []
    with postgres.database(f"peiyu_{given.companies}") if given.postgres else nullcontext("") as database:
        more = {"database": database} if database else {}
        for goal in chosen(given):
            if given.only in goal.__name__:
                start = time.perf_counter()
                results += goal(given.companies, **more)
                print(f"   {goal.__name__}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return report(results, f"results-{given.companies}" + ("-postgres" if given.postgres else ""))


if __name__ == "__main__":
    sys.exit(main())
