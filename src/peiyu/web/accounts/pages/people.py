"""Pages of people: the list, one person, and what the administrators do with accounts and posts."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.accounts import actions, queries
from peiyu.web.accounts.access import RULES
from peiyu.web.accounts.forms import HandOverForm, PersonForm, PostForm, WhyForm
from peiyu.web.accounts.handover import WORK
from peiyu.web.accounts.models import Person, Post
from peiyu.web.accounts.pages.answered import answered, confirm_page, done, form_page
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.roles import NAMES, Role
from peiyu.web.acting.rules import decide, require
from peiyu.web.look.cells import Link, Mark
from peiyu.web.look.lists import Column, Filter, List, show
from peiyu.web.look.once import once
from peiyu.web.look.told import tell


def _state(person: Person) -> Mark:
    if not person.is_active:
        return Mark(Text("已停用", "closed"))
    if person.held:
        return Mark(Text("待放行", "held"), "yellow")
    if person.must_change_password:
        return Mark(Text("未首次登录", "not signed in yet"), "blue")
    return Mark(Text("在用", "open"), "green")


def _posts(person: Any) -> tuple[Text, ...]:
    return tuple(queries.post_said(one) for one in person.held_posts)


def _in_role(rows: Any, role: str) -> Any:
    held = queries.posts_today().filter(role=role).values("person_id")
    return rows.filter(pk__in=held) if role else rows


PEOPLE = List(
    name="people",
    said=Text("人员", "People"),
    order="sign_in",
    columns=(
        Column(
            key="name", name=Text("姓名", "Name"), value=lambda one: Link(one.name, f"/people/{one.pk}/"), fixed=True
        ),
        Column(key="sign_in", name=Text("用户名", "Sign-in name"), order="sign_in"),
        Column(key="posts", name=Text("在任岗位", "Posts"), value=_posts),
        Column(key="phone", name=Text("电话", "Telephone")),
        Column(key="state", name=Text("状态", "State"), value=_state),
    ),
    filters=(
        Filter(key="name", name=Text("姓名", "Name"), kind="text"),
        Filter(
            key="role",
            name=Text("角色", "Role"),
            options=tuple((one.value, NAMES[one]) for one in Role),
            narrow=_in_role,
        ),
        Filter(key="is_active", name=Text("在用", "Open"), kind="yes_no"),
    ),
    counted=Text("人", "people"),
)


@signed_in
def people(request: HttpRequest) -> HttpResponseBase:
    """Everybody who has an account."""
    actor = actor_of(request)
    require(RULES, actor, "people.see")
    may = decide(RULES, actor, "people.keep").allowed
    return show(request, PEOPLE, queries.people(actor), "accounts/people.html", {"may_keep": may})


@signed_in
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: the account, the posts, and what one may do."""
    held = _found(request, pk)
    return render(request, "accounts/person.html", _about(request, held))


@signed_in
@once
def new(request: HttpRequest) -> HttpResponse:
    """A new account; its first password is shown this once."""
    actor = actor_of(request)
    require(RULES, actor, "people.keep")
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        made = answered(form, lambda typed: actions.add_person(actor, **_without(typed, "version")))
        if made:
            return render(request, "accounts/first_password.html", {"person": made[0], "password": made[1]})
    return form_page(request, form, Text("新建账号", "New account"), "/people/")


@signed_in
@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, telephone, e-mail."""
    actor, held = actor_of(request), _found(request, pk)
    require(RULES, actor, "people.keep")
    now = {"name": held.name, "phone": held.phone, "email": held.email, "version": held.version}
    form = PersonForm(request.POST if request.method == "POST" else None, initial=now)
    del form.fields["sign_in"]
    if request.method == "POST" and done(form, lambda typed: actions.edit_person(actor, pk, **typed)):
        tell(request, Text("已保存", "Saved"))
        return redirect(f"/people/{pk}/")
    return form_page(request, form, Text(f"修改：{held.name}", f"Change {held.name}"), f"/people/{pk}/")


@signed_in
@once
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes an account, or opens it again."""
    actor, held = actor_of(request), _found(request, pk)
    require(RULES, actor, "people.keep")
    act = actions.close_person if held.is_active else actions.reopen_person
    form = WhyForm(request.POST if request.method == "POST" else None, initial={"version": held.version})
    if request.method == "POST" and done(
        form, lambda typed: act(actor, pk, version=typed["version"] or 0, why=typed["why"])
    ):
        tell(request, Text("已办理", "Done"))
        return redirect(f"/people/{pk}/")
    if held.is_active:
        said = Text(f"停用 {held.name} 的账号？", f"Close the account of {held.name}?")
        then = Text("立即不能登录；姓名、岗位和留痕都保留", "Nobody signs in with it any more; nothing is deleted")
    else:
        said = Text(f"重新启用 {held.name} 的账号？", f"Open the account of {held.name} again?")
        then = Text("可以登录，仍有效的岗位随之恢复", "One can sign in with it; posts that still hold come back")
    return confirm_page(request, form, said, (then,), f"/people/{pk}/", danger=held.is_active)


@signed_in
@once
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """A new password for the next sign-in, shown this once."""
    actor, held = actor_of(request), _found(request, pk)
    require(RULES, actor, "people.keep")
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        made = answered(form, lambda typed: actions.reset_password(actor, pk, why=typed["why"]))
        if made:
            context = {"person": held, "password": made, "held": True}
            return render(request, "accounts/first_password.html", context)
    said = Text(f"重置 {held.name} 的密码？", f"Set a new password for {held.name}?")
    then = (
        Text("原密码立即失效，首次登录须修改", "The old one holds no more; the new one must be changed"),
        Text("须由安全管理员放行后才能登录", "The security administrator must release the account first"),
    )
    return confirm_page(request, form, said, then, f"/people/{pk}/")


@signed_in
@once
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """A post for a person."""
    actor, held = actor_of(request), _found(request, pk)
    require(RULES, actor, "posts.grant")
    form = PostForm(request.POST if request.method == "POST" else None, initial={"since": clock.today()})
    if request.method == "POST" and done(form, lambda typed: _granted(request, pk, typed)):
        tell(request, Text("岗位已授予", "The post is granted"))
        return redirect(f"/people/{pk}/")
    return form_page(request, form, Text(f"给 {held.name} 授予岗位", f"A post for {held.name}"), f"/people/{pk}/")


@signed_in
@once
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a post at once."""
    actor = actor_of(request)
    require(RULES, actor, "posts.grant")
    post = Post.objects.select_related("person", "organisation").filter(pk=pk).first()
    if post is None:
        raise Http404
    form = WhyForm(request.POST if request.method == "POST" else None)
    back = f"/people/{post.person_id}/"
    if request.method == "POST" and done(form, lambda typed: actions.end_post(actor, pk, why=typed["why"])):
        tell(request, Text("岗位已结束", "The post has ended"))
        return redirect(back)
    named = queries.post_said(post)
    said = Text(f"结束 {post.person.name} 的岗位“{named.zh}”？", f"End the post of {post.person.name}, {named.en}?")
    then = Text("权限立即收回；其名下的令牌同时失效", "Its rights end at once, and the tokens made in it")
    return confirm_page(request, form, said, (then,), back)


@signed_in
@once
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands one's work over to a successor."""
    actor, held = actor_of(request), _found(request, pk)
    require(RULES, actor, "work.hand_over")
    posts = list(queries.posts_today().filter(person=held).select_related("organisation"))
    may_posts = decide(RULES, actor, "posts.grant").allowed
    named = [(one.pk, str(queries.post_said(one).zh)) for one in posts] if may_posts else []
    heirs = Person.objects.filter(is_active=True).exclude(pk=pk)
    form = HandOverForm(request.POST if request.method == "POST" else None, heirs=heirs, posts=named)
    if request.method == "POST":
        given = answered(form, lambda typed: _handed(request, pk, typed))
        if given is not None:
            tell(request, Text("工作已交接", "The work is handed over"))
            return redirect(f"/people/{pk}/")
    work = [(one.said, one.count(pk)) for one in WORK.values()]
    context = {"form": form, "person": held, "work": work}
    return render(request, "accounts/hand_over.html", context, status=422 if form.has_problems else 200)


@signed_in
def locks(request: HttpRequest) -> HttpResponse:
    """Who is locked out, and whose account waits to be released."""
    actor = actor_of(request)
    require(RULES, actor, "people.unlock")
    context = {"locked": queries.locked_names(), "held": queries.held_people()}
    return render(request, "accounts/locks.html", context)


@require_POST
@signed_in
@once
def unlock(request: HttpRequest) -> HttpResponse:
    """Lets a sign-in name try again."""
    actions.unlock(actor_of(request), sign_in=request.POST.get("sign_in", ""))
    tell(request, Text("已解锁", "Unlocked"))
    return redirect("/people/locks/")


@require_POST
@signed_in
@once
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets an account in again whose password was set anew."""
    actions.release_person(actor_of(request), pk)
    tell(request, Text("已放行", "Released"))
    return redirect("/people/locks/")


def _found(request: HttpRequest, pk: int) -> Person:
    held = queries.people(actor_of(request)).filter(pk=pk).first()
    if held is None:
        raise Http404
    return held


def _about(request: HttpRequest, held: Person) -> dict[str, Any]:
    actor, today = actor_of(request), clock.today()
    posts = [
        (one, queries.post_said(one), one.since <= today and (one.until is None or one.until >= today))
        for one in queries.posts_of(held.pk)
    ]
    other = actor.person != held.pk
    return {
        "person": held,
        "state": _state(held),
        "posts": posts,
        "may_keep": decide(RULES, actor, "people.keep").allowed,
        "may_close": decide(RULES, actor, "people.keep").allowed and other,
        "may_grant": decide(RULES, actor, "posts.grant").allowed and other,
        "may_end": decide(RULES, actor, "posts.grant").allowed,
        "may_hand_over": decide(RULES, actor, "work.hand_over").allowed,
        "may_trail": actor.role in (Role.AUDIT, Role.AUDITOR),
    }


def _granted(request: HttpRequest, pk: int, typed: dict[str, Any]) -> Post:
    return actions.grant_post(
        actor_of(request), person=pk, organisation=typed["organisation"].pk, role=Role(typed["role"]),
        since=typed["since"], until=typed["until"], why=typed["why"],
    )  # fmt: skip


def _handed(request: HttpRequest, pk: int, typed: dict[str, Any]) -> dict[str, int]:
    posts = [int(one) for one in typed.get("posts", ())]
    return actions.hand_over(actor_of(request), pk, typed["successor"].pk, posts=posts, why=typed["why"])


def _without(typed: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in typed.items() if name not in names}
