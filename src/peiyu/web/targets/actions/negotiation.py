"""How an allocation is negotiated: sent, answered, moved so that the sum stays, agreed, issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.accounts.queries import people_in
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.rules import Subject, require
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.actions import tell
from peiyu.web.targets.access import RULES
from peiyu.web.targets.actions.allocations import keep, log, step_on, tops
from peiyu.web.targets.balance import Settled, over_people, refuse_sum, settled
from peiyu.web.targets.models import Allocation, Move, Share
from peiyu.web.trail.actions import record

ANSWERED = ("accepted", "declined")


def send(actor: Actor, *, allocation: int) -> Allocation:
    """Sends a draft to the organisations for their answers. Refusals `not-allowed`, `allocation-state`,
    `allocation-sum`."""
    require(RULES, actor, "allocations.make")
    with transaction.atomic():
        held = step_on(actor, allocation, "send")
        shares = tops(held)
        refuse_sum(held.total, [one.number for one in shares])
        Share.objects.filter(allocation=held).update(answer="", asked=None, asked_why="")
        _done(actor, held, "send")
        _tell(held, shares, Text("目标分解征求意见", "a target's share for your answer"))
    return held


def accept(actor: Actor, *, share: int) -> Share:
    """An organisation agrees to its number. Refusals `not-allowed`, `allocation-state`."""
    one = _share(actor, share, "shares.answer")
    with transaction.atomic():
        held = step_on(actor, one.allocation_id, "accept")
        Share.objects.filter(pk=one.pk).update(answer="accepted", asked=None, asked_why="")
        log(actor, held, one, "accept", before=one.number, after=one.number)
        record(actor, "share.accept", "share", one.pk, said=str(one))
        _state_by_answers(held)
    return one


def ask_other(actor: Actor, *, share: int, number: int, why: str) -> Share:
    """An organisation asks for another number, and says why. Nothing moves before the office has answered. Refusals
    `not-allowed`, `allocation-state`, `share-same`, `total-unfit`, `why-missing`."""
    one = _share(actor, share, "shares.answer")
    reason = reason_of(why, needed=True)
    if number == one.number:
        said = Text("所要求的数与现在的相同", "this is the number it has")
        raise Refusal(Problem("share-same", said, found=str(number), next_step=Text("可直接同意", "accept it instead")))
    if not 0 <= number <= one.allocation.total:
        raise Refusal(
            Problem("total-unfit", Text("任务数应在零与总数之间", "a share lies between zero and the total"),
                    found=str(number), accepted=Text(f"0—{one.allocation.total}", f"0 to {one.allocation.total}"))
        )  # fmt: skip
    with transaction.atomic():
        held = step_on(actor, one.allocation_id, "ask")
        Share.objects.filter(pk=one.pk).update(answer="asked", asked=number, asked_why=reason)
        log(actor, held, one, "ask", before=one.number, after=number, said=reason)
        record(actor, "share.ask", "share", one.pk, why=reason, before={"number": one.number}, after={"asked": number})
        _state_by_answers(held)
    return one


def grant(actor: Actor, *, share: int, number: int, why: str = "", with_: int | None = None) -> Share:
    """The office gives an organisation another number; the sum stays: `with_` takes the difference, or those take it
    that have not accepted yet, by the rule. Whoever is moved answers anew. Refusals `not-allowed`, `allocation-state`,
    `allocation-short` with the difference, `share-unknown`, those of the library."""
    require(RULES, actor, "allocations.make")
    one = _held(share)
    with transaction.atomic():
        held = step_on(actor, one.allocation_id, "grant")
        shares = tops(held)
        numbers = _moved(held, shares, one, number, with_)
        changed = keep(actor, held, {**numbers, one.pk: Settled(one.number, Text("", ""))}, shares, verb="rebalance")
        reason = numbers[one.pk].reason
        Share.objects.filter(pk=one.pk).update(
            number=number, reason={"zh": reason.zh, "en": reason.en}, answer="accepted" if number == one.asked else "",
            asked=None, asked_why="",
        )  # fmt: skip
        Share.objects.filter(pk__in=[other.pk for other in changed]).update(answer="", asked=None, asked_why="")
        log(actor, held, one, "grant", before=one.number, after=number, said=why.strip())
        for other in (*changed, one):
            _redivide(actor, held, other)
        record(actor, "share.grant", "share", one.pk, why=why, before={"number": one.number}, after={"number": number})
        refuse_sum(held.total, [other.number for other in tops(held)])
        _state_by_answers(held)
        _tell(held, [*changed, one], Text("目标分解有调整", "a target's share has changed"))
    return one


def decline(actor: Actor, *, share: int, why: str) -> Share:
    """The office leaves the number as it is, and says why. Refusals `not-allowed`, `allocation-state`, `why-missing`,
    `share-not-asked`."""
    require(RULES, actor, "allocations.make")
    one, reason = _held(share), reason_of(why, needed=True)
    if one.answer != "asked":
        raise Refusal(Problem("share-not-asked", Text("该单位没有要求调整", "it has not asked for another number")))
    with transaction.atomic():
        held = step_on(actor, one.allocation_id, "decline")
        Share.objects.filter(pk=one.pk).update(answer="declined", asked=None, asked_why="")
        log(actor, held, one, "decline", before=one.number, after=one.number, said=reason)
        record(actor, "share.decline", "share", one.pk, why=reason)
        _state_by_answers(held)
        _tell(held, [one], Text("目标分解的调整要求已答复", "your request about a target's share is answered"))
    return one


def divide(actor: Actor, *, share: int, numbers: Mapping[int, int]) -> Share:
    """Divides an organisation's number over its people (`numbers`: person → number; without any, it is undone).
    Refusals `not-allowed`, `allocation-state`, `allocation-sum` with the difference, `person-elsewhere`."""
    one = _share(actor, share, "shares.divide")
    there = {person.pk: person for person in people_in([one.organisation_id])}
    strangers = [str(pk) for pk in numbers if pk not in there]
    if strangers:
        said = Text("有人不在本单位任职", "somebody holds no post in this organisation")
        raise Refusal(Problem("person-elsewhere", said, found="、".join(strangers)))
    if numbers:
        refuse_sum(one.number, list(numbers.values()))
    with transaction.atomic():
        held = step_on(actor, one.allocation_id, "divide")
        Share.objects.filter(parent=one).delete()
        for place, (pk, number) in enumerate(numbers.items()):
            Share.objects.create(
                allocation=held, parent=one, organisation_id=one.organisation_id, person=there[pk],
                name=there[pk].name, place=place, number=number,
            )  # fmt: skip
        log(actor, held, one, "divide", after=len(numbers))
        record(actor, "share.divide", "share", one.pk, after={str(pk): number for pk, number in numbers.items()})
    return one


def agree(actor: Actor, *, allocation: int) -> Allocation:
    """Holds that everybody has answered and nothing is open. Refusals `not-allowed`, `allocation-state`."""
    require(RULES, actor, "allocations.make")
    with transaction.atomic():
        held = step_on(actor, allocation, "agree")
        _done(actor, held, "agree")
    return held


def recall(actor: Actor, *, allocation: int, why: str) -> Allocation:
    """Takes it back to draft. Refusals `not-allowed`, `allocation-state`, `why-missing`."""
    require(RULES, actor, "allocations.make")
    reason = reason_of(why, needed=True)
    with transaction.atomic():
        held = step_on(actor, allocation, "recall")
        Share.objects.filter(allocation=held).update(answer="", asked=None, asked_why="")
        _done(actor, held, "recall", reason)
    return held


def issue(actor: Actor, *, allocation: int) -> Allocation:
    """Issues what was agreed: from now on it stands. Refusals `not-allowed`, `allocation-state`, `allocation-sum`."""
    require(RULES, actor, "allocations.make")
    with transaction.atomic():
        held = step_on(actor, allocation, "issue")
        shares = tops(held)
        refuse_sum(held.total, [one.number for one in shares])
        Allocation.objects.filter(pk=held.pk).update(issued_at=clock.now(), issued_by=actor.name)
        _done(actor, held, "issue")
        _tell(held, shares, Text("目标分解已下达", "a target's share is issued"))
    return held


def _moved(held: Allocation, shares: Sequence[Share], one: Share, number: int, with_: int | None) -> dict[int, Settled]:
    """Everybody's number when one has another."""
    if with_ is None:
        stand = {each.pk: each.number for each in shares if each.fixed or each.answer == "accepted"}
        return settled(held.total, shares, held.counts, held.unit, {**stand, one.pk: number})
    other = next((each for each in shares if each.pk == with_ and each.pk != one.pk), None)
    if other is None:
        raise Refusal(_no_share(), status=404)
    rest = other.number + one.number - number
    if rest < 0:
        said = Text(f"{other.name}只有 {other.number}，承担不了差额", f"{other.name} has only {other.number} to give")
        raise Refusal(Problem("allocation-short", said, found=str(number - one.number)))
    fixed = {each.pk: each.number for each in shares} | {one.pk: number, other.pk: rest}
    return settled(held.total, shares, held.counts, held.unit, fixed)


def _redivide(actor: Actor, held: Allocation, changed: Share) -> None:
    """The people of an organisation whose number changed have theirs changed in proportion."""
    people = list(Share.objects.filter(parent_id=changed.pk))
    if people:
        now = Share.objects.get(pk=changed.pk).number
        keep(actor, held, over_people(now, people, held.unit), people, verb="rebalance")


def _state_by_answers(held: Allocation) -> None:
    answers = [one.answer for one in tops(held)]
    state = "answered" if all(one in ANSWERED for one in answers) else "sent"
    Allocation.objects.filter(pk=held.pk).update(state=state)


def _share(actor: Actor, share: int, action: str) -> Share:
    one = _held(share)
    require(RULES, actor, action, Subject(organisation=one.organisation_id))
    return one


def _held(share: int) -> Share:
    one = Share.objects.select_related("allocation").filter(pk=share, parent=None).first()
    if one is None:
        raise Refusal(_no_share(), status=404)
    return one


def _no_share() -> Problem:
    return Problem("share-unknown", Text("没有这个单位的任务数", "there is no such share"))


def _done(actor: Actor, held: Allocation, verb: str, why: str = "") -> Move:
    record(actor, f"allocation.{verb}", "allocation", held.pk, said=str(held), why=why)
    return log(actor, held, None, verb, said=why)


def _tell(held: Allocation, shares: Sequence[Share], said: Text) -> None:
    name = held.name
    text = Text(f"{said.zh}：{name['zh']}（{held.year}年）", f"{said.en}: {name['en']} ({held.year})")
    tell(text, f"/targets/allocations/{held.pk}/", organisations={one.organisation_id for one in shares})
