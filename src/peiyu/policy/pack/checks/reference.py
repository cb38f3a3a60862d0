"""The reference of problem codes of packs, written from the tables that the checks speak from."""

from __future__ import annotations

from collections.abc import Mapping

from peiyu.policy.condition.sayings import CONDITION_SAYINGS, Saying
from peiyu.policy.pack.checks.sayings import CHECK_SAYINGS, LENIENT_IN_DRAFT
from peiyu.policy.pack.sayings import LENIENT_IN_DRAFT as LENIENT_READING
from peiyu.policy.pack.sayings import PACK_SAYINGS
from peiyu.problems import Level

SECTIONS: tuple[tuple[str, Mapping[str, Saying]], ...] = (
    ("条件 · Conditions", CONDITION_SAYINGS),
    ("读政策包 · Reading a pack", PACK_SAYINGS),
    ("检查政策包 · Checking a pack", CHECK_SAYINGS),
)
LEVELS = {Level.ERROR: "错误 error", Level.WARNING: "警告 warning", Level.NOTE: "提示 note"}


def pack_problems_reference() -> str:
    """Markdown: one table a section, one row a code. {words} in braces are filled in."""
    parts = [f"### {title}\n\n{_table(held)}" for title, held in SECTIONS]
    return "\n".join(parts)


def _table(held: Mapping[str, Saying]) -> str:
    rows = "".join(_row(one) for _, one in sorted(held.items()))
    return f"| code | level | 说明 | meaning |\n|---|---|---|---|\n{rows}"


def _row(one: Saying) -> str:
    level = LEVELS[one.level]
    if one.code in LENIENT_IN_DRAFT | LENIENT_READING:
        level += "；草稿为警告 (warning in a draft)"
    zh = "；".join(_cell(text.zh) for text in (one.message, one.accepted, one.next_step) if text)
    en = "; ".join(_cell(text.en) for text in (one.message, one.accepted, one.next_step) if text)
    return f"| `{one.code}` | {level} | {zh} | {en} |\n"


def _cell(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}").replace("|", "\\|")
