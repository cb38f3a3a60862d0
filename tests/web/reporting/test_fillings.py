"""A form filled from a closing: in place, with reasons, held against what comes back, reported."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from tests.web.reporting.conftest import PACK, blank, client_of, closed, confirmed, kept

from peiyu.paper.form.differences import differences
from peiyu.paper.form.grid import CellAddress
from peiyu.paper.form.offer import Meaning
from peiyu.web.acting.actor import Actor
from peiyu.web.files.named import under_its_name
from peiyu.web.look.refusal import Refusal
from peiyu.web.reporting.actions import fillings, forms
from peiyu.web.reporting.actions.forms import Decided
from peiyu.web.reporting.models import Filling, Form
from peiyu.web.reporting.queries.forms import waiting
from peiyu.web.targets.models import Closing
from peiyu.web.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def filling(clerk: Actor, form: Form, closing: Closing) -> Filling:
    return fillings.fill(clerk, form=confirmed(clerk, form).pk, closing=closing.pk)


def values(filling: Filling) -> dict[str, object]:
    with under_its_name(filling.file, filling.file_name) as path:
        sheet = openpyxl.load_workbook(path)["表1"]
        return {place: sheet[place].value for place in ("D4", "E4", "F4", "G4", "A1")}


def edited(filling: Filling, folder: Path, place: str, value: object) -> Path:
    """The filled form as somebody has changed it."""
    with under_its_name(filling.file, filling.file_name) as path:
        book = openpyxl.load_workbook(path)
    book["表1"][place] = value
    book.save(folder / "改.xlsx")
    return folder / "改.xlsx"


def code_of(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return refusal.value.problems[0].code


def test_the_figures_are_those_of_the_closing(filling: Filling, closing: Closing) -> None:
    found = values(filling)
    assert (found["D4"], found["E4"], found["G4"]) == (35, 3, 2)
    assert found["F4"] == pytest.approx(8.6, abs=0.05)
    assert filling.account["as_of"] == closing.reading.day.isoformat()
    assert filling.state == "filled"
    cells = {one["cell"]: one for one in filling.account["cells"]}
    assert cells["表1!E4"]["definition"]["zh"] == "按发证日期"


def test_nothing_else_of_the_form_changed(filling: Filling) -> None:
    written = [CellAddress.read(one["cell"]) for one in filling.account["cells"] if one["entered"]]
    with (
        under_its_name(filling.form.file, "a.xlsx") as before,
        under_its_name(filling.file, "b.xlsx") as after,
    ):
        assert differences(before, after, written) == ()


def test_a_later_closing_gives_its_own_figures(clerk: Actor, filling: Filling) -> None:
    later = closed(dt.date(2012, 9, 30), count=2, issue=2)
    again = fillings.fill(clerk, form=filling.form_id, closing=later.pk)
    assert values(again)["E4"] == 2
    assert values(filling)["E4"] == 3
    assert fillings.fill(clerk, form=filling.form_id, closing=later.pk).number == 2


def test_a_form_that_nobody_confirmed_is_not_filled(clerk: Actor, form: Form, closing: Closing) -> None:
    with pytest.raises(Refusal) as refusal:
        fillings.fill(clerk, form=form.pk, closing=closing.pk)
    assert code_of(refusal) == "form-state"
    assert not Filling.objects.exists()


def test_only_closed_figures_fill_a_form(clerk: Actor, form: Form, closing: Closing) -> None:
    held = confirmed(clerk, form)
    Closing.objects.filter(pk=closing.pk).update(state="proposed")
    with pytest.raises(Refusal) as refusal:
        fillings.fill(clerk, form=held.pk, closing=closing.pk)
    assert code_of(refusal) == "closing-unknown"
    assert not Filling.objects.exists()


def test_what_has_no_figure_says_so_and_why(clerk: Actor, closing: Closing, tmp_path: Path) -> None:
    made = forms.bring(clerk, pack=PACK, name="", issuer="", kept=kept(blank(tmp_path / "a.xlsx", extra="总数")))
    said = Decided(Meaning("breadth", "total"))
    held = confirmed(clerk, forms.decide(clerk, form=made.pk, version=made.version, cells={"表1!E5": said}))
    filling = fillings.fill(clerk, form=held.pk, closing=closing.pk)
    missing = [one for one in filling.account["cells"] if one["meaning"] and one["value"] is None]
    assert missing
    assert all(one["text"] == "无此数据" for one in missing)


def test_what_came_back_is_held_against_what_was_filled(clerk: Actor, filling: Filling, tmp_path: Path) -> None:
    held = fillings.compare_returned(clerk, filling=filling.pk, kept=kept(edited(filling, tmp_path, "E4", 30)))
    assert held.comparison["changed"] == [["表1!E4", "3", "30"]]
    with pytest.raises(Refusal) as refusal:
        fillings.check(clerk, filling=filling.pk, why="")
    assert code_of(refusal) == "why-missing"
    assert Filling.objects.get(pk=filling.pk).state == "filled"
    assert fillings.check(clerk, filling=filling.pk, why="上级口径不同").why == "上级口径不同"


def test_rows_that_moved_are_told_as_moved(clerk: Actor, filling: Filling, tmp_path: Path) -> None:
    with under_its_name(filling.file, filling.file_name) as path:
        book = openpyxl.load_workbook(path)
    book["表1"].insert_rows(3, 2)
    book.save(tmp_path / "移.xlsx")
    held = fillings.compare_returned(clerk, filling=filling.pk, kept=kept(tmp_path / "移.xlsx"))
    assert (held.comparison["changed"], held.comparison["missing"]) == ([], [])
    assert held.comparison["moved"] == held.comparison["same"]
    assert held.comparison["shifts"] == [{"zh": "表1 第4行 → 第6行", "en": "表1 rows 4 → 6"}]
    page = client_of(clerk).get(f"/reporting/fillings/{filling.pk}/").content.decode()
    assert "第4行 → 第6行" in page


def test_the_same_file_back_is_all_the_same(clerk: Actor, filling: Filling, tmp_path: Path) -> None:
    held = fillings.compare_returned(clerk, filling=filling.pk, kept=kept(edited(filling, tmp_path, "A9", "阅")))
    assert (held.comparison["changed"], held.comparison["missing"]) == ([], [])
    assert fillings.check(clerk, filling=filling.pk).state == "checked"


def test_reported_to_somebody_on_a_day(clerk: Actor, filling: Filling) -> None:
    with pytest.raises(Refusal) as refusal:
        fillings.report(clerk, filling=filling.pk, to="市科委", on=dt.date(2012, 10, 8))
    assert code_of(refusal) == "form-state"
    fillings.check(clerk, filling=filling.pk)
    with pytest.raises(Refusal) as refusal:
        fillings.report(clerk, filling=filling.pk, to=" ", on=None)
    assert code_of(refusal) == "report-incomplete"
    held = fillings.report(clerk, filling=filling.pk, to="市科委", on=dt.date(2012, 10, 8))
    assert (held.state, held.reported_to, held.reported_by) == ("reported", "市科委", "周办")
    with pytest.raises(Refusal) as refusal:
        fillings.drop(clerk, filling=filling.pk, why="错了")
    assert code_of(refusal) == "form-state"
    assert [one.verb for one in Entry.objects.filter(kind="filling").order_by("pk")] == [
        "form.fill", "form.check", "form.report",
    ]  # fmt: skip


def test_forms_wait_for_the_latest_closing(clerk: Actor, filling: Filling) -> None:
    assert waiting(clerk) == ()
    later = closed(dt.date(2012, 10, 31))
    assert [(one.form.pk, one.closing.pk) for one in waiting(clerk)] == [(filling.form_id, later.pk)]
    fillings.fill(clerk, form=filling.form_id, closing=later.pk)
    assert waiting(clerk) == ()


def test_fixed_words_are_written(clerk: Actor, form: Form, closing: Closing) -> None:
    held = forms.decide(clerk, form=form.pk, version=form.version, cells={"表1!H4": Decided(text="初步数")})
    filling = fillings.fill(clerk, form=confirmed(clerk, held).pk, closing=closing.pk)
    with under_its_name(filling.file, filling.file_name) as path:
        assert openpyxl.load_workbook(path)["表1"]["H4"].value == "初步数"
