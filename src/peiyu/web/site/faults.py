"""What goes wrong around the program: a lost database, a full disk. Said on a page that needs neither."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from peiyu.problems import Problem, Text
from peiyu.web.files.room import is_no_room, no_room


def failed(request: HttpRequest) -> HttpResponse:
    """The page of an error that nobody handled: 503 and 507 with what to do, else the page of a fault of ours."""
    problem, status = told(sys.exc_info()[1])
    if problem is None:
        return server_error(request)
    page = HttpResponse(render_to_string("look/unavailable.html", {"problem": problem}), status=status)
    page["Retry-After"] = "60"
    return page


def told(error: BaseException | None) -> tuple[Problem | None, int]:
    """The problem behind an error, and the status with which it is told; None for a fault of the program."""
    if is_no_room(error):
        return no_room(), 507
    if isinstance(error, OperationalError | InterfaceError):
        return lost(), 503
    return None, 500


def lost() -> Problem:
    """That the database does not answer."""
    return Problem(
        "database-lost",
        Text("数据库暂时没有响应，本次未写入", "the database does not answer; nothing was written"),
        next_step=Text(
            "稍候一分钟再试；仍不行，请告诉系统管理员",
            "try again in a minute; if it lasts, tell the system administrator",
        ),
    )
