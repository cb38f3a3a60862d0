"""From the checked document to the one that went out: signed by another person, numbered, archived; sent, taken up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Max

from peiyu.paper.brief.reading import read
from peiyu.paper.brief.snapshot import Snapshot, to_json
from peiyu.paper.brief.stamp import has_room, stamp
from peiyu.paper.brief.words import line_of_issue
from peiyu.problems import InputError, Problem, Text, Where
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.rules import require
from peiyu.web.briefs.access import RULES
from peiyu.web.briefs.actions.checking import carry, file_of, refuse_unsettled
from peiyu.web.briefs.actions.composing import draft_folder, keep_file
from peiyu.web.briefs.actions.moving import may, move
from peiyu.web.briefs.kinds import SORTS
from peiyu.web.briefs.models import Issue, IssueFile, Sent
from peiyu.web.briefs.queries.checks import snapshot_of
from peiyu.web.briefs.states import OUT
from peiyu.web.files.store import path_of
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

MOST_TRIES = 8
MOST_NAME, MOST_REMARK, MOST_PLACE = 120, 400, 9999


@dataclass(frozen=True, slots=True)
class Count:
    """第 place 期 of the year, 总第 total 期."""

    place: int
    total: int


def sign(actor: Actor, *, issue: int) -> Issue:
    """签发: by somebody who neither composed nor edited what is signed. Refusals `not-allowed`, `issue-unknown`,
    `issue-state`, `second-person-needed`, `numbers-unsettled`."""
    held = may(actor, issue, "sign")
    file = file_of(held)
    if actor.person is None or actor.person in (held.composer_id, file.by_id):
        raise Refusal(
            Problem(
                "second-person-needed",
                Text("成稿或改稿的人不能自己签发", "who composed or edited an issue does not sign it"),
                found=actor.name, next_step=Text("由办公室另一人或领导签发", "another of the office or a leader signs"),
            )
        )  # fmt: skip
    refuse_unsettled(held)
    with transaction.atomic():
        move(held, "sign", signer_id=actor.person, signer_name=actor.name, signed_at=clock.now())
        record(actor, "brief.sign", "issue", held.pk, said=held.number, after={"file": file.number})
    return held


def send_back(actor: Actor, *, issue: int, why: str) -> Issue:
    """退回修改. Refusals `not-allowed`, `issue-unknown`, `issue-state`, `why-missing`."""
    held, reason = may(actor, issue, "return"), reason_of(why)
    with transaction.atomic():
        move(held, "return", checked_by="", checked_at=None, signer=None, signer_name="", signed_at=None, why=reason)
        record(actor, "brief.return", "issue", held.pk, said=held.number, why=reason)
    return held


def next_count(kind: str, year: int, start: Count | None = None) -> Count:
    """The numbers that the next issue of a kind gets: one more than the last; the very first of a kind goes on from
    `start`, where an office had issues before it used the application."""
    of_kind = Issue.objects.filter(kind=kind)
    total = of_kind.aggregate(last=Max("total"))["last"]
    if total is None and start is not None:
        return start
    place = of_kind.filter(year=year).aggregate(last=Max("place"))["last"]
    return Count((place or 0) + 1, (total or 0) + 1)


def issue_it(actor: Actor, *, issue: int, start: Count | None = None) -> Issue:
    """编号印发: gives 第×期 and 总第×期, writes them into the document and lets it go out. Of two that are issued at
    once each gets its own. Refusals `not-allowed`, `issue-unknown`, `issue-state`, `numbers-unsettled`,
    `issue-line-missing`, `count-unreadable`."""
    held = may(actor, issue, "issue")
    if start is not None and not (0 < start.place <= start.total <= MOST_PLACE):
        raise Refusal(
            Problem(
                "count-unreadable", Text("起始期号不合要求", "these first numbers do not fit"),
                found=f"{start.place} / {start.total}",
                accepted=Text("期号不大于总期号的正整数", "whole numbers, the first not above the second"),
            )
        )  # fmt: skip
    refuse_unsettled(held)
    for _ in range(MOST_TRIES):
        try:
            with transaction.atomic():
                return _issued(actor, held, start)
        except IntegrityError:
            held.refresh_from_db()
    raise Refusal(
        Problem(
            "issue-changed", Text("编号时与别人冲突，未印发", "others were numbering at the same time"),
            next_step=Text("稍后再办一次", "try again in a moment"),
        )
    )  # fmt: skip


def _issued(actor: Actor, held: Issue, start: Count | None) -> Issue:
    year = clock.today().year
    count = next_count(held.kind, year, start)
    move(held, "issue", year=year, place=count.place, total=count.total, issued_by=actor.name, issued_at=clock.now())
    file = file_of(held)
    made = outgoing(held, file, count)
    out = IssueFile.objects.create(
        issue=held, number=file.number + 1, kind="issued", name=made.name, hash=made.hash, numbers=made.numbers,
        sheet=file.sheet, verification=file.verification, by_id=actor.person, by_name=actor.name, at=clock.now(),
    )  # fmt: skip
    carry(file, out)
    record(actor, "brief.issue", "issue", held.pk, said=held.number, after={"place": count.place, "total": count.total})
    return held


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The document as it goes out: its name, and the hashes of it and of its snapshot."""

    name: str
    hash: str
    numbers: str


def outgoing(issue: Issue, file: IssueFile, count: Count) -> Outgoing:
    """The document with its number in the head, where there is room for one. Refusal `issue-line-missing` for a kind
    that does not go out without."""
    path, name = path_of(file.hash), f"{called(issue, count)}.docx"
    if not has_room(path) and not SORTS[issue.kind].numbered:
        return Outgoing(name, file.hash, file.numbers)
    with draft_folder() as folder:
        try:
            out = stamp(path, line_of_issue(count.place, count.total, issue.lang), folder / name)
        except InputError as error:
            raise Refusal(*(replace(one, where=Where(file.name)) for one in error.problems)) from error
        numbers = folder / f"{issue.number}.numbers.json"
        numbers.write_text(to_json(as_gone_out(snapshot_of(file), out)), "utf-8")
        return Outgoing(name, keep_file(out).hash, keep_file(numbers, ".txt").hash)


def as_gone_out(snapshot: Snapshot, out: Path) -> Snapshot:
    """The snapshot of the document that went out: the figures as they were frozen, the text as it is now."""
    document = read(out)
    return replace(snapshot, file=out.name, sha256=document.sha256, passages=document.passages)


def called(issue: Issue, count: Count) -> str:
    """How the file is called: 简报2012年第9期."""
    name = SORTS[issue.kind].name
    if issue.lang == "en":
        return f"{name.en} {issue.year} No. {count.place}"
    return f"{name.zh}{issue.year}年第{count.place}期"


def archive(actor: Actor, *, issue: int) -> Issue:
    """归档. Refusals `not-allowed`, `issue-unknown`, `issue-state`."""
    held = may(actor, issue, "archive")
    with transaction.atomic():
        move(held, "archive", archived_at=clock.now())
        record(actor, "brief.archive", "issue", held.pk, said=held.number)
    return held


def withdraw(actor: Actor, *, issue: int, why: str) -> Issue:
    """撤回: the issue stays with its number and says why it holds no more. Refusals `not-allowed`, `issue-unknown`,
    `issue-state`, `why-missing`."""
    held, reason = may(actor, issue, "withdraw"), reason_of(why)
    with transaction.atomic():
        move(held, "withdraw", withdrawn_by=actor.name, withdrawn_at=clock.now(), why=reason)
        record(actor, "brief.withdraw", "issue", held.pk, said=held.number, why=reason)
    return held


# --- where it went ----------------------------------------------------------------------------------------------


def record_sent(actor: Actor, *, issue: int, to: str, on: dt.date, remark: str = "") -> Sent:
    """报送: to whom an issue went. Refusals `not-allowed`, `issue-unknown`, `issue-state`, `sent-unreadable`."""
    require(RULES, actor, "briefs.issue")
    held = out_of(issue)
    receiver, said = to.strip(), remark.strip()
    if not receiver or len(receiver) > MOST_NAME or len(said) > MOST_REMARK or on > clock.today():
        raise Refusal(unreadable(to))
    with transaction.atomic():
        made = Sent.objects.create(issue=held, to=receiver, on=on, remark=said, by_name=actor.name, at=clock.now())
        record(actor, "brief.sent", "issue", held.pk, said=receiver, after={"on": str(on)})
        return made


def record_adoption(actor: Actor, *, sent: int, by: str, on: dt.date) -> Sent:
    """采用: who took an issue up. Refusals `not-allowed`, `sent-unknown`, `sent-unreadable`."""
    require(RULES, actor, "briefs.issue")
    held = Sent.objects.filter(pk=sent).first()
    if held is None:
        raise Refusal(Problem("sent-unknown", Text("没有这条报送记录", "there is no such entry")), status=404)
    adopter = by.strip()
    if not adopter or len(adopter) > MOST_NAME or not held.on <= on <= clock.today():
        raise Refusal(unreadable(by))
    with transaction.atomic():
        Sent.objects.filter(pk=held.pk).update(adopted_by=adopter, adopted_on=on)
        record(actor, "brief.adopted", "issue", held.issue_id, said=adopter, after={"on": str(on)})
    held.refresh_from_db()
    return held


def out_of(issue: int) -> Issue:
    """An issue that went out. Refusals `issue-unknown`, `issue-state`."""
    held = Issue.objects.filter(pk=issue).first()
    if held is None:
        raise Refusal(Problem("issue-unknown", Text("没有这一期", "there is no such issue")), status=404)
    if held.state not in OUT:
        raise Refusal(
            Problem(
                "issue-state", Text("印发后才能登记报送和采用", "only what went out is sent and taken up"),
                next_step=Text("先编号印发", "issue it first"),
            )
        )  # fmt: skip
    return held


def unreadable(found: str) -> Problem:
    """That an entry of sending or adoption does not fit."""
    return Problem(
        "sent-unreadable", Text("单位或日期不合要求", "the name or the day does not fit"), found=found[:MOST_NAME],
        accepted=Text("单位名称，和不晚于今天、采用不早于报送的日期", "a name; a day up to today, not before sending"),
        next_step=Text("改写后再登记", "write it anew"),
    )  # fmt: skip
