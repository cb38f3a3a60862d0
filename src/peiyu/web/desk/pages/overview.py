"""工作进展一览 and 我的待办."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.briefs.queries.issues import Row, latest_out
from peiyu.web.desk.access import RULES
from peiyu.web.desk.feeds import fed
from peiyu.web.desk.queries.progress import progress_of
from peiyu.web.policies.queries.texts import territory


@signed_in
def progress(request: HttpRequest) -> HttpResponse:
    """One sheet for leaders; it prints on one A4 page."""
    actor = actor_of(request)
    require(RULES, actor, "progress.see")
    pack = territory()
    if pack is None:
        return render(request, "desk/no_document.html")
    latest = latest_out(actor, pack.id)
    context = {"found": progress_of(actor, pack), "latest": Row(latest) if latest is not None else None}
    return render(request, "desk/progress.html", context)


@signed_in
def work(request: HttpRequest) -> HttpResponse:
    """What waits for the one who asks."""
    actor = actor_of(request)
    require(RULES, actor, "work.see")
    return render(request, "desk/work.html", {"feeds": fed(actor)})
