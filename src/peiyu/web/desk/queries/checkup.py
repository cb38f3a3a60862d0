"""The printable page of one enterprise: the library's check-up, from what the database holds."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

from django.conf import settings

from peiyu.paper.checkup.order import Order, rules_for
from peiyu.paper.checkup.survey import PlanAllowance, Rules, look
from peiyu.paper.checkup.verdicts import of_evaluation
from peiyu.paper.page.html import PageWriter, resource
from peiyu.paper.values import Firm
from peiyu.web import bridge
from peiyu.web.bridge.asking import with_used
from peiyu.web.desk.queries.dossier import Dossier
from peiyu.web.policies.queries.texts import STANDARDS

PLANS = 4


def style_hash() -> str:
    """The hash by which the policy for contents lets the page's one style sheet through."""
    return base64.b64encode(hashlib.sha256(resource("style.css").encode()).digest()).decode()


POLICY = f"default-src 'none'; style-src 'sha256-{style_hash()}'; frame-ancestors 'none'; base-uri 'none'"


def written(found: Dossier, *, lang: str) -> str:
    """The page as HTML."""
    ask = bridge.asked(*STANDARDS)
    packs = with_used(ask.registry, STANDARDS)
    rules: Rules = rules_for(packs, Order(asked=STANDARDS, selection=ask.selection))
    snapshot, enterprise = found.snapshot, found.enterprise
    review = bridge.asked(*STANDARDS, event="review")
    now, later = (
        of_evaluation(bridge.verdicts(snapshot, each), code=enterprise.code, name=enterprise.name)
        for each in (ask, review)
    )
    firm = Firm(name=enterprise.name, code=enterprise.code, district=enterprise.district, page=".")
    seen = look(
        rules, snapshot, now, later, firm, allowance=PlanAllowance(PLANS), pages="all",
        made_up=settings.PEIYU.made_up,
    )  # fmt: skip
    assert seen.page is not None
    return PageWriter(lang=lang).page(replace(seen.page, firm=replace(firm, page="")))
