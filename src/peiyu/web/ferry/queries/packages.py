"""Keys, packages, and what can be packed."""

from __future__ import annotations

import os
from collections.abc import Sequence

from django.conf import settings
from django.db.models import QuerySet

from peiyu.facts.ferry import PublicKey, SigningKey
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide, reach_of
from peiyu.web.collection.models import RoundUnit, Submission
from peiyu.web.collection.queries.units import scoped_units
from peiyu.web.collection.states import OPEN
from peiyu.web.ferry.access import RULES
from peiyu.web.ferry.models import Ferried, Key

FILE = "ferry.key"


def own_key() -> SigningKey:
    """The installation's own key, made when it is first asked for and readable by its owner alone."""
    path = settings.PEIYU.path(FILE)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return SigningKey.parse(path.read_text("utf-8"))
    with os.fdopen(handle, "w") as file:
        made = SigningKey.new()
        file.write(made.text)
    return made


def trusted() -> dict[PublicKey, Key]:
    """The keys by which packages are opened."""
    return {PublicKey.parse(one.text): one for one in Key.objects.filter(until=None)}


def keys(actor: Actor) -> QuerySet[Key]:
    """Every key that was ever trusted, for those who may see them."""
    return Key.objects.all() if decide(RULES, actor, "keys.see").allowed else Key.objects.none()


def packages(actor: Actor) -> QuerySet[Ferried]:
    """What went and came: all; or what the actor's own organisations made or took in."""
    reach = reach_of(RULES, actor, "packages.see")
    if reach is None:
        return Ferried.objects.none()
    found = Ferried.objects.all()
    return found if reach == "all" else found.filter(result__organisation__in=sorted(actor.organisations))


def rounds_to_pack(actor: Actor) -> Sequence[RoundUnit]:
    """Units of rounds that are out, for which the office can pack the round."""
    if reach_of(RULES, actor, "packages.make") != "all":
        return ()
    found = scoped_units(actor).filter(round__state__in=OPEN, organisation__isnull=False)
    return [one for one in found.select_related("round").order_by("-round__number", "name")[:200]
            if "package" not in one.round.whom]  # fmt: skip


def answers_to_pack(actor: Actor) -> Sequence[Submission]:
    """The latest versions that units handed in here for rounds which came in packages."""
    if not decide(RULES, actor, "packages.bring").allowed:
        return ()
    units = scoped_units(actor).filter(
        round__made_by=None, round__organisation=None, state__in=("submitted", "accepted")
    )
    found = Submission.objects.filter(unit__in=units).exclude(state="returned").select_related("unit__round")
    latest: dict[int, Submission] = {}
    for one in found.order_by("-pk"):
        latest.setdefault(one.unit_id, one)
    return list(latest.values())


def origin_of(unit: RoundUnit) -> Ferried | None:
    """The package by which a round came for a unit."""
    found = Ferried.objects.filter(direction="in", kind="round", subject=unit.round.number, state="done")
    return found.order_by("-pk").first()
