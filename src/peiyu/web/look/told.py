"""What was done is told on the next page, once."""

from __future__ import annotations

from django.http import HttpRequest

from peiyu.problems import Text

KEY = "told"


def tell(request: HttpRequest, said: Text) -> None:
    """Says it at the top of the next page that this person sees."""
    request.session[KEY] = [*request.session.get(KEY, []), {"zh": said.zh, "en": said.en}]


def told(request: HttpRequest) -> list[dict[str, str]]:
    """What is to be said now; afterwards it has been said. Reads no session where there is none."""
    session = getattr(request, "session", None)
    if session is None or KEY not in session:
        return []
    found: list[dict[str, str]] = session.pop(KEY)
    return found
