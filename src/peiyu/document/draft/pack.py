"""The files of a drafted pack."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from peiyu.document.collation import mended_text
from peiyu.document.draft.promises import Promises, promises
from peiyu.document.draft.support import Support, support
from peiyu.document.draft.yaml_text import yaml_text
from peiyu.document.model import Clause, Reading
from peiyu.problems import Problem, Text, UsageError

TO_SETTLE = {"zh": "草稿：待落实", "en": "draft: to be settled"}
HEADING = """{title}
由文件自动起草：口径（definitions）都未定，coverage 中 planned 的条款待落实。核对后逐项改定，再改 status。
Drafted from the document: every definition is open, and clauses that are planned are to be settled."""
PACK_ID = re.compile(r"[a-z][a-z0-9-]*")


def draft(reading: Reading, id: str) -> Mapping[str, str]:
    """File name → text of a territory's pack `id` with `status: draft`, which loads.

    Targets stand on indicators whose definitions are open, with what the vocabulary can compute as their options.
    Every clause is covered: by what was found in it, as context, or as planned. UsageError where `id` is no pack id.
    """
    if not PACK_ID.fullmatch(id):
        raise UsageError(
            Problem(
                "draft-id", Text("政策包编号写法不对", "this is no id of a pack"), found=id,
                accepted=Text("小写字母开头，由小写字母、数字和连字符组成", "lower-case letters, digits and hyphens"),
                next_step=Text("用 --id 给出，如 --id baotou-2015", "give it with --id, such as --id baotou-2015"),
            )
        )  # fmt: skip
    title = reading.frame.title or reading.source.name
    texts = {one.address: one.text for one in reading.clauses}
    promised, supported = promises(reading), support(reading.findings, texts)
    heading = HEADING.format(title=title)
    files = {
        "pack.yaml": _pack(reading, id, title),
        "criteria.yaml": {"tiers": {}},
        "programme.yaml": _programme(promised, supported),
        "coverage.yaml": _coverage(reading, promised, supported),
    }
    return {
        **{name: yaml_text(content, heading=heading) for name, content in files.items()},
        "raw.txt": reading.raw,
        "mended.txt": mended_text(reading),
    }


def _pack(reading: Reading, id_: str, title: str) -> dict[str, Any]:
    frame = reading.frame
    issued = frame.issued or frame.printed
    cite = frame.number or title
    return {
        "pack": id_,
        "name": title,
        "kind": "territory",
        "status": "draft",
        "document": {
            "title": title, "number": frame.number or "（无文号）", "issuers": list(frame.issuers),
            **({"issued": issued.isoformat()} if issued else {}),
            "evidence": "unverified", "raw": "raw.txt", "mended": "mended.txt",
        },
        "texts": [
            {
                "id": str(issued.year) if issued else "text", "file": "criteria.yaml",
                **({"from": issued.isoformat()} if issued else {}),
                "cite": cite, "evidence": "unverified",
            }
        ],
        **_not_established(reading),
    }  # fmt: skip


def _not_established(reading: Reading) -> dict[str, Any]:
    """Thresholds on enterprises: somebody has to make criteria of them."""
    rows = [
        {
            "what": {
                "zh": f"条件未写成规则：{one.text}",
                "en": f"a threshold not yet written as a criterion: {one.text}",
            },
            "mark": "b",
            "cite": one.clause,
        }
        for one in reading.findings.conditions
    ]
    return {"not_established": rows} if rows else {}


def _programme(promised: Promises, supported: Support) -> dict[str, Any]:
    sections = {
        "indicators": promised.indicators,
        "definitions": promised.definitions,
        "targets": promised.targets,
        "programmes": supported.programmes,
        "measures": supported.measures,
        "actors": supported.actors,
        "responsibilities": supported.responsibilities,
        "funds": supported.funds,
    }
    return {key: held for key, held in sections.items() if held} or {"targets": {}}


def _coverage(reading: Reading, promised: Promises, supported: Support) -> dict[str, Any]:
    parents = {one.parent for one in reading.clauses}
    past = {one.clause for one in reading.findings.figures if one.role == "achievement"}
    made: dict[str, Any] = {}
    for clause in reading.clauses:
        at = clause.address
        objects = [*promised.covering.get(at, ()), *supported.covering.get(at, ())]
        if objects:
            made[at] = objects
        elif at in promised.left:
            made[at] = {"planned": promised.left[at]}
        elif _is_context(clause, heads=at in parents) or at in past:
            made[at] = "context"
        else:
            made[at] = {"planned": TO_SETTLE}
    return made


def _is_context(clause: Clause, *, heads: bool) -> bool:
    """What stands around the body, the preamble, and headings over what carries them out."""
    bare = clause.text.strip() == clause.heading
    return clause.level == "frame" or clause.address.startswith("前言") or (heads and bare)
