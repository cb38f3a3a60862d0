"""What came: batches dropped in, their list, one file with what is to be decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.collection import exports
from peiyu.web.collection.actions import arrivals as actions
from peiyu.web.collection.actions import submissions
from peiyu.web.collection.incoming.commenting import commented
from peiyu.web.collection.models import Arrival, Round
from peiyu.web.collection.pages.taking import archived
from peiyu.web.collection.queries import arrivals as queries
from peiyu.web.collection.queries.answers import problem_in
from peiyu.web.collection.queries.rounds import round_of
from peiyu.web.collection.states import ARRIVAL, OPEN, verbs_of
from peiyu.web.files.given import given, made
from peiyu.web.jobs.shown import Seen
from peiyu.web.look import language
from peiyu.web.look.cells import Link, Mark
from peiyu.web.look.lists import Column, Filter, List, show
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell

HOW = {
    "mark": Text("表内标记", "its mark"),
    "printed_mark": Text("表上打印的标记", "its printed line"),
    "headers": Text("表头和企业", "its headers and enterprises"),
}
LATE = Mark(Text("逾期", "late"), "yellow")


def _state(one: Arrival) -> Any:
    said, colour = ARRIVAL[one.state]
    mark = Mark(said, colour)
    return (mark, LATE) if queries.is_late(one) else mark


def _what(one: Arrival) -> Text | str:
    """What became of it, in one sentence."""
    if one.state == "dropped":
        return Text(f"不采用：{one.why}", f"left out: {one.why}")
    problems = queries.problems_of(one)
    if one.state == "refused" or (one.state == "aside" and not one.unit_id):
        return problems[0].message if problems else ""
    account = one.account
    zh, en = [f"并入 {account.get('taken', 0)} 处"], [f"{account.get('taken', 0)} taken"]
    if same := account.get("same"):
        zh.append(f"相同 {same} 处")
        en.append(f"{same} the same")
    for key, word, said in (("conflicts", "不一致", "in conflict"), ("aside", "待处理", "put aside")):
        if number := len(account.get(key, ())):
            zh.append(f"{word} {number} 处")
            en.append(f"{number} {said}")
    return Text("，".join(zh), ", ".join(en)) if account else ""


ARRIVALS = List(
    name="arrivals",
    said=Text("来件", "Files that came"),
    order="-at",
    columns=(
        Column(key="name", name=Text("文件", "File"), fixed=True, order="name",
               value=lambda one: Link(one.name, f"/collection/arrivals/{one.pk}/")),
        Column(key="unit", name=Text("单位", "Unit"), value=lambda one: one.unit.name if one.unit else ""),
        Column(key="state", name=Text("结果", "State"), order="state", value=_state),
        Column(key="what", name=Text("说明", "What became of it"), value=_what),
        Column(key="by_name", name=Text("上传人", "By")),
        Column(key="at", name=Text("时间", "At"), order="at"),
    ),
    filters=(
        Filter(key="state", name=Text("结果", "State"),
               options=tuple((key, said) for key, (said, _) in ARRIVAL.items())),
        Filter(key="name", name=Text("文件名", "File name"), kind="text"),
        Filter(key="unit", name=Text("单位", "Unit"), kind="text", field="unit__name"),
    ),
    counted=Text("份", "files"),
    nothing=Text("还没有来件。把收到的表（或打成一个 zip）放到上面", "Nothing came yet: drop the returned files above"),
)  # fmt: skip


@signed_in
def listed(request: HttpRequest, number: str) -> HttpResponseBase:
    """The files that came for a round, those that need a person first."""
    return _listed(request, round_of(actor_of(request), number), ())


@require_POST
@signed_in
@once
def drop(request: HttpRequest, number: str) -> HttpResponseBase:
    """A batch: many files, or an archive of them."""
    actor = actor_of(request)
    held = round_of(actor, number)
    sent = [one for one in request.FILES.getlist("files") if isinstance(one, TemporaryUploadedFile)]
    files = [(one.name or "", Path(one.temporary_file_path())) for one in sent]
    try:
        done = actions.bring(actor, held, files)
    except (Refusal, PeiyuError) as refusal:
        if getattr(refusal, "status", 422) == 403:
            raise
        return _listed(request, held, refusal.problems)
    tell(request, _told(done))
    return redirect(f"/collection/{number}/arrivals/")


def _told(done: actions.Brought) -> Text:
    zh, en = [f"收到 {done.taken} 份，正在读取"], [f"{done.taken} files came and are being read"]
    if done.known:
        zh.append(f"{len(done.known)} 份以前收到过，没有重复读取")
        en.append(f"{len(done.known)} came before and were not read twice")
    if done.refused:
        zh.append(f"{len(done.refused)} 份不能接收，见清单")
        en.append(f"{len(done.refused)} cannot be taken: see the list")
    return Text("；".join(zh), "; ".join(en))


@require_POST
@signed_in
@once
def read_on(request: HttpRequest, number: str) -> HttpResponse:
    """Has the reading gone on with."""
    actor = actor_of(request)
    actions.read_on(actor, round_of(actor, number))
    return redirect(f"/collection/{number}/arrivals/")


@require_POST
@signed_in
@once
def hand_in(request: HttpRequest, number: str) -> HttpResponse:
    """Hands in for the units whose files have nothing open."""
    actor = actor_of(request)
    done, left = submissions.hand_in_all(actor, round_of(actor, number))
    tell(
        request,
        Text(f"已代为报送 {done} 个单位；仍在填报的 {left} 个", f"{done} units handed in; {left} are still open"),
    )
    return redirect(f"/collection/{number}/arrivals/")


@require_POST
@signed_in
@once
def pack_comments(request: HttpRequest, number: str) -> HttpResponse:
    """Has 核对意见 of the whole round packed."""
    actor = actor_of(request)
    actions.ask_comments(actor, round_of(actor, number), lang=language.current())
    return redirect(f"/collection/{number}/arrivals/#comments")


@signed_in
def all_comments(request: HttpRequest, number: str) -> HttpResponseBase:
    """核对意见 of the whole round, as they were packed last."""
    actor = actor_of(request)
    return archived(*exports.take_comments(actor, round_of(actor, number)))


@signed_in
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: what became of it, and what is to be decided."""
    return _shown(request, queries.one_arrival(actor_of(request), pk), ())


@signed_in
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it came."""
    found = queries.one_arrival(actor_of(request), pk)
    if not found.file:
        raise Http404("nothing was kept")
    return given(found.file, found.name.rpartition("/")[2])


@signed_in
def comments(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file with what was found at its cells, for its sender."""
    found = queries.one_arrival(actor_of(request), pk)
    if found.unit is None or not found.file:
        raise Http404("nobody's yet")
    return made(*commented(found.unit, found))


@require_POST
@signed_in
@once
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Says whose it is."""
    unit, why = request.POST.get("unit", ""), request.POST.get("why", "")
    number = int(unit) if unit.isdigit() else 0
    return _done(request, pk, lambda found: actions.assign(actor_of(request), found, unit=number, why=why))


@require_POST
@signed_in
@once
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of two answers holds."""
    every = request.POST.get("every", "")

    def act(found: Arrival) -> None:
        places = range(len(found.account.get("conflicts", ())))
        choices = {place: every or request.POST.get(f"take-{place}", "") for place in places}
        actions.settle(actor_of(request), found, choices=choices, why=request.POST.get("why", ""))

    return _done(request, pk, act)


@require_POST
@signed_in
@once
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Merged again."""
    return _done(request, pk, lambda found: actions.merge_again(actor_of(request), found))


@require_POST
@signed_in
@once
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more is taken from it."""
    why = request.POST.get("why", "")
    return _done(request, pk, lambda found: actions.leave_out(actor_of(request), found, why=why))


def _done(request: HttpRequest, pk: int, act: Callable[[Arrival], None]) -> HttpResponse:
    found = queries.one_arrival(actor_of(request), pk)
    try:
        act(found)
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        return _shown(request, queries.one_arrival(actor_of(request), pk), refusal.problems)
    tell(request, Text("已记下", "Done"))
    return redirect(f"/collection/arrivals/{pk}/")


def _listed(request: HttpRequest, held: Round, problems: tuple[Problem, ...]) -> HttpResponseBase:
    actor = actor_of(request)
    mine = queries.arrivals_seen(actor).filter(round=held)
    brings = queries.brings_for(actor, held)
    job = queries.job_reading(held)
    counts = [(Mark(*ARRIVAL[state]), state, n) for state, n in queries.counted(mine).items()]
    stuck = brings and job is None and any(state == "waiting" for _, state, _ in counts)
    context = {
        "round": held, "brings": brings and held.state in actions.GOING, "counts": counts, "problems": problems,
        "job": Seen(job) if job else None, "stuck": stuck,
        "packing": Seen(one) if brings and (one := queries.packing(held)) else None,
        "packed": queries.packed(held) if brings else None,
        "hands_in": brings and held.state in OPEN and job is None and queries.any_merged(mine),
    }  # fmt: skip
    response = show(request, ARRIVALS, mine, "collection/arrivals.html", context)
    response.status_code = 422 if problems else response.status_code
    return response


def _shown(request: HttpRequest, found: Arrival, problems: tuple[Problem, ...]) -> HttpResponse:
    actor = actor_of(request)
    settles, held = queries.settles(actor, found), found.round
    verbs = verbs_of("arrival", found.state) if settles else frozenset()
    keeps = held is not None and queries.brings_for(actor, held)
    job = queries.job_open(found)
    assigns = held is not None and keeps and "again" in verbs and not found.account.get("taken")
    context = {
        "arrival": found, "round": held, "state": Mark(*ARRIVAL[found.state]), "late": queries.is_late(found),
        "how": HOW.get(found.how), "told": queries.problems_of(found), "verbs": verbs, "problems": problems,
        "conflicts": queries.conflicts_of(found), "job": Seen(job) if job else None,
        "aside": [(problem_in(one["problem"]), one["raw"]) for one in found.account.get("aside", ())],
        "units": queries.choosable(held) if assigns and held is not None else (),
        "why": request.POST.get("why", ""), "keeps": keeps, "account": found.account, "what": _what(found),
    }  # fmt: skip
    return render(request, "collection/arrival.html", context, status=422 if problems else 200)
