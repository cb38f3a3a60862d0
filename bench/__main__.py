"""`python -m bench --companies N [--spark] [--only WORD]`: runs the goals; exit 1 if a miss is not explained."""

from __future__ import annotations

import argparse
import sys
import time

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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=1_000_000)
    parser.add_argument("--spark", action="store_true", help="also run Spark over the same base")
    parser.add_argument("--only", default="", help="goals whose name contains this")
    arguments = parser.parse_args()
    results: list[Result] = []
    for goal in (*GOALS, *((engine.spark,) if arguments.spark else ())):
        if arguments.only in goal.__name__:
            start = time.perf_counter()
            results += goal(arguments.companies)
            print(f"   {goal.__name__}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return report(results, f"results-{arguments.companies}")


if __name__ == "__main__":
    sys.exit(main())
