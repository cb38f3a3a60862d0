"""Pages of organisations: the list, one of them, and what changes with a reorganisation."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.accounts import actions, queries
from peiyu.web.accounts.access import RULES
from peiyu.web.accounts.forms import OrganisationForm, SuccessorForm, WhyForm
from peiyu.web.accounts.models import KINDS, Organisation
from peiyu.web.accounts.pages.answered import answered, confirm_page, done, form_page
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide, require
from peiyu.web.look.cells import Link, Mark
from peiyu.web.look.lists import Column, Filter, List, show
from peiyu.web.look.once import once
from peiyu.web.look.told import tell


def _state(unit: Organisation) -> Mark:
    if unit.until is None or unit.until >= clock.today():
        return Mark(Text("在用", "open"), "green")
    return Mark(Text("已并入继任机构", "gone over") if unit.successor_id else Text("已撤销", "closed"))


ORGANISATIONS = List(
    name="organisations",
    said=Text("机构", "Organisations"),
    order="name",
    columns=(
        Column(
            key="name",
            name=Text("名称", "Name"),
            value=lambda one: Link(Text(one.name, one.name_en or one.name), f"/people/organisations/{one.pk}/"),
            order="name",
            fixed=True,
        ),
        Column(key="kind", name=Text("类别", "Kind"), value=lambda one: KINDS[one.kind]),
        Column(key="parent", name=Text("上级", "Stands under"), value=lambda one: one.parent and one.parent.name),
        Column(key="area", name=Text("园区（地区）名", "Park or district")),
        Column(key="since", name=Text("起", "From")),
        Column(key="until", name=Text("止", "Until")),
        Column(key="state", name=Text("状态", "State"), value=_state),
    ),
    filters=(
        Filter(key="name", name=Text("名称", "Name"), kind="text"),
        Filter(key="kind", name=Text("类别", "Kind"), options=tuple(KINDS.items())),
        Filter(
            key="open",
            name=Text("在用", "Open"),
            kind="yes_no",
            narrow=lambda rows, value: rows if value is None else rows.filter(until__isnull=value),
        ),
    ),
    counted=Text("个", "organisations"),
)


@signed_in
def organisations(request: HttpRequest) -> HttpResponseBase:
    """Every organisation, also those that are closed."""
    actor = actor_of(request)
    require(RULES, actor, "people.see")
    context = {"may_keep": decide(RULES, actor, "organisations.keep").allowed}
    return show(request, ORGANISATIONS, queries.organisations(actor), "accounts/organisations.html", context)


@signed_in
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: what it was called, what it succeeded, who holds posts there."""
    held = _found(request, pk)
    posts = queries.posts_today().filter(organisation=held).select_related("person", "organisation")
    context = {
        "unit": held,
        "kind": KINDS[held.kind],
        "state": _state(held),
        "former": list(held.former_names.all()),
        "predecessors": list(held.predecessors.all()),
        "under": list(held.children.filter(until=None)),
        "posts": [(one, queries.post_said(one)) for one in posts],
        "may_keep": decide(RULES, actor_of(request), "organisations.keep").allowed and held.until is None,
    }
    return render(request, "accounts/organisation.html", context)


@signed_in
@once
def new(request: HttpRequest) -> HttpResponse:
    """A new organisation."""
    actor = actor_of(request)
    require(RULES, actor, "organisations.keep")
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    del form.fields["why"]
    if request.method == "POST":
        made = answered(form, lambda typed: actions.add_organisation(actor, _unit(typed), kind=typed["kind"]))
        if made:
            tell(request, Text("机构已建立", "The organisation is there"))
            return redirect(f"/people/organisations/{made.pk}/")
    return form_page(request, form, Text("新建机构", "New organisation"), "/people/organisations/")


@signed_in
@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, duties, area, place in the tree."""
    actor, held = actor_of(request), _found(request, pk)
    require(RULES, actor, "organisations.keep")
    names = ("name", "name_en", "duties", "area", "parent", "version")
    now = {name: getattr(held, name) for name in names}
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=now)
    del form.fields["kind"]
    if request.method == "POST" and done(
        form,
        lambda typed: actions.edit_organisation(actor, pk, _unit(typed), version=typed["version"], why=typed["why"]),
    ):
        tell(request, Text("已保存", "Saved"))
        return redirect(f"/people/organisations/{pk}/")
    said = Text(f"修改：{held.name}", f"Change {held.name_en or held.name}")
    return form_page(request, form, said, f"/people/organisations/{pk}/")


@signed_in
@once
def reorganise(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisation goes over into a successor."""
    actor, held = actor_of(request), _found(request, pk)
    require(RULES, actor, "organisations.keep")
    now = {"from_day": clock.today(), "version": held.version}
    form = SuccessorForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST":
        moved = answered(form, lambda typed: _reorganised(request, pk, typed))
        if moved is not None:
            zh = f"已并入：岗位 {moved['posts']} 个、委托 {moved['consents']} 份、下级机构 {moved['units']} 个"
            en = f"Gone over: {moved['posts']} posts, {moved['consents']} consents, {moved['units']} units"
            tell(request, Text(zh, en))
            return redirect(f"/people/organisations/{pk}/")
    question = Text(f"把 {held.name} 并入继任机构？", f"Merge {held.name_en or held.name} into a successor?")
    consequences = (
        Text("在任岗位、有效委托、下级机构转到继任机构，原记录保留止期", "Posts, consents and units go on there"),
        Text("其园区（地区）和历史记录归继任机构查看办理", "Its area and its records come into the successor's reach"),
    )
    return confirm_page(request, form, question, consequences, f"/people/organisations/{pk}/")


@signed_in
@once
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisation ends without a successor."""
    actor, held = actor_of(request), _found(request, pk)
    require(RULES, actor, "organisations.keep")
    form = WhyForm(request.POST if request.method == "POST" else None, initial={"version": held.version})
    if request.method == "POST" and done(
        form, lambda typed: actions.close_organisation(actor, pk, version=typed["version"], why=typed["why"])
    ):
        tell(request, Text("机构已撤销", "The organisation is closed"))
        return redirect(f"/people/organisations/{pk}/")
    question = Text(f"撤销 {held.name}？", f"Close {held.name_en or held.name}?")
    then = Text("没有继任机构；以前的记录都保留", "It has no successor; all its records stay")
    return confirm_page(request, form, question, (then,), f"/people/organisations/{pk}/")


def _found(request: HttpRequest, pk: int) -> Organisation:
    held = queries.organisations(actor_of(request)).filter(pk=pk).first()
    if held is None:
        raise Http404
    return held


def _unit(typed: dict[str, Any]) -> actions.Unit:
    parent = typed["parent"]
    return actions.Unit(
        name=typed["name"], name_en=typed["name_en"], duties=typed["duties"], area=typed["area"],
        parent=parent.pk if parent else None,
    )  # fmt: skip


def _reorganised(request: HttpRequest, pk: int, typed: dict[str, Any]) -> dict[str, int]:
    return actions.reorganise(
        actor_of(request), pk, version=typed["version"], successor=typed["successor"].pk, from_day=typed["from_day"],
        why=typed["why"],
    )  # fmt: skip
