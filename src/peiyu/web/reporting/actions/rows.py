"""The rows of a form's lists when it is filled: who stands in them, the rows put in for them, their entries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peiyu.paper.form.entries import Entry
from peiyu.paper.form.grid import Form as Blank
from peiyu.paper.form.growing.grow import grow
from peiyu.paper.form.growing.references import Insertion, row_after
from peiyu.paper.form.lists.columns import ListMapping
from peiyu.paper.form.lists.rows import ListEntry, list_entries, needed
from peiyu.paper.form.opening import open_form
from peiyu.problems import Problem, Text
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.look.refusal import Refusal
from peiyu.web.reporting.models import Form
from peiyu.web.reporting.queries import forms as queries
from peiyu.web.reporting.queries.lists import firms, list_fields, told
from peiyu.web.targets.models import Closing
from peiyu.writing.form.account import list_lines

MOST_FIRMS = 5_000
"""Enterprises of one list in a form; a longer list is exported."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The blank with the rows that its lists need, and what goes into them. lists: of each that is filled its mapping,
    who stands in it, and its entries."""

    path: Path
    blank: Blank
    insertions: tuple[Insertion, ...]
    lists: tuple[tuple[ListMapping, tuple[Enterprise, ...], tuple[ListEntry, ...]], ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(one.entry for _, _, found in self.lists for one in found)

    def accounted(self, account: dict[str, Any]) -> dict[str, Any]:
        """The account with the lists: their cells, whose they are, and how many rows were put in."""
        cells = [line for one, _, found in self.lists for line in list_lines(one, found)]
        told_ = [
            {"title": one.title, "sheet": one.sheet, "source": one.source, "rows": len(held), "blank": one.rows,
             "keys": [each.key for each in held]}
            for one, held, _ in self.lists
        ]  # fmt: skip
        return account | {"cells": [*account["cells"], *cells], "lists": told_}


def with_rows(actor: Actor, held: Form, closing: Closing, path: Path, grown: Path) -> Rows:
    """The blank at `path` with rows enough for its lists, written to `grown` where it needs more. Refusal
    `list-too-long`; InputError as `grow`, `needed` and `open_form`."""
    lists = [one for one in queries.lists_of(held) if one.source]
    whose = [tuple(firms(actor, one.source, closing)) for one in lists]
    for one, found in zip(lists, whose, strict=True):
        _refuse_long(one, len(found))
    more = (needed(one, len(found)) for one, found in zip(lists, whose, strict=True))
    insertions = tuple(one for one in more if one is not None)
    source = grow(path, insertions, grown) if insertions else path
    blank = open_form(source)
    fields = {one.code: one for one in list_fields()}
    made = []
    for one, found in zip(lists, whose, strict=True):
        down = row_after(insertions, one.sheet, one.first) - one.first
        entries = list_entries(one, blank, told(actor, one, found, closing), fields, down=down)
        made.append((one, found, entries))
    return Rows(source, blank, insertions, tuple(made))


def _refuse_long(one: ListMapping, count: int) -> None:
    if count > MOST_FIRMS:
        raise Refusal(
            Problem(
                "list-too-long", Text("名单太长，不在表里逐户填", "the list is too long to be filled in a form"),
                found=f"{one.title}: {count}", accepted=Text(f"不超过 {MOST_FIRMS} 户", f"at most {MOST_FIRMS}"),
                next_step=Text("这一处留空，另附导出的名单", "leave it blank and attach an exported list"),
            ),
            status=422,
        )  # fmt: skip
