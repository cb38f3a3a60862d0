"""A pack's text from draft to release: begun or read from a document, settled, edited with live check, released."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import PackError, Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.bridge.checking import check
from peiyu.web.files.store import keep
from peiyu.web.jobs.actions import ask
from peiyu.web.look.forms import Form
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.policies.access import RULES
from peiyu.web.policies.actions import texts, trials
from peiyu.web.policies.forms import Begin, Reason, Upload
from peiyu.web.policies.models import PackText
from peiyu.web.policies.pages.overview import may
from peiyu.web.policies.queries.definitions import lines_of
from peiyu.web.policies.states import NAMES

NO_PROBLEMS: tuple[Problem, ...] = ()
SUFFIXES = frozenset((".docx", ".wps", ".pdf", ".html", ".htm", ".txt"))
COLOURS = {"draft": "yellow", "submitted": "blue", "released": "green", "withdrawn": "grey", "dropped": "grey"}


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of a text: its name, lines, and how many problems it has."""

    name: str
    lines: int
    errors: int
    warnings: int


def text_of(request: HttpRequest, pk: int) -> PackText:
    """The text, for those who may see drafts; a released one for everybody inside."""
    found = PackText.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    action = "packs.see" if found.state in ("released", "withdrawn") else "drafts.see"
    require(RULES, actor_of(request), action)
    return found


@signed_in
@once
def begin(request: HttpRequest, pack: str) -> HttpResponseBase:
    """A draft from a pack as it holds."""
    actor = actor_of(request)
    require(RULES, actor, "drafts.write")
    form = Begin(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = texts.begin(actor, pack=pack, note=form.cleaned_data["note"])
        return redirect(address(made))
    return render(request, "policies/text_begin.html", {"form": form, "pack": pack})


@signed_in
@once
def read(request: HttpRequest) -> HttpResponseBase:
    """A document is brought, and a draft made from it in the background."""
    actor = actor_of(request)
    require(RULES, actor, "drafts.write")
    form = Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            kept = keep(file.name, file.chunks(), suffixes=SUFFIXES)
        except Refusal as refused:
            form.refuse(*refused.problems, field="file")
        else:
            job = ask(actor, "policies.read", file=kept.hash, name=kept.name, pack=form.cleaned_data["pack"])
            return redirect(f"/jobs/{job.pk}/")
    return render(request, "policies/text_read.html", {"form": form}, status=422 if form.has_problems else 200)


@signed_in
def text(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Where a text stands, what is open in it, what is wrong with it, what it changes, what can be done."""
    return shown(request, text_of(request, pk))


def shown(request: HttpRequest, held: PackText, *problems: Problem, form: Form | None = None) -> HttpResponseBase:
    """The page of a text, with what was refused."""
    found = check(held.pack, held.files)
    files = [
        FileLine(name, content.count("\n") + 1, *_counts(found.problems, name))
        for name, content in sorted(held.files.items())
    ]
    lines = [one for one in lines_of(found.pack, {}) if one.open] if found.pack else []
    difference = held.difference or (texts.difference(held) if held.state in ("draft", "submitted") else "")
    context = {
        "text": held, "state": NAMES[held.state], "colour": COLOURS[held.state], "files": files, "open": lines,
        "checked": found, "refused": problems, "may": may(request), "form": form or Reason(),
        "difference": difference, "lines": [line_of(one) for one in difference.split("\n")],
        "trials": list(held.trials.all()[:5]),
        "own": actor_of(request).person == held.author_id,
    }  # fmt: skip
    return render(request, "policies/text.html", context, status=409 if problems else 200)


def line_of(line: str) -> dict[str, str]:
    """A line of a difference, and what kind it is."""
    heads = (("+++", "file"), ("---", "file"), ("@@", "place"), ("+", "added"), ("-", "removed"))
    return {"text": line, "kind": next((kind for head, kind in heads if line.startswith(head)), "same")}


def _counts(problems: tuple[Problem, ...], name: str) -> tuple[int, int]:
    mine = [one.level.value for one in problems if one.where.file == name]
    return mine.count("error"), mine.count("warning")


@signed_in
@once
def edit(request: HttpRequest, pk: int, file: str) -> HttpResponseBase:
    """The editor of a file: its text with line numbers, problems beside it."""
    held = text_of(request, pk)
    if file not in held.files:
        raise Http404
    content, problems = held.files[file], NO_PROBLEMS
    if request.method == "POST":
        content = request.POST.get("content", "").replace("\r\n", "\n")
        try:
            held = texts.edit(actor_of(request), pk, version=version_of(request), file=file, content=content)
        except Refusal as refused:
            problems = refused.problems
        else:
            tell(request, Text(f"已保存 {file}", f"{file} is saved"))
            return redirect(f"{address(held)}{file}/")
    found = check(held.pack, {**held.files, file: content})
    context = {
        "text": held, "file": file, "content": content, "numbers": numbers(content), "refused": problems,
        "problems": of_file(found.problems, file), "others": others(found.problems, file), "may": may(request),
        "rows": content.count("\n") + 2, "editable": held.state == "draft" and may(request)["write"],
    }  # fmt: skip
    return render(request, "policies/text_file.html", context, status=409 if problems else 200)


@require_POST
@signed_in
def live(request: HttpRequest, pk: int, file: str) -> HttpResponseBase:
    """The check of what stands in the editor just now; nothing is stored."""
    held = text_of(request, pk)
    require(RULES, actor_of(request), "drafts.write")
    content = request.POST.get("content", "").replace("\r\n", "\n")
    found = check(held.pack, {**held.files, file: content})
    context = {"problems": of_file(found.problems, file), "others": others(found.problems, file)}
    return render(request, "policies/text_problems.html", context)


@require_POST
@signed_in
@once
def settle(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An open definition is settled by choosing an option."""
    definition, option = request.POST.get("definition", ""), request.POST.get("option", "")
    return done(
        request, pk, lambda: texts.settle(
            actor_of(request), pk, version=version_of(request), definition=definition, option=option
        ),
        Text(f"口径 {definition} 已定", f"{definition} is settled"),
    )  # fmt: skip


VERBS: dict[str, tuple[Callable[..., Any], bool, Text]] = {
    "submit": (texts.submit, False, Text("已提交，请另一位同志复核发布", "submitted; a colleague may release it")),
    "return": (texts.send_back, True, Text("已退回修改", "sent back")),
    "release": (texts.release, False, Text("已发布，自下一次全量预判起生效", "released; from the next evaluation on")),
    "withdraw": (texts.withdraw, True, Text("已撤回，恢复上一份文本", "withdrawn; the text before it holds")),
    "drop": (texts.drop, False, Text("草稿已放弃", "the draft is dropped")),
}
"""Verb of the address → the action, whether it needs a reason, what is told."""


@require_POST
@signed_in
@once
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponseBase:
    """Moves a text on: submit, return, release, withdraw, drop."""
    if verb not in VERBS:
        raise Http404
    action, reasoned, said = VERBS[verb]
    more = {"why": request.POST.get("why", "")} if reasoned else {}
    return done(request, pk, lambda: action(actor_of(request), pk, version=version_of(request), **more), said)


@require_POST
@signed_in
@once
def try_out(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Who gains and loses if this draft held."""
    held = text_of(request, pk)
    try:
        made = trials.try_text(actor_of(request), held)
    except (Refusal, PackError) as refused:
        return shown(request, held, *refused.problems)
    return redirect(f"/policies/trials/{made.pk}/")


def done(request: HttpRequest, pk: int, action: Callable[[], Any], said: Text) -> HttpResponseBase:
    """Does it and goes back to the text; what is refused is shown there."""
    held = text_of(request, pk)
    try:
        action()
    except Refusal as refused:
        form = Reason(request.POST if "why" in request.POST else None)
        return shown(request, held, *refused.problems, form=form)
    tell(request, said)
    return redirect(address(held))


def address(one: PackText) -> str:
    """The page of a text."""
    return f"/policies/texts/{one.pk}/"


def version_of(request: HttpRequest) -> int:
    """Which version of the text the person saw."""
    given = request.POST.get("version", "")
    return int(given) if given.isdigit() else -1


def numbers(content: str) -> str:
    """1 to the last line, a line each."""
    return "\n".join(str(number) for number in range(1, content.count("\n") + 2))


def of_file(problems: tuple[Problem, ...], file: str) -> list[Problem]:
    """Those of one file."""
    return [one for one in problems if one.where.file == file]


def others(problems: tuple[Problem, ...], file: str) -> list[Problem]:
    """Those of other files."""
    return [one for one in problems if one.where.file != file]
