"""Two entries of one enterprise made one, field by field, and taken apart again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.accounts.models import Consent, Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.enterprises.access import RULES, subject_of
from peiyu.web.enterprises.actions.projection import project
from peiyu.web.enterprises.actions.statements import Said, head, next_number, source_of, take_rows
from peiyu.web.enterprises.intake.things import Records
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, Intake, Merge
from peiyu.web.enterprises.queries.standing import rows_of
from peiyu.web.enterprises.words import words
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.models import Attachment, Comment
from peiyu.web.trail.actions import record

CHOICES = ("name", "park", "district", "industry", "leading_industry", "founded", "origin_route", "status",
           "registered_capital")  # fmt: skip
"""Fields of which one of the two values is chosen; code and key are those of the entry that is kept."""

Moved = dict[str, list[list[int]]]


def merge(actor: Actor, *, keep: Enterprise, gone: Enterprise, chosen: Mapping[str, str], why: str) -> Merge:
    """Everything of `gone` belongs to `keep` from now on. chosen: field → `gone` where its value is to hold. A record
    that both have is one record afterwards. Refusals `merge-itself`, `reason-missing`."""
    require(RULES, actor, "identity.merge", subject_of(keep))
    if keep.key == gone.key:
        raise Refusal(Problem("merge-itself", Text("这是同一条", "this is one and the same entry")), status=422)
    if not why.strip():
        raise Refusal(Problem("reason-missing", Text("合并须写明依据", "a merge needs a reason")), status=422)
    values = {name: getattr(gone if chosen.get(name) == "gone" else keep, name) for name in CHOICES}
    former = dict.fromkeys(
        name
        for told in (keep.former_names, gone.former_names, keep.name, gone.name)
        for name in told.replace(";", "；").split("；")
        if name and name != values["name"]
    )
    row = {name: value for name, value in values.items() if value not in (None, "")}
    with transaction.atomic():
        made = move(actor, kept=keep.key, gone=gone, kind="merge", why=why, chosen=dict(chosen))
        whole = {
            **head(keep.key, source_of(actor)), "record_id": next_number("enterprise", keep.key),
            "at": clock.today(), **row, "former_names": "；".join(former) or None,
        }  # fmt: skip
        said = Said("identity.merge", "合并", f"{gone.name} → {keep.name}", why)
        intake = take_rows(actor, keep.key, [("enterprise", whole)], said=said, kind="identity")
        Merge.objects.filter(pk=made.pk).update(intake=intake.pk)
        made.intake = intake.pk
    return made


def move(
    actor: Actor, *, kept: int, gone: Enterprise, kind: str, why: str, chosen: Mapping[str, Any]
) -> Merge:  # fmt: skip
    """Moves all that hangs on an entry to another key, within the caller's transaction, and keeps what it moved."""
    list(Enterprise.objects.select_for_update().filter(key__in=(kept, gone.key)).order_by("key"))
    rows = {entity: _move_facts(entity, gone.key, kept) for entity in FACT_MODELS}
    rows = {entity: moved for entity, moved in rows.items() if moved}
    rows |= _move_others(gone.key, kept)
    made = Merge.objects.create(
        kind=kind, kept=kept, gone=gone.key, names={"gone": gone.name, "code": gone.code}, rows=rows,
        chosen=dict(chosen), by_name=actor.name, why=why[:1000], at=clock.now(),
    )  # fmt: skip
    project([kept, gone.key])
    return made


def came_for(gone: int, entity: str, rows: Iterable[tuple[int, int]]) -> None:
    """Rows (number, record number) that came for an entry that is gone and were stored where it stands now: a merge
    that is undone gives them back, as it does those that it moved. Within the caller's transaction."""
    came, key, seen = [list(one) for one in rows], gone, set[int]()
    while came and key not in seen:
        seen.add(key)
        made = Merge.objects.select_for_update().filter(gone=key, undone_at=None).order_by("pk").last()
        if made is None:
            break
        Merge.objects.filter(pk=made.pk).update(rows={**made.rows, entity: [*made.rows.get(entity, ()), *came]})
        key = made.kept


def undo_merge(actor: Actor, made: Merge, *, why: str) -> None:
    """Takes two entries apart again: every row that was moved goes back, with its number. Refusal `merge-undone`."""
    require(RULES, actor, "identity.merge")
    if not why.strip():
        raise Refusal(Problem("reason-missing", Text("撤销须写明理由", "undoing needs a reason")), status=422)
    with transaction.atomic():
        mine = Merge.objects.filter(pk=made.pk, undone_at=None)
        if not mine.update(undone_at=clock.now(), undone_by=actor.name):
            raise Refusal(Problem("merge-undone", Text("这次合并已经撤销", "this merge was undone already")))
        _move_back(made)
        if made.intake is not None:
            for table in FACT_MODELS.values():
                table.objects.filter(intake_id=made.intake).delete()
            Intake.objects.filter(pk=made.intake).update(state="undone", undone_at=clock.now(), undone_why=why[:1000])
        project([made.kept, made.gone])
        record(actor, "identity.unmerge", "enterprise", f"{made.kept % 2**64:016x}", said=made.names.get("gone", ""),
               why=why, before={"merge": made.pk})  # fmt: skip


def _move_facts(entity: str, gone: int, kept: int) -> list[list[int]]:
    """[row, its record number before] of every row; records of lists that the kept one has too get its numbers."""
    table = FACT_MODELS[entity]
    rows = list(table.objects.filter(enterprise=gone).order_by("known_from", "pk").values_list("pk", "record_id"))
    numbers = _numbers(entity, gone, kept) if rows and words().entities[entity].is_child else {}
    table.objects.filter(enterprise=gone).update(enterprise=kept)
    for old, new in numbers.items():
        if old != new:
            table.objects.filter(pk__in=[pk for pk, number in rows if number == old]).update(record_id=new)
    return [[pk, number] for pk, number in rows]


def _numbers(entity: str, gone: int, kept: int) -> dict[int, int]:
    """Record number there → record number here, for records that both have."""
    own = [field.code for field in words().entities[entity].fields if not field.pack]
    here = Records(entity, kept, rows_of(entity, [kept], own))
    latest = {row["record_id"]: row for row in rows_of(entity, [gone], own)}
    found = {old: here.number(row) for old, row in latest.items()}
    return {old: new for old, new in found.items() if here.held(new) is not None}


def _move_others(gone: int, kept: int) -> Moved:
    """Consents, the enterprise's own organisation, notes."""
    consents = list(Consent.objects.filter(enterprise=gone).values_list("pk", flat=True))
    Consent.objects.filter(pk__in=consents).update(enterprise=kept)
    free = not Organisation.objects.filter(enterprise=kept).exists()
    own = list(Organisation.objects.filter(enterprise=gone).values_list("pk", flat=True)) if free else []
    Organisation.objects.filter(pk__in=own).update(enterprise=kept)
    moved = {"consent": consents, "organisation": own}
    for name, table in (("attachment", Attachment), ("comment", Comment)):
        notes = table.objects.filter(kind="enterprise", subject=_written(gone))
        moved[name] = list(notes.values_list("pk", flat=True))
        notes.update(subject=_written(kept))
    return {name: [[pk, 0] for pk in held] for name, held in moved.items() if held}


def _move_back(made: Merge) -> None:
    moved: Moved = made.rows
    for entity, table in FACT_MODELS.items():
        for pk, number in moved.get(entity, ()):
            table.objects.filter(pk=pk, enterprise=made.kept).update(enterprise=made.gone, record_id=number)
    keys = {name: [pk for pk, _ in held] for name, held in moved.items()}
    Consent.objects.filter(pk__in=keys.get("consent", ())).update(enterprise=made.gone)
    Organisation.objects.filter(pk__in=keys.get("organisation", ())).update(enterprise=made.gone)
    for name, notes in (("attachment", Attachment), ("comment", Comment)):
        notes.objects.filter(pk__in=keys.get(name, ())).update(subject=_written(made.gone))


def _written(key: int) -> str:
    return f"{key % 2**64:016x}"
