"""Reads of what an issue is held against: its snapshot, the last issue of its kind, the latest closing of its month."""

from __future__ import annotations

from fractions import Fraction

from peiyu.paper.brief.snapshot import Snapshot, read_snapshot
from peiyu.web.briefs.models import Issue, IssueFile
from peiyu.web.briefs.states import OUT
from peiyu.web.briefs.worded import Compared, compared
from peiyu.web.files.store import path_of
from peiyu.web.targets.models import Closing
from peiyu.web.targets.queries import register_of
from peiyu.writing.brief.agree import values_today
from peiyu.writing.brief.erratum import Correction, corrections


def last_file(issue: Issue) -> IssueFile | None:
    """The file that stands for an issue now."""
    return issue.files.order_by("-number").first()


def snapshot_of(file: IssueFile) -> Snapshot:
    """What a file is held against."""
    return read_snapshot(path_of(file.numbers))


def last_snapshot(issue: Issue) -> Snapshot | None:
    """The last issue of the kind and language that went out of an earlier month; None for the first."""
    before = Issue.objects.filter(
        kind=issue.kind, lang=issue.lang, state__in=OUT, closing__pack=issue.closing.pack,
        closing__month__lt=issue.closing.month,
    ).order_by("-closing__month", "-place")  # fmt: skip
    last = before.first()
    file = None if last is None else last_file(last)
    return None if file is None else snapshot_of(file)


def latest_closing(issue: Issue) -> Closing:
    """The closing of the issue's month that holds now."""
    held = Closing.objects.filter(pack=issue.closing.pack, month=issue.closing.month, state="closed")
    return held.select_related("reading").order_by("-issue").first() or issue.closing


def current_of(issue: Issue, snapshot: Snapshot) -> dict[str, Fraction]:
    """What the closing that holds now says of the figures of an issue, where it differs from what they were composed
    of; nothing as long as no later closing followed."""
    closing = latest_closing(issue)
    register = register_of(closing.reading, issue=closing.issue)
    said = values_today((one.number for one in snapshot.figures.values()), register)
    return {id_: value for id_, value in said.items() if value != snapshot.figures[id_].number.value}


def found_in(file: IssueFile) -> tuple[Compared, ...]:
    """The findings of a file with what was accepted in it. One query."""
    accepted = {one.key: (one.why, one.by_name) for one in file.acceptances.all()}
    return compared(file.verification, accepted)


def corrections_of(issue: Issue) -> tuple[Correction, ...]:
    """The figures of an issue that the closing that holds now says otherwise; none where no later one was closed."""
    closing, file = latest_closing(issue), last_file(issue)
    if closing.pk == issue.closing_id or file is None:
        return ()
    return corrections(snapshot_of(file), register_of(closing.reading, issue=closing.issue))
