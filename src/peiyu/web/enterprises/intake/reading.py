"""The job that reads an upload: problems by cell, staged rows, and the dry run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.db import transaction

from peiyu.facts.intake import Acceptance, Loaded, load
from peiyu.problems import Level, Problem, Text, has_errors
from peiyu.web import clock
from peiyu.web.enterprises.actions.bulk import add
from peiyu.web.enterprises.intake import staged
from peiyu.web.enterprises.intake.compared import Dry, dry_run
from peiyu.web.enterprises.intake.looks import look_of, rules_of, saved_for
from peiyu.web.enterprises.intake.owners import match_names
from peiyu.web.enterprises.intake.states import move
from peiyu.web.enterprises.models import Enterprise, Finding, HeldCell, Intake, UnmatchedName
from peiyu.web.enterprises.words import words
from peiyu.web.files.named import under_its_name
from peiyu.web.jobs.kinds import Step

AUTOMATIC = "auto"
"""The name of a mapping: the one that was saved for the look of the headers, if there is one."""

ORDER = (Level.ERROR, Level.WARNING, Level.NOTE)
CHUNK = 2_000
HELD = {
    "entity": 32, "field": 80, "raw": 4_000, "reason": 48, "message": 4_000, "suggestion": 4_000, "file": 200,
    "sheet": 120, "cell": 16,
}  # fmt: skip
"""Columns of a held cell that are text, and how much of it is kept."""


def read(step: Step, intake: Intake) -> None:
    """Reads the file, keeps what was found, stages the rows and tells what they would change. It may be broken off and
    done again; nothing of it is a fact yet."""
    step.tell(0.02, Text("读取文件", "reading the file"))
    loaded = _loaded(intake)
    step.tell(0.55, Text("记下问题", "keeping what was found"))
    problems = [*loaded.problems, *_empty(loaded)]
    _keep_held(intake, loaded)
    total = 0 if has_errors(problems) else staged.write(intake.pk, loaded.frames)
    intake.account = {
        "columns": [asdict(one) for one in loaded.columns],
        "sheets": [asdict(one) for one in loaded.sheets],
        "read_at": f"{clock.now():%Y%m%d%H%M%S%f}",
        "stated": [day.isoformat() for day in loaded.stated],
    }
    if total:
        step.tell(0.6, Text("与现有数据比对", "comparing with what is held"))
        problems += _compare(step, intake, total)
    _keep_findings(intake, problems)
    with transaction.atomic():
        move(
            intake.pk, "refuse" if has_errors(problems) else "accept", account=intake.account, look=intake.look,
            mapping=intake.mapping, mapping_name=intake.mapping_name, total=total, source=intake.source,
            counts={entity: frame.height for entity, frame in loaded.frames.items()},
        )  # fmt: skip


def _loaded(intake: Intake) -> Loaded:
    with under_its_name(intake.file, intake.name) as path:
        if intake.mapping_name != AUTOMATIC:
            return _load(intake, path)
        loaded = _load(intake, path)
        saved = saved_for(look_of(loaded.columns))
        intake.mapping_name, intake.mapping = (saved.name, saved.text) if saved else ("", "")
        return _load(intake, path) if saved else loaded


def _load(intake: Intake, path: Path) -> Loaded:
    """By the intake's mapping; where neither the form nor the file says the day, it is today."""
    name = "" if intake.mapping_name == AUTOMATIC else intake.mapping_name
    rules = rules_of(name, intake.mapping, words())
    rules = replace(
        rules, source=intake.source or rules.source or Path(intake.name).stem, purpose=intake.purpose or rules.purpose,
        year=intake.year or rules.year,
    )  # fmt: skip
    accepted = [
        Acceptance(one.cell, one.accepted_why, one.sheet, one.file)
        for one in intake.held.exclude(accepted_at=None)
    ]  # fmt: skip

    def loading(day: Any) -> Loaded:
        return load([path], mapping=rules, known_from=day, accept=accepted, lenient=intake.lenient)

    day = intake.day or (None if rules.known_from else clock.today())
    loaded = loading(day)
    if intake.day is None and day is not None and loaded.stated not in ((), (day,)):
        loaded = loading(None)
    intake.look, intake.source = look_of(loaded.columns), rules.source
    return loaded


def _compare(step: Step, intake: Intake, total: int) -> Iterable[Problem]:
    matched = match_names(intake)
    intake.account["matched"] = list(matched.known)
    _keep_unmatched(intake, matched.unknown)
    dry = dry_run(intake, told=lambda rows: step.tell(0.6 + 0.35 * rows / total))
    intake.account["dry"] = dry.told()
    return _outside(dry)


def _outside(dry: Dry) -> Iterator[Problem]:
    if not dry.outside:
        return
    shown = Enterprise.objects.filter(key__in=list(dry.outside)[:500], sensitive=False).order_by("name")[:5]
    yield Problem(
        "outside-your-area",
        Text(
            f"有 {len(dry.outside)} 家企业不在您的管辖范围内，未入库",
            f"{len(dry.outside)} enterprises are outside your area; nothing is stored",
        ),
        found="、".join(one.name for one in shown),
        accepted=Text("本园区、本辖区企业；新企业须写明所属园区", "your own; of new ones the park must be said"),
        next_step=Text("删去这些行，或请办公室导入", "take these rows out, or ask the office to import them"),
    )


def _empty(loaded: Loaded) -> Iterator[Problem]:
    if not has_errors(loaded.problems) and not any(frame.height for frame in loaded.frames.values()):
        yield Problem(
            "no-enterprise",
            Text("台账里没有读到企业", "no enterprise was found in the ledger"),
            accepted=Text("有企业名称或统一社会信用代码列的表", "a table with a column of names or credit codes"),
            next_step=Text("核对文件，或使用下载的模板", "check the file, or use a template"),
        )


def _keep_findings(intake: Intake, problems: Iterable[Problem]) -> None:
    ordered = sorted(problems, key=lambda one: ORDER.index(one.level))
    made = [
        Finding(
            intake=intake, number=number, level=one.level.value, code=one.code, file=one.where.file[:200],
            sheet=(one.where.sheet or "")[:120], cell=(one.where.cell or "")[:16], found=one.found,
            said={name: [text.zh, text.en] for name in ("message", "accepted", "next_step")
                  if (text := getattr(one, name)) is not None},
        )
        for number, one in enumerate(ordered)
    ]  # fmt: skip
    _replace(Finding, intake, made)


def _keep_held(intake: Intake, loaded: Loaded) -> None:
    """The quarantine as it is now; what was accepted before stays, because the next reading needs it."""
    accepted = HeldCell.objects.filter(intake=intake).exclude(accepted_at=None)
    first = max(accepted.values_list("number", flat=True), default=-1) + 1
    made = [
        (
            intake.pk, first + number, row["enterprise"], row["year"],
            *((row[name] or "")[:most] for name, most in HELD.items()), "", "",
        )
        for number, row in enumerate(loaded.quarantine.iter_rows(named=True))
    ]  # fmt: skip
    with transaction.atomic():
        HeldCell.objects.filter(intake=intake, accepted_at=None).delete()
    names = ("intake_id", "number", "enterprise", "year", *HELD, "accepted_why", "accepted_by")
    for start in range(0, len(made), CHUNK):
        with transaction.atomic():
            add(HeldCell, names, made[start : start + CHUNK])


def _keep_unmatched(intake: Intake, unknown: Iterable[UnmatchedName]) -> None:
    """What was settled before stays settled."""
    settled = {one.key: one for one in intake.unmatched.exclude(settled="")}
    for one in unknown:
        if one.key in settled:
            one.settled, one.to, one.by_name = (getattr(settled[one.key], n) for n in ("settled", "to", "by_name"))
    _replace(UnmatchedName, intake, list(unknown))


def _replace(table: Any, intake: Intake, made: list[Any]) -> None:
    with transaction.atomic():
        table.objects.filter(intake=intake).delete()
        table.objects.bulk_create(made[:CHUNK])
    for start in range(CHUNK, len(made), CHUNK):
        table.objects.bulk_create(made[start : start + CHUNK])
