"""Pages of consents: who may act for which enterprise, and by which paper."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.accounts import actions, firms, queries
from peiyu.web.accounts.access import RULES
from peiyu.web.accounts.actions.consents import AGENTS
from peiyu.web.accounts.forms import ConsentForm, WhyForm
from peiyu.web.accounts.models import SCOPES, Consent, Organisation
from peiyu.web.accounts.pages.answered import answered, confirm_page, done, form_page
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import decide, require
from peiyu.web.files.given import given
from peiyu.web.files.store import keep
from peiyu.web.look.cells import Link, Mark
from peiyu.web.look.lists import Column, Filter, List, show
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.told import tell


def _state(consent: Consent) -> Mark:
    today = clock.today()
    if consent.withdrawn_at is not None:
        return Mark(Text("已撤回", "withdrawn"))
    if consent.until is not None and consent.until < today:
        return Mark(Text("已到期", "over"))
    if consent.since > today:
        return Mark(Text("未生效", "not yet"), "blue")
    return Mark(Text("有效", "holds"), "green")


CONSENTS = List(
    name="consents",
    said=Text("代办委托", "Consents"),
    order="-recorded",
    columns=(
        Column(
            key="enterprise",
            name=Text("企业", "Enterprise"),
            value=lambda one: Link(one.enterprise_name, f"/people/consents/{one.pk}/"),
            fixed=True,
        ),
        Column(key="agent", name=Text("受托机构", "Acts for it"), value=lambda one: one.agent.name),
        Column(key="scope", name=Text("委托事项", "What for"), value=lambda one: SCOPES.get(one.scope, one.scope)),
        Column(key="since", name=Text("起", "From")),
        Column(key="until", name=Text("止", "Until")),
        Column(key="recorded", name=Text("登记时间", "Recorded at"), value=lambda one: one.recorded_at, order="pk"),
        Column(key="state", name=Text("状态", "State"), value=_state),
    ),
    filters=(Filter(key="enterprise_name", name=Text("企业", "Enterprise"), kind="text"),),
    counted=Text("份", "consents"),
)


@signed_in
def consents(request: HttpRequest) -> HttpResponseBase:
    """The consents that one may see."""
    actor = actor_of(request)
    require(RULES, actor, "consents.see")
    context = {"may_record": decide(RULES, actor, "consents.record").allowed}
    return show(request, CONSENTS, queries.consents_of(actor), "accounts/consents.html", context)


@signed_in
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """One consent."""
    held = _found(request, pk)
    actor = actor_of(request)
    may = held.withdrawn_at is None and (
        held.agent_id in actor.organisations or decide(RULES, actor, "consents.record").allowed
    )
    context = {"consent": held, "state": _state(held), "scope": SCOPES.get(held.scope), "may_withdraw": may}
    return render(request, "accounts/consent.html", context)


@signed_in
@once
def new(request: HttpRequest) -> HttpResponse:
    """Records what an enterprise consented to."""
    actor = actor_of(request)
    require(RULES, actor, "consents.record")
    agents = Organisation.objects.filter(kind__in=AGENTS, until=None)
    if actor.role is Role.PARK:
        agents = agents.filter(pk__in=actor.organisations)
    now = {"since": clock.today(), "code": request.GET.get("code", ""), "scope": "returns"}
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ConsentForm(*sent, initial=now, agents=agents)
    if request.method == "POST":
        made = answered(form, lambda typed: _recorded(request, typed))
        if made:
            tell(request, Text("委托已登记", "The consent is recorded"))
            return redirect(f"/people/consents/{made.pk}/")
    return form_page(request, form, Text("登记代办委托", "Record a consent"), "/people/consents/")


@signed_in
@once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The consent holds no more."""
    held = _found(request, pk)
    form = WhyForm(request.POST if request.method == "POST" else None)
    actor = actor_of(request)
    if request.method == "POST" and done(form, lambda typed: actions.withdraw_consent(actor, held, why=typed["why"])):
        tell(request, Text("委托已撤回", "The consent is withdrawn"))
        return redirect(f"/people/consents/{pk}/")
    question = Text(f"撤回 {held.enterprise_name} 的委托？", f"Withdraw the consent of {held.enterprise_name}?")
    then = Text(f"{held.agent.name} 立即不能再代办；已办的照旧有效", "The agent can act no more; what it did stays")
    return confirm_page(request, form, question, (then,), f"/people/consents/{pk}/")


@signed_in
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The paper of a consent."""
    found = queries.evidence_of(actor_of(request), pk)
    if found is None:
        raise Http404
    return given(*found)


def _found(request: HttpRequest, pk: int) -> Consent:
    held = queries.consent_of(actor_of(request), pk)
    if held is None:
        raise Http404
    return held


def _recorded(request: HttpRequest, typed: dict[str, Any]) -> Consent:
    actor = actor_of(request)
    firm = firms.find(actor, typed["code"])
    if firm is None:
        said = Text("没有找到这家企业", "there is no such enterprise")
        next_step = Text("核对统一社会信用代码，须完整填写", "check its code, which must be whole")
        raise Refusal(Problem("enterprise-not-found", said, found=typed["code"], next_step=next_step))
    file = typed["evidence"]
    kept = keep(file.name, file.chunks()) if file else None
    return actions.record_consent(
        actor, firm=firm, agent=typed["agent"].pk, scope=typed["scope"], since=typed["since"], until=typed["until"],
        evidence=kept, said=typed["said"],
    )  # fmt: skip
