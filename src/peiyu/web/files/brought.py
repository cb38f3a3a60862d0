"""A file that somebody sends with a form, kept."""

from __future__ import annotations

from django.http import HttpRequest

from peiyu.problems import Problem, Text
from peiyu.web.files.store import Kept, keep
from peiyu.web.look.refusal import Refusal

MEGABYTES = 20


def taken(request: HttpRequest, suffixes: frozenset[str], *, megabytes: int | None = MEGABYTES) -> Kept:
    """The file of the form's field `file`. Refusals `file-missing` and those of `files.store.keep`."""
    file = request.FILES.get("file")
    if file is None:
        raise Refusal(
            Problem("file-missing", Text("请选择文件", "choose a file"),
                    next_step=Text("选好文件再上传", "choose the file, then send it")),
            status=422,
        )  # fmt: skip
    return keep(str(file.name), file.chunks(), suffixes=suffixes, megabytes=megabytes)
