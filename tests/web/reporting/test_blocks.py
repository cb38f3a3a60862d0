"""Open cells under one heading are decided in one go."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.web.reporting.conftest import PACK, client_of, kept

from peiyu.web.acting.actor import Actor
from peiyu.web.look.refusal import Refusal
from peiyu.web.reporting.actions import forms
from peiyu.web.reporting.models import Form
from peiyu.web.reporting.queries.forms import mapping_of
from peiyu.web.targets.models import Closing, Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(clerk: Actor, closing: Closing, tmp_path: Path) -> Form:
    """A row of the register and one of none, with 分园区 over three columns and no measure beside it."""
    line = Line.objects.get(code="new_giants")
    west = {
        "group": "西园",
        "name": {"zh": "西园", "en": "西园"},
        "low": "1",
        "high": "1",
        "said": {"zh": "1家", "en": "1"},
    }
    line.breakdowns["park"]["groups"].append(west)
    line.save()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表1"
    rows = (
        ("新增企业情况表", None, None, None, None), ("指标", "单位", "本月", "分园区", None),
        (None, None, None, "东园", "西园"), ("新增科技小巨人企业", "家", None, None, None),
        ("上云企业", "家", None, None, None),
    )  # fmt: skip
    for line in rows:
        sheet.append(line)
    for block in ("A1:E1", "A2:A3", "B2:B3", "C2:C3", "D2:E2"):
        sheet.merge_cells(block)
    book.save(tmp_path / "分园区.xlsx")
    return forms.bring(clerk, pack=PACK, name="分园区", issuer="", kept=kept(tmp_path / "分园区.xlsx"))


def meanings(form: Form) -> dict[str, str]:
    return {str(one.cell): str(one.meaning) for one in mapping_of(form).cells if one.confirmed and one.meaning}


def test_a_bare_heading_is_one_decision(clerk: Actor, form: Form) -> None:
    open_ = [str(one.cell) for one in mapping_of(form).cells if one.open]
    assert "表1!D4" in open_
    held = forms.decide_block(clerk, form=form.pk, version=form.version, first="表1!D4", measure="total")
    assert {place: meanings(held)[place] for place in ("表1!D4", "表1!E4")} == {
        "表1!D4": "new_giants.total[park=东园]", "表1!E4": "new_giants.total[park=西园]",
    }  # fmt: skip


def test_a_row_that_nobody_can_tell_stays_blank_as_a_whole(clerk: Actor, form: Form) -> None:
    held = forms.decide_block(clerk, form=form.pk, version=form.version, first="表1!C5", blank=True)
    assert not [one for one in mapping_of(held).cells if one.open and one.cell.row == 4]
    assert meanings(held) == {}


@pytest.mark.parametrize(("first", "measure", "code"), [
    ("表1!D4", "", "measure-missing"), ("表1!D4", "goal", "measure-missing"), ("表1!C5", "", "measure-missing"),
    ("表1!Z9", "total", "block-unknown"),
])  # fmt: skip
def test_what_does_not_fit_is_refused(clerk: Actor, form: Form, first: str, measure: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        forms.decide_block(clerk, form=form.pk, version=form.version, first=first, measure=measure)
    assert refusal.value.problems[0].code == code
    assert Form.objects.get(pk=form.pk).version == form.version


def test_the_page_offers_it(clerk: Actor, form: Form) -> None:
    client = client_of(clerk)
    assert "整块采用" in client.get(f"/reporting/{form.pk}/").content.decode()
