"""A made-up place as an installation: organisations, people of every role, its facts. Only for demonstrations."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from peiyu.facts.base import FactBase
from peiyu.madeup import Zone, write
from peiyu.web.accounts.actor import Actor
from peiyu.web.accounts.models import Organisation, Person, Post
from peiyu.web.accounts.roles import Role
from peiyu.web.enterprises.actions import take_in
from peiyu.web.enterprises.models import Enterprise

PASSWORD = "peiyu-demo-2026"


@dataclass(frozen=True, slots=True)
class Account:
    """One who can sign in, and as what."""

    sign_in: str
    name: str
    role: Role
    unit: str


ACCOUNTS = (
    Account("bangongshi", "周办", Role.OFFICE, "office"),
    Account("fuhe", "吴复", Role.OFFICE, "office"),
    Account("lingdao", "郑领", Role.LEADER, "office"),
    Account("keji", "王科", Role.DEPARTMENT, "science"),
    Account("shenhe", "冯审", Role.REVIEWER, "science"),
    Account("caizheng", "陈财", Role.FINANCE, "finance"),
    Account("zuzhi", "褚组", Role.CADRE, "cadre"),
    Account("yuanqu", "卫园", Role.PARK, "park"),
    Account("fenxi", "蒋析", Role.ANALYST, "statistics"),
    Account("shenji", "沈计", Role.AUDITOR, "audit"),
    Account("qiye", "韩企", Role.ENTERPRISE, "firm"),
    Account("xitong", "杨系", Role.SYSTEM, "office"),
    Account("anquan", "朱安", Role.SECURITY, "office"),
    Account("shenjiyuan", "秦审", Role.AUDIT, "office"),
)
"""Made-up people, one for each role (two in the office: a release needs a second)."""

UNITS = {
    "office": ("office", "领导小组办公室"),
    "science": ("department", "科技局"),
    "finance": ("department", "财政局"),
    "cadre": ("department", "组织部"),
    "statistics": ("department", "统计局"),
    "audit": ("department", "审计局"),
}


def facts_of(zone: Zone, told: Callable[[float], None] = lambda share: None) -> None:
    """Writes the made-up facts into the database, as one intake."""
    with tempfile.TemporaryDirectory(prefix="peiyu-") as place:
        base = write(zone, Path(place) / "facts")
        frames = {entity: _whole(base, entity) for entity in base.manifest.entities}
        take_in(Actor.system("演示"), frames, kind="made_up", name=zone.place.name.zh, why="虚构数据", told=told)


def _whole(base: FactBase, entity: str):  # type: ignore[no-untyped-def]
    import polars as pl

    return pl.concat([base.raw(entity, bucket) for bucket in range(base.bucket_count)], how="diagonal").collect()


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
