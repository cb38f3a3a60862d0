"""A round that is out, its workbooks filled in and sent back, as tests of what comes back need them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from tests.web.conftest import Staff

from peiyu.facts.round import write
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.collection.actions import answers as answering
from peiyu.web.collection.actions import arrivals
from peiyu.web.collection.models import Arrival, Round, RoundFirm, RoundUnit
from peiyu.web.collection.queries.asked import asked_of, held_of, unit_of
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.jobs.worker import work

SHEETS = [{"entity": "monthly_return", "fields": ["revenue", "staff", "total_profit"], "required": ["revenue"],
           "new_rows": False}]  # fmt: skip
CODES = ("91110108551385082Q", "91440300708461136T", "91330100799655058B", "91310000631622572K")
NAMES = ("云帆稀土科技有限公司", "远山装备股份有限公司", "清源环保科技有限公司", "北辰软件有限责任公司")
KEYS = (1001, 1002, 1003, 1004)
HEADERS = {"revenue": "营业收入", "staff": "职工总数", "total_profit": "利润总额"}
MAIN = "月度数据"

Fill = Mapping[str, Mapping[str, object]]
"""Code of an enterprise → field → what is written."""


@dataclass(frozen=True)
class Place:
    """A round of two parks, two enterprises each; what is held of the second."""

    staff: Staff
    round: Round
    park: RoundUnit
    other: RoundUnit
    folder: Path

    @property
    def office(self) -> Actor:
        return self.staff.actor(Role.OFFICE)

    @property
    def officer(self) -> Actor:
        return self.staff.actor(Role.PARK)

    def workbook(self, unit: RoundUnit, fill: Fill, name: str = "") -> Path:
        """The unit's workbook with some answers written in."""
        path = self.folder / (name or f"{unit.name}.xlsx")
        held = held_of(unit.firms.all())
        write(asked_of(self.round), unit_of(unit), path, held=held)
        return fill_in(path, fill)

    def drop(self, *files: Path) -> list[Arrival]:
        """The office drops files and the worker reads them."""
        arrivals.bring(self.office, self.round, [(one.name, one) for one in files])
        work(until_idle=True)
        return list(Arrival.objects.order_by("pk"))

    def type(self, unit: RoundUnit, key: int, actor: Actor | None = None, version: int = 0, **texts: str) -> None:
        """A row is typed."""
        given = answering.Typed(key=("monthly_return", key, None), version=version, texts=texts)
        answering.save_row(actor or self.officer, unit, given)


def fill_in(path: Path, fill: Fill) -> Path:
    """Writes answers into a workbook, row by code, column by header."""
    book = openpyxl.load_workbook(path)
    sheet = book[MAIN]
    heads = next(row for row in sheet.iter_rows() if any(cell.value == "统一社会信用代码" for cell in row))
    wanted = {**HEADERS, "why": "说明"}
    columns = {field: next(cell.column for cell in heads if str(cell.value).startswith(head))
               for field, head in wanted.items()}  # fmt: skip
    for row in sheet.iter_rows(min_row=heads[0].row + 1):
        for field, value in fill.get(str(row[2].value), {}).items():
            sheet.cell(row[0].row, columns[field]).value = value  # type: ignore[index]
    book.save(path)
    return path


@pytest.fixture
def place(staff: Staff, tmp_path: Path) -> Place:
    """The round is out."""
    made = Round.objects.create(
        number="2026-10-01", title="10月企业经营情况", sheets=SHEETS, year=2026, month=10, basis="累计",
        authority="市科技局2026年工作要点", due=dt.date(2099, 11, 10), minutes=2, state="open",
        organisation=staff.units["office"], made_by_name="周办", made_at=clock.now(),
    )  # fmt: skip
    units = []
    for place, word in enumerate(("park", "other_park")):
        held = staff.units[word]
        unit = RoundUnit.objects.create(
            round=made, organisation=held, name=held.name, due=made.due, firms_count=2, asked=6
        )
        for at in (2 * place, 2 * place + 1):
            Enterprise.objects.create(key=KEYS[at], code=CODES[at], name=NAMES[at], park=held.name,
                                      changed_at=clock.now())  # fmt: skip
            RoundFirm.objects.create(unit=unit, key=KEYS[at], code=CODES[at], name=NAMES[at], park=held.name)
        units.append(unit)
    firm = RoundFirm.objects.get(key=KEYS[1])
    firm.held = {"monthly_return": {"": {"staff": 300}}}
    firm.save()
    return Place(staff, made, *units, tmp_path)


@pytest.fixture
def second_of(staff: Staff) -> Callable[[Role, str], Actor]:
    """Somebody else of a role, in a unit."""
    from peiyu.web.accounts.models import Person, Post
    from peiyu.web.accounts.queries import actor_for

    def made(role: Role, unit: str) -> Actor:
        person = Person.objects.create(sign_in=f"{role.value}-2", name=f"{role.value}-second")
        Post.objects.create(person=person, organisation=staff.units[unit], role=role.value, since=dt.date(2020, 1, 1))
        return actor_for(person)

    return made


WHOLE: Fill = {CODES[0]: {"revenue": 1200, "staff": 80, "total_profit": 30}, CODES[1]: {"revenue": 8000,
               "total_profit": 120}}  # fmt: skip
