"""Whose packages are opened: keys trusted and ended, by the security administrator."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from peiyu.facts.ferry import PublicKey
from peiyu.problems import InputError, Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.rules import require
from peiyu.web.ferry.access import RULES
from peiyu.web.ferry.models import Key
from peiyu.web.ferry.queries.packages import own_key
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record


def trust(actor: Actor, *, name: str, text: str) -> Key:
    """Trusts an office's key from today. Refusals `not-allowed`, `name-missing`, `ferry-key-unreadable`,
    `ferry-key-own`, `ferry-key-known`."""
    require(RULES, actor, "keys.trust")
    if not name.strip():
        raise Refusal(Problem("name-missing", Text("请写明是哪个单位", "say whose key it is")), status=422)
    try:
        key = PublicKey.parse(text)
    except InputError as fault:
        raise Refusal(*fault.problems, status=422) from fault
    if key == own_key().public:
        own = Problem("ferry-key-own", Text("这是本单位自己的公钥", "this is the key of this office"))
        raise Refusal(own, status=422)
    try:
        with transaction.atomic():
            made = Key.objects.create(
                name=name.strip()[:120], text=key.text, fingerprint=key.fingerprint, since=clock.today(),
                by_name=actor.name,
            )  # fmt: skip
            record(actor, "key.trust", "key", made.pk, said=made.name, after={"fingerprint": key.fingerprint})
    except IntegrityError as fault:
        known = Key.objects.get(text=key.text, until=None)
        raise Refusal(
            Problem("ferry-key-known", Text("这把公钥已登记", "this key is trusted already"), found=known.name)
        ) from fault
    return made


def end(actor: Actor, *, key: int, why: str) -> Key:
    """Trusts a key no more; what came by it stays. Refusals `not-allowed`, `ferry-key-unknown`, `why-missing`."""
    require(RULES, actor, "keys.trust")
    held = Key.objects.filter(pk=key).first()
    if held is None:
        raise Refusal(Problem("ferry-key-unknown", Text("没有这把公钥", "there is no such key")), status=404)
    reason = reason_of(why)
    with transaction.atomic():
        if Key.objects.filter(pk=key, until=None).update(until=clock.today(), ended_by=actor.name, why=reason):
            record(actor, "key.end", "key", key, said=held.name, why=why)
    held.refresh_from_db()
    return held
