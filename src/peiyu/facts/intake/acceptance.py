"""Quarantined cells that an officer accepts, each with a reason."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from peiyu.problems import FactsError, Problem, Text, Where


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A cell whose value stands as written. `sheet` may be empty for a text file."""

    cell: str
    reason: str
    sheet: str = ""
    file: str = ""


def read_acceptances(path: Path) -> tuple[Acceptance, ...]:
    """A CSV of 文件 (may be blank), 工作表, 单元格, 理由. FactsError if one has no cell or no reason."""
    names = {"文件": "file", "工作表": "sheet", "单元格": "cell", "理由": "reason"}
    made: list[Acceptance] = []
    problems: list[Problem] = []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), start=2):
            said = {
                names.get((k or "").strip(), (k or "").strip()): (v or "").strip()
                for k, v in row.items()
                if isinstance(v, str)
            }
            if not said.get("cell") or not said.get("reason"):
                problems.append(
                    Problem(
                        "acceptance-incomplete",
                        Text("采信须写明单元格和理由", "An acceptance names the cell and the reason"),
                        Where(path.name, number),
                        found="，".join(said.values()),
                        accepted=Text("文件,工作表,单元格,理由", "file,sheet,cell,reason"),
                    )
                )
                continue
            made.append(Acceptance(said["cell"].upper(), said["reason"], said.get("sheet", ""), said.get("file", "")))
    if problems:
        raise FactsError(*problems)
    return tuple(made)
