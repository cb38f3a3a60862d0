"""核对意见: a returned workbook with what was found at its cells, for its sender."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from peiyu.facts.round import comments
from peiyu.problems import Problem, Text, Where
from peiyu.web.collection.actions.findings import examined
from peiyu.web.collection.incoming.reading import name_of
from peiyu.web.collection.models import Arrival, RoundUnit
from peiyu.web.collection.queries.answers import paper_of, problem_in
from peiyu.web.files.named import under_its_name
from peiyu.web.look.refusal import Refusal
from peiyu.web.targets.exports import fresh


def commented(unit: RoundUnit, arrival: Arrival | None = None) -> tuple[Path, str]:
    """The workbook that a unit sent (the last one, or that of `arrival`) with the findings of its answers at their
    cells and a sheet that lists them; and its name. Refusal `workbook-missing` where none came; FactsError if it cannot
    be read."""
    came = arrival or Arrival.objects.filter(unit=unit).exclude(file="").order_by("-pk").first()
    if came is None or not came.file:
        raise Refusal(_none(), status=404)
    found = examined(paper_of(unit), blanks=True)
    out = fresh("comments-", ".xlsx")
    with under_its_name(came.file, name_of(came)) as path:
        comments(path, found, out, also=tuple(_aside(came, path.name)), name=path.name)
    stem = PurePosixPath(came.name).stem
    return out, f"{stem}-核对意见.xlsx"


def _aside(came: Arrival, name: str) -> Iterator[Problem]:
    """What was put aside of the file, at its cells."""
    for one in came.account.get("aside", ()):
        kept = problem_in(one["problem"])
        yield replace(
            kept, where=_cell(one["problem"], name), found="；".join(f"{h} {t}".strip() for h, t in one["raw"])
        )


def _cell(kept: Mapping[str, Any], name: str) -> Where:
    where = kept.get("where") or ["", "", ""]
    return Where(file=name, sheet=where[1] or None, cell=where[2] or None)


def _none() -> Problem:
    return Problem(
        "workbook-missing",
        Text("这个单位没有发来工作簿，是在线填报的", "no workbook came from this unit: it answered in its browser"),
        next_step=Text("问题在填报页面的格子旁", "the findings stand at the cells of its page"),
    )  # fmt: skip
