"""Coming in: nobody, everybody, somebody with a wrong password."""

from __future__ import annotations

import pytest
from tests.web.journeys.conftest import Arrive

from peiyu.web.site.cast import ACCOUNTS, Account


def test_nobody_sees_the_sign_in_and_no_record(arrive: Arrive) -> None:
    visitor = arrive()
    visitor.go(f"/?lang={visitor.lang}")
    visitor.headed("登录", "Sign in")
    visitor.read("严禁处理、传输国家秘密", "Not for state secrets")
    visitor.shot("sign-in")
    for path in ("/enterprises/", "/document/", "/trail/", "/people/", "/jobs/", "/targets/", "/policies/"):
        assert visitor.status(path) == 302, path


def test_a_wrong_password_is_told_and_the_name_is_asked_again(arrive: Arrive) -> None:
    visitor = arrive()
    visitor.go(f"/sign-in/?lang={visitor.lang}")
    visitor.page.fill("#name", "nobody-" + visitor.lang)
    visitor.page.fill("#password", "not the password")
    visitor.press("登录", "Sign in")
    visitor.read("用户名或密码不对", "Name or password is wrong")


@pytest.mark.parametrize("account", ACCOUNTS, ids=[one.sign_in for one in ACCOUNTS])
def test_everybody_comes_in_to_a_page_of_his_own(arrive: Arrive, account: Account) -> None:
    visitor = arrive()
    visitor.sign_in(account.sign_in)
    visitor.shot(f"home-{account.sign_in}")
    for link in visitor.page.locator("header nav a").all():
        path = link.get_attribute("href") or "/"
        assert visitor.status(path) in (200, 302), path
