"""A superior's form: taken in, matched, decided, confirmed, carried to the next year's."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.reporting.conftest import PACK, blank, confirmed, kept

from peiyu.paper.form.grid import CellAddress
from peiyu.paper.form.offer import Meaning
from peiyu.web.acting.actor import Actor
from peiyu.web.look.refusal import Refusal
from peiyu.web.reporting.actions import forms
from peiyu.web.reporting.actions.forms import Decided
from peiyu.web.reporting.models import Form
from peiyu.web.reporting.queries.forms import mapping_of
from peiyu.web.targets.models import Closing
from peiyu.web.trail.models import Entry

pytestmark = pytest.mark.django_db


def meanings(form: Form) -> dict[str, str]:
    return {str(one.cell): str(one.meaning) for one in mapping_of(form).cells if one.meaning is not None}


def code_of(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return refusal.value.problems[0].code


def test_cells_are_matched_by_their_headers(form: Form) -> None:
    found = meanings(form)
    assert found["表1!D4"].startswith("new_giants.goal")
    assert found["表1!E4"].startswith("new_giants.total")
    assert found["表1!F4"].startswith("new_giants.rate")
    part = mapping_of(form).at(CellAddress.read("表1!G4"))
    assert part is not None
    assert "park=东园" in str(part.meaning or part.candidate)
    assert form.state == "read"
    assert Entry.objects.filter(verb="form.bring").count() == 1


def test_the_same_form_is_not_kept_twice(clerk: Actor, form: Form, tmp_path: Path) -> None:
    again = blank(tmp_path / "again.xlsx")
    again.write_bytes((tmp_path / "月报.xlsx").read_bytes())
    with pytest.raises(Refusal) as refusal:
        forms.bring(clerk, pack=PACK, name="又一份", issuer="", kept=kept(again))
    assert code_of(refusal) == "form-known"
    assert Form.objects.count() == 1


def test_without_figures_nothing_can_be_matched(clerk: Actor, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        forms.bring(clerk, pack=PACK, name="", issuer="", kept=kept(blank(tmp_path / "x.xlsx")))
    assert code_of(refusal) == "register-missing"
    assert not Form.objects.exists()


def test_a_file_that_is_no_form_is_refused(clerk: Actor, closing: Closing, tmp_path: Path) -> None:
    empty = tmp_path / "空.xlsx"
    import openpyxl

    openpyxl.Workbook().save(empty)
    with pytest.raises(Refusal) as refusal:
        forms.bring(clerk, pack=PACK, name="", issuer="", kept=kept(empty))
    assert code_of(refusal) == "form-without-table"
    assert not Form.objects.exists()


def test_a_cell_is_decided_by_somebody(clerk: Actor, form: Form) -> None:
    held = forms.decide(
        clerk, form=form.pk, version=form.version,
        cells={"表1!E4": Decided(Meaning("new_giants", "goal")), "表1!H4": Decided(text="含东园"), "表1!D4": Decided()},
    )  # fmt: skip
    mapping = {str(one.cell): one for one in mapping_of(held).cells}
    assert str(mapping["表1!E4"].meaning) == "new_giants.goal"
    assert mapping["表1!H4"].text == "含东园"
    assert mapping["表1!D4"].meaning is None
    assert {mapping[one].confirmed for one in ("表1!E4", "表1!H4", "表1!D4")} == {"周办"}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"表1!A99": Decided()}, "cell-unknown"),
        ({"随便": Decided()}, "cell-unknown"),
        ({"表1!E4": Decided(Meaning("nothing", "total"))}, "meaning-unknown"),
        ({"表1!E4": Decided(Meaning("new_giants", "total", "park", "没有的园"))}, "meaning-unknown"),
    ],
)
def test_what_does_not_exist_is_not_decided(clerk: Actor, form: Form, cells: dict[str, Decided], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        forms.decide(clerk, form=form.pk, version=form.version, cells=cells)
    assert code_of(refusal) == code
    assert meanings(Form.objects.get(pk=form.pk)) == meanings(form)


def test_of_two_who_decide_at_once_the_second_is_told(clerk: Actor, form: Form) -> None:
    forms.decide(clerk, form=form.pk, version=form.version, cells={"表1!D4": Decided()})
    with pytest.raises(Refusal) as refusal:
        forms.decide(clerk, form=form.pk, version=form.version, cells={"表1!E4": Decided()})
    assert code_of(refusal) == "form-changed"
    assert "表1!E4" in meanings(Form.objects.get(pk=form.pk))


def test_a_mapping_with_open_cells_is_not_confirmed(clerk: Actor, closing: Closing, tmp_path: Path) -> None:
    made = forms.bring(
        clerk, pack=PACK, name="", issuer="", kept=kept(blank(tmp_path / "a.xlsx", extra="从没听过的指标"))
    )  # fmt: skip
    with pytest.raises(Refusal) as refusal:
        forms.confirm(clerk, form=made.pk, version=made.version)
    assert code_of(refusal) == "cells-open"
    assert Form.objects.get(pk=made.pk).state == "read"
    assert confirmed(clerk, made).state == "confirmed"
    assert all(one.confirmed for one in mapping_of(Form.objects.get(pk=made.pk)).cells)


def test_a_confirmed_mapping_is_taken_up_again(clerk: Actor, form: Form) -> None:
    held = confirmed(clerk, form)
    with pytest.raises(Refusal) as refusal:
        forms.decide(clerk, form=held.pk, version=held.version, cells={"表1!E4": Decided()})
    assert code_of(refusal) == "form-state"
    assert forms.reopen(clerk, form=held.pk, version=held.version).state == "read"


def test_next_years_form_carries_the_mapping(clerk: Actor, form: Form, tmp_path: Path) -> None:
    held = forms.decide(clerk, form=form.pk, version=form.version, cells={"表1!H4": Decided(text="见附件")})
    later = blank(tmp_path / "明年.xlsx", title="科技小巨人培育情况表（2013年9月）", above=2, extra="从没听过的指标")
    made = forms.bring(clerk, pack=PACK, name="", issuer="", kept=kept(later), previous=held.pk)
    assert meanings(made)["表1!E6"].startswith("new_giants.total")
    assert {str(one.cell): one.text for one in mapping_of(made).cells}["表1!H6"] == "见附件"
    assert made.carried["kept"] == 0
    assert made.carried["moved"] == len(mapping_of(held).cells)
    assert made.carried["new"] > 0
    assert made.previous_id == held.pk


def test_a_form_is_retired_with_a_reason(clerk: Actor, form: Form) -> None:
    with pytest.raises(Refusal) as refusal:
        forms.retire(clerk, form=form.pk, version=form.version, why=" ")
    assert code_of(refusal) == "why-missing"
    assert forms.retire(clerk, form=form.pk, version=form.version, why="上级换表").state == "retired"
