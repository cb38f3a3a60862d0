"""Files that came: brought, assigned, settled, left out."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction

from peiyu.facts.intake.guards import kind_of
from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.collection.actions.findings import said
from peiyu.web.collection.incoming.merging import FILE, HELD
from peiyu.web.collection.incoming.notices import tell_left_out
from peiyu.web.collection.incoming.unpacking import Piece, pieces
from peiyu.web.collection.models import Arrival, Round, RoundUnit
from peiyu.web.collection.queries import arrivals as queries
from peiyu.web.collection.queries.answers import gives
from peiyu.web.collection.states import next_state
from peiyu.web.files.store import Kept, keep
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.models import Job
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

KIND = queries.KIND
GOING = ("starting", "open", "closing", "closed")
"""States of a round to which files may come."""


@dataclass(slots=True)
class Brought:
    """What became of a batch: its name, how many files are read, which were there before, which cannot be taken."""

    batch: str
    taken: int = 0
    known: list[str] = field(default_factory=list)
    refused: list[tuple[str, Problem]] = field(default_factory=list)


def bring(actor: Actor, held: Round, files: Iterable[tuple[str, Path]]) -> Brought:
    """A batch of returned files (name, where it lies now), archives unpacked, to be read by a job. A file that cannot
    be taken is on the list with its reason; one that came before is left. Refusals `not-allowed`, `round-not-out`,
    those of `unpacking.pieces`, `files-missing`."""
    if not queries.brings_for(actor, held):
        raise Refusal(_not_allowed(), status=403)
    return _brought(actor, held, list(pieces(files)), unit=None)


def bring_own(actor: Actor, unit: RoundUnit, *, name: str, path: Path) -> Brought:
    """A unit's own workbook: only its own enterprises are read from it. Refusals as of `bring`, those of `files.keep`,
    `file-known`."""
    if not queries.brings(actor, unit):
        raise Refusal(_not_allowed(), status=403)
    made = _brought(actor, unit.round, list(pieces([(name, path)])), unit=unit)
    if made.refused and not made.taken:
        raise Refusal(*(problem for _, problem in made.refused), status=422)
    if made.known and not made.taken:
        raise Refusal(_known(made.known[0]), status=422)
    return made


def _brought(actor: Actor, held: Round, found: list[Piece], *, unit: RoundUnit | None) -> Brought:
    _refuse_not_out(held)
    if not found:
        raise Refusal(Problem("files-missing", Text("没有选择文件", "no file was chosen")), status=422)
    made, kept = Brought(batch=secrets.token_hex(8)), list[tuple[Piece, Kept]]()
    for piece in found:
        try:
            kept.append((piece, _kept(piece)))
        except Refusal as refusal:
            made.refused.append((piece.name, refusal.problems[0]))
    with transaction.atomic():
        _enter(actor, held, made, kept, unit)
        record(actor, "arrivals.bring", "round", held.pk, said=held.title,
               after={"batch": made.batch, "files": made.taken, "known": len(made.known),
                      "refused": len(made.refused)})  # fmt: skip
        if made.taken:
            ask(actor, KIND, key=f"read:{made.batch}", batch=made.batch)
    return made


def _kept(piece: Piece) -> Kept:
    """The file, kept. A workbook whose name ends otherwise than it should is kept as what it is; of one that cannot be
    opened the library says why."""
    if piece.problem is not None:
        raise Refusal(piece.problem)
    try:
        return keep(piece.name, piece.blocks())
    except Refusal as refusal:
        if refusal.problems[0].code != "file-contents":
            raise
        with TemporaryDirectory(prefix="peiyu-") as place:
            path = Path(place) / Path(piece.name).name
            with path.open("wb") as file:
                file.writelines(piece.blocks())
            kind, problems = kind_of(path)
        if kind is None:
            raise Refusal(*(problems or refusal.problems)) from refusal
        return keep(f"{piece.name}.{kind}", piece.blocks())


def _enter(
    actor: Actor, held: Round, made: Brought, kept: Iterable[tuple[Piece, Kept]], unit: RoundUnit | None
) -> None:
    """The rows of a batch; of a file that is there already none."""
    account = {"only": unit.pk, "part": unit.pk} if unit is not None else {}
    by: dict[str, Any] = {"by_id": actor.person, "by_name": actor.name, "for_whom": actor.for_whom,
                          "day": clock.today(), "at": clock.now()}  # fmt: skip
    Round.objects.filter(pk=held.pk).update(
        state=held.state
    )  # two who bring the same files at once: one after the other
    there = set(Arrival.objects.filter(round=held).exclude(state="dropped").values_list("file", flat=True))
    rows = []
    for piece, file in kept:
        if file.hash in there:
            made.known.append(piece.name)
            continue
        there.add(file.hash)
        rows.append(Arrival(round=held, batch=made.batch, name=piece.name, file=file.hash, bytes=file.bytes,
                            account=dict(account), unit=unit, **by))  # fmt: skip
    made.taken = len(rows)
    if unit is None or rows:  # a unit whose every file was refused is told at once
        rows += [
            Arrival(round=held, batch=made.batch, name=name, file="", state="refused", problems=[said(problem)],
                    unit=unit, **by)
            for name, problem in made.refused
        ]  # fmt: skip
    Arrival.objects.bulk_create(rows)


def assign(actor: Actor, arrival: Arrival, *, unit: int, why: str = "") -> None:
    """Says whose a file is, and has it read again as that unit's. Refusals `not-allowed`, `collection-state`,
    `unit-unknown`."""
    _may_settle(actor, arrival)
    chosen = RoundUnit.objects.filter(pk=unit, round=arrival.round_id).first()
    if chosen is None:
        raise Refusal(Problem("unit-unknown", Text("这次收表没有这个单位", "the round has no such unit")), status=422)
    account = {**arrival.account, "only": chosen.pk, "part": chosen.pk}
    _again(actor, arrival, account, verb="arrival.assign", why=why, after={"unit": chosen.name}, unit=chosen)


def settle(actor: Actor, arrival: Arrival, *, choices: Mapping[int, str], why: str) -> None:
    """Of answers that differ says which holds (number of the conflict → `held` or `file`), with a reason, and has the
    file merged again. Refusals `not-allowed`, `collection-state`, `why-missing`, `choice-missing`."""
    _may_settle(actor, arrival)
    reason = reason_of(why)
    conflicts = arrival.account.get("conflicts", [])
    chosen = {number: side for number, side in choices.items() if side in (HELD, FILE) and number < len(conflicts)}
    if not chosen:
        raise Refusal(
            Problem(
                "choice-missing", Text("还没有选用哪一个数", "no answer was chosen"),
                accepted=Text("每处选“保留已有的”或“用文件里的”", "for each keep what stands, or take the file's"),
                next_step=Text("选好后再保存", "choose, then save"),
            ),
            status=422,
        )  # fmt: skip
    decided = [{**conflicts[number], "take": side, "by": actor.name, "why": reason} for number, side in chosen.items()]
    account = {**arrival.account, "decided": [*arrival.account.get("decided", ()), *decided]}
    told = {f"{one['entity']}.{one['field']} {one['enterprise'] % 2**64:016x}": one["take"] for one in decided}
    _again(actor, arrival, account, verb="arrival.settle", why=reason, after=told)


def merge_again(actor: Actor, arrival: Arrival) -> None:
    """Has a file merged again, because its unit may be filled in by now. Refusals `not-allowed`, `collection-state`."""
    _may_settle(actor, arrival)
    _again(actor, arrival, arrival.account, verb="arrival.again")


def leave_out(actor: Actor, arrival: Arrival, *, why: str) -> None:
    """Takes nothing more from a file: what was merged stays, the rest is left out, with a reason. Refusals
    `not-allowed`, `collection-state`, `why-missing`."""
    _may_settle(actor, arrival)
    reason = reason_of(why)
    verb = "leave" if arrival.account.get("taken") or arrival.account.get("same") else "leave_out"
    with transaction.atomic():
        _move(arrival, verb, why=reason)
        record(actor, "arrival.leave_out", "arrival", arrival.pk, said=arrival.name, why=reason)
        if arrival.unit is not None and not gives(actor, arrival.unit):
            tell_left_out(arrival, arrival.unit, reason)


def ask_comments(actor: Actor, held: Round, *, lang: str) -> Job:
    """Has 核对意见 of a whole round packed, a workbook a sender. Refusals `not-allowed`, `round-not-out`."""
    if not queries.brings_for(actor, held):
        raise Refusal(_not_allowed(), status=403)
    _refuse_not_out(held)
    with transaction.atomic():
        job = ask(actor, queries.PACKING, key=held.number, number=held.number, lang=lang)
        record(actor, "arrivals.pack", "round", held.pk, said=held.title)
        return job


def read_on(actor: Actor, held: Round) -> int:
    """Asks again for the reading of what waits, after a job that was cancelled or gave up. Gives how many batches."""
    if not queries.brings_for(actor, held):
        raise Refusal(_not_allowed(), status=403)
    waiting = Arrival.objects.filter(round=held, state="waiting").order_by()
    found = list(waiting.values_list("batch", flat=True).distinct())
    for batch in found:
        ask(actor, KIND, key=f"read:{batch}", batch=batch)
    return len(found)


def _refuse_not_out(held: Round) -> None:
    if held.state not in GOING:
        raise Refusal(Problem("round-not-out", Text("这次收表还没有下发", "the round is not out yet")))


def _may_settle(actor: Actor, arrival: Arrival) -> None:
    if not queries.settles(actor, arrival):
        raise Refusal(_not_allowed(), status=403)


def _again(
    actor: Actor, arrival: Arrival, account: Mapping[str, Any], *, verb: str, why: str = "",
    after: Mapping[str, Any] | None = None, unit: RoundUnit | None = None,
) -> None:  # fmt: skip
    with transaction.atomic():
        _move(arrival, "again", account=dict(account), why=why, **({"unit": unit} if unit is not None else {}))
        record(actor, verb, "arrival", arrival.pk, said=arrival.name, why=why, after=after)
        job = ask(actor, KIND, key=f"again:{arrival.pk}:{secrets.token_hex(4)}", arrival=arrival.pk)
        Arrival.objects.filter(pk=arrival.pk).update(job=job.pk)


def _move(arrival: Arrival, verb: str, **changes: Any) -> None:
    """The next state by a conditional update. Refusal `collection-state` if somebody was first."""
    to = next_state("arrival", arrival.state, verb)
    if not Arrival.objects.filter(pk=arrival.pk, state=arrival.state).update(state=to, **changes):
        arrival.refresh_from_db(fields=["state"])
        next_state("arrival", arrival.state, verb)
        raise Refusal(Problem("arrival-taken", Text("刚被别人处理过", "somebody else was first"),
                              next_step=Text("刷新页面查看", "reload the page")))  # fmt: skip


def _known(name: str) -> Problem:
    return Problem(
        "arrival-known", Text("这份文件已经收到过，没有重复读取", "this very file came before; it was not read twice"),
        found=name, next_step=Text("在来件清单中查看它的结果", "see in the list what became of it"),
    )  # fmt: skip


def _not_allowed() -> Problem:
    return Problem("not-allowed", Text("当前身份不能办理这份来件", "not with your present role"))
