"""The API of the superior's forms: the forms, what their cells mean, what they were filled with, the files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from peiyu.problems import Text
from peiyu.web.acting.asked import actor_of
from peiyu.web.files.given import FILE, given
from peiyu.web.look.schemas import Number, answers, said
from peiyu.web.reporting.models import Filling, Form
from peiyu.web.reporting.queries import forms as queries
from peiyu.web.reporting.queries.filled import refuse_confidential
from peiyu.web.reporting.queries.shown import of_cell
from peiyu.web.reporting.schemas import CellOut, FilledCellOut, FilledOut, FillingOut, FormOut, WholeFormOut
from peiyu.web.reporting.states import FILLING, FORM

router = Router(tags=["forms"])


@router.get("/", response=answers(list[FormOut]), operation_id="forms")
def forms(request: HttpRequest) -> list[FormOut]:
    """The superior's forms, the latest first."""
    return [FormOut(**_form(one)) for one in queries.visible(actor_of(request))]


@router.get("/{form}", response=answers(WholeFormOut), operation_id="form")
def form(request: HttpRequest, form: Number) -> WholeFormOut:
    """One form: what each cell is filled with, and when it was filled."""
    actor = actor_of(request)
    held = queries.visible(actor).filter(pk=form).first()
    if held is None:
        raise Http404
    register = queries.register_to_offer(held.pack)
    offers = {} if register is None else {one.code: one for one in queries.offered(held.pack, register)}
    mapping = [
        CellOut(cell=str(one.cell), headers=one.headers.path, said=said(of_cell(one, offers)[0]),
                meaning=None if one.meaning is None else str(one.meaning), confirmed_by=one.confirmed)
        for one in queries.mapping_of(held).cells
    ]  # fmt: skip
    filled = [FilledOut(**_filled(one)) for one in queries.fillings(actor).filter(form=held)]
    return WholeFormOut(**_form(held), mapping=mapping, fillings=filled)


@router.get("/{form}/blank", response=answers(None), operation_id="form_blank", openapi_extra=FILE)
def blank(request: HttpRequest, form: Number) -> HttpResponseBase:
    """The blank as it came."""
    held = queries.visible(actor_of(request)).filter(pk=form).first()
    if held is None:
        raise Http404
    return given(held.file, held.file_name)


@router.get("/fillings/{filling}", response=answers(FillingOut), operation_id="filling")
def filling(request: HttpRequest, filling: Number) -> FillingOut:
    """A filled form: every cell with its figure and definition, or why there is none."""
    held = _found(request, filling)
    return FillingOut(**_filled(held), form=held.form_id, cells=[_cell(one) for one in held.account["cells"]])


@router.get("/fillings/{filling}/file", response=answers(None), operation_id="filling_file", openapi_extra=FILE)
def file(request: HttpRequest, filling: Number) -> HttpResponseBase:
    """The filled form as a file."""
    held = _found(request, filling)
    return given(held.file, held.file_name)


def _found(request: HttpRequest, pk: int) -> Filling:
    held = queries.fillings(actor_of(request)).filter(pk=pk).first()
    if held is None:
        raise Http404
    refuse_confidential(held)
    return held


def _form(one: Form) -> dict[str, Any]:
    mapping = queries.mapping_of(one)
    return {
        "id": one.pk, "name": one.name, "issuer": one.issuer, "state": one.state,
        "state_said": said(FORM[one.state][0]), "cells": len(mapping.cells),
        "open": sum(each.open for each in mapping.cells), "lists": len(queries.lists_of(one)),
    }  # fmt: skip


def _filled(one: Filling) -> dict[str, Any]:
    same = ("number", "state", "at", "reported_to", "reported_on", "file_name")
    return {
        **{name: getattr(one, name) for name in same}, "id": one.pk, "by": one.by_name, "month": one.closing.month,
        "as_of": one.closing.reading.day, "state_said": said(FILLING[one.state][0]),
    }  # fmt: skip


def _cell(one: dict[str, Any]) -> FilledCellOut:
    return FilledCellOut(
        cell=one["cell"], headers=one["path"], value=one["value"], text=one["text"], entered=one["entered"],
        definition=_text(one.get("definition")), reason=_text(one.get("reason")),
    )  # fmt: skip


def _text(kept: dict[str, str] | None) -> Any:
    return said(Text(kept["zh"], kept["en"])) if kept and kept["zh"] else None
