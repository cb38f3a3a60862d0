"""Pages of statistics: the analyses one by one, and as workbooks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide
from peiyu.web.bridge.analyses import NAMES
from peiyu.web.files.given import made
from peiyu.web.jobs.queries import OPEN, scoped
from peiyu.web.jobs.shown import Seen as SeenJob
from peiyu.web.look import language
from peiyu.web.look.charts import chart
from peiyu.web.look.once import once
from peiyu.web.policies.queries import territory_id
from peiyu.web.statistics import actions, exports, queries
from peiyu.web.statistics.access import RULES
from peiyu.web.statistics.words import AIDS


@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Every analysis that the actor may see, with what it says."""
    actor, pack = actor_of(request), territory_id()
    if not decide(RULES, actor, "outward.see").allowed:
        raise Http404
    seen = queries.latest(actor, pack)
    named = [(one, NAMES[one.analysis.kind], AIDS[one.analysis.kind]) for one in seen]
    return render(request, "statistics/overview.html", {**_common(request, pack), "analyses": named})


@signed_in
def analysis(request: HttpRequest, kind: str) -> HttpResponse:
    """One analysis: table, chart, how it is read. `outward`: as it may go out."""
    seen = _found(request, kind)
    spec = (seen.chart or {}).get(language.current() if language.current() == "en" else "zh")
    context = {
        **_common(request, seen.analysis.pack), "seen": seen, "name": NAMES[kind], "aid": AIDS[kind],
        "chart": chart(spec) if spec else None, "others": NAMES.items(),
    }  # fmt: skip
    return render(request, "statistics/analysis.html", context)


@signed_in
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The table as it is seen, as a workbook."""
    seen = _found(request, kind)
    if seen.table is None:
        raise Http404
    return made(*exports.take_table(actor_of(request), seen, lang=language.current()))


@require_POST
@signed_in
@once
def ask(request: HttpRequest) -> HttpResponse:
    """Has the analyses made anew."""
    actions.ask_analyses(actor_of(request), pack=territory_id())
    return redirect("/statistics/")


def _found(request: HttpRequest, kind: str) -> queries.Seen:
    outward = bool(request.GET.get("outward"))
    seen = queries.one(actor_of(request), territory_id(), kind, outward=outward) if kind in NAMES else None
    if seen is None:
        raise Http404
    return seen


def _common(request: HttpRequest, pack: str) -> dict[str, Any]:
    actor = actor_of(request)
    job = scoped(actor).filter(kind=actions.KIND, state__in=OPEN).first()
    return {
        "may_ask": bool(pack) and decide(RULES, actor, "analyses.ask").allowed,
        "inside": decide(RULES, actor, "analyses.see").allowed,
        "job": SeenJob(job) if job else None, "then": request.path,
    }  # fmt: skip
