"""Forms filled from a closing, held against what comes back, checked, reported."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from peiyu.facts.intake.sheets import letters
from peiyu.paper.form.compare import Comparison, compare
from peiyu.paper.form.differences import differences
from peiyu.paper.form.entries import Entry
from peiyu.paper.form.fill import fill as fill_in
from peiyu.paper.form.moves import Moves, Shift, moves
from peiyu.paper.form.opening import open_form
from peiyu.paper.form.totals import totals
from peiyu.problems import InputError, Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.files.named import under_its_name
from peiyu.web.files.store import Kept, keep
from peiyu.web.look.refusal import Refusal
from peiyu.web.reporting.actions.forms import SUFFIXES, problem_json
from peiyu.web.reporting.actions.moving import filling_for, form_for, move
from peiyu.web.reporting.actions.rows import with_rows
from peiyu.web.reporting.models import Filling, Form
from peiyu.web.reporting.queries import forms as queries
from peiyu.web.targets.models import Closing
from peiyu.web.trail.actions import record
from peiyu.writing.form.account import account_json, entries_of
from peiyu.writing.form.entries import entries

BLOCK = 1024 * 1024


def fill(actor: Actor, *, form: int, closing: int) -> Filling:
    """Fills a form from the figures of a closing: only the cells that have a meaning change, and it is looked whether
    that is so. Refusals `form-unknown`, `form-state`, `not-allowed`, `closing-unknown`, those of `paper.form.fill`,
    `form-differs`."""
    held = form_for(actor, form, "fill")
    chosen = queries.closings(held.pack).filter(pk=closing).first()
    if chosen is None:
        raise Refusal(
            Problem("closing-unknown", Text("没有这次月结", "there is no such closing"),
                    next_step=Text("从已月结的月份中选", "choose a month that is closed")),
            status=422,
        )  # fmt: skip
    with under_its_name(held.file, held.file_name) as path, TemporaryDirectory(prefix="peiyu-") as place:
        account, kept, problems = _filled(actor, held, chosen, path, Path(place))
    for _ in range(2):
        try:
            with transaction.atomic():
                made = _kept(actor, held, chosen, kept, account, problems)
        except IntegrityError:  # two who fill the same form at once
            continue
        return made
    raise Refusal(Problem("form-changed", Text("这张表正在被别人填", "somebody else is filling this form")))


def _filled(
    actor: Actor, held: Form, closing: Closing, path: Path, place: Path
) -> tuple[dict[str, Any], Kept, tuple[Problem, ...]]:
    """The account, the file, and what is to be looked at."""
    made_up = settings.PEIYU.made_up
    out = place / f"{Path(held.file_name).stem}-{closing.month:%Y-%m}{path.suffix}"
    try:
        listed = with_rows(actor, held, closing, path, place / f"grown{path.suffix}")
        mapping = queries.mapping_of(held)
        prepared = entries(mapping.lowered(listed.insertions), listed.blank, queries.registers_of(closing, mapping))
        made = (*prepared.entries, *listed.entries)
        filled = fill_in(listed.path, made, out, made_up=made_up)
        unlike = differences(listed.path, out, (*filled.cells, *filled.marks), made_up=made_up)
    except InputError as fault:
        raise Refusal(*fault.problems, status=422) from fault
    if unlike:
        raise Refusal(
            Problem(
                "form-differs",
                Text("填好的表与空表在别处也不同，没有采用", "the form differs elsewhere; it is not used"),
                found="；".join(one.place for one in unlike[:5]),
                next_step=Text("把空表在 WPS 中另存后重新收录", "save the blank once more in WPS and bring it anew"),
            )
        )  # fmt: skip
    with out.open("rb") as file:
        kept = keep(out.name, iter(lambda: file.read(BLOCK), b""), suffixes=SUFFIXES)
    account = account_json(
        prepared, form=held.file_name, day=closing.reading.day, pack=held.pack, made_up=made_up
    )  # fmt: skip
    return listed.accounted(account), kept, (*filled.problems, *totals(listed.blank, made))


def _kept(
    actor: Actor, held: Form, closing: Closing, kept: Kept, account: dict[str, Any], problems: tuple[Problem, ...]
) -> Filling:
    before = Filling.objects.filter(form=held, closing=closing).aggregate(last=Max("number"))["last"] or 0
    made = Filling.objects.create(
        form=held, closing=closing, number=before + 1, file=kept.hash, file_name=kept.name, account=account,
        problems=[problem_json(one) for one in problems], by_id=actor.person, by_name=actor.name, at=clock.now(),
    )  # fmt: skip
    told = {"closing": closing.pk, "cells": sum(one["entered"] for one in account["cells"]), "file": kept.hash}
    record(actor, "form.fill", "filling", made.pk, said=f"{held.name} {closing.month:%Y-%m}", after=told)
    return made


def compare_returned(actor: Actor, *, filling: int, kept: Kept) -> Filling:
    """Holds a file that came back, or was edited, against what had been filled in, cell by cell. Refusals
    `form-unknown`, `form-state`, `not-allowed`, `form-changed`, those of `open_form`."""
    held = filling_for(actor, filling, "compare")
    entered = tuple(entries_of(held.account))
    try:
        with under_its_name(kept.hash, kept.name) as path, under_its_name(held.file, held.file_name) as sent:
            moved = moves(open_form(sent), entered, open_form(path))
            found = compare(entered, path, moved=moved.cells)
    except InputError as fault:
        raise Refusal(*fault.problems, status=422) from fault
    with transaction.atomic():
        compared = _comparison_json(found, moved)
        move(held, "compare", returned=kept.hash, returned_name=kept.name[-200:], comparison=compared,
             checked_by="", checked_at=None, why="")  # fmt: skip
        record(actor, "form.compare", "filling", held.pk, said=held.form.name,
               after={"file": kept.hash, "same": len(found.same), "changed": len(found.changed),
                      "missing": len(found.missing), "moved": len(moved.cells)})  # fmt: skip
    return held


def check(actor: Actor, *, filling: int, why: str = "") -> Filling:
    """核对通过: everything agrees, or the reason is given why it stands although it does not. Refusals as before,
    `why-missing`."""
    held = filling_for(actor, filling, "check")
    differs = bool(held.comparison.get("changed") or held.comparison.get("missing"))
    reason = reason_of(why) if differs or held.problems else why.strip()[:1_000]
    with transaction.atomic():
        move(held, "check", checked_by=actor.name, checked_at=clock.now(), why=reason)
        record(actor, "form.check", "filling", held.pk, said=held.form.name, why=reason)
    return held


def report(actor: Actor, *, filling: int, to: str, on: dt.date | None) -> Filling:
    """Notes to whom it was reported, and when. Refusals as before, `report-incomplete`."""
    held = filling_for(actor, filling, "report")
    if not to.strip() or on is None:
        raise Refusal(
            Problem("report-incomplete", Text("请写明报给谁、哪一天", "say to whom and on which day"),
                    next_step=Text("补全后再登记", "complete it, then note it")),
            status=422,
        )  # fmt: skip
    with transaction.atomic():
        move(held, "report", reported_to=to.strip()[:120], reported_on=on, reported_by=actor.name)
        record(actor, "form.report", "filling", held.pk, said=held.form.name,
               after={"to": held.reported_to, "on": on.isoformat()})  # fmt: skip
    return held


def drop(actor: Actor, *, filling: int, why: str) -> Filling:
    """Drops what was filled and not reported. Refusals as before, `why-missing`."""
    held, reason = filling_for(actor, filling, "drop"), reason_of(why)
    with transaction.atomic():
        move(held, "drop", why=reason)
        record(actor, "form.drop", "filling", held.pk, said=held.form.name, why=reason)
    return held


def _comparison_json(found: Comparison, moved: Moves) -> dict[str, Any]:
    return {
        "same": len(found.same),
        "changed": [[str(one.entry.cell), _entered(one.entry), one.text] for one in found.changed],
        "moved": len(moved.cells),
        "shifts": [_shift(one) for one in moved.shifts],
        "missing": [[str(one.cell), _entered(one)] for one in found.missing],
    }


def _shift(one: Shift) -> dict[str, str]:
    """Rows 6—9 that are 8—11 now, as people read it."""
    count = one.last - one.first
    if one.axis == "row":
        before, after = (f"{first + 1}" + (f"—{first + count + 1}" if count else "") for first in (one.first, one.to))
        return {"zh": f"{one.sheet} 第{before}行 → 第{after}行", "en": f"{one.sheet} rows {before} → {after}"}
    before, after = (
        letters(first) + (f"—{letters(first + count)}" if count else "") for first in (one.first, one.to)
    )  # fmt: skip
    return {"zh": f"{one.sheet} {before}列 → {after}列", "en": f"{one.sheet} columns {before} → {after}"}


def _entered(one: Entry) -> str:
    return one.text or ("" if one.value is None else str(one.value))
