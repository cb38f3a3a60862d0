"""Whether a measure that pays shows what the law asks of it today."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from peiyu.policy.pack.checks.context import Context
from peiyu.policy.pack.programme import Measure, TiedTo
from peiyu.problems import Problem, Text

IN_FORCE = dt.date(2024, 8, 1)
"""From this day measures are drafted under the regulation on fair-competition review."""

TIES: dict[TiedTo, Text] = {
    "moving_in": Text("落户或迁入", "moving in"), "tax_paid": Text("纳税或地方贡献", "tax paid"),
    "named_list": Text("特定名单", "a named list"), "holdings": Text("持股或所有制", "holdings or ownership"),
}  # fmt: skip
WORDS: dict[TiedTo, re.Pattern[str]] = {
    "moving_in": re.compile(r"落户|迁入|注册地"),
    "tax_paid": re.compile(r"纳税|税收|地方贡献|财政贡献"),
    "named_list": re.compile(r"名单内|指定企业|特定企业"),
    "holdings": re.compile(r"国有控股|本地控股|持股"),
}
PAYING = ("funding", "finance", "space", "talent")


def check_fair_competition(context: Context) -> Iterator[Problem]:
    """Paying measures of today: legal basis, review, term and end. Whatever an award hangs on is asked about."""
    programme = context.pack.programme
    for one in programme.measures.values() if programme else ():
        today = one.since is not None and one.since >= IN_FORCE
        if one.pays.zh and (today or (programme is not None and programme.fair_competition)):
            given = {"basis": one.basis, "review": one.review, "from": one.since, "until": one.until}
            lacking = [key for key, value in given.items() if not value]
            if lacking:
                yield context.say(
                    "fair-competition-missing", one.span, found=", ".join(lacking), name=one.name.zh,
                    accepted=" · ".join(lacking),
                )  # fmt: skip
        ties = tied_to(one)
        if ties:
            yield context.say(
                "fair-competition-question", one.span, found=" · ".join(TIES[tie].zh for tie in ties),
                name=one.name.zh, ties="、".join(TIES[tie].zh for tie in ties),
                ties_en=", ".join(TIES[tie].en for tie in ties),
            )  # fmt: skip


def tied_to(measure: Measure) -> tuple[TiedTo, ...]:
    """What an award hangs on: as the pack says, or as the words of a measure that pays say."""
    if measure.tied_to:
        return measure.tied_to
    if not measure.pays.zh and measure.kind not in PAYING:
        return ()
    said = f"{measure.gives.zh} {measure.pays.zh}"
    return tuple(tie for tie, words in WORDS.items() if words.search(said))
