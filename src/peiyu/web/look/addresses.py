"""Addresses that came with a request."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def within(given: str) -> str:
    """An address of this installation, as given; empty for one that leads elsewhere."""
    fits = given.startswith("/") and url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return given if fits else ""
