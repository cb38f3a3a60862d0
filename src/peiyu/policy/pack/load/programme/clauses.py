"""The mended text's clauses, and what carries each of them out."""

from __future__ import annotations

import re
from typing import get_args

from peiyu.policy.condition.ast import Span
from peiyu.policy.pack.load.reader import Reader
from peiyu.policy.pack.programme import ClauseText, Coverage, Covering, CoveringKind
from peiyu.policy.pack.yaml import Node, Scalar, Sequence, Table
from peiyu.problems import Text

KINDS: tuple[str, ...] = get_args(CoveringKind)
MARK = re.compile(r"【(?P<address>[^【】\s]{1,40})】")


def clauses(reader: Reader, text: str, origin: Span) -> dict[str, ClauseText]:
    """The clauses of a 整理本 by address: every clause begins a line with 【address】 and runs to the next one."""
    found: dict[str, ClauseText] = {}
    address, place, lines = "", origin, list[str]()

    def close() -> None:
        if address and address not in found:
            found[address] = ClauseText(address=address, text="\n".join(lines).strip(), span=place)

    for number, line in enumerate(text.splitlines(), origin.line or 1):
        mark = MARK.match(line)
        here = Span(origin.file, number, 1)
        if mark is None:
            if not address and line.strip():
                reader.say("clause-unmarked", here, found=line.strip())
            lines.append(line)
            continue
        close()
        address, place, lines = mark["address"], here, [line[mark.end() :]]
        if address in found:
            first = found[address].span.line
            reader.say("duplicate-clause", here, found=address, address=address, first=first)
    close()
    return found


def coverage(reader: Reader, node: Node | None) -> dict[str, Coverage]:
    """Clause address → objects, `context`, or `{planned: reason}`."""
    if node is None or (isinstance(node, Scalar) and node.null):
        return {}
    if not isinstance(node, Table):
        reader.wrong(
            node,
            "coverage",
            Text("表（条款: 由什么落实）", "a table of clause: what carries it out"),
            "二1: [target:new_sme]",
        )
        return {}
    return {key.text: _covered(reader, key, value) for key, value in node.entries}


def _covered(reader: Reader, key: Scalar, node: Node) -> Coverage:
    if isinstance(node, Scalar) and node.text == "context":
        return Coverage(address=key.text, how="context", span=key.span)
    if isinstance(node, Table):
        table = reader.table(node, Text("一个条款的落实", "what covers a clause"), ("planned",), ("planned",))
        reason = reader.said(table, "planned", Text("理由", "the reason"))
        return Coverage(address=key.text, how="planned", reason=reason, span=key.span)
    rows = node.items if isinstance(node, Sequence) else (node,)
    objects = tuple(one for row in rows if (one := _covering(reader, row)) is not None)
    return Coverage(address=key.text, how="objects", objects=objects, span=key.span)


def _covering(reader: Reader, node: Node) -> Covering | None:
    word = node.text if isinstance(node, Scalar) else ""
    kind, _, id_ = word.partition(":")
    if kind not in KINDS or not id_.strip():
        reader.say("coverage-written", node.span, found=word or "…", accepted=" · ".join(KINDS))
        return None
    return Covering(kind=kind, id=id_.strip(), span=node.span)  # type: ignore[arg-type]
