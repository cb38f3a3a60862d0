"""What a condition rests on, in one cell: its figure, or the lists, years and tiers that it reads."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.paper.values import EMPTY
from peiyu.paper.wording import OUTCOMES
from peiyu.policy.explain.model import Part
from peiyu.problems import Text

MOST = 3
"""Things named in one cell; the explanation holds all of them."""


def present(part: Part) -> Text:
    """The value of a line with its distance; of a condition without a figure the first of what it rests on."""
    if part.kind == "group":
        return EMPTY
    if part.value.zh:
        distance = Text(f"（{part.distance.zh}）", f" ({part.distance.en})") if part.distance.zh else EMPTY
        return Text(part.value.zh + distance.zh, part.value.en + distance.en)
    rests = tuple(dict.fromkeys(_rests(part)))[:MOST]
    return Text("；".join(one.zh for one in rests), "; ".join(one.en for one in rests))


def _rests(part: Part) -> Iterator[Text]:
    for child in part.children:
        if child.kind == "tier" and child.outcome is not None:
            said = OUTCOMES[child.outcome]
            yield Text(f"{child.what.zh}：{said.zh}", f"{child.what.en}: {said.en}")
        elif child.value.zh and child.kind in ("list", "quantity", "fact", "score", "item"):
            note = child.note if child.kind == "list" else EMPTY
            yield Text(
                f"{child.what.zh}：{child.value.zh}" + (f"，{note.zh}" if note.zh else ""),
                f"{child.what.en}: {child.value.en}" + (f", {note.en}" if note.en else ""),
            )
        else:
            yield from _rests(child)
