"""The three lists: of the latest evaluation, or of one run; with what is being done about each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.checkups.kept import text
from peiyu.web.checkups.models import CheckUp, FollowUp, Line
from peiyu.web.checkups.states import KINDS
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.enterprises.queries import listed
from peiyu.web.policies.models import Prospect, Tier
from peiyu.web.policies.queries import prospects

FEW = 10_000
"""So few chosen enterprises are named by their keys, by which rows are found; of more, rows are asked one by one."""

COUNT_TO = 10_000
COUNT_CHOSEN_TO = 1_000
"""Rows are counted up to here, of chosen enterprises not as far: no index tells which rows are theirs."""

Matter = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as pages show it: a prospect or a line with its enterprise and tier; `path`: the line of a run that dated
    the way; `follow_up`: the open one."""

    row: Any
    enterprise: Enterprise
    tier: Tier | None
    path: Line | None
    follow_up: FollowUp | None

    def said(self, word: str) -> Text:
        """A word of the check-up; what only a dated way tells (whether it can be done) from the run."""
        held = text(self.row.said, word)
        return text(self.path.said, word) if not held.zh and self.path is not None else held

    @property
    def tier_name(self) -> Text:
        return Text(self.tier.name["zh"], self.tier.name["en"]) if self.tier else self.said("tier")

    @property
    def number(self) -> str:
        return str(self.row.said.get("number", ""))


def matter_of(row: Prospect | Line | Any, tier: Tier | None) -> str:
    """What a row is about, the same from evaluation to evaluation."""
    if isinstance(row, Line):
        return row.matter
    return tier.key if tier else str(row.said.get("what", {}).get("zh", ""))[:200]


def of_now(actor: Actor, kind: str, firms: QuerySet[Enterprise] | Q | None = None) -> QuerySet[Any]:
    """The rows of the latest evaluation; where enterprises were chosen (`on_them` or themselves), those on them."""
    found = prospects.rows(actor, kind)
    if firms is None:
        return found
    return found.filter(firms if isinstance(firms, Q) else on_them(firms))


def on_them(firms: QuerySet[Enterprise]) -> Q:
    """Holds of rows whose `enterprise` is one of these."""
    keys = list(firms.order_by().values_list("pk", flat=True)[: FEW + 1])
    return Q(enterprise__in=keys) if len(keys) <= FEW else Q(Exists(firms.filter(pk=OuterRef("enterprise"))))


def of_run(actor: Actor, run: CheckUp, kind: str) -> QuerySet[Line]:
    """The rows of a run that the actor may see."""
    return Line.objects.filter(listed(actor), check_up=run, kind=kind)


def counted(rows_of: Callable[[str], QuerySet[Any]], *, most: int = COUNT_TO) -> dict[str, int | str]:
    """How many rows each list has; beyond `most`, that it is more."""
    found = {kind: rows_of(kind).order_by().values("pk")[: most + 1].count() for kind in KINDS}
    return {kind: f"{most:,}+" if number > most else number for kind, number in found.items()}


def dressed(found: Sequence[Any]) -> list[Row]:
    """Rows with what they show: four queries a page."""
    keys = {one.enterprise for one in found}
    firms, tiers = Enterprise.objects.in_bulk(list(keys)), {one.pk: one for one in Tier.objects.all()}
    paths = paths_of([one for one in found if isinstance(one, Prospect)])
    follow_ups = open_on(keys)
    return [
        Row(
            one, firms[one.enterprise], tier := tiers.get(one.tier_id),
            one if isinstance(one, Line) else paths.get((one.enterprise, one.tier_id)),
            follow_ups.get((one.enterprise, one.kind, matter_of(one, tier))),
        )
        for one in found
        if one.enterprise in firms
    ]  # fmt: skip


def paths_of(found: Sequence[Prospect]) -> dict[tuple[int, int | None], Line]:
    """The dated ways that runs from the same evaluation found, the latest run's last."""
    short = [one for one in found if one.kind == "short"]
    if not short:
        return {}
    held = Line.objects.filter(
        kind="short", enterprise__in={one.enterprise for one in short}, check_up__state="done",
        check_up__evaluation=short[0].evaluation_id,
    )  # fmt: skip
    return {(one.enterprise, one.tier_id): one for one in held.order_by("check_up_id")}


def open_on(keys: Iterable[int]) -> dict[Matter, FollowUp]:
    """The open follow-ups on some enterprises."""
    held = FollowUp.objects.filter(state="open", enterprise__in=list(keys)).select_related("organisation")
    return {(one.enterprise, one.kind, one.matter): one for one in held}
