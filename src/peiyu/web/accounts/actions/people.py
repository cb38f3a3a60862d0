"""Accounts of people: made and kept by the system administrator, let in by the security administrator."""

from __future__ import annotations

import re
from collections.abc import Mapping

from axes.utils import reset
from django.db import IntegrityError, transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.accounts.access import RULES
from peiyu.web.accounts.models import Organisation, Person, Post
from peiyu.web.accounts.passwords import new_password
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import require
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record
from peiyu.web.trail.queries import changed_meanwhile

SIGN_IN = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
FIRST = (
    (Role.SYSTEM, "xitong", "系统管理员"),
    (Role.SECURITY, "anquan", "安全管理员"),
    (Role.AUDIT, "shenji", "审计管理员"),
)


def add_person(actor: Actor, *, sign_in: str, name: str, phone: str = "", email: str = "") -> tuple[Person, str]:
    """An account without any right, and the password for its first sign-in, which is not kept anywhere. Refusals
    `not-allowed`, `sign-in-unfit`, `sign-in-taken`."""
    require(RULES, actor, "people.keep")
    if not SIGN_IN.fullmatch(sign_in):
        raise Refusal(
            Problem(
                "sign-in-unfit",
                Text("用户名不合适", "this cannot be a sign-in name"),
                found=sign_in[:40],
                accepted=Text("2 至 40 个小写字母、数字、点、横线", "2 to 40 small letters, digits, dots, dashes"),
            )
        )
    password = new_password()
    person = Person(sign_in=sign_in, name=name.strip(), phone=phone.strip(), email=email.strip())
    person.must_change_password = True
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            record(actor, "person.add", "person", person.pk, said=person.name, after={"sign_in": sign_in})
    except IntegrityError:
        said = Text("这个用户名已有人使用", "this sign-in name is taken")
        raise Refusal(Problem("sign-in-taken", said, found=sign_in)) from None
    return person, password


def edit_person(actor: Actor, person: int, *, version: int, name: str, phone: str, email: str) -> None:
    """Refusals `not-allowed`, `changed-meanwhile`."""
    require(RULES, actor, "people.keep")
    held = Person.objects.get(pk=person)
    before = {"name": held.name, "phone": held.phone, "email": held.email}
    after = {"name": name.strip(), "phone": phone.strip(), "email": email.strip()}
    _write(actor, person, version, "person.edit", before=before, after=after)


def close_person(actor: Actor, person: int, *, version: int, why: str) -> None:
    """The account lets nobody in any more, at once; nothing is deleted. Refusals `not-allowed`, `own-account`,
    `changed-meanwhile`."""
    require(RULES, actor, "people.keep")
    _not_oneself(actor, person)
    _write(actor, person, version, "person.close", before={"is_active": True}, after={"is_active": False}, why=why)


def reopen_person(actor: Actor, person: int, *, version: int, why: str) -> None:
    """The account lets its person in again, with the posts that still hold. Refusals as of closing."""
    require(RULES, actor, "people.keep")
    _not_oneself(actor, person)
    _write(actor, person, version, "person.reopen", before={"is_active": False}, after={"is_active": True}, why=why)


def reset_password(actor: Actor, person: int, *, why: str) -> str:
    """A new password for the next sign-in; the account is held until the security administrator releases it, so that
    no one alone can enter another's account. Refusals `not-allowed`, `own-account`."""
    require(RULES, actor, "people.keep")
    _not_oneself(actor, person)
    held, password = Person.objects.get(pk=person), new_password()
    held.set_password(password)
    with transaction.atomic():
        Person.objects.filter(pk=person).update(password=held.password, must_change_password=True, held=True)
        record(actor, "person.reset_password", "person", person, said=held.name, why=why)
    return password


def release_person(actor: Actor, person: int) -> None:
    """Lets an account in again whose password was set anew. Refusals `not-allowed`, `own-account`, `not-held`."""
    require(RULES, actor, "people.unlock")
    _not_oneself(actor, person)
    with transaction.atomic():
        if not Person.objects.filter(pk=person, held=True).update(held=False):
            raise Refusal(Problem("not-held", Text("这个账号没有待放行", "this account is not held")))
        record(actor, "person.release", "person", person)


def unlock(actor: Actor, *, sign_in: str) -> None:
    """Forgets the wrong passwords given for a sign-in name. Refusal `not-allowed`."""
    require(RULES, actor, "people.unlock")
    with transaction.atomic():
        reset(username=sign_in)
        record(actor, "person.unlock", "person", sign_in[:64])


def first_people(office: str) -> tuple[tuple[str, str], ...]:
    """The office and the three administrators of an installation that has nobody yet: their sign-in names and first
    passwords. Refusal `not-first` once there is somebody."""
    with transaction.atomic():
        if Person.objects.exists():
            raise Refusal(Problem("not-first", Text("已经有账号了", "there are accounts already")))
        actor, since = Actor.system("安装"), clock.today()
        unit = Organisation.objects.create(kind="office", name=office, since=since)
        made = []
        for role, sign_in, name in FIRST:
            person, password = add_person(actor, sign_in=sign_in, name=name)
            post = Post.objects.create(person=person, organisation=unit, role=role.value, since=since)
            record(actor, "post.grant", "post", post.pk, said=name, after={"role": role.value})
            made.append((sign_in, password))
        return tuple(made)


def _write(
    actor: Actor, person: int, version: int, verb: str, *, before: Mapping[str, object], after: Mapping[str, object],
    why: str = "",
) -> None:  # fmt: skip
    with transaction.atomic():
        if not Person.objects.filter(pk=person, version=version).update(**after, version=version + 1):
            raise changed_meanwhile("person", person)
        record(actor, verb, "person", person, why=why, before=before, after=after)


def _not_oneself(actor: Actor, person: int) -> None:
    if actor.person == person:
        said = Text("不能对自己的账号这样做，请由另一位管理员办理", "not on one's own account: another must do it")
        raise Refusal(Problem("own-account", said))
