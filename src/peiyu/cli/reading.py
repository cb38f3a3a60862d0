"""A reading as the page of comparison shows it: clause by clause, the document as found beside the mended text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from peiyu.document.alignment import Edit, Span
from peiyu.document.model import Clause, Reading, Repair, TargetFinding
from peiyu.paper.comparison import Asked, Comparison, Mended, Piece, Promised, Row
from peiyu.paper.comparison.values import Mark
from peiyu.problems import Text

KINDS: dict[str, Text] = {
    "chrome": Text("网页杂项", "site chrome"),
    "date": Text("日期", "date"),
    "unit": Text("量词", "counter"),
    "bracket": Text("括号", "bracket"),
    "enumeration": Text("顿号", "enumeration comma"),
    "heading_mark": Text("序号", "mark of a heading"),
    "heading_number": Text("序号", "mark of a heading"),
    "number_brackets": Text("文号", "document number"),
    "quotes": Text("引号", "quotation marks"),
    "range_dash": Text("连接号", "dash"),
    "stop": Text("标点", "stop"),
    "until": Text("“到”字", "到"),
    "year_dash": Text("连接号", "dash"),
}
"""What a kind of repair is called."""

COMPARATORS = {
    "floor": Text("不低于 {low}", "at least {low}"),
    "above": Text("超过 {low}", "more than {low}"),
    "about": Text("约 {low}", "about {low}"),
    "exactly": Text("{low}", "{low}"),
    "range": Text("{low}—{high}", "{low}–{high}"),
    "ceiling": Text("不超过 {high}", "at most {high}"),
    "below": Text("低于 {high}", "less than {high}"),
}
BESIDE = 8
"""Characters shown on either side of a repair."""
STRETCH = Text("，力争 {stretch}", ", aiming at {stretch}")
FORMATS = {
    "txt": Text("文本", "text"),
    "docx": Text("Word", "Word"),
    "html": Text("网页", "web page"),
    "pdf": Text("PDF", "PDF"),
}


_BLANK_LINES = re.compile(r"\n\s*\n[ \t\u3000]*")


@dataclass(frozen=True, slots=True)
class _Marked:
    """Characters of one side with what is said of them."""

    span: Span
    mark: Mark
    link: str
    note: Text
    anchor: bool


def comparison_of(reading: Reading) -> Comparison:
    """Everything that the page shows of a reading."""
    return Comparison(
        title=reading.frame.title or reading.source.name,
        sources=_sources(reading),
        rows=tuple(_rows(reading)),
        repairs=tuple(
            Mended(
                f"r{n}", _clause_at(reading, one.raw_span), KINDS.get(one.kind, Text(one.kind, one.kind)),
                *_beside(reading.raw, one.raw_span), one.after, one.evidence, one.confidence == "certain",
            )
            for n, one in enumerate(reading.repairs, 1)
        ),
        questions=tuple(
            Asked(f"q{n}", _clause_at(reading, one.raw_span), one.before, one.proposal, one.asked)
            for n, one in enumerate(reading.questions, 1)
        ),
        targets=tuple(
            Promised(
                f"t{n}", one.clause, one.subject + one.quantity, goal(one), one.by.isoformat() if one.by else "",
                one.text,
            )
            for n, one in enumerate(reading.findings.targets, 1)
        ),
    )  # fmt: skip


def _beside(raw: str, span: Span) -> tuple[str, str, str]:
    """What stands before, at and after a place of the raw text, within its line."""
    left = raw[max(0, span[0] - BESIDE) : span[0]].rpartition("\n")[2]
    right = raw[span[1] : span[1] + BESIDE].partition("\n")[0]
    return left, raw[span[0] : span[1]], right


def goal(finding: TargetFinding) -> Text:
    """A target's number in words."""
    ends = {
        "low": _number(finding.low, finding.unit if finding.comparator != "range" or finding.unit == "%" else ""),
        "high": _number(finding.high if finding.high is not None else finding.low, finding.unit),
        "stretch": _number(finding.stretch, finding.unit),
    }
    said = COMPARATORS[finding.comparator]
    more = STRETCH if finding.stretch is not None else Text("", "")
    return Text((said.zh + more.zh).format(**ends), (said.en + more.en).format(**ends))


def _number(value: Fraction | None, unit: str) -> str:
    """In base units, with 万 and 亿 where they are exact; a percentage in hundredths."""
    if value is None:
        return ""
    if unit == "%":
        return f"{float(value * 100):g}%"
    for factor, word in ((10**8, "亿"), (10**4, "万")):
        if abs(value) >= factor and (value / factor * 100).denominator == 1:
            return f"{float(value / factor):g}{word}{unit}"
    return f"{float(value):.10g}{unit}"


def _sources(reading: Reading) -> tuple[Text, ...]:
    source, frame = reading.source, reading.frame
    name = FORMATS[source.format]
    issuers = "、".join(frame.issuers)
    made = [
        Text(f"文件：{source.name}（{name.zh}）", f"File: {source.name} ({name.en})"),
        Text(f"文号：{frame.number}", f"Number: {frame.number}") if frame.number else None,
        Text(f"发文机关：{issuers}", f"Issued by: {issuers}") if issuers else None,
        Text(f"成文日期：{frame.issued}", f"Dated: {frame.issued}") if frame.issued else None,
    ]
    return tuple(one for one in made if one is not None)


def _clause_at(reading: Reading, raw: Span) -> str:
    """The address of the clause in which raw characters stand, '' outside all of them."""
    holding = [one for one in reading.clauses if one.raw_start <= raw[0] <= one.raw_end]
    return holding[-1].address if holding else ""


def _rows(reading: Reading) -> Iterator[Row]:
    """Both texts cut at the ends of the clauses, so that nothing is left out."""
    if not reading.clauses:
        yield Row("", False, (Piece(reading.raw),), (Piece(reading.mended),))
        return
    raw_marks, mended_marks = tuple(_raw_marks(reading)), tuple(_mended_marks(reading))
    ends = [0, *(one.end for one in reading.clauses[:-1]), len(reading.mended)]
    raw_ends = [0, *(one.raw_end for one in reading.clauses[:-1]), len(reading.raw)]
    for clause, (start, end), (raw_start, raw_end) in zip(
        reading.clauses, pairwise(ends), pairwise(raw_ends), strict=True
    ):
        yield Row(
            clause.address,
            _heads(clause),
            tuple(_pieces(reading.raw, (raw_start, max(raw_start, raw_end)), raw_marks)),
            tuple(_pieces(reading.mended, (start, max(start, end)), mended_marks)),
        )


def _heads(clause: Clause) -> bool:
    return clause.address == "标题" or (bool(clause.heading) and clause.text.strip() == clause.heading)


def _raw_marks(reading: Reading) -> Iterator[_Marked]:
    for n, one in enumerate(reading.repairs, 1):
        mark: Mark = "repair" if one.raw_span[0] < one.raw_span[1] else "lost"
        yield _Marked(one.raw_span, mark, f"r{n}", one.evidence, True)
    for n, asked in enumerate(reading.questions, 1):
        yield _Marked(asked.raw_span, "asked", f"q{n}", asked.asked, True)


def _mended_marks(reading: Reading) -> Iterator[_Marked]:
    for n, one in enumerate(reading.repairs, 1):
        yield _Marked(_put_in(reading, one), "repair", f"r{n}", one.evidence, False)
    for n, asked in enumerate(reading.questions, 1):
        yield _Marked(reading.alignment.mended_span(asked.raw_span), "asked", f"q{n}", asked.asked, False)
    starts = {one.address: one.start for one in reading.clauses}
    for n, found in enumerate(reading.findings.targets, 1):
        start = starts[found.clause]
        span = (start + found.span[0], start + found.span[1])
        yield _Marked(span, "target", f"t{n}", goal(found), True)


def _put_in(reading: Reading, repair: Repair) -> Span:
    """The mended characters that a repair wrote. Its edit is looked up: an alignment cannot know what was put in at an
    empty place from what stands beside it."""
    alignment = reading.alignment
    first = bisect_left(alignment.raw_ends, repair.raw_span[0])
    for at in range(first, len(alignment.edits)):
        if alignment.raw_starts[at] > repair.raw_span[1]:
            break
        if alignment.edits[at] == Edit(repair.raw_span, repair.after):
            return alignment.mended_starts[at], alignment.mended_ends[at]
    return alignment.mended_span(repair.raw_span)


def _pieces(text: str, within: Span, marked: Iterable[_Marked]) -> Iterator[Piece]:
    """The characters of a span, cut where marks begin and end; blank ends and blank lines are left out."""
    start, end = within
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    here = [one for one in marked if one.span[0] <= end and one.span[1] >= start]
    cuts = sorted({start, end, *(place for one in here for place in one.span if start < place < end)})
    told: set[str] = set()
    for place in cuts:
        for one in here:
            if one.span == (place, place) and one.mark in ("lost", "asked") and one.link not in told:
                told.add(one.link)
                yield Piece("", (one.mark,), one.link, one.anchor, one.note)
        following = next((cut for cut in cuts if cut > place), None)
        if following is not None:
            yield _piece(_BLANK_LINES.sub("\n", text[place:following]), (place, following), here, told)


def _piece(text: str, span: Span, here: Iterable[_Marked], told: set[str]) -> Piece:
    over = [one for one in here if one.span[0] <= span[0] and span[1] <= one.span[1] and one.span[0] < one.span[1]]
    if not over:
        return Piece(text)
    first = over[0]
    anchor = first.anchor and first.link not in told
    told.add(first.link)
    return Piece(text, tuple(dict.fromkeys(one.mark for one in over)), first.link, anchor, first.note)
