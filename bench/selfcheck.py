"""`python -m bench.selfcheck [SEEDS]`: forecasts of made-up places against what came to pass there, as Markdown tables.

Made-up data only: it shows that the forecast agrees with itself where its assumptions hold (`plain`), and what becomes
of it where they do not (`shocked`, `clustered`). It says nothing of real places.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from peiyu.insight.forecast import forecast
from peiyu.insight.measure import measure
from peiyu.insight.targets.pace import within
from peiyu.madeup import Zone, write
from peiyu.policy.pack.load import PackRegistry

WORLDS = ("plain", "shocked", "clustered")


@dataclass(frozen=True, slots=True)
class Trial:
    """A pack forecast on a day; counted when its deadline is past and what came by then is known."""

    pack: str
    day: dt.date
    by: dt.date
    known: dt.date
    define: Mapping[str, str]


TRIALS = (
    Trial("tianjin-hitech-2012", dt.date(2012, 6, 30), dt.date(2012, 12, 31), dt.date(2013, 6, 30), {}),
    Trial("tianjin-hitech-2012", dt.date(2012, 9, 30), dt.date(2012, 12, 31), dt.date(2013, 6, 30), {}),
    Trial("tianjin-hitech-2012", dt.date(2012, 9, 30), dt.date(2012, 12, 31), dt.date(2013, 6, 30), {"D8": "by_line"}),
    Trial("baotou-2015", dt.date(2018, 12, 31), dt.date(2020, 12, 31), dt.date(2021, 6, 30), {}),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One target of one trial: what was said, and what came."""

    world: str
    target: str
    low: float
    likely: float
    high: float
    probability: float
    came: float
    reached: bool

    @property
    def inside(self) -> bool:
        return self.low <= self.came <= self.high


def seen(world: str, seed: int, trial: Trial, folder: Path) -> Iterator[Seen]:
    """Every target that was forecast."""
    packs = PackRegistry()
    early = write(Zone(kind=trial.pack, as_of=trial.day, seed=seed, world=world), folder / "early")
    late = write(Zone(kind=trial.pack, as_of=trial.known, seed=seed, world=world), folder / "late")
    measured = measure(trial.pack, packs, early, day=trial.day, define=trial.define)
    said = forecast(measured, early, day=trial.day)
    # what the by_line option counts on the last day is known only the day after
    last = trial.by + dt.timedelta(days=1)
    came = measure(trial.pack, packs, late, day=last, known_at=trial.known, define=trial.define)
    wanted = {"new_giants"} if trial.define else set(said)
    for code in sorted(wanted):
        one, status = said[code], came.targets[code]
        if one.kind != "pipeline" or status.actual is None or one.low is None or one.high is None or one.likely is None:
            continue
        value = status.figure.as_held or status.actual.low
        name = f"{trial.pack} {code}" + ("（by_line）" if trial.define else "")
        yield Seen(
            world, f"{name} {trial.day}", float(one.low), float(one.likely), float(one.high), one.probability or 0.0,
            float(value), within(status.goal, status.actual),
        )  # fmt: skip


def run(seeds: int) -> list[Seen]:
    found = []
    for world in WORLDS:
        for trial in TRIALS:
            for seed in range(1, seeds + 1):
                with tempfile.TemporaryDirectory() as folder:
                    found += list(seen(world, 1000 + seed, trial, Path(folder)))
    return found


def table(found: list[Seen]) -> Iterator[str]:
    """One row a target, one column a world: inside / forecasts (mean said and came)."""
    yield "| target, day | " + " | ".join(WORLDS) + " |"
    yield "|---" * (1 + len(WORLDS)) + "|"
    by: dict[str, dict[str, list[Seen]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        by[one.target][one.world].append(one)
    for target, worlds in sorted(by.items()):
        yield f"| {target} | " + " | ".join(told(worlds.get(world, [])) for world in WORLDS) + " |"
    whole: dict[str, list[Seen]] = defaultdict(list)
    for one in found:
        whole[one.world].append(one)
    yield "| **all** | " + " | ".join(share(whole[world]) for world in WORLDS) + " |"
    yield ""
    yield "| said to be reached | " + " | ".join(f"{world}: cases, reached" for world in WORLDS) + " |"
    yield "|---" * (1 + len(WORLDS)) + "|"
    for low, high in ((0.0, 0.1), (0.1, 0.4), (0.4, 0.6), (0.6, 0.9), (0.9, 1.01)):
        cells = []
        for world in WORLDS:
            some = [one for one in whole[world] if low <= one.probability < high]
            cells.append(f"{len(some)}, {sum(one.reached for one in some) / len(some):.0%}" if some else "–")
        yield f"| {low:.0%}–{min(high, 1):.0%} | " + " | ".join(cells) + " |"


def told(some: list[Seen]) -> str:
    if not some:
        return "–"
    likely, came = sum(one.likely for one in some) / len(some), sum(one.came for one in some) / len(some)
    return f"{sum(one.inside for one in some)}/{len(some)} ({likely:.4g}; {came:.4g})"


def share(some: list[Seen]) -> str:
    return f"{sum(one.inside for one in some)}/{len(some)} = {sum(one.inside for one in some) / max(len(some), 1):.0%}"


def main() -> int:
    print("\n".join(table(run(int(sys.argv[1]) if len(sys.argv) > 1 else 5))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
