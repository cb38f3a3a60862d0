"""A list as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions.exports import take_list
from peiyu.web.files.kinds import KINDS
from peiyu.web.look.lists import Shown


def downloaded(actor: Actor, what: str, seen: Shown) -> HttpResponse:
    """The list as it is seen, as a workbook; the export is logged."""
    taken = take_list(actor, seen, what=what)
    response = HttpResponse(taken.path.read_bytes(), content_type=KINDS[".xlsx"].media)
    response["Content-Disposition"] = content_disposition_header(True, taken.name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
