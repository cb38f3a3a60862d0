"""Organisations: made, renamed, closed, and gone over into a successor; nothing of what they were is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.accounts.access import RULES
from peiyu.web.accounts.models import Consent, FormerName, Organisation, Post
from peiyu.web.accounts.queries import posts_today, scope_of
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record
from peiyu.web.trail.queries import changed_meanwhile

FIELDS = ("name", "name_en", "duties", "area")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What an organisation is called and does; area: the park or district whose enterprises are its own, as facts name
    it; parent: the organisation above it."""

    name: str
    name_en: str = ""
    duties: str = ""
    area: str = ""
    parent: int | None = None

    def columns(self) -> dict[str, str]:
        """The columns, without what is above it."""
        return {name: getattr(self, name).strip() for name in FIELDS}


def add_organisation(
    actor: Actor, unit: Unit, *, kind: str, enterprise: int | None = None, since: dt.date | None = None
) -> Organisation:
    """An organisation from a day on. Refusals `not-allowed`, `organisation-taken`, `organisation-of-firm-taken`."""
    require(RULES, actor, "organisations.keep")
    if enterprise is not None and (other := Organisation.objects.filter(enterprise=enterprise).first()):
        said = Text("这家企业已有对应机构", "this enterprise has its organisation already")
        raise Refusal(Problem("organisation-of-firm-taken", said, found=other.name))
    try:
        with transaction.atomic():
            made = Organisation.objects.create(
                kind=kind, parent_id=unit.parent, enterprise=enterprise, since=since or clock.today(), **unit.columns()
            )
            after = {"kind": kind, **_told(made)}
            record(actor, "organisation.add", "organisation", made.pk, said=made.name, after=after)
            return made
    except IntegrityError:
        raise Refusal(_taken(unit.name)) from None


def edit_organisation(actor: Actor, organisation: int, unit: Unit, *, version: int, why: str) -> None:
    """New name, duties, area or place in the tree; a name that it had is kept with the day until which it had it.
    Refusals `not-allowed`, `changed-meanwhile`, `organisation-taken`, `organisation-circle`."""
    require(RULES, actor, "organisations.keep")
    held = Organisation.objects.get(pk=organisation)
    if unit.parent is not None and unit.parent in {one.pk for one in scope_of(organisation)}:
        said = Text("上级不能是它自己或它的下级", "it cannot stand under itself")
        raise Refusal(Problem("organisation-circle", said, found=str(Organisation.objects.get(pk=unit.parent))))
    after = unit.columns()
    try:
        with transaction.atomic():
            mine = Organisation.objects.filter(pk=organisation, version=version)
            if not mine.update(**after, parent_id=unit.parent, version=version + 1):
                raise changed_meanwhile("organisation", organisation)
            if held.name != after["name"]:
                until = clock.today() - dt.timedelta(days=1)
                FormerName.objects.create(organisation=held, name=held.name, name_en=held.name_en, until=until)
            record(
                actor, "organisation.edit", "organisation", organisation, said=after["name"], why=why,
                before={**_told(held), "parent": held.parent_id}, after={**after, "parent": unit.parent},
            )  # fmt: skip
    except IntegrityError:
        raise Refusal(_taken(unit.name)) from None


def close_organisation(actor: Actor, organisation: int, *, version: int, why: str) -> None:
    """The organisation ends without a successor. Refusals `not-allowed`, `organisation-in-use` while posts or units
    under it are open, `changed-meanwhile`."""
    require(RULES, actor, "organisations.keep")
    posts = posts_today().filter(organisation_id=organisation).count()
    under = Organisation.objects.filter(parent_id=organisation, until=None).count()
    if posts or under:
        raise Refusal(
            Problem(
                "organisation-in-use",
                Text("还有在任岗位或下级机构，不能撤销", "it still has posts or units under it"),
                found=f"{posts} / {under}",
                next_step=Text(
                    "改用“并入继任机构”，或先结束这些岗位", "merge it into a successor, or end the posts first"
                ),
            )
        )
    with transaction.atomic():
        until = clock.today()
        _closed(organisation, version, until=until, successor=None)
        record(actor, "organisation.close", "organisation", organisation, why=why, after={"until": str(until)})


def reorganise(
    actor: Actor, organisation: int, *, version: int, successor: int, from_day: dt.date, why: str
) -> dict[str, int]:
    """The organisation goes over into a successor from a day on: its open posts and consents end and go on there, what
    stands under it comes under the successor, and its area and its records come into the successor's reach. Gives how
    many posts, consents and units went over. Refusals `not-allowed`, `successor-unfit`, `reorganised-in-future`,
    `changed-meanwhile`."""
    require(RULES, actor, "organisations.keep")
    held, heir = Organisation.objects.get(pk=organisation), Organisation.objects.get(pk=successor)
    if heir.until is not None or heir.pk in {one.pk for one in scope_of(held.pk)}:
        said = Text("继任机构已撤销，或就是它自己、它的下级", "the successor is closed, or is it or under it")
        raise Refusal(Problem("successor-unfit", said, found=heir.name))
    if from_day > clock.today():
        said = Text("还没有到这一天", "that day has not come")
        next_step = Text("到当天再办理，期间岗位照常有效", "do it on that day; until then the posts hold")
        raise Refusal(Problem("reorganised-in-future", said, found=str(from_day), next_step=next_step))
    with transaction.atomic():
        _closed(held.pk, version, until=from_day - dt.timedelta(days=1), successor=heir)
        moved = {
            "posts": _move_posts(actor, held, heir, why),
            "consents": _move_consents(actor, held, heir, why),
            "units": Organisation.objects.filter(parent=held).update(parent=heir),
        }
        after = {"successor": heir.name, "from": str(from_day), **moved}
        record(
            actor, "organisation.reorganise", "organisation", held.pk, said=held.name, why=why, before=_told(held),
            after=after,
        )  # fmt: skip
    return moved


def _closed(organisation: int, version: int, *, until: dt.date, successor: Organisation | None) -> None:
    mine = Organisation.objects.filter(pk=organisation, version=version, until=None)
    if not mine.update(until=until, successor=successor, version=version + 1):
        raise changed_meanwhile("organisation", organisation)


def _move_posts(actor: Actor, held: Organisation, heir: Organisation, why: str) -> int:
    day = clock.today()
    moved = 0
    for post in Post.objects.filter(Q(until=None) | Q(until__gte=day), organisation=held):
        Post.objects.filter(pk=post.pk).update(until=day - dt.timedelta(days=1))
        again = Post.objects.filter(person_id=post.person_id, organisation=heir, role=post.role, until=None)
        if post.until is None and again.exists():
            continue  # the person holds the same post there already
        since = max(day, post.since)
        Post.objects.create(
            person_id=post.person_id, organisation=heir, role=post.role, since=since, until=post.until, follows=post
        )
        record(actor, "post.move", "post", post.pk, why=why, before={"in": held.name}, after={"in": heir.name})
        moved += 1
    return moved


def _move_consents(actor: Actor, held: Organisation, heir: Organisation, why: str) -> int:
    day, now = clock.today(), clock.now()
    moved = 0
    for one in Consent.objects.filter(Q(until=None) | Q(until__gte=day), agent=held, withdrawn_at=None):
        Consent.objects.filter(pk=one.pk).update(until=day - dt.timedelta(days=1))
        Consent.objects.create(
            enterprise=one.enterprise, enterprise_name=one.enterprise_name, agent=heir, scope=one.scope,
            since=max(day, one.since), until=one.until, evidence=one.evidence, evidence_name=one.evidence_name,
            said=one.said, recorded_by_id=one.recorded_by_id, recorded_at=now, follows=one,
        )  # fmt: skip
        record(actor, "consent.move", "consent", one.pk, why=why, before={"to": held.name}, after={"to": heir.name})
        moved += 1
    return moved


def _told(held: Organisation) -> dict[str, str]:
    return {name: getattr(held, name) for name in FIELDS}


def _taken(name: str) -> Problem:
    said = Text("同类机构中已有这个名称", "another organisation of this kind has this name")
    return Problem("organisation-taken", said, found=name)
