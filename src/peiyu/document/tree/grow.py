"""The tree: every line of the mended text becomes a clause, or a further line of one, with an address of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from peiyu.document.alignment import Alignment
from peiyu.document.lines import Line, lines_of
from peiyu.document.model import Clause, ClauseLevel, Frame
from peiyu.document.tree.frame import Role, ends_a_title, frame_of, is_title_line, role_of
from peiyu.document.tree.headings import heading_of
from peiyu.document.tree.marks import RANKS, Mark, mark_of

_CONTINUED: frozenset[Role] = frozenset({"标题", "署名", "抄送", "附件说明"})
"""Parts of the frame whose neighbouring lines are one clause."""

_COUNTED = frozenset({"标题", "文号", "主送", "前言", "署名", "成文日期", "抄送", "印发", "附件说明", "附注", "版头"})


@dataclass(frozen=True, slots=True)
class Grown:
    """What a document is about, and its clauses in order."""

    frame: Frame
    clauses: tuple[Clause, ...]


@dataclass(slots=True)
class _Open:
    """A clause that is still being read."""

    address: str
    level: ClauseLevel
    rank: int


@dataclass(slots=True)
class _Growing:
    """The state while the lines are read from first to last."""

    lines: Sequence[Line]
    alignment: Alignment
    headed: bool
    body: str
    clauses: list[Clause] = field(default_factory=list)
    roles: list[tuple[Role, str]] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    paragraphs: Counter[str] = field(default_factory=Counter)
    used: set[str] = field(default_factory=set)
    scope: str = ""
    begun: bool = False
    last_role: Role | None = None


def grow(text: str, alignment: Alignment) -> Grown:
    """The frame and the clauses of a mended text; addresses are unique. An empty text has no clauses."""
    lines = lines_of(text)
    marks = [mark_of(line.text) for line in lines]
    titles = _title_lines(lines, marks)
    headed = any(m is not None and RANKS[m.level] <= RANKS["section"] for m in marks)
    plain = not any(marks) and not any(_stands_alone(lines, at) for at in range(len(lines)) if at not in titles)
    state = _Growing(lines, alignment, headed, body="正文" if plain else "前言")
    opening: list[str] = []
    for at, line in enumerate(lines):
        mark = marks[at]
        role: Role = "标题" if at in titles else role_of(lines, at, opening=not state.begun) if mark is None else "段"
        if mark is None and state.last_role == "抄送" and role in {"段", "署名"} and len(line.text) <= 60:
            role = "抄送"
        if state.last_role == "附件说明" and mark is not None and mark.level == "item":
            role, mark = "附件说明", None
        if mark is not None and role == "段":
            _marked(state, line, mark)
        elif role == "附件":
            _annex(state, line)
        elif role != "段":
            _framed(state, line, role)
        elif not state.headed and at not in titles and _stands_alone(lines, at):
            _unmarked_heading(state, line)
        else:
            _paragraph(state, line)
        if not state.begun:
            opening.append(line.text)
    clauses = _renumbered(state.clauses)
    return Grown(frame_of(state.roles, opening="\n".join(opening)), clauses)


def _title_lines(lines: Sequence[Line], marks: Sequence[Mark | None]) -> frozenset[int]:
    """Lines of titles: at the beginning, or after the day of a notice, short lines that together end as titles do."""
    found: set[int] = set()
    fresh, at = True, 0
    while at < len(lines):
        role = role_of(lines, at, opening=True) if marks[at] is None else "段"
        if fresh and role in {"段", "署名"} and marks[at] is None and is_title_line(lines[at].text):
            end = _title_end(lines, marks, at)
            if end:
                found.update(range(at, end))
                at = end
                continue
        fresh = role in {"成文日期", "文号", "版头", "附注", "附件说明"} or (
            fresh and role == "段" and at < 8 and len(lines[at].text) < 20
        )
        at += 1
    return frozenset(found)


def _title_end(lines: Sequence[Line], marks: Sequence[Mark | None], start: int) -> int:
    """After the last line of the title that begins at `start`; 0 if none does."""
    end = 0
    for at in range(start, min(start + 5, len(lines))):
        text = lines[at].text
        if marks[at] is not None or not is_title_line(text) or role_of(lines, at, opening=True) not in {"段", "署名"}:
            break
        if ends_a_title(text):
            end = at + 1
            if at + 1 < len(lines) and _goes_on(lines[at + 1].text):
                continue
            break
        if end and not _goes_on(text):
            break
        if end:
            end = at + 1
    return end


def _goes_on(text: str) -> bool:
    """A line in brackets after a title belongs to it: （2015—2020年）, （试行）."""
    return text[0] in "（(" and text[-1] in "）)" and len(text) <= 30


def _stands_alone(lines: Sequence[Line], at: int) -> bool:
    """In a document without marks: a short line without a stop, followed by a longer one, is a heading."""
    text = lines[at].text
    if len(text) > 20 or text[-1] in "。，；：、,.;:!?！？—" or any(c.isdecimal() for c in text):
        return False
    return at + 1 < len(lines) and len(lines[at + 1].text) > len(text) + 5


def _marked(state: _Growing, line: Line, mark: Mark) -> None:
    state.begun, state.last_role = True, None
    rank = RANKS[mark.level]
    _close(state, rank)
    parent = state.stack[-1].address if state.stack else ""
    above = state.scope if mark.level in {"article", "part"} else (parent or state.scope)
    if mark.level == "chapter":
        above = parent if state.stack and state.stack[-1].level == "part" else state.scope
    join = "·" if above and above == state.scope else ""
    address = _unique(state, f"{above}{join}{mark.written}")
    start = line.start + mark.length
    text = line.text[mark.length :]
    _add(
        state, address, mark.level, line.text[: mark.length].strip(), heading_of(text, mark.level), start, line, parent
    )
    state.stack.append(_Open(address, mark.level, rank))


def _annex(state: _Growing, line: Line) -> None:
    """附件2：… begins a scope of its own, whose clauses are addressed 附件2·一."""
    state.begun, state.last_role = True, None
    label, rest = _annex_parts(line.text)
    state.scope = ""
    _close(state, RANKS["annex"])
    address = _unique(state, label)
    state.scope = address
    start = line.end - len(rest)
    _add(state, address, "annex", line.text[: len(line.text) - len(rest)].strip(), rest, start, line, "")
    state.stack.append(_Open(address, "annex", RANKS["annex"]))


def _annex_parts(text: str) -> tuple[str, str]:
    head = text[2:].lstrip()
    digits = head[: len(head) - len(head.lstrip("0123456789一二三四五六七八九十"))]
    return f"附件{digits}", head[len(digits) :].lstrip(" \u3000:：")


def _framed(state: _Growing, line: Line, role: Role) -> None:
    if role == "标题" and state.begun:
        _new_scope(state)
    if role == state.last_role and role in _CONTINUED:
        last = state.clauses[-1]
        joined = f"{last.text}\n{line.text}"
        state.clauses[-1] = replace(last, text=joined, end=line.end, raw_end=_raw(state, last.start, line.end)[1])
        state.roles[-1] = (role, joined)
        return
    state.paragraphs[role] += 1
    address = _unique(state, f"{role}第{state.paragraphs[role]}段")
    _add(state, address, "frame", "", line.text if role == "标题" else "", line.start, line, "")
    state.roles.append((role, line.text))
    state.last_role = role


def _new_scope(state: _Growing) -> None:
    """A second title after a body: what follows is an attached document."""
    state.stack.clear()
    state.scope = _unique(state, "附件")
    state.used.discard(state.scope)


def _unmarked_heading(state: _Growing, line: Line) -> None:
    state.begun, state.last_role = True, None
    _close(state, RANKS["section"])
    parent = state.stack[-1].address if state.stack else ""
    join = "·" if state.scope else ""
    address = _unique(state, f"{state.scope}{join}{line.text}")
    _add(state, address, "section", "", line.text, line.start, line, parent)
    state.stack.append(_Open(address, "section", RANKS["section"]))


def _paragraph(state: _Growing, line: Line) -> None:
    state.last_role = None
    outside = f"{state.scope}·{state.body}" if state.scope else state.body
    above = state.stack[-1].address if state.stack else outside
    state.paragraphs[above] += 1
    address = _unique(state, f"{above}第{state.paragraphs[above]}段")
    _add(state, address, "paragraph", "", "", line.start, line, state.stack[-1].address if state.stack else "")


def _close(state: _Growing, rank: int) -> None:
    while state.stack and state.stack[-1].rank >= rank:
        state.stack.pop()


def _raw(state: _Growing, start: int, end: int) -> tuple[int, int]:
    return state.alignment.raw_span((start, end))


def _add(
    state: _Growing, address: str, level: ClauseLevel, mark: str, heading: str, start: int, line: Line, parent: str
) -> None:
    raw_start, raw_end = _raw(state, start, line.end)
    text = line.text[start - line.start :]
    state.clauses.append(Clause(address, level, mark, heading, text, start, line.end, raw_start, raw_end, parent))


def _unique(state: _Growing, address: str) -> str:
    """A mark that the document uses twice in one place is counted: 三（二）〔2〕."""
    one, count = address, 1
    while one in state.used:
        count += 1
        one = f"{address}〔{count}〕"
    state.used.add(one)
    return one


def _renumbered(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """What a frame has once needs no number: 标题第1段 → 标题."""
    single = {f"{name}第1段": name for name in _COUNTED}
    held = {c.address for c in clauses}
    names = {long: short for long, short in single.items() if f"{short}第2段" not in held}
    return tuple(replace(c, address=names.get(c.address, c.address)) for c in clauses)
