"""A round sent out again for the next month, quarter or year: the same form, the same units, nothing typed anew."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction

from peiyu.facts.round import Span
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.collection.access import RULES
from peiyu.web.collection.actions.drafting import Terms, draft, fill
from peiyu.web.collection.models import Round
from peiyu.web.collection.queries.asked import span_of
from peiyu.web.collection.queries.units import maker_of

USUAL_DAYS = dt.timedelta(days=10)
"""What units are given at least."""


def repeat(actor: Actor, *, held: Round) -> Round:
    """A draft for the span after a round's: its fields, whom it asks, its basis; as many days after the span's end as
    before. Refusals as `drafting.draft`."""
    require(RULES, actor, "rounds.make", maker_of(held))
    last = span_of(held)
    coming = following(last)
    with transaction.atomic():
        made = draft(actor, terms=replace(terms_of(held), span=coming, due=due_of(held, coming), correction="",
                                          title=retitled(held.title, last, coming)))  # fmt: skip
        return fill(actor, held=made, sheets=held.sheets, whom=held.whom)


def terms_of(held: Round) -> Terms:
    """What a round is about."""
    return Terms(
        title=held.title, span=span_of(held), due=held.due, purpose=held.purpose, authority=held.authority,
        table=held.table, approval=held.approval, valid_until=held.valid_until, to=held.to, minutes=held.minutes,
        said=held.said, correction=held.correction,
    )  # fmt: skip


def following(span: Span) -> Span:
    """The span after one."""
    if span.month is not None:
        return replace(span, year=span.year + span.month // 12, month=span.month % 12 + 1)
    if span.quarter is not None:
        return replace(span, year=span.year + span.quarter // 4, quarter=span.quarter % 4 + 1)
    return replace(span, year=span.year + 1)


def due_of(held: Round, coming: Span) -> dt.date:
    """As many days after the span's end as it was, and never too soon."""
    return max(coming.end + (held.due - span_of(held).end), clock.today() + USUAL_DAYS)


def retitled(title: str, last: Span, coming: Span) -> str:
    """A title that names its period names the next one."""
    before, after = (Span(one.year, one.quarter, one.month).said.zh for one in (last, coming))
    return title.replace(before, after)
