"""Month closing: one of the office proposes a reading, a second person closes it; from then on it never changes."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.rules import require
from peiyu.web.bridge.measuring import chosen_for
from peiyu.web.enterprises.queries.sources import precedence
from peiyu.web.look.refusal import Refusal
from peiyu.web.targets.access import RULES
from peiyu.web.targets.models import Closing, Reading
from peiyu.web.targets.queries.closings import before, effect, end_of
from peiyu.web.trail.actions import record


def propose(actor: Actor, *, reading: int, why: str = "") -> Closing:
    """Proposes a reading as the closing of its month; a month that is closed already gets its next issue, whose effect
    is listed and whose reason must be given. Refusals `not-allowed`, `reading-unclosable`, `closing-proposed`,
    `why-missing`."""
    require(RULES, actor, "closings.propose")
    held = Reading.objects.filter(pk=reading).first()
    if held is None:
        raise Refusal(Problem("reading-unknown", Text("没有这次统计", "there is no such reading")), status=404)
    refuse_unclosable(held)
    month = held.day.replace(day=1)
    last = before(held.pack, month)
    reason = reason_of(why, needed=last is not None)
    changes = effect(last.reading, held) if last is not None else []
    try:
        with transaction.atomic():
            issues = Closing.objects.filter(pack=held.pack, month=month, state="closed").aggregate(last=Max("issue"))
            made = Closing.objects.create(
                pack=held.pack, month=month, issue=(issues["last"] or 0) + 1, reading=held, effect=changes, why=reason,
                by_id=actor.person, by_name=actor.name, at=clock.now(),
            )  # fmt: skip
            if not Reading.objects.filter(pk=held.pk, state="live").update(state="live"):
                raise Refusal(_unclosable(Text("这次统计已不在", "this reading is gone"), str(held)))
            record(actor, "closing.propose", "closing", made.pk, said=str(made), why=reason)
            return made
    except IntegrityError:
        raise Refusal(
            Problem(
                "closing-proposed", Text("本月月结已提请，尚未审结", "this month is proposed already"),
                found=f"{month:%Y-%m}", next_step=Text("先审结或撤回那一次", "close or drop that one first"),
            )
        ) from None  # fmt: skip


def refuse_unclosable(reading: Reading) -> None:
    """Refusal `reading-unclosable` for what must not go out: other options than the locked ones, those that were locked
    before, a day that is no month's end, a reading that is not whole."""
    said, found = Text("", ""), str(reading.day)
    locked = chosen_for(reading.pack, None)
    changed = [key for key, option in locked.items() if reading.chosen.get(key) != option]
    outranking = list(precedence())
    if reading.state != "live":
        said = Text("这次统计未完成或已结", "this reading is not whole, or closed already")
    elif not reading.standing:
        said = Text("只有对外发布口径的统计可以月结", "only readings under the locked definitions can be closed")
    elif changed:
        said, found = Text("统计之后改定了对外发布口径", "definitions were locked anew since"), "、".join(changed)
    elif reading.precedence != outranking:
        said = Text("统计之后改定了来源优先次序", "another order of sources holds since")
        found = " > ".join(outranking)
    elif reading.day != end_of(reading.day):
        said = Text("月结须以月末为数据截止日", "a closing is as of the end of a month")
    if said.zh:
        raise Refusal(_unclosable(said, found))


def _unclosable(said: Text, found: str) -> Problem:
    return Problem(
        "reading-unclosable", Text(f"不能月结：{said.zh}", f"it cannot be closed: {said.en}"), found=found,
        accepted=Text("按对外发布口径、统计到月末的最新一次统计", "a reading as of the month's end under locked ones"),
        next_step=Text("重新统计到月末，再提请月结", "measure as of the month's end, then propose it"),
    )  # fmt: skip


def close(actor: Actor, *, closing: int) -> Closing:
    """Closes what another proposed: the reading and everything in it stays for good. Refusals `not-allowed`,
    `second-person-needed`, `closing-ended`."""
    require(RULES, actor, "closings.close")
    held = _proposed(closing)
    if actor.person is not None and held.by_id == actor.person:
        raise Refusal(
            Problem(
                "second-person-needed", Text("提请月结的人不能自己审结", "who proposed a closing does not close it"),
                found=held.by_name, accepted=Text("办公室另一人或领导", "another of the office, or a leader"),
                next_step=Text("由另一人审结", "ask a second person"),
            ),
            status=403,
        )  # fmt: skip
    refuse_unclosable(held.reading)
    with transaction.atomic():
        _end(held, "closed", actor)
        Reading.objects.filter(pk=held.reading_id).update(state="closed")
        record(actor, "closing.close", "closing", held.pk, said=str(held), why=held.why)
    held.refresh_from_db()
    return held


def drop(actor: Actor, *, closing: int, why: str) -> Closing:
    """Takes a proposal back. Refusals `not-allowed`, `why-missing`, `closing-ended`."""
    require(RULES, actor, "closings.close")
    held, reason = _proposed(closing), reason_of(why, needed=True)
    with transaction.atomic():
        _end(held, "dropped", actor, reason)
        record(actor, "closing.drop", "closing", held.pk, said=str(held), why=reason)
    held.refresh_from_db()
    return held


def _proposed(closing: int) -> Closing:
    held = Closing.objects.select_related("reading").filter(pk=closing).first()
    if held is None:
        raise Refusal(Problem("closing-unknown", Text("没有这次月结", "there is no such closing")), status=404)
    if held.state != "proposed":
        raise Refusal(_ended(held))
    return held


def _end(held: Closing, state: str, actor: Actor, why: str = "") -> None:
    ended = Closing.objects.filter(pk=held.pk, state="proposed").update(
        state=state, second_id=actor.person, second_name=actor.name, ended_at=clock.now(), ended_why=why
    )
    if not ended:
        held.refresh_from_db()
        raise Refusal(_ended(held))


def _ended(held: Closing) -> Problem:
    return Problem(
        "closing-ended", Text("这次月结已经审结或撤回", "this closing was closed or dropped already"),
        found=f"{held} {held.second_name}", next_step=Text("刷新页面查看", "reload the page"),
    )  # fmt: skip
