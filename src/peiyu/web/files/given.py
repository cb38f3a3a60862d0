"""A kept file, given out so that no browser runs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header

from peiyu.web.files.kinds import KINDS
from peiyu.web.files.store import path_of

FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file",
            "content": {one.media: {"schema": {"type": "string", "format": "binary"}}
                        for one in (KINDS[".xlsx"], KINDS[".docx"])},
        }
    }
}  # fmt: skip
"""What an operation answers that gives a workbook or document."""


def given(digest: str, name: str) -> FileResponse:
    """The file as a download under its name; 404 if it is not there. Whoever calls has decided that it may be seen."""
    place = path_of(digest)
    if not place.exists():
        raise Http404
    kind = KINDS.get(Path(name).suffix.lower())
    response = FileResponse(
        place.open("rb"),
        as_attachment=True,
        filename=name,
        content_type=kind.media if kind else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def made(place: Path, name: str) -> HttpResponse:
    """A workbook or document that was just made, as a download under its name; the file itself goes."""
    response = HttpResponse(place.read_bytes(), content_type=KINDS[Path(name).suffix.lower()].media)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    place.unlink(missing_ok=True)
    return response
