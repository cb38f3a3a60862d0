"""The round of the month: drafted, weighed, sent out; the notice and the workbooks that go with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from zipfile import ZipFile

from peiyu.facts.round import Span
from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.collection.actions import drafting, starting
from peiyu.web.collection.exports import take_notice, take_workbooks
from peiyu.web.collection.models import Round, RoundUnit
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise
from peiyu.web.jobs.worker import work
from peiyu.web.site.month.files import Desk

ASKED, PREFILLED = 5, 2
"""Enterprises of each park that have not told the month yet, and those that have."""
DAYS = 8
AUTHORITY = "虚构高新区科技型中小企业月度调度制度"


def ask(office: Actor, desk: Desk) -> Round:
    """The round of the month before today's, out, with its notice and workbooks on the desk."""
    month = clock.today().replace(day=1) - dt.timedelta(days=1)
    span = Span(month.year, month=month.month, basis="累计")
    held = _sent_out(office, _terms(f"{month.year}年{month.month}月经营快报", span, DAYS), "monthly", _firms(month))
    _lay_out(office, held, desk)
    return held


def ask_next(office: Actor) -> Round:
    """The round that is under way when somebody comes to look: the quarter's, nobody has answered yet."""
    today = clock.today()
    quarter = (today.month + 2) // 3
    span = Span(today.year, quarter=quarter, basis="累计")
    terms = _terms(f"{today.year}年{'一二三四'[quarter - 1]}季度经营情况", span, 2 * DAYS)
    return _sent_out(office, terms, "quarterly", _firms(today))


def _terms(title: str, span: Span, days: int) -> drafting.Terms:
    return drafting.Terms(title=title, span=span, due=clock.today() + dt.timedelta(days=days), authority=AUTHORITY)


def _sent_out(office: Actor, terms: drafting.Terms, usual: str, keys: Iterable[int]) -> Round:
    """A round that is out: its burden is confirmed as it was weighed."""
    held = drafting.draft(office, terms=terms, usual=usual)
    held = drafting.set_whom(office, held=held, version=held.version, whom={"keys": list(keys)})
    starting.start(office, held=held, version=held.version, cells=held.burden["cells"])
    work(until_idle=True)
    held.refresh_from_db()
    return held


def _firms(month: dt.date) -> Iterator[int]:
    """Of every park the largest that have told nothing of the month, and some that have: theirs is prefilled."""
    told = set(
        FACT_MODELS["monthly_return"].objects.filter(year=month.year, month=month.month, basis="累计")
        .values_list("enterprise", flat=True)
    )  # fmt: skip
    open_ = Enterprise.objects.filter(sensitive=False, status__in=("", "存续"), revenue__gt=0).exclude(park="")
    parks = sorted(set(open_.values_list("park", flat=True)))
    for park in parks:
        keys = list(open_.filter(park=park).order_by("-revenue", "key").values_list("key", flat=True))
        yield from [key for key in keys if key not in told][:ASKED]
        yield from [key for key in keys if key in told][:PREFILLED]


def _lay_out(office: Actor, held: Round, desk: Desk) -> None:
    path, _ = take_notice(office, held, lang="zh")
    desk.lay(Text("01 收表通知.docx", "01 Notice of the round.docx"), path)
    units = RoundUnit.objects.filter(round=held).order_by("name")
    archive, _ = take_workbooks(office, held, units)
    with archive, ZipFile(archive) as packed:
        for name, unit in zip(packed.namelist(), units, strict=True):
            named = Text(f"02 报送表-{unit.name}.xlsx", f"02 Workbook of {unit.name}.xlsx")
            desk.write(named, packed.read(name))
