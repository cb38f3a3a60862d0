"""Who may do what: role × action, what each sees, and that a refused action writes nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.web.briefs.conftest import PACK, by_hand, everything, gone_out, issue_by_hand
from tests.web.targets.conftest import actor

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import INSIDE, Role
from peiyu.web.acting.rules import decide
from peiyu.web.briefs.access import RULES
from peiyu.web.briefs.actions import checking, composing, errata, issuing, templates
from peiyu.web.briefs.models import Issue, Sent
from peiyu.web.briefs.queries import issues as queries
from peiyu.web.briefs.states import STATES, TRANSITIONS, VERBS, transition, verbs_of
from peiyu.web.files.store import Kept
from peiyu.web.look.refusal import Refusal

OFFICE, SIGNERS = {Role.OFFICE}, {Role.OFFICE, Role.LEADER}
ALL: dict[str, set[Role]] = {
    "briefs.see": set(INSIDE), "inward.see": set(INSIDE) - {Role.PARK}, "drafts.see": {Role.OFFICE, Role.AUDITOR},
    "pending.see": {Role.OFFICE, Role.AUDITOR, Role.LEADER}, "briefs.compose": OFFICE, "briefs.sign": SIGNERS,
    "briefs.issue": OFFICE, "briefs.withdraw": SIGNERS, "templates.see": {Role.OFFICE, Role.AUDITOR},
    "templates.keep": OFFICE,
}  # fmt: skip


@pytest.mark.parametrize("action", sorted(ALL))
@pytest.mark.parametrize("role", list(Role))
def test_role_by_action(role: Role, action: str) -> None:
    assert decide(RULES, actor(role), action).allowed is (role in ALL[action])


def test_every_rule_is_in_the_table() -> None:
    assert {one.action for one in RULES} == set(ALL)


@pytest.mark.django_db
def test_who_may_not_is_refused_and_nothing_is_written(composer: Actor, signer: Actor) -> None:
    closing = by_hand(composer)
    held = issue_by_hand(composer, closing)
    out = gone_out(composer, signer, issue_by_hand(composer, closing, "notice"))
    sent = Sent.objects.create(issue=out, to="市科委", on=dt.date(2012, 10, 1), by_name="周办", at=out.at)
    kept = Kept("0" * 64, "a.docx", 1)
    day = dt.date(2012, 10, 8)
    acts = {
        "briefs.compose": (
            lambda who: composing.ask_issue(who, kind="talk", closing=closing.pk, wish=composing.Wish()),
            lambda who: checking.upload(who, issue=held.pk, kept=kept),
            lambda who: checking.accept(who, issue=held.pk, keys=["x"], why="y"),
            lambda who: checking.check(who, issue=held.pk),
            lambda who: errata.compose(who, issue=out.pk),
        ),
        "briefs.issue": (
            lambda who: issuing.archive(who, issue=out.pk),
            lambda who: issuing.record_sent(who, issue=out.pk, to="市科委", on=day),
            lambda who: issuing.record_adoption(who, sent=sent.pk, by="市科委", on=day),
        ),
        "briefs.withdraw": (lambda who: issuing.withdraw(who, issue=out.pk, why="x"),),
        "templates.keep": (
            lambda who: templates.keep_template(who, pack=PACK, kind="brief", name="甲", kept=kept),
            lambda who: templates.retire(who, template=1),
        ),
    }  # fmt: skip
    for role in Role:
        for action, some in acts.items():
            for act in some if role not in ALL[action] else ():
                before = everything()
                with pytest.raises(Refusal) as refusal:
                    act(actor(role))
                assert refusal.value.problems[0].code == "not-allowed"
                assert everything() == before


@pytest.mark.django_db
def test_what_each_role_sees(composer: Actor, signer: Actor) -> None:
    closing = by_hand(composer)
    issues = {"draft": issue_by_hand(composer, closing, "talk")}
    issues["checked"] = issue_by_hand(composer, closing, "progress")
    checking.check(composer, issue=issues["checked"].pk)
    issues["brief"] = gone_out(composer, signer, issue_by_hand(composer, closing))
    issues["notice"] = gone_out(composer, signer, issue_by_hand(composer, closing, "notice"))
    inward = {Role.DEPARTMENT, Role.REVIEWER, Role.FINANCE, Role.CADRE, Role.ANALYST}
    for role in Role:
        seen = {name for name, one in issues.items() if queries.issue_of(actor(role), PACK, one.pk) is not None}
        if role in (Role.OFFICE, Role.AUDITOR):
            assert seen == set(issues)
        elif role is Role.LEADER:
            assert seen == set(issues) - {"draft"}
        elif role in inward:
            assert seen == {"brief", "notice"}
        else:
            assert seen == ({"notice"} if role is Role.PARK else set())
    assert queries.issue_of(composer, "another-pack", issues["brief"].pk) is None


def test_states_are_a_table_that_leads_somewhere() -> None:
    assert {one.verb for one in TRANSITIONS} <= set(VERBS)
    assert {one.state for one in TRANSITIONS} | {one.to for one in TRANSITIONS} == set(STATES)
    assert verbs_of("withdrawn") == frozenset()
    for state in STATES:
        for verb in VERBS:
            if verb in verbs_of(state):
                assert transition(state, verb).to in STATES
            else:
                with pytest.raises(Refusal):
                    transition(state, verb)


@pytest.mark.django_db
def test_of_two_who_take_the_same_step_one_is_told(composer: Actor, signer: Actor) -> None:
    from peiyu.web.briefs.actions.moving import may, move

    issue = issue_by_hand(composer, by_hand(composer))
    first, second = may(composer, issue.pk, "check"), may(composer, issue.pk, "check")
    move(first, "check")
    with pytest.raises(Refusal) as refusal:
        move(second, "check")
    assert refusal.value.problems[0].code == "issue-changed"
    assert Issue.objects.get(pk=issue.pk).version == 1
