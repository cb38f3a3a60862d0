"""An issue from closed figures to the archive: held against the closing, checked, signed by another, numbered."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from tests.web.briefs.conftest import (
    PACK,
    client_of,
    composed,
    edited,
    everything,
    number_changed,
    refused,
)  # fmt: skip

from peiyu.paper.brief.reading import read
from peiyu.paper.brief.snapshot import read_snapshot
from peiyu.paper.brief.verify import verify
from peiyu.web import bridge
from peiyu.web.acting.actor import Actor
from peiyu.web.briefs.actions import checking, issuing
from peiyu.web.briefs.actions.composing import Wish, ask_issue
from peiyu.web.briefs.kinds import SORTS
from peiyu.web.briefs.models import Issue, Sent
from peiyu.web.files.store import path_of
from peiyu.web.jobs.worker import work
from peiyu.web.targets.models import Closing, Line
from peiyu.web.targets.queries import register_of
from peiyu.web.trail.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_way_of_an_issue_from_closed_figures_to_the_archive(
    composer: Actor, signer: Actor, closing: Closing, tmp_path: Path
) -> None:
    """One journey, because measuring takes time."""
    every_kind_agrees_with_the_closing(composer, closing)
    issue = Issue.objects.get(kind="brief")
    a_second_one_of_the_month_is_refused(composer, closing)
    a_changed_number_blocks(composer, signer, issue, tmp_path)
    who_composed_or_edited_does_not_sign(composer, signer, issue)
    it_goes_out_with_its_number(composer, issue)
    it_is_sent_and_taken_up(composer, issue)
    the_archive_is_the_end(composer, signer, issue)
    a_number_that_the_closing_says_otherwise_refuses_the_issue(composer, closing)


def every_kind_agrees_with_the_closing(composer: Actor, closing: Closing) -> None:
    for kind, sort in SORTS.items():
        made = composed(composer, closing, kind)
        assert made.state == "composed", made.account
        assert made.account["agree"] > 15
        assert made.account["same_base"]
        assert made.account["same_pack"]
        file = made.files.get()
        snapshot = read_snapshot(path_of(file.numbers))
        assert verify(path_of(file.hash), snapshot).sound
        assert file.verification["sound"]
        assert bool(file.sheet) == sort.sheet
        total = register_of(closing.reading).held("new_sme")
        assert total is not None
        assert snapshot.figures["new_sme.total"].number.value == total.value
    assert Entry.objects.filter(verb="brief.composed").count() == len(SORTS)


def a_second_one_of_the_month_is_refused(composer: Actor, closing: Closing) -> None:
    refused(lambda: ask_issue(composer, kind="brief", closing=closing.pk, wish=Wish()), "issue-there")
    refused(lambda: ask_issue(composer, kind="brief", closing=0, wish=Wish()), "closing-unknown")
    refused(lambda: ask_issue(composer, kind="brief", closing=closing.pk, wish=Wish(form="x")), "wish-unreadable")
    refused(lambda: ask_issue(composer, kind="brief", closing=closing.pk, wish=Wish(template=9)), "template-unknown")


def a_changed_number_blocks(composer: Actor, signer: Actor, issue: Issue, tmp_path: Path) -> None:
    kept = edited(issue.files.get(), number_changed, tmp_path)
    file = checking.upload(composer, issue=issue.pk, kept=kept)
    (changed,) = file.verification["groups"]["changed"]
    assert changed["found"].startswith("777")
    assert changed["place"]["zh"]
    refusal = refused(lambda: checking.check(composer, issue=issue.pk), "numbers-unsettled")
    assert "777" in refusal.problems[0].found
    refused(lambda: checking.accept(composer, issue=issue.pk, keys=[changed["key"]], why=" "), "why-missing")
    refused(lambda: checking.accept(composer, issue=issue.pk, keys=["x"], why="因"), "nothing-chosen")
    assert checking.accept(composer, issue=issue.pk, keys=[changed["key"]], why="以统计局数为准") >= 1
    trail = Entry.objects.filter(verb="brief.accept").first()
    assert trail is not None
    assert trail.why == "以统计局数为准"
    assert trail.after["found"].startswith("777")
    again = checking.upload(composer, issue=issue.pk, kept=kept)
    assert again.acceptances.count() >= 1
    checking.check(composer, issue=issue.pk)
    issuing.send_back(signer, issue=issue.pk, why="数不对")
    back = edited(issue.files.get(number=1), lambda text: text.replace("</w:body>", " </w:body>"), tmp_path)
    assert checking.upload(composer, issue=issue.pk, kept=back).verification["sound"]
    checking.check(composer, issue=issue.pk)


def who_composed_or_edited_does_not_sign(composer: Actor, signer: Actor, issue: Issue) -> None:
    refused(lambda: issuing.issue_it(composer, issue=issue.pk), "issue-state")
    refused(lambda: issuing.sign(composer, issue=issue.pk), "second-person-needed")
    assert issuing.sign(signer, issue=issue.pk).signer_id == signer.person
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(signer=composer.person)


def it_goes_out_with_its_number(composer: Actor, issue: Issue) -> None:
    refused(lambda: issuing.issue_it(composer, issue=issue.pk, start=issuing.Count(30, 9)), "count-unreadable")
    made = issuing.issue_it(composer, issue=issue.pk, start=issuing.Count(9, 21))
    assert (made.year, made.place, made.total) == (2012, 9, 21)
    file = made.files.order_by("-number")[0]
    assert file.kind == "issued"
    assert file.name == "简报2012年第9期.docx"
    assert any(one.text == "第9期（总第21期）" for one in read(path_of(file.hash)).passages)
    assert verify(path_of(file.hash), read_snapshot(path_of(file.numbers))).sound
    assert issuing.next_count("brief", 2012, issuing.Count(1, 1)) == issuing.Count(10, 22)
    assert issuing.next_count("brief", 2013) == issuing.Count(1, 22)
    assert issuing.next_count("notice", 2012) == issuing.Count(1, 1)


def it_is_sent_and_taken_up(composer: Actor, issue: Issue) -> None:
    on = dt.date(2012, 10, 8)
    refused(lambda: issuing.record_sent(composer, issue=issue.pk, to=" ", on=on), "sent-unreadable")
    later = on + dt.timedelta(days=1)
    refused(lambda: issuing.record_sent(composer, issue=issue.pk, to="市科委", on=later), "sent-unreadable")
    sent = issuing.record_sent(composer, issue=issue.pk, to="市科委", on=on)
    early = on - dt.timedelta(days=1)
    refused(lambda: issuing.record_adoption(composer, sent=sent.pk, by="市科委", on=early), "sent-unreadable")
    issuing.record_adoption(composer, sent=sent.pk, by="市科委《信息》", on=on)
    assert Sent.objects.get().adopted_by == "市科委《信息》"
    draft = Issue.objects.get(kind="notice")
    refused(lambda: issuing.record_sent(composer, issue=draft.pk, to="市科委", on=on), "issue-state")


def the_archive_is_the_end(composer: Actor, signer: Actor, issue: Issue) -> None:
    assert issuing.archive(composer, issue=issue.pk).state == "archived"
    refused(lambda: issuing.archive(composer, issue=issue.pk), "issue-state")
    refused(lambda: checking.check(composer, issue=issue.pk), "issue-state")
    refused(lambda: issuing.withdraw(signer, issue=issue.pk, why=""), "why-missing")
    gone = issuing.withdraw(signer, issue=issue.pk, why="数据有误")
    assert (gone.state, gone.place, gone.why) == ("withdrawn", 9, "数据有误")
    assert issuing.next_count("brief", 2012) == issuing.Count(10, 22)


def a_number_that_the_closing_says_otherwise_refuses_the_issue(composer: Actor, closing: Closing) -> None:
    Line.objects.filter(reading=closing.reading, code="new_sme").update(confirmed="999")
    made = composed(composer, closing)
    assert made.state == "failed"
    assert not made.files.exists()
    (problem,) = made.account["problems"]
    assert problem["code"] == "brief-disagrees"
    assert "new_sme.total" in problem["parts"]["found"]
    assert "999" in problem["parts"]["found"]
    page = client_of(composer).get(f"/briefs/{made.pk}/").content.decode()
    assert "new_sme.total" in page
    a_lost_base_is_measured_again(composer, closing)


def a_lost_base_is_measured_again(composer: Actor, closing: Closing) -> None:
    """The base is gone: what was known then gives the same figures, and the page says so."""
    honest = bridge.measure(PACK, day=closing.reading.day).targets["new_sme"].confirmed
    Line.objects.filter(reading=closing.reading, code="new_sme").update(confirmed=str(honest))
    closing.reading.facts = "0" * 64
    closing.reading.save(update_fields=["facts"])
    made = composed(composer, closing)
    assert made.state == "composed", made.account
    assert made.number.endswith("-3")
    assert not made.account["same_base"]
    assert "底表已不在" in client_of(composer).get(f"/briefs/{made.pk}/").content.decode()
    a_document_of_another_issue_is_refused(composer, made)


def a_document_of_another_issue_is_refused(composer: Actor, issue: Issue) -> None:
    import docx

    from peiyu.web.briefs.actions.composing import draft_folder, keep_file

    with draft_folder() as folder:
        other = docx.Document()
        other.add_paragraph("完全无关的一份文件")
        other.save(str(folder / "无关.docx"))
        kept = keep_file(folder / "无关.docx")
    refusal = refused(
        lambda: checking.upload(composer, issue=issue.pk, kept=kept), "snapshot-of-another-issue"
    )  # fmt: skip
    assert str(refusal.problems[0].where) == "无关.docx"
    a_killed_worker_leaves_nothing_twice(composer, issue)


def a_killed_worker_leaves_nothing_twice(composer: Actor, issue: Issue) -> None:
    """The job runs once more after the issue is there: nothing is made again."""
    from peiyu.web.jobs.models import Job

    before = everything()
    Job.objects.filter(pk=issue.job).update(state="queued", lease=None, attempts=0)
    work(until_idle=True)
    assert everything() == before
    assert Job.objects.get(pk=issue.job).state == "done"
