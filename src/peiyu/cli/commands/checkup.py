"""peiyu checkup: the clerk's ledger in; three lists, a page per enterprise and the marked-up ledger out."""

from __future__ import annotations

import datetime as dt
import gc
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from peiyu.cli.commands.facts import refuse_empty, written
from peiyu.cli.commands.packs import FOLDERS, registry_of, with_used
from peiyu.cli.folders import refuse_foreign, staged_folder
from peiyu.cli.options import ACCEPT, DAY, EVENT, EVENTS, FOLDER, INPUT, pairs, spoken, strict
from peiyu.cli.say import Voice
from peiyu.facts.intake import Loaded, load, marked_up, read_acceptances
from peiyu.paper.checkup.crew import Crew, hands_for_files
from peiyu.paper.checkup.desk import Job, Pages
from peiyu.paper.checkup.order import LADDER, Order, rules_for
from peiyu.paper.checkup.report import report_of, shares
from peiyu.paper.checkup.survey import Rules
from peiyu.paper.page.html import PageWriter
from peiyu.paper.values import CheckupReport
from peiyu.paper.workbook import write_workbook
from peiyu.policy.compile.binding import Selection
from peiyu.policy.pack.model import Event
from peiyu.policy.pack.vocabulary import with_own_fields
from peiyu.problems import FactsError, Level, Problem, Text, UsageError, has_errors

WORKBOOK = {"zh": "体检.xlsx", "en": "checkup.xlsx"}
MARKED = {"zh": "-批注", "en": "-marked"}
PAGES = {"zh": "企业页", "en": "pages"}
PAGES_FOR_ALL = 10_000
"""Up to so many enterprises each has a page file of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line asked for."""

    files: tuple[Path, ...]
    mapping: str | None
    as_of: dt.date | None
    out: Path
    accepted: Path | None = None
    lang: str = "zh"
    event: Event = "new"
    define: tuple[str, ...] = ()
    stand_ins: bool = True
    folders: tuple[Path, ...] = ()
    packs: tuple[str, ...] = LADDER
    docx: bool = False
    pages: str = "auto"
    overwrite: bool = False
    strict: bool = False
    made_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a check-up left, for people and as JSON."""

    folder: str
    as_of: dt.date
    made_up: bool
    files: tuple[str, ...]
    enterprises: int
    one_short: int
    expiring: int
    at_risk: int
    problems: int
    disclaimer: str = "预判，不作为认定依据"


def do_checkup(wish: Wish, voice: Voice) -> Done:
    """The whole check-up; FactsError with every problem where the ledger cannot be used, and then nothing is
    written."""
    refuse_foreign(wish.out, overwrite=wish.overwrite)
    with Crew(hands=hands_for_files(path.stat().st_size for path in wish.files)) as crew, hardly_collecting():
        return done_by(crew, wish, voice)


@contextmanager
def hardly_collecting() -> Iterator[None]:
    """A check-up makes millions of values that all stay until it is written: looking for garbage among them again and
    again takes a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def done_by(crew: Crew, wish: Wish, voice: Voice) -> Done:
    """The check-up, by the hands of a crew."""
    packs = with_used(wish.packs, registry_of(wish.folders))
    accept = read_acceptances(wish.accepted) if wish.accepted else ()
    define, words = pairs(wish.define, "--define"), with_own_fields(packs.values())
    with voice.progress(Text("读台账……", "reading the ledger ...")):
        loaded = load(
            wish.files, mapping=wish.mapping, known_from=wish.as_of, accept=accept, lenient=True, vocabulary=words
        )
    as_of = wish.as_of or day_of(loaded)
    refuse(loaded, strict=wish.strict)
    if wish.as_of is None:
        voice.aside(Text(f"数据截止日取自台账：{as_of}", f"as of the day that the ledger states: {as_of}"))
    selection = Selection(
        as_of=as_of, known_at=as_of, rules_at=as_of, event=wish.event, define=define, stand_ins=wish.stand_ins
    )
    with (
        tempfile.TemporaryDirectory(prefix="peiyu-") as place,
        staged_folder(wish.out, overwrite=wish.overwrite) as stage,
    ):
        order = Order(asked=wish.packs, selection=selection, sources=tuple(path.name for path in wish.files))
        enterprises = loaded.frames["enterprise"].height
        job = Job(base=Path(place) / "facts", packs=packs, order=order, pages=pages_of(wish, enterprises), folder=stage)
        base = written(loaded, job.base, replace=False, made_up=wish.made_up)
        rules = rules_for(packs, order)
        with voice.progress(Text("逐家体检……", "looking at each enterprise ...")):
            if job.pages.folder:
                (stage / job.pages.folder).mkdir()
            crew.begin(job, shares(base, rules, order, size=job.pages.together))
            mark_up(wish.files, loaded.problems, stage, lang=wish.lang)
            looked = [one for share in crew.finish() for one in share]
        report = report_of(base, rules, order, looked, loaded.problems)
        with voice.progress(Text("写出文件……", "writing ...")):
            write_all(wish, stage, report, rules)
        files = tuple(sorted(one.name for one in stage.iterdir()))
    return Done(
        folder=str(wish.out), as_of=as_of, made_up=report.made_up, files=files, enterprises=len(report.firms),
        one_short=len(report.one_short), expiring=len(report.expiring), at_risk=len(report.at_risk),
        problems=sum(p.level is not Level.NOTE for p in report.problems),
    )  # fmt: skip


def day_of(loaded: Loaded) -> dt.date:
    """The day that the ledger states; without one, or with several, a UsageError (or FactsError where nothing could
    be read at all)."""
    if len(loaded.stated) == 1:
        return loaded.stated[0]
    if not loaded.sheets:
        raise FactsError(*loaded.problems)
    raise UsageError(
        Problem(
            "no-as-of",
            Text("没有给出数据截止日", "the date of the facts is not given"),
            found="、".join(map(str, loaded.stated)),
            accepted=Text(
                "--as-of 2026-06-30，或台账标题行写明一个日期：截至2026年6月30日",
                "--as-of 2026-06-30, or one date in the ledger's title lines: 截至2026年6月30日",
            ),
            next_step=Text("加上 --as-of", "add --as-of"),
        )
    )


def refuse(loaded: Loaded, *, strict: bool) -> None:
    """FactsError where the ledger cannot be used at all (with --strict: where anything in it is doubtful)."""
    doubtful = any(p.level is not Level.NOTE for p in loaded.problems)
    if has_errors(loaded.problems) or (strict and doubtful):
        raise FactsError(*loaded.problems)
    refuse_empty(loaded)


def pages_of(wish: Wish, enterprises: int) -> Pages:
    """Which pages there are: of a ledger of up to PAGES_FOR_ALL enterprises a file for each; of a larger one volumes,
    with the enterprises on a list or, where wanted, all."""
    if wish.pages == "none":
        return Pages(lang=wish.lang)
    many = enterprises > PAGES_FOR_ALL
    return Pages(
        folder=PAGES[wish.lang], wanted="listed" if many and wish.pages == "auto" else "all", bound=many,
        words=wish.docx, lang=wish.lang,
    )  # fmt: skip


def write_all(wish: Wish, stage: Path, report: CheckupReport, rules: Rules) -> None:
    """The workbook and the index of the pages."""
    write_workbook(report, stage / WORKBOOK[wish.lang], lang=wish.lang)
    index = PageWriter(lang=wish.lang).index(
        title=report.title, as_of=report.as_of, made_up=report.made_up,
        tiers=[bound.tier.name for bound in rules.titled], rows=report.firms,
    )  # fmt: skip
    (stage / "index.html").write_text(index, encoding="utf-8")


def mark_up(files: Sequence[Path], problems: Sequence[Problem], stage: Path, *, lang: str) -> None:
    """The ledgers again, with the problems as comments on their cells; a second file of one name gets a number."""
    for path in files:
        target = stage / f"{path.stem}{MARKED[lang]}.xlsx"
        number = 2
        while target.exists():
            target, number = stage / f"{path.stem}{MARKED[lang]}{number}.xlsx", number + 1
        marked_up(path, problems, target)


@click.command()
@click.argument("ledgers", metavar="LEDGER...", nargs=-1, required=True, type=INPUT)
@click.option("--mapping", metavar="M", help="对应表（自带的名称或 .yaml 路径）。A mapping: a carried name or a path.")
@click.option("--as-of", type=DAY, help="数据截止日，默认取台账写明的。The date of the facts; that of the ledger.")
@click.option("-o", "--out", type=FOLDER, required=True, help="输出文件夹。The folder to write.")
@click.option("--event", type=click.Choice(EVENTS), default="new", show_default=True, help=EVENT)
@click.option("--accept", "accepted", type=INPUT, help=ACCEPT)
@click.option("--pack", "asked", multiple=True, metavar="P", help="政策包或梯度（默认国家梯度）。Packs or ladders.")
@click.option("--define", multiple=True, metavar="D=OPTION", help="选用口径。Chooses a definition's option.")
@click.option("--no-stand-ins", is_flag=True, help="不用代用口径。Uses no stand-in.")
@click.option("--docx", is_flag=True, help="清单上的企业另出 Word 页。Also a Word page for firms on a list.")
@click.option("--pages", type=click.Choice(["auto", "all", "none"]), default="auto", show_default=True,
              help="企业页：自动、全部、不出。Pages: automatic, all, none.")  # fmt: skip
@click.option("--overwrite", is_flag=True, help="原文件夹改名保留后写出。Keeps the old folder under another name.")
@FOLDERS
@strict
@spoken
def checkup(
    *, voice: Voice, ledgers: tuple[Path, ...], mapping: str | None, as_of: dt.date | None, out: Path,
    asked: tuple[str, ...], no_stand_ins: bool, **options: object,
) -> None:  # fmt: skip
    """体检：读台账，出差一项、到期、风险三张清单，每家企业一页，问题标到格。

    Check-up: a ledger in; three lists, a page per enterprise and problems by cell out.
    """
    wish = Wish(
        files=ledgers, mapping=mapping, as_of=as_of, out=out, lang=voice.lang, packs=asked or LADDER,
        stand_ins=not no_stand_ins, **options,  # type: ignore[arg-type]
    )  # fmt: skip
    tell(do_checkup(wish, voice), voice)


def tell(done: Done, voice: Voice) -> None:
    """What was written, and where; as JSON too."""
    say(done, voice)
    voice.give(done)


def say(done: Done, voice: Voice) -> None:
    """What was written, and where, in words."""
    folder = Path(done.folder)
    counts = (done.enterprises, done.one_short, done.expiring, done.at_risk, done.problems)
    zh = "体检完成：企业 {} 家，差一项 {} 条，到期 {} 条，风险 {} 条，台账问题 {} 处"
    en = "done: {} enterprises, {} one short, {} expiring, {} at risk, {} problems in the ledger"
    voice.line(Text(zh.format(*counts), en.format(*counts)))
    for name in done.files:
        voice.line(f"  {folder / name}")
    voice.line(Text("预判，不作为认定依据", "A forecast; not a basis for recognition"))
