"""Drafts of rounds: begun, changed, rid of what is held already, dropped. Every change weighs the round anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from peiyu.facts.round import Asked, AskedSheet, Basis, Span, check
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.rules import reach_of, require
from peiyu.web.collection.access import RULES
from peiyu.web.collection.models import Round
from peiyu.web.collection.queries.asked import sheets_of
from peiyu.web.collection.queries.fields import PACES
from peiyu.web.collection.queries.units import maker_of
from peiyu.web.collection.queries.weighing import stored, weigh
from peiyu.web.collection.states import next_state
from peiyu.web.collection.usual import USUAL, sheets_json
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

OF_TERMS = ("round-untitled", "round-basis", "round-statistics", "round-statistics-expired", "round-span")
"""What the library finds of a round before anything is asked."""
MINUTES = Decimal("0.5")
"""What a cell takes where the office has no figure of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a round is about besides its fields: title, span, basis, due day, minutes a cell, words for the notice.
    correction: why what is held is asked again, empty for a usual round."""

    title: str
    span: Span
    due: dt.date
    purpose: str = "行政"
    authority: str = ""
    table: str = ""
    approval: str = ""
    valid_until: dt.date | None = None
    to: str = "organisations"
    minutes: Decimal = MINUTES
    said: str = ""
    correction: str = ""

    @property
    def legal(self) -> Basis:
        """On what the round rests."""
        purpose: Literal["行政", "统计"] = "统计" if self.purpose == "统计" else "行政"
        return Basis(purpose, self.authority, self.table, self.approval, self.valid_until)

    @property
    def columns(self) -> dict[str, Any]:
        """As a round keeps them."""
        names = ("title", "due", "purpose", "authority", "table", "approval", "valid_until", "to", "minutes", "said",
                 "correction")  # fmt: skip
        span = self.span
        return {one: getattr(self, one) for one in names} | {
            "year": span.year, "quarter": span.quarter, "month": span.month, "basis": span.basis or "",
        }  # fmt: skip


def draft(actor: Actor, *, terms: Terms, usual: str = "") -> Round:
    """Begins a round, with the fields of a usual one if it is named. Refusals `not-allowed`, `round-department`,
    `round-due-over`, `round-span-usual`, those of the library about title, span and basis."""
    require(RULES, actor, "rounds.make")
    _refuse_terms(actor, terms)
    _refuse_usual(terms, usual)
    sheets = sheets_json(USUAL[usual].sheets) if usual in USUAL else []
    for _ in range(9):
        number = _next_number()
        try:
            with transaction.atomic():
                made = Round.objects.create(
                    number=number, **terms.columns, sheets=sheets, made_up=settings.PEIYU.made_up,
                    organisation_id=actor.organisation, made_by_id=actor.person, made_by_name=actor.name,
                    made_at=clock.now(),
                )  # fmt: skip
                _weigh(made)
                record(actor, "round.draft", "round", number, said=made.title)
                return made
        except IntegrityError:
            continue  # somebody else took the number at the same moment
    raise Refusal(changed())


def _refuse_usual(terms: Terms, usual: str) -> None:
    """A usual round asks about months, quarters or years, not about another span."""
    pace = "month" if terms.span.month else "quarter" if terms.span.quarter else "year"
    if usual in USUAL and USUAL[usual].pace not in ("", pace):
        wanted = PACES[USUAL[usual].pace]
        raise Refusal(
            Problem(
                "round-span-usual", Text("数据所属期与所选的表不符", "the period does not fit this form"),
                found=terms.span.said.zh, accepted=Text(f"{wanted.zh}数据", f"a {wanted.en} period"),
                next_step=Text("改选数据所属期，或换一张表", "choose another period, or another form"),
            )
        )  # fmt: skip


def _next_number() -> str:
    month = f"{clock.today():%Y-%m}-"
    taken = Round.objects.filter(number__startswith=month).values_list("number", flat=True)
    return f"{month}{max((int(one[len(month) :]) for one in taken), default=0) + 1:02d}"


def set_terms(actor: Actor, *, held: Round, version: int, terms: Terms) -> Round:
    """Changes what a draft is about. Refusals as `draft`, `collection-state`, `round-changed`."""
    _refuse_terms(actor, terms)
    return _settle(actor, held, version, "terms", **terms.columns)


def _refuse_terms(actor: Actor, terms: Terms) -> None:
    if reach_of(RULES, actor, "rounds.make") == "own" and terms.purpose != "统计":
        raise Refusal(
            Problem(
                "round-department", Text("部门只能发起统计收表", "departments start statistical rounds only"),
                found=terms.purpose,
                next_step=Text("行政收表请由办公室发起", "have the office start an administrative one"),
            )
        )  # fmt: skip
    probe = Asked("0", terms.title, (), terms.span, terms.due, terms.legal)
    if faults := [one for one in check(probe) if one.code in OF_TERMS]:
        raise Refusal(*faults, status=422)
    if terms.due < clock.today():
        raise Refusal(
            Problem(
                "round-due-over", Text("截止日已经过去", "the due day is over already"), found=str(terms.due),
                accepted=Text(f"{clock.today()} 或以后", f"{clock.today()} or later"),
            )
        )  # fmt: skip


def add_fields(actor: Actor, *, held: Round, version: int, fields: Sequence[tuple[str, str]]) -> Round:
    """Asks more: (entity, field) each; a list may grow unless somebody says otherwise. What cannot be asked is found
    when the round is weighed. Refusals `not-allowed`, `round-fields-none`, `collection-state`, `round-changed`."""
    if not fields:
        said = Text("没有选择数据项", "no field was chosen")
        raise Refusal(Problem("round-fields-none", said, next_step=Text("先勾选数据项", "tick some fields first")))
    sheets = {one.entity: one for one in sheets_of(held.sheets)}
    for entity, code in fields:
        kind = vocabulary().entities.get(entity)
        sheet = sheets.get(entity) or AskedSheet(entity, (), new_rows=kind is not None and kind.period == "none")
        if code not in sheet.fields:
            sheets[entity] = replace(sheet, fields=(*sheet.fields, code))
    return _settle(actor, held, version, "fields", sheets=sheets_json(tuple(sheets.values())))


def shape_sheet(actor: Actor, *, held: Round, version: int, shape: AskedSheet) -> Round:
    """Which fields of a sheet stay, which are required, whether rows may be added; a sheet without fields goes.
    Refusals `not-allowed`, `collection-state`, `round-changed`."""
    sheets = []
    for one in sheets_of(held.sheets):
        fields = one.fields if one.entity != shape.entity else tuple(c for c in one.fields if c in shape.fields)
        must = one.required if one.entity != shape.entity else tuple(c for c in fields if c in shape.required)
        grows = one.new_rows if one.entity != shape.entity else shape.new_rows
        sheets += [AskedSheet(one.entity, fields, must, grows)] if fields else []
    return _settle(actor, held, version, "fields", sheets=sheets_json(tuple(sheets)))


def set_whom(actor: Actor, *, held: Round, version: int, whom: Mapping[str, Any]) -> Round:
    """Whom a draft asks: parks, districts, a stage, titles, or keys; which organisations answer. Refusals
    `not-allowed`, `collection-state`, `round-changed`, `round-too-large`."""
    return _settle(actor, held, version, "whom", whom=_dated(whom))


def _dated(whom: Mapping[str, Any]) -> dict[str, Any]:
    """Whom a round asks, with the day on which titles must be held: today, and the same at the start."""
    return {**whom, **({"titles_on": clock.today().isoformat()} if whom.get("titles") else {})}


def fill(actor: Actor, *, held: Round, sheets: Sequence[Mapping[str, Any]], whom: Mapping[str, Any]) -> Round:
    """Gives a draft what another round asks, and of whom. Refusals `not-allowed`, `collection-state`,
    `round-changed`, `round-too-large`."""
    return _settle(actor, held, held.version, "fields", sheets=[*sheets], whom=_dated(whom))


def spare(actor: Actor, *, held: Round, version: int) -> Round:
    """Takes out what is held of everybody or asked by an open round, and keeps it for the account of what was not asked
    again. Refusals `not-allowed`, `collection-state`, `round-changed`."""
    refused = weigh(held).refused
    gone = {(one.entity, one.field) for one in refused}
    sheets = []
    for one in sheets_of(held.sheets):
        fields = tuple(code for code in one.fields if (one.entity, code) not in gone)
        required = tuple(code for code in one.required if code in fields)
        sheets += [replace(one, fields=fields, required=required)] if fields else []
    spared = [*held.spared, *({"entity": one.entity, "field": one.field, "cells": one.firms} for one in refused)]
    return _settle(actor, held, version, "spared", sheets=sheets_json(tuple(sheets)), spared=spared)


def drop(actor: Actor, *, held: Round, version: int, why: str) -> None:
    """A draft that is not wanted any more. Refusals `not-allowed`, `why-missing`, `collection-state`,
    `round-changed`."""
    reason = reason_of(why)
    require(RULES, actor, "rounds.make", maker_of(held))
    with transaction.atomic():
        step_on(held, "drop", version=version, ended_at=clock.now(), ended_why=reason)
        record(actor, "round.drop", "round", held.number, said=held.title, why=reason)


def _settle(actor: Actor, held: Round, version: int, what: str, **columns: Any) -> Round:
    require(RULES, actor, "rounds.make", maker_of(held))
    before = {name: getattr(held, name) for name in columns if name in ("sheets", "whom", "due", "title")}
    with transaction.atomic():
        step_on(held, "settle", version=version, **columns)
        _weigh(held)
        after = {name: columns[name] for name in before}
        record(actor, "round.settle", "round", held.number, said=what, before=_plain(before), after=_plain(after))
    return held


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(one) if isinstance(one, dt.date) else one for name, one in values.items()}


def _weigh(held: Round) -> None:
    weighed = weigh(held)
    held.burden, held.on_paper = stored(weighed), weighed.plan.on_paper
    Round.objects.filter(pk=held.pk).update(burden=held.burden, on_paper=held.on_paper)


def step_on(held: Round, verb: str, *, version: int | None = None, **columns: Any) -> None:
    """Takes a round for a change, within the caller's transaction: whoever else changes it meanwhile loses. Refusals
    `collection-state`, `round-changed`."""
    to = next_state("round", held.state, verb)
    mine = Round.objects.filter(pk=held.pk, state=held.state, version=held.version if version is None else version)
    if not mine.update(version=F("version") + 1, state=to, **columns):
        raise Refusal(changed())
    held.refresh_from_db()


def changed() -> Problem:
    """That somebody else was first."""
    return Problem(
        "round-changed", Text("这次收表刚被别人改过", "somebody else has just changed this round"),
        next_step=Text("刷新页面后再办理", "reload the page, then do it"),
    )  # fmt: skip
