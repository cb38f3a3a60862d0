"""peiyu form: the superior's blank form read, confirmed, filled in place, compared, and carried to the next one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from peiyu.cli.binding import asked_to_count, open_base
from peiyu.cli.commands.packs import FOLDERS
from peiyu.cli.commands.targets import refuse_suffix
from peiyu.cli.folders import refuse_foreign_file, staged_file
from peiyu.cli.options import DAY, FACTS, FILE, INPUT, KNOWN_AT, pairs, spoken, strict
from peiyu.cli.say import Painted, Voice
from peiyu.insight.measure import bound
from peiyu.paper.form.carry import Carried, carry
from peiyu.paper.form.compare import Comparison, compare
from peiyu.paper.form.fill import fill
from peiyu.paper.form.grid import CellAddress
from peiyu.paper.form.headers.cells import Listed, listed
from peiyu.paper.form.mapping import FormMapping, Mapped, mapping_of, read_mapping, refuse_other_form, written
from peiyu.paper.form.offer import Meaning
from peiyu.paper.form.opening import open_form
from peiyu.paper.form.propose.propose import form_period, propose
from peiyu.paper.form.totals import totals
from peiyu.paper.wording import MADE_UP
from peiyu.policy.compile.binding import Selection
from peiyu.problems import Problem, Text, UsageError
from peiyu.writing.brief.gather import Question
from peiyu.writing.form.account import account_json, beside, read_entries
from peiyu.writing.form.account import written as account_written
from peiyu.writing.form.entries import AccountLine, entries, other_period
from peiyu.writing.form.gather import programme_of, register_to_offer, registers_for
from peiyu.writing.form.offers import offers

SURE: dict[str, Painted] = {
    "certain": Painted(Text("确定", "certain"), "green"), "likely": Painted(Text("多半", "likely"), "blue"),
    "ask": Painted(Text("待定", "ask"), "yellow"), "left": Painted(Text("填文字", "words"), "bright_black"),
}  # fmt: skip
HEADINGS = (
    Text("单元格", "cell"), Text("标题", "headers"), Text("含义", "meaning"), Text("把握", "sure"), Text("理由", "why"),
)  # fmt: skip


@click.group()
def form() -> None:
    """上级表格：读空表、确认对应、原样填写、回来核对、带到下一张表。

    The superior's form: read the blank, confirm the mapping, fill in place, compare, carry to the next form.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Whose figures, of which day."""

    pack: str
    facts: Path
    day: dt.date
    known_at: dt.date | None
    define: tuple[str, ...]
    folders: tuple[Path, ...]


def question_of(wish: Wish, voice: Voice) -> Question:
    """What is measured. The errors of `bound` and of the base."""
    known = wish.known_at or wish.day
    asked = asked_to_count(wish.pack, wish.folders, Selection(as_of=wish.day, known_at=known, rules_at=wish.day))
    define = pairs(wish.define, "--define")
    programme = bound(asked.words[0], asked.packs, day=wish.day, define=define, known_at=wish.known_at)
    base = open_base(wish.facts, programme.binding, voice)
    return Question(
        pack=asked.words[0], packs=asked.packs, base=base, day=wish.day, known_at=wish.known_at, define=define
    )


# --- read and confirm -------------------------------------------------------------------------------------------


@form.command("read")
@click.argument("blank", metavar="BLANK", type=INPUT)
@click.argument("pack", metavar="PACK")
@click.option("--facts", "folder", type=FACTS, required=True, help="数据库文件夹。The fact base.")
@click.option("--as-of", "day", type=DAY, required=True, help="数据截止日。The day of the figures.")
@click.option("--known-at", type=DAY, help=KNOWN_AT)
@click.option("--define", multiple=True, metavar="D=OPTION", help="选用口径。Chooses a definition's option.")
@click.option("-o", "--out", type=FILE, required=True, help="写出的对应文件 .json。The mapping to write.")
@FOLDERS
@spoken
def read_(  # noqa: PLR0913 -- an option each
    *, voice: Voice, blank: Path, pack: str, folder: Path, day: dt.date, known_at: dt.date | None,
    define: tuple[str, ...], out: Path, folders: tuple[Path, ...],
) -> None:  # fmt: skip
    """读空表（.xlsx、.docx）：逐格说出标题、含义和把握，写成对应文件。

    Read a blank form: of each cell its headers, its meaning and how sure that is; writes the mapping.
    """
    refuse_suffix(out, (".json",))
    refuse_foreign_file(out)
    opened = open_form(blank)
    voice.problems(opened.problems)
    question = question_of(
        Wish(pack=pack, facts=folder, day=day, known_at=known_at, define=define, folders=folders), voice
    )
    with voice.progress(Text("统计……", "measuring ...")) as bar:
        register = register_to_offer(
            question, lambda share: bar.update(bar.task_ids[0], total=1.0, completed=share)
        )  # fmt: skip
    proposals = propose(opened, offers(register, programme_of(question)))
    period = form_period(opened)
    mapping = mapping_of(opened, proposals, pack=question.pack, year=period.year, month=period.month)
    with staged_file(out) as stage:
        stage.write_text(written(mapping), "utf-8")
    show_mapping(mapping.cells, voice)
    show_lists(listed(opened), voice)
    say_count(mapping, voice)
    voice.line(Text(f"已写出 {out}", f"written: {out}"))
    voice.give({"file": str(out), "cells": [cell_json(one) for one in mapping.cells], "lists": list(listed(opened))})


def show_mapping(cells: Iterable[Mapped], voice: Voice) -> None:
    """The cells that wait for a figure; those that want words are left out."""
    rows = [
        (str(one.cell), one.headers.path, meant(one), SURE[one.confidence], one.why)
        for one in cells if one.confidence != "left"
    ]  # fmt: skip
    voice.table(HEADINGS, rows)


def meant(one: Mapped) -> str:
    """What a cell is filled with; of one that is asked about its candidate, with a question mark."""
    if one.meaning is not None:
        return str(one.meaning)
    if one.text:
        return one.text
    return f"{one.candidate}？" if one.candidate is not None and not one.confirmed else "—"


def show_lists(found: Sequence[Listed], voice: Voice) -> None:
    for one in found:
        fields = "、".join(one.fields[:6])
        voice.line(
            Text(
                f"{one.sheet} 第{one.first + 1}—{one.last + 1}行是逐户明细（{fields}），不是数，请用名单导出",
                f"{one.sheet} rows {one.first + 1} to {one.last + 1} list things one by one ({fields}): no figures; "
                "use an exported list",
            )
        )


def say_count(mapping: FormMapping, voice: Voice) -> None:
    filled = sum(one.meaning is not None or bool(one.text) for one in mapping.cells)
    open_ = sum(one.open for one in mapping.cells)
    voice.line(
        Text(
            f"共 {len(mapping.cells)} 格：已有含义 {filled}，待确认 {open_}，其余留空",
            f"{len(mapping.cells)} cells: {filled} with a meaning, {open_} to be confirmed, the others left blank",
        ),
        style="bold",
    )


def cell_json(one: Mapped) -> dict[str, Any]:
    return {
        "cell": str(one.cell), "path": one.headers.path, "meaning": None if one.meaning is None else str(one.meaning),
        "candidate": None if one.candidate is None else str(one.candidate), "text": one.text,
        "confidence": one.confidence, "why": one.why, "confirmed": one.confirmed,
    }  # fmt: skip


@form.command("confirm")
@click.argument("mapping", metavar="MAPPING", type=INPUT)
@click.option("--cell", "cells", multiple=True, metavar="CELL=MEANING", help=(
    "定一格：表1!C5=new_sme.month，或 =ok（用候选）、=-（留空）、=text:文字。"
    "Decides one cell: a meaning, ok (its candidate), - (blank), text:words."
))  # fmt: skip
@click.option("--by", required=True, help="谁确认的。Who confirms.")
@spoken
def confirm_(*, voice: Voice, mapping: Path, cells: tuple[str, ...], by: str) -> None:
    """确认对应：逐格定含义，记下是谁定的；不写 --cell 时确认全部已有含义的格。

    Confirm a mapping: decide cells, and by whom; without --cell confirms every cell that has a meaning.
    """
    held = read_mapping(mapping)
    for said in cells:
        held = decided(held, said, by)
    if not cells:
        for one in held.cells:
            if one.meaning is not None or one.text:
                held = held.with_cell(one.cell, meaning=one.meaning, text=one.text, by=by)
    with staged_file(mapping) as stage:
        stage.write_text(written(held), "utf-8")
    say_count(held, voice)
    voice.give({"file": str(mapping), "cells": [cell_json(one) for one in held.cells]})


def decided(held: FormMapping, said: str, by: str) -> FormMapping:
    """The mapping with one cell decided as it was typed. UsageError `form-meaning`."""
    place, sign, word = said.partition("=")
    try:
        one = held.at(CellAddress.read(place.strip()))
    except ValueError:
        one = None
    if one is None or not sign:
        raise UsageError(_not_decided(said, Text("对应文件里没有这一格", "the mapping has no such cell")))
    if word == "-":
        return held.with_cell(one.cell, by=by)
    if word.startswith("text:"):
        return held.with_cell(one.cell, text=word.removeprefix("text:"), by=by)
    if word == "ok":
        meaning = one.meaning or one.candidate
        if meaning is None:
            raise UsageError(_not_decided(said, Text("这一格没有候选", "this cell has no candidate")))
        return held.with_cell(one.cell, meaning=meaning, by=by)
    try:
        return held.with_cell(one.cell, meaning=Meaning.read(word), by=by)
    except ValueError as fault:
        raise UsageError(_not_decided(said, Text("含义写法不对", "this is no meaning"))) from fault


def _not_decided(said: str, message: Text) -> Problem:
    return Problem(
        "form-meaning", message, found=said,
        accepted=Text(
            "表1!C5=new_sme.month、new_sme.total[park=甲园]、fund.total{万元}、ok、-、text:文字",
            "Sheet1!C5=new_sme.month, new_sme.total[park=North], fund.total{万元}, ok, -, text:words",
        ),
        next_step=Text("照 peiyu form read 列出的样子写", "write cell and meaning as peiyu form read lists them"),
    )  # fmt: skip


# --- fill and compare -------------------------------------------------------------------------------------------


@form.command("fill")
@click.argument("blank", metavar="BLANK", type=INPUT)
@click.option("--mapping", "mapping_file", type=INPUT, required=True, help="对应文件。The mapping.")
@click.option("--facts", "folder", type=FACTS, required=True, help="数据库文件夹。The fact base.")
@click.option("--as-of", "day", type=DAY, required=True, help="数据截止日。The day of the figures.")
@click.option("--known-at", type=DAY, help=KNOWN_AT)
@click.option("--define", multiple=True, metavar="D=OPTION", help="选用口径。Chooses a definition's option.")
@click.option(
    "-o", "--out", type=FILE, required=True, help="填好的表，台账写在旁边。The filled form; its account beside."
)
@FOLDERS
@strict
@spoken
def fill_(  # noqa: PLR0913 -- an option each
    *, voice: Voice, blank: Path, mapping_file: Path, folder: Path, day: dt.date, known_at: dt.date | None,
    define: tuple[str, ...], out: Path, folders: tuple[Path, ...], strict: bool,
) -> int | None:  # fmt: skip
    """填表：只写确认过含义的格，其余一字不动；无数据的写“无此数据”并说明原因，合计逐一核对。

    Fill a form in place: only mapped cells change; where there is no figure it says so and why; totals are checked.
    """
    refuse_suffix(out, (blank.suffix.lower(),))
    for place in (out, beside(out)):
        refuse_foreign_file(place)
    opened, mapping = open_form(blank), read_mapping(mapping_file)
    refuse_other_form(mapping, opened)
    wish = Wish(pack=mapping.pack, facts=folder, day=day, known_at=known_at, define=define, folders=folders)
    question = question_of(wish, voice)
    meanings = tuple(one.meaning for one in mapping.cells if one.meaning is not None)
    with voice.progress(Text("统计……", "measuring ...")) as bar:
        registers = registers_for(
            question, meanings, lambda share: bar.update(bar.task_ids[0], total=1.0, completed=share)
        )  # fmt: skip
    prepared = entries(mapping, opened, registers)
    made_up = question.base.manifest.made_up
    account = account_json(prepared, form=opened.file, day=day, pack=question.pack, made_up=made_up)
    with staged_file(beside(out)) as stage:
        stage.write_text(account_written(account), "utf-8")
        filled = fill(blank, prepared.entries, out, made_up=made_up)
    problems = (*other_period(mapping, day), *filled.problems, *totals(opened, prepared.entries))
    voice.problems(problems)
    show_account(prepared.account, voice)
    voice.line(Text(f"已写出 {out}，台账 {beside(out).name}", f"written: {out}; {beside(out).name}"))
    if made_up:
        voice.line(MADE_UP)
    voice.give({"file": str(out), "account": account, "problems": list(problems)})
    return 1 if strict and problems else None


def show_account(lines: Sequence[AccountLine], voice: Voice) -> None:
    """How many cells were filled, and each that has no figure with its reason."""
    filled = sum(one.value is not None for one in lines)
    without = [one for one in lines if one.meaning is not None and one.value is None]
    open_ = [one for one in lines if one.asked]
    voice.line(
        Text(
            f"填了 {filled} 格；无此数据 {len(without)} 格；待确认未填 {len(open_)} 格",
            f"{filled} cells filled; {len(without)} without a figure; {len(open_)} not confirmed and left blank",
        ),
        style="bold",
    )
    rows = [(str(one.cell), one.path, one.said, one.reason) for one in (*without, *open_)]
    if rows:
        voice.table((HEADINGS[0], HEADINGS[1], Text("所填", "entered"), HEADINGS[4]), rows)


@form.command("compare")
@click.argument("file", metavar="FILE", type=INPUT)
@click.option("--account", type=INPUT, help="台账，默认为文件旁的 .account.json。The account of the filled form.")
@strict
@spoken
def compare_(*, voice: Voice, file: Path, account: Path | None, strict: bool) -> int | None:
    """核对改过或退回的表：逐格与填时的数比对。

    Compare a form that was edited or came back, cell by cell, with what had been filled in.
    """
    found = compare(read_entries(account or beside(file)), file)
    show_comparison(found, voice)
    return 1 if strict and (found.changed or found.missing) else None


def show_comparison(found: Comparison, voice: Voice) -> None:
    voice.line(
        Text(
            f"一致 {len(found.same)} 格，改动 {len(found.changed)} 格，缺 {len(found.missing)} 格",
            f"{len(found.same)} cells the same, {len(found.changed)} changed, {len(found.missing)} missing",
        ),
        style="bold",
    )
    rows = [(str(one.entry.cell), _entered(one.entry.value, one.entry.text), one.text) for one in found.changed]
    rows += [(str(one.cell), _entered(one.value, one.text), "—") for one in found.missing]
    if rows:
        voice.table((HEADINGS[0], Text("原填", "entered"), Text("现为", "now")), rows)
    voice.give({
        "same": len(found.same),
        "changed": [
            {"cell": str(one.entry.cell), "entered": _entered(one.entry.value, one.entry.text), "now": one.text}
            for one in found.changed
        ],
        "missing": [str(one.cell) for one in found.missing],
    })  # fmt: skip


def _entered(value: object, text: str) -> str:
    return text or ("" if value is None else str(value))


# --- carry ------------------------------------------------------------------------------------------------------


@form.command("carry")
@click.argument("mapping", metavar="MAPPING", type=INPUT)
@click.argument("blank", metavar="NEWBLANK", type=INPUT)
@click.option("-o", "--out", type=FILE, required=True, help="写出的新对应文件 .json。The new mapping to write.")
@spoken
def carry_(*, voice: Voice, mapping: Path, blank: Path, out: Path) -> None:
    """把确认过的对应带到新表：标题相同的保留，移位的、没有了的、新出现的逐一列出。

    Carry a mapping to a new blank by the headers; lists what moved, what is gone and what is new.
    """
    refuse_suffix(out, (".json",))
    refuse_foreign_file(out)
    opened = open_form(blank)
    found = carry(read_mapping(mapping), opened)
    with staged_file(out) as stage:
        stage.write_text(written(found.mapping), "utf-8")
    show_carried(found, voice)
    voice.line(Text(f"已写出 {out}", f"written: {out}"))


def show_carried(found: Carried, voice: Voice) -> None:
    voice.line(
        Text(
            f"保留 {len(found.kept)} 格，移位 {len(found.moved)} 格，"
            f"没有了 {len(found.gone)} 格，新出现 {len(found.new)} 格",
            f"{len(found.kept)} cells kept, {len(found.moved)} moved, {len(found.gone)} gone, {len(found.new)} new",
        ),
        style="bold",
    )
    rows = [
        *((Text("移位", "moved"), f"{one.before} → {one.after.cell}", one.after.headers.path) for one in found.moved),
        *((Text("没有了", "gone"), str(one.cell), one.headers.path) for one in found.gone),
        *((Text("新出现", "new"), str(one.cell), one.headers.path) for one in found.new),
    ]
    if rows:
        voice.table((Text("变化", "change"), HEADINGS[0], HEADINGS[1]), rows)
    voice.give({
        "kept": [str(one.cell) for one in found.kept],
        "moved": [[str(one.before), str(one.after.cell)] for one in found.moved],
        "gone": [str(one.cell) for one in found.gone], "new": [str(one.cell) for one in found.new],
    })  # fmt: skip
