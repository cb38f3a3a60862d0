"""Who an enterprise is, as it changes: name, code, park, status, whether it is confidential."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from peiyu.facts.identity import enterprise_key, parse_code
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import FactsError, Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.enterprises.access import RULES, subject_of
from peiyu.web.enterprises.actions.merging import move
from peiyu.web.enterprises.actions.statements import Said, head, next_number, source_of, take_rows
from peiyu.web.enterprises.intake.arranged import filled
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.enterprises.queries.standing import Row, rows_of, standing
from peiyu.web.look.refusal import Refusal

LEAVING = {"迁出": "迁出", "注销": "注销", "吊销": "吊销"}
"""Status → how the stay in the territory ends."""


def rename(actor: Actor, one: Enterprise, *, name: str, on: dt.date, why: str) -> None:
    """A new name; the old one is a former name from then on, and finds the enterprise still."""
    require(RULES, actor, "identity.change", subject_of(one))
    name = name.strip()
    if not name or name == one.name:
        raise Refusal(_unchanged(), status=422)
    former = [told for told in one.former_names.replace(";", "；").split("；") if told and told != name]
    changes = {"name": name, "former_names": "；".join(dict.fromkeys([*former, one.name]))}
    _state(actor, one, changes, on, Said("identity.rename", "更名", f"{one.name} → {name}", why))


def move_park(actor: Actor, one: Enterprise, *, park: str, district: str, on: dt.date, why: str) -> None:
    """To another park or district of the territory. The stay goes on: a move within the territory is neither a leaving
    nor an arrival."""
    require(RULES, actor, "identity.change", subject_of(one))
    changes = {name: value.strip() for name, value in (("park", park), ("district", district)) if value.strip()}
    if all(getattr(one, name) == value for name, value in changes.items()):
        raise Refusal(_unchanged(), status=422)
    said = Said("identity.move", "园区变动", f"{one.name} → {'、'.join(changes.values())}", why)
    _state(actor, one, changes, on, said, stay={"park": changes["park"]} if "park" in changes else None)


def change_status(actor: Actor, one: Enterprise, *, status: str, on: dt.date, why: str) -> None:
    """存续, 迁出, 注销 or 吊销; who leaves ends the stay in the territory on that day."""
    require(RULES, actor, "identity.change", subject_of(one))
    options = [said.zh for _, said in vocabulary().field("enterprise", "status").options]
    if status not in options:
        accepted = Text("、".join(options), ", ".join(options))
        raise Refusal(Problem("value-unfit", Text("没有这种登记状态", "no such status"), found=status,
                              accepted=accepted), status=422)  # fmt: skip
    if status == one.status:
        raise Refusal(_unchanged(), status=422)
    ending = {"left_on": on, "left_how": LEAVING[status]} if status in LEAVING else None
    _state(
        actor,
        one,
        {"status": status},
        on,
        Said("identity.status", "登记状态", f"{one.name} {status}", why),
        stay=ending,
    )


def mark_confidential(actor: Actor, one: Enterprise, *, confidential: bool, why: str) -> None:
    """涉密或不公开, or no longer. It leaves every list, graph and export at once, and every search but that
    by its whole code."""
    require(RULES, actor, "confidential.mark", subject_of(one))
    if confidential == one.sensitive:
        raise Refusal(_unchanged(), status=422)
    if not why.strip():
        raise Refusal(Problem("reason-missing", Text("须写明依据", "a reason is needed")), status=422)
    said = Said("confidential.mark", "涉密标记", one.code if confidential else one.name, why)
    _state(actor, one, {"sensitive": confidential}, clock.today(), said)


def change_code(actor: Actor, one: Enterprise, *, code: str, why: str) -> int:
    """A new code; everything that is held moves to it, and what comes in under the old one follows. Returns the key
    that holds now. Refusals of `parse_code`, and `code-taken` where another entry has it: these are merged."""
    require(RULES, actor, "identity.change", subject_of(one))
    try:
        identity = parse_code(code)
    except FactsError as fault:
        raise Refusal(*fault.problems, status=422) from fault
    key = enterprise_key(identity)
    if identity.code == one.code:
        raise Refusal(_unchanged(), status=422)
    if key != one.key and Enterprise.objects.filter(key=key).exists():
        raise Refusal(_taken(identity.code), status=422)
    row = {"scheme": identity.scheme, "code": identity.code}
    said = Said("identity.code", "变更代码", f"{one.name} {one.code} → {identity.code}", why)
    with transaction.atomic():
        if key != one.key:
            move(actor, kept=key, gone=one, kind="code", why=why, chosen={"code": identity.code})
        whole = [("enterprise", _row(key, source_of(actor), row, clock.today()))]
        take_rows(actor, key, whole, said=said, kind="identity", before={"code": one.code})
    return key


def _state(
    actor: Actor, one: Enterprise, changes: dict[str, Any], on: dt.date, said: Said, stay: dict[str, Any] | None = None
) -> None:
    if on > clock.today():
        raise Refusal(
            Problem(
                "date-ahead",
                Text("日期还没有到", "this day is still to come"),
                found=on.isoformat(),
                accepted=Text(f"不晚于 {clock.today()}", f"not after {clock.today()}"),
            ),
            status=422,
        )
    before = {name: getattr(one, name) for name in changes}
    rows: list[tuple[str, dict[str, Any]]] = [("enterprise", _row(one.key, source_of(actor), changes, on))]
    rows += [("stay", made) for made in ([_stay(one.key, source_of(actor), stay)] if stay else []) if made]
    take_rows(actor, one.key, rows, said=said, kind="identity", before=before)


def _row(key: int, source: str, values: dict[str, Any], at: dt.date) -> dict[str, Any]:
    return {**head(key, source), "record_id": next_number("enterprise", key), "at": at, **values}


def _stay(key: int, source: str, changes: dict[str, Any]) -> dict[str, Any]:
    """The open stay with the changes, as a new version of it; nothing where no stay is recorded."""
    fields = [one.code for one in vocabulary().entities["stay"].fields]
    held = standing(rows_of("stay", [key], fields), "stay", fields)
    for (_, number), values in held.items():
        if values["left_on"] is None:
            row: Row = {**head(key, source), "record_id": number, **changes}
            return filled(row, values)
    return {}


def _unchanged() -> Problem:
    return Problem("nothing-new", Text("与现在的一样，没有变动", "this is how it stands already"))


def _taken(code: str) -> Problem:
    return Problem(
        "code-taken",
        Text("名录里另有一家企业用这个代码", "another entry has this code"),
        found=code,
        next_step=Text("若是同一家企业，请合并这两条", "if it is the same enterprise, merge the two entries"),
    )
