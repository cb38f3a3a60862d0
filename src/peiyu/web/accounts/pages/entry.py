"""Signing in and out, the choice of a post and of the enterprise that one acts for, what every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.accounts import actions, queries
from peiyu.web.accounts.models import SCOPES, Person
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.look import language
from peiyu.web.look.addresses import within
from peiyu.web.look.told import tell

WRONG = Text(
    "用户名或密码不对。连续五次不对将锁定一刻钟。",
    "Name or password is wrong. Five wrong attempts lock for a quarter of an hour.",
)
CLOSED = Text("这个账号已停用，请联系系统管理员。", "This account is closed; please ask the system administrator.")
HELD = Text(
    "这个账号的密码已重置，待安全管理员放行后才能登录。",
    "The password of this account was set anew; the security administrator must release it first.",
)
UNKNOWN = Text(
    "统一身份认证已通过，但本系统没有对应的账号，请联系系统管理员。",
    "You were recognised, but there is no account for you here; please ask the system administrator.",
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What every page knows."""
    return {
        "actor": getattr(request, "actor", None),
        "lang": language.current(),
        "installation": settings.PEIYU,
        "today": clock.today(),
    }


def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; five wrong ones lock for a quarter of an hour."""
    refused = UNKNOWN if "unknown" in request.GET else None
    onward = within(request.POST.get("next") or request.GET.get("next", "")) or "/"
    if request.method == "POST":
        given = {"sign_in": request.POST.get("name", "").strip().lower(), "password": request.POST.get("password", "")}
        person = authenticate(request, **given)
        refused = _refused(person)
        if isinstance(person, Person) and refused is None:
            return _let_in(request, person, onward)
    context = {"refused": refused, "next": onward, "oidc": settings.PEIYU.oidc}
    return render(request, "accounts/sign_in.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    actions.end_session(actor_of(request))
    logout(request)
    return redirect("/sign-in/")


@signed_in
def go_on(request: HttpRequest) -> HttpResponse:
    """Offers what was typed when the session ended: it is sent by a click, or dropped."""
    held = request.session.pop("held", None)
    if not held or held.get("who") not in ("", str(actor_of(request).person)):
        return redirect("/")
    shown = [field for field in held["fields"] if field[0] != "once" and field[1]]
    return render(request, "accounts/go_on.html", {"held": held, "shown": shown})


@require_POST
def choose_post(request: HttpRequest) -> HttpResponse:
    """From now on in another of one's posts."""
    given = request.POST.get("post", "")
    if given.isdigit() and int(given) in dict(actor_of(request).posts):
        request.session["post"] = int(given)
        request.session.pop("consent", None)
    return redirect("/")


@signed_in
def act_for(request: HttpRequest) -> HttpResponse:
    """Chooses the enterprise that one acts for by its consent, or ends acting for it."""
    actor = actor_of(request)
    own = queries.own_organisations(actor)
    found = queries.consents_to_act(own)
    if request.method == "POST":
        return _act_for(request, found)
    sought = request.GET.get("q", "").strip()
    if sought:
        found = found.filter(enterprise_name__icontains=sought)
    shown = [(one, SCOPES.get(one.scope)) for one in found.order_by("enterprise_name")[:100]]
    context = {"consents": shown, "q": sought}
    return render(request, "accounts/act_for.html", context)


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Too many wrong passwords."""
    return render(request, "accounts/locked.html", status=429)


def _act_for(request: HttpRequest, found: Any) -> HttpResponse:
    given = request.POST.get("consent", "")
    actor = actor_of(request)
    if not given:
        request.session.pop("consent", None)
        tell(request, Text("已恢复以本单位身份办理", "You act for your own organisation again"))
        return redirect("/")
    chosen = found.filter(pk=int(given)).first() if given.isdigit() else None
    if chosen is None:
        tell(request, Text("这份委托已失效", "this consent holds no more"))
        return redirect("/act-for/")
    request.session["consent"] = chosen.pk
    actions.stand_for(actor, chosen)
    name = chosen.enterprise_name
    tell(request, Text(f"现在代 {name} 办理，每一步都会写明", f"You now act for {name}; every step says so"))
    return redirect("/")


def _refused(person: Any) -> Text | None:
    if not isinstance(person, Person):
        return WRONG
    if not person.is_active:
        return CLOSED
    return HELD if person.held else None


def _let_in(request: HttpRequest, person: Person, onward: str) -> HttpResponse:
    held = request.session.get("held")
    login(request, person)
    actions.begin_session(person, address=request.META.get("REMOTE_ADDR", ""))
    response = redirect("/sign-in/go-on/" if held else onward)
    response.set_signed_cookie("who", str(person.pk), httponly=True, samesite="Lax", secure=settings.PEIYU.https)
    return response
