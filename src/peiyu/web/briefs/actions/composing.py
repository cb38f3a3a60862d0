"""Composing an issue in the background from the figures of a closed month.

The figures are measured again on the fact base of the closed reading, and every one of them is held against the
register of the closing before anybody sees the document; a difference refuses the issue. A worker that is killed leaves
an issue that is `composing`; the next one composes it anew, and nothing stands twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, cast

from django.conf import settings
from django.db import IntegrityError, transaction

from peiyu.paper.brief.template import fill
from peiyu.paper.brief.values import Brief
from peiyu.paper.brief.verify import verify
from peiyu.paper.brief.workbook import write_workbook
from peiyu.paper.brief.write import Written, write
from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web import bridge, clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.briefs.access import RULES
from peiyu.web.briefs.actions.moving import move
from peiyu.web.briefs.kinds import SORTS
from peiyu.web.briefs.models import Issue, IssueFile, Template
from peiyu.web.briefs.queries.checks import current_of, last_snapshot
from peiyu.web.briefs.worded import verification_of
from peiyu.web.files.store import Kept, keep, path_of
from peiyu.web.jobs.actions import ask, written
from peiyu.web.jobs.kinds import Step
from peiyu.web.jobs.models import Job
from peiyu.web.look.refusal import Refusal
from peiyu.web.targets.models import Closing, Reading
from peiyu.web.targets.queries import register_of
from peiyu.web.trail.actions import record
from peiyu.writing.brief.agree import Agreement, refuse_differences
from peiyu.writing.brief.compose import compose
from peiyu.writing.brief.distribution import visible_id
from peiyu.writing.brief.material import Form, Material, Order
from peiyu.writing.brief.quoting import unquoted
from peiyu.writing.brief.tags import figures_of

KIND = "briefs.compose"
MOST_TEXT, MOST_COPIES = 120, 100_000
GATHERING, WRITING = Text("取月结数据", "reading the closed figures"), Text("成稿并核对", "writing and checking")
Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for beside kind and month; empty: what the pack gives. date: printed as the day of issue (ISO,
    empty: today). template: the id of one (None: the standard layout)."""

    form: str = "short"
    lang: str = "zh"
    name: str = ""
    title: str = ""
    document_number: str = ""
    issuer: str = ""
    date: str = ""
    copies: int | None = None
    forecast: bool = True
    template: int | None = None


def ask_issue(actor: Actor, *, kind: str, closing: int, wish: Wish) -> Issue:
    """Has an issue composed in the background. Refusals `not-allowed`, `closing-unknown`, `closing-open`,
    `issue-there`, `template-unknown`, `wish-unreadable`."""
    require(RULES, actor, "briefs.compose")
    held = Closing.objects.select_related("reading").filter(pk=closing).first()
    if held is None or kind not in SORTS:
        raise Refusal(Problem("closing-unknown", Text("没有这次月结", "there is no such closing")), status=404)
    refuse_open(held)
    refuse_wish(wish, kind)
    number = free_number(held, kind)
    try:
        with transaction.atomic():
            made = Issue.objects.create(
                kind=kind, closing=held, year=held.month.year, number=number, lang=wish.lang, wish=asdict(wish),
                template_id=wish.template, composer_id=actor.person, composer_name=actor.name, at=clock.now(),
            )  # fmt: skip
            job = ask(actor, KIND, key=str(made.pk), issue=made.pk)
            Issue.objects.filter(pk=made.pk).update(job=job.pk)
            record(actor, "brief.compose", "issue", made.pk, said=number, after={"kind": kind, "closing": str(held)})
    except IntegrityError:
        raise Refusal(
            Problem(
                "issue-there", Text("这次月结的这一文种已经成稿", "an issue of this kind and closing is there already"),
                found=f"{SORTS[kind].name.zh} {held.month:%Y-%m}",
                next_step=Text("在原稿上修改，或先撤回原稿", "change that one, or withdraw it first"),
            )
        ) from None  # fmt: skip
    made.refresh_from_db()
    return made


def refuse_open(closing: Closing) -> None:
    """Refusal `closing-open` for a closing that is not closed, or that a later one has followed."""
    last = Closing.objects.filter(pack=closing.pack, month=closing.month, state="closed").order_by("-issue").first()
    if last is None or last.pk != closing.pk:
        raise Refusal(
            Problem(
                "closing-open", Text("只能用已审结的最新一版月结成稿", "only the latest closing of a month is told of"),
                found=str(closing), next_step=Text("先完成月结，或选最新一版", "close the month, or take the latest"),
            )
        )  # fmt: skip


def refuse_wish(wish: Wish, kind: str) -> None:
    """Refusals `wish-unreadable`, `template-unknown`."""
    texts = (wish.name, wish.title, wish.document_number, wish.issuer)
    fits = wish.form in ("short", "full") and wish.lang in ("zh", "en")
    copies = wish.copies is None or 0 < wish.copies <= MOST_COPIES
    if not fits or not copies or any(len(one) > MOST_TEXT for one in texts):
        raise Refusal(
            Problem(
                "wish-unreadable", Text("所填内容不合要求", "what was asked for does not fit"),
                accepted=Text(f"各项不超过 {MOST_TEXT} 字，印数为正整数", f"at most {MOST_TEXT} characters each"),
                next_step=Text("改写后再提交", "write it anew"),
            )
        )  # fmt: skip
    if wish.template and not Template.objects.filter(pk=wish.template, kind=kind, state="ready").exists():
        raise Refusal(
            Problem("template-unknown", Text("没有这个模板，或已停用", "there is no such template in use")), status=404
        )


def free_number(closing: Closing, kind: str) -> str:
    """The visible id of the issue: of the month, with a running number where the month had one already."""
    base = visible_id(bridge.pack_of(closing.pack), SORTS[kind].kind, closing.reading.day)
    taken = set(Issue.objects.filter(number__startswith=base).values_list("number", flat=True))
    place = 1
    while (name := base if place == 1 else f"{base}-{place}") in taken:
        place += 1
    return name


# --- the work ---------------------------------------------------------------------------------------------------


def run(step: Step) -> Mapping[str, Any]:
    """The work of an issue."""
    issue = Issue.objects.select_related("closing__reading", "template").get(pk=step.arguments["issue"])
    result = {"issue": issue.pk, "address": f"/briefs/{issue.pk}/"}
    if issue.state != "composing":
        return result
    actor = actor_of(step)
    try:
        gathered = bridge.material(
            frozen(issue.closing.reading), order_of(issue), outlooks=bool(issue.wish.get("forecast", True)),
            progress=lambda share: step.tell(share * 0.8, GATHERING),
        )  # fmt: skip
        step.tell(0.85, WRITING)
        with draft_folder() as folder:
            made = made_of(issue, gathered.material, folder)
            kept = kept_of(made)
        finish(issue, made, kept, gathered, actor=actor, step=step)
    except Refusal:
        return result  # somebody withdrew it meanwhile
    except PeiyuError as error:
        failed(issue, error.problems, actor)
        raise
    return result


def actor_of(step: Step) -> Actor:
    """Who asked, for the trail."""
    return Actor.system(Job.objects.get(pk=step.job).by_name)


@dataclass(frozen=True, slots=True)
class Made:
    """An issue as written, its workbook if the kind has one, how it agreed, and what should be looked at."""

    brief: Brief
    written: Written
    sheet: Path | None
    agreement: Agreement
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The files of an issue in the store."""

    document: Kept
    numbers: Kept
    sheet: Kept | None


def frozen(reading: Reading) -> bridge.Frozen:
    """What a reading stood on."""
    return bridge.Frozen(
        pack=reading.pack, pack_hash=reading.pack_hash, day=reading.day, known_at=reading.known_at,
        define=reading.chosen, precedence=tuple(reading.precedence), facts=reading.facts,
    )  # fmt: skip


def order_of(issue: Issue) -> Order:
    """What was asked for, as the library takes it."""
    wish, sort = issue.wish, SORTS[issue.kind]
    return Order(
        kind=sort.kind, form=Form(wish.get("form", "short")), name=wish.get("name", ""), title=wish.get("title", ""),
        number=issue.number, document_number=wish.get("document_number", ""), issuer=wish.get("issuer", ""),
        date=dt.date.fromisoformat(wish["date"]) if wish.get("date") else clock.today(), copies=wish.get("copies"),
        lang=cast(Lang, issue.lang), counted=sort.numbered or not wish.get("document_number"),
    )  # fmt: skip


def made_of(issue: Issue, material: Material, folder: Path) -> Made:
    """Composes, holds every number against the closing, and writes. InputError `brief-disagrees`."""
    brief = compose(material)
    register = register_of(issue.closing.reading, issue=issue.closing.issue)
    agreement = refuse_differences(brief, register)
    path = folder / f"{issue.number}.docx"
    if issue.template is None:
        done = write(brief, path)
    else:
        done = fill(path_of(issue.template.file), brief, path, figures=figures_of(register, lang=issue.lang))
    sheet = write_workbook(brief, folder / f"{issue.number}.xlsx") if SORTS[issue.kind].sheet else None
    return Made(brief, done, sheet, agreement, unquoted(done.problems, material))


def kept_of(made: Made) -> KeptFiles:
    """Puts the files of an issue into the store."""
    return KeptFiles(
        document=keep_file(made.written.path), numbers=keep_file(made.written.numbers, ".txt"),
        sheet=None if made.sheet is None else keep_file(made.sheet),
    )  # fmt: skip


def keep_file(path: Path, suffix: str | None = None) -> Kept:
    """A file that we wrote, in the store; `suffix` where its own is none that is taken from people."""
    return keep(path.name if suffix is None else path.name + suffix, [path.read_bytes()])


@contextmanager
def draft_folder() -> Iterator[Path]:
    """A folder for what is being written, gone afterwards."""
    exports: Path = settings.PEIYU.path("exports")
    exports.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=exports, prefix="brief-") as folder:
        yield Path(folder)


def finish(issue: Issue, made: Made, kept: KeptFiles, gathered: bridge.Gathered, *, actor: Actor, step: Step) -> None:
    """The issue is composed: its first file with its verification, and how it agreed with the closing."""
    snapshot = made.written.snapshot
    checked = verify(
        path_of(kept.document.hash), snapshot, last_snapshot(issue), current_of(issue, snapshot)
    )  # fmt: skip
    account = {
        "head": made.brief.name, "issuer": made.brief.issuer, "agree": made.agreement.agree,
        "apart": list(made.agreement.apart), "same_base": gathered.same_base,
        "same_pack": gathered.same_pack, "figures": len(snapshot.figures),
        "problems": [written(one) for one in made.problems],
    }  # fmt: skip
    with transaction.atomic():
        step.remember(composed=True)
        move(issue, "made", title=made.brief.title.replace("\n", ""), account=account)
        IssueFile.objects.create(
            issue=issue, number=1, kind="composed", name=kept.document.name, hash=kept.document.hash,
            numbers=kept.numbers.hash, sheet=kept.sheet.hash if kept.sheet else "",
            verification=verification_of(checked), by_id=issue.composer_id, by_name=issue.composer_name,
            at=clock.now(),
        )  # fmt: skip
        record(actor, "brief.composed", "issue", issue.pk, said=issue.number, after={"agree": made.agreement.agree})


def failed(issue: Issue, problems: tuple[Problem, ...], actor: Actor) -> None:
    """The issue came to nothing, and says why."""
    with transaction.atomic():
        move(issue, "fail", account={"problems": [written(one) for one in problems]})
        record(actor, "brief.failed", "issue", issue.pk, said=issue.number, why="; ".join(one.code for one in problems))
