"""What goes out of the month: the closing by two people, the superior's form, the brief and the notice, a check-up."""

from __future__ import annotations

from pathlib import Path

from django.http import QueryDict

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.briefs.actions import checking, composing, issuing
from peiyu.web.briefs.models import Issue
from peiyu.web.checkups.actions.runs import ask_check_up
from peiyu.web.checkups.actions.taking import take
from peiyu.web.checkups.scope import scope_of
from peiyu.web.files.store import keep
from peiyu.web.jobs.worker import work
from peiyu.web.reporting.actions import fillings, forms
from peiyu.web.reporting.models import Form
from peiyu.web.reporting.queries.forms import mapping_of, offered, register_to_offer
from peiyu.web.site.month.account import tell
from peiyu.web.site.month.blank import blank
from peiyu.web.site.month.files import Desk
from peiyu.web.site.month.people import Cast, cast
from peiyu.web.targets.actions import closings
from peiyu.web.targets.models import Closing
from peiyu.web.targets.queries import latest

CITY = "虚构市科学技术委员会"
FORM = "科技型中小企业培育工作月报表"
ISSUED = (
    ("brief", Text("05 简报.docx", "05 Brief.docx")), ("notice", Text("06 通报.docx", "06 Notice of progress.docx")),
)  # fmt: skip
LEADING_GROUP = "科技型中小企业培育工作领导小组"


def go_out(folder: Path, pack: str, *, lang: str = "zh") -> Closing:
    """Closes the month of the latest reading and lets out what is made of it; the files for people in `folder`, with
    an account of the month in `lang`."""
    people, desk = cast(), Desk(folder, lang)
    month = close_month(people, pack)
    report(people, month, desk)
    for kind, name in ISSUED:
        issue(people, month, desk, kind=kind, name=name)
    check_up(people.office, people.park, desk)
    tell(desk, month)
    return month


def close_month(people: Cast, pack: str) -> Closing:
    """One proposes, a second person closes."""
    reading = latest(pack)
    assert reading is not None  # the first figures are there by now
    proposed = closings.propose(people.office, reading=reading.pk)
    return closings.close(people.second, closing=proposed.pk)


def report(people: Cast, month: Closing, desk: Desk) -> None:
    """The city's form: taken in, its cells confirmed, filled, looked through, reported."""
    held = bring_form(people.office, month)
    held = confirm_cells(people.office, held)
    filled = fillings.fill(people.office, form=held.pk, closing=month.pk)
    named = Text(f"04 上报表-{filled.file_name}", f"04 The superior's form {month.month:%Y-%m}.xlsx")
    desk.lay_kept(named, filled.file)
    checked = fillings.check(people.second, filling=filled.pk, why="已逐格核对；没有数据的指标已注明")
    fillings.report(people.office, filling=checked.pk, to=CITY, on=clock.today())


def bring_form(actor: Actor, month: Closing) -> Form:
    """The blank of the city, as it came."""
    parks = Organisation.objects.filter(kind="park").order_by("name").values_list("name", flat=True)
    name = f"{FORM}（{month.month:%Y}年）.xlsx"
    kept = keep(name, [blank(month.reading.day, tuple(parks))])
    return forms.bring(actor, pack=month.pack, name=FORM, issuer=CITY, kept=kept)


def confirm_cells(actor: Actor, held: Form) -> Form:
    """The parks' columns are the parks', where figures are told by park; what else nobody can tell stays blank."""
    register = register_to_offer(held.pack)
    assert register is not None  # the month is closed
    by = {one.code: {each.id for each in one.groups} for one in offered(held.pack, register)}
    open_ = {
        str(one.cell): forms.Decided(
            one.candidate if one.candidate and one.candidate.group in by.get(one.candidate.code, ()) else None
        )
        for one in mapping_of(held).cells if one.open
    }  # fmt: skip
    if open_:
        held = forms.decide(actor, form=held.pk, version=held.version, cells=open_)
    return forms.confirm(actor, form=held.pk, version=held.version)


def issue(people: Cast, month: Closing, desk: Desk, *, kind: str, name: Text) -> Issue:
    """Composed and checked by the office, signed by the leader, numbered, sent."""
    made = composing.ask_issue(people.office, kind=kind, closing=month.pk, wish=composing.Wish())
    work(until_idle=True)
    checking.check(people.office, issue=made.pk)
    issuing.sign(people.leader, issue=made.pk)
    count = issuing.Count(month.month.month, month.month.month)
    out = issuing.issue_it(people.office, issue=made.pk, start=count)
    issuing.record_sent(people.office, issue=out.pk, to=LEADING_GROUP, on=clock.today())
    file = out.files.order_by("number").last()
    assert file is not None  # what was issued has its document
    desk.lay_kept(name, file.hash)
    return out


def check_up(office: Actor, park: Actor, desk: Desk) -> None:
    """A check-up of one park: its pages and lists for the officer to take along."""
    chosen = QueryDict(mutable=True)
    chosen["park"] = next(iter(park.areas))
    run = ask_check_up(office, scope=scope_of(office, chosen), lang=desk.lang)
    work(until_idle=True)
    run.refresh_from_db()
    for one in run.files:
        path, name = take(office, run, one["file"])
        if path.suffix != ".zip":
            desk.lay(Text(f"07 {name}", f"07 {name}"), path)
