"""Both territories of the demonstration: made up, counted, forecast, and written about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from peiyu.cli.commands.brief import Wish, material_of
from peiyu.cli.commands.targets import titled
from peiyu.cli.folders import staged_folder
from peiyu.cli.say import Painted, Voice
from peiyu.cli.standing import STYLES, workbook_line
from peiyu.insight.figures import TargetStatus
from peiyu.insight.targets.amounts import percent, said
from peiyu.insight.targets.pace import goal_said
from peiyu.insight.values import Value
from peiyu.madeup import Zone
from peiyu.madeup import write as make_up
from peiyu.paper.brief.values import Kind
from peiyu.paper.brief.write import write
from peiyu.paper.workbook.targets import write_targets
from peiyu.problems import Text
from peiyu.writing.brief.compose import compose
from peiyu.writing.brief.material import Form, Material, Order

KINDS = ("tianjin-hitech-2012", "baotou-2015")
COMPANIES = 2000
FACTS, TARGETS = {"zh": "数据", "en": "facts"}, {"zh": "目标.xlsx", "en": "targets.xlsx"}
ISSUES = {
    (Kind.BRIEF, Form.SHORT): {"zh": "简报.docx", "en": "brief.docx"},
    (Kind.BRIEF, Form.FULL): {"zh": "简报（全版）.docx", "en": "brief-full.docx"},
    (Kind.NOTICE, Form.SHORT): {"zh": "通报.docx", "en": "notice.docx"},
}
HEADINGS = (
    Text("目标", "target"), Text("目标值", "goal"), Text("累计完成", "total"), Text("完成率", "share"),
    Text("进度", "pace"), Text("预计", "outlook"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One territory as it was written: its folder, the day, and the files in it."""

    kind: str
    folder: str
    as_of: dt.date
    facts: str
    targets: str
    briefs: tuple[str, ...]


def show_territory(kind: str, folder: Path, voice: Voice) -> Shown:
    """Makes a territory up in `folder`, prints how its targets stand, writes them and the briefs."""
    zone, lang = Zone(kind=kind, companies=COMPANIES), voice.lang
    with staged_folder(folder) as stage:
        with voice.progress(Text("虚构数据……", "making up ...")) as bar:
            make_up(
                zone, stage / FACTS[lang], progress=lambda done: bar.update(bar.task_ids[0], total=1.0, completed=done)
            )
        order = Order(issue=zone.day.month, lang="en" if lang == "en" else "zh")
        wish = Wish(
            word=kind,
            facts=stage / FACTS[lang],
            day=zone.day,
            out=stage / ISSUES[Kind.BRIEF, Form.SHORT][lang],
            order=order,
        )
        facts = material_of(wish, voice)
        voice.table(HEADINGS, rows_of(facts), title=Text(
            f"{titled(facts.measured).zh}（截至 {zone.day}，虚构数据）",
            f"{titled(facts.measured).en} (as of {zone.day}, made-up data)",
        ))  # fmt: skip
        write_table(facts, stage / TARGETS[lang], lang)
        briefs = tuple(write_issues(facts, stage, lang))
    return Shown(
        kind=kind, folder=str(folder), as_of=zone.day, facts=str(folder / FACTS[lang]),
        targets=str(folder / TARGETS[lang]), briefs=tuple(str(folder / name) for name in briefs),
    )  # fmt: skip


def rows_of(facts: Material) -> Iterator[tuple[Any, ...]]:
    for one in facts.targets:
        yield (
            one.target.name, goal_said(one.goal), said(one.actual, one.goal.unit), percent(one.rate),
            Painted(one.pace.name, STYLES[one.pace.colour]), expected(one),
        )  # fmt: skip


def expected(one: TargetStatus) -> Text:
    """The outlook in short: 1015家—1229家, or that it cannot be told."""
    found = one.outlook
    if found is None or found.low is None or found.high is None:
        return Text("说不准", "cannot tell")
    return said(Value(found.low, found.high), one.goal.unit)


def write_table(facts: Material, path: Path, lang: str) -> None:
    measured = facts.measured
    lines = [workbook_line(one) for one in measured.targets.values()]
    write_targets(lines, path, title=titled(measured), as_of=measured.day, made_up=measured.made_up, lang=lang)


def write_issues(facts: Material, folder: Path, lang: str) -> Iterator[str]:
    for (kind, form), names in ISSUES.items():
        issue = compose(replace(facts, order=replace(facts.order, kind=kind, form=form)))
        write(issue, folder / names[lang])
        yield names[lang]
