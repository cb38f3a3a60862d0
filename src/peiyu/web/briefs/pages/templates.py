"""The office's own layouts: the list, taking one in, a sample to begin with."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Problem, Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide
from peiyu.web.briefs.access import RULES
from peiyu.web.briefs.actions import templates as actions
from peiyu.web.briefs.actions.composing import draft_folder
from peiyu.web.briefs.kinds import SORTS
from peiyu.web.briefs.queries.issues import templates as visible
from peiyu.web.files.brought import taken
from peiyu.web.files.given import given, made
from peiyu.web.look import language
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell
from peiyu.web.policies.queries import territory_id


@signed_in
@once
def templates(request: HttpRequest) -> HttpResponse:
    """The templates, and taking one in: what is wrong with it is told with its place."""
    actor = actor_of(request)
    if not decide(RULES, actor, "templates.see").allowed:
        raise Http404
    problems: tuple[Problem, ...] = ()
    kind, name = request.POST.get("kind", "brief"), request.POST.get("name", "")
    if request.method == "POST":
        try:
            kept = taken(request, frozenset({".docx"}))
            actions.keep_template(actor, pack=territory_id(), kind=kind, name=name, kept=kept)
        except Refusal as refusal:
            problems = refusal.problems
        else:
            tell(request, Text("模板已入库，标签都认得", "The template is kept; every tag is known"))
            return redirect("/briefs/templates/")
    context = {
        "templates": [(one, SORTS[one.kind]) for one in visible(actor)], "sorts": SORTS, "problems": problems,
        "kind": kind, "name": name, "may_keep": decide(RULES, actor, "templates.keep").allowed,
    }  # fmt: skip
    return render(request, "briefs/templates.html", context, status=422 if problems else 200)


@signed_in
def sample(request: HttpRequest, kind: str) -> HttpResponse:
    """The standard layout of a kind with tags in it, and the list of all tags."""
    actor, lang = actor_of(request), "en" if language.current() == "en" else "zh"
    if kind not in SORTS or not decide(RULES, actor, "templates.see").allowed:
        raise Http404
    name = SORTS[kind].name
    with draft_folder() as folder:
        path = actions.sample(actor, pack=territory_id(), kind=kind, lang=lang, path=folder / "sample.docx")
        return made(path, Text(f"{name.zh}模板样板.docx", f"{name.en}-sample.docx").in_(lang))


@signed_in
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A template as it was taken in."""
    held = visible(actor_of(request)).filter(pk=pk).first()
    if held is None:
        raise Http404
    return given(held.file, held.file_name)


@require_POST
@signed_in
@once
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a template out of use."""
    actions.retire(actor_of(request), template=pk)
    tell(request, Text("模板已停用", "The template is retired"))
    return redirect("/briefs/templates/")
