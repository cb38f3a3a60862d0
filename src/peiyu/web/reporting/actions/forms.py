"""Forms taken in, what their cells mean decided and confirmed, carried to the next year's, retired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from peiyu.paper.form.blocks import blocks, decided
from peiyu.paper.form.carry import Carried, carry
from peiyu.paper.form.grid import CellAddress
from peiyu.paper.form.grid import Form as Blank
from peiyu.paper.form.headers.cells import listed
from peiyu.paper.form.lists.columns import ListMapping, carry_lists, lists_json, propose_lists
from peiyu.paper.form.lists.tables import of_firms
from peiyu.paper.form.mapping import FormMapping, mapping_of, to_json
from peiyu.paper.form.offer import MEASURE_NAMES, Meaning, Offer
from peiyu.paper.form.opening import open_form
from peiyu.paper.form.propose.propose import form_period, propose
from peiyu.problems import InputError, Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.rules import require
from peiyu.web.files.named import under_its_name
from peiyu.web.files.store import Kept
from peiyu.web.look.refusal import Refusal
from peiyu.web.reporting.access import RULES
from peiyu.web.reporting.actions.lists import refuse_open_lists
from peiyu.web.reporting.actions.moving import form_for, move
from peiyu.web.reporting.models import Form
from peiyu.web.reporting.queries import forms as queries
from peiyu.web.reporting.queries.lists import list_fields, offered, sources
from peiyu.web.trail.actions import record
from peiyu.writing.register import Register

SUFFIXES = frozenset({".xlsx", ".docx"})
TOLD = 40
"""So many cells that moved or are gone are kept with a carried mapping, one by one."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person says of a cell: a meaning, fixed words, or neither (left blank)."""

    meaning: Meaning | None = None
    text: str = ""


def bring(actor: Actor, *, pack: str, name: str, issuer: str, kept: Kept, previous: int | None = None) -> Form:
    """Takes a blank form in: what its cells mean is proposed by their headers, or carried from the form of last year
    (`previous`). Refusals `not-allowed`, `name-missing`, `form-known`, `register-missing`, those of `open_form`."""
    require(RULES, actor, "forms.keep")
    title = name.strip() or Path(kept.name).stem
    known = Form.objects.filter(file=kept.hash).exclude(state="retired").first()
    if known is not None:
        raise Refusal(_known(known))
    register = queries.register_to_offer(pack)
    if register is None:
        raise Refusal(_no_register())
    with under_its_name(kept.hash, kept.name) as path:
        blank = _opened(path)
    lists, carried = _lists(actor, blank, pack), None
    if previous is not None:
        before = form_for(actor, previous, "retire")
        carried = carry(queries.mapping_of(before), blank)
        lists = _carried_lists(before, lists, carried.mapping)
    mapping = _completed(carried, blank, pack, register) if carried else _proposed(blank, pack, register)
    try:
        with transaction.atomic():
            made = Form.objects.create(
                name=title[:200], issuer=issuer.strip()[:120], pack=pack, file=kept.hash, file_name=kept.name[-200:],
                mapping=to_json(mapping), lists=[*lists_json(lists), *_other_lists(blank)],
                problems=[problem_json(one) for one in blank.problems], previous_id=previous,
                carried=_told(carried) if carried else {}, by_name=actor.name, at=clock.now(),
            )  # fmt: skip
            record(actor, "form.bring", "form", made.pk, said=made.name,
                   after={"file": kept.hash, "cells": len(mapping.cells), "previous": previous})  # fmt: skip
    except IntegrityError as fault:  # two who bring the same file at once
        raise Refusal(_known(Form.objects.exclude(state="retired").get(file=kept.hash))) from fault
    return made


def _opened(path: Path) -> Blank:
    try:
        return open_form(path)
    except InputError as fault:
        raise Refusal(*fault.problems, status=422) from fault


def _proposed(blank: Blank, pack: str, register: Register) -> FormMapping:
    period = form_period(blank)
    proposals = propose(blank, queries.offered(pack, register))
    return mapping_of(blank, proposals, pack=pack, year=period.year, month=period.month)


def _completed(carried: Carried, blank: Blank, pack: str, register: Register) -> FormMapping:
    """A carried mapping whose new cells have proposals."""
    fresh = {one.cell: one for one in _proposed(blank, pack, register).cells}
    new = {one.cell for one in carried.new}
    held = carried.mapping
    cells = tuple(fresh.get(one.cell, one) if one.cell in new else one for one in held.cells)
    return FormMapping(form=held.form, sha256=held.sha256, cells=cells, pack=pack, year=held.year, month=held.month)


def decide(actor: Actor, *, form: int, version: int, cells: Mapping[str, Decided]) -> Form:
    """Says of some cells what they mean. Refusals `form-unknown`, `form-state`, `not-allowed`, `form-changed`,
    `cell-unknown`, `meaning-unknown`."""
    held = form_for(actor, form, "decide")
    mapping, told = queries.mapping_of(held), {}
    offers = _offers(held.pack)
    for place, said in cells.items():
        address = _address(mapping, place)
        if said.meaning is not None:
            _refuse_unknown(said.meaning, offers, place)
        mapping = mapping.with_cell(address, meaning=said.meaning, text=said.text.strip()[:200], by=actor.name)
        told[place] = str(said.meaning) if said.meaning is not None else said.text
    with transaction.atomic():
        held.version = version
        move(held, "decide", mapping=to_json(mapping))
        record(actor, "form.decide", "form", held.pk, said=held.name, after=told)
    return held


def decide_block(actor: Actor, *, form: int, version: int, first: str, measure: str = "", blank: bool = False) -> Form:
    """Says of all open cells of a block (`first`: its first cell) that they are what they seem to be, by one measure
    where they say none; or leaves them blank. Refusals as of `decide`, `block-unknown`, `measure-missing`."""
    held = form_for(actor, form, "decide")
    block = next((one for one in blocks(queries.mapping_of(held)) if str(one.first) == first), None)
    if block is None:
        raise Refusal(
            Problem("block-unknown", Text("这些格已经定了", "these cells are decided already"), found=first), status=422
        )
    if blank:
        return decide(actor, form=form, version=version, cells={str(one.cell): Decided() for one in block.cells})
    try:
        meant = decided(block, measure=measure)
    except ValueError as fault:
        raise Refusal(
            Problem("measure-missing", Text("请选当月还是累计", "choose month or total"), found=measure,
                    next_step=Text("选好再采用", "choose, then take it")),
            status=422,
        ) from fault  # fmt: skip
    return decide(actor, form=form, version=version, cells={str(at): Decided(one) for at, one in meant.items()})


def confirm(actor: Actor, *, form: int, version: int) -> Form:
    """Confirms what every cell means, under the actor's name. Refusals as of `decide`, `cells-open`,
    `lists-open`."""
    held = form_for(actor, form, "confirm")
    mapping = queries.mapping_of(held)
    open_ = [str(one.cell) for one in mapping.cells if one.open]
    refuse_open_lists(queries.lists_of(held))
    if open_:
        raise Refusal(
            Problem(
                "cells-open", Text(f"还有 {len(open_)} 格没有定含义", f"{len(open_)} cells have no meaning yet"),
                found="、".join(open_[:8]),
                next_step=Text("逐格定含义；不填的选“留空”", "say what each means, or leave it blank"),
            )
        )  # fmt: skip
    for one in mapping.cells:
        if not one.confirmed:
            mapping = mapping.with_cell(one.cell, meaning=one.meaning, text=one.text, by=actor.name)
    with transaction.atomic():
        held.version = version
        move(held, "confirm", mapping=to_json(mapping), confirmed_by=actor.name, confirmed_at=clock.now())
        record(actor, "form.confirm", "form", held.pk, said=held.name, after={"cells": len(mapping.cells)})
    return held


def reopen(actor: Actor, *, form: int, version: int) -> Form:
    """Takes a confirmed mapping up again; what was filled by it stays as it was. Refusals as of `decide`."""
    held = form_for(actor, form, "reopen")
    with transaction.atomic():
        held.version = version
        move(held, "reopen", confirmed_by="", confirmed_at=None)
        record(actor, "form.reopen", "form", held.pk, said=held.name)
    return held


def retire(actor: Actor, *, form: int, version: int, why: str) -> Form:
    """Takes a form out of use. Refusals as of `decide`, `why-missing`."""
    held, reason = form_for(actor, form, "retire"), reason_of(why)
    with transaction.atomic():
        held.version = version
        move(held, "retire")
        record(actor, "form.retire", "form", held.pk, said=held.name, why=reason)
    return held


def _offers(pack: str) -> dict[str, Offer]:
    register = queries.register_to_offer(pack)
    return {} if register is None else {one.code: one for one in queries.offered(pack, register)}


def _address(mapping: FormMapping, place: str) -> CellAddress:
    try:
        found = mapping.at(CellAddress.read(place))
    except ValueError:
        found = None
    if found is None:
        raise Refusal(
            Problem("cell-unknown", Text("这张表没有这一格可填", "the form has no such cell to fill"), found=place),
            status=404,
        )
    return found.cell


def _refuse_unknown(meaning: Meaning, offers: Mapping[str, Offer], place: str) -> None:
    """A meaning that the register does not know would say 无此数据 for ever. A part that has nothing of an indicator
    this month may have something in the next, so it is enough that any indicator knows it."""
    offer = offers.get(meaning.code)
    own = {one.id for one in offer.groups} if offer is not None else set[str]()
    parts = {part.key for each in offers.values() for one in each.groups if one.id == meaning.group
             for part in one.parts}  # fmt: skip
    fits = offer is not None and meaning.measure in MEASURE_NAMES
    if not fits or (meaning.group and not (meaning.group in own and meaning.part in parts)):
        raise Refusal(
            Problem(
                "meaning-unknown", Text("没有这样一个数", "there is no such figure"), found=f"{place} {meaning}",
                next_step=Text("从列表中选指标、口径和分组", "choose indicator, measure and part from the lists"),
            ),
            status=422,
        )  # fmt: skip


def problem_json(one: Problem) -> dict[str, Any]:
    """A problem as it is kept."""
    said = {name: {"zh": text.zh, "en": text.en} for name in ("message", "accepted", "next_step")
            if (text := getattr(one, name)) is not None}  # fmt: skip
    return {"code": one.code, "level": one.level.value, "where": str(one.where), "found": one.found, **said}


def _lists(actor: Actor, blank: Blank, pack: str) -> tuple[ListMapping, ...]:
    """The lists of enterprises in a blank, with the list that each seems to want."""
    found = offered(actor, pack, queries.closings(pack).first())
    return propose_lists(blank, list_fields(), sources(found), year=form_period(blank).year)


def _carried_lists(before: Form, lists: tuple[ListMapping, ...], now: FormMapping) -> tuple[ListMapping, ...]:
    old = queries.mapping_of(before)
    years = now.year - old.year if now.year and old.year else 0
    return carry_lists(queries.lists_of(before), lists, years=years)


def _other_lists(blank: Blank) -> list[dict[str, Any]]:
    """Tables that list other things than enterprises: named, and left alone."""
    return [
        {"sheet": one.sheet, "first": one.first, "last": one.last, "fields": list(one.fields)}
        for one in listed(blank) if not of_firms(one.fields)
    ]  # fmt: skip


def _told(carried: Carried) -> dict[str, Any]:
    return {
        "kept": len(carried.kept), "moved": len(carried.moved), "gone": len(carried.gone), "new": len(carried.new),
        "moved_cells": [[str(one.before), str(one.after.cell), one.after.headers.path]
                        for one in carried.moved[:TOLD]],
        "gone_cells": [[str(one.cell), one.headers.path] for one in carried.gone[:TOLD]],
    }  # fmt: skip


def _known(form: Form) -> Problem:
    return Problem(
        "form-known", Text("这份空表已经收录", "this very form is kept already"),
        found=f"{form.name} · {form.by_name} · {form.at:%Y-%m-%d}",
        next_step=Text("打开已收录的那张表", "open the one that is kept"),
    )  # fmt: skip


def _no_register() -> Problem:
    return Problem(
        "register-missing", Text("还没有可供对应的数", "there are no figures yet to match the form with"),
        next_step=Text("先在“目标”里测算一次", "measure the targets first"),
    )  # fmt: skip
