"""The first page of each role."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from peiyu.web.acting.asked import actor_of
from peiyu.web.acting.roles import INSIDE, Role

FIRST: dict[Role, str] = {
    Role.LEADER: "/progress/",
    Role.ENTERPRISE: "/own/",
    Role.SERVICE: "/own/",
    Role.BANK: "/my-work/",
    Role.EXPERT: "/my-work/",
    Role.SYSTEM: "/people/",
    Role.SECURITY: "/people/",
    Role.AUDIT: "/trail/",
}
"""Where a role begins; the others of the inside begin with the document."""


def home(request: HttpRequest) -> HttpResponse:
    """Leads to the page with which a role begins its day; to the sign-in who has not signed in; says so where somebody
    has no post."""
    actor = actor_of(request)
    if not actor.signed_in:
        return redirect("/sign-in/")
    if actor.role is None:
        return render(request, "desk/no_post.html")
    return redirect(FIRST.get(actor.role, "/document/" if actor.role in INSIDE else "/my-work/"))
