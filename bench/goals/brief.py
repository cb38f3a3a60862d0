"""A brief with ten charts, written as Word in a fresh process."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.measure import Result, at_most, interleaved, interval
from bench.world import scratch
from peiyu.paper.brief.values import Brief, Chart, Heading, Kind, Number, Paragraph
from peiyu.paper.brief.write import write

CHARTS = 10
AS_OF = dt.date(2026, 9, 30)


def chart(place: int) -> Chart:
    """One of ten different charts: 24 months in four lines."""
    rows = [
        {"month": f"{month + 1:02d}", "kind": kind, "n": (month * 7 + place * 13 + len(kind)) % 90}
        for month in range(24)
        for kind in ("新注册", "迁入", "转型", "新认定")
    ]
    spec: dict[str, Any] = {
        "width": 520, "height": 220, "data": {"values": rows}, "mark": "line",
        "encoding": {"x": {"field": "month", "type": "ordinal"}, "y": {"field": "n", "type": "quantitative"},
                     "color": {"field": "kind", "type": "nominal"}},
    }  # fmt: skip
    return Chart(title=f"图{place} 各月新增", spec=spec, alt="折线图：各来源途径每月新增")


def issue() -> Brief:
    """A made-up issue with ten charts, each with a paragraph of figures."""
    items: list[Any] = []
    for place in range(1, CHARTS + 1):
        counts = [place * 100 + n for n in range(5)]
        figures = [Number(f"f{place}.{n}", f"{count}家", count, "家", "", AS_OF) for n, count in enumerate(counts)]
        pieces = tuple(piece for one in figures for piece in ("新增", one, "，"))
        items += [Heading(1, (f"情况{place}",)), Paragraph((*pieces, "。")), chart(place)]
    return Brief(
        kind=Kind.BRIEF, name="科技型中小企业信息简报", title="十图简报", number="简2026-09", issuer="办公室",
        date=AS_OF, as_of=AS_OF, items=tuple(items), made_up=True,
    )  # fmt: skip


def run(target: Path) -> None:
    """Writes the issue in a fresh process, nothing drawn before."""
    subprocess.run([sys.executable, "-m", "bench.goals.brief", str(target)], check=True, cwd=Path(__file__).parents[2])


def ten_charts(companies: int) -> list[Result]:
    """At most 10 s, whatever the number of companies."""
    target = scratch("brief.docx")
    seconds = interleaved({"brief": lambda: run(target)}, runs=7, warm=0)["brief"]
    return [at_most("brief with 10 charts", "s", 10.0, interval(seconds), charts=CHARTS, companies=companies)]


if __name__ == "__main__":
    write(issue(), Path(sys.argv[1]))
