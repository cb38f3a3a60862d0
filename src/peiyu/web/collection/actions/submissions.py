"""Handing in, the stamped scan, accepting and returning: each version is frozen, and stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q

from peiyu.facts.round import blocking
from peiyu.facts.things import number_of
from peiyu.problems import Level, Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.rules import require
from peiyu.web.collection.access import RULES
from peiyu.web.collection.actions.answers import filled, hold
from peiyu.web.collection.actions.findings import check_all
from peiyu.web.collection.incoming.kept import frozen, hash_of, thawed
from peiyu.web.collection.models import AnswerRow, Arrival, Correction, Finding, Round, RoundUnit, Submission
from peiyu.web.collection.queries.answers import Paper, gives, hands_in, paper_of, reviews
from peiyu.web.collection.queries.closing import CORRECT
from peiyu.web.collection.queries.merged import as_standing, differing
from peiyu.web.collection.queries.units import addressees, maker_of, subject_of
from peiyu.web.collection.states import next_state
from peiyu.web.enterprises.words import words
from peiyu.web.files.store import keep
from peiyu.web.jobs.actions import ask
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.actions import tell
from peiyu.web.trail.actions import record

AT_ONCE = 100
"""Units that are handed in, or versions that are accepted, by one click."""

AT_CLOSING = "关账时尚未审核"
"""Why a version that was handed in before the closing is a correction."""

SCANS = frozenset({".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".tif"})


def check(actor: Actor, unit: RoundUnit) -> int:
    """Checks the whole form as it stands; gives how many findings still block. Refusals `not-allowed`,
    `collection-state`."""
    require(RULES, actor, "answers.give", subject_of(unit))
    with transaction.atomic():
        hold(unit)
        return len(blocking(check_all(paper_of(unit))))


def hand_in(actor: Actor, unit: RoundUnit, *, why: str = "") -> Submission:
    """Freezes the answers as the unit's next version. After the closing it is a correction, and says why. Refusals
    `not-allowed`, `collection-state`, `why-missing`, `nothing-answered`, `correction-blank`, `record-twice`,
    `merged-differ`, and `findings-open` as long as errors stand or warnings have no sentence; these are kept at their
    places."""
    if not hands_in(actor, unit):
        raise Refusal(_not_allowed(), status=403)
    late = unit.round.state == "closed"
    reason = reason_of(why) if late else ""
    with transaction.atomic():
        hold(unit)
        number_records(unit)
        paper = paper_of(unit)
        blocked = blocking(check_all(paper))
        if not blocked:
            _refuse_empty(paper)
            if twice := as_standing(paper.answers).twice:
                raise Refusal(differing(twice), status=422)
            if late:
                _refuse_blanked(paper)
            made = _freeze(actor, paper, reason)
    if blocked:
        raise Refusal(_open(sum(one.level is Level.ERROR for one in blocked), len(blocked)), status=422)
    return made


def hand_in_all(actor: Actor, held: Round) -> tuple[int, int]:
    """Hands in, for the units whose files came back, what has no open finding; at most 100 units at once. Gives how
    many were handed in, and how many are left. Refusal `not-allowed`."""
    require(RULES, actor, "submissions.hand_in_for", maker_of(held))
    still = Finding.objects.filter(Q(level="error") | Q(level="warning", explanation="")).values("unit")
    ready = RoundUnit.objects.filter(round=held, state="begun", done__gt=0).exclude(pk__in=still)
    ready = ready.exclude(arrivals__state__in=("waiting", "aside")).filter(arrivals__state="merged").distinct()
    done = 0
    for unit in list(ready.select_related("round", "organisation")[:AT_ONCE]):
        try:
            hand_in(actor, unit)
            done += 1
        except Refusal:
            continue  # what the whole check finds stands at its place now
    return done, RoundUnit.objects.filter(round=held, state="begun").count()


def accept_all(actor: Actor, found: Iterable[Submission]) -> tuple[int, tuple[Problem, ...]]:
    """Accepts several versions; gives how many, and why others were not."""
    done, problems = 0, list[Problem]()
    for one in found:
        try:
            accept(actor, one)
            done += 1
        except Refusal as refusal:
            problems += [replace(each, found=f"{one.unit.name} {each.found}".strip()) for each in refusal.problems]
    return done, tuple(problems)


def number_records(unit: RoundUnit) -> None:
    """Gives rows that were added by hand the numbers of their records, by what identifies them; empty ones go. Refusal
    `record-twice` where a list holds one record two times."""
    added = unit.answers.filter(record__lt=0)
    added.filter(pk__in=[row.pk for row in added if not filled(row.values)]).delete()
    there = set(unit.answers.values_list("entity", "enterprise", "record"))
    for row in added.all():
        number = number_of(row.entity, row.enterprise, row.values)
        if (row.entity, row.enterprise, number) in there:
            raise Refusal(_twice(row), status=422)
        there.add((row.entity, row.enterprise, number))
        AnswerRow.objects.filter(pk=row.pk).update(record=number, version=F("version") + 1)


def _freeze(actor: Actor, paper: Paper, reason: str) -> Submission:
    unit, rows = paper.unit, frozen(paper.rows.values())
    number = (Submission.objects.filter(unit=unit).aggregate(last=Max("number"))["last"] or 0) + 1
    came = Arrival.objects.filter(unit=unit, state="merged").exclude(file="").order_by("-pk").first()
    made = Submission.objects.create(
        unit=unit, number=number, rows=rows, hash=hash_of(rows), document=f"{unit.round.number}-{unit.pk}-{number}",
        file=came.file if came else "", reason=reason, by_id=actor.person, by_name=actor.name,
        for_whom=actor.for_whom, day=clock.today(), at=clock.now(),
    )  # fmt: skip
    _move(unit, "submit")
    record(actor, "submission.hand_in", "submission", made.pk, said=f"{unit.name} {made.document}", why=reason,
           after={"hash": made.hash, "rows": len(rows)})  # fmt: skip
    said = Text(f"“{unit.name}”已报送“{unit.round.title}”，待审核", f"{unit.name} has handed in {unit.round.title}")
    if unit.round.organisation_id is not None:
        tell(said, f"/collection/submissions/{made.pk}/", organisations=[unit.round.organisation_id])
    return made


def attach_scan(actor: Actor, submission: Submission, *, name: str, blocks: Iterable[bytes]) -> None:
    """Files the stamped scan beside exactly this version; another one in its place as long as it is not reviewed.
    Refusals `not-allowed`, `collection-state`, those of `files.keep`."""
    if not (gives(actor, submission.unit) or reviews(actor, submission.unit)):
        raise Refusal(_not_allowed(), status=403)
    kept = keep(name, blocks, suffixes=SCANS)
    with transaction.atomic():
        mine = Submission.objects.filter(pk=submission.pk, state="submitted")
        if not mine.update(scan=kept.hash, scan_name=kept.name[-200:], scan_at=clock.now()):
            submission.refresh_from_db(fields=["state"])
            raise Refusal(_reviewed())
        record(actor, "submission.scan", "submission", submission.pk, said=submission.document,
               before={"scan": submission.scan}, after={"scan": kept.hash, "name": kept.name})  # fmt: skip


def accept(actor: Actor, submission: Submission) -> Submission:
    """采信: another person than who handed it in has looked. After the closing its figures go in as a correction.
    Refusals `not-allowed`, `second-person-needed`, `collection-state`, `round-closing`."""
    _may_review(actor, submission)
    with transaction.atomic():
        _end(actor, submission, "accept")
        state = Round.objects.values_list("state", flat=True).get(pk=submission.unit.round_id)
        if state == "closing":
            raise Refusal(_closing())
        _move(submission.unit, "accept")
        record(actor, "submission.accept", "submission", submission.pk, said=submission.document,
               after={"hash": submission.hash})  # fmt: skip
        if state == "closed":
            made = Correction.objects.create(
                submission=submission,
                why=submission.reason or AT_CLOSING,
                by_id=actor.person,
                by_name=actor.name,
                at=clock.now(),
            )
            ask(actor, CORRECT, key=f"correct:{made.pk}", correction=made.pk, day=clock.today().isoformat())
        _tell_unit(submission, Text("已采信", "accepted"), "")
    return submission


def give_back(actor: Actor, submission: Submission, *, why: str) -> Submission:
    """退回 with the reasons: the unit can go on with its answers; this version stays as it was. Refusals `not-allowed`,
    `second-person-needed`, `why-missing`, `collection-state`, `round-closing`."""
    _may_review(actor, submission)
    reason = reason_of(why)
    if submission.state == "accepted" and submission.unit.round.state != "open":
        raise Refusal(_closing())
    with transaction.atomic():
        _end(actor, submission, "return", why=reason)
        _move(submission.unit, "return")
        record(actor, "submission.return", "submission", submission.pk, said=submission.document, why=reason)
        _tell_unit(submission, Text("被退回", "returned"), reason)
    return submission


def take_back(actor: Actor, submission: Submission, *, why: str) -> Submission:
    """The unit takes a version back that nobody has reviewed yet, to go on with it. Refusals `not-allowed`,
    `why-missing`, `collection-state`."""
    if not hands_in(actor, submission.unit):
        raise Refusal(_not_allowed(), status=403)
    reason = reason_of(why)
    if submission.state != "submitted":
        raise Refusal(_reviewed())
    with transaction.atomic():
        _end(actor, submission, "return", why=reason, reviewed=False)
        _move(submission.unit, "return")
        record(actor, "submission.take_back", "submission", submission.pk, said=submission.document, why=reason)
    return submission


def correct(actor: Actor, unit: RoundUnit, *, why: str) -> None:
    """Opens an accepted unit again after the closing, for a correction. Refusals `not-allowed`, `why-missing`,
    `collection-state`."""
    if not (gives(actor, unit) or reviews(actor, unit)):
        raise Refusal(_not_allowed(), status=403)
    reason = reason_of(why)
    if unit.round.state != "closed":
        raise Refusal(
            Problem("round-not-closed", Text("还没有关账，请退回后修改", "it is not closed yet: return it instead"))
        )
    with transaction.atomic():
        _move(unit, "correct")
        record(actor, "unit.correct", "round_unit", unit.pk, said=unit.name, why=reason)


def _move(unit: RoundUnit, verb: str) -> None:
    """The unit's next state by a conditional update."""
    unit.refresh_from_db(fields=["state"])
    to = next_state("unit", unit.state, verb)
    mine = RoundUnit.objects.filter(pk=unit.pk, state=unit.state)
    if not mine.update(state=to, last_at=clock.now(), version=F("version") + 1):
        unit.refresh_from_db(fields=["state"])
        next_state("unit", unit.state, verb)
    unit.state = to


def _end(actor: Actor, submission: Submission, verb: str, *, why: str = "", reviewed: bool = True) -> None:
    submission.refresh_from_db(fields=["state"])
    to = next_state("submission", submission.state, verb)
    by: dict[str, Any] = (
        {"reviewer_id": actor.person, "reviewer_name": actor.name, "reviewed_at": clock.now()} if reviewed else {}
    )
    if not Submission.objects.filter(pk=submission.pk, state=submission.state).update(state=to, why=why, **by):
        raise Refusal(_reviewed())
    submission.refresh_from_db()


def _may_review(actor: Actor, submission: Submission) -> None:
    if not reviews(actor, submission.unit):
        raise Refusal(_not_allowed(), status=403)
    if actor.person is not None and actor.person == submission.by_id:
        raise Refusal(
            Problem(
                "second-person-needed", Text("报送的人不能自己审核", "who handed it in does not review it"),
                found=submission.by_name, accepted=Text("另一名审核人员", "another reviewer"),
                next_step=Text("由另一人审核", "ask a second person"),
            ),
            status=403,
        )  # fmt: skip


def _tell_unit(submission: Submission, what: Text, why: str) -> None:
    """A notice to the unit: to who handed it in, and to everybody of its organisation. What was returned says why, and
    what is to be done."""
    unit = submission.unit
    said = Text(
        f"“{unit.round.title}”报送（第{submission.number}版）{what.zh}"
        + (f"：{why}。请：按意见改正后重新报送，截止 {unit.due}" if why else ""),
        f"{unit.round.title}, version {submission.number}: {what.en}"
        + (f": {why}. Next: correct it and hand it in again, by {unit.due}" if why else ""),
    )
    people = [submission.by_id] if submission.by_id is not None else []
    address = f"/collection/{unit.round.number}/units/{unit.pk}/{'answers/' if why else ''}"
    tell(said, address, people=people, organisations=addressees(RoundUnit.objects.filter(pk=unit.pk)))


def _refuse_empty(paper: Paper) -> None:
    returns = any(words().entities[sheet.entity].period != "none" for sheet in paper.asked.sheets)
    if returns and not paper.held and not any(one.value is not None for one in paper.answers):
        raise Refusal(
            Problem(
                "nothing-answered", Text("还没有填任何一项", "nothing has been answered yet"),
                next_step=Text("填好后再报送；确实没有数据的，请联系收表单位", "fill it in, or talk to who asks"),
            ),
            status=422,
        )  # fmt: skip


def _refuse_blanked(paper: Paper) -> None:
    """What went in cannot be taken back to nothing by a correction: facts are only added."""
    last = Submission.objects.filter(unit=paper.unit, state="accepted").order_by("-number").first()
    says = {one.place for one in paper.answers if one.value is not None}
    gone = [one for one in (thawed(last.rows) if last is not None else ()) if one.value is not None]
    blanked = [words().field(one.place.entity, one.place.field).name for one in gone if one.place not in says]
    if blanked:
        raise Refusal(
            Problem(
                "correction-blank", Text("已采信的数不能更正为空", "a figure that was accepted cannot become blank"),
                found="、".join(dict.fromkeys(one.zh for one in blanked)),
                accepted=Text("改为正确的数；确实为零的填 0", "the right figure; 0 where it really is zero"),
                next_step=Text("不该有这个数的，请办公室处理", "if there should be none, talk to the office"),
            ),
            status=422,
        )  # fmt: skip


def _open(errors: int, blocked: int) -> Problem:
    warnings = blocked - errors
    return Problem(
        "findings-open",
        Text("还不能报送：有问题没有处理", "it cannot be handed in yet: some findings are open"),
        found=f"错误 {errors}，待说明的提醒 {warnings}",
        accepted=Text("没有错误，每个提醒都有一句说明", "no errors, and a sentence for every warning"),
        next_step=Text("按格子旁的提示改正或写说明", "correct them, or explain them, at their cells"),
    )


def _twice(row: AnswerRow) -> Problem:
    said = "，".join(text for text in row.raw.values() if text)
    return Problem(
        "record-twice", Text("清单里有两行是同一条记录", "two rows of a list are one record"), found=said[:120],
        next_step=Text("删去其中一行", "take one of them out"),
    )  # fmt: skip


def _reviewed() -> Problem:
    return Problem(
        "submission-reviewed", Text("这一版已经审核或撤回", "this version was reviewed or taken back already"),
        next_step=Text("刷新页面查看", "reload the page"),
    )  # fmt: skip


def _closing() -> Problem:
    return Problem(
        "round-closing", Text("已提请关账或已关账，采信的数不能再变", "it is closed, or its closing is proposed"),
        accepted=Text("先撤回关账；关账后按更正办理", "withdraw the closing first; after it, correct"),
        next_step=Text("撤回关账，或发起更正", "withdraw the closing, or begin a correction"),
    )  # fmt: skip


def _not_allowed() -> Problem:
    return Problem("not-allowed", Text("当前身份不能办理这份报送", "not with your present role"))
