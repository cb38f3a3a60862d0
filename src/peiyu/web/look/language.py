"""The language of the one who reads, for the length of a request or a job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

LANGUAGES = ("zh", "en")
_current: ContextVar[str] = ContextVar("language", default="")


def current() -> str:
    return _current.get() or settings.PEIYU.language


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Within it, words are in this language."""
    token = _current.set(lang if lang in LANGUAGES else "")
    try:
        yield
    finally:
        _current.reset(token)
