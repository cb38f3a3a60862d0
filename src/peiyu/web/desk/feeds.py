"""我的待办: what waits for a person, gathered from a table of feeds that read what the apps below hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.accounts.queries.kept import consents_of
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import ADMINISTRATORS, INSIDE, Role
from peiyu.web.briefs.queries import issues
from peiyu.web.checkups.queries.follow_ups import due_soon
from peiyu.web.collection.queries import chasing as collecting
from peiyu.web.collection.queries import work as collection
from peiyu.web.collection.queries.answers import reviews
from peiyu.web.collection.queries.submissions import waiting as submissions_waiting
from peiyu.web.enterprises.models import FACT_MODELS
from peiyu.web.enterprises.queries import intakes_unseen, keys_of
from peiyu.web.enterprises.queries.intakes import scoped_intakes
from peiyu.web.jobs.kinds import KINDS
from peiyu.web.jobs.queries import scoped as jobs_of
from peiyu.web.notes.queries import notices_of
from peiyu.web.policies.models import PackText
from peiyu.web.policies.queries import territory_id
from peiyu.web.reporting.queries.forms import waiting
from peiyu.web.targets.models import Closing, Share
from peiyu.web.targets.queries.readings import text_of

MOST = 20
"""So many items of one feed are shown; each has a page with all of them."""
LATELY = dt.timedelta(days=14)
AHEAD = dt.timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: what, where it is done, since or until when."""

    said: Text
    address: str
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What one app has waiting. `nothing`: whether it is named when it has nothing."""

    key: str
    said: Text
    roles: frozenset[Role]
    items: Callable[[Actor], Iterable[Item]]


@dataclass(frozen=True, slots=True)
class Fed:
    """A feed with what it gave; `more`: there is more than is shown."""

    feed: Feed
    items: tuple[Item, ...]
    more: bool


def notices(actor: Actor) -> Iterator[Item]:
    """Notices that were not read."""
    for one in notices_of(actor).filter(read_at=None).order_by("-at")[: MOST + 1]:
        yield Item(text_of(one.said), f"/notes/{one.pk}/open/", one.at.date())


def intakes(actor: Actor) -> Iterator[Item]:
    """Imports that were read and not yet stored."""
    for one in scoped_intakes(actor).filter(state="read").order_by("-at")[: MOST + 1]:
        said = Text(f"{one.name}：待核对入库", f"{one.name}: to be checked and stored")
        yield Item(said, f"/enterprises/intakes/{one.pk}/", one.at.date())


def failed_jobs(actor: Actor) -> Iterator[Item]:
    """Background work that failed lately."""
    since = clock.now() - LATELY
    for one in jobs_of(actor).filter(state="failed", ended_at__gte=since).order_by("-ended_at")[: MOST + 1]:
        named = KINDS[one.kind].said if one.kind in KINDS else Text(one.kind, one.kind)
        said = Text(f"{named.zh}未成功", f"{named.en} failed")
        yield Item(said, f"/jobs/{one.pk}/", one.ended_at.date() if one.ended_at else None)


def submitted_texts(actor: Actor) -> Iterator[Item]:
    """Texts of packs that wait for a second person: not for the one who wrote them."""
    held = PackText.objects.filter(state="submitted").exclude(author_id=actor.person).defer("files", "difference")
    for one in held.order_by("-changed_at")[: MOST + 1]:
        name = text_of(one.name) if one.name else Text(one.pack, one.pack)
        said = Text(f"{name.zh}：待发布", f"{name.en}: waits for release")
        yield Item(said, f"/policies/texts/{one.pk}/", one.changed_at.date())


def proposed_closings(actor: Actor) -> Iterator[Item]:
    """Month closings that wait for a second person."""
    for one in Closing.objects.filter(state="proposed").exclude(by_id=actor.person).order_by("-month")[: MOST + 1]:
        said = Text(f"{one.month:%Y-%m} 月结待复核", f"the closing of {one.month:%Y-%m} waits for a second person")
        yield Item(said, "/targets/closings/", one.at.date())


def own_shares(actor: Actor) -> Iterator[Item]:
    """Shares of targets that the actor's organisation has not answered."""
    held = Share.objects.filter(allocation__state="sent", organisation_id__in=actor.organisations, answer="")
    for one in held.filter(person=None).select_related("allocation").order_by("pk")[: MOST + 1]:
        name = text_of(one.allocation.name)
        said = Text(f"{name.zh}：分解 {one.number}，请答复", f"{name.en}: your share is {one.number}; please answer")
        yield Item(said, f"/targets/allocations/{one.allocation_id}/", one.allocation.at.date())


def asked_shares(actor: Actor) -> Iterator[Item]:
    """Shares that an organisation wants changed."""
    held = Share.objects.filter(allocation__state__in=("sent", "answered"), answer="asked")
    for one in held.select_related("allocation").order_by("pk")[: MOST + 1]:
        name = text_of(one.allocation.name)
        said = Text(f"{one.name} 对“{name.zh}”分解数有意见", f"{one.name} wants another share of {name.en}")
        yield Item(said, f"/targets/allocations/{one.allocation_id}/")


def ending_consents(actor: Actor) -> Iterator[Item]:
    """Consents that end soon."""
    day = clock.today()
    held = consents_of(actor).filter(withdrawn_at=None, until__gte=day, until__lte=day + AHEAD).order_by("until")
    found = list(held.select_related("agent")[: MOST + 1])
    firms = keys_of(actor, {one.enterprise for one in found})
    for one in found:
        firm = firms.get(one.enterprise)
        name = firm.name if firm is not None else ""
        said = Text(f"{name} 委托 {one.agent.name} 将到期", f"{name}: the consent for {one.agent.name} ends")
        yield Item(said, f"/people/consents/{one.pk}/", one.until)


def expiring_titles(actor: Actor) -> Iterator[Item]:
    """Titles that run out soon, of the enterprises for which the actor stands."""
    day = clock.today()
    held = FACT_MODELS["title"].objects.filter(enterprise__in=actor.enterprises).exclude(intake_id__in=intakes_unseen())
    held = held.filter(Q(revoked_on=None), expires_on__gte=day, expires_on__lte=day + AHEAD).order_by("expires_on")
    found = list(held.values_list("enterprise", "kind", "expires_on").distinct()[: MOST + 1])
    firms = keys_of(actor, {key for key, _, _ in found})
    for key, title, until in found:
        if key in firms:
            said = Text(f"{firms[key].name}：{title}将到期", f"{firms[key].name}: {title} runs out")
            yield Item(said, f"/enterprises/{key % 2**64:016x}/", until)


def follow_ups(actor: Actor) -> Iterator[Item]:
    """Follow-ups of check-ups that the actor does and that are overdue, or due within a week."""
    day = clock.today()
    for one in due_soon(actor)[: MOST + 1]:
        late = Text("（已逾期）", " (overdue)") if one.due < day else Text("", "")
        said = Text(f"{one.firm}：{one.what}{late.zh}", f"{one.firm}: {one.what}{late.en}")
        yield Item(said, f"/checkups/follow-ups/{one.pk}/", one.due)


FOLLOWS_UP = frozenset({Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER, Role.PARK})


def rounds_to_answer(actor: Actor) -> Iterator[Item]:
    """Collection rounds that ask one of the actor's units and are not answered."""
    for one in collection.own_open(actor)[: MOST + 1]:
        said = Text(f"{one.round.title}（{one.name}）：{one.due} 24时前报送",
                    f"{one.round.title} ({one.name}): due by midnight of {one.due}")  # fmt: skip
        yield Item(said, f"/collection/{one.round.number}/units/{one.pk}/", one.due)


def late_units(actor: Actor) -> Iterator[Item]:
    """Rounds of the actor's in which units are late."""
    for one in collection.late(actor):
        said = Text(f"{one.round.title}：{one.units} 个单位逾期未报", f"{one.round.title}: {one.units} units are late")
        yield Item(said, f"/collection/{one.round.number}/chase/", one.round.due)


def submissions_to_review(actor: Actor) -> Iterator[Item]:
    """What units handed in, for those who review it: not for the one who handed it in."""
    for one in submissions_waiting(actor).exclude(by_id=actor.person)[: MOST + 1]:
        if reviews(actor, one.unit):
            title = one.unit.round.title
            said = Text(f"{one.unit.name} 报送{title}：待审核", f"{one.unit.name} handed in {title}: to be reviewed")
            yield Item(said, f"/collection/submissions/{one.pk}/", one.at.date())


def extensions_to_answer(actor: Actor) -> Iterator[Item]:
    """Extensions that units asked for."""
    for one in collecting.to_answer(actor)[: MOST + 1]:
        said = Text(f"{one.unit.name} 申请将{one.unit.round.title}延至 {one.until}",
                    f"{one.unit.name} asks for {one.unit.round.title} until {one.until}")  # fmt: skip
        yield Item(said, "/collection/extensions/", one.unit.due)


def briefs_waiting(actor: Actor) -> Iterator[Item]:
    """Issues to check, sign and issue, errata to issue, and what a closing anew says otherwise."""
    for one in issues.work(actor, territory_id(), most=MOST + 1):
        yield Item(one.said, one.address, one.on)


def forms_to_fill(actor: Actor) -> Iterator[Item]:
    """The superior's forms that the latest closing has not filled."""
    for one in waiting(actor)[: MOST + 1]:
        month = f"{one.closing.month:%Y-%m}"
        said = Text(f"{one.form.name}：{month} 待填", f"{one.form.name}: to be filled for {month}")
        yield Item(said, f"/reporting/{one.form.pk}/#fill", one.closing.at.date())


STANDS_FOR_FIRMS = frozenset({Role.ENTERPRISE, Role.PARK, Role.SERVICE})
KEEP_ROUNDS = frozenset({Role.OFFICE, Role.DEPARTMENT})
ANSWER_ROUNDS = frozenset({Role.DEPARTMENT, Role.PARK, Role.FINANCE, Role.CADRE, Role.ENTERPRISE, Role.SERVICE})
FEEDS: tuple[Feed, ...] = (
    Feed("rounds", Text("收表待报送", "Rounds to answer"), ANSWER_ROUNDS, rounds_to_answer),
    Feed("reviews", Text("报送待审核", "Submissions to review"), KEEP_ROUNDS | {Role.REVIEWER}, submissions_to_review),
    Feed("extensions", Text("延期申请待答复", "Extensions to answer"), KEEP_ROUNDS, extensions_to_answer),
    Feed("late", Text("逾期未报", "Units that are late"), KEEP_ROUNDS, late_units),
    Feed("shares", Text("指标分解待答复", "Shares to answer"), INSIDE - {Role.OFFICE}, own_shares),
    Feed("asked", Text("对分解数的意见", "Shares asked to be changed"), frozenset({Role.OFFICE}), asked_shares),
    Feed("texts", Text("政策文本待发布", "Texts to release"), frozenset({Role.OFFICE, Role.LEADER}), submitted_texts),
    Feed("closings", Text("月结待复核", "Closings to confirm"), frozenset({Role.OFFICE}), proposed_closings),
    Feed("follow_ups", Text("体检跟进到期", "Follow-ups that are due"), FOLLOWS_UP, follow_ups),
    Feed("forms", Text("上报表待填", "Forms to fill"), frozenset({Role.OFFICE}), forms_to_fill),
    Feed("briefs", Text("简报待办", "Briefs"), frozenset({Role.OFFICE, Role.LEADER}), briefs_waiting),
    Feed("intakes", Text("导入待核对", "Imports to check"), frozenset(Role) - ADMINISTRATORS, intakes),
    Feed("jobs", Text("后台任务未成功", "Background work that failed"), frozenset(Role), failed_jobs),
    Feed("titles", Text("资质将到期", "Titles that run out"), STANDS_FOR_FIRMS, expiring_titles),
    Feed("consents", Text("委托将到期", "Consents that end"), STANDS_FOR_FIRMS | {Role.OFFICE}, ending_consents),
    Feed("notices", Text("未读通知", "Notices"), frozenset(Role), notices),
)
"""What is gathered, in the order of the page."""


def fed(actor: Actor) -> tuple[Fed, ...]:
    """Every feed of the actor's role that has something."""
    found = []
    for one in FEEDS:
        if actor.role in one.roles:
            items = tuple(one.items(actor))
            if items:
                found.append(Fed(one, items[:MOST], len(items) > MOST))
    return tuple(found)
