"""Puts the Actor on the request, ends sessions that stood still, and asks for a password of one's own."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from peiyu.web import clock
from peiyu.web.accounts.models import Person
from peiyu.web.accounts.queries import actor_for

SEEN_EVERY = 60
POLL = "X-Peiyu-Poll"
WITHOUT_OWN_PASSWORD = ("/me/password/", "/sign-out/", "/static/")


def the_actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """`request.actor`: who asks, in which post."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.actor = actor_for(  # type: ignore[attr-defined]
            request.user,
            post=request.session.get("post"),
            consent=request.session.get("consent"),
            address=request.META.get("REMOTE_ADDR", ""),
        )
        if isinstance(request.user, Person) and request.user.is_active:
            _seen(request)
            if request.user.must_change_password and not request.path.startswith(WITHOUT_OWN_PASSWORD):
                return redirect(f"/me/password/?{urlencode({'next': request.get_full_path()})}")
        return get_response(request)

    return handle


def _seen(request: HttpRequest) -> None:
    """Puts off the end of the session, at most once a minute; a page that only asks how far a job is does not."""
    now = int(clock.now().timestamp())
    if request.headers.get(POLL) is None and now - int(request.session.get("seen", 0)) >= SEEN_EVERY:
        request.session["seen"] = now
