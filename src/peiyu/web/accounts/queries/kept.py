"""Reads for the pages of people and organisations."""

from __future__ import annotations

from dataclasses import dataclass

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Prefetch, Q, QuerySet, Sum

from peiyu.web import clock
from peiyu.web.accounts.access import RULES
from peiyu.web.accounts.models import Consent, Organisation, Person, Post, Token
from peiyu.web.accounts.queries.actors import consents_today, posts_today, scope_of
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import reach_of


@dataclass(frozen=True, slots=True)
class Locked:
    """A sign-in name that is locked for now: how many wrong passwords, and since when."""

    sign_in: str
    failures: int
    last: object


def people(actor: Actor) -> QuerySet[Person]:
    """Everybody with the posts of today (`held_posts`), for those who keep accounts and for the office."""
    if reach_of(RULES, actor, "people.see") != "all":
        return Person.objects.none()
    held = posts_today().select_related("organisation").order_by("pk")
    return Person.objects.prefetch_related(Prefetch("posts", queryset=held, to_attr="held_posts"))


def posts_of(person: int) -> list[Post]:
    """Every post that a person has or had, the latest first."""
    return list(Post.objects.filter(person_id=person).select_related("organisation").order_by("-since", "-pk"))


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """Every organisation, for those who see people."""
    if reach_of(RULES, actor, "people.see") != "all":
        return Organisation.objects.none()
    return Organisation.objects.select_related("parent", "successor")


def consents_of(actor: Actor) -> QuerySet[Consent]:
    """The consents that one may see: all, or those given to one's organisations or by the enterprises one stands
    for."""
    reach = reach_of(RULES, actor, "consents.see")
    found = Consent.objects.select_related("agent", "recorded_by")
    if reach == "all":
        return found
    if reach is None:
        return found.none()
    return found.filter(Q(agent_id__in=actor.organisations) | Q(enterprise__in=actor.enterprises))


def consent_of(actor: Actor, consent: int) -> Consent | None:
    """One consent, if the actor may see it."""
    return consents_of(actor).filter(pk=consent).first()


def evidence_of(actor: Actor, consent: int) -> tuple[str, str] | None:
    """Hash and name of the paper of a consent, if the actor may see it and there is one."""
    held = consent_of(actor, consent)
    return (held.evidence, held.evidence_name) if held and held.evidence else None


def consents_to_act(organisations: frozenset[int] | set[int]) -> QuerySet[Consent]:
    """The consents by which somebody of these organisations can act today."""
    return consents_today().filter(agent_id__in=organisations).select_related("agent")


def tokens_of(person: int | None) -> list[Token]:
    """One's keys for the API that were not revoked, the latest first."""
    held = Token.objects.filter(post__person_id=person or 0, revoked_at=None)
    return list(held.select_related("post__organisation").order_by("-pk"))


def held_people() -> list[Person]:
    """Accounts whose password was set anew and that nobody has released."""
    return list(Person.objects.filter(held=True, is_active=True))


def locked_names() -> list[Locked]:
    """Sign-in names with too many wrong passwords in the last quarter of an hour."""
    since = clock.now() - settings.AXES_COOLOFF_TIME
    tries = AccessAttempt.objects.filter(attempt_time__gte=since).values("username")
    counted = tries.annotate(failures=Sum("failures_since_start"), last=Max("attempt_time")).order_by("-last")
    return [
        Locked(one["username"] or "", one["failures"], one["last"])
        for one in counted
        if one["failures"] >= settings.AXES_FAILURE_LIMIT
    ]


def own_organisations(actor: Actor) -> frozenset[int]:
    """The organisations in the scope of the actor's post, also while it acts for an enterprise."""
    if actor.organisation is None:
        return frozenset()
    return actor.organisations or frozenset(one.pk for one in scope_of(actor.organisation))
