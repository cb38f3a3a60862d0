"""A form does its work once, however often it is sent."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
from django.db import connections
from django.http import HttpResponse, HttpResponseRedirect
from django.template import engines
from django.test import RequestFactory

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.look import once as forms
from peiyu.web.look.models import Sent
from peiyu.web.look.once import forget, once
from peiyu.web.look.refusal import Refusal

ASK = RequestFactory()


def sent(token: str = "t", **headers: str):
    return ASK.post("/", {"once": token}, headers=headers)


@pytest.mark.django_db
def test_the_second_is_led_where_the_first_was() -> None:
    done = []

    @once
    def page(request):
        done.append(1)
        return HttpResponseRedirect(f"/made/{len(done)}/")

    assert [page(sent())["Location"] for _ in range(3)] == ["/made/1/"] * 3
    assert page(sent("another"))["Location"] == "/made/2/"
    assert done == [1, 1]


@pytest.mark.django_db
def test_a_form_that_was_refused_may_be_sent_again() -> None:
    answers = [
        HttpResponse("wrong", status=422),
        Refusal(Problem("x", Text("不", "no"))),
        HttpResponseRedirect("/made/"),
    ]

    @once
    def page(request):
        answer = answers.pop(0)
        if isinstance(answer, Refusal):
            raise answer
        return answer

    assert page(sent()).status_code == 422
    with pytest.raises(Refusal):
        page(sent())
    assert page(sent())["Location"] == "/made/"
    assert page(sent())["Location"] == "/made/"


@pytest.mark.django_db
def test_a_part_of_a_page_is_done_once_too() -> None:
    done = []

    @once
    def page(request):
        done.append(1)
        return HttpResponse("part")

    assert page(sent(**{"HX-Request": "true"})).content == b"part"
    assert page(sent(**{"HX-Request": "true"})).status_code == 204
    assert done == [1]


@pytest.mark.django_db
def test_looking_at_a_form_enters_nothing() -> None:
    @once
    def page(request):
        return HttpResponseRedirect("/x/")

    page(ASK.get("/", {"once": "t"}))
    page(ASK.post("/", {}))
    assert not Sent.objects.exists()


@pytest.mark.django_db
def test_tokens_are_forgotten_after_a_while() -> None:
    now = clock.now()
    Sent.objects.create(token="old", at=now - dt.timedelta(days=3), answer="/x/")
    Sent.objects.create(token="new", at=now, answer="/x/")
    assert forget(now - forms.KEPT) == 1
    assert Sent.objects.get().token == "new"


def test_every_form_gets_a_token_of_its_own() -> None:
    template = engines["django"].from_string("{% once %}{% once %}")
    one, two = template.render({}).split("><")
    assert 'name="once"' in one
    assert one.split("value=")[1] != two.split("value=")[1]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_waits_for_the_first_and_does_nothing(monkeypatch) -> None:
    monkeypatch.setattr(forms, "PAUSE_SECONDS", 0.02)
    done, answers = [], []

    @once
    def page(request):
        done.append(1)
        time.sleep(0.3)
        return HttpResponseRedirect("/made/")

    def click() -> None:
        try:
            answers.append(page(sent())["Location"])
        finally:
            connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(3)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join(20)
    assert done == [1]
    assert answers == ["/made/"] * 3


@pytest.mark.django_db
def test_who_waits_too_long_is_told(monkeypatch) -> None:
    monkeypatch.setattr(forms, "PATIENCE_SECONDS", 0.0)
    Sent.objects.create(token="t", at=clock.now())
    page = once(lambda request: HttpResponseRedirect("/x/"))
    with pytest.raises(Refusal) as refused:
        page(sent())
    assert refused.value.problems[0].code == "form-sent-twice"
