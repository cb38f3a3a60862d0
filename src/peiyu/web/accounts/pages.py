"""Sign-in, the frame of every page, the choice of a post."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.web import clock
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.look import language

__all__ = ["actor_of", "signed_in"]


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every page knows."""
    return {
        "actor": getattr(request, "actor", None),
        "lang": language.current(),
        "installation": settings.PEIYU,
        "today": clock.today(),
    }


def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; five wrong ones lock for a quarter of an hour."""
    failed = False
    if request.method == "POST":
        person = authenticate(request, sign_in=request.POST.get("name", ""), password=request.POST.get("password", ""))
        if person is not None:
            login(request, person)
            target = request.POST.get("next", "/")
            return redirect(target if target.startswith("/") and not target.startswith("//") else "/")
        failed = True
    return render(request, "accounts/sign_in.html", {"failed": failed, "next": request.GET.get("next", "/")})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("/sign-in/")


@require_POST
def choose_post(request: HttpRequest) -> HttpResponse:
    """From now on in another of one's posts."""
    given = request.POST.get("post", "")
    if given.isdigit() and int(given) in dict(actor_of(request).posts):
        request.session["post"] = int(given)
        request.session.pop("consent", None)
    return redirect("/")


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    return render(request, "accounts/locked.html", status=429)
