"""Who asks for a page, and pages only for those who have signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from peiyu.web.acting.actor import Actor

Page = Callable[..., HttpResponseBase]
SIGN_IN = "/sign-in/"
MOST_HELD = 64 * 1024
UNHELD = ("csrfmiddlewaretoken", "password")


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def signed_in(page: Page) -> Page:
    """A page that sends those who have not signed in to the sign-in, and back afterwards. What they had typed when
    their session ended is held, and offered to them again."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if actor_of(request).signed_in:
            return page(request, *args, **kwargs)
        if request.headers.get("HX-Request"):
            shown = urlsplit(request.headers.get("HX-Current-URL", "/"))
            back = f"{shown.path}?{shown.query}" if shown.query else shown.path
            return HttpResponse(status=204, headers={"HX-Redirect": to_sign_in(back)})
        if request.method == "POST":
            hold(request)
            return redirect(to_sign_in("/"))
        return redirect(to_sign_in(request.get_full_path()))

    return guarded


def to_sign_in(back: str) -> str:
    """The address of the sign-in, with where to go afterwards."""
    return f"{SIGN_IN}?{urlencode({'next': back})}"


def hold(request: HttpRequest) -> None:
    """Keeps the fields of a form (files and passwords not) until its sender has signed in again."""
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if not any(word in name for word in UNHELD)
        for value in values
    ]
    if sum(len(name) + len(str(value)) for name, value in fields) <= MOST_HELD:
        who = request.get_signed_cookie("who", default="")
        request.session["held"] = {"path": request.get_full_path(), "fields": fields, "who": who}
