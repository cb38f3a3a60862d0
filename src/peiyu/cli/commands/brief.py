"""peiyu brief: write a month's brief, check one that people have edited."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import click

from peiyu.cli.options import INPUT, Place, spoken, strict
from peiyu.cli.say import Voice
from peiyu.paper.brief.archive import last_issue
from peiyu.paper.brief.snapshot import Snapshot, beside, read_snapshot
from peiyu.paper.brief.verification import GROUPS, Verification, summary
from peiyu.paper.brief.verify import verify
from peiyu.problems import Text

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
