"""An issue that people have edited, checked number by number against what it said when it went out.

A number is placed by its bookmark, else by its sentence. It agrees only if it was placed and says what the snapshot
says; everything else is listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from pathlib import Path
from typing import Literal

from peiyu.paper.brief.align import ALIKE, Script, Told, pair, script
from peiyu.paper.brief.checks import scale_of
from peiyu.paper.brief.numerals import Numeral, same_unit
from peiyu.paper.brief.reading import Document, read
from peiyu.paper.brief.snapshot import Snapshot
from peiyu.paper.brief.values import Number
from peiyu.paper.brief.verification import REWORDED, SAME, Remark, Verification
from peiyu.problems import InputError, Problem, Text, Where

FIXED = Text("固定文字中的数字被改动", "a number of the fixed wording was changed")
OTHER = Text("数字被改动", "the number was changed")
UNIT = Text("单位被改动", "the unit was changed")
COARSE = Text("改成了概数或更粗的写法", "it was rounded or made approximate")
ADDED = Text("新加的数字，快照中没有", "a number was added that the snapshot does not hold")
GONE = Text("原有的数字已删去", "a number was taken out")
PICTURE = Text("图已替换或删除，图中的数字无法核对", "the chart was replaced or removed; its figures cannot be checked")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A figure found again: the figure, its numerals as issued and now, where it stands now."""

    number: Number
    issued: Numeral
    now: Numeral
    place: Text
    sentence: str
    by: Literal["bookmark", "sentence"]


def verify(
    path: Path, snapshot: Snapshot, previous: Snapshot | None = None, current: Mapping[str, Fraction] | None = None
) -> Verification:
    """Checks a document against its snapshot.

    `previous`: the last issue's snapshot. `current`: what the register says today, figure's id → value in the
    figure's unit. InputError when the file is no document, or the snapshot is of another issue.
    """
    document = read(path)
    issued, found = script(snapshot.passages, snapshot.marks), script(document.passages, snapshot.marks)
    _refuse_other(path, document, snapshot, like=likeness(issued, found))
    pairs = pair(issued, found)
    placed = list(_placed(issued, found, pairs, snapshot))
    judged = [(one, judge(one.issued, one.now, one.number)) for one in placed]
    changed = [_finding(one, why) for one, why in judged if why is not None]
    drawn = [one for one in snapshot.pictures if one.sha256 in document.pictures]
    return Verification(
        number=snapshot.number,
        untouched=document.sha256 == snapshot.sha256,
        agree=(
            *(_finding(one, _reworded(one, issued, snapshot)) for one, why in judged if why is None),
            *(_of_picture(snapshot.figures[id_].number, p.title) for p in drawn for id_ in p.numbers),
        ),
        changed=(*changed, *_fixed_changes(issued, found, pairs)),
        stale=tuple(_stale(placed, drawn_numbers(snapshot), current or {})),
        contradicts=tuple(_contradictions(placed, previous)) if previous is not None else (),
        unplaced=(*_unplaced(found, pairs, snapshot), *_lost_pictures(snapshot, document)),
        missing=tuple(_missing(issued, pairs, snapshot)),
        fixed=sum(1 for ours, _ in pairs.values() if not issued.told[ours].mark),
    )


def drawn_numbers(snapshot: Snapshot) -> tuple[Number, ...]:
    """The figures that only a chart shows."""
    return tuple(one.number for one in snapshot.figures.values() if not one.occurrences)


def likeness(issued: Script, found: Script) -> float:
    """The share of the sentences as issued that stand in the document word for word, numbers apart."""
    held = {one.mask for one in found.sentences}
    return sum(one.mask in held for one in issued.sentences) / max(1, len(issued.sentences))


def _refuse_other(path: Path, document: Document, snapshot: Snapshot, *, like: float) -> None:
    """A document without this issue's bookmarks and number must at least read like it."""
    known = any(mark.name in snapshot.marks for passage in document.passages for mark in passage.marks)
    named = any(snapshot.number in passage.text for passage in document.passages)
    if not known and not named and like < 0.5:
        raise InputError(
            Problem(
                "snapshot-of-another-issue",
                Text("快照不是这份文件的：编号和书签都对不上", "the snapshot is not of this document"),
                Where(str(path)), found=snapshot.number,
                accepted=Text("同一编号的文件和快照", "a document and a snapshot of one number"),
                next_step=Text("用 --numbers 指明这份文件的快照", "name the document's own snapshot by --numbers"),
            )
        )  # fmt: skip


def _placed(
    issued: Script, found: Script, pairs: Mapping[int, tuple[int, str]], snapshot: Snapshot
) -> Iterator[_Placed]:
    for theirs, (ours, by) in sorted(pairs.items()):
        was, now = issued.told[ours], found.told[theirs]
        if was.mark:
            number = snapshot.figures[snapshot.marks[was.mark]].number
            sentence = found.sentences[now.sentence]
            how: Literal["bookmark", "sentence"] = "bookmark" if by == "bookmark" else "sentence"
            yield _Placed(number, was.numeral, now.numeral, sentence.place, sentence.text, how)


def judge(was: Numeral, now: Numeral, number: Number | None = None) -> Text | None:
    """Why a numeral does not say what it said; None when it does. A finer writing of the figure's exact value
    agrees, a coarser one does not."""
    if was.kind != now.kind or was.value is None or now.value is None:
        return None if was.said == now.said else OTHER
    if not same_unit(was.unit, now.unit):
        return UNIT
    if now.about and not was.about:
        return COARSE
    if was.value == now.value:
        return None
    exact = _exact(number, was)
    if exact is not None and abs(exact - now.value) * 2 <= now.step:
        return None if now.step <= was.step else COARSE
    return OTHER


def _exact(number: Number | None, written: Numeral) -> Fraction | None:
    """The figure's exact value on the scale of its text."""
    if number is None or number.value is None:
        return None
    scale = scale_of(number.value, written)
    return None if scale is None else number.value * scale


def _reworded(one: _Placed, issued: Script, snapshot: Snapshot) -> Text:
    """Says when a bookmark alone vouches for a number whose sentence has become another."""
    if one.by != "bookmark":
        return SAME
    sentences = (place.sentence for place in snapshot.figures[one.number.id].occurrences)
    alike = max((SequenceMatcher(None, s, one.sentence, autojunk=False).ratio() for s in sentences), default=0.0)
    return SAME if alike >= ALIKE else REWORDED


def _finding(one: _Placed, why: Text) -> Remark:
    return Remark(one.number.id, one.place, one.sentence, one.now.said, one.issued.said, why, one.by)


def _of_picture(number: Number, title: str) -> Remark:
    return Remark(number.id, Text(f"图：{title}", f"chart: {title}"), title, number.text, number.text, SAME, "picture")


def _fixed_changes(issued: Script, found: Script, pairs: Mapping[int, tuple[int, str]]) -> Iterator[Remark]:
    for theirs, (ours, _) in sorted(pairs.items()):
        was, now = issued.told[ours], found.told[theirs]
        if not was.mark and judge(was.numeral, now.numeral) is not None:
            yield _at(found, now, "", was.numeral.said, FIXED, "sentence")


def _at(
    held: Script, told: Told, id_: str, expected: str, why: Text, by: Literal["sentence", ""] = ""
) -> Remark:  # fmt: skip
    sentence = held.sentences[told.sentence]
    return Remark(id_, sentence.place, sentence.text, told.numeral.said, expected, why, by)


def _unplaced(found: Script, pairs: Mapping[int, tuple[int, str]], snapshot: Snapshot) -> Iterator[Remark]:
    for place, told in enumerate(found.told):
        if place not in pairs:
            yield _at(found, told, "", "、".join(_equals(told.numeral, snapshot)), ADDED)


def _equals(numeral: Numeral, snapshot: Snapshot) -> list[str]:
    """The ids of figures that have this very value: what the writer may have meant."""
    if numeral.value is None or not numeral.unit:
        return []
    held = (one.number for one in snapshot.figures.values())
    return [n.id for n in held if n.value == numeral.value and same_unit(n.unit, numeral.unit)][:3]


def _lost_pictures(snapshot: Snapshot, document: Document) -> Iterator[Remark]:
    for one in snapshot.pictures:
        if one.sha256 not in document.pictures:
            where = Text(f"图：{one.title}", f"chart: {one.title}")
            yield Remark("、".join(one.numbers), where, one.title, "", "", PICTURE)


def _missing(issued: Script, pairs: Mapping[int, tuple[int, str]], snapshot: Snapshot) -> Iterator[Remark]:
    kept = {ours for ours, _ in pairs.values()}
    for place, told in enumerate(issued.told):
        if told.mark and place not in kept:
            sentence = issued.sentences[told.sentence]
            id_ = snapshot.marks[told.mark]
            yield Remark(id_, sentence.place, sentence.text, "", told.numeral.said, GONE)


def _stale(placed: list[_Placed], drawn: tuple[Number, ...], current: Mapping[str, Fraction]) -> Iterator[Remark]:
    """Figures that the register says otherwise today."""
    for one in placed:
        today = current.get(one.number.id)
        if today is None or one.now.value is None:
            continue
        scale = scale_of(one.number.value, one.issued) if one.number.value is not None else Fraction(1)
        if scale is not None and abs(today * scale - one.now.value) * 2 > one.now.step:
            yield _finding_of_register(one, today)
    for number in drawn:
        today = current.get(number.id)
        if today is not None and today != number.value:
            where = Text("图中", "in a chart")
            yield Remark(
                number.id, where, number.text, number.text, _said(today, number.unit), _register(today, number)
            )


def _finding_of_register(one: _Placed, today: Fraction) -> Remark:
    expected = _said(today, one.number.unit)
    return Remark(one.number.id, one.place, one.sentence, one.now.said, expected, _register(today, one.number), one.by)


def _register(today: Fraction, number: Number) -> Text:
    said = _said(today, number.unit)
    return Text(f"登记数据现为{said}", f"the register now says {said}")


def _said(value: Fraction | int, unit: str) -> str:
    """A value in words: whole, or with at most four decimals; a share as per cent."""
    shown = value * 100 if unit == "%" else value
    plain = f"{float(shown):.4f}".rstrip("0").rstrip(".") if Fraction(shown).denominator != 1 else str(int(shown))
    return f"{plain}{unit}"


def _contradictions(placed: list[_Placed], previous: Snapshot) -> Iterator[Remark]:
    """What the last issue said otherwise: of the same day another value, of an earlier day a higher accumulation."""
    before: dict[str, list[Number]] = {}
    for family, number in previous.families():
        before.setdefault(family, []).append(number)
    for one in placed:
        for last in before.get(one.number.family, ()):
            why = contradiction(one.number, one.issued, one.now, last)
            if why is not None:
                yield Remark(one.number.id, one.place, one.sentence, one.now.said, last.text, why, one.by)


def contradiction(number: Number, issued: Numeral, now: Numeral, last: Number) -> Text | None:
    """How a figure as it now stands contradicts one of the last issue; None when it does not."""
    if now.value is None or last.value is None or last.unit != number.unit or number.value is None:
        return None
    scale = scale_of(number.value, issued)
    if scale is None:
        return None
    gap = now.value - last.value * scale
    other = Text("，且口径不同", ", under another definition") if last.definition != number.definition else Text("", "")
    day = last.as_of.isoformat()
    if last.as_of == number.as_of and abs(gap) >= now.step:
        return Text(
            f"同为{day}的数，上期为{last.text}{other.zh}", f"of {day} too the last issue said {last.text}{other.en}"
        )
    accumulates = number.since is not None and number.since == last.since and last.as_of < number.as_of
    if accumulates and gap <= -now.step:
        return Text(
            f"累计数比上期（{day}）的{last.text}减少{other.zh}",
            f"a cumulative figure fell: the last issue ({day}) said {last.text}{other.en}",
        )
    return None
