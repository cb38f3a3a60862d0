"""What the cells of a form mean, as an office has confirmed it: kept beside the form, and read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from peiyu.paper.form.grid import CellAddress, Form
from peiyu.paper.form.growing.references import Insertion, row_after
from peiyu.paper.form.headers.cells import Headers
from peiyu.paper.form.offer import CONFIDENCES, Confidence, Meaning
from peiyu.paper.form.propose.propose import Proposal
from peiyu.problems import InputError, Problem, Text, Where

FORMAT = "peiyu-form-mapping/1"
NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """One cell: its headers (by which it is found again), and one of a meaning, a fixed text, or neither (left blank).

    candidate: of a cell that is asked about, what it may mean; it is never filled. confidence and why: of the proposal;
    confirmed: by whom ('': nobody has looked at it yet).
    """

    cell: CellAddress
    headers: Headers
    meaning: Meaning | None = None
    text: str = ""
    candidate: Meaning | None = None
    confidence: Confidence = "ask"
    why: Text = NO_TEXT
    confirmed: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody still has to say what it means."""
        return self.confidence == "ask" and not self.confirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMapping:
    """The cells of one form. form, sha256: the blank's name and hash; pack: whose figures fill it ('': not said); year,
    month: of which the form is (0: it does not say)."""

    form: str
    sha256: str
    cells: tuple[Mapped, ...]
    pack: str = ""
    year: int = 0
    month: int = 0

    def at(self, cell: CellAddress) -> Mapped | None:
        return next((one for one in self.cells if one.cell == cell), None)

    def with_cell(self, cell: CellAddress, *, meaning: Meaning | None = None, text: str = "", by: str) -> FormMapping:
        """The same with one cell decided by somebody: a meaning, a fixed text, or left blank."""
        return replace(
            self,
            cells=tuple(
                replace(one, meaning=meaning, text=text, confirmed=by) if one.cell == cell else one
                for one in self.cells
            ),
        )

    def lowered(self, insertions: Sequence[Insertion]) -> FormMapping:
        """The same for the blank with rows put in."""
        return replace(
            self,
            cells=tuple(
                replace(one, cell=replace(one.cell, row=row_after(insertions, one.cell.sheet, one.cell.row)))
                for one in self.cells
            ),
        )


def mapping_of(
    form: Form, proposals: Iterable[Proposal], *, pack: str = "", year: int = 0, month: int = 0
) -> FormMapping:
    """The mapping that proposals make: what is certain or likely has its meaning; what is asked has none until somebody
    gives it one."""
    cells = tuple(
        Mapped(
            cell=one.cell, headers=one.headers, confidence=one.confidence, why=one.why,
            meaning=one.meaning if one.confidence in ("certain", "likely") else None,
            candidate=one.meaning if one.confidence == "ask" else None,
        )
        for one in proposals
    )  # fmt: skip
    return FormMapping(form=form.file, sha256=form.sha256, cells=cells, pack=pack, year=year, month=month)


# --- as JSON ----------------------------------------------------------------------------------------------------


def to_json(mapping: FormMapping) -> dict[str, Any]:
    """The mapping as plain values; `from_json` gives the same back."""
    return {
        "format": FORMAT, "form": mapping.form, "sha256": mapping.sha256, "pack": mapping.pack, "year": mapping.year,
        "month": mapping.month, "cells": [_cell_json(one) for one in mapping.cells],
    }  # fmt: skip


def _cell_json(one: Mapped) -> dict[str, Any]:
    return {
        "cell": str(one.cell),
        "headers": _bare(one.headers),
        "meaning": None if one.meaning is None else _bare(one.meaning),
        "text": one.text,
        "candidate": None if one.candidate is None else _bare(one.candidate),
        "confidence": one.confidence,
        "why": {"zh": one.why.zh, "en": one.why.en},
        "confirmed": one.confirmed,
    }


def _bare(value: Headers | Meaning) -> dict[str, Any]:
    """The fields that say something."""
    held = ((one.name, getattr(value, one.name)) for one in fields(value))
    return {name: list(found) if isinstance(found, tuple) else found for name, found in held if found}


def from_json(value: Any, *, file: str = "") -> FormMapping:
    """The mapping that `to_json` wrote. InputError `form-mapping-unreadable` for anything else."""
    try:
        if value["format"] != FORMAT:
            raise InputError(unreadable(file, str(value["format"])))
        return FormMapping(
            form=str(value["form"]), sha256=str(value["sha256"]), pack=str(value.get("pack", "")),
            year=int(value.get("year", 0)), month=int(value.get("month", 0)),
            cells=tuple(_cell_from(one) for one in value["cells"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise InputError(unreadable(file, f"{type(fault).__name__}: {fault}")) from fault


def _cell_from(value: Mapping[str, Any]) -> Mapped:
    confidence = value.get("confidence", "ask")
    if confidence not in CONFIDENCES:
        raise ValueError(confidence)
    why = value.get("why", {})
    return Mapped(
        cell=CellAddress.read(value["cell"]), headers=_headers(value.get("headers", {})),
        meaning=_meaning(value.get("meaning")), text=str(value.get("text", "")),
        candidate=_meaning(value.get("candidate")), confidence=confidence,
        why=Text(str(why.get("zh", "")), str(why.get("en", ""))), confirmed=str(value.get("confirmed", "")),
    )  # fmt: skip


def _headers(value: Mapping[str, Any]) -> Headers:
    held: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in value.items()}
    return Headers(**held)


def _meaning(value: Mapping[str, Any] | None) -> Meaning | None:
    return None if value is None else Meaning(**value)


def read_mapping(path: Path) -> FormMapping:
    """The mapping in a file. InputError `form-mapping-unreadable`."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as fault:
        raise InputError(unreadable(path.name, f"{type(fault).__name__}: {fault}")) from fault
    return from_json(value, file=path.name)


def written(mapping: FormMapping) -> str:
    """The mapping as text for a file, a cell a block of lines that people can edit."""
    return json.dumps(to_json(mapping), ensure_ascii=False, indent=1) + "\n"


def unreadable(file: str, found: str) -> Problem:
    return Problem(
        "form-mapping-unreadable",
        Text("这不是表格对应文件，或已损坏", "this is no mapping of a form, or it is damaged"),
        Where(file), found=found[:120],
        accepted=Text("peiyu form read 写出的 .json", "a .json that peiyu form read wrote"),
        next_step=Text("重新读一次空表", "read the blank form again"),
    )  # fmt: skip


def refuse_other_form(mapping: FormMapping, form: Form) -> None:
    """InputError `form-mapping-other-form` where the blank is not the one that the mapping was made for."""
    own = f"{mapping.form} {mapping.sha256[:12]}"
    if mapping.sha256 and mapping.sha256 != form.sha256:
        raise InputError(
            Problem(
                "form-mapping-other-form",
                Text("空表与对应文件所依据的不是同一份", "the blank is not the one that the mapping was made for"),
                Where(form.file), found=form.sha256[:12], accepted=Text(own, own),
                next_step=Text(
                    "先用 peiyu form carry 把对应带到这份空表",
                    "carry the mapping to this blank first (peiyu form carry)",
                ),
            )
        )  # fmt: skip
