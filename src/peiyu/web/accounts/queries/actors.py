"""The making of an Actor, and what holds today."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.accounts.models import Consent, Organisation, Person, Post, Token
from peiyu.web.acting.actor import NOBODY, Actor
from peiyu.web.acting.roles import ADMINISTRATORS, NAMES, Role

TOKEN_SEEN_EVERY = dt.timedelta(hours=1)
SCOPE = """
WITH RECURSIVE scope(id) AS (
  SELECT id FROM accounts_organisation WHERE id = %s
  UNION
  SELECT o.id FROM accounts_organisation o JOIN scope s ON o.parent_id = s.id OR o.successor_id = s.id
)
SELECT o.id, o.area, o.enterprise FROM accounts_organisation o JOIN scope s ON o.id = s.id
"""


def actor_for(
    user: Person | AnonymousUser, *, post: int | None = None, consent: int | None = None, address: str = ""
) -> Actor:
    """The actor of a signed-in person: the post chosen, else the first that holds today; NOBODY for an account that
    was closed meanwhile. At most three queries."""
    if not isinstance(user, Person) or not user.is_active or user.held:
        return NOBODY
    posts = list(posts_today().filter(person_id=user.pk).select_related("organisation"))
    chosen = next((one for one in posts if one.pk == post), posts[0] if posts else None)
    named = tuple((one.pk, post_said(one)) for one in posts)
    if chosen is None:
        return Actor(
            person=user.pk, name=user.name, role=None, address=address, lang=user.language, large=user.large_font
        )
    return actor_of_post(user, chosen, consent=consent, address=address, posts=named)


def actor_of_post(
    person: Person,
    post: Post,
    *,
    consent: int | None = None,
    address: str = "",
    posts: tuple[tuple[int, Text], ...] = (),
) -> Actor:
    """The actor that a post makes of a person. Acting by consent, it has that enterprise in its reach and nothing of
    its own, so that whatever it writes is written for that enterprise."""
    under = scope_of(post.organisation_id)
    acting = None
    if consent is not None:
        acting = consents_today().filter(pk=consent, agent_id__in=[one.pk for one in under]).first()
    firm = post.organisation.enterprise is not None
    own = {one.enterprise for one in under if firm and one.enterprise is not None}
    return Actor(
        person=person.pk,
        name=person.name,
        role=Role(post.role),
        post=post.pk,
        organisation=post.organisation_id,
        organisation_name=post.organisation.name,
        organisations=frozenset(one.pk for one in under) if not acting else frozenset(),
        areas=frozenset(one.area for one in under if one.area) if not acting else frozenset(),
        enterprises=frozenset([acting.enterprise]) if acting else frozenset(own),
        for_whom=acting.enterprise if acting else None,
        for_whom_name=acting.enterprise_name if acting else "",
        consent=acting.pk if acting else None,
        consent_scope=acting.scope if acting else "",
        address=address,
        lang=person.language,
        large=person.large_font,
        posts=posts,
    )


def post_said(post: Post) -> Text:
    """A post as people name it: organisation · role."""
    role, unit = NAMES[Role(post.role)], post.organisation
    return Text(f"{unit.name} · {role.zh}", f"{unit.name_en or unit.name} · {role.en}")


def posts_today() -> QuerySet[Post]:
    """The posts that hold today."""
    day = clock.today()
    return Post.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


def consents_today() -> QuerySet[Consent]:
    """The consents that hold today."""
    day = clock.today()
    return Consent.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day, withdrawn_at=None)


def scope_of(organisation: int) -> list[Organisation]:
    """The organisation, everything under it, and everything that any of them succeeded: one query."""
    return list(Organisation.objects.raw(SCOPE, [organisation]))


def people_in(organisations: Iterable[int]) -> QuerySet[Person]:
    """Those who hold a post in one of these organisations today and work with its data: the three administrators do
    not."""
    held = (
        posts_today().filter(organisation_id__in=list(organisations))
        .exclude(role__in=[one.value for one in ADMINISTRATORS]).values("person_id")
    )  # fmt: skip
    return Person.objects.filter(pk__in=held, is_active=True)


def hash_of_token(raw: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(raw.encode()).hexdigest()


def actor_of_token(raw: str, *, address: str = "") -> Actor | None:
    """The actor of a token for the API; None if it is unknown, over, revoked, or its post or person is gone."""
    token = Token.objects.filter(hash=hash_of_token(raw), revoked_at=None, until__gte=clock.today()).first()
    post = posts_today().filter(pk=token.post_id).select_related("organisation", "person").first() if token else None
    if token is None or post is None or not post.person.is_active or post.person.held:
        return None
    now = clock.now()
    if token.used_at is None or now - token.used_at > TOKEN_SEEN_EVERY:
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return actor_of_post(post.person, post, address=address)
