"""A version that was handed in: printed for the seal, its scan, accepted or returned by another person."""

from __future__ import annotations

from collections.abc import Callable

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.paper.sealed import write_sealed
from peiyu.problems import Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.collection.actions import submissions as actions
from peiyu.web.collection.incoming.kept import checksum
from peiyu.web.collection.models import Submission
from peiyu.web.collection.queries import submissions as queries
from peiyu.web.collection.queries.answers import gives, reviews
from peiyu.web.collection.queries.units import unit_seen
from peiyu.web.collection.states import SUBMISSION
from peiyu.web.files.given import given, made
from peiyu.web.look.cells import Mark
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.targets.exports import fresh

BLOCK = 1024 * 1024
MOST = 200


@signed_in
@once
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a reviewer, the oldest first; several can be accepted at once."""
    actor, problems = actor_of(request), tuple[Problem, ...]()
    found = queries.waiting(actor)
    if number := request.GET.get("round", ""):
        found = found.filter(unit__round__number=number)
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("submission") if one.isdigit()]
        done, problems = actions.accept_all(actor, found.filter(pk__in=chosen)[: actions.AT_ONCE])
        tell(request, Text(f"已采信 {done} 份", f"{done} accepted"))
        if not problems:
            return redirect(request.get_full_path())
    rows = [(one, queries.is_late(one), reviews(actor, one.unit) and actor.person != one.by_id) for one in found[:MOST]]
    context = {"rows": rows, "number": number, "problems": problems, "may": any(mine for _, _, mine in rows)}
    return render(request, "collection/reviewing.html", context, status=422 if problems else 200)


@signed_in
def latest(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The version that a unit handed in last."""
    unit = unit_seen(actor_of(request), number, pk)
    found = queries.latest(unit)
    if found is None:
        return redirect(f"/collection/{number}/units/{pk}/answers/")
    return redirect(f"/collection/submissions/{found.pk}/")


@signed_in
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """One version, with what may be done with it."""
    return _shown(request, queries.one_submission(actor_of(request), pk), ())


@signed_in
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """打印盖章版 as a page."""
    found = queries.one_submission(actor_of(request), pk)
    return render(request, "collection/sealed.html", {"one": found, "paper": queries.sealed(found)})


@signed_in
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """打印盖章版 as a Word document."""
    found = queries.one_submission(actor_of(request), pk)
    path = fresh("sealed-", ".docx")
    write_sealed(queries.sealed(found), path)
    return made(path, f"{found.unit.round.title}-{found.unit.name}-{found.document}.docx")


@signed_in
def scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The stamped scan as it was sent."""
    found = queries.one_submission(actor_of(request), pk)
    if not found.scan:
        raise Http404("no scan yet")
    return given(found.scan, found.scan_name)


@require_POST
@signed_in
@once
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """The stamped scan of exactly this version."""
    file = request.FILES.get("scan")

    def act(found: Submission) -> None:
        if not isinstance(file, TemporaryUploadedFile):
            raise Refusal(Problem("files-missing", Text("没有选择文件", "no file was chosen")), status=422)
        actions.attach_scan(actor_of(request), found, name=file.name or "", blocks=file.chunks(BLOCK))

    return _done(request, pk, act, Text("盖章扫描件已存档", "The stamped scan is filed"))


@require_POST
@signed_in
@once
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """采信."""
    return _done(request, pk, lambda found: actions.accept(actor_of(request), found), Text("已采信", "Accepted"))


@require_POST
@signed_in
@once
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """退回."""
    why = request.POST.get("why", "")
    return _done(
        request, pk, lambda found: actions.give_back(actor_of(request), found, why=why), Text("已退回", "Returned")
    )


@require_POST
@signed_in
@once
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit takes it back."""
    why = request.POST.get("why", "")
    return _done(
        request, pk, lambda found: actions.take_back(actor_of(request), found, why=why),
        Text("已撤回，可以继续填报", "Taken back: go on with it"),
    )  # fmt: skip


def _done(request: HttpRequest, pk: int, act: Callable[[Submission], object], said: Text) -> HttpResponse:
    found = queries.one_submission(actor_of(request), pk)
    try:
        act(found)
    except Refusal as refusal:
        return _shown(request, queries.one_submission(actor_of(request), pk), refusal.problems, status=refusal.status)
    tell(request, said)
    return redirect(f"/collection/submissions/{pk}/")


def _shown(
    request: HttpRequest, found: Submission, problems: tuple[Problem, ...], *, status: int = 200
) -> HttpResponse:
    actor, unit = actor_of(request), found.unit
    may_review = reviews(actor, unit)
    open_ = found.state == "submitted"
    context = {
        "one": found, "unit": unit, "round": unit.round, "state": Mark(*SUBMISSION[found.state]), "problems": problems,
        "checksum": checksum(found.hash), "late": queries.is_late(found), "paper": queries.sealed(found),
        "before": queries.changes(found), "may_review": may_review and open_ and actor.person != found.by_id,
        "own": may_review and open_ and actor.person == found.by_id,
        "may_return": may_review and found.state == "accepted" and unit.round.state == "open",
        "may_take_back": gives(actor, unit) and open_, "may_scan": (gives(actor, unit) or may_review) and open_,
        "closing": unit.round.state == "closing", "correction": queries.correction_of(found),
        "why": request.POST.get("why", ""),
    }  # fmt: skip
    return render(request, "collection/submission.html", context, status=status)
