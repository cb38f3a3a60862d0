"""peiyu facts: load ledgers, write templates, show what is in a fact base."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from peiyu.cli.commands.packs import FOLDERS, registry_of, with_used
from peiyu.cli.folders import refuse_foreign_file, staged_file
from peiyu.cli.options import ACCEPT, DAY, FACTS, FILE, FOLDER, INPUT, spoken, strict
from peiyu.cli.say import Voice
from peiyu.cli.unread import told_of_packs
from peiyu.facts.base import FactBase, FactBaseWriter
from peiyu.facts.intake import Loaded, load, read_acceptances
from peiyu.facts.templates.write import write
from peiyu.facts.vocabulary.load import Vocabulary, vocabulary
from peiyu.policy.pack.vocabulary import with_own_fields
from peiyu.problems import FactsError, Level, Problem, Text, has_errors

PACKS = click.option(
    "--pack", "asked", multiple=True, metavar="P",
    help="连同这些政策包（及其所引用的包）自有的数据项。With the own fields of these packs and of those they use.",
)  # fmt: skip


@click.group()
def facts() -> None:
    """数据：读入台账、生成模板、查看数据库。

    Facts: load ledgers, write templates, show a fact base.
    """


@facts.command("load")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=INPUT)
@click.option("--mapping", metavar="M", help="对应表（自带的名称或 .yaml 路径）。A mapping: a carried name or a path.")
@click.option("-o", "--out", type=FOLDER, required=True, help="输出的数据库文件夹。The fact base to write.")
@click.option("--known-from", type=DAY, help="数据何时得知（列中没写时用）。From when the facts are known.")
@click.option("--accept", "accepted", type=INPUT, help=ACCEPT)
@click.option("--lenient", is_flag=True, help="读不懂的单元格按缺失载入。Cells that cannot be read load as missing.")
@click.option("--overwrite", is_flag=True, help="替换已有的数据库。Replaces a fact base that is there.")
@PACKS
@FOLDERS
@strict
@spoken
def load_(
    *, voice: Voice, files: tuple[Path, ...], out: Path, accepted: Path | None, overwrite: bool, strict: bool,
    asked: tuple[str, ...], folders: tuple[Path, ...], **reading: Any,
) -> None:  # fmt: skip
    """读台账，写数据库；问题逐格列出。有错误时什么也不写。

    Load ledgers into a fact base; every problem by cell. With errors nothing is written.
    """
    accept = read_acceptances(accepted) if accepted else ()
    words = words_of(asked, folders)
    with voice.progress(Text("读文件……", "reading ...")):
        loaded = load(files, accept=accept, vocabulary=words, **reading)
        loaded = replace(loaded, problems=told_of_packs(loaded.problems, asked, registry_of(folders)))
    doubtful = any(p.level is not Level.NOTE for p in loaded.problems)
    if has_errors(loaded.problems) or (strict and doubtful):
        raise FactsError(*loaded.problems)
    refuse_empty(loaded)
    with voice.progress(Text("写数据库……", "writing the fact base ...")):
        base = written(loaded, out, replace=overwrite)
    voice.problems(loaded.problems)
    show_base(base, voice)


def words_of(asked: tuple[str, ...], folders: tuple[Path, ...]) -> Vocabulary:
    """The vocabulary with the own fields of the packs asked for and of those that they use."""
    return with_own_fields(with_used(asked, registry_of(folders)).values())


def refuse_empty(loaded: Loaded) -> None:
    """FactsError where the ledgers hold neither enterprises nor records of the territory itself; what else was found
    is told with it."""
    if not any(code == "enterprise" or loaded.vocabulary.entities[code].of == "territory" for code in loaded.frames):
        nothing = Problem(
            "no-enterprise", Text("台账里没有读到企业", "no enterprise was found in the ledger"),
            found="、".join(dict.fromkeys(one.file for one in loaded.sheets)),
            accepted=Text(
                "有企业名称或统一社会信用代码列、且至少有一行数据的表",
                "a table with a column of names or credit codes and at least one row",
            ),
            next_step=Text("核对文件，或使用 peiyu facts template 的模板", "check the file, or use a template of ours"),
        )  # fmt: skip
        raise FactsError(*loaded.problems, nothing)


def written(loaded: Loaded, out: Path, *, replace: bool, made_up: bool = False) -> FactBase:
    """The loaded facts as a fact base at `out`."""
    with FactBaseWriter(out, replace=replace, made_up=made_up, vocabulary=loaded.vocabulary) as writer:
        for entity, frame in loaded.frames.items():
            writer.add(entity, frame)
        for one in loaded.stand_ins:
            writer.stand_in(one)
        writer.beside("quarantine", loaded.quarantine)
        return writer.finish()


@facts.command("template")
@click.argument("entities", metavar="ENTITY...", nargs=-1, required=True)
@click.option("-o", "--out", type=FILE, required=True, help="输出的 .xlsx。The workbook to write.")
@PACKS
@FOLDERS
@spoken
def template(
    *, voice: Voice, entities: tuple[str, ...], out: Path, asked: tuple[str, ...], folders: tuple[Path, ...]
) -> None:
    """生成填报模板（企业、年度数据、知识产权……）。

    Write a template to fill in (enterprise, annual_return, ip_right ...).
    """
    refuse_foreign_file(out)
    words = words_of(asked, folders)
    with staged_file(out) as stage:
        write(entities, stage, vocabulary=words)
    voice.line(Text(f"已写出：{out}", f"written: {out}"))
    voice.give({"file": str(out), "entities": list(entities)})


@facts.command("show")
@click.argument("folder", metavar="DIR", type=FACTS)
@spoken
def show(*, voice: Voice, folder: Path) -> None:
    """数据库里有什么：记录数、来源、代用口径。

    What a fact base holds: records, sources, stand-ins.
    """
    show_base(FactBase.open(folder), voice)


def show_base(base: FactBase, voice: Voice) -> None:
    """A fact base's manifest as a table."""
    manifest = base.manifest
    headings = (Text("记录", "entity"), Text("行数", "rows"), Text("数据项", "fields"), Text("来源", "sources"))
    rows = [
        (vocabulary().entities[code].name, one.rows, len(one.columns), "、".join(one.sources))
        for code, one in manifest.entities.items()
    ]
    voice.table(
        headings,
        rows,
        title=Text(f"{base.path}：企业 {manifest.enterprises} 家", f"{base.path}: {manifest.enterprises} enterprises"),
    )
    for one in manifest.stand_ins:
        voice.line(
            Text(
                f"代用：{one.field} → {one.instead_of}（{one.why.zh}）",
                f"stand-in: {one.field} for {one.instead_of} ({one.why.en or one.evidence})",
            )
        )
    voice.give({"folder": str(base.path), "manifest": manifest})
