"""A run: who is in it, what it finds and leaves, that it goes on after a kill, who may take what of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404, QueryDict
from django.test import Client
from openpyxl import load_workbook
from tests.web.checkups.conftest import perform
from tests.web.conftest import Staff

from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.checkups.actions import examining, runs
from peiyu.web.checkups.actions.runs import ask_check_up, forget
from peiyu.web.checkups.models import CheckUp, FirmList, Line, Part
from peiyu.web.checkups.queries.rows import of_run
from peiyu.web.checkups.queries.runs import file_of, folder_of, parts_of, run_of
from peiyu.web.checkups.scope import scope_of
from peiyu.web.checkups.states import KINDS
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.jobs.models import Job
from peiyu.web.look.refusal import Refusal
from peiyu.web.policies.models import Evaluation, Prospect
from peiyu.web.trail.models import Entry


def asked(actor: Actor, given: str = "", **more: Any) -> CheckUp:
    return ask_check_up(actor, scope=scope_of(actor, QueryDict(given)), **more)


def done(actor: Actor, given: str = "", **more: Any) -> CheckUp:
    made = perform(asked(actor, given, **more))
    assert made.state == "done"
    return made


def told(rows: Any) -> list[tuple[Any, ...]]:
    """What both readings of one evaluation must say alike; of a one-short row the run adds the day."""
    return sorted(
        (one.enterprise, one.kind, one.tier_id or 0, one.value if one.kind == "short" else str(one.on)) for one in rows
    )


def test_a_run_finds_what_the_evaluation_found_and_prints_it_by_park(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    run = done(office)
    assert told(Line.objects.all()) == told(Prospect.objects.all())
    assert run.counts["short"] == Prospect.objects.filter(kind="short").count() > 0
    dated = Line.objects.filter(kind="short", value=0)
    assert all(one.on or one.said["note"]["zh"] for one in dated)
    assert any(one.on for one in dated)
    listed = set(Prospect.objects.values_list("enterprise", flat=True))
    assert {key for part in run.parts.all() for key in part.paged} == listed
    kinds = [one["kind"] for one in run.files]
    assert kinds == ["volume", "lists", "zip"]
    page = (folder_of(run.pk) / "pages.html").read_text("utf-8")
    assert page.count("<article") == len(listed)
    assert page.count("<html") == 1
    assert "page-break-before" in page
    assert "只列差一项和有风险的层级" in page
    place_, _ = file_of(office, run, "parks.zip")
    names = zipfile.ZipFile(place_).namelist()
    areas = {part.area for part in run.parts.all()}
    assert {name.partition("/")[0] for name in names} == areas
    assert len(names) == 2 * len(areas)
    assert not list(folder_of(run.pk).glob("*.part"))


def test_the_workbook_is_that_of_the_command(place: Staff) -> None:
    run = done(place.actor(Role.OFFICE), lang="en")
    book = load_workbook(folder_of(run.pk) / "lists.xlsx")
    assert book.sheetnames[:5] == ["Summary", "One short", "Expiring", "At risk", "One line a firm"]
    firms = {row[1].value for row in book["One line a firm"].iter_rows()}
    assert set(Enterprise.objects.filter(sensitive=False).values_list("name", flat=True)) <= firms
    short = [row for row in book["One short"].iter_rows(values_only=True) if isinstance(row[0], int)]
    assert len(short) == run.counts["short"]


def test_a_killed_run_goes_on_after_its_last_share(place: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "SHARE", 5)
    run, kept = asked(place.actor(Role.OFFICE)), examining.keep
    seen: list[tuple[int, ...]] = []

    def killed(made: Any, share: Any, *rest: Any) -> None:
        seen.append(share.keys)
        kept(made, share, *rest)
        if len(seen) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(examining, "keep", killed)
    with pytest.raises(KeyboardInterrupt):
        perform(run)
    run.refresh_from_db()
    assert run.state == "asked"
    assert run.files == []

    def watched(made: Any, share: Any, *rest: Any) -> None:
        seen.append(share.keys)
        kept(made, share, *rest)

    monkeypatch.setattr(examining, "keep", watched)
    assert perform(run).state == "done"
    assert len(seen) == len(set(seen))
    assert told(Line.objects.all()) == told(Prospect.objects.all())
    assert (folder_of(run.pk) / "pages.html").read_text("utf-8").count("<article") == run.counts["pages"]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [("park=华苑科技园", "listed"), ("q=虚构", "all"), ("title=高新技术企业", "all"), ("status=存续", "listed")],
)
def test_whoever_is_chosen_is_in_it(place: Staff, given: str, wanted: str) -> None:
    office = place.actor(Role.OFFICE)
    scope = scope_of(office, QueryDict(given))
    run = ask_check_up(office, scope=scope, wanted=wanted)
    keys = {key for part in run.parts.all() for key in part.keys}
    assert keys == set(scope.firms.values_list("key", flat=True)) != set()
    assert not keys & set(Enterprise.objects.filter(sensitive=True).values_list("key", flat=True))
    if wanted == "all":
        assert all(part.paged == part.keys for part in run.parts.all())
    assert run.said["zh"] != "全部名录"


def test_one_short_of_a_tier_chooses_those_who_are(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    tier = Prospect.objects.filter(kind="short").values_list("tier", flat=True)[0]
    found = set(scope_of(office, QueryDict(f"short={tier}")).firms.values_list("key", flat=True))
    assert found == set(Prospect.objects.filter(kind="short", tier=tier).values_list("enterprise", flat=True))


def test_nothing_is_begun_where_it_is_refused(place: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    office = place.actor(Role.OFFICE)
    before = (CheckUp.objects.count(), Job.objects.count(), Entry.objects.count())

    def refused(code: str, actor: Actor, given: str = "") -> None:
        with pytest.raises(Refusal) as refusal:
            asked(actor, given)
        assert refusal.value.problems[0].code == code
        assert (CheckUp.objects.count(), Job.objects.count(), Entry.objects.count()) == before

    refused("nobody-chosen", office, "q=没有这样的企业")
    refused("filter-unfit", office, "park=没有这个园")
    refused("nobody-chosen", office, "list=99")
    for role in (Role.LEADER, Role.FINANCE, Role.ENTERPRISE, Role.BANK, Role.SYSTEM):
        refused("not-allowed", place.actor(role))
    monkeypatch.setattr(runs, "MOST_FIRMS", 3)
    refused("too-many-chosen", office)
    Evaluation.objects.update(prospects="")
    refused("no-evaluation-yet", office)


def test_a_park_has_its_own_part_and_nothing_of_others(place: Staff) -> None:
    office, park = place.actor(Role.OFFICE), place.actor(Role.PARK)
    run = done(office)
    mine = next(iter(park.areas))
    (part,) = parts_of(park, run_of(park, run.pk))
    assert part.area == mine
    for kind in KINDS:
        rows = {one.enterprise for one in of_run(park, run, kind)}
        assert rows <= set(Enterprise.objects.filter(park=mine).values_list("key", flat=True))
    for one in part.files:
        assert file_of(park, run, one["file"])
    others = [one["file"] for other in run.parts.exclude(pk=part.pk) for one in other.files]
    for file in (*others, *(one["file"] for one in run.files), "../../secret", "x"):
        with pytest.raises(Http404):
            file_of(park, run, file)
    book = load_workbook(folder_of(run.pk) / next(one["file"] for one in part.files if one["kind"] == "lists"))
    named = {cell.value for row in book["一企一行"].iter_rows() for cell in row}
    elsewhere = set(Enterprise.objects.exclude(park=mine).values_list("name", flat=True))
    assert not named & elsewhere


def test_a_park_s_own_run_is_its_own_and_another_park_does_not_see_it(place: Staff) -> None:
    park = place.actor(Role.PARK)
    run = done(park)
    assert [part.area for part in run.parts.all()] == list(park.areas)
    assert {one["kind"] for one in run.files} == {"volume", "lists", "zip"}
    assert file_of(park, run, "lists.xlsx")
    place.people[Role.PARK].posts.update(organisation=place.units["other_park"])
    with pytest.raises(Http404):
        run_of(place.actor(Role.PARK), run.pk)


def test_a_confidential_enterprise_is_in_nothing(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    run = asked(office)
    hidden = Enterprise.objects.get(key=run.parts.exclude(paged=[])[0].paged[0])
    Enterprise.objects.filter(key=hidden.key).update(sensitive=True)
    perform(run)
    assert not Line.objects.filter(enterprise=hidden.key).exists()
    for page in folder_of(run.pk).glob("*.html"):
        assert hidden.name not in page.read_text("utf-8")
    later = done(office)
    other = Enterprise.objects.get(key=later.parts.exclude(paged=[])[0].paged[0])
    Enterprise.objects.filter(key=other.key).update(sensitive=True)
    with pytest.raises(Refusal) as refusal:
        file_of(office, later, "pages.html")
    assert refusal.value.problems[0].code == "check-up-stale"
    assert not of_run(office, later, "short").filter(enterprise=other.key).exists()


def test_files_come_as_they_should_and_each_is_logged(place: Staff, visit: Callable[[Role], Client]) -> None:
    run = done(place.actor(Role.OFFICE))
    client = visit(Role.OFFICE)
    page = client.get(f"/checkups/{run.pk}/files/pages.html/")
    assert page.status_code == 200
    assert "style-src 'sha256-" in page.headers["Content-Security-Policy"]
    assert page.headers["Content-Disposition"].startswith("inline")
    book = client.get(f"/checkups/{run.pk}/files/lists.xlsx/")
    assert book.headers["Content-Disposition"].startswith("attachment")
    assert load_workbook(io.BytesIO(b"".join(book))).sheetnames[1] == "差一项"
    archive = client.get(f"/checkups/{run.pk}/files/parks.zip/")
    assert archive.headers["Content-Type"] == "application/zip"
    assert b"".join(archive)[:2] == b"PK"
    assert Entry.objects.filter(verb="check_up.take").count() == 3
    assert visit(Role.PARK).get(f"/checkups/{run.pk}/files/pages.html/").status_code == 404
    assert visit(Role.ENTERPRISE).get(f"/checkups/{run.pk}/files/pages.html/").status_code == 403


def test_old_files_go_and_rows_stay(place: Staff, visit: Callable[[Role], Client]) -> None:
    run = done(place.actor(Role.OFFICE))
    forget(keep=0)
    run.refresh_from_db()
    assert run.files == []
    assert not folder_of(run.pk).exists()
    assert Line.objects.filter(check_up=run).exists()
    assert all(part.files == [] for part in Part.objects.all())
    assert "文件已清理" in visit(Role.OFFICE).get(f"/checkups/{run.pk}/").content.decode()


def test_a_run_over_a_list_that_somebody_brought(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    keys = list(Prospect.objects.values_list("enterprise", flat=True)[:3])
    brought = FirmList.objects.create(
        name="走访", keys=keys, organisation=office.organisation, by_name="周办", at=clock.now()
    )
    run = asked(office, f"list={brought.pk}")
    assert sorted(key for part in run.parts.all() for key in part.keys) == sorted(set(keys))
    assert run.said["zh"] == "名单：走访"
