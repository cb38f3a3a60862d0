"""Reads of people, organisations, posts, consents and tokens; and the making of an Actor."""

from peiyu.web.accounts.queries.actors import (
    actor_for,
    actor_of_post,
    actor_of_token,
    consents_today,
    hash_of_token,
    people_in,
    post_said,
    posts_today,
    scope_of,
)
from peiyu.web.accounts.queries.kept import (
    consent_of,
    consents_of,
    consents_to_act,
    evidence_of,
    held_people,
    locked_names,
    organisations,
    own_organisations,
    people,
    posts_of,
    tokens_of,
)

__all__ = [
    "actor_for",
    "actor_of_post",
    "actor_of_token",
    "consent_of",
    "consents_of",
    "consents_to_act",
    "consents_today",
    "evidence_of",
    "hash_of_token",
    "held_people",
    "locked_names",
    "organisations",
    "own_organisations",
    "people",
    "people_in",
    "post_said",
    "posts_of",
    "posts_today",
    "scope_of",
    "tokens_of",
]
