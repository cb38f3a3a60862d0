"""Which enterprises a check-up is about: the registry's own filters, a title held, one short of a tier, a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.checkups.models import FirmList
from peiyu.web.checkups.queries.lists import lists_of
from peiyu.web.enterprises.listing import COLUMNS, registry
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise
from peiyu.web.enterprises.queries import intakes_unseen, scoped
from peiyu.web.look.lists import Filter, List
from peiyu.web.look.lists.filters import Given, narrow
from peiyu.web.policies.models import Prospect
from peiyu.web.policies.queries import tiers
from peiyu.web.policies.queries.prospects import found_from

WHOLE = Text("全部名录", "the whole registry")


@dataclass(frozen=True, slots=True)
class Scope:
    """The enterprises that were chosen and may be listed. `used`: the filters that chose them; `list`: the list that
    somebody brought."""

    firms: QuerySet[Enterprise]
    used: tuple[Given, ...]
    list: FirmList | None
    problems: tuple[Problem, ...]

    @property
    def narrowed(self) -> bool:
        """Whether anything was chosen, be it in vain."""
        return bool(self.used or self.list or self.problems or self.firms.query.is_empty())

    @property
    def given(self) -> dict[str, str]:
        """What chose, as it stands in an address."""
        held = {name: value for one in self.used for name, value in one.values if value}
        return held | ({"list": str(self.list.pk)} if self.list else {})

    def said(self) -> Text:
        """What chose, in words."""
        parts = [Text(f"名单：{self.list.name}", f"list: {self.list.name}")] if self.list else []
        parts += [said_of(one) for one in self.used]
        if not parts:
            return WHOLE
        return Text("；".join(one.zh for one in parts), "; ".join(one.en for one in parts))


def said_of(one: Given) -> Text:
    """A filter with what was given."""
    options = one.filter.options() if callable(one.filter.options) else one.filter.options
    named = dict(options)
    values = [named.get(value, value) for _, value in one.values]
    zh, en = (" – ".join(str(v.in_(lang) if isinstance(v, Text) else v) for v in values) for lang in ("zh", "en"))
    return Text(f"{one.filter.name.zh}：{zh}", f"{one.filter.name.en}: {en}")


def holding(rows: QuerySet[Any], title: str) -> QuerySet[Any]:
    """Those that hold a title in force today."""
    if not title:
        return rows
    day = clock.today()
    held = FACT_MODELS["title"].objects.filter(kind=title).exclude(intake_id__in=intakes_unseen())
    held = held.filter(Q(granted_on=None) | Q(granted_on__lte=day), Q(revoked_on=None) | Q(revoked_on__gt=day))
    held = held.filter(Q(expires_on=None) | Q(expires_on__gt=day))
    return rows.filter(Exists(held.filter(enterprise=OuterRef("key"))))


def short_of(rows: QuerySet[Any], tier: str) -> QuerySet[Any]:
    """Those that are one condition short of a tier."""
    if not tier.isdecimal():
        return rows
    found = Prospect.objects.filter(evaluation=found_from(), kind="short", tier_id=int(tier))
    return rows.filter(Exists(found.filter(enterprise=OuterRef("key"))))


def titles() -> tuple[tuple[str, Text], ...]:
    """The titles that enterprises may hold."""
    return tuple((said.zh, said) for _, said in vocabulary().field("title", "kind").options)


def short_tiers() -> tuple[tuple[str, Text], ...]:
    """The tiers that give a title."""
    return tuple((str(one.pk), Text(one.name["zh"], one.name["en"])) for one in tiers() if one.title)


TITLE = Filter(key="title", name=Text("持有称号", "Holds"), options=titles, narrow=holding)
SHORT = Filter(key="short", name=Text("差一项的层级", "One short of"), options=short_tiers, narrow=short_of)
FIRST = ("q", "park", "district")


def filters() -> tuple[Filter, ...]:
    """Every way to choose, the most used first."""
    held = {one.key: replace(one, more=True) for one in registry().filters}
    first = tuple(replace(held.pop(key), more=False) for key in FIRST)
    return (*first, TITLE, SHORT, *held.values())


def scope_of(actor: Actor, params: QueryDict) -> Scope:
    """What an address chooses, of what the actor may see; nobody where it cannot be read, or where its list is none of
    the actor's."""
    chosen = List(name="checkup-scope", said=WHOLE, columns=COLUMNS[:1], filters=filters(), order="name")
    firms, given, problems = narrow(chosen, scoped(actor), params)
    list_, wanted = None, params.get("list", "")
    if wanted:
        list_ = lists_of(actor).filter(pk=int(wanted)).first() if wanted.isdecimal() else None
        firms = firms.filter(key__in=list_.keys) if list_ else firms.none()
    return Scope(firms, tuple(one for one in given if one.used), list_, problems)
