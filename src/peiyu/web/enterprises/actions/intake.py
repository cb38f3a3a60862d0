"""Facts coming in: an intake is stored in chunks and seen when it is live."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.db import transaction

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions.bulk import take_stock
from peiyu.web.enterprises.actions.projection import project
from peiyu.web.enterprises.actions.rows import append
from peiyu.web.enterprises.frames import Frame
from peiyu.web.enterprises.models import FACT_MODELS, Intake
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

Told = Callable[[float], None]


def begin(actor: Actor, *, kind: str, name: str, why: str = "", **more: object) -> Intake:
    """An intake that is being stored and holds nothing yet."""
    return Intake.objects.create(
        kind=kind, name=name[:200], why=why[:1000], state="storing", by_id=actor.person, by_name=actor.name,
        organisation=actor.organisation, for_whom=actor.for_whom, at=clock.now(), **more,
    )  # fmt: skip


def store_frames(
    intake: Intake, frames: Mapping[str, Frame], *, numbers: Iterator[int] | None = None,
    told: Told = lambda share: None,
) -> None:  # fmt: skip
    """Appends the rows of every entity as they are; none of them is seen yet. `numbers`: record numbers for all but the
    records of lists, in place of those that the rows have."""
    whole, before = sum(frame.height for frame in frames.values()) or 1, 0
    for entity, frame in frames.items():
        own = numbers if vocabulary().entities[entity].period != "none" else None
        append(entity, frame, intake.pk, numbers=own, told=lambda rows, before=before: told((before + rows) / whole))  # type: ignore[misc]
        before += frame.height


def go_live(actor: Actor, intake: Intake, counts: Mapping[str, int]) -> None:
    """From now on its rows are seen: one update. `counts`: how many of each entity. Refusal `intake-state` if it is not
    being stored."""
    with transaction.atomic():
        moved = Intake.objects.filter(pk=intake.pk, state="storing").update(
            state="live", live_at=clock.now(), counts=dict(counts)
        )
        if not moved:
            raise Refusal(
                Problem("intake-state", Text("这次导入已不在写入状态", "this import is not being stored any more"))
            )
        record(actor, "intake.live", "intake", intake.pk, said=intake.name, why=intake.why, after=dict(counts))
    take_stock({FACT_MODELS[entity]: rows for entity, rows in counts.items()})


def take_in(
    actor: Actor,
    frames: Mapping[str, Frame],
    *,
    kind: str,
    name: str,
    why: str = "",
    told: Told = lambda share: None,
) -> Intake:
    """The whole way of frames that are already checked: stored as they are, live, projected."""
    intake = begin(actor, kind=kind, name=name, why=why)
    store_frames(intake, frames, told=lambda share: told(share * 0.7))
    go_live(actor, intake, {entity: frame.height for entity, frame in frames.items()})
    project(None, told=lambda share: told(0.7 + share * 0.3))
    Intake.objects.filter(pk=intake.pk).update(projected=True)
    return intake
