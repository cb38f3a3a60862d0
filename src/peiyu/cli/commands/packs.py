"""peiyu packs, check, cases: which packs there are, whether they are sound, whether their cases hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from peiyu.cli.options import FACTS, spoken, strict
from peiyu.cli.say import Voice
from peiyu.policy.pack.load import PackRegistry, load_pack, read_pack
from peiyu.policy.pack.model import Pack
from peiyu.problems import Level, PackError, Problem, Text, has_errors

FOLDERS = click.option(
    "--packs", "folders", multiple=True, type=FACTS,
    help="自己的政策包所在文件夹（可多次）。Folders of your own packs.",
)  # fmt: skip

KINDS = {
    "national": Text("国家", "national"),
    "territory": Text("地方", "territory"),
    "ladder": Text("梯度", "ladder"),
}
STATUSES = {"released": Text("发布", "released"), "draft": Text("草案", "draft")}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """A pack as the list shows it."""

    id: str
    name: Text
    kind: str
    status: str
    document: str
    texts: tuple[str, ...]
    tiers: tuple[str, ...]
    hash: str


def registry_of(folders: Iterable[Path]) -> PackRegistry:
    return PackRegistry.of(tuple(folders))


def with_used(names: Iterable[str], registry: PackRegistry) -> dict[str, Pack]:
    """The named packs and every pack that they use, by id. PackError with every problem of every pack."""
    packs: dict[str, Pack] = {}
    pending = list(names)
    while pending:
        name = pending.pop(0)
        if name in packs:
            continue
        pack = load_pack(name, registry=registry)
        packs[pack.id] = pack
        pending += [one for one in pack.uses if one not in packs]
    return packs


def line_of(pack: Pack) -> PackLine:
    texts = tuple(f"{t.id}（{t.since or '…'}—{t.until or '…'}）" for t in pack.texts)
    tiers = tuple(dict.fromkeys(key for text in pack.texts for key in text.tiers))
    document = f"{pack.document.title} {pack.document.number}" if pack.document else ""
    return PackLine(
        id=pack.id, name=pack.name, kind=pack.kind, status=pack.status, document=document, texts=texts,
        tiers=tiers or tuple(dict.fromkeys(row.tier for row in pack.applies)), hash=pack.hash,
    )  # fmt: skip


@click.command()
@FOLDERS
@spoken
def packs(*, voice: Voice, folders: tuple[Path, ...]) -> None:
    """列出可用的政策包。

    List the packs that can be named.
    """
    registry = registry_of(folders)
    lines = [line_of(load_pack(id_, registry=registry)) for id_ in registry.ids()]
    headings = (
        Text("政策包", "pack"), Text("名称", "name"), Text("类别", "kind"), Text("状态", "status"),
        Text("文件", "document"), Text("层级", "tiers"),
    )  # fmt: skip
    rows = [(p.id, p.name, KINDS[p.kind], STATUSES[p.status], p.document, " ".join(p.tiers)) for p in lines]
    voice.table(headings, rows)
    voice.give({"packs": lines})


@click.command()
@click.argument("names", metavar="PACK...", nargs=-1, required=True)
@FOLDERS
@strict
@spoken
def check(*, voice: Voice, names: tuple[str, ...], folders: tuple[Path, ...], strict: bool) -> None:
    """检查政策包：语法、名称、单位、缺口与重叠，逐文件逐行列出全部问题。

    Check packs: every problem, with file and line.
    """
    from peiyu.policy.pack.checks import check_pack

    registry = registry_of(folders)
    found: list[Problem] = []
    sound: list[str] = []
    for name in names:
        loading = read_pack(name, registry=registry)
        problems = list(loading.problems)
        if loading.pack is not None and not has_errors(problems):
            problems += check_pack(loading.pack, registry=registry)
        if not has_errors(problems):
            sound.append(name)
        found += problems
    finish(voice, found, strict=strict, error=PackError)
    for name in sound:
        voice.line(Text(f"{name}：检查通过", f"{name}: sound"))
    voice.give({"sound": sound, "problems": found})


def finish(voice: Voice, problems: list[Problem], *, strict: bool, error: type[PackError]) -> None:
    """Speaks the problems; raises `error` where there are errors (with --strict: warnings too)."""
    fatal = has_errors(problems) or (strict and any(p.level is Level.WARNING for p in problems))
    if fatal:
        raise error(*problems)
    voice.problems(problems)


@click.command()
@click.argument("names", metavar="PACK...", nargs=-1, required=True)
@FOLDERS
@spoken
def cases(*, voice: Voice, names: tuple[str, ...], folders: tuple[Path, ...]) -> None:
    """运行政策包自带的案例。

    Run the cases that packs carry.
    """
    from peiyu.policy.pack.load.cases import read_cases
    from peiyu.policy.testing.cases import CaseResult, run_cases

    held = with_used(names, registry_of(folders))
    results: list[CaseResult] = []
    faults: list[Problem] = []
    for pack in (load_pack(name, registry=registry_of(folders)) for name in names):
        cases_of, problems = read_cases(pack, used=tuple(held.values()))
        faults += problems
        results += run_cases(held, cases_of)
    finish(voice, faults, strict=False, error=PackError)
    failed = [result.said() for result in results if not result.passed]
    for line in failed:
        voice.line(line, style="red")
    voice.line(Text(f"案例 {len(results)} 条，不符 {len(failed)} 条", f"{len(results)} cases, {len(failed)} failed"))
    voice.give({"cases": len(results), "failed": failed})
    if failed:
        raise click.exceptions.Exit(1)
