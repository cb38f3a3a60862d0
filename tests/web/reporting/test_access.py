"""Who may do what with the superior's forms, and their pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.reporting.conftest import PACK, blank, client_of, confirmed, kept, person
from tests.web.targets.conftest import actor

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import decide
from peiyu.web.look.refusal import Refusal
from peiyu.web.reporting.access import RULES
from peiyu.web.reporting.actions import fillings, forms
from peiyu.web.reporting.models import Filling, Form
from peiyu.web.reporting.states import KINDS, TRANSITIONS, VERBS, transition, verbs_of
from peiyu.web.targets.models import Closing

pytestmark = pytest.mark.django_db
OFFICE = {Role.OFFICE}
ALL: dict[str, set[Role]] = {
    "forms.see": {Role.OFFICE, Role.ANALYST, Role.LEADER, Role.AUDITOR}, "forms.keep": OFFICE, "forms.fill": OFFICE,
    "forms.report": OFFICE,
}  # fmt: skip


@pytest.mark.parametrize("action", sorted(ALL))
@pytest.mark.parametrize("role", list(Role))
def test_role_by_action(role: Role, action: str) -> None:
    assert decide(RULES, actor(role), action).allowed is (role in ALL[action])


def test_every_rule_and_step_is_known() -> None:
    assert {one.action for one in RULES} == set(ALL)
    for one in TRANSITIONS:
        assert one.action in ALL
        assert {one.state, one.to} <= set(KINDS[one.kind])
        assert one.verb in VERBS
        assert one.verb in verbs_of(one.kind, one.state)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_steps_that_do_not_fit_are_refused(kind: str) -> None:
    known = {(one.state, one.verb) for one in TRANSITIONS if one.kind == kind}
    verbs = {one.verb for one in TRANSITIONS if one.kind == kind}
    for state in KINDS[kind]:
        for verb in verbs - {verb for held, verb in known if held == state}:
            with pytest.raises(Refusal):
                transition(kind, state, verb)


@pytest.mark.parametrize("role", [Role.LEADER, Role.ANALYST, Role.PARK, Role.SYSTEM])
def test_others_change_nothing(role: Role, form: Form, closing: Closing, tmp_path: Path) -> None:
    other, file = actor(role), kept(blank(tmp_path / "b.xlsx", above=1))
    for refused in (
        lambda: forms.bring(other, pack=PACK, name="", issuer="", kept=file),
        lambda: forms.confirm(other, form=form.pk, version=form.version),
        lambda: forms.decide(other, form=form.pk, version=form.version, cells={"表1!E4": forms.Decided()}),
        lambda: forms.retire(other, form=form.pk, version=form.version, why="x"),
    ):
        with pytest.raises(Refusal):
            refused()
    assert list(Form.objects.values_list("state", "version")) == [("read", form.version)]


def test_pages_of_those_who_may(clerk: Actor, form: Form, closing: Closing) -> None:
    browser = client_of(clerk)
    held = confirmed(clerk, form)
    filling = fillings.fill(clerk, form=held.pk, closing=closing.pk)
    for address, said in (
        ("/reporting/", "小巨人月报"), (f"/reporting/{held.pk}/", "新增科技小巨人企业"),
        (f"/reporting/{held.pk}/cell/?at=表1!E4", "累计完成"), (f"/reporting/fillings/{filling.pk}/", "按发证日期"),
    ):  # fmt: skip
        answer = browser.get(address, {"lang": "zh", "at": "表1!E4"})
        assert answer.status_code == 200, address
        assert said in answer.content.decode()
        english = browser.get(address, {"lang": "en", "at": "表1!E4"})
        assert english.status_code == 200
    for address in (f"/reporting/{held.pk}/blank/", f"/reporting/fillings/{filling.pk}/file/"):
        assert b"".join(browser.get(address).streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert browser.get(f"/reporting/fillings/{filling.pk}/returned/").status_code == 404
    assert browser.get(f"/reporting/{held.pk}/cell/?at=表1!A1").status_code == 404


def test_pages_of_those_who_may_not(clerk: Actor, form: Form, closing: Closing) -> None:
    filling = fillings.fill(clerk, form=confirmed(clerk, form).pk, closing=closing.pk)
    browser = client_of(person("园区", Role.PARK))
    assert browser.get("/reporting/").status_code == 403
    for address in (f"/reporting/{form.pk}/", f"/reporting/fillings/{filling.pk}/", f"/reporting/{form.pk}/blank/"):
        assert browser.get(address).status_code == 404
    assert browser.post(f"/reporting/{form.pk}/confirm/", {"version": 0}).status_code == 404


def test_the_way_through_the_pages(clerk: Actor, closing: Closing, tmp_path: Path) -> None:
    browser = client_of(clerk)
    with blank(tmp_path / "月报.xlsx").open("rb") as file:
        answer = browser.post("/reporting/", {"file": file, "name": "月报", "issuer": "市科委"})
    form = Form.objects.get()
    assert answer["Location"] == f"/reporting/{form.pk}/"
    for one in form.mapping["cells"]:
        if one["confidence"] == "ask":
            held = Form.objects.get(pk=form.pk)
            sent = {"how": "blank", "version": held.version, "back": "1"}
            assert browser.post(f"/reporting/{form.pk}/cell/?at={one['cell']}", sent).status_code == 302
    sent = {"how": "figure", "code": "new_giants", "measure": "plan", "part": "", "month": "0", "unit": "",
            "version": Form.objects.get(pk=form.pk).version}  # fmt: skip
    assert browser.post(f"/reporting/{form.pk}/cell/?at=表1!H4", sent).status_code == 302
    bad = browser.post(f"/reporting/{form.pk}/cell/?at=表1!H4", {**sent, "how": ""})
    assert bad.status_code == 422
    assert "没有说清" in bad.content.decode()
    version = Form.objects.get(pk=form.pk).version
    assert browser.post(f"/reporting/{form.pk}/confirm/", {"version": version}).status_code == 302
    browser.post(f"/reporting/{form.pk}/fill/", {"closing": closing.pk})
    filling = Filling.objects.get()
    refused = browser.post(f"/reporting/fillings/{filling.pk}/report/", {"to": "", "on": ""})
    assert refused.status_code == 422
    browser.post(f"/reporting/fillings/{filling.pk}/check/", {"why": "齐了"})
    browser.post(f"/reporting/fillings/{filling.pk}/report/", {"to": "市科委", "on": "2012-10-08"})
    filling.refresh_from_db()
    assert filling.state == "reported"
    cells = {one["cell"]: one for one in filling.account["cells"]}
    assert cells["表1!H4"]["value"] == "22"


def test_queries_do_not_grow_with_the_forms(
    clerk: Actor, form: Form, closing: Closing, tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    for number in range(4):
        forms.bring(
            clerk, pack=PACK, name=f"表{number}", issuer="", kept=kept(blank(tmp_path / "x.xlsx", above=number + 1))
        )
    browser = client_of(clerk)
    browser.get("/reporting/")
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        browser.get("/reporting/")
