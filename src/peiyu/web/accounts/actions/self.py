"""What everybody does with the own account: password, language, large font, keys for the API."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.accounts.access import RULES
from peiyu.web.accounts.models import Person, Token
from peiyu.web.accounts.passwords import problems_of
from peiyu.web.accounts.queries import hash_of_token
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

LONGEST = dt.timedelta(days=366)
MOST_TOKENS = 10
PREFIX = "peiyu_"


def change_password(actor: Actor, person: Person, *, old: str, new: str) -> None:
    """A password of one's own. Refusals `password-wrong`, `password-weak`; the old one then stays."""
    if not person.check_password(old):
        raise Refusal(Problem("password-wrong", Text("原密码不对", "the old password is wrong")))
    if problems := problems_of(new, person):
        raise Refusal(*problems)
    with transaction.atomic():
        person.set_password(new)
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
        record(actor, "person.change_password", "person", person.pk, said=person.name)


def choose_settings(actor: Actor, *, language: str, large_font: bool) -> None:
    """In which language and how large one reads."""
    with transaction.atomic():
        Person.objects.filter(pk=actor.person or 0).update(language=language, large_font=large_font)
        after = {"language": language, "large_font": large_font}
        record(actor, "person.settings", "person", actor.person or "", after=after)


def make_token(actor: Actor, *, name: str, until: dt.date) -> str:
    """A key for the API in the present post; it is shown this once, and only its hash is kept. Refusals `not-allowed`,
    `token-too-long`, `token-too-many`."""
    require(RULES, actor, "tokens.own")
    today = clock.today()
    if not today <= until <= today + LONGEST:
        said = Text("有效期须在一年之内", "it may last a year at most")
        raise Refusal(Problem("token-too-long", said, found=str(until), accepted=_until(today)))
    held = Token.objects.filter(post_id=actor.post or 0, revoked_at=None, until__gte=today).count()
    if held >= MOST_TOKENS:
        said = Text("令牌太多，请先作废不用的", "too many tokens: revoke those you do not use")
        raise Refusal(
            Problem("token-too-many", said, found=str(held), accepted=Text(f"{MOST_TOKENS}", f"{MOST_TOKENS}"))
        )
    raw = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        made = Token.objects.create(
            post_id=actor.post or 0, name=name.strip()[:64], hash=hash_of_token(raw), made_at=clock.now(), until=until
        )
        record(actor, "token.make", "token", made.pk, said=made.name, after={"until": str(until)})
    return raw


def revoke_token(actor: Actor, token: int) -> None:
    """One's own key holds no more. Refusal `token-gone`."""
    with transaction.atomic():
        mine = Token.objects.filter(pk=token, post__person_id=actor.person or 0, revoked_at=None)
        if not mine.update(revoked_at=clock.now()):
            raise Refusal(Problem("token-gone", Text("没有这个令牌，或已作废", "no such token")), status=404)
        record(actor, "token.revoke", "token", token)


def _until(today: dt.date) -> Text:
    last = today + LONGEST
    return Text(f"{today} 至 {last}", f"{today} to {last}")
