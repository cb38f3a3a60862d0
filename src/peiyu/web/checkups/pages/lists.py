"""Lists that people bring."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from peiyu.problems import Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.checkups.access import RULES
from peiyu.web.checkups.actions.lists import bring
from peiyu.web.checkups.forms import Bring
from peiyu.web.checkups.queries.lists import lists_of
from peiyu.web.look.cells import Link
from peiyu.web.look.lists import Column, List, show
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal

LISTS = List(
    name="checkup-lists", said=Text("名单", "Lists"), order="-at",
    columns=(
        Column(key="name", name=Text("名单", "List"), fixed=True,
               value=lambda one: Link(one.name, f"/checkups/lists/{one.pk}/")),
        Column(key="found", name=Text("企业", "Enterprises"), number=True, value=lambda one: len(one.keys)),
        Column(key="missed", name=Text("未对上", "Not found"), number=True, value=lambda one: len(one.missed)),
        Column(key="by_name", name=Text("谁贴的", "By")),
        Column(key="at", name=Text("时间", "At"), order="at"),
    ),
    nothing=Text("还没有名单。贴一份企业名称或代码即可", "No list yet. Paste names or codes"),
)  # fmt: skip


@signed_in
def lists(request: HttpRequest) -> HttpResponseBase:
    """The lists that one may use."""
    actor = actor_of(request)
    require(RULES, actor, "lists.bring")
    return show(request, LISTS, lists_of(actor), "checkups/lists.html")


@signed_in
@once
def new(request: HttpRequest) -> HttpResponseBase:
    """A list is pasted."""
    actor = actor_of(request)
    require(RULES, actor, "lists.bring")
    form = Bring(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = bring(actor, name=form.cleaned_data["name"], text=form.cleaned_data["text"])
        except Refusal as refusal:
            form.refuse(*refusal.problems)
        else:
            return redirect(f"/checkups/lists/{made.pk}/")
    return render(request, "checkups/new_list.html", {"form": form}, status=422 if form.has_problems else 200)


@signed_in
def one_list(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A list: how many were found, which lines were not."""
    actor = actor_of(request)
    require(RULES, actor, "lists.bring")
    found = lists_of(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return render(request, "checkups/list.html", {"found": found})
