"""What is too large is refused before any of it is looked at."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from peiyu.problems import Problem, Text
from peiyu.web.jobs.actions import written

BESIDE = 4 * 1024 * 1024
"""Room for the fields of a form beside its file."""

API = "/api/"


def bounded(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A request longer than the largest file is answered with a sentence; its body is never parsed."""

    def handle(request: HttpRequest) -> HttpResponse:
        if _length(request) <= settings.PEIYU.upload_megabytes * 1024 * 1024 + BESIDE:
            return get_response(request)
        problem = too_long(settings.PEIYU.upload_megabytes)
        if request.path.startswith(API):
            return JsonResponse({"problems": [written(problem)]}, status=413)
        return render(request, "look/refusal.html", {"problems": (problem,)}, status=413)

    return handle


def too_long(megabytes: int) -> Problem:
    """That the upload is too large, and what to do."""
    return Problem(
        "upload-too-large",
        Text("上传的内容太大，未接收", "what was sent is too large and was not taken"),
        accepted=Text(f"不超过 {megabytes} MB", f"at most {megabytes} MB"),
        next_step=Text(
            "拆分文件或删去其中的图片后再上传；确有需要，请系统管理员调整 upload_megabytes",
            "split the file or take out its pictures; if need be, have the system administrator raise upload_megabytes",
        ),
    )


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isdigit() else 0
