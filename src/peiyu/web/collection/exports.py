"""What of a round is taken away: its notice as a document, the units as seen, their workbooks; each is logged."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from peiyu.paper.circular import AskedField, Circular, write_circular
from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.collection.access import RULES
from peiyu.web.collection.models import Round, RoundUnit
from peiyu.web.collection.queries.arrivals import brings_for, packed
from peiyu.web.collection.queries.burden import Account, columns, lines
from peiyu.web.collection.queries.notice import fields_of, notice_of
from peiyu.web.collection.queries.units import maker_of, parks_of
from peiyu.web.files import sheets
from peiyu.web.files.store import path_of
from peiyu.web.look.cells import words
from peiyu.web.look.lists import Shown
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
MOST_TITLE = 20
"""Characters of a title on one line of the sheet."""
NO_FILE = Text("还没有报送表", "there is no workbook yet")


def workbook_name(unit: RoundUnit) -> str:
    """The name under which a unit's workbook is given out: round, unit, title."""
    held = unit.round
    return fit(f"{held.number} {unit.name} {held.title}") + ".xlsx"


def fit(name: str) -> str:
    """A name that every file system takes."""
    return UNFIT.sub("_", name)[:120].strip()


def fresh(prefix: str, suffix: str) -> Path:
    """A new empty file among what is written for people."""
    folder: Path = settings.PEIYU.path("exports")
    folder.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix=prefix, suffix=suffix, delete=False) as file:
        return Path(file.name)


def take_notice(actor: Actor, held: Round, *, lang: str) -> tuple[Path, str]:
    """The notice as a document, and the name of its file. Refusal `not-allowed`."""
    require(RULES, actor, "rounds.make", maker_of(held))
    said, path = notice_of(held), fresh("notice-", ".docx")
    opened = held.opened_at
    write_circular(
        Circular(
            title=_broken(said.title.in_(lang)), addressed=said.addressed.in_(lang), opening=said.opening.in_(lang),
            sections=tuple(
                (heading, tuple(one.in_(lang) for one in section.said))
                for heading, section in zip(said.headings(lang), said.sections, strict=True)
            ),
            fields=tuple(
                AskedField(sheet=sheet.in_(lang), name=name.in_(lang), unit=unit.in_(lang), required=required)
                for sheet, name, unit, required in fields_of(held)
            ),
            issuer=actor.organisation_name or settings.PEIYU.name, number=held.number,
            date=timezone.localtime(opened).date() if opened and settings.PEIYU.day is None else clock.today(),
            made_up=held.made_up, lang="en" if lang == "en" else "zh",
        ),
        path,
    )  # fmt: skip
    with transaction.atomic():
        record(actor, "round.notice", "round", held.number, said=held.title)
    return path, fit(said.title.in_(lang)) + ".docx"


def _broken(title: str) -> str:
    """A title of two lines is broken before its last words, not within one."""
    head, mark, tail = title.rpartition("》")
    return f"{head}{mark}\n{tail}" if mark and len(title) > MOST_TITLE else title


def take_workbooks(actor: Actor, held: Round, units: QuerySet[RoundUnit], *, park: str = "") -> tuple[IO[bytes], str]:
    """The workbooks of some units as one archive, to be read from the start and gone once it is closed; and the
    archive's name. Each is named after its unit; those of enterprises lie in a folder a park. park: whose they are, for
    the archive's name. Refusal `round-no-workbooks`."""
    rows = list(units.exclude(file="").select_related("round"))
    if not rows:
        raise Refusal(Problem("round-no-workbooks", NO_FILE, next_step=Text("等下发完成", "wait until it is sent out")))
    folders = {} if park else parks_of(held)
    made: IO[bytes] = TemporaryFile()  # noqa: SIM115 -- the answer closes it
    taken: set[str] = set()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:  # workbooks are compressed already
        for one in rows:
            folder = folders.get(one.pk, "")
            name = f"{fit(folder)}/{workbook_name(one)}" if folder else workbook_name(one)
            name = name if name not in taken else f"{name.removesuffix('.xlsx')} {one.pk}.xlsx"
            taken.add(name)
            archive.write(path_of(one.file), name)
    made.seek(0)
    with transaction.atomic():
        record(actor, "round.workbooks", "round", held.number, said=held.title,
               after={"units": len(rows), **({"park": park} if park else {})})  # fmt: skip
    return made, fit(f"{held.number} {held.title} {park}") + ".zip"


def take_comments(actor: Actor, held: Round) -> tuple[IO[bytes], str]:
    """核对意见 of a round as they were packed last, and the archive's name. Refusals `not-allowed`,
    `comments-not-packed`."""
    if not brings_for(actor, held):
        raise Refusal(Problem("not-allowed", Text("当前身份不能下载", "not with your present role")), status=403)
    path = archive_of(held.number)
    if packed(held) is None or not path.exists():
        raise Refusal(
            Problem("comments-not-packed", Text("核对意见还没有打包", "the comments are not packed yet"),
                    next_step=Text("在来件页点“打包全部核对意见”", "pack them on the page of files that came")),
            status=404,
        )  # fmt: skip
    with transaction.atomic():
        record(actor, "round.comments", "round", held.number, said=held.title)
    name = words(Text(f"{held.number} {held.title} 核对意见", f"{held.number} {held.title} comments"))
    return path.open("rb"), f"{fit(name)}.zip"


def archive_of(number: str) -> Path:
    """Where 核对意见 of a round are, once they were packed; new ones take their place."""
    found: Path = settings.PEIYU.path("exports", "collection", f"{number}-comments.zip")
    return found


def take_units(actor: Actor, held: Round, seen: Shown) -> tuple[Path, str]:
    """The units as they are seen, and the name of the file."""
    heads, rows = seen.table()
    name = words(Text(f"{held.title}报送情况", f"{held.title}, units"))
    with transaction.atomic():
        record(actor, "round.units", "round", held.number, said=held.title, after={"filters": seen.said_filters()})
    return _table(name, heads, rows)


def take_burden(actor: Actor, account: Account) -> tuple[Path, str]:
    """The account of a year as a workbook, and its name. Refusal `not-allowed`."""
    require(RULES, actor, "burden.see")
    name = words(Text(f"{account.year}年收表减负台账", f"Burden of {account.year}"))
    with transaction.atomic():
        record(actor, "burden.export", "round", account.year, said=name)
    return _table(name, [words(one) for one in columns()], lines(account))


def _table(name: str, heads: Sequence[str], rows: Any) -> tuple[Path, str]:
    """A list as a workbook, named after the day."""
    day, path = clock.today(), fresh("list-", ".xlsx")
    lead = [name, words(Text(f"截至 {day}", f"as of {day}"))]
    if settings.PEIYU.made_up:
        lead.append(words(Text("虚构数据", "Made-up data")))
    sheets.write(path, lead, heads, rows)
    return path, f"{fit(name)}{day:%Y%m%d}.xlsx"
