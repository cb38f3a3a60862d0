"""Puts the Actor on the request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from peiyu.web.accounts.queries import actor_for


def the_actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """`request.actor`: who asks, in which post."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.actor = actor_for(  # type: ignore[attr-defined]
            request.user,
            post=request.session.get("post"),
            consent=request.session.get("consent"),
            address=request.META.get("REMOTE_ADDR", ""),
        )
        return get_response(request)

    return handle
