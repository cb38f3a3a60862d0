"""An edited document comes back: checked number by number; what differs is corrected, or accepted with a reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from peiyu.paper.brief.verify import verify
from peiyu.problems import InputError, Problem, Text, Where
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.briefs.actions.moving import may, move
from peiyu.web.briefs.models import Acceptance, Issue, IssueFile
from peiyu.web.briefs.queries.checks import current_of, found_in, last_file, last_snapshot, snapshot_of
from peiyu.web.briefs.worded import Compared, verification_of
from peiyu.web.files.store import Kept, path_of
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

MOST_NAMED = 6


def upload(actor: Actor, *, issue: int, kept: Kept) -> IssueFile:
    """Takes an edited document for an issue and checks its numbers; what was accepted before and still stands so stays
    accepted. Refusals `not-allowed`, `issue-unknown`, `issue-state`, and what is wrong with the document."""
    held = may(actor, issue, "upload")
    before = file_of(held)
    checked = checked_against(held, before, kept.hash, kept.name)
    with transaction.atomic():
        move(held, "upload", checked_by="", checked_at=None)
        made = IssueFile.objects.create(
            issue=held, number=before.number + 1, kind="edited", name=kept.name, hash=kept.hash,
            numbers=before.numbers, sheet=before.sheet, verification=checked, by_id=actor.person, by_name=actor.name,
            at=clock.now(),
        )  # fmt: skip
        carry(before, made)
        record(actor, "brief.upload", "issue", held.pk, said=kept.name, after=counts_of(checked))
    return made


def carry(before: IssueFile, after: IssueFile) -> None:
    """What was accepted in a file and stands so in the next one stays accepted."""
    keys = {one.key for one in found_in(after)}
    for one in before.acceptances.all():
        if one.key in keys:
            one.pk, one.file = None, after
            one.save(force_insert=True)


def file_of(issue: Issue) -> IssueFile:
    """The file that stands for an issue. Refusal `issue-unknown` where there is none yet."""
    held = last_file(issue)
    if held is None:
        raise Refusal(Problem("issue-unknown", Text("这一期还没有成稿", "this issue is not composed yet")), status=404)
    return held


def checked_against(issue: Issue, file: IssueFile, hash_: str, name: str) -> dict[str, Any]:
    """The verification of a document against an issue's snapshot, the last issue and the closing that holds now."""
    snapshot = snapshot_of(file)
    try:
        found = verify(path_of(hash_), snapshot, last_snapshot(issue), current_of(issue, snapshot))
    except InputError as error:
        raise Refusal(*(replace(one, where=Where(name)) for one in error.problems), status=422) from error
    return verification_of(found)


def counts_of(verification: dict[str, Any]) -> dict[str, int]:
    """How many findings of each group."""
    return {group: len(found) for group, found in verification["groups"].items()}


def accept(actor: Actor, *, issue: int, keys: Collection[str], why: str) -> int:
    """Accepts findings of the file that stands, with one reason; gives how many. Each is in the trail with what stands
    there and what the closing says. Refusals `not-allowed`, `issue-unknown`, `issue-state`, `why-missing`,
    `nothing-chosen`."""
    held, reason = may(actor, issue, "accept"), reason_of(why)
    file = file_of(held)
    chosen = [one for one in found_in(file) if one.blocking and one.key in keys]
    if not chosen:
        raise Refusal(
            Problem(
                "nothing-chosen", Text("没有选中要认可的数", "no finding was chosen"),
                next_step=Text("在表中选中后再提交", "choose some in the table, then send"),
            )
        )  # fmt: skip
    with transaction.atomic():
        move(held, "accept")
        for one in {one.key: one for one in chosen}.values():
            Acceptance.objects.create(
                file=file, key=one.key, group=one.group, figure=one.figure[:200], found=one.found[:200],
                expected=one.expected[:200], why=reason, by_name=actor.name, at=clock.now(),
            )  # fmt: skip
            record(
                actor, "brief.accept", "issue", held.pk, said=f"{one.figure} {one.place.zh}", why=reason,
                before={"expected": one.expected}, after={"found": one.found, "group": one.group},
            )  # fmt: skip
    return len(chosen)


def check(actor: Actor, *, issue: int) -> Issue:
    """校核通过: every finding is corrected or accepted. Refusals `not-allowed`, `issue-unknown`, `issue-state`,
    `numbers-unsettled`."""
    held = may(actor, issue, "check")
    refuse_unsettled(held)
    with transaction.atomic():
        move(held, "check", checked_by=actor.name, checked_at=clock.now())
        record(actor, "brief.check", "issue", held.pk, said=held.number)
    return held


def refuse_unsettled(issue: Issue) -> None:
    """Checks the file that stands again, because a later closing may say other numbers by now, and keeps what is found.
    Refusal `numbers-unsettled`."""
    file = file_of(issue)
    verification = checked_against(issue, file, file.hash, file.name)
    if verification != file.verification:
        IssueFile.objects.filter(pk=file.pk).update(verification=verification)
        file.verification = verification
    left = [one for one in found_in(file) if one.blocking]
    if left:
        raise Refusal(unsettled(left))


def unsettled(left: Sequence[Compared]) -> Problem:
    """That numbers are neither corrected nor accepted, naming the first of them."""
    named = "；".join(f"{one.place.zh} {one.found or '—'}（{one.name.zh}）" for one in left[:MOST_NAMED])
    more = f"… {len(left)}" if len(left) > MOST_NAMED else ""
    return Problem(
        "numbers-unsettled",
        Text(f"还有 {len(left)} 处数字未处理，不能继续", f"{len(left)} numbers are not settled"), found=named + more,
        accepted=Text("逐处改正，或写明原因认可", "each corrected, or accepted with a reason"),
        next_step=Text("在核对结果表中处理后再办", "settle them in the table of findings first"),
    )  # fmt: skip
