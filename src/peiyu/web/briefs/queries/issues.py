"""Reads of issues: who sees which, what a month still lacks, what waits for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide
from peiyu.web.briefs.access import RULES
from peiyu.web.briefs.kinds import OUTWARD, SORTS, Sort
from peiyu.web.briefs.models import Erratum, Issue, IssueFile, Template
from peiyu.web.briefs.states import OUT, STATES
from peiyu.web.targets.models import Closing

PENDING = ("checked", "signed", "withdrawn", *OUT)
"""States in which an issue is seen by those who sign."""
DEAD = ("failed", "withdrawn")
MOST_MONTHS = 12
"""Months whose issues the overview shows."""


def visible(actor: Actor) -> QuerySet[Issue]:
    """The issues that an actor may see: the office all of them, a leader those that are to be signed too, others what
    went out, and parks of that what is for everybody."""
    if not decide(RULES, actor, "briefs.see").allowed:
        return Issue.objects.none()
    found = Issue.objects.select_related("closing__reading", "template")
    if decide(RULES, actor, "drafts.see").allowed:
        return found
    if decide(RULES, actor, "pending.see").allowed:
        return found.filter(state__in=PENDING)
    seen = Q(state__in=OUT)
    return found.filter(seen) if decide(RULES, actor, "inward.see").allowed else found.filter(seen, kind__in=OUTWARD)


def issue_of(actor: Actor, pack: str, pk: int) -> Issue | None:
    """One issue."""
    return visible(actor).filter(pk=pk, closing__pack=pack).first()


def files_of(actor: Actor, issue: Issue) -> QuerySet[IssueFile]:
    """The versions of an issue's document, the latest last: who does not compose or sign sees what went out."""
    held = issue.files.order_by("number")
    return held if decide(RULES, actor, "pending.see").allowed else held.filter(kind="issued")


def file_of(actor: Actor, issue: Issue, number: int) -> IssueFile:
    """One version. Http404 if there is none, or it is not for the actor."""
    one = files_of(actor, issue).filter(number=number).first()
    if one is None:
        raise Http404
    return one


@dataclass(frozen=True, slots=True)
class Row:
    """An issue in a list."""

    issue: Issue

    @property
    def sort(self) -> Sort:
        return SORTS[self.issue.kind]

    @property
    def state(self) -> tuple[Text, str]:
        return STATES[self.issue.state]

    @property
    def count(self) -> Text:
        """第9期（总第21期）; empty before it went out."""
        if self.issue.place is None:
            return Text("", "")
        place, total = self.issue.place, self.issue.total
        return Text(
            f"{self.issue.year}年第{place}期（总第{total}期）", f"{self.issue.year} No. {place} ({total} in all)"
        )

    @property
    def address(self) -> str:
        return f"/briefs/{self.issue.pk}/"


@dataclass(frozen=True, slots=True)
class Month:
    """A closed month: of every kind the issue that it has (None: it lacks one)."""

    closing: Closing
    kinds: tuple[tuple[str, Sort, Row | None], ...]

    @property
    def lacks(self) -> int:
        """How many kinds have not gone out."""
        return sum(row is None or row.issue.state not in OUT for _, _, row in self.kinds)


def sorts(actor: Actor) -> dict[str, Sort]:
    """The kinds that an actor may read."""
    inward = decide(RULES, actor, "inward.see").allowed
    return {word: sort for word, sort in SORTS.items() if inward or sort.outward}


def months(actor: Actor, pack: str) -> tuple[Month, ...]:
    """The closed months, the latest first, each with its issues as the actor sees them. Two queries."""
    closings: dict[dt.date, Closing] = {}
    for one in Closing.objects.filter(pack=pack, state="closed").select_related("reading").order_by("-month", "-issue"):
        closings.setdefault(one.month, one)
    held: dict[tuple[dt.date, str], Row] = {}
    wanted = list(closings)[:MOST_MONTHS]
    for issue in visible(actor).filter(closing__pack=pack, closing__month__in=wanted).exclude(state__in=DEAD):
        held.setdefault((issue.closing.month, issue.kind), Row(issue))
    return tuple(
        Month(closings[month], tuple((word, sort, held.get((month, word))) for word, sort in sorts(actor).items()))
        for month in wanted
    )  # fmt: skip


def latest_out(actor: Actor, pack: str, *, kind: str = "") -> Issue | None:
    """The issue that went out last, for pages of other apps."""
    found = visible(actor).filter(closing__pack=pack, state__in=OUT)
    return (found.filter(kind=kind) if kind else found).order_by("-issued_at", "-pk").first()


def templates(actor: Actor) -> QuerySet[Template]:
    """The templates, those in use first."""
    if not decide(RULES, actor, "templates.see").allowed:
        return Template.objects.none()
    return Template.objects.order_by("state", "kind", "-pk")


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to do: what, where, since when."""

    said: Text
    address: str
    on: dt.date


def work(actor: Actor, pack: str, *, most: int) -> tuple[Matter, ...]:
    """What waits for an actor: issues to check, to sign, to issue; errata to issue; months corrected after they went
    out. A constant number of queries."""
    return tuple(_work(actor, pack))[:most]


TO_DO: Mapping[str, tuple[str, Text]] = {
    "checked": ("briefs.sign", Text("待签发", "to be signed")),
    "signed": ("briefs.issue", Text("待编号印发", "to be issued")),
    "composed": ("briefs.compose", Text("待校核", "to be checked")),
}
"""State → the rule of who goes on with it, and what is to be done."""


def _work(actor: Actor, pack: str) -> Iterator[Matter]:
    states = [state for state, (action, _) in TO_DO.items() if decide(RULES, actor, action).allowed]
    for one in visible(actor).filter(closing__pack=pack, state__in=states).order_by("-at"):
        if one.state == "checked" and one.composer_id == actor.person:
            continue
        todo, name = TO_DO[one.state][1], SORTS[one.kind].name
        when = f"{one.closing.month:%Y-%m}"
        yield Matter(Text(f"{name.zh}（{when}）{todo.zh}", f"{name.en} {when}: {todo.en}"), f"/briefs/{one.pk}/",
                     one.at.date())  # fmt: skip
    if decide(RULES, actor, "briefs.sign").allowed:
        waiting = Erratum.objects.filter(state="composed", issue__closing__pack=pack).exclude(composer=actor.person)
        for erratum in waiting.order_by("-at"):
            said = Text(f"勘误待印发：{erratum.name}", f"an erratum to issue: {erratum.name}")
            yield Matter(said, f"/briefs/{erratum.issue_id}/", erratum.at.date())
    if decide(RULES, actor, "briefs.compose").allowed:
        yield from _corrected(pack)


def _corrected(pack: str) -> Iterator[Matter]:
    """Issues that went out of a month that was closed anew, and have no erratum of that closing."""
    newest: dict[dt.date, Closing] = {}
    for one in Closing.objects.filter(pack=pack, state="closed", issue__gt=1).order_by("-month", "-issue"):
        newest.setdefault(one.month, one)
    out = Issue.objects.filter(closing__pack=pack, state__in=OUT, closing__month__in=newest).select_related("closing")
    told = set(Erratum.objects.filter(issue__in=out).exclude(state="dropped").values_list("issue", "closing"))
    for issue in out:
        closing = newest[issue.closing.month]
        if closing.pk != issue.closing_id and (issue.pk, closing.pk) not in told and closing.ended_at is not None:
            name = SORTS[issue.kind].name
            said = Text(
                f"{issue.closing.month:%Y-%m} 月结有更正，核对{name.zh}第{issue.place}期是否要勘误",
                f"{issue.closing.month:%Y-%m} was closed anew: does {name.en} No. {issue.place} need an erratum?",
            )
            yield Matter(said, f"/briefs/{issue.pk}/", closing.ended_at.date())


def errata(actor: Actor, issue: Issue) -> list[Erratum]:
    """The errata of an issue: all of them for who composes and signs, else those that went out."""
    rows = issue.errata.exclude(state="dropped").select_related("closing")
    return list(rows if decide(RULES, actor, "pending.see").allowed else rows.filter(state="issued"))
