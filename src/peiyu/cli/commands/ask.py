"""peiyu explain, path, nearest: why, how, and who is next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from peiyu.cli.binding import Asked, asked_for, dates_in, enterprise_in, open_base
from peiyu.cli.commands.packs import FOLDERS
from peiyu.cli.folders import staged_file
from peiyu.cli.options import FACTS, FILE, dated, spoken
from peiyu.cli.say import Voice
from peiyu.policy.explain import as_html, as_json, text
from peiyu.policy.explain import explain as explained
from peiyu.policy.path import render
from peiyu.policy.path.nearest import Near, climbing
from peiyu.policy.path.nearest import nearest as ranking
from peiyu.policy.path.plan import plan
from peiyu.problems import Text

NEAR = (
    Text("企业", "enterprise"), Text("代码", "code"), Text("要改", "changes"), Text("要问", "questions"),
    Text("最早可达", "earliest"),
)  # fmt: skip
BASE = click.option("--facts", "folder", type=FACTS, required=True, help="数据库文件夹。The fact base.")


def tiers_of(asked: Asked) -> list[str]:
    """The tiers that the words name, in order: a tier itself, or all of a pack or ladder."""
    binding = asked.bound()
    made = [
        bound.via or key
        for key, bound in binding.tiers.items()
        for word in asked.words
        if word in (key, bound.via, bound.pack) or (bound.via or "").partition(".")[0] == word
    ]
    return list(dict.fromkeys(made))


@click.command()
@click.argument("enterprise", metavar="ENTERPRISE")
@click.argument("words", metavar="PACK|LADDER|TIER...", nargs=-1, required=True)
@BASE
@click.option("--html", type=FILE, help="另写成可打印的网页。Also write a printable page.")
@dated
@FOLDERS
@spoken
def explain(
    *, voice: Voice, enterprise: str, words: tuple[str, ...], folder: Path, html: Path | None, folders: tuple[Path,
    ...], **options: Any,
) -> None:  # fmt: skip
    """一家企业为什么是这个预判结果：逐条的值、门槛、条款、缺什么。

    Why an enterprise has its verdict: values, thresholds, clauses, what is missing.
    """
    asked = asked_for(words, folders, dates_in(options))
    binding = asked.bound()
    snapshot = enterprise_in(open_base(folder, binding, voice), enterprise, binding)
    found = [explained(binding, snapshot, tier) for tier in tiers_of(asked)]
    if html is not None:
        with staged_file(html) as stage:
            stage.write_text("\n".join(as_html(one, voice.lang) for one in found), encoding="utf-8")
    for one in found:
        voice.line(text(one, voice.lang))
    voice.give([json.loads(as_json(one)) for one in found])


@click.command()
@click.argument("enterprise", metavar="ENTERPRISE")
@click.argument("words", metavar="PACK|LADDER|TIER...", nargs=-1, required=True)
@BASE
@click.option(
    "--years", type=click.IntRange(1, 20), default=5, show_default=True, help="推算几年。The horizon in years."
)
@dated
@FOLDERS
@spoken
def path(
    *, voice: Voice, enterprise: str, words: tuple[str, ...], folder: Path, years: int, folders: tuple[Path, ...],
    **options: Any,
) -> None:  # fmt: skip
    """一家企业的培育路径：先问什么，再改什么，最早哪天可达。

    The dated way up: what to ask, what to change, the earliest day.
    """
    asked = asked_for(words, folders, dates_in(options))
    binding = asked.bound()
    snapshot = enterprise_in(open_base(folder, binding, voice), enterprise, binding)
    as_of = asked.selection.as_of
    found = [plan(asked.at, snapshot, tier, as_of=as_of, horizon_years=years) for tier in tiers_of(asked)]
    for one in found:
        voice.line(render.text(one, voice.lang))
        voice.line("")
    voice.give([render.plain(one) for one in found])


@click.command()
@click.argument("word", metavar="TIER|LADDER")
@BASE
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="列几家。How many to list.")
@click.option(
    "--refine", type=click.IntRange(0), default=20, show_default=True, help="前几家推算路径。How many get a dated path."
)
@dated
@FOLDERS
@spoken
def nearest(
    *, voice: Voice, word: str, folder: Path, most: int, refine: int, folders: tuple[Path, ...], **options: Any,
) -> None:  # fmt: skip
    """全库中离某层级最近的企业；给出梯度体系，则逐级列出，每家只列在它的下一级。

    The enterprises nearest to a tier, of a whole fact base; of a ladder rung by rung, each at its next rung alone.
    """
    asked = asked_for((word,), folders, dates_in(options))
    base, as_of = open_base(folder, asked.bound(), voice), asked.selection.as_of
    with voice.progress(Text("排序……", "ranking ...")):
        if "." not in asked.words[0]:
            rungs = climbing(base, asked.at, asked.words[0], as_of=as_of, most=most, refined=refine)
        else:
            found = ranking(base, asked.at, word, as_of=as_of, most=most, refined=refine)
    if "." in asked.words[0]:
        voice.table(NEAR, map(near_row, found))
        voice.give(found)
        return
    for rung in rungs:
        voice.table(NEAR, map(near_row, rung.nearest), title=rung.name)
    voice.give(rungs)


def near_row(one: Near) -> tuple[object, ...]:
    """An enterprise of a ranking by the columns of NEAR."""
    return one.name, one.code, one.changes, one.questions, one.path.ready_on or "—" if one.path else ""
