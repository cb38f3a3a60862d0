"""One's work goes over to a successor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.accounts.access import RULES
from peiyu.web.accounts.actions.posts import end_post, grant_post
from peiyu.web.accounts.handover import WORK
from peiyu.web.accounts.models import Person, Post, Token
from peiyu.web.accounts.queries import posts_today
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import require
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record


def hand_over(actor: Actor, person: int, successor: int, *, posts: Iterable[int] = (), why: str) -> dict[str, int]:
    """Everything open that WORK knows of goes to the successor; the posts named end today and go on with the
    successor, and the tokens made in them are revoked. Posts can be handed over by the security administrator alone;
    the office hands over work. Gives how much of each kind. Refusals `not-allowed`, `successor-unfit`, and those of
    granting a post; then nothing is handed over."""
    require(RULES, actor, "work.hand_over")
    leaving, heir = Person.objects.get(pk=person), Person.objects.get(pk=successor)
    named = list(Post.objects.filter(pk__in=list(posts), person=leaving).select_related("organisation"))
    if heir.pk == leaving.pk or not heir.is_active or not (named or posts_today().filter(person=heir).exists()):
        said = Text("接手人须是另一位在岗人员", "the successor must be another person who holds a post")
        raise Refusal(Problem("successor-unfit", said, found=heir.name))
    with transaction.atomic():
        given = {one.kind: one.give(actor, leaving.pk, heir.pk) for one in WORK.values()}
        for post in named:
            _over(actor, post, heir, why)
        given["posts"] = len(named)
        told = {"successor": heir.name, **given}
        record(actor, "person.hand_over", "person", leaving.pk, said=leaving.name, why=why, after=told)
    return given


def _over(actor: Actor, post: Post, heir: Person, why: str) -> None:
    day = clock.today()
    role = Role(post.role)
    if not posts_today().filter(person=heir, organisation=post.organisation, role=post.role).exists():
        grant_post(
            actor, person=heir.pk, organisation=post.organisation_id, role=role, since=day, until=post.until, why=why,
            follows=post,
        )  # fmt: skip
    end_post(actor, post.pk, last_day=day - dt.timedelta(days=1), why=why)
    Token.objects.filter(post=post, revoked_at=None).update(revoked_at=clock.now())
