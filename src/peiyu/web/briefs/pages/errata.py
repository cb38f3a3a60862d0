"""Errata: composed, issued by another person, read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from peiyu.problems import Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.briefs.actions import errata as actions
from peiyu.web.briefs.models import Erratum
from peiyu.web.briefs.pages.issue import done, found
from peiyu.web.briefs.queries.issues import errata
from peiyu.web.files.given import given
from peiyu.web.look.once import once


@require_POST
@signed_in
@once
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    """Composes the erratum of an issue."""
    held, why = found(request, pk), request.POST.get("why", "")
    return done(
        request, held, lambda: actions.compose(actor_of(request), issue=held.pk, why=why),
        Text("勘误已拟好，待另一人印发", "The erratum is composed; another person issues it"),
    )  # fmt: skip


@require_POST
@signed_in
@once
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Issues an erratum, or drops it."""
    one = Erratum.objects.filter(pk=pk).first()
    if one is None or verb not in ("issue", "drop"):
        raise Http404
    held, actor, why = found(request, one.issue_id), actor_of(request), request.POST.get("why", "")
    if verb == "issue":
        return done(request, held, lambda: actions.let_out(actor, erratum=pk), Text("勘误已印发", "Issued"))
    return done(request, held, lambda: actions.drop(actor, erratum=pk, why=why), Text("勘误已作废", "Dropped"))


@signed_in
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The sheet of an erratum."""
    one = Erratum.objects.filter(pk=pk).first()
    if one is None or one not in errata(actor_of(request), found(request, one.issue_id)):
        raise Http404
    return given(one.hash, one.name)
