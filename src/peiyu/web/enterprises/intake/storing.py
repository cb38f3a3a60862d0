"""The jobs that store an intake and that undo one: in chunks, so that others write between them, and so that a worker
that is killed leaves off where the next one goes on."""

from __future__ import annotations

from django.db import transaction

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions.intake import go_live
from peiyu.web.enterprises.actions.parts import let_others_write, part, side_by_side
from peiyu.web.enterprises.actions.projection import project
from peiyu.web.enterprises.actions.rows import BREATH, append_rows
from peiyu.web.enterprises.intake import staged
from peiyu.web.enterprises.intake.arranged import Batch, arranged
from peiyu.web.enterprises.intake.states import move
from peiyu.web.enterprises.models import FACT_MODELS, Intake
from peiyu.web.jobs.actions import Lost
from peiyu.web.jobs.kinds import Step
from peiyu.web.trail.actions import record

CHUNK = 4_000


def store(step: Step, intake: Intake, actor: Actor) -> None:
    """Rows, then live at once, then the registry. Each part is done once, whoever does it."""
    if intake.state == "storing":
        _store_rows(step, intake)
        go_live(actor, intake, _counts(intake.pk))
        intake.state = "live"
    if intake.state == "live" and not intake.projected:
        _project(step, intake, start=0.7)
        staged.forget(intake.pk)


def undo(step: Step, intake: Intake, actor: Actor) -> None:
    """The registry without it, then its rows. They are not seen any more since the undoing began."""
    if intake.state != "undoing":
        return
    _project(step, intake, start=0.0)
    _remove(step, intake.pk)
    staged.forget(intake.pk)
    with transaction.atomic():
        move(intake.pk, "undone", undone_at=clock.now())
        record(actor, "intake.undone", "intake", intake.pk, said=intake.name, why=intake.undone_why)


def _store_rows(step: Step, intake: Intake) -> None:
    """Goes on after `stored`: the position moves in the same transaction as the rows, by a conditional update, so that
    of two workers only one writes a batch. One is written while the next is arranged."""

    def write(batch: Batch) -> int:
        with part():
            mine = Intake.objects.filter(pk=intake.pk, state="storing", stored=intake.stored)
            if not mine.update(stored=batch.last):
                raise Lost
            append_rows(batch.entity, [one.row for one in batch.rows], intake.pk)
        intake.stored = batch.last
        return batch.last

    stored = intake.stored
    missing = (batch for batch in arranged(intake, compared=False) if batch.last > stored)
    for last in side_by_side(write, missing, lanes=1):
        step.tell(0.7 * last / max(intake.total, 1), Text("写入数据", "writing the rows"))
        let_others_write(BREATH)


def _project(step: Step, intake: Intake, *, start: float) -> None:
    said = Text("更新企业名录", "updating the registry")
    project(keys_in(intake.pk), told=lambda share: step.tell(start + (0.98 - start) * share, said))
    Intake.objects.filter(pk=intake.pk).update(projected=True)


def _remove(step: Step, intake: int) -> None:
    for entity, table in FACT_MODELS.items():
        mine = table.objects.filter(intake_id=intake).order_by()
        while rows := list(mine.values_list("pk", flat=True)[:CHUNK]):
            with part():
                table.objects.filter(pk__in=rows).delete()
            step.tell(0.98, Text(f"移除数据：{entity}", f"removing rows: {entity}"))
            let_others_write(BREATH)


def keys_in(intake: int) -> frozenset[int]:
    """The enterprises of whom an intake has rows; the territory itself is none. Its rows are looked up by their own
    keys: asked for enterprises at once, a database that thinks all intakes as large as the first reads whole tables."""
    found = (
        table.objects.filter(pk__in=table.objects.filter(intake_id=intake).order_by().values("pk"))
        .order_by().values_list("enterprise", flat=True).distinct()
        for table in FACT_MODELS.values()
    )  # fmt: skip
    return frozenset(key for keys in found for key in keys if key)


def _counts(intake: int) -> dict[str, int]:
    counted = {entity: table.objects.filter(intake_id=intake).count() for entity, table in FACT_MODELS.items()}
    return {entity: number for entity, number in counted.items() if number}
