"""Signing in with another system's account: wired by [oidc] alone, matched by sign-in name, never an account made."""

from __future__ import annotations

import pytest

from peiyu.problems import UsageError
from peiyu.web.accounts.models import Person
from peiyu.web.accounts.oidc_settings import KEYS, single_sign_on
from peiyu.web.acting.roles import Role

GIVEN = {key: f"https://idp.example/{key}" for key in KEYS}


@pytest.fixture
def backend(settings):
    """The backend, with settings as [oidc] would give them."""
    for name, value in single_sign_on(GIVEN).items():
        setattr(settings, name, value)
    from peiyu.web.accounts.oidc import SingleSignOn

    return SingleSignOn()


def test_what_the_file_says_becomes_settings() -> None:
    made = single_sign_on({**GIVEN, "algorithm": "HS256", "scopes": "openid"})
    assert made["OIDC_RP_CLIENT_ID"] == GIVEN["client_id"]
    assert (made["OIDC_RP_SIGN_ALGO"], made["OIDC_RP_SCOPES"], made["OIDC_CREATE_USER"]) == ("HS256", "openid", False)


@pytest.mark.parametrize(
    "given", [{}, {**GIVEN, "client_id": ""}, {**GIVEN, "colour": "red"}], ids=["empty", "lacking", "unknown"]
)
def test_an_incomplete_table_is_refused_at_the_start(given) -> None:
    with pytest.raises(UsageError) as refused:
        single_sign_on(given)
    assert refused.value.problems[0].code == "oidc-incomplete"


def test_nobody_is_offered_it_without_the_table(client, db) -> None:
    assert "/oidc/" not in client.get("/sign-in/").content.decode()
    assert client.get("/oidc/authenticate/").status_code == 404


def test_a_person_is_found_by_sign_in_name_alone(staff, backend) -> None:
    found = backend.filter_users_by_claims({"preferred_username": "office", "email": "x@example.cn"})
    assert [one.pk for one in found] == [staff.person(Role.OFFICE)]
    assert backend.verify_claims({"preferred_username": "office"})
    assert not backend.verify_claims({"email": "office@example.cn"})


@pytest.mark.parametrize("change", [{"is_active": False}, {"held": True}])
def test_a_closed_account_stays_closed(staff, backend, change) -> None:
    Person.objects.filter(pk=staff.person(Role.OFFICE)).update(**change)
    assert not backend.filter_users_by_claims({"preferred_username": "office"}).exists()


def test_an_unknown_name_makes_no_account(staff, backend, monkeypatch) -> None:
    before = Person.objects.count()
    monkeypatch.setattr(backend, "get_userinfo", lambda *_: {"preferred_username": "stranger"})
    assert backend.get_or_create_user("access", "id", {}) is None
    assert Person.objects.count() == before


def test_the_page_says_so_to_whom_it_does_not_know(client, db) -> None:
    assert "没有对应的账号" in client.get("/sign-in/?unknown=1").content.decode()
