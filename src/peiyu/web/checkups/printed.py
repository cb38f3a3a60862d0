"""The printable page of one enterprise, and how browsers are let show a page that carries its own style."""

from __future__ import annotations

import base64
import hashlib

from peiyu.facts.snapshot import Snapshot
from peiyu.paper.page.html import PageWriter, resource
from peiyu.paper.values import Firm
from peiyu.web.bridge.asking import Asked
from peiyu.web.bridge.checkups import page_of
from peiyu.web.enterprises.models import Enterprise


def style_hash() -> str:
    """The hash by which the policy for contents lets the page's one style sheet through."""
    return base64.b64encode(hashlib.sha256(resource("style.css").encode()).digest()).decode()


POLICY = f"default-src 'none'; style-src 'sha256-{style_hash()}'; frame-ancestors 'none'; base-uri 'none'"
"""The Content-Security-Policy of a page and of a volume."""


def firm_of(one: Enterprise) -> Firm:
    """An enterprise as it stands on paper."""
    return Firm(name=one.name, code=one.code, district=one.district)


def written(one: Enterprise, snapshot: Snapshot, ask: Asked, *, lang: str) -> str:
    """The page as HTML."""
    return PageWriter(lang=lang).page(page_of(snapshot, ask, firm_of(one)))
