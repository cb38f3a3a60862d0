"""Posts: granted and ended by the security administrator; nobody grants himself one, and the three administrators stay
apart from each other and from every business."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Q

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.accounts.access import RULES
from peiyu.web.accounts.models import KINDS, Organisation, Person, Post
from peiyu.web.accounts.queries import posts_today
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import ADMINISTRATORS, NAMES, Role
from peiyu.web.acting.rules import require
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

OUTSIDE: dict[Role, frozenset[str]] = {
    Role.ENTERPRISE: frozenset({"enterprise"}),
    Role.SERVICE: frozenset({"service", "institute"}),
    Role.BANK: frozenset({"bank"}),
    Role.EXPERT: frozenset({"expert", "institute", "service"}),
    Role.PARK: frozenset({"park", "district"}),
}
WITHIN = frozenset({"office", "department", "park", "district"})
NEEDED = (Role.SYSTEM, Role.SECURITY)
"""Without one of each nobody could give rights any more."""


def grant_post(
    actor: Actor, *, person: int, organisation: int, role: Role, since: dt.date, until: dt.date | None = None,
    why: str = "", follows: Post | None = None,
) -> Post:  # fmt: skip
    """A post for a person from a day on. Refusals `not-allowed`, `own-post`, `person-closed`, `organisation-closed`,
    `role-unfit`, `posts-apart`, `post-held`, `dates-turned`."""
    require(RULES, actor, "posts.grant")
    whom, unit = Person.objects.get(pk=person), Organisation.objects.get(pk=organisation)
    if actor.person == person:
        raise Refusal(Problem("own-post", Text("不能给自己授岗", "nobody grants himself a post")), status=403)
    for problem in _unfit(whom, unit, role, since, until):
        raise Refusal(problem)
    try:
        with transaction.atomic():
            post = Post.objects.create(
                person=whom, organisation=unit, role=role.value, since=since, until=until, follows=follows
            )
            after = {"person": person, "organisation": unit.name, "role": role.value, "since": str(since)}
            record(actor, "post.grant", "post", post.pk, said=whom.name, why=why, after=after)
            return post
    except IntegrityError:
        said = Text("此人已有这个岗位", "the person holds this post already")
        raise Refusal(Problem("post-held", said, found=f"{unit.name} · {NAMES[role].zh}")) from None


def end_post(actor: Actor, post: int, *, last_day: dt.date | None = None, why: str = "") -> None:
    """The post holds up to a day, yesterday if none is named, so that it ends at once. Refusals `not-allowed`,
    `post-ended`, `last-administrator`."""
    require(RULES, actor, "posts.grant")
    held = Post.objects.get(pk=post)
    with transaction.atomic():
        _someone_stays(held)
        _end(actor, held, last_day or clock.today() - dt.timedelta(days=1), why)


def _end(actor: Actor, held: Post, last_day: dt.date, why: str) -> None:
    still = Post.objects.filter(Q(until=None) | Q(until__gt=last_day), pk=held.pk)
    if not still.update(until=last_day):
        raise Refusal(Problem("post-ended", Text("这个岗位已经结束", "this post has ended already")))
    record(actor, "post.end", "post", held.pk, why=why, after={"until": str(last_day)})


def _someone_stays(held: Post) -> None:
    if Role(held.role) not in NEEDED:
        return
    others = posts_today().filter(role=held.role, person__is_active=True).exclude(pk=held.pk)
    if not others.exists():
        said = Text("这是最后一位，结束后无人能管理账号和权限", "the last one: nobody could give rights any more")
        raise Refusal(
            Problem(
                "last-administrator",
                said,
                found=NAMES[Role(held.role)].zh,
                next_step=Text("先给另一人授予同样的岗位", "grant the same post to somebody else first"),
            )
        )


def _unfit(whom: Person, unit: Organisation, role: Role, since: dt.date, until: dt.date | None) -> list[Problem]:
    found = []
    if not whom.is_active:
        found.append(Problem("person-closed", Text("这个账号已停用", "this account is closed"), found=whom.name))
    if unit.until is not None and unit.until < since:
        said = Text("这个机构已撤销", "this organisation is closed")
        found.append(Problem("organisation-closed", said, found=f"{unit.name} {unit.until}"))
    if until is not None and until < since:
        said = Text("止期早于起期", "it ends before it begins")
        found.append(Problem("dates-turned", said, found=f"{since}—{until}"))
    kinds = OUTSIDE.get(role, WITHIN)
    if unit.kind not in kinds:
        fit = [KINDS[one] for one in KINDS if one in kinds]
        accepted = Text("、".join(one.zh for one in fit), ", ".join(one.en for one in fit))
        said = Text("这类机构没有这个角色", "organisations of this kind have no such role")
        found.append(Problem("role-unfit", said, found=NAMES[role].zh, accepted=accepted))
    return found + _apart(whom, role)


def _apart(whom: Person, role: Role) -> list[Problem]:
    day = clock.today()
    open_posts = Post.objects.filter(Q(until=None) | Q(until__gte=day), person=whom)
    others = {Role(one) for one in open_posts.values_list("role", flat=True)} - {role}
    if not others or (role not in ADMINISTRATORS and not others & ADMINISTRATORS):
        return []
    return [
        Problem(
            "posts-apart",
            Text(
                "三员分立：系统、安全、审计管理员互不兼任，也不兼任业务岗位",
                "the three administrators hold no other post, neither each other's nor one of business",
            ),
            found="、".join(sorted(NAMES[one].zh for one in others)),
            next_step=Text("先结束其原有岗位，或另立账号", "end the other post first, or make another account"),
        )
    ]
