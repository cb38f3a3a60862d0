"""第×期 and 总第×期: consecutive per kind and year, each once, whoever comes at the same moment."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from tests.web.briefs.conftest import by_hand, gone_out, issue_by_hand

from peiyu.web.acting.actor import Actor
from peiyu.web.briefs.actions import checking, issuing
from peiyu.web.briefs.models import Issue

MONTHS = tuple(dt.date(2012, month, 28) for month in range(3, 9))


@pytest.mark.django_db(transaction=True)
def test_issued_at_once_each_gets_its_own_number(composer: Actor, signer: Actor) -> None:
    ready = []
    for day in MONTHS:
        issue = issue_by_hand(composer, by_hand(composer, day=day), "notice")
        checking.check(composer, issue=issue.pk)
        issuing.sign(signer, issue=issue.pk)
        ready.append(issue.pk)
    start, faults = threading.Barrier(len(ready)), []

    def go(pk: int) -> None:
        try:
            start.wait(timeout=10)
            issuing.issue_it(composer, issue=pk)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(pk,)) for pk in ready]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert faults == []
    given = Issue.objects.filter(pk__in=ready).values_list("place", "total")
    assert sorted(given) == [(place, place) for place in range(1, len(ready) + 1)]


@pytest.mark.django_db
def test_the_database_takes_no_number_twice(composer: Actor, signer: Actor) -> None:
    one = gone_out(composer, signer, issue_by_hand(composer, by_hand(composer)))
    other = issue_by_hand(composer, by_hand(composer, day=MONTHS[0]))
    for twice in ({"place": one.place}, {"total": one.total}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Issue.objects.filter(pk=other.pk).update(**twice)
    notice = issue_by_hand(composer, other.closing, "notice")
    Issue.objects.filter(pk=notice.pk).update(place=one.place, total=one.total)


@pytest.mark.django_db
def test_a_new_year_counts_from_one_and_the_total_goes_on(composer: Actor, signer: Actor, settings) -> None:  # type: ignore[no-untyped-def]
    first = gone_out(composer, signer, issue_by_hand(composer, by_hand(composer)))
    assert (first.year, first.place, first.total) == (2012, 1, 1)
    object.__setattr__(settings.PEIYU, "day", dt.date(2013, 1, 8))
    later = gone_out(composer, signer, issue_by_hand(composer, by_hand(composer, day=dt.date(2012, 12, 31))))
    assert (later.year, later.place, later.total) == (2013, 1, 2)
