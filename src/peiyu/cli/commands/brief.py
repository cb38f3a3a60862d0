"""peiyu brief: write a month's brief, check one that people have edited."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import click

from peiyu.cli.binding import asked_to_count, open_base
from peiyu.cli.commands.packs import FOLDERS
from peiyu.cli.commands.targets import refuse_suffix
from peiyu.cli.folders import refuse_foreign_file
from peiyu.cli.options import DAY, FACTS, FILE, FOLDER, INPUT, KNOWN_AT, Place, pairs, spoken, strict
from peiyu.cli.say import Voice
from peiyu.insight.measure import bound
from peiyu.paper.brief.archive import archive as keep
from peiyu.paper.brief.archive import last_issue
from peiyu.paper.brief.snapshot import Snapshot, beside, read_snapshot
from peiyu.paper.brief.values import Kind
from peiyu.paper.brief.verification import GROUPS, Verification, summary
from peiyu.paper.brief.verify import verify
from peiyu.paper.brief.write import Written, write
from peiyu.paper.wording import MADE_UP
from peiyu.policy.compile.binding import Selection
from peiyu.problems import Problem, Text
from peiyu.writing.brief.compose import COMPOSED, compose
from peiyu.writing.brief.gather import Question, gather
from peiyu.writing.brief.material import Form, Material, Order
from peiyu.writing.brief.quoting import unquoted

KEPT = Place(path_type=Path, exists=True, file_okay=False)
HEADINGS = (
    Text("核对结果", "result"), Text("位置", "place"), Text("所见", "found"), Text("应为", "expected"),
    Text("说明", "why"), Text("指标", "figure"),
)  # fmt: skip


class WithDefault(click.Group):
    """A group whose command `write` is meant when none is named: `peiyu brief PACK` and `peiyu brief verify FILE`."""

    DEFAULT = "write"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = args and (args[0] in self.commands or args[0] in ctx.help_option_names)
        if args and not named and self.DEFAULT in self.commands:
            args = [self.DEFAULT, *args]
        return super().parse_args(ctx, args)


@click.group(cls=WithDefault)
def brief() -> None:
    """简报：写出当月简报；核对改过的简报。

    Briefs: write the month's brief; check one that was edited.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the command line asked for."""

    word: str
    facts: Path
    day: dt.date
    out: Path
    order: Order
    known_at: dt.date | None = None
    define: tuple[str, ...] = ()
    forecast: bool = True
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The issue as written, and what it was made of."""

    written: Written
    facts: Material
    problems: tuple[Problem, ...]


@brief.command("write")
@click.argument("word", metavar="PACK")
@click.option("--facts", "folder", type=FACTS, required=True, help="数据库文件夹。The fact base.")
@click.option("--as-of", "day", type=DAY, required=True, help="数据截止日。The day of the figures.")
@click.option("--known-at", type=DAY, help=KNOWN_AT)
@click.option("--define", multiple=True, metavar="D=OPTION", help="选用口径。Chooses a definition's option.")
@click.option("-o", "--out", type=FILE, required=True, help="写成 .docx，快照写在旁边。The .docx; its snapshot beside.")
@click.option("--kind", type=click.Choice([one.value for one in COMPOSED]), default=Kind.BRIEF.value, show_default=True,
              help="文种：简报、通报、工作进展一览、月度表、讲话口径数。What is written.")  # fmt: skip
@click.option("--form", type=click.Choice([one.value for one in Form]), default=Form.SHORT.value, show_default=True,
              help="简版二至四页，全版含图、走势和全部口径。Two to four pages, or everything with charts.")  # fmt: skip
@click.option("--issue", type=click.IntRange(min=1), help="第几期。The issue of the year.")
@click.option("--total", type=click.IntRange(min=1), help="总第几期。The issue in all.")
@click.option("--name", default="", help="报头名称。The name in red at the head.")
@click.option("--title", default="", help="标题。The title.")
@click.option("--number", default="", help="编号，印在页脚。The visible id at the foot.")
@click.option("--document-number", default="", help="通报的文号。The document number of a notice.")
@click.option("--issuer", default="", help="编发单位。Who issues it.")
@click.option("--date", type=DAY, help="成文日期，默认同数据截止日。The day of issue.")
@click.option("--copies", type=click.IntRange(min=1), help="印数。How many are printed.")
@click.option("--forecast/--no-forecast", default=True, show_default=True, help="写不写预计。With what to expect.")
@click.option(
    "--numbers-previous", "previous", type=INPUT, help="上期快照或文件，列出矛盾。The last issue, to compare."
)
@click.option("--archive", type=FOLDER, help="归档文件夹。The archive to put the issue into.")
@FOLDERS
@spoken
def write_(  # noqa: PLR0913 -- an option each
    *, voice: Voice, word: str, folder: Path, day: dt.date, known_at: dt.date | None, define: tuple[str, ...],
    out: Path, kind: str, form: str, issue: int | None, total: int | None, name: str, title: str, number: str,
    document_number: str, issuer: str, date: dt.date | None, copies: int | None, forecast: bool,
    previous: Path | None, archive: Path | None, folders: tuple[Path, ...],
) -> None:  # fmt: skip
    """写出当月简报或通报：每个数字都锁定，快照写在旁边。

    Write the month's brief or notice; every number is locked and its snapshot lies beside the file.
    """
    order = Order(
        kind=Kind(kind), form=Form(form), issue=issue or 0, total=total or 0, name=name, title=title, number=number,
        document_number=document_number, issuer=issuer, date=date, copies=copies,
        lang="en" if voice.lang == "en" else "zh",
    )  # fmt: skip
    last = read_snapshot(_numbers_of(previous)) if previous else None
    wish = Wish(word=word, facts=folder, day=day, known_at=known_at, define=define, out=out, order=order,
                forecast=forecast, folders=folders)  # fmt: skip
    done = do_brief(wish, voice)
    voice.problems(done.problems)
    snapshot = done.written.snapshot
    voice.line(Text(f"已写出 {out}，快照 {done.written.numbers.name}", f"written: {out}; {done.written.numbers.name}"))
    voice.line(Text(f"编号 {snapshot.number}，锁定数字 {len(snapshot.figures)} 个",
                    f"no. {snapshot.number}, {len(snapshot.figures)} locked numbers"))  # fmt: skip
    kept = None if archive is None else keep(archive, done.written)
    if kept is not None:
        voice.line(Text(f"已归档 {kept}", f"archived: {kept}"))
    checked = None if last is None else verify(out, snapshot, last)
    if checked is not None:
        show_against(checked, voice)
    if done.facts.measured.made_up:
        voice.line(MADE_UP)
    voice.give({
        "file": str(out), "numbers": str(done.written.numbers), "number": snapshot.number, "kind": snapshot.kind,
        "as_of": snapshot.as_of, "made_up": snapshot.made_up, "sha256": snapshot.sha256,
        "figures": len(snapshot.figures), "archived": None if kept is None else str(kept),
        "contradicts": [] if checked is None else list(checked.contradicts), "problems": list(done.problems),
    })  # fmt: skip


def do_brief(wish: Wish, voice: Voice) -> Done:
    """Measures, composes and writes; nothing is left of an issue that fails."""
    refuse_suffix(wish.out, (".docx",))
    for place in (wish.out, beside(wish.out)):
        refuse_foreign_file(place)
    facts = material_of(wish, voice)
    written = write(compose(facts), wish.out)
    return Done(written=written, facts=facts, problems=(*facts.measured.problems, *unquoted(written.problems, facts)))


def material_of(wish: Wish, voice: Voice) -> Material:
    """Everything that an issue tells of, measured and, if asked for, forecast."""
    known = wish.known_at or wish.day
    asked = asked_to_count(wish.word, wish.folders, Selection(as_of=wish.day, known_at=known, rules_at=wish.day))
    define = pairs(wish.define, "--define")
    programme = bound(asked.words[0], asked.packs, day=wish.day, define=define, known_at=wish.known_at)
    base = open_base(wish.facts, programme.binding, voice)
    question = Question(pack=asked.words[0], packs=asked.packs, base=base, day=wish.day, known_at=wish.known_at,
                        define=define)  # fmt: skip
    with voice.progress(Text("统计……", "measuring ...")) as bar:
        return gather(
            question, wish.order, forecast_=wish.forecast,
            progress=lambda share: bar.update(bar.task_ids[0], total=1.0, completed=share),
        )  # fmt: skip


def show_against(checked: Verification, voice: Voice) -> None:
    """What contradicts the last issue."""
    if not checked.contradicts:
        voice.line(Text("与上期没有矛盾", "nothing contradicts the last issue"))
        return
    rows = [(GROUPS["contradicts"], one.place, one.found, one.expected, one.why, one.id) for one in checked.contradicts]
    voice.table(HEADINGS, rows)


@brief.command("verify")
@click.argument("file", metavar="FILE.docx", type=INPUT)
@click.option("--numbers", type=INPUT, help="本期快照，默认为文件旁的 .numbers.json。This issue's snapshot.")
@click.option("--previous", type=INPUT, help="上期快照或文件。The last issue's snapshot or document.")
@click.option("--archive", type=KEPT, help="归档文件夹，从中取上期。The archive that holds the last issue.")
@click.option("--current", type=INPUT, help="今日重算的快照。A snapshot computed today, to find what has moved since.")
@strict
@spoken
def verify_(
    *, voice: Voice, file: Path, numbers: Path | None, previous: Path | None, archive: Path | None,
    current: Path | None, strict: bool,
) -> int | None:  # fmt: skip
    """核对改过的简报：逐个数字与快照比对，列出不一致、与上期矛盾和无法核对的。

    Check an edited brief number by number: what differs, contradicts the last issue, or cannot be placed.
    """
    snapshot = read_snapshot(numbers or beside(file))
    last = read_snapshot(_numbers_of(previous)) if previous else None
    if last is None and archive is not None:
        last = last_issue(archive, snapshot)
    today = _values(read_snapshot(_numbers_of(current))) if current else None
    checked = verify(file, snapshot, last, today)
    show(checked, voice)
    return 1 if strict and not checked.sound else None


def _numbers_of(path: Path) -> Path:
    """A snapshot as named, or the one beside a document."""
    return beside(path) if path.suffix.lower() == ".docx" else path


def _values(snapshot: Snapshot) -> dict[str, Fraction]:
    held = (one.number for one in snapshot.figures.values())
    return {number.id: Fraction(number.value) for number in held if number.value is not None}


def show(checked: Verification, voice: Voice) -> None:
    """The outcome in one line, then what has to be looked at."""
    voice.line(summary(checked), style="bold")
    rows = [(GROUPS[group], one.place, one.found, one.expected, one.why, one.id) for group, one in checked.findings()]
    if rows:
        voice.table(HEADINGS, rows)
    voice.give({"sound": checked.sound, "verification": checked})
