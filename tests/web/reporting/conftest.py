"""A small office with a closed month, and a superior's blank form about little giants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from tests.web.targets.conftest import PACK, reading_by_hand

from peiyu.paper.form.offer import Meaning
from peiyu.web import clock
from peiyu.web.accounts.models import Organisation, Person, Post
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.files.store import Kept, keep
from peiyu.web.policies.models import Territory
from peiyu.web.reporting.actions import forms
from peiyu.web.reporting.models import Form
from peiyu.web.targets.models import Closing

DAY = dt.date(2012, 9, 30)
HEADS = ("序号", "指标", "计量单位", "年度目标", "累计完成", "完成率(%)", "东园", "备注")


@pytest.fixture
def today(settings) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """The installation stands in October."""
    object.__setattr__(settings.PEIYU, "day", dt.date(2012, 10, 8))
    yield
    object.__setattr__(settings.PEIYU, "day", None)


def person(name: str, role: Role) -> Actor:
    """Somebody of a role with an account."""
    unit, _ = Organisation.objects.get_or_create(kind="office", name=f"{role.value}处")
    made = Person.objects.create(sign_in=name, name=name)
    Post.objects.create(person=made, organisation=unit, role=role.value, since=dt.date(2012, 1, 1))
    return Actor(person=made.pk, name=name, role=role, post=1, organisation=unit.pk,
                 organisations=frozenset({unit.pk}))  # fmt: skip


@pytest.fixture
def clerk(today: None, db: None) -> Actor:
    """The office's clerk, in a place with a document."""
    Territory.objects.create(pack=PACK, by_name="周办", at=clock.now())
    return person("周办", Role.OFFICE)


def closed(day: dt.date = DAY, *, count: int = 3, issue: int = 1) -> Closing:
    """A month whose reading was closed."""
    reading = reading_by_hand(day, count=count)
    type(reading).objects.filter(pk=reading.pk).update(state="closed")
    return Closing.objects.create(
        pack=PACK, month=day.replace(day=1), issue=issue, reading=reading, state="closed", by_name="周办",
        second_name="吴复", at=clock.now(), ended_at=clock.now(),
    )  # fmt: skip


@pytest.fixture
def closing(clerk: Actor) -> Closing:
    """September."""
    return closed()


def blank(path: Path, *, title: str = "科技小巨人培育情况表（2012年9月）", above: int = 0, extra: str = "") -> Path:
    """A blank form with a title, a head, a row and its total by formula. above: empty rows before the head."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表1"
    sheet["A1"] = title
    sheet.merge_cells("A1:H1")
    head = 3 + above
    for column, said in enumerate(HEADS, 1):
        sheet.cell(head, column, said)
    sheet.cell(head + 1, 1, 1)
    sheet.cell(head + 1, 2, "新增科技小巨人企业")
    sheet.cell(head + 1, 3, "家")
    if extra:
        sheet.cell(head + 2, 1, 2)
        sheet.cell(head + 2, 2, extra)
        sheet.cell(head + 2, 3, "家")
    sheet.cell(head + 4, 2, "注：完成率保留一位小数。")
    book.save(path)
    return path


def kept(path: Path) -> Kept:
    """A file as somebody has sent it."""
    return keep(path.name, [path.read_bytes()])


@pytest.fixture
def form(clerk: Actor, closing: Closing, tmp_path: Path) -> Form:
    """The form, taken in."""
    return forms.bring(clerk, pack=PACK, name="小巨人月报", issuer="市科委", kept=kept(blank(tmp_path / "月报.xlsx")))


def confirmed(actor: Actor, form: Form) -> Form:
    """The park's cell told, every other open one left blank, then confirmed."""
    held = Form.objects.get(pk=form.pk)
    open_ = {
        one["cell"]: forms.Decided()
        for one in held.mapping["cells"] if one["confidence"] == "ask" and not one["confirmed"]
    }  # fmt: skip
    if "表1!G4" in open_:
        open_["表1!G4"] = forms.Decided(Meaning("new_giants", "total", "park", "东园"))
    if open_:
        held = forms.decide(actor, form=held.pk, version=held.version, cells=open_)
    return forms.confirm(actor, form=held.pk, version=held.version)


def client_of(actor: Actor) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(
        Person.objects.get(pk=actor.person), backend="django.contrib.auth.backends.AllowAllUsersModelBackend"
    )  # fmt: skip
    return client
