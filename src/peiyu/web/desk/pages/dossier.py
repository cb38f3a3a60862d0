"""一企一档: one enterprise's page, with explanations and paths that are worked out when opened."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from peiyu.problems import PeiyuError
from peiyu.web import bridge
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide, require
from peiyu.web.checkups.printed import POLICY, written
from peiyu.web.checkups.queries.follow_ups import of_firm, state_of, who
from peiyu.web.desk.access import RULES
from peiyu.web.desk.queries import history, told
from peiyu.web.desk.queries.dossier import OUTCOMES, Dossier, dossier_of
from peiyu.web.enterprises.access import subject_of
from peiyu.web.enterprises.queries.intakes import scoped_intakes
from peiyu.web.look import language
from peiyu.web.notes.queries import notes_on
from peiyu.web.notes.subjects import decided
from peiyu.web.policies.queries.texts import territory_id
from peiyu.web.targets.access import RULES as FIGURES
from peiyu.web.targets.queries.records import counts_of

PART = "part"
"""The kind of a line that only makes up another: of these the whole is named."""


def opened(actor: Actor, key: int) -> Dossier:
    """The dossier, if the actor may see it."""
    found = dossier_of(actor, key)
    require(RULES, actor, "dossier.see", subject_of(found.enterprise))
    return found


@signed_in
def dossier(request: HttpRequest, key: int) -> HttpResponse:
    """The whole dossier; what the engine has to work at is loaded when it is opened."""
    actor = actor_of(request)
    return render(request, "desk/dossier.html", context_of(actor, opened(actor, key)))


def context_of(actor: Actor, found: Dossier) -> dict[str, Any]:
    """What the dossier's page shows."""
    key = found.enterprise.key
    came = history.came_by(key)
    opens = set(scoped_intakes(actor).filter(pk__in=[one.pk for one in came]).values_list("pk", flat=True))
    notes = decided(actor, "enterprise", f"{key % 2**64:016x}")
    return {
        "found": found,
        "counted": [one for one in counts_of(actor, territory_id(), key) if one.row.line.kind != PART],
        "sees_figures": decide(FIGURES, actor, "targets.see").allowed,
        "came": [(one, one.pk in opens) for one in came],
        "turned": history.turned(key),
        "follow_ups": [(one, state_of(one), who(one)) for one in of_firm(actor, key)],
        "notes": notes_on(notes) if notes is not None else None,
    }


@signed_in
def why(request: HttpRequest, key: int, tier: str) -> HttpResponse:
    """Why an enterprise has its verdict on a tier, and the decisive question."""
    found = opened(actor_of(request), key)
    _known(found, tier)
    explanation = bridge.explain(found.snapshot, tier, found.ask)
    asked = bridge.questions(found.snapshot, [tier], found.ask) if explanation.outcome.name == "UNKNOWN" else ()
    context = {"found": found, "explanation": explanation, "lines": told.lines_of(explanation), "questions": asked[:3],
               "mark": OUTCOMES[explanation.outcome], "tier": found.ask.bound().tiers[tier].tier}  # fmt: skip
    return render(request, "desk/why.html", context)


@signed_in
def way(request: HttpRequest, key: int, tier: str) -> HttpResponse:
    """The dated path of an enterprise to a tier."""
    found = opened(actor_of(request), key)
    _known(found, tier)
    problems: tuple[Any, ...] = ()
    path = None
    try:
        path = bridge.plan(found.snapshot, tier)
    except PeiyuError as error:
        problems = error.problems
    context = {"found": found, "path": path, "problems": problems, "tier": found.ask.bound().tiers[tier].tier}
    return render(request, "desk/way.html", context, status=422 if problems else 200)


@signed_in
def checkup(request: HttpRequest, key: int) -> HttpResponse:
    """The printable check-up page, as the library writes it."""
    found = opened(actor_of(request), key)
    page = written(found.enterprise, found.snapshot, found.ask, lang=language.current())
    response = HttpResponse(page)
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _known(found: Dossier, tier: str) -> None:
    if tier not in found.verdicts.tiers:
        raise Http404("no such tier")
