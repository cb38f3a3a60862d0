"""peiyu madeup: a made-up zone or city as a fact base."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from peiyu.cli.commands.facts import show_base
from peiyu.cli.options import DAY, FOLDER, spoken
from peiyu.cli.say import Voice
from peiyu.madeup import Zone, write
from peiyu.problems import Text


@click.command()
@click.argument("kind", metavar="KIND")
@click.option("-o", "--out", type=FOLDER, required=True, help="输出的数据库文件夹。The fact base to write.")
@click.option("--companies", type=int, default=2000, show_default=True, help="企业数。How many companies.")
@click.option("--as-of", "as_of", type=DAY, help="数据截止日。The last day on which anything became known.")
@click.option("--seed", type=int, default=1, show_default=True, help="种子；同一种子得同一数据。The seed.")
@click.option(
    "--world", metavar="W", default="plain", show_default=True,
    help="规律：plain、shocked、clustered。The laws of chance; the last two are for testing forecasts.",
)  # fmt: skip
@spoken
def madeup(*, voice: Voice, kind: str, out: Path, companies: int, as_of: dt.date | None, seed: int, world: str) -> None:
    """逐月虚构一个高新区或城市，写成数据库，供演示和测试。

    Make up a zone or city month by month: tianjin-hitech-2012, baotou-2015 or model-zone-2026.
    """
    zone = Zone(kind=kind, companies=companies, as_of=as_of, seed=seed, world=world)
    with voice.progress(Text("虚构数据……", "making up ...")) as bar:
        base = write(zone, out, progress=lambda done: bar.update(bar.task_ids[0], total=1.0, completed=done))
    name = zone.place.name
    voice.line(Text(f"虚构数据：{name.zh}，截至 {zone.day}", f"made-up data: {name.en}, as of {zone.day}"))
    show_base(base, voice)
