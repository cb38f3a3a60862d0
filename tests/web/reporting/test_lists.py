"""Lists of enterprises in a superior's form: chosen by a person, filled in place, never with a confidential one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from tests.paper.form import listing
from tests.web.collection.conftest import fact
from tests.web.reporting.conftest import PACK, client_of, closed, kept, person
from tests.web.targets.conftest import EAST, SECRET, WEST

from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.files.named import under_its_name
from peiyu.web.look.refusal import Refusal
from peiyu.web.reporting.actions import fillings, forms
from peiyu.web.reporting.actions.lists import decide_list
from peiyu.web.reporting.models import Filling, Form
from peiyu.web.reporting.queries.filled import lists_filled, refuse_confidential
from peiyu.web.reporting.queries.forms import lists_of
from peiyu.web.reporting.queries.lists import firms, offered
from peiyu.web.targets.models import Closing
from peiyu.web.trail.models import Entry

pytestmark = pytest.mark.django_db
THIRD, FOURTH = 7001, 7002
HNTE = "高新技术企业"


@pytest.fixture
def registry(clerk: Actor) -> None:
    for key, name, secret in (
        (EAST, "东一公司", False), (WEST, "西二公司", False), (SECRET, "密三公司", True),
        (THIRD, "东三公司", False), (FOURTH, "东四公司", False),
    ):  # fmt: skip
        Enterprise.objects.create(
            key=key, code=f"91TEST{key}", name=name, park="东园", sensitive=secret, changed_at=clock.now()
        )
        fact("title", key, kind=HNTE, granted_on=dt.date(2011, 3, key % 27 + 1), number=f"GR{key}")
    fact("annual_return", EAST, year=2010, revenue=10_000_000)
    fact("annual_return", EAST, year=2011, revenue=1_234_567_800, employees=30)
    fact("annual_return", WEST, year=2011, revenue=99_000_000, purpose="统计")


@pytest.fixture
def form(clerk: Actor, registry: None, closing: Closing, tmp_path: Path) -> Form:
    path = listing.workbook(tmp_path / "名单.xlsx", title="高新技术企业名单（2012年9月）")
    return forms.bring(clerk, pack=PACK, name="名单", issuer="市科委", kept=kept(path))


def chosen(actor: Actor, form: Form, source: str, columns: dict[int, str] | None = None) -> Form:
    held = Form.objects.get(pk=form.pk)
    held = decide_list(actor, form=held.pk, version=held.version, place=0, source=source, columns=columns or {})
    return forms.confirm(actor, form=held.pk, version=held.version)


def sheet_of(filling: Filling) -> object:
    with under_its_name(filling.file, filling.file_name) as path:
        return openpyxl.load_workbook(path, data_only=True)[listing.SHEET]


def code_of(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return refusal.value.problems[0].code


def test_the_list_that_the_title_names_is_proposed(form: Form) -> None:
    (one,) = lists_of(form)
    assert (one.candidate, one.source, one.open) == ("title:hnte", "", True)
    assert [each.field for each in one.columns][:5] == [
        "number", "enterprise.name", "enterprise.code", "annual_return.revenue", "annual_return.employees",
    ]  # fmt: skip


def test_nothing_is_filled_before_somebody_chose(clerk: Actor, form: Form) -> None:
    with pytest.raises(Refusal) as refusal:
        forms.confirm(clerk, form=form.pk, version=form.version)
    assert code_of(refusal) == "lists-open"
    assert Form.objects.get(pk=form.pk).state == "read"


def test_rows_are_put_in_and_no_confidential_enterprise_stands_there(
    clerk: Actor, form: Form, closing: Closing
) -> None:
    filling = fillings.fill(clerk, form=chosen(clerk, form, "title:hnte").pk, closing=closing.pk)
    sheet = sheet_of(filling)
    names = [sheet.cell(row, 2).value for row in range(4, 9)]  # type: ignore[attr-defined]
    assert names == ["东一公司", "东三公司", "东四公司", "西二公司", "合计"]
    assert [sheet.cell(row, 1).value for row in range(4, 8)] == [1, 2, 3, 4]  # type: ignore[attr-defined]
    assert sheet["D8"].value == pytest.approx(1234.5678)  # type: ignore[index]
    (shown,) = lists_filled(filling)
    assert (shown.rows, shown.added, len(shown.lines)) == (4, 1, 4)
    assert "密三公司" not in str(filling.account)
    assert str(SECRET) not in str(filling.account["lists"])


def test_statistical_figures_are_not_told(clerk: Actor, form: Form, closing: Closing) -> None:
    filling = fillings.fill(clerk, form=chosen(clerk, form, "title:hnte").pk, closing=closing.pk)
    sheet = sheet_of(filling)
    assert sheet["D4"].value == 1234.5678  # type: ignore[index]
    assert [sheet[f"D{row}"].value for row in (5, 6, 7)] == ["无此数据"] * 3  # type: ignore[index]


def test_those_behind_a_figure(clerk: Actor, form: Form, closing: Closing) -> None:
    filling = fillings.fill(clerk, form=chosen(clerk, form, "line:new_giants").pk, closing=closing.pk)
    assert [line[1] for line in lists_filled(filling)[0].lines] == ["东一公司", "西二公司"]
    assert sheet_of(filling)["B7"].value == "合计"  # type: ignore[index]


def test_a_column_is_filled_as_somebody_says(clerk: Actor, form: Form, closing: Closing) -> None:
    held = chosen(clerk, form, "title:hnte", {6: "title.granted_on", 3: ""})
    filling = fillings.fill(clerk, form=held.pk, closing=closing.pk)
    sheet = sheet_of(filling)
    assert str(sheet["G4"].value).startswith("2011-03-")  # type: ignore[index]
    assert sheet["D4"].value is None  # type: ignore[index]


def test_what_comes_back_is_compared_with_the_list_too(
    clerk: Actor, form: Form, closing: Closing, tmp_path: Path
) -> None:
    filling = fillings.fill(clerk, form=chosen(clerk, form, "title:hnte").pk, closing=closing.pk)
    with under_its_name(filling.file, filling.file_name) as path:
        book = openpyxl.load_workbook(path)
    book[listing.SHEET]["B5"] = "东叁公司"
    book.save(tmp_path / "改.xlsx")
    held = fillings.compare_returned(clerk, filling=filling.pk, kept=kept(tmp_path / "改.xlsx"))
    assert held.comparison["changed"] == [[f"{listing.SHEET}!B5", "东三公司", "东叁公司"]]


def test_an_enterprise_that_becomes_confidential_takes_the_file_with_it(
    clerk: Actor, form: Form, closing: Closing
) -> None:
    filling = fillings.fill(clerk, form=chosen(clerk, form, "title:hnte").pk, closing=closing.pk)
    client = client_of(clerk)
    refuse_confidential(filling)
    Enterprise.objects.filter(key=EAST).update(sensitive=True)
    assert client.get(f"/reporting/fillings/{filling.pk}/file/").status_code != 200
    assert "东一公司" not in client.get(f"/reporting/fillings/{filling.pk}/").content.decode()


def test_what_was_chosen_is_carried_to_the_next_form(clerk: Actor, form: Form, tmp_path: Path) -> None:
    held = chosen(clerk, form, "title:hnte", {6: "title.number"})
    path = listing.workbook(tmp_path / "次月.xlsx", title="高新技术企业名单（2012年10月）", last=8)
    made = forms.bring(clerk, pack=PACK, name="次月", issuer="", kept=kept(path), previous=held.pk)
    (one,) = lists_of(made)
    assert (one.source, one.confirmed, one.rows) == ("title:hnte", "周办", 5)
    assert one.columns[-1].field == "title.number"


@pytest.mark.parametrize(("source", "columns", "place", "code"), [
    ("title:odd", {}, 0, "source-unknown"), ("title:hnte", {1: "enterprise.sensitive"}, 0, "field-unknown"),
    ("title:hnte", {}, 3, "list-unknown"),
])  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_changes(
    clerk: Actor, form: Form, source: str, columns: dict[int, str], place: int, code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        decide_list(clerk, form=form.pk, version=form.version, place=place, source=source, columns=columns)
    assert code_of(refusal) == code
    held = Form.objects.get(pk=form.pk)
    assert (held.lists, held.version) == (form.lists, form.version)
    assert not Entry.objects.filter(verb="form.list").exists()


def test_leaders_look_and_do_not_choose(clerk: Actor, form: Form) -> None:
    leader = person("郑领", Role.LEADER)
    with pytest.raises(Refusal) as refusal:
        decide_list(leader, form=form.pk, version=form.version, place=0, source="title:hnte", columns={})
    assert code_of(refusal) == "not-allowed"
    page = client_of(leader).get(f"/reporting/{form.pk}/lists/0/").content.decode()
    assert "就用这份名单" not in page


def test_the_pages_of_a_list(clerk: Actor, form: Form, closing: Closing) -> None:
    client = client_of(clerk)
    page = client.get(f"/reporting/{form.pk}/").content.decode()
    assert "企业名单" in page
    assert "高新技术企业" in client.get(f"/reporting/{form.pk}/lists/0/").content.decode()
    assert client.get(f"/reporting/{form.pk}/lists/1/").status_code == 404
    assert {one.kind.zh for one in offered(clerk, PACK, closing)} >= {"已认定", "目标的名单"}
    assert firms(clerk, "round:2012-01-01", closing) == []


def test_a_list_as_of_a_later_closing_is_its_own(clerk: Actor, form: Form) -> None:
    later = closed(dt.date(2012, 9, 30), count=1, issue=2)
    filling = fillings.fill(clerk, form=chosen(clerk, form, "line:new_giants").pk, closing=later.pk)
    assert len(lists_filled(filling)[0].lines) == 1
