"""People, organisations, posts, consents and hand-over: what changes, what is kept, who was first."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.accounts import firms
from peiyu.web.accounts.actions import (
    Unit,
    add_organisation,
    add_person,
    close_organisation,
    close_person,
    edit_organisation,
    edit_person,
    end_post,
    grant_post,
    hand_over,
    make_token,
    record_consent,
    reorganise,
    reset_password,
    withdraw_consent,
)
from peiyu.web.accounts.firms import Firm
from peiyu.web.accounts.models import Consent, Organisation, Person, Post, Token
from peiyu.web.accounts.queries import consents_of, consents_today, evidence_of, posts_today
from peiyu.web.acting.roles import Role
from peiyu.web.files.store import keep
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.actions import tell
from peiyu.web.notes.models import Notice
from peiyu.web.trail.models import Entry

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"
INSIDE = Firm(key=2002, name="乙公司", areas=frozenset({"甲园"}))
ELSEWHERE = Firm(key=3003, name="丙公司", areas=frozenset({"乙园"}))


def code_of(refused) -> str:
    return refused.value.problems[0].code


def test_a_change_on_an_old_version_says_who_was_first(staff) -> None:
    actor, person = staff.actor(Role.SYSTEM), staff.person(Role.OFFICE)
    edit_person(actor, person, version=0, name="周办（一）", phone="1", email="")
    with pytest.raises(Refusal) as refused:
        edit_person(actor, person, version=0, name="周办（二）", phone="2", email="")
    assert code_of(refused) == "changed-meanwhile"
    assert "system-person" in refused.value.problems[0].found
    assert Person.objects.get(pk=person).name == "周办（一）"
    assert Entry.objects.filter(verb="person.edit").count() == 1


def test_the_page_keeps_what_was_typed_when_another_was_first(staff, visit) -> None:
    client, person = visit(Role.SYSTEM), staff.person(Role.OFFICE)
    Person.objects.filter(pk=person).update(version=5)
    answer = client.post(f"/people/{person}/edit/", {"name": "我填的名字", "version": 0})
    assert answer.status_code == 422
    assert "我填的名字" in answer.content.decode()
    assert "已被他人改动" in answer.content.decode()


@pytest.mark.parametrize("sign_in", ["", "A", "有空格 的", "x" * 60, "a/../b"])
def test_a_sign_in_name_that_does_not_fit_is_refused(staff, sign_in: str) -> None:
    before = Person.objects.count()
    with pytest.raises(Refusal) as refused:
        add_person(staff.actor(Role.SYSTEM), sign_in=sign_in, name="新人")
    assert code_of(refused) == "sign-in-unfit"
    assert Person.objects.count() == before


def test_a_sign_in_name_is_given_once(staff) -> None:
    with pytest.raises(Refusal) as refused:
        add_person(staff.actor(Role.SYSTEM), sign_in="office", name="新人")
    assert code_of(refused) == "sign-in-taken"


def test_passwords_never_stand_in_the_trail(staff) -> None:
    person, first = add_person(staff.actor(Role.SYSTEM), sign_in="xin", name="新人")
    second = reset_password(staff.actor(Role.SYSTEM), person.pk, why="本人遗忘")
    told = str([(one.said, one.why, one.before, one.after) for one in Entry.objects.all()])
    assert first not in told
    assert second not in told
    assert Person.objects.get(pk=person.pk).check_password(second)


def test_closing_keeps_everything_and_lets_nobody_in(staff) -> None:
    person = staff.person(Role.OFFICE)
    close_person(staff.actor(Role.SYSTEM), person, version=0, why="调离")
    assert not staff.actor(Role.OFFICE).signed_in
    assert Post.objects.filter(person_id=person).exists()
    assert Entry.objects.get(verb="person.close").why == "调离"


def test_a_post_ends_at_once(staff) -> None:
    post = Post.objects.get(person=staff.people[Role.DEPARTMENT])
    end_post(staff.actor(Role.SECURITY), post.pk, why="调离")
    assert staff.actor(Role.DEPARTMENT).role is None
    with pytest.raises(Refusal) as refused:
        end_post(staff.actor(Role.SECURITY), post.pk)
    assert code_of(refused) == "post-ended"


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.SECURITY])
def test_the_last_administrator_stays(staff, role: Role) -> None:
    post = Post.objects.get(person=staff.people[role])
    with pytest.raises(Refusal) as refused:
        end_post(staff.actor(Role.SECURITY), post.pk)
    assert code_of(refused) == "last-administrator"
    post.refresh_from_db()
    assert post.until is None


@pytest.mark.parametrize(
    ("unit", "role", "code"),
    [
        ("science", Role.ENTERPRISE, "role-unfit"),
        ("firm", Role.DEPARTMENT, "role-unfit"),
        ("bank", Role.OFFICE, "role-unfit"),
        ("science", Role.DEPARTMENT, "post-held"),
    ],
)
def test_a_post_that_does_not_fit_is_refused(staff, unit: str, role: Role, code: str) -> None:
    before = Post.objects.count()
    with pytest.raises(Refusal) as refused:
        grant_post(
            staff.actor(Role.SECURITY), person=staff.person(Role.DEPARTMENT), organisation=staff.units[unit].pk,
            role=role, since=dt.date(2020, 1, 1),
        )  # fmt: skip
    assert code_of(refused) == code
    assert Post.objects.count() == before


def test_a_renamed_organisation_keeps_its_former_name(staff) -> None:
    unit = staff.units["science"]
    edit_organisation(
        staff.actor(Role.SYSTEM), unit.pk, Unit(name="科学技术局", duties="科技"), version=0, why="三定方案"
    )
    unit.refresh_from_db()
    assert unit.name == "科学技术局"
    assert [(one.name, one.until) for one in unit.former_names.all()] == [
        ("科技局", clock.today() - dt.timedelta(days=1))
    ]
    entry = Entry.objects.get(verb="organisation.edit")
    assert (entry.before["name"], entry.after["name"], entry.why) == ("科技局", "科学技术局", "三定方案")


def test_an_organisation_does_not_stand_under_itself(staff) -> None:
    above = staff.units["science"]
    below = add_organisation(staff.actor(Role.SYSTEM), Unit(name="科技处", parent=above.pk), kind="department")
    with pytest.raises(Refusal) as refused:
        edit_organisation(
            staff.actor(Role.SYSTEM), above.pk, Unit(name="科技局", parent=below.pk), version=0, why="试试"
        )
    assert code_of(refused) == "organisation-circle"
    above.refresh_from_db()
    assert above.parent_id is None


def test_two_organisations_of_a_kind_have_two_names_but_a_closed_ones_is_free(staff) -> None:
    actor = staff.actor(Role.SYSTEM)
    with pytest.raises(Refusal) as refused:
        add_organisation(actor, Unit(name="甲园"), kind="park")
    assert code_of(refused) == "organisation-taken"
    with pytest.raises(Refusal) as in_use:
        close_organisation(actor, staff.units["park"].pk, version=0, why="撤销")
    assert code_of(in_use) == "organisation-in-use"
    close_organisation(actor, staff.units["other_park"].pk, version=0, why="撤销")
    assert add_organisation(actor, Unit(name="乙园"), kind="park").pk


def test_a_reorganisation_moves_posts_consents_and_units_with_their_history(staff) -> None:
    old, new = staff.units["park"], staff.units["other_park"]
    below = Organisation.objects.create(kind="park", name="东区", parent=old)
    kept = keep("委托书.pdf", [PDF])
    consent = record_consent(
        staff.actor(Role.OFFICE), firm=INSIDE, agent=old.pk, scope="returns", since=dt.date(2020, 1, 1), until=None,
        evidence=kept,
    )  # fmt: skip
    moved = reorganise(
        staff.actor(Role.SYSTEM), old.pk, version=0, successor=new.pk, from_day=clock.today(), why="机构改革"
    )
    assert moved == {"posts": 1, "consents": 1, "units": 1}
    old.refresh_from_db()
    below.refresh_from_db()
    assert (old.successor_id, old.until, below.parent_id) == (new.pk, clock.today() - dt.timedelta(days=1), new.pk)
    post = posts_today().get(person=staff.people[Role.PARK])
    assert (post.organisation_id, post.follows.organisation_id) == (new.pk, old.pk)
    goes_on = consents_today().get()
    assert (goes_on.agent_id, goes_on.follows_id, goes_on.evidence) == (new.pk, consent.pk, kept.hash)
    assert {one.verb for one in Entry.objects.all()} >= {"organisation.reorganise", "post.move", "consent.move"}


def test_a_reorganisation_that_cannot_be_changes_nothing(staff) -> None:
    old = staff.units["park"]
    below = Organisation.objects.create(kind="park", name="东区", parent=old)
    tomorrow = clock.today() + dt.timedelta(days=1)
    for successor, day, version, code in (
        (old.pk, clock.today(), 0, "successor-unfit"),
        (below.pk, clock.today(), 0, "successor-unfit"),
        (staff.units["other_park"].pk, tomorrow, 0, "reorganised-in-future"),
        (staff.units["other_park"].pk, clock.today(), 7, "changed-meanwhile"),
    ):
        with pytest.raises(Refusal) as refused:
            reorganise(
                staff.actor(Role.SYSTEM), old.pk, version=version, successor=successor, from_day=day, why="机构改革"
            )
        assert code_of(refused) == code
    assert posts_today().get(person=staff.people[Role.PARK]).organisation_id == old.pk
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("role", "firm", "agent", "paper", "code"),
    [
        (Role.OFFICE, ELSEWHERE, "park", True, ""),
        (Role.OFFICE, INSIDE, "park", False, "evidence-missing"),
        (Role.OFFICE, INSIDE, "bank", True, "agent-unfit"),
        (Role.PARK, INSIDE, "park", True, ""),
        (Role.PARK, ELSEWHERE, "park", True, "not-allowed"),
        (Role.ENTERPRISE, Firm(key=1001, name="甲公司"), "service", False, ""),
        (Role.ENTERPRISE, INSIDE, "service", True, "not-allowed"),
        (Role.SERVICE, INSIDE, "service", True, "not-allowed"),
        (Role.SYSTEM, INSIDE, "park", True, "not-allowed"),
    ],
)
def test_who_records_a_consent(staff, role: Role, firm: Firm, agent: str, paper: bool, code: str) -> None:
    def recorded() -> Consent:
        return record_consent(
            staff.actor(role), firm=firm, agent=staff.units[agent].pk, scope="returns", since=clock.today(),
            until=None, evidence=keep("委托书.pdf", [PDF]) if paper else None,
        )  # fmt: skip

    if not code:
        assert recorded().enterprise == firm.key
        with pytest.raises(Refusal) as again:
            recorded()
        assert code_of(again) == "consent-held"
    else:
        with pytest.raises(Refusal) as refused:
            recorded()
        assert code_of(refused) == code
    assert Consent.objects.count() == (0 if code else 1)


def test_a_consent_is_withdrawn_by_the_enterprise_the_agent_or_the_office(staff) -> None:
    own = Firm(key=1001, name="甲公司")
    for role in (Role.ENTERPRISE, Role.SERVICE, Role.OFFICE):
        made = record_consent(
            staff.actor(Role.ENTERPRISE), firm=own, agent=staff.units["service"].pk, scope="returns",
            since=clock.today(), until=None,
        )  # fmt: skip
        withdraw_consent(staff.actor(role), made, why="不再合作")
        made.refresh_from_db()
        assert made.withdrawn_at is not None
        with pytest.raises(Refusal) as again:
            withdraw_consent(staff.actor(Role.OFFICE), made, why="再撤一次")
        assert code_of(again) == "consent-withdrawn"


@pytest.mark.parametrize(
    ("role", "seen"),
    [(Role.OFFICE, 2), (Role.PARK, 1), (Role.SERVICE, 0), (Role.AUDITOR, 2), (Role.LEADER, 0), (Role.SYSTEM, 0)],
)
def test_who_sees_consents_and_their_papers(staff, visit, role: Role, seen: int) -> None:
    made = [
        record_consent(
            staff.actor(Role.OFFICE),
            firm=firm,
            agent=staff.units[agent].pk,
            scope="returns",
            since=clock.today(),
            until=None,
            evidence=keep("委托书.pdf", [PDF]),
        )
        for firm, agent in ((INSIDE, "park"), (ELSEWHERE, "other_park"))
    ]
    actor = staff.actor(role)
    assert consents_of(actor).count() == seen
    assert sum(evidence_of(actor, one.pk) is not None for one in made) == seen
    client = visit(role)
    answers = [client.get(f"/people/consents/{one.pk}/evidence/") for one in made]
    statuses = [one.status_code for one in answers]
    assert statuses.count(200) == seen
    assert statuses.count(404) == 2 - seen
    for one in answers:
        one.close()


def test_a_paper_is_a_download_that_no_browser_runs(staff, visit) -> None:
    made = record_consent(
        staff.actor(Role.OFFICE), firm=INSIDE, agent=staff.units["park"].pk, scope="returns", since=clock.today(),
        until=None, evidence=keep("委托书.pdf", [PDF]),
    )  # fmt: skip
    answer = visit(Role.OFFICE).get(f"/people/consents/{made.pk}/evidence/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    answer.close()


def test_a_consent_is_recorded_on_its_page(staff, visit, monkeypatch) -> None:
    monkeypatch.setattr(firms, "_FINDERS", [lambda actor, code: INSIDE if code == "91" else None])
    typed = {"code": "92", "agent": staff.units["park"].pk, "scope": "returns", "since": clock.today().isoformat()}
    client = visit(Role.OFFICE)
    refused = client.post("/people/consents/new/", {**typed, "evidence": SimpleUploadedFile("委托书.pdf", PDF)})
    assert refused.status_code == 422
    assert "没有找到这家企业" in refused.content.decode()
    assert not Consent.objects.exists()
    done = client.post("/people/consents/new/", {**typed, "code": "91", "evidence": io.BytesIO(PDF)})
    assert done.status_code == 422
    done = client.post(
        "/people/consents/new/", {**typed, "code": "91", "evidence": SimpleUploadedFile("委托书.pdf", PDF)}
    )
    assert done.status_code == 302
    assert Consent.objects.get().evidence_name == "委托书.pdf"


def test_handing_over_moves_open_work_and_posts(staff) -> None:
    leaving, heir = staff.person(Role.DEPARTMENT), staff.person(Role.REVIEWER)
    tell(Text("请核对", "please check"), "/x/", people=[leaving])
    make_token(staff.actor(Role.DEPARTMENT), name="报表", until=clock.today())
    post = Post.objects.get(person_id=leaving)
    given = hand_over(staff.actor(Role.SECURITY), leaving, heir, posts=[post.pk], why="轮岗")
    assert (given["notices"], given["posts"]) == (1, 1)
    assert Notice.objects.get().person_id == heir
    assert staff.actor(Role.DEPARTMENT).role is None
    taken = posts_today().get(person_id=heir, role="department")
    assert taken.follows_id == post.pk
    assert Token.objects.get().revoked_at is not None
    assert Entry.objects.get(verb="person.hand_over").after["notices"] == 1


def test_a_hand_over_that_cannot_be_changes_nothing(staff) -> None:
    leaving = staff.person(Role.DEPARTMENT)
    tell(Text("请核对", "please check"), "/x/", people=[leaving])
    closed = Person.objects.create(sign_in="gone", name="已离职", is_active=False)
    post = Post.objects.get(person_id=leaving)
    for successor, posts in ((leaving, []), (closed.pk, []), (staff.person(Role.SYSTEM), [post.pk])):
        with pytest.raises(Refusal):
            hand_over(staff.actor(Role.SECURITY), leaving, successor, posts=posts, why="轮岗")
    assert Notice.objects.get().person_id == leaving
    assert posts_today().filter(person_id=leaving).exists()


def test_a_double_click_makes_one_account(staff, visit) -> None:
    client, before = visit(Role.SYSTEM), Organisation.objects.count()
    typed = {"kind": "department", "name": "发改委", "once": "token-1"}
    one = client.post("/people/organisations/new/", typed)
    two = client.post("/people/organisations/new/", typed)
    assert one.status_code == two.status_code == 302
    assert one["Location"] == two["Location"]
    assert Organisation.objects.count() == before + 1


@pytest.mark.parametrize(
    "address",
    [
        "/people/",
        "/people/organisations/",
        "/people/consents/",
        "/people/{person}/",
        "/people/organisations/{unit}/",
        "/me/",
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_cost_few_queries_in_both_languages(
    staff, visit, address: str, lang: str, django_assert_max_num_queries
) -> None:
    client = visit(Role.OFFICE)
    client.get("/me/")
    where = address.format(person=staff.person(Role.PARK), unit=staff.units["park"].pk)
    with django_assert_max_num_queries(14):
        assert client.get(where, {"lang": lang}).status_code == 200


@pytest.mark.parametrize("address", ["/people/999/", "/people/organisations/999/", "/people/consents/999/"])
def test_what_is_not_there_is_not_found(visit, address: str) -> None:
    assert visit(Role.OFFICE).get(address).status_code == 404
