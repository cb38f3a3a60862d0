"""Makes the month: what is asked, who answers what, and the workbooks that came back."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from peiyu.facts.round import Asked, AskedSheet, Basis, Span, Unit, write
from peiyu.madeup.answers.draft import Draft, filled
from peiyu.madeup.answers.figures import ENTITY, FIELDS, REQUIRED, companies, in_units, truths
from peiyu.madeup.answers.kinds import KINDS, Kind
from peiyu.madeup.answers.model import Defect, Returned, ReturnedMonth

SPAN = Span(2026, month=5, basis="累计")
CLEAN = 0.6

ASKED = Asked(
    id="2026-05-02",
    title="5月企业主要指标",
    sheets=(AskedSheet(ENTITY, FIELDS, REQUIRED),),
    span=SPAN,
    due=dt.date(2026, 6, 8),
    basis=Basis("行政", "虚构示范区月度调度制度"),
    version=2,
    made_up=True,
)
"""The round: ten fields of a month."""


def returned_month(
    folder: Path, *, units: int, firms: int = 10, seed: int = 1, clean: float = CLEAN, kinds: Sequence[Kind] = KINDS
) -> ReturnedMonth:
    """Write what `units` made-up units with `firms` companies each sent back to `folder`; see `send_back`."""
    made = companies(seed, units * firms, span=SPAN)
    truth, before = truths(made, seed, span=SPAN)
    month = ReturnedMonth(folder, ASKED, in_units(made, units), {}, before, truth, ())
    return send_back(month, seed=seed, clean=clean, kinds=kinds)


def send_back(
    month: ReturnedMonth, *, seed: int = 1, clean: float = CLEAN, kinds: Sequence[Kind] = KINDS
) -> ReturnedMonth:
    """Write the workbooks that the units of a round of one sheet send back to the month's folder: a share `clean` as
    they should be, the rest with one defect each, the kinds in turn. Kinds name fields of
    ASKED: of a round that asks less only those that suit it can be given. Deterministic in its arguments. Returns the
    month with its files."""
    month.folder.mkdir(parents=True, exist_ok=True)
    waiting = list(month.units)
    Random(seed).shuffle(waiting)
    broken = len(waiting) - round(len(waiting) * clean)
    files: list[Returned] = []
    number = done = 0
    while waiting:
        kind = kinds[number % len(kinds)] if done < broken and kinds else None
        number += 1
        wanted = min(len(waiting), kind.units if kind is not None else 1)
        senders, waiting = waiting[:wanted], waiting[wanted:]
        done += wanted
        files += _sent(month, senders, kind, Random(f"{seed}/{number}"))
    return replace(month, files=tuple(files))


def _forms(asked: Asked) -> dict[str, Asked]:
    """The round, an earlier edition of it that did not ask for the last field, and a round that is closed."""
    sheet = asked.sheets[0]
    fewer = replace(
        sheet, fields=sheet.fields[:-1], required=tuple(f for f in sheet.required if f in sheet.fields[:-1])
    )
    older = replace(asked, version=max(1, asked.version - 1), sheets=(fewer,))
    other = replace(asked, id=f"{asked.id}-0", title=f"{asked.title}（上期）", version=1)
    return {"asked": asked, "older": older, "other": other}


def _sent(month: ReturnedMonth, senders: Sequence[Unit], kind: Kind | None, chance: Random) -> list[Returned]:
    """The files of one unit (or of several in one file)."""
    names = tuple(unit.id for unit in senders)
    if kind is None:
        return [Returned(_save(_draft(month, month.asked, senders), month.folder), names)]
    files = []
    if kind.again:
        files.append(Returned(_save(_draft(month, month.asked, senders), month.folder), names))
    draft = _draft(month, _forms(month.asked)[kind.form], senders, figures=kind.figures)
    if kind.again:
        draft.file = f"补报-{draft.file}"
    spoiled = kind.spoil(draft, chance)
    places, fields = spoiled.places, month.asked.sheets[0].fields
    if kind.form == "older":
        places = tuple(draft.place(firm.key, fields[-1]) for unit in senders for firm in unit.firms)
    if kind.form == "other":
        places = tuple(draft.place(firm.key, code) for unit in senders for firm in unit.firms for code in fields)
    name = _save(draft, month.folder)
    return [*files, Returned(name, names, (Defect(kind.name, name, spoiled.where, kind.expected, places),))]


def _draft(month: ReturnedMonth, asked: Asked, senders: Sequence[Unit], *, figures: str = "true") -> Draft:
    """The filled form of the first unit, the rows of the others below its own."""
    typed = month.truth if figures == "true" else {p: known[-1].value for p, known in month.before.items() if known}
    with tempfile.TemporaryDirectory() as scratch:
        drafts = [
            filled(write(asked, unit, Path(scratch) / f"{unit.id}.xlsx", held=month.held), asked, unit, typed)
            for unit in senders
        ]
    first, *others = drafts
    for other in others:
        first.lines += other.lines
    return first


def _save(draft: Draft, folder: Path) -> str:
    (folder / draft.file).write_bytes(draft.saved())
    return draft.file
