"""Reads of people, organisations, posts and consents."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from peiyu.web import clock
from peiyu.web.accounts.actor import NOBODY, Actor
from peiyu.web.accounts.models import Consent, Organisation, Person, Post
from peiyu.web.accounts.roles import NAMES, Role


def actor_for(
    user: Person | AnonymousUser, *, post: int | None = None, consent: int | None = None, address: str = ""
) -> Actor:
    """The actor of a signed-in person: the post chosen, else the first that holds today; NOBODY without either."""
    if not isinstance(user, Person):
        return NOBODY
    posts = list(posts_today().filter(person_id=user.pk).select_related("organisation"))
    chosen = next((one for one in posts if one.pk == post), posts[0] if posts else None)
    named = tuple((one.pk, f"{one.organisation.name} · {NAMES[Role(one.role)].zh}") for one in posts)
    if chosen is None:
        return Actor(person=user.pk, name=user.name, role=None, address=address, lang=user.language, posts=named)
    return actor_of_post(user, chosen, consent=consent, address=address, posts=named)


def actor_of_post(
    person: Person,
    post: Post,
    *,
    consent: int | None = None,
    address: str = "",
    posts: tuple[tuple[int, str], ...] = (),
) -> Actor:
    """The actor that a post makes of a person; used for tokens too."""
    under = scope_of(post.organisation)
    consents = list(consents_today().filter(agent_id__in=[one.pk for one in under]))
    own = [post.organisation.enterprise] if post.organisation.enterprise is not None else []
    acting = next((one for one in consents if one.pk == consent), None)
    return Actor(
        person=person.pk,
        name=person.name,
        role=Role(post.role),
        post=post.pk,
        organisation=post.organisation_id,
        organisation_name=post.organisation.name,
        organisations=frozenset(one.pk for one in under),
        areas=frozenset(one.area for one in under if one.area),
        enterprises=frozenset([*own, *(one.enterprise for one in consents)]),
        for_whom=acting.enterprise if acting else None,
        consent=acting.pk if acting else None,
        address=address,
        lang=person.language,
        large=person.large_font,
        posts=posts,
    )


def posts_today() -> Any:
    day = clock.today()
    return Post.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


def consents_today() -> Any:
    day = clock.today()
    return Consent.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day, withdrawn_at=None)


def scope_of(organisation: Organisation) -> list[Organisation]:
    """The organisation and everything under it."""
    found, frontier = [organisation], [organisation.pk]
    while frontier:
        below = list(Organisation.objects.filter(parent_id__in=frontier))
        found += below
        frontier = [one.pk for one in below]
    return found
