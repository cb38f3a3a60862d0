"""A small made-up zone whose September is closed; people who compose and sign; an issue composed by the worker."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.targets.conftest import reading_by_hand

from peiyu.madeup import Zone, write
from peiyu.paper.brief.values import Brief, Number, Paragraph
from peiyu.paper.brief.verify import verify
from peiyu.paper.brief.write import write as write_brief
from peiyu.web import clock
from peiyu.web.accounts.models import Organisation, Person, Post
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.briefs.actions import checking, issuing
from peiyu.web.briefs.actions.composing import Wish, ask_issue, draft_folder, keep_file
from peiyu.web.briefs.kinds import SORTS
from peiyu.web.briefs.models import Issue, IssueFile
from peiyu.web.briefs.worded import verification_of
from peiyu.web.enterprises.actions import take_in
from peiyu.web.files.store import Kept, path_of
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.worker import work
from peiyu.web.look.refusal import Refusal
from peiyu.web.policies.models import Territory
from peiyu.web.targets.actions import measuring
from peiyu.web.targets.models import Closing, Reading
from peiyu.web.targets.queries import register_of
from peiyu.web.trail.models import Entry
from peiyu.writing.register import FigureKey

PACK = "tianjin-hitech-2012"
DAY = dt.date(2012, 9, 30)
SYSTEM = Actor.system("test")
Change = Callable[[str], str]


@pytest.fixture
def today(settings) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """The installation stands in October."""
    object.__setattr__(settings.PEIYU, "day", dt.date(2012, 10, 8))
    yield
    object.__setattr__(settings.PEIYU, "day", None)


def person(name: str, role: Role) -> Actor:
    """Somebody of a role with an account."""
    unit, _ = Organisation.objects.get_or_create(kind="office", name=f"{role.value}处")
    made = Person.objects.create(sign_in=name, name=name)
    Post.objects.create(person=made, organisation=unit, role=role.value, since=dt.date(2012, 1, 1))
    return Actor(person=made.pk, name=name, role=role, post=1, organisation=unit.pk,
                 organisations=frozenset({unit.pk}))  # fmt: skip


@pytest.fixture
def composer(today: None, db: None) -> Actor:
    """Who composes."""
    Territory.objects.create(pack=PACK, by_name="周办", at=clock.now())
    return person("周办", Role.OFFICE)


@pytest.fixture
def signer(composer: Actor) -> Actor:
    """Who signs."""
    return person("郑领", Role.LEADER)


def client_of(actor: Actor) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(
        Person.objects.get(pk=actor.person), backend="django.contrib.auth.backends.AllowAllUsersModelBackend"
    )  # fmt: skip
    return client


@pytest.fixture
def closing(composer: Actor, tmp_path: Path) -> Closing:
    """September, measured and closed."""
    base = write(Zone(kind=PACK, companies=60, as_of=DAY), tmp_path / "facts")
    frames = {entity: base.raw(entity, 0).collect() for entity, held in base.manifest.entities.items() if held.files}
    take_in(SYSTEM, frames, kind="made_up", name="虚构")
    return closed(DAY)


def closed(day: dt.date, *, issue: int = 1, why: str = "") -> Closing:
    """A closing of what the facts say now."""
    job = ask(SYSTEM, measuring.KIND, pack=PACK, day=day.isoformat())
    work(until_idle=True)
    job.refresh_from_db()
    assert job.state == "done", job.problems
    reading = Reading.objects.get(pk=job.result["reading"])
    return frozen(reading, issue=issue, why=why)


def frozen(reading: Reading, *, issue: int = 1, why: str = "") -> Closing:
    """A reading as a closing, past the two people that it takes."""
    Reading.objects.filter(pk=reading.pk).update(state="closed")
    reading.refresh_from_db()
    return Closing.objects.create(
        pack=PACK, month=reading.day.replace(day=1), issue=issue, reading=reading, state="closed", why=why,
        by_name="周办", second_name="吴复", at=clock.now(), ended_at=clock.now(),
    )  # fmt: skip


def composed(actor: Actor, closing: Closing, kind: str = "brief", **wish: object) -> Issue:
    """An issue, composed by the worker."""
    made = ask_issue(actor, kind=kind, closing=closing.pk, wish=Wish(**{"forecast": False, **wish}))  # type: ignore[arg-type]
    work(until_idle=True)
    made.refresh_from_db()
    return made


def status_of(client: Client, address: str) -> int:
    """How a page or a file answers; a file is read to its end."""
    answer = client.get(address)
    if answer.streaming:
        assert b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return answer.status_code


def by_hand(actor: Actor, *, day: dt.date = DAY, count: int = 3) -> Closing:
    """A closing of a reading written by hand: little giants of which `count` are there."""
    return frozen(reading_by_hand(day, count=count))


def issue_by_hand(actor: Actor, closing: Closing, kind: str = "brief", state: str = "composed") -> Issue:
    """An issue that tells the little giants of a closing, without measuring anything."""
    held = register_of(closing.reading).figures[FigureKey("new_giants")].value
    assert held is not None
    number = Number("new_giants.total", f"{held}家", held, "家", "按发证日期", closing.reading.day)
    name = f"{kind}{closing.month:%Y-%m}-{Issue.objects.count()}"
    brief = Brief(
        kind=SORTS[kind].kind, name="简报", title="进展", number=name, issuer="办公室", date=clock.today(),
        as_of=closing.reading.day, items=(Paragraph(("新增科技小巨人企业累计", number, "。")),), counted=True,
    )  # fmt: skip
    with draft_folder() as folder:
        written = write_brief(brief, folder / f"{name}.docx")
        document, numbers = keep_file(written.path), keep_file(written.numbers, ".txt")
    issue = Issue.objects.create(
        kind=kind, closing=closing, year=closing.month.year, number=name, title="进展", state=state,
        composer_id=actor.person, composer_name=actor.name, at=clock.now(),
        account={"head": "简报", "issuer": "办公室"},
    )  # fmt: skip
    IssueFile.objects.create(
        issue=issue, number=1, kind="composed", name=document.name, hash=document.hash, numbers=numbers.hash,
        verification=verification_of(verify(path_of(document.hash), written.snapshot)), by_id=actor.person,
        by_name=actor.name, at=clock.now(),
    )  # fmt: skip
    return issue


def gone_out(actor: Actor, signer: Actor, issue: Issue) -> Issue:
    """The issue, checked, signed and issued."""
    checking.check(actor, issue=issue.pk)
    issuing.sign(signer, issue=issue.pk)
    return issuing.issue_it(actor, issue=issue.pk)


def edited(file: IssueFile, change: Change, folder: Path) -> Kept:
    """The document of a file with its text changed, as somebody would upload it."""
    target = folder / "改过.docx"
    with zipfile.ZipFile(path_of(file.hash)) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for one in given.infolist():
            held = given.read(one.filename)
            if one.filename == "word/document.xml":
                text = held.decode()
                assert change(text) != text, "the edit found nothing to edit"
                held = change(text).encode()
            made.writestr(one.filename, held)
    return keep_file(target)


def as_upload(kept: Kept, name: str = "改过.docx") -> SimpleUploadedFile:
    """A kept file as a browser sends it."""
    return SimpleUploadedFile(name, path_of(kept.hash).read_bytes())


def number_changed(text: str) -> str:
    """The first figure under a bookmark becomes 777."""
    return re.sub(r"(<w:bookmarkStart[^>]*_0001_[^>]*/>.*?<w:t[^>]*>)\d+", r"\g<1>777", text, count=1, flags=re.S)


def refused(do: Callable[[], object], code: str) -> Refusal:
    """Refused with this code, and nothing changed."""
    before = everything()
    with pytest.raises(Refusal) as refusal:
        do()
    assert refusal.value.problems[0].code == code
    assert before == everything()
    return refusal.value


def everything() -> tuple[object, ...]:
    """What a refusal may not change."""
    return (
        list(Issue.objects.values("pk", "state", "version", "place", "total")), IssueFile.objects.count(),
        Entry.objects.count(),
    )  # fmt: skip
