"""Signing in: wrong passwords, lock-out and unlocking, first passwords, sessions that end, and what was typed then."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.conf import settings
from django.test import Client

from peiyu.web import clock
from peiyu.web.accounts.actions import add_person, change_password, first_people, unlock
from peiyu.web.accounts.models import Person, Post
from peiyu.web.accounts.passwords import new_password, problems_of
from peiyu.web.accounts.queries import locked_names
from peiyu.web.acting.roles import Role
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.models import Entry

GOOD = "Peiyu-2026-ok"


@pytest.fixture
def clerk(staff) -> Person:
    """Somebody of the office, with a password."""
    person = staff.people[Role.OFFICE]
    person.set_password(GOOD)
    person.save()
    return person


def sign_in(client: Client, password: str, name: str = "office", **more):
    return client.post("/sign-in/", {"name": name, "password": password, **more})


def test_the_banner_stands_on_the_page() -> None:
    page = Client().get("/sign-in/").content.decode()
    assert "非涉密系统，严禁处理、传输国家秘密" in page
    assert "forbidden to process or transmit" in Client().get("/sign-in/?lang=en").content.decode()


@pytest.mark.django_db
def test_signing_in_leads_back_and_stands_in_the_trail(clerk) -> None:
    client = Client()
    asked = client.get("/me/?a=1")
    assert asked["Location"] == "/sign-in/?next=%2Fme%2F%3Fa%3D1"
    answer = sign_in(client, GOOD, next="/me/?a=1")
    assert answer["Location"] == "/me/?a=1"
    entry = Entry.objects.get(verb="session.begin")
    assert (entry.person_id, entry.role, entry.address) == (clerk.pk, "office", "127.0.0.1")


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_never_leads_elsewhere(clerk, elsewhere: str) -> None:
    assert sign_in(Client(), GOOD, next=elsewhere)["Location"] == "/"


def test_a_wrong_password_and_an_unknown_name_look_the_same(clerk) -> None:
    wrong, unknown = Client(), Client()
    one = sign_in(wrong, "wrong-Password-1").content.decode()
    two = sign_in(unknown, "wrong-Password-1", name="nobody").content.decode()
    plain = [re.sub(r'value="[^"]+"', "", page) for page in (one, two)]
    assert "用户名或密码不对" in one
    assert plain[0] == plain[1]


@pytest.mark.parametrize(("change", "said"), [({"is_active": False}, "已停用"), ({"held": True}, "安全管理员放行")])
def test_a_closed_or_held_account_is_told_why_only_with_its_password(clerk, change, said: str) -> None:
    Person.objects.filter(pk=clerk.pk).update(**change)
    assert said not in sign_in(Client(), "wrong-Password-1").content.decode()
    client = Client()
    assert said in sign_in(client, GOOD).content.decode()
    assert client.get("/me/").status_code == 302


def test_five_wrong_passwords_lock_and_the_security_administrator_unlocks(clerk, staff, visit) -> None:
    for _ in range(4):
        assert sign_in(Client(), "wrong-Password-1").status_code == 200
    assert sign_in(Client(), "wrong-Password-1").status_code == 429
    locked = sign_in(Client(), GOOD)
    assert locked.status_code == 429
    assert "一刻钟" in locked.content.decode()
    assert [one.sign_in for one in locked_names()] == ["office"]
    assert "office" in visit(Role.SECURITY).get("/people/locks/").content.decode()
    unlock(staff.actor(Role.SECURITY), sign_in="office")
    assert sign_in(Client(), GOOD).status_code == 302
    assert Entry.objects.filter(verb="person.unlock", subject="office").exists()


def test_the_first_password_opens_nothing_but_its_change(staff) -> None:
    person, password = add_person(staff.actor(Role.SYSTEM), sign_in="xin", name="新人")
    client = Client()
    sign_in(client, password, name="xin")
    for address in ("/", "/me/", "/people/", "/notes/"):
        assert client.get(address)["Location"].startswith("/me/password/")
    typed = {"old": password, "new": GOOD, "again": GOOD}
    assert client.post("/me/password/", {**typed, "again": "x"}).status_code == 422
    assert client.post("/me/password/", typed).status_code == 302
    assert client.get("/me/").status_code == 200
    person.refresh_from_db()
    assert not person.must_change_password
    assert person.check_password(GOOD)


@pytest.mark.parametrize(
    ("new", "right"),
    [
        ("short1A", False),
        ("1234567890", False),
        ("aaaaaaaaaaaa", False),
        ("password123", False),
        ("Office-office1", False),
        ("Xin-ren-2026x", True),
    ],
)
def test_what_a_password_must_be(new: str, right: bool) -> None:
    assert (problems_of(new, Person(sign_in="office-office", name="周办")) == ()) is right


def test_a_weak_or_unproved_change_leaves_the_password(clerk, staff) -> None:
    actor = staff.actor(Role.OFFICE)
    for old, new, code in (
        ("nope", GOOD, "password-wrong"),
        (GOOD, "kurz", "password-weak"),
        (GOOD, GOOD, "password-weak"),
    ):
        with pytest.raises(Refusal) as refused:
            change_password(actor, Person.objects.get(pk=clerk.pk), old=old, new=new)
        assert refused.value.problems[0].code == code
    assert Person.objects.get(pk=clerk.pk).check_password(GOOD)


def test_made_passwords_fit_the_rules() -> None:
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    assert all(problems_of(one, Person(sign_in="xin", name="新人")) == () for one in made)


def test_what_was_typed_survives_the_end_of_a_session(clerk, staff) -> None:
    client = Client()
    sign_in(client, GOOD)
    client.session.flush()
    client.cookies.pop("sessionid")
    sent = client.post("/notes/on/x/1/comment/", {"text": "写了很久的意见", "password": "geheim", "once": "t1"})
    assert sent["Location"].startswith("/sign-in/")
    answer = sign_in(client, GOOD)
    assert answer["Location"] == "/sign-in/go-on/"
    page = client.get("/sign-in/go-on/").content.decode()
    assert "写了很久的意见" in page
    assert 'action="/notes/on/x/1/comment/"' in page
    assert 'name="once" value="t1"' in page
    assert "geheim" not in page
    assert client.get("/sign-in/go-on/")["Location"] == "/"


def test_what_was_typed_is_not_shown_to_another(clerk, staff) -> None:
    other = staff.people[Role.BANK]
    other.set_password(GOOD)
    other.save()
    client = Client()
    sign_in(client, GOOD)
    client.cookies.pop("sessionid")
    client.post("/notes/on/x/1/comment/", {"text": "只给自己看"})
    sign_in(client, GOOD, name="bank")
    answer = client.get("/sign-in/go-on/")
    assert answer.status_code == 302
    assert "只给自己看" not in client.get("/me/").content.decode()


def test_a_part_of_a_page_leads_the_whole_page_to_the_sign_in() -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/jobs/?state=running"}
    answer = Client().get("/jobs/1/progress/", headers=headers)
    assert answer["HX-Redirect"] == "/sign-in/?next=%2Fjobs%2F%3Fstate%3Drunning"


def test_a_session_ends_when_idle_and_polling_does_not_keep_it(visit, monkeypatch) -> None:
    client = visit(Role.OFFICE)
    client.get("/me/")
    begun = client.session["seen"]
    later = clock.now() + dt.timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    client.get("/me/", headers={"X-Peiyu-Poll": "1"})
    assert client.session["seen"] == begun
    client.get("/me/")
    assert client.session["seen"] > begun
    assert settings.SESSION_COOKIE_AGE == 30 * 60


def test_an_installation_begins_with_the_three_administrators(db) -> None:
    made = first_people("领导小组办公室")
    assert len(made) == 3
    assert {post.role for post in Post.objects.all()} == {"system", "security", "audit"}
    assert sign_in(Client(), made[0][1], name=made[0][0]).status_code == 302
    with pytest.raises(Refusal) as refused:
        first_people("又一个")
    assert refused.value.problems[0].code == "not-first"
    assert Person.objects.count() == 3


def test_one_keeps_language_and_font(visit, staff) -> None:
    client = visit(Role.LEADER)
    client.post("/me/", {"language": "en", "large_font": "on"})
    page = client.get("/me/").content.decode()
    assert '<html lang="en" class="large">' in page
    assert "My account" in page


def test_signing_out_ends_the_session(visit) -> None:
    client = visit(Role.LEADER)
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/me/").status_code == 302
    assert Entry.objects.filter(verb="session.end").count() == 1


def test_a_token_is_shown_once_on_its_page(visit) -> None:
    client = visit(Role.ANALYST)
    until = clock.today().isoformat()
    made = client.post("/me/tokens/new/", {"name": "报表程序", "until": until}).content.decode()
    raw = re.search(r"peiyu_[\w-]+", made)
    assert raw
    assert raw.group() not in client.get("/me/").content.decode()
    assert "报表程序" in client.get("/me/").content.decode()
