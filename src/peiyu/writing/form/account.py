"""The account of a filled form, kept beside it: every cell with its figure, its definition or the reason that it has
none. By it the form is compared when it comes back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from peiyu.paper.form.entries import Entry
from peiyu.paper.form.grid import CellAddress
from peiyu.paper.form.lists.columns import ListMapping
from peiyu.paper.form.lists.rows import ListEntry
from peiyu.problems import InputError, Problem, Text, Where
from peiyu.writing.form.entries import AccountLine, Prepared

FORMAT = "peiyu-form-account/1"


def beside(filled: Path) -> Path:
    """Where the account of a filled form lies: 月报.account.json."""
    return filled.with_name(f"{filled.stem}.account.json")


def account_json(prepared: Prepared, *, form: str, day: dt.date, pack: str, made_up: bool) -> dict[str, Any]:
    """The account as plain values; numbers as text, exact."""
    entered = {one.cell: one for one in prepared.entries}
    return {
        "format": FORMAT, "form": form, "as_of": day.isoformat(), "pack": pack, "made_up": made_up,
        "cells": [_line_json(one, entered.get(one.cell)) for one in prepared.account],
    }  # fmt: skip


def _line_json(line: AccountLine, entry: Entry | None) -> dict[str, Any]:
    value = None if entry is None or entry.value is None else str(entry.value)
    return {
        "cell": str(line.cell), "path": line.path, "meaning": None if line.meaning is None else str(line.meaning),
        "value": value, "text": "" if entry is None else entry.text, "entered": entry is not None,
        "definition": {"zh": line.definition.zh, "en": line.definition.en},
        "reason": {"zh": line.reason.zh, "en": line.reason.en}, "asked": line.asked,
    }  # fmt: skip


def list_lines(one: ListMapping, found: Iterable[ListEntry]) -> list[dict[str, Any]]:
    """The lines of a list's cells: `list` is its title, `row` the enterprise's place in it."""
    return [_list_line(one, each) for each in found]


def _list_line(one: ListMapping, each: ListEntry) -> dict[str, Any]:
    value = each.entry.value
    day = value.isoformat() if isinstance(value, dt.date) else ""
    return {
        "cell": str(each.entry.cell), "path": f"{one.title} › {each.column.header}", "meaning": None,
        "value": None if value is None or day else str(value), "day": day, "text": each.entry.text, "entered": True,
        "list": one.title, "row": each.row, "known": each.known, "asked": False,
    }  # fmt: skip


def written(account: dict[str, Any]) -> str:
    return json.dumps(account, ensure_ascii=False, indent=1) + "\n"


def read_entries(path: Path) -> tuple[Entry, ...]:
    """What had been entered, by an account. InputError `form-account-unreadable`."""
    try:
        held = json.loads(path.read_text("utf-8"))
        if held["format"] != FORMAT:
            raise ValueError(held["format"])
        return tuple(entries_of(held))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as fault:
        raise InputError(
            Problem(
                "form-account-unreadable",
                Text("找不到填报台账，或已损坏", "there is no account of the filled form, or it is damaged"),
                Where(path.name), found=f"{type(fault).__name__}: {fault}"[:120],
                accepted=Text("填表时写在旁边的 .account.json", "the .account.json that was written beside the form"),
                next_step=Text("用 --account 指明它，或重新填一次", "name it with --account, or fill the form again"),
            )
        ) from fault  # fmt: skip


def entries_of(account: dict[str, Any]) -> Iterable[Entry]:
    """What an account says was entered."""
    for one in account["cells"]:
        if one["entered"]:
            yield Entry(CellAddress.read(one["cell"]), _value(one), one["text"])


def _value(one: dict[str, Any]) -> Decimal | dt.date | None:
    if one.get("day"):
        return dt.date.fromisoformat(one["day"])
    return None if one["value"] is None else Decimal(one["value"])
