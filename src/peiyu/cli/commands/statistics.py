"""peiyu statistics: how the enterprises of a territory changed, grew, moved, lasted, gathered, operate."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from peiyu.cli.binding import asked_for, open_base
from peiyu.cli.commands.packs import FOLDERS
from peiyu.cli.commands.targets import refuse_suffix
from peiyu.cli.folders import refuse_foreign_file, staged_file
from peiyu.cli.options import DAY, FACTS, FILE, KNOWN_AT, pairs, spoken
from peiyu.cli.say import Voice
from peiyu.facts.base import FactBase, View
from peiyu.insight.charts import bridge_waterfall, growth_histogram, industry_shares, survival_curve, transition_heat
from peiyu.insight.measure import bound
from peiyu.insight.measure.breakdown import grouping_of, name_of
from peiyu.insight.statistics import (
    aggregate_view,
    bridge,
    bunching,
    concentration,
    growth,
    labelled,
    labels,
    operating,
    revenue_change,
    survival,
    transitions,
)
from peiyu.insight.statistics import sheets as tables
from peiyu.insight.statistics.concentration import Of
from peiyu.insight.statistics.sheets import Sheet
from peiyu.insight.statistics.suppression.hide import MARK
from peiyu.paper.charts.render import render
from peiyu.paper.wording import MADE_UP
from peiyu.policy.compile.binding import Selection
from peiyu.policy.compile.programme import BoundProgramme
from peiyu.problems import Problem, Text, UsageError, Where

CHARTS = (".json", ".svg", ".png")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of a fact base: `year` is the year that the statistic is of, `record_from` the day from which
    leaving is recorded."""

    base: FactBase
    view: View
    year: int
    outward: bool
    programme: BoundProgramme | None
    by: str | None
    of: Of
    against: Mapping[str, Fraction]
    record_from: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A statistic: its table, its sentence, the value itself, its chart (None: it has none)."""

    sheet: Sheet
    said: tuple[Text, ...]
    value: Any
    chart: Callable[[str], Any] | None = None


def _bridge(asked: Request) -> Found:
    until = min(dt.date(asked.year, 12, 31), asked.view.as_of)
    made = bridge(asked.base, asked.view, since=dt.date(asked.year, 1, 1), until=until)
    sheet = tables.bridge_sheet(made, outward=asked.outward)
    return Found(sheet, (made.said,), made, lambda lang: bridge_waterfall(made, lang=lang))


def _revenue(asked: Request) -> Found:
    made = revenue_change(asked.base, asked.view, year=asked.year)
    return Found(tables.revenue_sheet(made, outward=asked.outward), (made.said,), made)


def _growth(asked: Request) -> Found:
    made = growth(asked.base, asked.view, year=asked.year)
    sheet = tables.growth_sheet(made, outward=asked.outward)
    return Found(sheet, (made.said,), made, lambda lang: growth_histogram(made, lang=lang))


def _transitions(asked: Request) -> Found:
    if asked.programme is None:
        raise UsageError(
            Problem(
                "pack-needed", Text("要按政策包里的分组来算", "the groups are those of a pack"), Where("--pack"),
                next_step=Text("加 --pack 政策包", "add --pack PACK"),
            )
        )  # fmt: skip
    since, until = dt.date(asked.year, 1, 1), min(dt.date(asked.year + 1, 1, 1), asked.view.as_of)
    made = transitions(
        asked.programme, asked.base, asked.view, since=since, until=until, by=asked.by or "stage"
    )  # fmt: skip
    sheet = tables.transitions_sheet(made, outward=asked.outward)
    value = {"name": made.name, "since": since, "until": until, "names": made.names, "said": made.said,
             "counts": [{"from": a, "to": b, "count": n} for (a, b), n in made.counts.items()]}  # fmt: skip
    return Found(sheet, (made.said,), value, lambda lang: transition_heat(made, lang=lang))


def _survival(asked: Request) -> Found:
    made = survival(asked.base, asked.view, begins=asked.record_from)
    sheet = tables.survival_sheet(made, outward=asked.outward)
    return Found(sheet, (made.whole.said,), made, lambda lang: survival_curve(made, lang=lang))


def _concentration(asked: Request) -> Found:
    if asked.programme is None:
        groups, names = labels(asked.base, asked.view, "leading_industry"), {}
    else:
        group = grouping_of(asked.programme, asked.by or "industry")
        groups = labelled(asked.programme, asked.base, group, asked.view.as_of)
        names = {key: name_of(group, key) for key in groups["group"].drop_nulls().unique()}
    made = concentration(
        asked.base, asked.view, groups, names=names, of=asked.of, against=by_name(asked.against, names)
    )
    sheet = tables.concentration_sheet(made, outward=asked.outward)
    return Found(sheet, (made.said,), made, lambda lang: industry_shares(made, lang=lang))


def by_name(against: Mapping[str, Fraction], names: Mapping[str, Text]) -> dict[str, Fraction]:
    """The given base by the keys of the groups, which may have been named in words."""
    keys = {word: key for key, name in names.items() for word in (name.zh, name.en)}
    return {keys.get(name, name): number for name, number in against.items()}


def _operating(asked: Request) -> Found:
    made = operating(asked.base, asked.view)
    return Found(tables.operating_sheet(made, outward=asked.outward), (made.said,), made)


def _bunching(asked: Request) -> Found:
    if asked.outward:
        raise UsageError(
            Problem("inward-only", Text("疑点只供内部核对，不对外", "questions to be checked do not go out"),
                    Where("--outward"), next_step=Text("去掉 --outward", "leave --outward out"))
        )  # fmt: skip
    made = bunching(asked.base, asked.view)
    rows = tuple((one.field, one.below, one.above, one.unknown) for one in made)
    headings = (Text("指标", "figure"), Text("线下", "below"), Text("线上", "above"), Text("不明", "not known"))
    title = Text("门槛附近的疑点", "Questions near the lines")
    return Found(Sheet(title=title, headings=headings, rows=rows), tuple(one.question for one in made), made)


KINDS: Mapping[str, Callable[[Request], Found]] = {
    "bridge": _bridge, "revenue": _revenue, "growth": _growth, "transitions": _transitions, "survival": _survival,
    "concentration": _concentration, "operating": _operating, "bunching": _bunching,
}  # fmt: skip
OF_PAST = ("revenue", "growth", "transitions")
"""Statistics of the last whole year unless another is named."""


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option("--facts", "folder", type=FACTS, required=True, help="数据库文件夹。The fact base.")
@click.option("--as-of", "day", type=DAY, required=True, help="数据截止日。The day of the figures.")
@click.option("--known-at", type=DAY, help=KNOWN_AT)
@click.option("--year", type=click.IntRange(1950, 2200), help="统计年度。The year of the statistic.")
@click.option("--pack", "word", metavar="PACK", help="地方政策包，取其分组。A territory's pack, for its groups.")
@click.option("--by", metavar="GROUP", help="按哪个分组（stage、industry 等）。Which of its groups.")
@click.option("--of", type=click.Choice(["firms", "revenue", "employees"]), default="firms", show_default=True,
              help="按企业数、营业收入或从业人员。What shares are of.")  # fmt: skip
@click.option("--against", multiple=True, metavar="GROUP=N", help="区位商的对照。The base of location quotients.")
@click.option("--record-from", type=DAY, help="自何日起记录离开（存活）。From when on leaving is recorded.")
@click.option("--outward", is_flag=True, help="对外：遮盖能看出单个企业的数。Hides what tells of single firms.")
@click.option("--chart", type=FILE, help="图写成 .json、.svg 或 .png。Writes the chart.")
@FOLDERS
@spoken
def statistics(  # noqa: PLR0913 -- an option each
    *, voice: Voice, kind: str, folder: Path, day: dt.date, known_at: dt.date | None, year: int | None,
    word: str | None, by: str | None, of: Of, against: tuple[str, ...], record_from: dt.date | None, outward: bool,
    chart: Path | None, folders: tuple[Path, ...],
) -> None:  # fmt: skip
    """统计分析：增减变动、收入变动、增速、阶段变动、存活、集中度、实际经营、门槛疑点。

    Statistics of a territory's enterprises, for the office or, with what is small hidden, for the outside.
    """
    if chart is not None:
        refuse_suffix(chart, CHARTS)
        refuse_foreign_file(chart)
    programme, base = None, None
    if word is not None:
        asked = asked_for((word,), folders, Selection(as_of=day, known_at=known_at or day, rules_at=day))
        programme = bound(asked.words[0], asked.packs, day=day, define={}, known_at=known_at)
        base = open_base(folder, programme.binding, voice)
    request = Request(
        base=base or FactBase.open(folder), view=aggregate_view(day, known_at), outward=outward, programme=programme,
        by=by, of=of, record_from=record_from, year=year or (day.year - 1 if kind in OF_PAST else day.year),
        against={name: number_of(name, number) for name, number in pairs(against, "--against").items()},
    )  # fmt: skip
    with voice.progress(Text("统计……", "counting ...")):
        found = KINDS[kind](request)
    if chart is not None:
        write_chart(found, request, chart, voice)
    show(found, request, voice)


def number_of(name: str, written: str) -> Fraction:
    """UsageError `base-number` for what is no number above or at zero."""
    try:
        number = Fraction(written)
    except (ValueError, ZeroDivisionError):
        number = Fraction(-1)
    if number < 0:
        raise UsageError(
            Problem("base-number", Text("对照应为不小于零的数", "a base is a number, zero or more"), Where("--against"),
                    found=f"{name}={written}", next_step=Text("改写这个数", "write the number anew"))
        )  # fmt: skip
    return number


def show(found: Found, asked: Request, voice: Voice) -> None:
    """The table with what is hidden marked; the sentence only for the office, because it holds the numbers."""
    sheet = found.sheet
    rows = ([MARK if entry is None else entry for entry in row] for row in sheet.rows)
    voice.table(sheet.headings, rows, title=sheet.title)
    for line in (*(() if asked.outward else found.said), *sheet.notes):
        voice.line(line)
    made_up = asked.base.manifest.made_up
    if made_up:
        voice.line(MADE_UP)
    whole = {} if asked.outward else {"value": found.value, "said": found.said}
    voice.give({"sheet": sheet, "outward": asked.outward, "made_up": made_up, **whole})


def write_chart(found: Found, asked: Request, path: Path, voice: Voice) -> None:
    """The chart as a spec or a picture. UsageError `no-chart` where the statistic has none, `chart-tells` where it
    would show what a table for the outside hides."""
    if found.chart is None:
        raise UsageError(
            Problem("no-chart", Text("这项统计没有图", "this statistic has no chart"), Where("--chart"),
                    next_step=Text("去掉 --chart", "leave --chart out"))
        )  # fmt: skip
    if asked.outward and found.sheet.hidden:
        raise UsageError(
            Problem(
                "chart-tells", Text("图上会看出表中遮盖的数", "the chart would show what the table hides"),
                Where("--chart"), next_step=Text("对外只用表，或内部用图", "send the table, keep the chart"),
            )
        )  # fmt: skip
    spec = found.chart(voice.lang)
    with staged_file(path) as stage:
        if path.suffix.lower() == ".json":
            stage.write_text(json.dumps(spec, ensure_ascii=False, indent=1), "utf-8")
        else:
            stage.write_bytes(render(spec, form="svg" if path.suffix.lower() == ".svg" else "png"))
    voice.line(Text(f"已写出 {path}", f"written: {path}"))
