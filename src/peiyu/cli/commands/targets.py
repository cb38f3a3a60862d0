"""peiyu targets: how the promises of a territory's document stand, each figure open to its records."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import click

from peiyu.cli.binding import asked_to_count, open_base
from peiyu.cli.commands.packs import FOLDERS
from peiyu.cli.folders import refuse_foreign_file, staged_file
from peiyu.cli.options import DAY, FACTS, FILE, KNOWN_AT, pairs, spoken
from peiyu.cli.say import Voice
from peiyu.cli.standing import (
    headings,
    lines_under,
    measured_json,
    record_json,
    record_line,
    table_row,
    workbook_line,
)
from peiyu.insight.figures import Measured, Record
from peiyu.insight.forecast import forecast as outlook
from peiyu.insight.forecast import with_outlooks
from peiyu.insight.measure import bound, measure, open_figure
from peiyu.insight.targets.amounts import said
from peiyu.paper.wording import MADE_UP
from peiyu.paper.workbook.targets import RECORDS, write_records, write_targets
from peiyu.policy.compile.binding import Selection
from peiyu.problems import Problem, Text, UsageError, Where

SHOWN = 50
"""Records shown on a terminal; a file and JSON hold all of them."""


@click.command()
@click.argument("word", metavar="PACK")
@click.option("--facts", "folder", type=FACTS, required=True, help="数据库文件夹。The fact base.")
@click.option("--as-of", "day", type=DAY, required=True, help="数据截止日。The day of the figures.")
@click.option("--known-at", type=DAY, help=KNOWN_AT)
@click.option("--define", multiple=True, metavar="D=OPTION", help="选用口径。Chooses a definition's option.")
@click.option("--by", metavar="GROUP", help="按分组展开各指标。Breaks every indicator down.")
@click.option("--open", "key", metavar="KEY", help="列出一个数背后的记录。Lists the records behind a figure.")
@click.option("--forecast", is_flag=True, help="预计到期完成多少。What to expect at the deadline.")
@click.option("-o", "--out", type=FILE, help="写成 .xlsx（明细也可 .csv）。Writes .xlsx (records also .csv).")
@FOLDERS
@spoken
def targets(  # noqa: PLR0913 -- an option each
    *, voice: Voice, word: str, folder: Path, day: dt.date, known_at: dt.date | None, define: tuple[str, ...],
    by: str | None, key: str | None, forecast: bool, out: Path | None, folders: tuple[Path, ...],
) -> None:  # fmt: skip
    """目标进展：计划、确定数与可能数、当月、完成率、序时、同比、进度，每个数都能打开到记录。

    Targets of a territory's pack: plan, actual, month, share, pace; every figure opens to its records.
    """
    suffixes = (".xlsx", ".csv") if key else (".xlsx",)
    if out is not None:
        refuse_suffix(out, suffixes)
        refuse_foreign_file(out)
    asked = asked_to_count(word, folders, Selection(as_of=day, known_at=known_at or day, rules_at=day))
    chosen = pairs(define, "--define")
    programme = bound(asked.words[0], asked.packs, day=day, define=chosen, known_at=known_at)
    base = open_base(folder, programme.binding, voice)
    with voice.progress(Text("统计……", "measuring ...")) as bar:
        task = bar.task_ids[0]
        measured = measure(
            asked.words[0], asked.packs, base, day=day, known_at=known_at, define=chosen, by=by,
            keys=None if key is None else (key.removeprefix("target:"),),
            progress=lambda share: bar.update(task, total=1.0, completed=share),
        )  # fmt: skip
    voice.problems(measured.problems)
    if key is not None:
        show_records(measured, key, out, voice)
        return
    if forecast:
        measured = forecasted(measured, voice)
    show(measured, voice)
    if out is not None:
        lines = [workbook_line(one) for one in measured.targets.values()]
        with staged_file(out) as stage:
            write_targets(lines, stage, title=titled(measured), as_of=day, made_up=measured.made_up, lang=voice.lang)
        voice.line(Text(f"已写出 {out}", f"written: {out}"))


def forecasted(measured: Measured, voice: Voice) -> Measured:
    """The same, each target with its outlook."""
    with voice.progress(Text("预测……", "forecasting ...")) as bar:
        task = bar.task_ids[0]
        found = outlook(
            measured, measured.base, day=measured.day,
            progress=lambda share: bar.update(task, total=1.0, completed=share),
        )  # fmt: skip
    return with_outlooks(measured, found)


def refuse_suffix(out: Path, suffixes: Iterable[str]) -> None:
    """UsageError `output-kind` for a file that is not written here."""
    if out.suffix.lower() not in suffixes:
        kinds = "、".join(suffixes)
        raise UsageError(
            Problem(
                "output-kind", Text("不写这种文件", "this kind of file is not written"), Where(str(out)),
                found=out.suffix, accepted=Text(kinds, ", ".join(suffixes)),
                next_step=Text("改文件扩展名", "change the suffix"),
            )
        )  # fmt: skip


def titled(measured: Measured) -> Text:
    name = measured.name
    return Text(f"{name.zh}：目标进展", f"{name.in_('en')}: targets")


def show(measured: Measured, voice: Voice) -> None:
    """The table of targets, the rule and definition of each, the trends, the breakdowns asked for."""
    day = measured.day
    head = Text(f"{titled(measured).zh}（截至 {day}）", f"{titled(measured).en} (as of {day})")
    rows = (table_row(one) for one in measured.targets.values())
    voice.table(headings(measured), rows, title=head)
    for one in measured.targets.values():
        for line in lines_under(one):
            voice.line(line)
    for trend in measured.trends.values():
        name = trend.trend.name
        voice.line(Text(f"· {name.zh}：{trend.said.zh}", f"· {name.in_('en')}: {trend.said.en}"))
    show_breakdowns(measured, voice)
    if measured.made_up:
        voice.line(MADE_UP)
    voice.give(measured_json(measured))


def show_breakdowns(measured: Measured, voice: Voice) -> None:
    rows = [
        (measured.figures[id_].name, group.name, said(group.figure.value, group.figure.unit))
        for id_, breakdown in measured.breakdowns.items()
        for group in breakdown.groups
    ]
    if rows:
        voice.table((Text("指标", "indicator"), Text("分组", "group"), Text("数", "figure")), rows)


def show_records(measured: Measured, key: str, out: Path | None, voice: Voice) -> None:
    """The records behind a figure: on the terminal the first of them, in a file and in JSON all."""
    records = list(open_figure(measured, key))
    code = key.removeprefix("target:")
    figure = measured.figures.get(key) or measured.targets[code].figure
    value, name = said(figure.value, figure.unit), figure.name
    certain = sum(one.certain for one in records)
    voice.line(
        Text(
            f"{name.zh}：{value.zh}；口径：{figure.definition.zh}",
            f"{name.in_('en')}: {value.en}; {figure.definition.en}",
        )
    )
    lines = [record_line(one) for one in records]
    if out is None:
        rows = [
            (one.name, one.code, one.what, one.title, one.on or "", one.amount, one.counted, one.why) for one in lines
        ]
        voice.table(tuple(column.heading for column in RECORDS), rows[:SHOWN])
        if len(rows) > SHOWN:
            more = len(rows) - SHOWN
            voice.line(Text(f"……另有 {more} 条，用 -o 写成文件", f"... and {more} more; write them to a file with -o"))
    else:
        with staged_file(out) as stage:
            write_lines(measured, records, key, stage)
        voice.line(Text(f"已写出 {out}", f"written: {out}"))
    doubtful = len(records) - certain
    counts = Text(
        f"共 {len(records)} 条：确定 {certain}，待核实 {doubtful}；另有 {figure.withheld} 条计数而不列出",
        f"{len(records)} records: {certain} definite, {doubtful} not decided; {figure.withheld} counted and not listed",
    )
    voice.line(counts)
    if measured.made_up:
        voice.line(MADE_UP)
    voice.give({
        "key": key, "figure": figure, "records": [record_json(one) for one in records], "made_up": measured.made_up,
    })  # fmt: skip


def write_lines(measured: Measured, records: list[Record], key: str, path: Path) -> None:
    """The records as .xlsx, or as .csv that a spreadsheet reads as Chinese."""
    lines = [record_line(one) for one in records]
    if path.suffix.lower() == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow([column.heading.zh for column in RECORDS])
            for line in lines:
                values = (column.value(line) for column in RECORDS)
                rows.writerow([as_text(one.zh if isinstance(one, Text) else str(one or "")) for one in values])
        return
    title = Text(f"{titled(measured).zh}（{key}）", f"{titled(measured).en} ({key})")
    write_records(lines, path, title=title, as_of=measured.day, made_up=measured.made_up)


def as_text(cell: str) -> str:
    """A cell that a spreadsheet must not take for a formula."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@") else cell
