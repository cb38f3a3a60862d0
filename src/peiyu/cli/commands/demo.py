"""peiyu demo: the check-up of the ledger that the package carries, then both territories with their briefs."""

from __future__ import annotations

import datetime as dt
from importlib.resources import as_file, files
from pathlib import Path

import click

from peiyu.cli.commands.checkup import MARKED, Wish, do_checkup, say
from peiyu.cli.demo.place import FIRST_PORT, MONTH, MONTH_OF, serve, settle
from peiyu.cli.demo.territories import KINDS, Shown, show_territory
from peiyu.cli.folders import mark
from peiyu.cli.options import FOLDER, spoken
from peiyu.cli.say import Voice, plain
from peiyu.paper.wording import MADE_UP
from peiyu.problems import Text

AS_OF = dt.date(2026, 6, 30)
CONTENTS = {
    ".xlsx": Text("汇总、差一项、到期、风险、一企一行、问题清单、说明", "summary, three lists, all firms, problems"),
    ".html": Text("企业页目录，可按名称和代码查找", "finds the page of every enterprise"),
    "": Text("每家企业一页，可打印", "a printable page for each enterprise"),
}
"""What the files of a check-up hold, by their endings."""
MARKED_LEDGER = Text("原台账，问题写在单元格批注里", "the ledger with its problems as comments")


def about(name: str) -> Text:
    """One file of the check-up and what it holds."""
    marked = any(Path(name).stem.endswith(word) for word in MARKED.values())
    what = MARKED_LEDGER if marked else CONTENTS[Path(name).suffix]
    return Text(f"  {name}　{what.zh}", f"  {name}: {what.en}")


@click.command()
@click.option(
    "-o", "--out", type=FOLDER, default=Path("peiyu-demo"), show_default=True, help="输出文件夹。The folder to write."
)
@click.option("--docx", is_flag=True, help="清单上的企业另出 Word 页。Also a Word page for firms on a list.")
@click.option("--overwrite", is_flag=True, help="原文件夹改名保留后写出。Keeps the old folder under another name.")
@click.option("--serve", "served", is_flag=True, help="随后在浏览器中打开两个地区。Then serves both territories.")
@click.option(
    "--month/--no-month",
    "monthly",
    default=True,
    show_default=True,
    help="网站中走完一个月：收表、上报、简报。A month's work done in the site of the first.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。The address to listen on.")
@click.option("--port", type=int, default=FIRST_PORT, show_default=True, help="第一个地区的端口。The first port.")
@spoken
def demo(
    *, voice: Voice, out: Path, docx: bool, overwrite: bool, served: bool, monthly: bool, host: str, port: int
) -> None:
    """演示：对自带的虚构台账做一次体检；再虚构两个地区，统计目标，写出简报和通报；可在浏览器中使用。

    The check-up of an ugly made-up ledger; then two made-up territories, their targets and their briefs; and both of
    them in a browser.
    """
    carried = files("peiyu.cli.demo")
    with as_file(carried.joinpath("ledger.xlsx")) as ledger, as_file(carried.joinpath("mapping.yaml")) as mapping:
        wish = Wish(
            files=(ledger,), mapping=str(mapping), as_of=AS_OF, out=out, lang=voice.lang, docx=docx,
            overwrite=overwrite, made_up=True,
        )  # fmt: skip
        done = do_checkup(wish, voice)
    shown = tuple(show_territory(kind, out / kind, voice) for kind in KINDS)
    mark(out)
    voice.line(MADE_UP)
    say(done, voice)
    for name in done.files:
        voice.line(about(name))
    for one in shown:
        tell_of(one, voice)
    voice.give({**plain(done), "territories": shown})
    if served:
        for one in shown:
            month = out / MONTH if monthly and one.kind == MONTH_OF else None
            with voice.progress(Text("准备网站……", "preparing the site ...")):
                settle(one, month, lang=voice.lang)
            if month is not None:
                tell_of_month(month, voice)
        serve(shown, voice, host=host, port=port)


def tell_of_month(folder: Path, voice: Voice) -> None:
    """What a month leaves on the desk, in the order of the month."""
    voice.line(
        Text(
            "一个月的文件，先看 00 号：",
            "the files of a month; begin with number 00 (what goes between offices is in Chinese, as they send it):",
        )
    )
    for path in sorted(folder.iterdir()):
        voice.line(f"  {path}")


def tell_of(one: Shown, voice: Voice) -> None:
    """Where a territory's data, targets and briefs are."""
    name = Text(
        f"{one.kind}（截至 {one.as_of}）：数据、目标、简报和通报",
        f"{one.kind} (as of {one.as_of}): data, targets, briefs",
    )
    voice.line(name)
    for path in (one.facts, one.targets, *one.briefs):
        voice.line(f"  {path}")
