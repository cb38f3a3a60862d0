"""What of a round is read and taken away: its notice, all workbooks; the account of a year."""

from __future__ import annotations

from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from peiyu.web import clock
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.collection import exports
from peiyu.web.collection.access import RULES
from peiyu.web.collection.pages.overview import tabs
from peiyu.web.collection.queries import burden, units
from peiyu.web.collection.queries.notice import notice_of
from peiyu.web.collection.queries.rounds import keeps, round_of
from peiyu.web.files.given import made
from peiyu.web.look import language


@signed_in
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """The notice, ready to paste."""
    actor = actor_of(request)
    held = round_of(actor, number)
    context = {"round": held, "plain": notice_of(held).plain(language.current()), "keeps": keeps(actor, held)}
    return render(request, "collection/notice.html", context)


@signed_in
def notice_document(request: HttpRequest, number: str) -> HttpResponse:
    """The notice as a document."""
    actor = actor_of(request)
    return made(*exports.take_notice(actor, round_of(actor, number), lang=language.current()))


@signed_in
def workbooks(request: HttpRequest, number: str) -> FileResponse:
    """The workbooks of every unit that the actor sees, or of one park's enterprises, as one archive."""
    actor, park = actor_of(request), request.GET.get("park", "")
    held = round_of(actor, number)
    mine = units.scoped_units(actor).filter(round=held)
    chosen = mine.filter(enterprise__isnull=False, firms__park=park) if park else mine
    return archived(*exports.take_workbooks(actor, held, chosen, park=park))


def archived(archive: IO[bytes], name: str) -> FileResponse:
    """An archive as a download; it is gone once it is sent."""
    response = FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """The account of a year: on the page, or as a file."""
    actor = actor_of(request)
    require(RULES, actor, "burden.see")
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isdecimal() and len(wanted) == 4 else clock.today().year
    held = burden.account(actor, year)
    if "download" in request.GET:
        return made(*exports.take_burden(actor, held))
    known = burden.years()
    context = {
        "account": held,
        "totals": held.totals,
        "years": known if year in known else [year, *known],
        **tabs(actor),
    }
    return render(request, "collection/burden.html", context)
