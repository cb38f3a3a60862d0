"""What happens around every page: the policy for contents, the reader's language, refusals."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peiyu.problems import PeiyuError
from peiyu.web.look.language import speaking
from peiyu.web.look.refusal import Refusal

Handler = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


def content_security(get_response: Handler) -> Handler:
    """No inline script or style, nothing from elsewhere."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return handle


def language(get_response: Handler) -> Handler:
    """The person's choice, else the cookie's, else the installation's."""

    def handle(request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("lang") or request.COOKIES.get("lang", "")
        with speaking(chosen or request.actor.lang):  # type: ignore[attr-defined]
            response = get_response(request)
        if request.GET.get("lang") in ("zh", "en"):
            response.set_cookie("lang", request.GET["lang"], max_age=31_536_000, samesite="Lax", httponly=True)
        return response

    return handle


class refusals:  # noqa: N801 -- a middleware is written as the function that it is
    """A Refusal or a Problem that no page showed is shown on a page of its own, with the way back."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal | PeiyuError):
            status = error.status if isinstance(error, Refusal) else 422
            return render(request, "look/refusal.html", {"problems": error.problems}, status=status)
        return None
