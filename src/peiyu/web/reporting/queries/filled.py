"""The lists of a filled form, and whether it may still be given out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peiyu.problems import Problem, Text
from peiyu.web.look.refusal import Refusal
from peiyu.web.reporting.models import Filling
from peiyu.web.reporting.queries.lists import confidential


@dataclass(frozen=True, slots=True)
class ListFilled:
    """A list as it was filled. rows: enterprises; added: rows that the blank did not have; lines: by enterprise its
    cells, in the order of `heads`; none where one of them has become confidential since."""

    title: str
    rows: int
    added: int
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def lists_filled(filling: Filling) -> list[ListFilled]:
    """The lists of a filling, in order."""
    cells: dict[str, dict[int, list[dict[str, Any]]]] = {}
    for one in filling.account["cells"]:
        if "list" in one:
            cells.setdefault(one["list"], {}).setdefault(one["row"], []).append(one)
    return [_filled(one, cells.get(one["title"], {})) for one in filling.account.get("lists", ())]


def _filled(one: dict[str, Any], rows: dict[int, list[dict[str, Any]]]) -> ListFilled:
    shown = {} if confidential(one["keys"]) else rows
    said = {row: {_head(each): each["text"] or each["value"] or "" for each in cells} for row, cells in shown.items()}
    heads = tuple(dict.fromkeys(head for row in said.values() for head in row))
    lines = tuple(tuple(said[row].get(head, "") for head in heads) for row in sorted(said))
    return ListFilled(one["title"], one["rows"], max(one["rows"] - one["blank"], 0), heads, lines)


def _head(cell: dict[str, Any]) -> str:
    return str(cell["path"]).rpartition(" › ")[2]


def refuse_confidential(filling: Filling) -> None:
    """Refusal `filling-stale`."""
    if any(confidential(one["keys"]) for one in filling.account.get("lists", ())):
        raise Refusal(
            Problem(
                "filling-stale",
                Text("填表之后有企业改为涉密或不公开，这份表不再提供",
                     "an enterprise in this form has become confidential: it is not given out any more"),
                next_step=Text("作废后重新填一次", "drop it and fill the form anew"),
            )
        )  # fmt: skip
