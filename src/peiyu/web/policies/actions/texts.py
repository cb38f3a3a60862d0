"""Writing the texts of packs: begun, edited, settled, submitted, released by a second person, withdrawn."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from peiyu.problems import Level, Problem, Text, Where
from peiyu.web import bridge, clock
from peiyu.web.accounts.queries import posts_today
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.rules import require
from peiyu.web.bridge.checking import check
from peiyu.web.bridge.registry import text_hash
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.actions import tell
from peiyu.web.policies.access import RULES
from peiyu.web.policies.editing import settled, with_status
from peiyu.web.policies.models import PackText, Territory
from peiyu.web.policies.queries.texts import files_that_hold
from peiyu.web.policies.states import move
from peiyu.web.trail.actions import record

MOST_BYTES = 4_000_000
CONTEXT_LINES = 3


def begin(actor: Actor, *, pack: str, note: str = "") -> PackText:
    """A draft that begins with the text of a pack as it holds. Refusal `not-allowed`; PackError `pack-not-found`."""
    require(RULES, actor, "drafts.write")
    bridge.pack_of(pack)
    hash_, files = files_that_hold(pack)
    return write_down(actor, pack=pack, files=with_status(files, "draft"), based_on=hash_, note=note)


def write_down(
    actor: Actor, *, pack: str, files: Mapping[str, str], based_on: str = "", note: str = "", document: str = "",
    document_name: str = "",
) -> PackText:  # fmt: skip
    """A new draft."""
    at = clock.now()
    with transaction.atomic():
        text = PackText.objects.create(
            pack=pack, name=named(pack, files), files=dict(files), hash=text_hash(pack, files), based_on=based_on,
            document=document, document_name=document_name, note=note[:1000], author_id=actor.person,
            author_name=actor.name, made_at=at, changed_at=at,
        )  # fmt: skip
        record(actor, "text.begin", "text", text.pk, said=pack, why=note, after={"hash": text.hash})
        return text


def named(pack: str, files: Mapping[str, str]) -> dict[str, str]:
    """The name that a text gives its pack."""
    found = check(pack, files).pack
    return {"zh": found.name.zh, "en": found.name.in_("en")} if found else {"zh": pack, "en": pack}


def edit(actor: Actor, text: int, *, version: int, file: str, content: str) -> PackText:
    """Another content of a file. Refusal `text-state` unless it is a draft, `text-changed` where somebody was first,
    `text-too-large`, `no-such-file`."""
    require(RULES, actor, "drafts.write")
    held = PackText.objects.get(pk=text)
    move(held.state, "edit")
    if file not in held.files:
        raise Refusal(Problem("no-such-file", Text("这份文本没有这个文件", "the text has no such file"), found=file))
    content = content.replace("\r\n", "\n")
    if len(content.encode()) > MOST_BYTES:
        raise Refusal(Problem("text-too-large", Text("文件太大", "the file is too large"), found=f"{len(content)}",
                              accepted=Text("4 MB 以内", "at most 4 MB")))  # fmt: skip
    return _replaced(actor, held, version, {**held.files, file: content}, said=file)


def settle(actor: Actor, text: int, *, version: int, definition: str, option: str) -> PackText:
    """Settles an open definition of a draft: the option becomes its default, and it is open no more. Refusals as
    `edit`; `definition-by-hand` where the text is written so that it must be changed by hand."""
    require(RULES, actor, "drafts.write")
    held = PackText.objects.get(pk=text)
    move(held.state, "edit")
    return _replaced(actor, held, version, settled(held.files, definition, option), said=f"{definition} = {option}")


def _replaced(actor: Actor, held: PackText, version: int, files: Mapping[str, str], *, said: str) -> PackText:
    hash_ = text_hash(held.pack, files)
    with transaction.atomic():
        done = PackText.objects.filter(pk=held.pk, state="draft", version=version).update(
            files=dict(files), hash=hash_, version=F("version") + 1, changed_at=clock.now(),
            name=named(held.pack, files),
        )  # fmt: skip
        if not done:
            raise Refusal(_somebody_was_first(held.pk))
        record(actor, "text.edit", "text", held.pk, said=said, before={"hash": held.hash}, after={"hash": hash_})
    return PackText.objects.get(pk=held.pk)


def submit(actor: Actor, text: int, *, version: int) -> PackText:
    """Hands a draft to a second person. Refusal with every problem that a release refuses: the text is checked as a
    released one."""
    require(RULES, actor, "drafts.write")
    held = PackText.objects.get(pk=text)
    move(held.state, "submit")
    files = with_status(held.files, "released")
    found = check(held.pack, files)
    if not found.is_sound:
        raise Refusal(*(one for one in found.problems if one.level is Level.ERROR))
    with transaction.atomic():
        made = _moved(actor, held, "submit", version, files=files, hash=text_hash(held.pack, files))
        tell_releasers(actor, made)
    return made


def tell_releasers(actor: Actor, text: PackText) -> int:
    """A notice for everybody who may release a text, except whoever wrote or submitted it; gives how many were told."""
    roles = {role.value for one in RULES if one.action == "drafts.release" for role in one.roles}
    people = set(posts_today().filter(role__in=roles, person__is_active=True).values_list("person_id", flat=True))
    said = Text(
        f"{text.name['zh']}：{actor.name}提交了新文本，请复核发布",
        f"{text.name['en']}: {actor.name} submitted a text; please read and release it",
    )
    return tell(said, f"/policies/texts/{text.pk}/", people=people - {actor.person, text.author_id})


def send_back(actor: Actor, text: int, *, version: int, why: str) -> PackText:
    """A submitted text is a draft again. Refusal `why-missing`."""
    held = PackText.objects.get(pk=text)
    require(RULES, actor, move(held.state, "return").action)
    why = reason_of(why)
    files = with_status(held.files, "draft")
    return _moved(actor, held, "return", version, why=why, files=files, hash=text_hash(held.pack, files))


def release(actor: Actor, text: int, *, version: int) -> PackText:
    """From now on the pack is this text. By a second person: refusal `release-by-author`. What it changed is kept with
    it; later nothing of it changes any more."""
    held = PackText.objects.get(pk=text)
    require(RULES, actor, move(held.state, "release").action)
    if actor.person is None or actor.person == held.author_id:
        raise Refusal(
            Problem(
                "release-by-author",
                Text("起草人不能发布自己起草的文本", "whoever wrote a text does not release it"),
                found=held.author_name,
                next_step=Text("由办公室另一位同志复核后发布", "ask a colleague to read and release it"),
            )
        )
    _refuse_altered(held)
    return _moved(
        actor, held, "release", version, releaser_id=actor.person, releaser_name=actor.name, released_at=clock.now(),
        difference=difference(held),
    )  # fmt: skip


def withdraw(actor: Actor, text: int, *, version: int, why: str) -> PackText:
    """A released text holds no more; the one before it does. Refusal `why-missing`."""
    held = PackText.objects.get(pk=text)
    require(RULES, actor, move(held.state, "withdraw").action)
    why = reason_of(why)
    return _moved(
        actor, held, "withdraw", version, why=why, ended_at=clock.now(), ended_by=actor.name, ended_why=why[:1000]
    )  # fmt: skip


def drop(actor: Actor, text: int, *, version: int) -> PackText:
    """A draft that nobody goes on with."""
    held = PackText.objects.get(pk=text)
    require(RULES, actor, move(held.state, "drop").action)
    return _moved(actor, held, "drop", version, ended_at=clock.now(), ended_by=actor.name)


def _moved(actor: Actor, held: PackText, verb: str, version: int, *, why: str = "", **changes: Any) -> PackText:
    step = move(held.state, verb)
    with transaction.atomic():
        done = PackText.objects.filter(pk=held.pk, state=step.source, version=version).update(
            state=step.target, version=F("version") + 1, **changes
        )
        if not done:
            raise Refusal(_somebody_was_first(held.pk))
        record(
            actor, f"text.{verb}", "text", held.pk, said=held.pack, why=why,
            before={"state": held.state, "hash": held.hash},
            after={"state": step.target, "hash": changes.get("hash", held.hash)},
        )  # fmt: skip
    return PackText.objects.get(pk=held.pk)


def choose_territory(actor: Actor, *, pack: str, why: str = "") -> Territory:
    """Which pack is the territory's from now on. PackError `pack-not-found`; refusal `not-a-territory`."""
    require(RULES, actor, "territory.choose")
    found = bridge.pack_of(pack)
    if found.kind != "territory" or found.programme is None:
        raise Refusal(
            Problem(
                "not-a-territory",
                Text("这个政策包没有本地的目标与措施", "this pack has no targets and measures of a territory"),
                found=pack,
                next_step=Text("选地方政策包", "choose a pack of a territory"),
            )
        )
    with transaction.atomic():
        made = Territory.objects.create(pack=pack, by_name=actor.name, why=why[:1000], at=clock.now())
        record(actor, "territory.choose", "territory", pack, why=why)
        return made


def difference(text: PackText) -> str:
    """What a text changes against what holds, file by file, as unified text."""
    _, before = files_that_hold(text.pack)
    lines: list[str] = []
    for name in sorted({*before, *text.files}):
        one, two = before.get(name, "").splitlines(), text.files.get(name, "").splitlines()
        lines += difflib.unified_diff(one, two, f"{name} （现行）", f"{name} （新）", lineterm="", n=CONTEXT_LINES)
    return "\n".join(lines)


def _refuse_altered(held: PackText) -> None:
    """Refusal `text-altered` where the stored files are not those that were submitted."""
    if text_hash(held.pack, held.files) != held.hash:
        raise Refusal(Problem("text-altered", Text("文本与其哈希不符", "the text is not what its hash says"),
                              Where(held.pack), found=held.hash))  # fmt: skip


def _somebody_was_first(text: int) -> Problem:
    now = PackText.objects.get(pk=text)
    return Problem(
        "text-changed",
        Text("这份文本刚被别人改过，您的改动未保存", "somebody changed this text just now; yours was not saved"),
        found=f"{now.changed_at:%H:%M}",
        next_step=Text(
            "核对最新文本后重新提交；您写的内容仍在页面上", "compare with the text as it is now, then send again"
        ),
    )
