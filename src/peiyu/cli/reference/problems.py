"""docs/reference/problems.md: every problem code of every room."""

from __future__ import annotations

from collections.abc import Iterable

from peiyu.cli.reference.source import Told, told
from peiyu.facts.intake.cells import CELLS
from peiyu.policy.pack.checks.reference import LEVELS, pack_problems_reference
from peiyu.problems import Level, Text

INTRODUCTION = """# Problem codes 问题代码

<!-- Written by `make reference` from the code; a test compares. -->

Every message carries a level, a stable code, its place, what was found, what is accepted and what to do next, in
Chinese and English. Words in {braces} are filled in; what is accepted and what to do next follow the message after a
semicolon. 每条消息都有级别、固定代码、位置、所见、可接受的写法和下一步；花括号内为运行时填入的内容。

- **error 错误**: nothing was written. With `--lenient`, an error in a cell becomes a warning and the cell is loaded
  as missing. 没有写出任何文件；加 `--lenient` 时，单元格的错误改为警告，该格按缺失载入。
- **warning 警告**: the work was done; look at it. `--strict` makes warnings fail. 已完成，请核对；加 `--strict` 视为
  失败。
- **note 提示**: nothing to do. 无须处理。
"""

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("台账中存疑的数据 · Implausible figures in a ledger", ("facts/intake/plausibility/",)),
    ("台账、对应表、模板 · Ledgers, mappings, templates", ("facts/intake/", "facts/templates/")),
    ("数据库 · Fact bases", ("facts/base/", "facts/resolve.py")),
    ("收表 · Collection rounds", ("facts/round/",)),
    ("代码与数据项 · Codes and facts", ("facts/",)),
    ("套用政策包 · Binding packs", ("policy/compile/",)),
    ("计算与说明 · Evaluating, explaining, paths, simulation", ("policy/",)),
    ("政策文件 · Policy documents", ("document/",)),
    ("命令与文件 · Commands and files", ("cli/", "paper/", "")),
)
HEADER = "| code | level | 说明 | meaning |\n|---|---|---|---|\n"


def problems_page() -> str:
    """The page, Markdown. Codes of packs stand between the two marks that their own test reads."""
    parts = [INTRODUCTION, f"## Cells 单元格\n\n{_cells()}"]
    rest = list(told())
    for title, prefixes in SECTIONS:
        held = [one for one in rest if one.module.startswith(prefixes)]
        rest = [one for one in rest if one not in held]
        parts.append(f"## {title}\n\n{HEADER}{''.join(_rows(held))}")
    parts.append(f"## Packs 政策包\n\n<!-- packs: begin -->\n{pack_problems_reference()}<!-- packs: end -->\n")
    return "\n".join(parts)


def _cells() -> str:
    rows = []
    for code, said in sorted(CELLS.items()):
        accepted = (said.accepted,) if said.accepted else ()
        rows.append(_row(code, (said.level,), (Text(said.zh, said.en),), accepted))
    return HEADER + "".join(rows)


def _rows(held: Iterable[Told]) -> list[str]:
    """One row a code; a code that several places use shows each message."""
    by_code: dict[str, list[Told]] = {}
    for one in held:
        by_code.setdefault(one.code, []).append(one)
    return [_of_code(code, places) for code, places in sorted(by_code.items())]


def _of_code(code: str, places: list[Told]) -> str:
    levels = tuple(dict.fromkeys(p.level for p in places))
    messages = tuple(dict.fromkeys(t for p in places for t in p.messages))
    after = tuple(dict.fromkeys(t for p in places for t in (*p.accepted, *p.next_step)))
    return _row(code, levels, messages, after)


def _row(code: str, levels: tuple[Level, ...], messages: tuple[Text, ...], after: tuple[Text, ...]) -> str:
    level = ", ".join(LEVELS[one] for one in levels)
    zh = "；".join(filter(None, (" / ".join(t.zh for t in messages), *_written(t.zh for t in after))))
    en = "; ".join(filter(None, (" / ".join(t.en for t in messages), *_written(t.en for t in after))))
    return f"| `{code}` | {level} | {_cell(zh)} | {_cell(en)} |\n"


def _written(texts: Iterable[str]) -> list[str]:
    """Without those that consist of nothing but what is filled in."""
    return [text for text in texts if not (text.startswith("{") and text.endswith("}") and text.count("{") == 1)]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
