"""核对意见: the sender's own workbook back, with the findings at its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from peiyu.facts.intake.markup import ListSheet, marked_up
from peiyu.facts.round.examine.finding import Finding
from peiyu.problems import Level, Problem, Text

SHEET = "核对意见"
"""The first sheet of what goes back; a workbook that comes in again may have it."""


def comments(
    path: str | Path, findings: Sequence[Finding], out: str | Path, *, also: Sequence[Problem] = (), name: str = ""
) -> Path:
    """Write `out` (.xlsx): the workbook at `path` with a comment and a colour at each finding's cell, and a first
    sheet 核对意见 that lists them all; its values stay as they are.

    also: what was put aside or noticed in reading the file. name: the file's name as the answers have it, where
    `path` is a copy under another name. Findings of other files are left out; warnings that have their sentence are
    shown as settled. FactsError `cannot-write`, or `file-…` if the file cannot be read.
    """
    path = Path(path)
    sent = name or path.name
    told = [_told(one) for one in findings] + list(also)
    own = [replace(one, where=replace(one.where, file="")) for one in told if one.where.file in ("", sent)]
    return marked_up(path, own, out, listed=ListSheet(SHEET, first=True))


def _told(finding: Finding) -> Problem:
    """The problem as the sender reads it; a warning that has its sentence is a note."""
    if finding.is_open:
        return finding.problem
    said = finding.explanation.strip()
    settled = Text(f"无需改动，已说明：{said}", f"nothing: it was explained ({said})")
    return replace(finding.problem, level=Level.NOTE, next_step=settled)
