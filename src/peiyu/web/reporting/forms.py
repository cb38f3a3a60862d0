"""The shape of what people send about a form's cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from peiyu.paper.form.offer import Meaning
from peiyu.problems import Problem, Text
from peiyu.web.look.refusal import Refusal
from peiyu.web.reporting.actions.forms import Decided


def decided(sent: Mapping[str, str], candidate: Meaning | None) -> Decided:
    """What was said of a cell: `how` is `candidate` (what was proposed), `blank`, `text` or `figure`. Refusal
    `meaning-unfit`."""
    how = sent.get("how", "")
    if how == "blank":
        return Decided()
    if how == "text" and sent.get("text", "").strip():
        return Decided(text=sent["text"])
    if how == "candidate" and candidate is not None:
        return Decided(candidate)
    if how == "figure":
        return Decided(_figure(sent))
    raise Refusal(_unfit(""), status=422)


def _figure(sent: Mapping[str, str]) -> Meaning:
    group, _, part = sent.get("part", "").partition("=")
    code, measure = sent.get("code", ""), sent.get("measure", "")
    written = str(Meaning(code, measure, group, part, sent.get("unit", "").strip(), _month(sent.get("month", ""))))
    try:
        return Meaning.read(written)
    except ValueError as fault:
        raise Refusal(_unfit(written), status=422) from fault


def _month(given: str) -> int:
    return int(given) if given.isdecimal() and 0 <= int(given) <= 12 else 0


def _unfit(found: str) -> Problem:
    return Problem(
        "meaning-unfit", Text("没有说清这一格填什么", "it is not clear what the cell is filled with"), found=found,
        accepted=Text("一个数、固定文字，或留空", "a figure, fixed words, or blank"),
        next_step=Text("选好再保存", "choose, then save"),
    )  # fmt: skip


def day_of(given: str) -> dt.date | None:
    """A day as browsers send it; None for anything else."""
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        return None
