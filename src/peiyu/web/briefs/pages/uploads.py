"""A document that somebody brings, taken out of a form."""

from __future__ import annotations

from django.http import HttpRequest

from peiyu.problems import Problem, Text
from peiyu.web.files.store import Kept, keep
from peiyu.web.look.refusal import Refusal

MEGABYTES = 20


def taken(request: HttpRequest, suffixes: frozenset[str]) -> Kept:
    """The file of a form, kept. Refusals `file-missing` and those of `files.store.keep`."""
    file = request.FILES.get("file")
    if file is None:
        raise Refusal(
            Problem("file-missing", Text("请选择文件", "choose a file"),
                    next_step=Text("选好文件再上传", "choose the file, then send it"))
        )  # fmt: skip
    return keep(str(file.name), file.chunks(), suffixes=suffixes, megabytes=MEGABYTES)
