"""One's own account: how one reads, password, posts, keys for the API."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.accounts import actions, queries
from peiyu.web.accounts.access import RULES
from peiyu.web.accounts.forms import PasswordForm, SettingsForm, TokenForm
from peiyu.web.accounts.models import Person, Post
from peiyu.web.accounts.pages.answered import answered
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide
from peiyu.web.look import language
from peiyu.web.look.addresses import within
from peiyu.web.look.once import once
from peiyu.web.look.told import tell

YEAR = 31_536_000


@signed_in
@once
def me(request: HttpRequest) -> HttpResponse:
    """The page of one's own account; sent, it keeps how one reads."""
    actor = actor_of(request)
    now = {"language": actor.lang or language.current(), "large_font": actor.large}
    form = SettingsForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        actions.choose_settings(actor, language=chosen["language"], large_font=chosen["large_font"])
        tell(request, Text("已保存", "Saved"))
        response = redirect("/me/")
        response.set_cookie("lang", chosen["language"], max_age=YEAR, samesite="Lax", httponly=True)
        return response
    context = {
        "form": form,
        "person": request.user,
        "posts": [_post(one) for one in queries.posts_of(actor.person or 0)],
        "consents": queries.consents_to_act(queries.own_organisations(actor)).exists(),
        "tokens": queries.tokens_of(actor.person),
        "may_tokens": decide(RULES, actor, "tokens.own").allowed,
    }
    return render(request, "accounts/me.html", context, status=422 if form.has_problems else 200)


@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """A new password; at the first sign-in nothing else is open before there is one."""
    person = cast(Person, request.user)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    onward = within(request.POST.get("next") or request.GET.get("next", "")) or "/me/"
    if request.method == "POST" and _same_twice(form):
        done = answered(form, lambda typed: _changed(request, person, typed))
        if done:
            tell(request, Text("密码已修改", "The password is changed"))
            return redirect(onward)
    context = {"form": form, "first": person.must_change_password, "next": onward}
    return render(request, "accounts/password.html", context, status=422 if form.has_problems else 200)


@signed_in
@once
def new_token(request: HttpRequest) -> HttpResponse:
    """Makes a key for the API and shows it, this once."""
    actor = actor_of(request)
    first = {"until": clock.today() + dt.timedelta(days=180)}
    form = TokenForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST":
        raw = answered(form, lambda typed: actions.make_token(actor, name=typed["name"], until=typed["until"]))
        if raw:
            return render(request, "accounts/token_made.html", {"raw": raw})
    return render(request, "accounts/token_new.html", {"form": form}, status=422 if form.has_problems else 200)


@require_POST
@signed_in
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own key holds no more."""
    actions.revoke_token(actor_of(request), pk)
    tell(request, Text("令牌已作废", "The token is revoked"))
    return redirect("/me/")


def _post(held: Post) -> dict[str, Any]:
    holds = held.since <= clock.today() and (held.until is None or held.until >= clock.today())
    return {"post": held, "said": queries.post_said(held), "holds": holds}


def _same_twice(form: PasswordForm) -> bool:
    if form.is_valid() and form.cleaned_data["new"] != form.cleaned_data["again"]:
        form.refuse(Problem("password-twice", Text("两遍不一样", "the two differ")), field="again")
        return False
    return True


def _changed(request: HttpRequest, person: Person, typed: dict[str, Any]) -> bool:
    actions.change_password(actor_of(request), person, old=typed["old"], new=typed["new"])
    update_session_auth_hash(request, person)
    return True
