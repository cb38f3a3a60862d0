"""Packages made and brought: once, whole or not at all, and where both sides say something, settled by a person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from peiyu.facts.ferry import Package, Sealed, open_sealed, seal
from peiyu.problems import InputError, Problem, Text
from peiyu.web import clock
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.rules import Subject, require
from peiyu.web.collection.actions.ferrying import Came, Taken, take_answers, take_round
from peiyu.web.collection.models import RoundUnit
from peiyu.web.collection.queries.ferrying import answers_said, round_said
from peiyu.web.ferry.access import RULES
from peiyu.web.ferry.models import Ferried
from peiyu.web.ferry.queries.packages import answers_to_pack, origin_of, own_key, packages, rounds_to_pack, trusted
from peiyu.web.files.store import Kept, keep, path_of
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

SUFFIX = ".peiyu"
SIDES = ("held", "file")


def pack_round(actor: Actor, *, unit: int) -> tuple[Ferried, bytes]:
    """A round for one unit as a package. Refusals `not-allowed`, `nothing-to-pack`."""
    require(RULES, actor, "packages.make")
    held = next((one for one in rounds_to_pack(actor) if one.pk == unit), None)
    if held is None:
        raise Refusal(_nothing(), status=404)
    said = round_said(held)
    return _sealed(actor, "round", held.round.number, held, {"round.json": _json(said)}, partner=held.name)


def pack_answers(actor: Actor, *, submission: int) -> tuple[Ferried, bytes]:
    """What a unit handed in here, with its stamped scan, as a package back. Refusals as before."""
    held = next((one for one in answers_to_pack(actor) if one.pk == submission), None)
    if held is None:
        raise Refusal(_nothing(), status=404)
    require(RULES, actor, "packages.make", Subject(organisation=held.unit.organisation_id))
    origin = origin_of(held.unit)
    said = answers_said(held, unit=origin.result["unit"] if origin is not None else "")
    parts = {"answers.json": _json(said)}
    if held.scan:
        parts["scan"] = path_of(held.scan).read_bytes()
    partner = origin.partner if origin is not None else ""
    return _sealed(actor, "answers", held.unit.round.number, held.unit, parts, partner=partner)


def _sealed(
    actor: Actor, kind: str, subject: str, unit: RoundUnit, parts: Mapping[str, bytes], *, partner: str
) -> tuple[Ferried, bytes]:
    package = Package(
        kind=kind, subject=subject, sender=settings.PEIYU.name, made_on=clock.today(), parts=parts,
        made_up=settings.PEIYU.made_up,
    )  # fmt: skip
    made = seal(package, own_key())
    name = f"{unit.round.title}-{unit.name}-{'收表' if kind == 'round' else '报送'}{SUFFIX}"
    kept = keep(name.replace("/", "-"), [made], suffixes=frozenset({SUFFIX}))
    with transaction.atomic():
        row = Ferried.objects.create(
            direction="out", package=kept.hash[:32], kind=kind, subject=subject, partner=partner, file=kept.hash,
            name=name[:200], result={"organisation": unit.organisation_id}, by_name=actor.name, at=clock.now(),
        )  # fmt: skip
        record(actor, "package.make", "package", row.pk, said=row.name, after={"kind": kind, "file": kept.hash})
    return row, made


def bring(actor: Actor, *, kept: Kept, organisation: int | None = None) -> Ferried:
    """Takes a package in. One that came before changes nothing. `organisation`: for which one here a round is (the
    actor's own where it has one). Refusals `not-allowed`, those of `open_sealed`, `ferry-known`,
    `ferry-organisation`, those of `collection.actions.ferrying`."""
    require(RULES, actor, "packages.bring")
    keys = trusted()
    try:
        found = open_sealed(path_of(kept.hash), keys)
    except InputError as fault:
        raise Refusal(*fault.problems, status=422) from fault
    _refuse_known(found)
    partner = keys[found.key].name
    came = Came(sender=partner, name=kept.name, file=kept.hash)
    try:
        with transaction.atomic():
            row = Ferried.objects.create(
                direction="in", package=found.id, kind=found.package.kind, subject=found.package.subject,
                partner=partner, file=kept.hash, name=kept.name[-200:], by_name=actor.name, at=clock.now(),
            )  # fmt: skip
            _take(actor, row, found, came, organisation)
            record(actor, "package.bring", "package", row.pk, said=row.name,
                   after={"kind": row.kind, "from": partner, "state": row.state, "file": kept.hash})  # fmt: skip
    except IntegrityError as fault:  # two who bring the same package at once
        _refuse_known(found)
        raise Refusal(_changed()) from fault
    return row


def _take(actor: Actor, row: Ferried, found: Sealed, came: Came, organisation: int | None) -> None:
    package = found.package
    if package.kind == "round":
        said = _part(package, "round.json")
        unit = take_round(actor, said, organisation=_organisation(actor, organisation), came=came)
        row.result = {"organisation": unit.organisation_id, "unit": said["unit"]["id"], "local": unit.pk,
                      "address": f"/collection/{unit.round.number}/units/{unit.pk}/"}  # fmt: skip
    elif package.kind == "answers":
        _noted(row, _answers(actor, package, came, ()))
    else:
        raise Refusal(
            Problem("ferry-kind", Text("不认识这种摆渡包", "packages of this kind are not known"), found=package.kind,
                    next_step=Text("两边升级到同一版本", "bring both sides to one version"))
        )  # fmt: skip
    row.save(update_fields=["state", "conflicts", "result"])


def _answers(actor: Actor, package: Package, came: Came, decided: tuple[Mapping[str, Any], ...]) -> Taken:
    said, scan = _part(package, "answers.json"), ""
    if "scan" in package.parts and said.get("scan"):
        scan = keep(said["scan"], [package.parts["scan"]]).hash
    return take_answers(actor, said, came=came, scan=scan, decided=decided)


def _noted(row: Ferried, taken: Taken) -> None:
    row.state = "aside" if taken.conflicts else "done"
    row.conflicts = list(taken.conflicts)
    row.result = {"organisation": taken.unit.organisation_id, "local": taken.unit.pk, "same": taken.same}
    if taken.submission is not None:
        row.result["address"] = f"/collection/submissions/{taken.submission.pk}/"


def settle(actor: Actor, *, package: int, choices: Mapping[int, str], why: str) -> Ferried:
    """Of answers that differ says which holds (number → `held` or `file`), all of them, with a reason; then the package
    is taken in. Refusals `not-allowed`, `package-unknown`, `package-state`, `choice-missing`, `why-missing`."""
    require(RULES, actor, "packages.bring")
    held, reason = _aside(actor, package), reason_of(why)
    chosen = [{**one, "take": choices[number]} for number, one in enumerate(held.conflicts)
              if choices.get(number) in SIDES]  # fmt: skip
    if len(chosen) < len(held.conflicts):
        raise Refusal(
            Problem(
                "choice-missing", Text("还有没选的", "some are not chosen yet"),
                found=f"{len(chosen)}/{len(held.conflicts)}",
                accepted=Text("每处选“这里的”或“包里的”", "for each what stands here, or the package's"),
            ),
            status=422,
        )  # fmt: skip
    with transaction.atomic():
        if not Ferried.objects.filter(pk=held.pk, state="aside", version=held.version).update(version=F("version") + 1):
            raise Refusal(_changed())
        found = open_sealed(path_of(held.file), trusted())
        came = Came(sender=held.partner, name=held.name, file=held.file)
        _noted(held, _answers(actor, found.package, came, tuple(chosen)))
        held.why = reason
        held.save(update_fields=["state", "conflicts", "result", "why"])
        record(actor, "package.settle", "package", held.pk, said=held.name, why=reason,
               after={"package": sum(one["take"] == "file" for one in chosen), "of": len(chosen)})  # fmt: skip
    return held


def drop(actor: Actor, *, package: int, why: str) -> Ferried:
    """Leaves a package that waits; it may be brought again. Refusals as of `settle`."""
    require(RULES, actor, "packages.bring")
    held, reason = _aside(actor, package), reason_of(why)
    with transaction.atomic():
        if not Ferried.objects.filter(pk=held.pk, state="aside").update(state="dropped", why=reason):
            raise Refusal(_changed())
        record(actor, "package.drop", "package", held.pk, said=held.name, why=reason)
    held.refresh_from_db()
    return held


def _aside(actor: Actor, package: int) -> Ferried:
    held = packages(actor).filter(pk=package, direction="in").first()
    if held is None:
        raise Refusal(Problem("package-unknown", Text("没有这个包", "there is no such package")), status=404)
    if held.state != "aside":
        raise Refusal(
            Problem("package-state", Text("这个包已经办完", "this package is done"), found=held.name,
                    next_step=Text("刷新页面", "reload the page"))
        )  # fmt: skip
    return held


def _organisation(actor: Actor, chosen: int | None) -> Organisation:
    wanted = actor.organisation if chosen is None else chosen
    own = chosen is None or (actor.role is not None and actor.role.value == "office") or chosen in actor.organisations
    found = Organisation.objects.filter(pk=wanted, until=None).first() if own and wanted is not None else None
    if found is None:
        raise Refusal(
            Problem(
                "ferry-organisation", Text("没有说清由哪个单位报送", "it is not clear which organisation answers"),
                next_step=Text("选择本单位后再导入", "choose the organisation, then bring it again"),
            ),
            status=422,
        )  # fmt: skip
    return found


def _refuse_known(found: Sealed) -> None:
    known = Ferried.objects.filter(direction="in", package=found.id).exclude(state="dropped").first()
    if known is not None:
        raise Refusal(
            Problem(
                "ferry-known",
                Text("这个包已经导入过，没有再动任何数据", "this package came before; nothing was changed"),
                found=f"{known.name} · {known.by_name} · {known.at:%Y-%m-%d %H:%M}",
            )
        )  # fmt: skip


def _part(package: Package, name: str) -> Any:
    try:
        return package.json(name)
    except InputError as fault:
        raise Refusal(*fault.problems, status=422) from fault


def _json(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


def _nothing() -> Problem:
    return Problem(
        "nothing-to-pack", Text("没有可打包的", "there is nothing to pack"),
        next_step=Text("收表下发后、或报送后再打包", "pack it after the round is out, or after handing in"),
    )  # fmt: skip


def _changed() -> Problem:
    return Problem("package-state", Text("这个包刚被别人办理", "somebody else has just settled this package"))
