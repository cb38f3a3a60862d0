"""Ledgers as clerks have them, brought and stored as the pages do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from django.test import Client

from peiyu.web.accounts.models import Organisation, Person, Post
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.enterprises.actions import uploads
from peiyu.web.enterprises.models import Intake
from peiyu.web.jobs.worker import work

HEADS = ("统一社会信用代码", "企业名称", "所属园区", "2023年营业收入（万元）", "2023年职工总数")
CODES = ("91110108551385082Q", "91440300708461136T", "91330100799655058B", "91310000631622572K")
NAMES = ("云帆稀土科技有限公司", "远山装备股份有限公司", "清源环保科技有限公司", "北辰软件有限责任公司")
ROWS = (
    (CODES[0], NAMES[0], "东园", 1200.5, 80),
    (CODES[1], NAMES[1], "东园", 8000, 300),
    (CODES[2], NAMES[2], "西园", 560, 25),
)

Sheet = tuple[str, Sequence[str], Sequence[Sequence[object]]]
Bring = Callable[..., Intake]
SignIn = Callable[..., Client]


def workbook(path: Path, *sheets: Sheet) -> Path:
    """A workbook of sheets: name, heads, rows."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": dt.datetime(2024, 1, 31)})  # so that equal ledgers are equal files
        for name, heads, rows in sheets:
            sheet = book.add_worksheet(name)
            for line, row in enumerate((heads, *rows)):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(line, column, value)
                    elif value is not None:
                        sheet.write(line, column, value)
    return path


@pytest.fixture
def bring(tmp_path: Path, office: Actor) -> Bring:
    """Brings a ledger and lets the worker read it; `stored`: and store it."""
    made = iter(range(1000))

    def brought(
        rows: Sequence[Sequence[object]] = ROWS, *, heads: Sequence[str] = HEADS, sheet: str = "台账",
        name: str = "台账.xlsx", actor: Actor = office, stored: bool = True, **wish: object,
    ) -> Intake:  # fmt: skip
        path = workbook(tmp_path / f"{next(made)}.xlsx", (sheet, heads, rows))
        given = uploads.upload(actor, name=name, path=path, wish=uploads.Wish(**wish))  # type: ignore[arg-type]
        work(until_idle=True)
        given.refresh_from_db()
        if stored:
            uploads.store(actor, given)
            work(until_idle=True)
            given.refresh_from_db()
        return given

    return brought


@pytest.fixture
def sign_in() -> SignIn:
    """A browser of somebody in a role."""

    def signed_in(role: Role = Role.OFFICE, *, kind: str = "office", name: str = "办公室", area: str = "") -> Client:
        organisation = Organisation.objects.create(kind=kind, name=name, area=area)
        person = Person.objects.create(sign_in=role.value, name="某人", language="zh")
        Post.objects.create(person=person, organisation=organisation, role=role.value, since=dt.date(2000, 1, 1))
        client = Client()
        client.force_login(person, "django.contrib.auth.backends.AllowAllUsersModelBackend")
        return client

    return signed_in
