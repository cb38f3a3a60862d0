"""peiyu read: a policy document in; the mended text, what was found in it and a draft of its pack out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from peiyu.cli.folders import refuse_foreign, staged_folder
from peiyu.cli.options import FOLDER, INPUT, spoken, strict
from peiyu.cli.reading import comparison_of, goal
from peiyu.cli.say import Voice, plain
from peiyu.document import read as read_document
from peiyu.document.collation import mended_text
from peiyu.document.draft import draft
from peiyu.document.findings import rendered
from peiyu.document.model import Reading
from peiyu.paper.comparison import comparison_page
from peiyu.policy.pack.checks import check_pack
from peiyu.policy.pack.load import PackRegistry, read_pack
from peiyu.problems import InputError, InternalError, Level, Problem, Text, has_errors

MENDED, SIDES, FINDINGS, QUESTIONS, PACK = (
    "mended.txt", "side-by-side.html", "findings.json", "questions.json", "pack",
)  # fmt: skip
"""What a reading leaves in its folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a reading left, for people and as JSON. `open`: definitions that somebody has to settle."""

    folder: str
    title: str
    number: str
    clauses: int
    repairs: int
    questions: int
    targets: int
    open: int
    counts: Mapping[str, int]
    pack: str
    files: tuple[str, ...]
    problems: tuple[Problem, ...]


@click.command("read")
@click.argument("document", metavar="FILE", type=INPUT)
@click.option("-o", "--out", type=FOLDER, required=True, help="输出文件夹。The folder to write.")
@click.option("--id", "id_", metavar="ID", help="政策包草稿的编号，如 baotou-2015。The id of the drafted pack.")
@click.option("--overwrite", is_flag=True, help="原文件夹改名保留后写出。Keeps the old folder under another name.")
@strict
@spoken
def read(*, voice: Voice, document: Path, out: Path, id_: str | None, overwrite: bool, strict: bool) -> None:
    """读政策文件：整理文本、逐处对照、读出目标等内容，起草政策包。

    Read a policy document: mended text, comparison, findings, and a draft of its pack.
    """
    refuse_foreign(out, overwrite=overwrite)
    with voice.progress(Text("读文件……", "reading ...")):
        reading = read_document(document)
    if strict and any(one.level is Level.WARNING for one in reading.problems):
        raise InputError(*reading.problems)
    name = id_ or id_of(reading)
    with staged_folder(out, overwrite=overwrite) as stage:
        write_all(reading, name, stage, lang=voice.lang)
        opened = refuse_faulty(stage / PACK)
        files = tuple(sorted(one.name for one in stage.iterdir()))
    findings = rendered(reading.findings)
    done = Done(
        folder=str(out), title=reading.frame.title, number=reading.frame.number, clauses=len(reading.clauses),
        repairs=len(reading.repairs), questions=len(reading.questions), targets=len(findings["targets"]), open=opened,
        counts={kind: len(rows) for kind, rows in findings.items()}, pack=name, files=files, problems=reading.problems,
    )  # fmt: skip
    tell(done, reading, voice)


def id_of(reading: Reading) -> str:
    """An id for the draft where none is given: of the file's name, if that can be one."""
    words = re.sub(r"[^a-z0-9]+", "-", Path(reading.source.name).stem.lower()).strip("-")
    return words if re.match(r"[a-z]", words) else f"draft-{words}".rstrip("-")


def write_all(reading: Reading, id_: str, stage: Path, *, lang: str) -> None:
    """Every file of a reading into a folder."""
    (stage / MENDED).write_text(mended_text(reading), "utf-8")
    (stage / SIDES).write_text(comparison_page(comparison_of(reading), lang=lang), "utf-8")
    _write_json(stage / FINDINGS, {"document": _document(reading), **rendered(reading.findings)})
    _write_json(stage / QUESTIONS, {"questions": plain(reading.questions), "repairs": plain(reading.repairs)})
    (stage / PACK).mkdir()
    for name, text in draft(reading, id_).items():
        (stage / PACK / name).write_text(text, "utf-8")


def refuse_faulty(folder: Path) -> int:
    """InternalError where the draft does not load; how many definitions it leaves open."""
    registry = PackRegistry.of(())
    loading = read_pack(folder, registry=registry)
    problems = list(loading.problems)
    if loading.pack is not None and not has_errors(problems):
        problems += check_pack(loading.pack, registry=registry)
    if has_errors(problems):
        raise InternalError(*(one for one in problems if one.level is Level.ERROR))
    programme = loading.pack.programme if loading.pack is not None else None
    return sum(one.open for one in programme.definitions.values()) if programme is not None else 0


def tell(done: Done, reading: Reading, voice: Voice) -> None:
    """What was read and written."""
    voice.problems(done.problems)
    voice.line(
        Text(f"已读：{done.title or '（无标题）'} {done.number}", f"read: {done.title or '(no title)'} {done.number}")
    )
    voice.line(
        Text(
            f"条款 {done.clauses} 条，修补 {done.repairs} 处，待您确认 {done.questions} 处，目标 {done.targets} 个",
            f"{done.clauses} clauses, {done.repairs} places mended, {done.questions} for you to settle, "
            f"{done.targets} targets",
        )
    )
    headings = (Text("条款", "clause"), Text("目标", "target"), Text("数值", "goal"), Text("期限", "by"))
    rows = [(one.clause, one.subject + one.quantity, goal(one), one.by or "") for one in reading.findings.targets]
    if rows:
        voice.table(headings, rows)
    for line in remarks(reading):
        voice.line(line)
    voice.line(
        Text(
            f"政策包草稿 {done.pack}：能载入，{done.open} 个口径待定",
            f"draft pack {done.pack}: it loads; {done.open} definitions are open",
        )
    )
    for name in done.files:
        voice.line(f"  {Path(done.folder) / name}")
    voice.line(Text("整理本为非正式文本，以原件为准", "The mended text is not official; the original counts"))
    voice.give(done)


def remarks(reading: Reading) -> Iterator[Text]:
    """What the document says in two ways, and what a fair-competition review would question, each with its clause."""
    for one in reading.findings.contradictions:
        if one.kind != "double":
            where = " / ".join(dict.fromkeys((one.clause, one.other.clause)))
            yield Text(f"前后不一 {where}：{one.said.zh}", f"said in two ways, {where}: {one.said.en}")
    for asked in reading.findings.fair_competition:
        yield Text(
            f"须公平竞争审查 {asked.clause}“{asked.text}”：{asked.why.zh}",
            f"for the fair-competition review, {asked.clause} “{asked.text}”: {asked.why.en}",
        )


def _document(reading: Reading) -> dict[str, object]:
    return {"source": plain(reading.source), **plain(reading.frame)}


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
