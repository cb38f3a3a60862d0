"""The API of the superior's forms and of briefs: what one may read on the pages, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.web.reporting.conftest import confirmed, person

from peiyu.web import clock
from peiyu.web.accounts.actions import make_token
from peiyu.web.accounts.models import Post
from peiyu.web.accounts.queries import actor_of_post
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.briefs.models import Issue
from peiyu.web.reporting.actions import fillings
from peiyu.web.reporting.models import Filling, Form
from peiyu.web.targets.models import Closing

pytestmark = pytest.mark.django_db


@pytest.fixture
def filling(clerk: Actor, form: Form, closing: Closing) -> Filling:
    return fillings.fill(clerk, form=confirmed(clerk, form).pk, closing=closing.pk)


def asked(actor: Actor, address: str) -> tuple[int, Any]:
    post = Post.objects.select_related("person", "organisation").get(person=actor.person)
    token = make_token(actor_of_post(post.person, post), name="试", until=clock.today() + dt.timedelta(days=9))
    answer = Client().get(f"/api/v1{address}", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code, answer.json()


def test_forms_are_listed_with_what_is_open(clerk: Actor, form: Form) -> None:
    status, (one,) = asked(clerk, "/forms/")
    assert (status, one["name"], one["state"], one["lists"]) == (200, "小巨人月报", "read", 0)
    assert one["open"] > 0


def test_a_form_tells_what_its_cells_mean(clerk: Actor, filling: Filling) -> None:
    _, told = asked(clerk, f"/forms/{filling.form_id}")
    cells = {one["cell"]: one for one in told["mapping"]}
    assert cells["表1!G4"]["meaning"] == "new_giants.total[park=东园]"
    assert [one["id"] for one in told["fillings"]] == [filling.pk]


def test_a_filling_gives_its_figures_exactly(clerk: Actor, filling: Filling) -> None:
    _, told = asked(clerk, f"/forms/fillings/{filling.pk}")
    cells = {one["cell"]: one for one in told["cells"]}
    assert (cells["表1!E4"]["value"], cells["表1!E4"]["definition"]["zh"]) == ("3", "按发证日期")


def test_issues_and_their_documents(clerk: Actor, closing: Closing) -> None:
    made = Issue.objects.create(
        kind="brief", closing=closing, year=2012, number="简报2012-09", state="composed", composer_name="周办",
        at=clock.now(),
    )  # fmt: skip
    _, (one,) = asked(clerk, "/briefs/")
    assert (one["number"], one["kind_said"]["zh"], one["month"]) == ("简报2012-09", "简报", "2012-09-01")
    status, told = asked(clerk, f"/briefs/{made.pk}")
    assert (status, told["files"], told["sent"]) == (200, [], [])
    assert asked(clerk, f"/briefs/{made.pk}/figures")[0] == 404
    assert asked(clerk, "/briefs/?kind=notice")[1] == []


def test_who_may_not_read_them_finds_nothing(clerk: Actor, filling: Filling, closing: Closing) -> None:
    officer = person("东园管委", Role.PARK)
    assert asked(officer, "/forms/")[1] == []
    assert asked(officer, f"/forms/{filling.form_id}")[0] == 404
    assert asked(officer, f"/forms/fillings/{filling.pk}/file")[0] == 404
    Issue.objects.create(
        kind="brief", closing=closing, year=2012, number="简报2012-09", state="composed", composer_name="周办",
        at=clock.now(),
    )  # fmt: skip
    assert asked(officer, "/briefs/")[1] == []
