"""The forecast of every target of a zone of 10 000 companies."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bench.measure import OUT, Result, at_most, interval, peak_of
from peiyu.facts.base import FactBase
from peiyu.madeup import Zone, write

ZONE = Zone(kind="tianjin-hitech-2012", companies=10_000, as_of=dt.date(2012, 9, 30))
RUNS = 7
CODE = """
import datetime as dt
from pathlib import Path
from peiyu.facts.base import FactBase
from peiyu.insight.forecast import forecast
from peiyu.insight.measure import measure
from peiyu.policy.pack.load import PackRegistry
base, day = FactBase.open(Path(sys.argv[1])), dt.date(2012, 9, 30)
measured = measure("tianjin-hitech-2012", PackRegistry(), base, day=day, define={"D8": sys.argv[2]})
start = time.perf_counter()
forecast(measured, base, day=day)
"""


def base() -> Path:
    """The made-up zone, written once."""
    target = OUT / f"zone-{ZONE.companies}"
    if not target.exists():
        OUT.mkdir(exist_ok=True)
        write(ZONE, target)
    return FactBase.open(target).path


def forecasts(companies: int) -> list[Result]:
    """In 30 s and 2 GiB, measuring apart; little giants by recognition and, which is more work, by the line."""
    if companies < ZONE.companies:
        return []
    results, place = [], str(base())
    for option in ("gross", "by_line"):
        seen = [peak_of(CODE, place, option) for _ in range(RUNS)]
        seconds, peaks = [one for one, _ in seen], [one for _, one in seen]
        name = f"forecast of {ZONE.companies} companies, D8={option}"
        results.append(at_most(name, "s", 30.0, interval(seconds), companies=ZONE.companies))
        results.append(at_most(f"{name}, memory", "MiB", 2048.0, interval(peaks)))
    return results
