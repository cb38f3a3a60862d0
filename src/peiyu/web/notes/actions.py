"""Every write of notes. The app that owns a record has decided already: actions take what it decided."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.accounts.queries import people_in
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.roles import Role
from peiyu.web.files.store import keep
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.models import Attachment, Comment, Notice
from peiyu.web.notes.queries import notices_of
from peiyu.web.notes.subjects import Decided
from peiyu.web.trail.actions import record

MOST_TEXT = 2_000


def attach(actor: Actor, on: Decided, *, name: str, blocks: Iterable[bytes], said: str = "") -> Attachment:
    """Attaches a file to a record. Refusals `not-allowed` and those of `files.store.keep`; nothing is attached then."""
    _may_add(on)
    kept = keep(name, blocks)
    with transaction.atomic():
        made = Attachment.objects.create(
            kind=on.kind, subject=on.subject, name=kept.name[-200:], hash=kept.hash, bytes=kept.bytes, said=said[:400],
            by_id=actor.person, by_name=actor.name, at=clock.now(),
        )  # fmt: skip
        after = {"attachment": made.pk, "name": made.name, "hash": made.hash}
        record(actor, "notes.attach", on.kind, on.subject, said=made.name, after=after)
    return made


def remove(actor: Actor, on: Decided, attachment: int, *, why: str) -> None:
    """Takes an attachment off a record; the file stays for the trail. Only who attached it, or the office, may."""
    held = Attachment.objects.filter(pk=attachment, kind=on.kind, subject=on.subject, removed_at=None).first()
    if held is None:
        raise Refusal(Problem("attachment-gone", Text("附件已被移除", "the attachment is gone")), status=404)
    if held.by_id != actor.person and actor.role is not Role.OFFICE:
        reason = Text("只有上传人或办公室可以移除", "only who attached it or the office may remove it")
        raise Refusal(Problem("not-allowed", reason), status=403)
    why = reason_of(why, most=400)
    with transaction.atomic():
        gone = Attachment.objects.filter(pk=held.pk, removed_at=None)
        if gone.update(removed_at=clock.now(), removed_why=why):
            before = {"attachment": held.pk, "name": held.name, "hash": held.hash}
            record(actor, "notes.remove", on.kind, on.subject, said=held.name, why=why, before=before)


def comment(actor: Actor, on: Decided, *, text: str) -> Comment:
    """Says something about a record. Refusals `not-allowed`, `comment-empty`, `comment-too-long`."""
    _may_add(on)
    text = text.strip()
    if not text:
        raise Refusal(Problem("comment-empty", Text("请先写下内容", "write something first")))
    if len(text) > MOST_TEXT:
        most = Text(f"不超过 {MOST_TEXT} 字", f"at most {MOST_TEXT} characters")
        said = Text("内容太长", "this is too long")
        raise Refusal(Problem("comment-too-long", said, found=str(len(text)), accepted=most))
    with transaction.atomic():
        made = Comment.objects.create(
            kind=on.kind, subject=on.subject, text=text, by_id=actor.person, by_name=actor.name, at=clock.now()
        )
        record(actor, "notes.comment", on.kind, on.subject, after={"comment": made.pk})
    return made


def tell(said: Text, address: str = "", *, people: Iterable[int] = (), organisations: Iterable[int] = ()) -> int:
    """Puts a notice before people, and before everybody who holds a post in some organisations today; one each. Where
    an organisation has nobody yet, the notice waits for the first to come. Gives how many were told."""
    told: dict[str, object] = {"said": {"zh": said.zh, "en": said.en}, "address": address[:200], "at": clock.now()}
    persons, empty = set(people), []
    for one in organisations:
        there = set(people_in([one]).values_list("pk", flat=True))
        persons |= there
        if not there:
            empty.append(one)
    made = [Notice(person_id=one, **told) for one in sorted(persons)]
    made += [Notice(organisation=one, **told) for one in empty]
    return len(Notice.objects.bulk_create(made))


def read(actor: Actor, notice: int | None = None) -> int:
    """Marks one's notices as read: one, or all of them. Gives how many."""
    mine = notices_of(actor).filter(read_at=None)
    if notice is not None:
        mine = mine.filter(pk=notice)
    return mine.update(read_at=clock.now())


def _may_add(on: Decided) -> None:
    if not on.adds:
        reason = Text("当前身份只能查看，不能添加附件和意见", "with your present role you can look but not add")
        raise Refusal(Problem("not-allowed", reason), status=403)
