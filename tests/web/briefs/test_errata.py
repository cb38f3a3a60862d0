"""A month closed anew: what went out is held against it, and an erratum tells each figure before and after."""

from __future__ import annotations

import pytest
from tests.web.briefs.conftest import (
    PACK,
    by_hand,
    client_of,
    everything,
    frozen,
    gone_out,
    issue_by_hand,
    refused,
    status_of,
)
from tests.web.targets.conftest import reading_by_hand

from peiyu.paper.brief.reading import read
from peiyu.web.acting.actor import Actor
from peiyu.web.briefs.actions import checking, errata, issuing
from peiyu.web.briefs.models import Erratum
from peiyu.web.briefs.queries import issues as queries
from peiyu.web.files.store import path_of

pytestmark = pytest.mark.django_db


def test_an_erratum_lists_what_changed_and_goes_out_by_another_hand(composer: Actor, signer: Actor) -> None:
    issue = issue_by_hand(composer, by_hand(composer, count=2))
    refused(lambda: errata.compose(composer, issue=issue.pk), "issue-state")
    gone_out(composer, signer, issue)
    refused(lambda: errata.compose(composer, issue=issue.pk), "nothing-to-correct")
    frozen(reading_by_hand(count=3), issue=2, why="一户证书补录")
    assert any("勘误" in one.said.zh for one in queries.work(composer, PACK, most=9))
    assert "拟勘误" in client_of(composer).get(f"/briefs/{issue.pk}/").content.decode()
    made = errata.compose(composer, issue=issue.pk)
    (figure,) = made.figures
    assert (figure["id"], figure["before"], figure["after"]) == ("new_giants.total", "2家", "3家")
    assert made.why == "一户证书补录"
    text = "".join(one.text for one in read(path_of(made.hash)).passages)
    assert "一户证书补录" in text
    assert "2家\t3家" in text
    refused(lambda: errata.compose(composer, issue=issue.pk), "erratum-there")
    before = everything()
    refused(lambda: errata.let_out(composer, erratum=made.pk), "second-person-needed")
    assert everything() == before
    leader = client_of(signer)
    assert leader.post(f"/briefs/errata/{made.pk}/issue/").status_code == 302
    assert Erratum.objects.get().state == "issued"
    refused(lambda: errata.drop(composer, erratum=made.pk, why="x"), "erratum-ended")
    assert status_of(leader, f"/briefs/errata/{made.pk}/file/") == 200
    assert not any("勘误" in one.said.zh for one in queries.work(composer, PACK, most=9))


def test_a_closing_that_came_meanwhile_keeps_an_issue_from_being_signed(composer: Actor, signer: Actor) -> None:
    issue = issue_by_hand(composer, by_hand(composer, count=2))
    checking.check(composer, issue=issue.pk)
    frozen(reading_by_hand(count=3), issue=2, why="补录")
    from peiyu.web.look.refusal import Refusal

    with pytest.raises(Refusal) as refusal:
        issuing.sign(signer, issue=issue.pk)
    assert refusal.value.problems[0].code == "numbers-unsettled"
    issue.refresh_from_db()
    assert issue.state == "checked"
    assert [one["figure"] for one in issue.files.get().verification["groups"]["stale"]] == ["new_giants.total"]


def test_a_dropped_erratum_may_be_composed_anew(composer: Actor, signer: Actor) -> None:
    issue = gone_out(composer, signer, issue_by_hand(composer, by_hand(composer, count=2)))
    frozen(reading_by_hand(count=3), issue=2, why="补录")
    made = errata.compose(composer, issue=issue.pk, why="笔误")
    refused(lambda: errata.drop(composer, erratum=made.pk, why=""), "why-missing")
    errata.drop(composer, erratum=made.pk, why="原因写错")
    assert errata.compose(composer, issue=issue.pk).number == 2
