"""Forms with an action behind them: what the action refuses is shown in the form, with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peiyu.problems import Text
from peiyu.web.look.forms import Form
from peiyu.web.look.refusal import Refusal

Made = TypeVar("Made")
Typed = dict[str, Any]
DO_IT = Text("确定办理", "Do it")


def answered(form: Form, act: Callable[[Typed], Made]) -> Made | None:
    """What the action gave; None if the form does not fit or the action refused."""
    if not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Refusal as refusal:
        form.refuse(*refusal.problems)
        return None


def done(form: Form, act: Callable[[Typed], object]) -> bool:
    """Whether the action was done."""

    def acted(typed: Typed) -> bool:
        act(typed)
        return True

    return answered(form, acted) is True


def form_page(request: HttpRequest, form: Form, said: Text, back: str) -> HttpResponse:
    """The page of a form, as it was typed."""
    context = {"form": form, "said": said, "back": back}
    return render(request, "accounts/form.html", context, status=_status(form))


def confirm_page(
    request: HttpRequest, form: Form, question: Text, consequences: tuple[Text, ...], back: str, *, danger: bool = True
) -> HttpResponse:
    """The page that asks before something is done."""
    context = {
        "form": form, "question": question, "consequences": consequences, "back": back, "danger": danger, "verb": DO_IT,
    }  # fmt: skip
    return render(request, "look/confirm.html", context, status=_status(form))


def _status(form: Form) -> int:
    return 422 if form.has_problems else 200
