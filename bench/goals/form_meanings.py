"""The superior's forms: what becomes of each cell when its meaning is proposed from its headers."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.paper.form.forms.corpus import KEPT, TUNED, offers_of
from tests.paper.form.forms.layout import Written
from tests.paper.form.forms.score import scores, summed

from bench.measure import Result, at_most, interval, timed
from peiyu.paper.form.opening import open_form
from peiyu.paper.form.propose.propose import propose

HALVES: dict[str, tuple[Written, ...]] = {"tuned": TUNED, "kept": KEPT}
WRONG = 0.02
"""The share of cells that may be given another meaning than theirs, or not be seen. What is asked is no fault."""
RUNS = 7


def proposed(companies: int) -> list[Result]:
    """The share of cells told wrong, of the forms that the rules were tuned on and of those kept aside, with what
    became of the others; and the slowest form proposed in 1 s."""
    results = []
    for half, written in HALVES.items():
        counts = summed(scores(written))
        wrong = (counts["wrong"] + counts["unseen"]) / counts["cells"]
        results.append(at_most(f"cells of forms told wrong, {half}", "of all", WRONG, interval([wrong]), **counts))
    slowest = max((seconds_of(one) for one in (*TUNED, *KEPT)), key=lambda seconds: sorted(seconds)[RUNS // 2])
    return [*results, at_most("the slowest form proposed", "s", 1.0, interval(slowest), companies=companies)]


def seconds_of(written: Written) -> list[float]:
    """Opening left aside: the seconds of each run."""
    with TemporaryDirectory() as folder:
        opened, offers = open_form(written.make(Path(folder))), offers_of(written.pack)
    return [timed(lambda: propose(opened, offers)) for _ in range(RUNS)]
