"""An edited brief with 46 locked numbers, checked against its snapshot, the last issue and the closing."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from fractions import Fraction
from pathlib import Path

from bench.measure import Result, at_most, interleaved, interval
from bench.world import scratch
from peiyu.paper.brief.snapshot import read_snapshot
from peiyu.paper.brief.values import Brief, Column, Heading, Kind, Number, Paragraph, Row, Table
from peiyu.paper.brief.verification import Verification
from peiyu.paper.brief.verify import verify
from peiyu.paper.brief.write import Written, write

NUMBERS = 46
TARGETS, PARTS = 10, 4
"""Targets with so many numbers each; the rest stand in the text."""
DAYS = (dt.date(2026, 8, 31), dt.date(2026, 9, 30))
MEASURES = ("total", "goal", "rate", "month")
SENTENCES = 60
"""Sentences of fixed wording, as many as four pages have."""


def figure(code: str, measure: str, value: int, day: dt.date) -> Number:
    """A locked number of a target."""
    unit = "%" if measure == "rate" else "家"
    exact = Fraction(value, 100) if measure == "rate" else Fraction(value)
    since = dt.date(day.year, 1, 1) if measure == "total" else None
    return Number(f"{code}.{measure}", f"{value}{unit}", exact, unit, "按发证日期", day, since)


def issue(day: dt.date) -> Brief:
    """The issue of a month: a table of ten targets, a paragraph of the others, four pages of wording."""
    month = day.month
    rows = tuple(
        Row(((f"指标{place}",), *((figure(f"t{place}", measure, 100 * place + 7 * part + month, day),)
                                 for part, measure in enumerate(MEASURES))))
        for place in range(1, TARGETS + 1)
    )  # fmt: skip
    columns = (Column("指标"), *(Column(name) for name in ("累计", "目标", "完成率", "当月")))
    more = [figure(f"s{place}", "total", 300 + place * month, day) for place in range(NUMBERS - TARGETS * PARTS)]
    said = tuple(piece for one in more for piece in ("新增", one, "，"))
    wording = tuple(
        Paragraph((f"各责任单位要对照序时进度查找原因，第{place}项措施由牵头部门于10月{place % 28 + 1}日前报送。",))
        for place in range(SENTENCES)
    )
    return Brief(
        kind=Kind.BRIEF, name="科技型中小企业信息简报", title="月度简报", number=f"简{day:%Y-%m}", issuer="办公室",
        date=day, as_of=day, made_up=True,
        items=(Heading(1, ("一、目标进展",)), Table(title="表1", columns=columns, rows=rows),
               Paragraph((*said, "。")), *wording),
    )  # fmt: skip


def edited(written: Written) -> Path:
    """The document as somebody sends it back: a number changed, a sentence more, the bookmarks of half of it lost."""
    target = written.path.with_name("edited.docx")
    with zipfile.ZipFile(written.path) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for one in given.infolist():
            held = given.read(one.filename)
            if one.filename == "word/document.xml":
                text = held.decode().replace(">109家<", ">901家<", 1).replace("查找原因", "逐项查找38个原因", 1)
                held = re.sub(r'<w:bookmark(?:Start|End) w:id="(?:[1-9]|1\d|2[0-3])"[^>]*/>', "", text).encode()
            made.writestr(one.filename, held)
    return target


def prepared(folder: Path) -> tuple[Path, Written, Written]:
    """The edited document of September, that issue and the one of August."""
    last, now = (write(issue(day), folder / f"{day:%Y-%m}.docx") for day in DAYS)
    return edited(now), now, last


def check(document: Path, now: Written, last: Written) -> Verification:
    """What the application does with an upload: both snapshots read, the closing's values, the check."""
    snapshot = read_snapshot(now.numbers)
    current = {id_: Fraction(one.number.value or 0) for id_, one in snapshot.figures.items()}
    return verify(document, snapshot, read_snapshot(last.numbers), current)


def checked_brief(companies: int) -> list[Result]:
    """At most 2 s, whatever the number of companies; the planted change is found."""
    document, now, last = prepared(scratch("month-brief"))
    found = check(document, now, last)
    if len(now.snapshot.figures) != NUMBERS or [one.found for one in found.changed] != ["901家"]:
        raise AssertionError((len(now.snapshot.figures), found.changed))
    seconds = interleaved({"check": lambda: check(document, now, last)}, runs=7, warm=1)["check"]
    return [at_most("brief with 46 numbers checked", "s", 2.0, interval(seconds), numbers=NUMBERS, companies=companies)]
