"""A form does its work once, however often it is sent.

`{% once %}` puts a one-time token into a form; `@once` on the page that takes the form enters the token in a table
before anything else. A second sending of the same form is led to where the first one was led; while the first is
still at work, the second waits for it. A form that was refused may be sent again.
"""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.look.models import Sent
from peiyu.web.look.refusal import Refusal

Page = Callable[..., HttpResponseBase]

FIELD = "once"
KEPT = dt.timedelta(days=2)
PATIENCE_SECONDS = 20.0
PAUSE_SECONDS = 0.1
SHOWN = "shown"


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)


def once(page: Page) -> Page:
    """A POST with a token that was seen before does nothing again. A form without a token is done as it is."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = request.POST.get(FIELD, "")[:64] if request.method == "POST" else ""
        if not token:
            return page(request, *args, **kwargs)
        answer = _entered(token)
        if answer == SHOWN:
            return HttpResponse(status=204)
        if answer:
            return HttpResponseRedirect(answer)
        return _done(token, lambda: page(request, *args, **kwargs), part=bool(request.headers.get("HX-Request")))

    return guarded


def forget(before: dt.datetime) -> int:
    """Removes the tokens of forms sent before an instant."""
    return Sent.objects.filter(at__lt=before).delete()[0]


def _entered(token: str) -> str:
    """Enters the token and gives ``; or, if it was there, where the first sender was led. Refusal `form-sent-twice` if
    the first is not done in good time."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with transaction.atomic():
                Sent.objects.create(token=token, at=clock.now())
            return ""
        except IntegrityError:
            answers = Sent.objects.filter(token=token).values_list("answer", flat=True)
            if answer := next(iter(answers), ""):
                return answer
        if time.monotonic() > patience:
            raise Refusal(_still_at_it())
        time.sleep(PAUSE_SECONDS)


def _done(token: str, page: Callable[[], HttpResponseBase], *, part: bool) -> HttpResponseBase:
    """The page's answer. The token is kept only if it did what was asked: it led on, or showed a part of a page."""
    try:
        response = page()
    except BaseException:
        Sent.objects.filter(token=token).delete()
        raise
    if 300 <= response.status_code < 400:
        Sent.objects.filter(token=token).update(answer=response["Location"][:600])
    elif part and response.status_code < 300:
        Sent.objects.filter(token=token).update(answer=SHOWN)
    else:
        Sent.objects.filter(token=token).delete()
    return response


def _still_at_it() -> Problem:
    return Problem(
        "form-sent-twice",
        Text("这张表单已经提交过，仍在办理", "this form was sent before and is still being worked on"),
        next_step=Text("勿重复提交；稍后打开该记录查看结果", "do not send it again; open the record in a while"),
    )
