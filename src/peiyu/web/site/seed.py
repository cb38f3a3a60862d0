"""A made-up place as an installation: organisations, people of every role, its facts. Only for demonstrations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from peiyu.madeup import Zone
from peiyu.web.accounts.models import Organisation, Person, Post
from peiyu.web.acting.actor import Actor
from peiyu.web.bridge.frames import frames_of
from peiyu.web.enterprises.actions import take_in
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.kinds import KINDS
from peiyu.web.policies.actions.texts import choose_territory
from peiyu.web.site.cast import ACCOUNTS, PASSWORD

UNITS = {
    "office": ("office", "领导小组办公室"),
    "science": ("department", "科技局"),
    "finance": ("department", "财政局"),
    "cadre": ("department", "组织部"),
    "statistics": ("department", "统计局"),
    "audit": ("department", "审计局"),
}


def populate(base: Path, zone: Zone, told: Callable[[float], None] = lambda share: None) -> None:
    """Takes a made-up fact base into the database as one intake, and makes an account for each role."""
    take_in(Actor.system("演示"), frames_of(base), kind="made_up", name=zone.place.name.zh, why="虚构数据", told=told)
    people(zone.day.replace(month=1, day=1))


def people(since: dt.date) -> None:
    """Organisations for the office, its departments and every park and district of the facts; an account a role."""
    with transaction.atomic():
        office = Organisation.objects.create(kind="office", name=UNITS["office"][1])
        units = {"office": office}
        for word, (kind, name) in UNITS.items():
            if word != "office":
                units[word] = Organisation.objects.create(kind=kind, name=name, parent=None)
        for field, kind in (("park", "park"), ("district", "district")):
            for name in sorted(set(Enterprise.objects.exclude(**{field: ""}).values_list(field, flat=True))):
                made = Organisation.objects.create(kind=kind, name=name, area=name)
                units.setdefault("park", made)
        firm = Enterprise.objects.filter(sensitive=False, revenue__isnull=False).order_by("name").first()
        if firm is not None:
            units["firm"] = Organisation.objects.create(kind="enterprise", name=firm.name, enterprise=firm.key)
        for one in ACCOUNTS:
            if one.unit in units:
                person = Person(sign_in=one.sign_in, name=one.name)
                person.set_password(PASSWORD)
                person.save()
                Post.objects.create(person=person, organisation=units[one.unit], role=one.role.value, since=since)


FIRST: tuple[tuple[str, dict[str, str]], ...] = (
    ("policies.evaluate", {}),
    ("targets.measure", {"pack": "{pack}"}),
    ("statistics.analyse", {"pack": "{pack}"}),
)
"""The jobs that fill the pages of a new place: kind, arguments."""


def first_figures(pack: str) -> None:
    """Asks for what the pages show: an evaluation of the national ladder, a reading of the targets, the analyses."""
    actor = Actor.system("演示")
    choose_territory(actor, pack=pack, why="虚构数据")
    for kind, arguments in FIRST:
        if kind in KINDS:
            ask(actor, kind, key="first", **{name: value.format(pack=pack) for name, value in arguments.items()})
