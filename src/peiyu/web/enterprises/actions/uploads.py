"""An uploaded ledger on its way: brought, read again otherwise, its cells and names settled, stored, undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from peiyu.facts.base.schema import PURPOSES
from peiyu.facts.intake import carried
from peiyu.facts.intake.guards import kind_of
from peiyu.problems import Level, Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import reach_of, require
from peiyu.web.enterprises.access import RULES, subject_of_intake
from peiyu.web.enterprises.intake.looks import extended
from peiyu.web.enterprises.intake.reading import AUTOMATIC
from peiyu.web.enterprises.intake.states import NAMES, job_key, move
from peiyu.web.enterprises.models import HeldCell, Intake, SavedMapping, UnmatchedName
from peiyu.web.enterprises.queries import scoped
from peiyu.web.files.named import link
from peiyu.web.files.store import keep
from peiyu.web.jobs.actions import ask
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

SUFFIXES = frozenset((".xlsx", ".xls", ".csv"))
BLOCK = 1024 * 1024
KINDS = ("ledger", "list")
"""A ledger brings new enterprises; a list of a national platform only what is known of those that are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a file is to be read. mapping: `auto`, empty for none, or a carried one's name. day: from when the facts are
    known, if the file does not say it. year: of figures without one."""

    kind: str = "ledger"
    mapping: str = AUTOMATIC
    source: str = ""
    purpose: str = ""
    day: dt.date | None = None
    year: int | None = None
    lenient: bool = False
    why: str = ""
    again: bool = False


def upload(actor: Actor, *, name: str, path: Path, wish: Wish) -> Intake:
    """Keeps a file and has it read. Refusals of `files.keep`, those by which the library refuses a file as a whole
    (encrypted, a web page, a zip bomb …), `intake-wish` and `file-known`."""
    require(RULES, actor, "intake.read")
    name = clean_name(name)
    _refuse_unfit(wish)
    _refuse_unreadable(name, path)
    kept = keep(name, _blocks(path), suffixes=SUFFIXES)
    if not wish.again:
        _refuse_known(kept.hash)
    with transaction.atomic():
        intake = Intake.objects.create(
            kind=wish.kind, name=name, file=kept.hash, bytes=kept.bytes, mapping_name=wish.mapping,
            mapping=_saved(wish.mapping), source=wish.source,
            purpose=wish.purpose, day=wish.day, year=wish.year, lenient=wish.lenient, why=wish.why, state="reading",
            by_id=actor.person, by_name=actor.name, organisation=actor.organisation, areas=_reach(actor),
            for_whom=actor.for_whom, at=clock.now(),
        )  # fmt: skip
        record(actor, "intake.upload", "intake", intake.pk, said=name, why=wish.why, after={"file": kept.hash})
        ask_for(actor, "read", intake.pk)
    return intake


def read_again(actor: Actor, intake: Intake, *, wish: Wish) -> None:
    """The same file, read otherwise."""
    require(RULES, actor, "intake.read", subject_of_intake(intake))
    _refuse_unfit(wish)
    mapping = (
        {} if wish.mapping == intake.mapping_name else {"mapping_name": wish.mapping, "mapping": _saved(wish.mapping)}
    )
    with transaction.atomic():
        move(
            intake.pk, "read", source=wish.source, purpose=wish.purpose, day=wish.day, year=wish.year,
            lenient=wish.lenient, **mapping,
        )  # fmt: skip
        record(actor, "intake.read_again", "intake", intake.pk, said=intake.name)
        ask_for(actor, "read", intake.pk)


def save_mapping(
    actor: Actor, intake: Intake, *, name: str, columns: Mapping[str, str], units: Mapping[str, str],
    ignore: Sequence[str],
) -> None:  # fmt: skip
    """Says what columns mean, for this file and for all of its look, and reads it again. FactsError with every fault of
    the mapping."""
    require(RULES, actor, "mapping.save")
    require(RULES, actor, "intake.read", subject_of_intake(intake))
    told = {
        header: {"field": field, "unit": units[header]} if units.get(header) else field
        for header, field in columns.items()
    }
    name = name.strip() or Path(intake.name).stem
    text = extended(intake.mapping, name=name, columns=told, ignore=ignore)
    with transaction.atomic():
        SavedMapping.objects.update_or_create(
            look=intake.look, defaults={"name": name[:120], "text": text, "by_name": actor.name, "at": clock.now()}
        )
        move(intake.pk, "read", mapping=text, mapping_name=name[:120])
        record(actor, "mapping.save", "intake", intake.pk, said=name, before={"text": intake.mapping},
               after={"text": text})  # fmt: skip
        ask_for(actor, "read", intake.pk)


def accept_cells(actor: Actor, intake: Intake, *, cells: Sequence[int], why: str) -> None:
    """Lets quarantined cells (by their numbers) stand as written, with a reason, and reads the file again."""
    require(RULES, actor, "intake.read", subject_of_intake(intake))
    _refuse_without(why, Text("采信须写明理由", "an acceptance needs a reason"))
    with transaction.atomic():
        mine = HeldCell.objects.filter(intake=intake, number__in=list(cells), accepted_at=None)
        told = [f"{one.sheet}!{one.cell} {one.raw}" for one in mine]
        if not told:
            raise Refusal(
                Problem(
                    "cells-not-chosen",
                    Text("没有选中待采信的单元格", "no cell was chosen"),
                    next_step=Text("勾选单元格后再采信", "choose cells, then accept them"),
                )
            )
        mine.update(accepted_why=why[:400], accepted_by=actor.name, accepted_at=clock.now())
        move(intake.pk, "read")
        record(actor, "intake.accept_cells", "intake", intake.pk, said=intake.name, why=why, after={"cells": told})
        ask_for(actor, "read", intake.pk)


def settle_names(actor: Actor, intake: Intake, *, settled: Mapping[int, str]) -> None:
    """Says of names that the registry does not know (by id) who they are: `new`, `left` out, or the key of one that the
    actor may see. Reads the file again, because what it changes depends on it."""
    require(RULES, actor, "intake.read", subject_of_intake(intake))
    with transaction.atomic():
        for one in UnmatchedName.objects.filter(intake=intake, pk__in=list(settled)):
            said = settled[one.pk]
            one.to = _chosen(actor, said) if said not in ("", "new", "left") else None
            one.settled, one.by_name = said if one.to is None else "same", actor.name
            one.save(update_fields=["settled", "to", "by_name"])
        move(intake.pk, "read")
        record(actor, "intake.settle_names", "intake", intake.pk, said=intake.name, after={"names": len(settled)})
        ask_for(actor, "read", intake.pk)


def store(actor: Actor, intake: Intake) -> None:
    """Has the rows stored: they are seen all at once when the last is there."""
    require(RULES, actor, "intake.store", subject_of_intake(intake))
    with transaction.atomic():
        move(intake.pk, "store", stored=0)
        record(actor, "intake.store", "intake", intake.pk, said=intake.name, why=intake.why)
        ask_for(actor, "store", intake.pk)


def go_on(actor: Actor, intake: Intake) -> None:
    """Asks again for the work that an intake waits for, after a job that was cancelled or failed."""
    require(RULES, actor, "intake.store", subject_of_intake(intake))
    verbs = {"reading": "read", "storing": "store", "live": "store", "undoing": "undo"}
    state = Intake.objects.values_list("state", flat=True).get(pk=intake.pk)
    if state in verbs:
        with transaction.atomic():
            record(actor, "intake.go_on", "intake", intake.pk, said=intake.name)
            ask_for(actor, verbs[state], intake.pk)


def undo(actor: Actor, intake: Intake, *, why: str) -> None:
    """Takes an intake's rows away again, all of them; the file and the trail stay. A reason is needed."""
    require(RULES, actor, "intake.undo", subject_of_intake(intake))
    _refuse_without(why, Text("撤销须写明理由", "undoing needs a reason"))
    with transaction.atomic():
        move(intake.pk, "undo", undone_why=why[:1000], undone_by=actor.name)
        record(actor, "intake.undo", "intake", intake.pk, said=intake.name, why=why, before=dict(intake.counts))
        ask_for(actor, "undo", intake.pk)


def drop(actor: Actor, intake: Intake) -> None:
    """Gives an upload up before anything of it was stored."""
    require(RULES, actor, "intake.read", subject_of_intake(intake))
    with transaction.atomic():
        move(intake.pk, "drop")
        record(actor, "intake.drop", "intake", intake.pk, said=intake.name)


def ask_for(actor: Actor, verb: str, intake: int) -> None:
    """A job of this app for an intake; of two askings there is one job."""
    ask(actor, f"enterprises.{verb}", key=job_key(verb, intake), intake=intake)


def clean_name(given: str) -> str:
    """A file's name without its folders and without what is not to be seen."""
    name = given.replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if c.isprintable()).strip().lstrip(".") or "台账"
    stem, dot, end = name.rpartition(".")
    return f"{stem[:120]}{dot}{end[:8]}" if dot else name[:120]


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _reach(actor: Actor) -> dict[str, Any] | None:
    """For whom this actor may bring facts, as it is when he brings them."""
    if reach_of(RULES, actor, "intake.read") == "all":
        return None
    return {"areas": sorted(actor.areas), "enterprises": sorted(actor.enterprises)}


def _saved(name: str) -> str:
    """The text of a saved mapping that is named; empty for the others, which have no text of their own."""
    return SavedMapping.objects.filter(name=name).values_list("text", flat=True).first() or "" if name else ""


def _chosen(actor: Actor, said: str) -> int:
    found = scoped(actor).filter(key=int(said)).first() if said.lstrip("-").isdigit() else None
    if found is None:
        raise Refusal(
            Problem(
                "enterprise-unknown",
                Text("没有这家企业，或不在您的管辖范围内", "no such enterprise, or it is outside your area"),
                found=said,
            )
        )
    return found.key


def _refuse_unfit(wish: Wish) -> None:
    fits = (
        wish.kind in KINDS
        and wish.purpose in ("", *PURPOSES)
        and wish.mapping in ("", AUTOMATIC, *carried(), *SavedMapping.objects.values_list("name", flat=True))
    )
    if not fits:
        raise Refusal(
            Problem(
                "intake-wish",
                Text("读取方式不在选项之内", "not one of the ways of reading"),
                found=f"{wish.kind} {wish.mapping} {wish.purpose}",
                next_step=Text("从下拉列表中选择", "choose from the lists"),
            ),
            status=422,
        )


def _refuse_unreadable(name: str, path: Path) -> None:
    """What the library would not open is refused at once, in its words; macros are a matter of `files`."""
    if Path(name).suffix.lower() not in SUFFIXES:
        return
    with TemporaryDirectory(prefix="peiyu-") as place:
        named = Path(place) / name
        link(path, named)
        _, problems = kind_of(named)
    faults = [one for one in problems if one.level is Level.ERROR]
    if faults:
        raise Refusal(*faults, status=422)


def _refuse_known(digest: str) -> None:
    known = Intake.objects.filter(file=digest).exclude(state__in=("dropped", "undone", "refused")).first()
    if known is not None:
        at, state = f"{known.at:%Y-%m-%d %H:%M}", NAMES[known.state]
        raise Refusal(
            Problem(
                "file-known",
                Text(f"这份文件已经上传过（{state.zh}）", f"this very file was brought before ({state.en})"),
                found=f"{known.name} · {known.by_name} · {at}",
                next_step=Text(
                    "打开那次导入查看；确需再导一次，请勾选“仍要导入同一份文件”",
                    "open that import; if it is really wanted again, tick “import the same file again”",
                ),
            )
        )


def _refuse_without(why: str, said: Text) -> None:
    if not why.strip():
        raise Refusal(Problem("reason-missing", said, next_step=Text("写明理由后再办", "give the reason")), status=422)
