"""The ledger again, with what was found as comments on its cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from peiyu.facts.intake import marked_up
from peiyu.problems import Level, Problem, Text, Where
from peiyu.web.enterprises.intake import staged
from peiyu.web.enterprises.models import Finding, Intake
from peiyu.web.files.named import under_its_name


def marked_file(intake: Intake) -> Path:
    """Where the marked-up workbook of this reading is, if it was made: a new reading makes a new one."""
    return staged.marked_folder(intake.pk) / f"{intake.account.get('read_at', '')}.xlsx"


def mark_up(intake: Intake) -> Path:
    """Makes it, if it is not there."""
    target = marked_file(intake)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        for old in target.parent.glob("*.xlsx"):
            old.unlink(missing_ok=True)
        with under_its_name(intake.file, intake.name) as source:
            marked_up(source, list(problems_of(intake)), target)
    return target


def problems_of(intake: Intake) -> Iterator[Problem]:
    """What was found, as the library told it."""
    for one in Finding.objects.filter(intake=intake).order_by("number").iterator():
        yield Problem(
            one.code,
            Text(*one.said["message"]),
            Where(file=one.file, sheet=one.sheet or None, cell=one.cell or None),
            Level(one.level),
            one.found,
            Text(*one.said["accepted"]) if "accepted" in one.said else None,
            Text(*one.said["next_step"]) if "next_step" in one.said else None,
        )
