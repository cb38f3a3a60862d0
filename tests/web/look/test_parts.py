"""Parts of pages: forms, grids, charts, what is told, the frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import Client, RequestFactory

from peiyu.problems import Problem, Text
from peiyu.web.acting.roles import Role
from peiyu.web.look import language
from peiyu.web.look.charts import chart
from peiyu.web.look.forms import Form, Word
from peiyu.web.look.grid import Grid, Side
from peiyu.web.look.sample import SPEC

Visit = Callable[[Role], Client]


class Asked(Form):
    words: ClassVar[dict[str, Word]] = {
        "name": Word(Text("名称", "Name"), Text("全称", "in full")),
        "day": Word(Text("日期", "Day")),
    }
    name = forms.CharField(max_length=4)
    day = forms.DateField(required=False)


def drawn(form: Form) -> str:
    return Template('{% include "look/fields.html" %}').render(Context({"form": form}))


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong_at_the_field() -> None:
    form = Asked({"name": "太长的名称", "day": "13月"})
    page = drawn(form)
    assert "太长的名称" in page
    assert "最多 4 个字" in page
    assert "可接受：日期，如 2026-03-31" in page
    assert page.count('aria-invalid="true"') == 2
    assert 'aria-describedby="help-name"' in page
    with language.speaking("en"):
        assert "at most 4 characters" in drawn(Asked({"name": "太长的名称"}))


def test_a_refusal_is_shown_where_it_belongs() -> None:
    form = Asked({"name": "甲"})
    assert not form.has_problems
    form.refuse(Problem("taken", Text("已有同名", "the name is taken")), field="name")
    form.refuse(Problem("late", Text("已截止", "it is closed")))
    page = drawn(form)
    assert page.index("已截止") < page.index('name="name"') < page.index("已有同名")
    assert [one.code for one in form.problems] == ["late", "taken"]


GRID = Grid(
    name="g",
    said=Text("表", "Table"),
    rows=(Side("a", Text("甲", "A")), Side("b", Text("乙", "B"))),
    columns=(Side("1", Text("一", "one")), Side("2", Text("二", "two"))),
    values={("a", "1"): "5", ("b", "2"): "7"},
    held=frozenset({("b", "2")}),
)


def test_a_grid_takes_what_was_typed_and_nothing_into_what_is_held() -> None:
    page = Template('{% include "look/grid.html" %}').render(Context({"grid": GRID}))
    assert page.count("<input") == 3
    assert 'aria-label="甲，一"' in page
    given = GRID.given({"g:a:1": " 6 ", "g:b:2": "9", "other": "1"})
    assert given == {("a", "1"): "6"}


def test_a_chart_is_an_image_with_its_words_and_numbers() -> None:
    made = chart(SPEC, title=Text("按月", "By month"), heads=("月", "家"), rows=(("1月", 3),))
    assert made.image.startswith("data:image/svg+xml;base64,")
    assert made.alt == "三个月：3、5、8"
    assert list(settings.PEIYU.path("exports", "charts").glob("*.svg"))
    page = Template('{% include "look/chart.html" %}').render(Context({"chart": made}))
    assert 'alt="三个月：3、5、8"' in page
    assert "<details" in page


def test_bars_stay_within_their_ends_and_speak() -> None:
    page = Template("{% bar 1.7 said 'green' 2.0 %}").render(Context({"said": Text("超出", "over")}))
    assert 'width="100.0"' in page
    assert 'x="99.2"' in page
    assert 'aria-label="超出"' in page


def test_the_other_language_keeps_the_address(rf: RequestFactory) -> None:
    context = Context({"request": rf.get("/enterprises/?park=东区&page=2")})
    assert Template("{% other_language %}").render(context) == "?park=%E4%B8%9C%E5%8C%BA&amp;page=2&amp;lang=en"


def test_what_is_told_is_told_once(visit: Visit) -> None:
    client = visit(Role.OFFICE)
    session = client.session
    session["told"] = [{"zh": "已保存", "en": "saved"}]
    session.save()
    assert "已保存" in client.get("/my-work/").content.decode()
    assert "已保存" not in client.get("/my-work/").content.decode()


@pytest.mark.django_db
def test_every_answer_forbids_what_stands_within_pages() -> None:
    policy = Client().get("/self-check/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_the_page_of_parts_is_for_demonstrations_only(settings: object) -> None:
    assert Client().get("/look/").status_code == 404


def test_the_menu_shows_what_a_role_has(visit: Visit) -> None:
    office = visit(Role.OFFICE).get("/my-work/").content.decode()
    assert all(f'href="{address}"' in office for address in ("/document/", "/enterprises/", "/people/"))
    assert 'aria-current="page">我的待办' in office
    assert 'role="search"' in office
    firm = visit(Role.ENTERPRISE).get("/my-work/").content.decode()
    assert 'href="/own/"' in firm
    assert 'href="/policies/"' not in firm
    assert 'role="search"' not in firm
    english = visit(Role.OFFICE).get("/my-work/?lang=en").content.decode()
    assert '<html lang="en"' in english
    assert "My work" in english
