"""How the promises of the document stand: the latest reading of the targets, as pages show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from peiyu.insight.targets.amounts import amount
from peiyu.insight.targets.pace import WORDS
from peiyu.policy.pack.model import Pack
from peiyu.problems import Text
from peiyu.web.look.cells import Mark
from peiyu.web.targets.models import Line, Reading

NOT_MEASURED = Mark(Text("未测算", "not measured"), "unknown")
NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A target or trend now. Shares are of the goal, 0 to 1; texts carry units."""

    code: str
    mark: Mark
    figure: Text
    plan: Text
    share: float | None
    plan_share: float | None
    possible_share: float | None
    said: Text


def reading_of(pack: Pack) -> Reading | None:
    """The latest reading of a pack."""
    held = Reading.objects.filter(pack=pack.id, state__in=("live", "closed"))
    return held.prefetch_related("lines").first()


def standings(pack: Pack, reading: Reading | None) -> Mapping[str, Standing]:
    """Every target and trend that was measured, by local id."""
    if reading is None or pack.programme is None:
        return {}
    goals = {code: one.goal.low for code, one in pack.programme.targets.items()}
    return {line.code: standing_of(line, goals.get(line.code)) for line in reading.lines.all()}


def standing_of(line: Line, goal: Fraction | None) -> Standing:
    """A line of a reading; without a goal (a trend) it has a figure and no pace."""
    confirmed, nowcast, plan = (exact(one) for one in (line.confirmed, line.nowcast, line.plan))
    figure = amount(confirmed, line.unit) if confirmed is not None else Text("无数据", "no data")
    if confirmed is not None and nowcast is not None and nowcast > confirmed:
        more = amount(nowcast, line.unit)
        figure = Text(f"{figure.zh}（跟踪口径{more.zh}）", f"{figure.en} ({more.en} as tracked)")
    return Standing(
        code=line.code,
        mark=Mark(WORDS[line.pace][0], line.colour) if line.pace in WORDS else Mark(Text("趋势", "trend"), "grey"),
        figure=figure,
        plan=amount(plan, line.unit) if plan is not None else NO_TEXT,
        share=_share(confirmed, goal),
        plan_share=_share(plan, goal),
        possible_share=_share(nowcast, goal),
        said=text_of(line.said.get("rule") or line.said.get("pace")),
    )


def exact(given: str | None) -> Fraction | None:
    """An exact number as readings keep it."""
    return Fraction(given) if given not in (None, "") else None


def text_of(given: Any) -> Text:
    """A Text kept as JSON."""
    return Text(str(given.get("zh", "")), str(given.get("en", ""))) if isinstance(given, dict) else NO_TEXT


def counted(reading: Reading | None) -> tuple[tuple[Mark, int], ...]:
    """How many targets stand how, the worst first."""
    if reading is None:
        return ()
    paces = Counter(line.pace for line in reading.lines.all() if line.kind == "target" and line.pace in WORDS)
    order = ("overdue", "far_behind", "behind", "over", "possible", "on_track", "met", "unknown")
    return tuple((Mark(*WORDS[pace]), paces[pace]) for pace in order if paces[pace])


def _share(number: Fraction | None, goal: Fraction | None) -> float | None:
    return float(number / goal) if number is not None and goal else None
