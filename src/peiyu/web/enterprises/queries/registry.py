"""Whom an actor may see: narrowed in SQL, so that another's record does not exist for it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.http import Http404

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide, reach_of
from peiyu.web.enterprises.access import RULES, subject_of
from peiyu.web.enterprises.models import Enterprise, Merge, NameToken


def scoped(actor: Actor) -> QuerySet[Enterprise]:
    """The enterprises that may stand in a list for the actor: never confidential ones."""
    return visible(actor).filter(sensitive=False)


def listed(actor: Actor) -> Exists:
    """Holds of rows of another table whose `enterprise` may stand in a list for the actor. Asked row by row: a database
    that is given all keys of the registry to look in reads the whole registry first."""
    return Exists(scoped(actor).filter(key=OuterRef("enterprise")))


def visible(actor: Actor) -> QuerySet[Enterprise]:
    """The enterprises within the actor's reach, confidential ones too: for what looks one up by its whole code or key,
    never for lists."""
    reach = reach_of(RULES, actor, "registry.see")
    if reach is None:
        return Enterprise.objects.none()
    if reach == "all":
        return Enterprise.objects.all()
    own = Q(key__in=actor.enterprises) if actor.enterprises else Q(pk__in=())
    if actor.areas:
        own |= Q(park__in=actor.areas) | Q(district__in=actor.areas)
    return Enterprise.objects.filter(own)


def one(actor: Actor, key: int) -> Enterprise:
    """One enterprise; of an entry that was merged the one that it became. Http404 if there is none or it is not the
    actor's to see: a confidential one is for those who may find it and for itself."""
    found = visible(actor).filter(key=key).first()
    if found is None and (now := followed([key])[key]) != key:
        found = visible(actor).filter(key=now).first()
    if found is None or (found.sensitive and not may_know(actor, found)):
        raise Http404("no such enterprise")
    return found


def may_know(actor: Actor, found: Enterprise) -> bool:
    """Whether a confidential enterprise is shown to the actor."""
    return found.key in actor.enterprises or decide(RULES, actor, "confidential.find", subject_of(found)).allowed


def followed(keys: Iterable[int]) -> dict[int, int]:
    """Key → the key under which its facts stand now: merges that are not undone are followed to their end."""
    moved = dict(Merge.objects.filter(undone_at=None).order_by("at").values_list("gone", "kept"))
    return {key: _followed(key, moved) for key in keys}


def merged_into() -> dict[int, int]:
    """Every entry that is gone → the key under which its facts stand now. One query."""
    moved = dict(Merge.objects.filter(undone_at=None).order_by("at").values_list("gone", "kept"))
    return {key: _followed(key, moved) for key in moved}


def _followed(key: int, moved: dict[int, int]) -> int:
    seen = {key}
    while (further := moved.get(key)) is not None and further not in seen:
        seen.add(further)
        key = further
    return key


def keys_of(actor: Actor, keys: Iterable[int]) -> dict[int, Enterprise]:
    """The listed ones among some keys, by key: what other apps name in lists."""
    return {found.key: found for found in scoped(actor).filter(key__in=list(keys))}


def read_through() -> None:
    """Reads what searches look at, the tokens and the rows of the registry, and gives nothing: two characters lead to
    some thousands of rows all over the table, each of which costs the disk a step unless the machine holds it. What
    PostgreSQL reads from one end to the other it does not keep; what it finds by an index it does."""
    if connection.vendor != "postgresql":
        NameToken.objects.filter(token__gt="").count()
        Enterprise.objects.aggregate(Max("former_names"))
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        NameToken.objects.filter(token__gt="").count()
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute("SET LOCAL enable_indexonlyscan = off")
        Enterprise.objects.filter(key__gte=-(2**63)).aggregate(Max("former_names"))
