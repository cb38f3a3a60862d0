"""Attachments, comments, notices: the owning app decides, refusals say why, and nothing is lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from peiyu.problems import Text
from peiyu.web.accounts.models import Post
from peiyu.web.acting.roles import Role
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.actions import attach, comment, read, remove, tell
from peiyu.web.notes.models import Attachment, Comment, Notice
from peiyu.web.notes.queries import notes_on, unread
from peiyu.web.notes.subjects import SUBJECTS, Decided, decided, subject
from peiyu.web.trail.models import Entry

PDF = b"%PDF-1.4 paper"
OPEN = Decided(kind="trial", subject="7", said=Text("七号", "number 7"), address="/trial/7/", adds=True)
SHUT = Decided(kind="trial", subject="7", said=Text("七号", "number 7"), address="/trial/7/")


@pytest.fixture(autouse=True)
def _trial(monkeypatch) -> None:
    """Records of a kind that the office keeps, the leader sees, and nobody else knows of."""
    monkeypatch.setitem(SUBJECTS, "trial", lambda actor, pk: None)

    @subject("trial")
    def of_trial(actor, pk: str) -> Decided | None:
        if pk != "7" or actor.role not in (Role.OFFICE, Role.LEADER, Role.DEPARTMENT):
            return None
        return SHUT if actor.role is Role.LEADER else OPEN


def test_a_kind_without_notes_has_none(staff) -> None:
    assert decided(staff.actor(Role.OFFICE), "nothing", "7") is None


def test_a_file_is_attached_found_and_given_out(staff, visit) -> None:
    client = visit(Role.OFFICE)
    sent = client.post(
        "/notes/on/trial/7/attach/", {"file": SimpleUploadedFile("请示.pdf", PDF), "said": "关于七号的请示"}
    )
    assert sent["Location"] == "/trial/7/#attachments"
    (held,) = notes_on(OPEN).attachments
    assert (held.name, held.bytes, held.said, held.by_name) == ("请示.pdf", len(PDF), "关于七号的请示", "office-person")
    answer = visit(Role.LEADER).get(f"/notes/attachments/{held.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Entry.objects.get(verb="notes.attach").after["hash"] == held.hash
    answer.close()


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.OFFICE, Role.LEADER, Role.DEPARTMENT)])
def test_whoever_may_not_know_the_record_finds_nothing(staff, visit, role: Role) -> None:
    held = attach(staff.actor(Role.OFFICE), OPEN, name="请示.pdf", blocks=[PDF])
    client = visit(role)
    for address in (
        f"/notes/attachments/{held.pk}/", f"/notes/attachments/{held.pk}/remove/", "/notes/on/trial/7/attach/",
        "/notes/on/trial/7/comment/", "/notes/on/nothing/7/attach/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404
    assert client.post("/notes/on/trial/7/comment/", {"text": "混入"}).status_code == 404
    assert not Comment.objects.exists()


def test_who_only_looks_adds_nothing(staff, visit) -> None:
    answer = visit(Role.LEADER).post("/notes/on/trial/7/comment/", {"text": "请抓紧"})
    assert answer.status_code == 422
    assert "请抓紧" in answer.content.decode()
    with pytest.raises(Refusal):
        attach(staff.actor(Role.LEADER), SHUT, name="a.pdf", blocks=[PDF])
    assert not Comment.objects.exists()
    assert not Attachment.objects.exists()
    assert not Entry.objects.exists()


def test_a_refused_file_leaves_nothing_and_keeps_what_was_typed(visit) -> None:
    file = SimpleUploadedFile("台账.xlsm", b"PK\x03\x04")
    answer = visit(Role.OFFICE).post("/notes/on/trial/7/attach/", {"file": file, "said": "写好的说明"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "带有宏" in page
    assert "写好的说明" in page
    assert not Attachment.objects.exists()
    assert "请选择文件" in visit(Role.OFFICE).post("/notes/on/trial/7/attach/", {"said": "x"}).content.decode()


def test_only_who_attached_it_or_the_office_removes_it_with_a_reason(staff, visit) -> None:
    mine = attach(staff.actor(Role.DEPARTMENT), OPEN, name="a.pdf", blocks=[PDF])
    offices = attach(staff.actor(Role.OFFICE), OPEN, name="b.pdf", blocks=[PDF])
    with pytest.raises(Refusal):
        remove(staff.actor(Role.DEPARTMENT), OPEN, offices.pk, why="不想要")
    with pytest.raises(Refusal) as refused:
        remove(staff.actor(Role.DEPARTMENT), OPEN, mine.pk, why="  ")
    assert refused.value.problems[0].code == "why-missing"
    assert len(notes_on(OPEN).attachments) == 2
    sent = visit(Role.DEPARTMENT).post(f"/notes/attachments/{mine.pk}/remove/", {"why": "传错了"})
    assert sent.status_code == 302
    assert [one.name for one in notes_on(OPEN).attachments] == ["b.pdf"]
    assert visit(Role.OFFICE).get(f"/notes/attachments/{mine.pk}/").status_code == 404
    entry = Entry.objects.get(verb="notes.remove")
    assert (entry.why, entry.before["name"]) == ("传错了", "a.pdf")
    with pytest.raises(Refusal):
        remove(staff.actor(Role.DEPARTMENT), OPEN, mine.pk, why="再来")


@pytest.mark.parametrize(("text", "code"), [("  \n", "comment-empty"), ("长" * 2001, "comment-too-long")])
def test_a_comment_says_something_and_not_too_much(staff, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        comment(staff.actor(Role.OFFICE), OPEN, text=text)
    assert refused.value.problems[0].code == code
    assert not Comment.objects.exists()


def test_a_comment_is_shown_as_text(staff, visit) -> None:
    assert visit(Role.OFFICE).post("/notes/on/trial/7/comment/", {"text": "<b>请核</b>"}).status_code == 302
    from django.template.loader import render_to_string

    page = render_to_string("notes/comments.html", {"notes": notes_on(OPEN)})
    assert "&lt;b&gt;请核&lt;/b&gt;" in page
    assert 'action="/notes/on/trial/7/comment/"' in page
    assert "<form" not in render_to_string("notes/comments.html", {"notes": notes_on(SHUT)})


def test_notes_take_two_queries(staff, django_assert_num_queries) -> None:
    for _ in range(5):
        comment(staff.actor(Role.OFFICE), OPEN, text="意见")
    with django_assert_num_queries(2):
        assert len(notes_on(OPEN).comments) == 5


def test_people_and_organisations_are_told_once_each(staff) -> None:
    science = staff.units["science"]
    there = Post.objects.filter(organisation=science).count()
    told = tell(
        Text("请核对", "please check"), "/my-work/", people=[staff.person(Role.DEPARTMENT)], organisations=[science.pk]
    )
    assert told == there
    assert unread(staff.actor(Role.DEPARTMENT)) == 1
    assert unread(staff.actor(Role.PARK)) == 0


def test_an_organisation_without_anybody_is_told_when_somebody_comes(staff) -> None:
    empty = staff.units["other_park"]
    assert tell(Text("请核对", "please check"), organisations=[empty.pk]) == 1
    assert unread(staff.actor(Role.PARK)) == 0
    Post.objects.filter(person=staff.people[Role.PARK]).update(organisation=empty)
    assert unread(staff.actor(Role.PARK)) == 1


def test_the_bell_counts_and_opening_leads_on(staff, visit) -> None:
    tell(Text("请核对台账", "please check the ledger"), "/me/", people=[staff.person(Role.PARK)])
    tell(Text("别处", "elsewhere"), "//evil.example/", people=[staff.person(Role.PARK)])
    client = visit(Role.PARK)
    assert "<strong>2</strong>" in client.get("/notes/").content.decode()
    assert "please check the ledger" in client.get("/notes/?lang=en").content.decode()
    first, second = Notice.objects.order_by("pk")
    assert client.get(f"/notes/{first.pk}/open/")["Location"] == "/me/"
    assert client.get(f"/notes/{second.pk}/open/")["Location"] == "/notes/"
    assert unread(staff.actor(Role.PARK)) == 0


def test_nobody_reads_anothers_notices(staff, visit) -> None:
    tell(Text("只给园区", "for the park alone"), "/me/", people=[staff.person(Role.PARK)])
    held = Notice.objects.get()
    client = visit(Role.BANK)
    assert "只给园区" not in client.get("/notes/").content.decode()
    assert client.get(f"/notes/{held.pk}/open/").status_code == 404
    client.post("/notes/read/")
    assert read(staff.actor(Role.BANK), held.pk) == 0
    assert unread(staff.actor(Role.PARK)) == 1


def test_all_are_read_at_once(staff, visit) -> None:
    for number in range(120):
        tell(Text(f"第{number}条", f"number {number}"), people=[staff.person(Role.PARK)])
    assert unread(staff.actor(Role.PARK)) == 99
    visit(Role.PARK).post("/notes/read/")
    assert unread(staff.actor(Role.PARK)) == 0
