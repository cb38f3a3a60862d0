"""The mended text as files: `mended.txt` with its addresses, and the page that shows raw and mended side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from peiyu.document.model import Clause, Reading, Repair

_ADDRESSED = re.compile(r"^【([^【】\n]+)】", re.M)
_FURTHER = re.compile(r"(?<=\n)(?=【)")
_STYLE = """
body{font:16px/1.7 "Noto Serif CJK SC","Source Han Serif SC",SimSun,serif;margin:24px auto;max-width:1200px;color:#222}
h1{font-size:22px}table{border-collapse:collapse;width:100%;table-layout:fixed}
td,th{border:1px solid #bbb;padding:6px 10px;vertical-align:top;text-align:left;overflow-wrap:anywhere}
th.address,td.address{width:8.5em;color:#555}
ins{background:#dff0d8;text-decoration:none;border-bottom:2px solid #3c763d}
del{background:#f2dede;color:#8a1f1f}
mark{background:#fff3cd}
.note{color:#555;font-size:14px}
@media print{body{margin:0;max-width:none}}
"""
_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{{ title }} 整理对照</title>
<style>{{ style }}</style></head><body>
<h1>{{ title or name }} 整理对照</h1>
<p class="note">整理本不是正式文本，以原件为准。Mended text, not official: the original counts.
 原件 {{ name }}，SHA-256 {{ sha }}。修补 {{ repairs|length }} 处，待核 {{ questions|length }} 处。
 <del>原有而删去</del> <ins>补入</ins> <mark>待核</mark></p>
<table><thead><tr><th class="address">条款 clause</th><th>原文 as found</th><th>整理本 mended</th></tr></thead><tbody>
{% for row in rows -%}
<tr><td class="address">{{ row.address }}</td><td>{{ row.raw }}</td><td>{{ row.mended }}</td></tr>
{% endfor -%}
</tbody></table>
{% if questions %}<h2>待核 to be settled</h2>
<table><thead><tr><th>原文 as found</th><th>问题 question</th></tr></thead><tbody>
{% for q in questions %}<tr><td>{{ q.around }}</td><td>{{ q.zh }}<br>{{ q.en }}</td></tr>
{% endfor %}</tbody></table>{% endif %}
<h2>修补 repairs</h2>
<table><thead><tr><th>原文 as found</th><th>补作 becomes</th><th>依据 evidence</th>
<th>把握 confidence</th></tr></thead><tbody>
{% for r in repairs %}<tr><td>{{ r.around }}</td><td>{{ r.after }}</td>
<td>{{ r.zh }}<br>{{ r.en }}</td><td>{{ r.sure }}</td></tr>
{% endfor %}</tbody></table>
</body></html>
"""
_SURE = {"certain": "确定 certain", "high": "很有把握 high"}
_AROUND = 10


def mended_text(reading: Reading) -> str:
    """`mended.txt`: every clause begins a line with its address, 【三（一）1】…; its further lines follow, one that
    itself begins with 【 set in by a blank."""
    return "".join(f"【{clause.address}】{_FURTHER.sub('　', clause.text.strip())}\n" for clause in reading.clauses)


def parse_mended(text: str) -> tuple[tuple[str, str], ...]:
    """(address, text) of every clause of a `mended.txt`, in order. Lines before the first address are left out."""
    found = list(_ADDRESSED.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)]
    return tuple((one[1], text[one.end() : end].rstrip("\n")) for one, end in zip(found, ends, strict=False))


def side_by_side(reading: Reading) -> str:
    """The 整理对照 page: HTML, one row a clause, every repair marked in both columns, and a table of the evidence."""
    page: str = _template().render(
        style=_STYLE,
        title=reading.frame.title,
        name=reading.source.name,
        sha=reading.source.sha256,
        rows=[_row(reading, clause, by) for clause, by in _by_clause(reading)],
        repairs=[_repair(reading.raw, one) for one in reading.repairs],
        questions=[
            {"around": _around(reading.raw, q.raw_span), "zh": q.asked.zh, "en": q.asked.en} for q in reading.questions
        ],
    )
    return page


@cache
def _template() -> Any:
    from jinja2 import Environment

    return Environment(autoescape=True, keep_trailing_newline=True).from_string(_PAGE)


def _by_clause(reading: Reading) -> Iterator[tuple[Clause, list[Repair]]]:
    """Each clause with the repairs that stand in it, its mark included."""
    repairs = [one for one in reading.repairs if one.kind != "chrome"]
    at, place = 0, 0
    for clause in reading.clauses:
        held: list[Repair] = []
        while at < len(repairs) and repairs[at].raw_span[0] <= clause.raw_end:
            if repairs[at].raw_span[1] >= place:
                held.append(repairs[at])
            at += 1
        place = clause.raw_end
        yield clause, held


def _row(reading: Reading, clause: Clause, repairs: list[Repair]) -> dict[str, Any]:
    start = min([clause.raw_start, *(r.raw_span[0] for r in repairs)])
    return {
        "address": clause.address,
        "raw": _marked(reading, start, clause.raw_end, repairs, show="raw"),
        "mended": _marked(reading, start, clause.raw_end, repairs, show="mended"),
    }


def _marked(reading: Reading, start: int, end: int, repairs: list[Repair], *, show: str) -> Any:
    """The characters from `start` to `end` with what was dropped or put in, and what is asked, marked."""
    from markupsafe import Markup

    asked = {q.raw_span for q in reading.questions if q.raw_span[0] >= start and q.raw_span[1] <= end and show == "raw"}
    pieces: list[Any] = []
    events = sorted([*((r.raw_span, r) for r in repairs), *((span, None) for span in asked)], key=lambda e: e[0])
    place = start
    for (low, high), repair in events:
        if low < place:
            continue
        pieces.append(Markup.escape(reading.raw[place:low]))
        if repair is None:
            pieces.append(Markup("<mark>{}</mark>").format(reading.raw[low:high]))
        elif show == "raw" and high > low:
            pieces.append(Markup("<del>{}</del>").format(repair.before))
        elif show == "mended" and repair.after:
            pieces.append(Markup("<ins>{}</ins>").format(repair.after))
        place = high
    pieces.append(Markup.escape(reading.raw[place:end]))
    return Markup("").join(pieces)


def _repair(raw: str, one: Repair) -> dict[str, str]:
    after = one.after or "（删去 dropped）"
    return {
        "around": _around(raw, one.raw_span),
        "after": after,
        "zh": one.evidence.zh,
        "en": one.evidence.en,
        "sure": _SURE.get(one.confidence, one.confidence),
    }


def _around(raw: str, span: tuple[int, int]) -> str:
    """The place with a few characters on each side, on one line."""
    low, high = max(0, span[0] - _AROUND), min(len(raw), span[1] + _AROUND)
    return " ".join((raw[low : span[0]] + "‸" + raw[span[0] : span[1]] + raw[span[1] : high]).split())
