"""What a browser shows when a page is not there, a form is stale, or the program is at fault."""

from __future__ import annotations

import pytest
from django.test import Client

from peiyu.web.acting.roles import Role
from peiyu.web.notes import pages


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有这个页面"), ("en", "Nothing here")])
def test_what_is_not_there_says_so(visit, lang: str, said: str) -> None:
    answer = visit(Role.OFFICE).get(f"/people/999999/?lang={lang}")
    assert answer.status_code == 404
    assert said in answer.content.decode()


@pytest.mark.django_db
def test_a_stale_form_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"name": "x"})
    assert answer.status_code == 403
    assert "没有改动任何数据" in answer.content.decode()


def test_a_fault_of_the_program_shows_no_traceback(visit, monkeypatch) -> None:
    def broken(*_: object) -> int:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(pages.queries, "notices_of", broken)
    client = visit(Role.OFFICE)
    client.raise_request_exception = False
    answer = client.get("/notes/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "程序出错" in page
    assert "secret detail" not in page
