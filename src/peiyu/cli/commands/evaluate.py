"""peiyu evaluate: verdicts of a whole fact base, criterion by criterion."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from peiyu.cli.binding import asked_for, dates_in, open_base
from peiyu.cli.commands.packs import FOLDERS
from peiyu.cli.folders import refuse_foreign_file
from peiyu.cli.options import FACTS, FILE, dated, spoken
from peiyu.cli.say import Voice
from peiyu.policy.engine.choice import ENGINES
from peiyu.policy.engine.output import MANIFEST_SUFFIX
from peiyu.problems import Text


@click.command()
@click.argument("words", metavar="PACK|LADDER...", nargs=-1, required=True)
@click.option("--facts", "folder", type=FACTS, required=True, help="数据库文件夹。The fact base.")
@click.option("-o", "--out", type=FILE, required=True, help="输出的 .parquet。The file to write.")
@click.option(
    "--engine", type=click.Choice(tuple(ENGINES)), default="embedded", show_default=True,
    help="用哪个引擎：reference 慢而精确，spark 需要 Java。Which engine.",
)  # fmt: skip
@dated
@FOLDERS
@spoken
def evaluate(
    *, voice: Voice, words: tuple[str, ...], folder: Path, out: Path, engine: str, folders: tuple[Path, ...],
    **options: Any,
) -> None:  # fmt: skip
    """对整个数据库逐条件预判，一家企业一行，旁附说明文件。

    Verdicts on every criterion, one row an enterprise, with a manifest beside it.
    """
    asked = asked_for(words, folders, dates_in(options))
    binding = asked.bound()
    refuse_foreign_file(out, ours=out.with_name(out.name + MANIFEST_SUFFIX).is_file())
    base = open_base(folder, binding, voice)
    with voice.progress(Text("预判……", "evaluating ...")):
        result = ENGINES[engine](binding, base, out, None)
    headings = (
        Text("层级", "tier"), Text("符合", "met"), Text("不符合", "not met"), Text("待补", "unknown"),
        Text("文本有效", "in force"),
    )  # fmt: skip
    rows = []
    for key, bound in binding.tiers.items():
        counts = result.counts[key]
        force = Text("是" if bound.in_force else "否", "yes" if bound.in_force else "no")
        rows.append(
            (f"{key} {bound.tier.name.in_(voice.lang)}", *(counts[o] for o in ("met", "not met", "unknown")), force)
        )
    voice.table(headings, rows)
    voice.line(
        Text(
            f"企业 {result.enterprises} 家；{result.path}；{result.manifest}",
            f"{result.enterprises} enterprises; {result.path}; {result.manifest}",
        )
    )
    voice.line(Text("预判，不作为认定依据", "A forecast; not a basis for recognition"))
    voice.give(
        {
            "file": str(result.path),
            "manifest": str(result.manifest),
            "enterprises": result.enterprises,
            "counts": result.counts,
        }
    )
