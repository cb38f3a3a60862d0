"""The answer to a request for a page with a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peiyu.web.look.lists.declared import List
from peiyu.web.look.lists.shown import Load, Shown, read

Download = Callable[[Shown], HttpResponse]


def show(
    request: HttpRequest,
    one: List,
    rows: QuerySet[Any],
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    load: Load = list,
    download: Download | None = None,
) -> HttpResponse:
    """The page with the list as `list`, or the file that `download` makes when it was asked for. The template says
    `{% include "look/list.html" %}` where the list stands."""
    seen = read(one, request.GET, rows, load=load)
    if download is not None and "download" in request.GET and not seen.problems:
        return download(seen)
    return render(request, template, {**(context or {}), "list": seen}, status=422 if seen.problems else 200)
