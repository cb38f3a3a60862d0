"""Handing in, the scan, reviewing by another person: every version is frozen, and stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import docx
import pytest
from django.db import IntegrityError, transaction
from tests.web.collection.returned import CODES, KEYS, WHOLE, Place, place, second_of

from peiyu.paper.sealed import write_sealed
from peiyu.web.acting.roles import Role
from peiyu.web.collection.actions import submissions
from peiyu.web.collection.incoming.kept import checksum, hash_of
from peiyu.web.collection.models import AnswerRow, Round, Submission
from peiyu.web.collection.queries import submissions as queries
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.models import Notice

pytestmark = pytest.mark.django_db
__all__ = ["place", "second_of"]
Second = Callable[[Role, str], Any]
PDF = b"%PDF-1.4 a scan"


def answered(place: Place) -> None:
    place.type(place.park, KEYS[0], revenue="1200", staff="80")
    place.type(place.park, KEYS[1], revenue="8000")


def handed_in(place: Place) -> Submission:
    answered(place)
    return submissions.hand_in(place.officer, place.park)


def code(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.problems[0].code


def test_errors_and_unexplained_warnings_block(place: Place) -> None:
    place.type(place.park, KEYS[0], revenue="1200")
    with pytest.raises(Refusal) as told:
        submissions.hand_in(place.officer, place.park)
    assert code(told) == "findings-open"
    assert not Submission.objects.exists()
    place.park.refresh_from_db()
    assert place.park.state == "begun"
    missing = place.park.findings.get()
    assert (missing.enterprise, missing.field, missing.code) == (KEYS[1], "revenue", "answer-missing")


def test_a_version_is_frozen_exactly(place: Place) -> None:
    made = handed_in(place)
    assert (made.number, made.state, made.document) == (1, "submitted", f"2026-10-01-{place.park.pk}-1")
    assert made.hash == hash_of(made.rows)
    assert [row["enterprise"] for row in made.rows] == [KEYS[0], KEYS[1]]
    AnswerRow.objects.update(values={"revenue": 1})
    made.refresh_from_db()
    assert made.rows[0]["values"]["revenue"] == 1_200_000_000
    assert Notice.objects.filter(said__zh__icontains="已报送").exists()


def test_the_hash_is_of_what_is_said_and_of_nothing_else(place: Place) -> None:
    made = handed_in(place)
    same = [dict(reversed(list(row.items()))) for row in made.rows]
    assert hash_of(same) == made.hash
    other = [{**made.rows[0], "values": {"revenue": 1}}, *made.rows[1:]]
    assert hash_of(other) != made.hash
    assert checksum(made.hash) == " ".join(made.hash[at : at + 4].upper() for at in range(0, 16, 4))


def test_the_printed_version_says_what_was_handed_in(place: Place, tmp_path: Any) -> None:
    made = handed_in(place)
    paper = queries.sealed(made)
    path = tmp_path / "a.docx"
    write_sealed(paper, path)
    document = docx.Document(str(path))
    text = "\n".join(one.text for one in document.paragraphs)
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert made.document in text
    assert checksum(made.hash) in text
    assert "单位盖章" in text
    assert place.officer.name in text
    assert {"1,200", "8,000", "300*", "未填"} <= set(cells)
    assert checksum(made.hash) in document.sections[0].footer.paragraphs[0].text
    first = path.read_bytes()
    write_sealed(paper, path)
    assert path.read_bytes() == first


def test_the_scan_is_filed_beside_exactly_this_version(place: Place) -> None:
    made = handed_in(place)
    submissions.attach_scan(place.officer, made, name="盖章.pdf", blocks=[PDF])
    made.refresh_from_db()
    assert (made.scan_name, len(made.scan)) == ("盖章.pdf", 64)
    with pytest.raises(Refusal):
        submissions.attach_scan(place.officer, made, name="盖章.exe", blocks=[b"MZ"])
    submissions.accept(place.office, made)
    with pytest.raises(Refusal) as told:
        submissions.attach_scan(place.officer, made, name="又一份.pdf", blocks=[PDF])
    assert code(told) == "submission-reviewed"
    made.refresh_from_db()
    assert made.scan_name == "盖章.pdf"


def test_another_person_accepts_and_the_unit_is_told(place: Place) -> None:
    made = submissions.accept(place.office, handed_in(place))
    place.park.refresh_from_db()
    assert (made.state, made.reviewer_id, place.park.state) == ("accepted", place.office.person, "accepted")
    assert Notice.objects.filter(person_id=place.officer.person, said__zh__icontains="已采信").exists()
    with pytest.raises(Refusal):
        submissions.accept(place.office, made)


def test_nobody_reviews_what_he_handed_in(place: Place) -> None:
    made = handed_in(place)
    Submission.objects.filter(pk=made.pk).update(by_id=place.office.person)
    made.refresh_from_db()
    for act in (lambda: submissions.accept(place.office, made),
                lambda: submissions.give_back(place.office, made, why="有误")):  # fmt: skip
        with pytest.raises(Refusal) as told:
            act()
        assert code(told) == "second-person-needed"
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=made.pk).update(reviewer_id=place.office.person)
    made.refresh_from_db()
    assert made.state == "submitted"


def test_returned_with_reasons_and_handed_in_again(place: Place) -> None:
    first = handed_in(place)
    with pytest.raises(Refusal) as told:
        submissions.give_back(place.office, first, why=" ")
    assert code(told) == "why-missing"
    submissions.give_back(place.office, first, why="第一家营收请核实")
    place.park.refresh_from_db()
    assert (first.state, first.why, place.park.state) == ("returned", "第一家营收请核实", "begun")
    assert Notice.objects.filter(person_id=place.officer.person, said__zh__icontains="第一家营收请核实").exists()
    place.type(place.park, KEYS[0], version=1, revenue="1250", staff="80")
    second = submissions.hand_in(place.officer, place.park)
    assert second.number == 2
    (change,) = queries.changes(second)
    assert (change.before, change.after) == ("1,200", "1,250")
    first.refresh_from_db()
    assert first.rows[0]["values"]["revenue"] == 1_200_000_000


def test_the_unit_takes_back_what_nobody_reviewed(place: Place) -> None:
    made = handed_in(place)
    with pytest.raises(Refusal):
        submissions.take_back(place.staff.actor(Role.LEADER), made, why="改错")
    submissions.take_back(place.officer, made, why="改错")
    place.park.refresh_from_db()
    assert (made.state, made.reviewer, place.park.state) == ("returned", None, "begun")


def test_nothing_is_accepted_while_the_closing_is_proposed(place: Place) -> None:
    made = handed_in(place)
    Round.objects.update(state="closing")
    made.refresh_from_db()
    made.unit.round.refresh_from_db()
    with pytest.raises(Refusal) as told:
        submissions.accept(place.office, made)
    assert code(told) == "round-closing"


REVIEWERS = {Role.OFFICE}


def test_who_reviews(place: Place) -> None:
    """Every other role is refused, and nothing is reviewed."""
    made = handed_in(place)
    for role in set(Role) - REVIEWERS:
        for act in (submissions.accept, lambda actor, one: submissions.give_back(actor, one, why="有误")):
            with pytest.raises(Refusal) as told:
                act(place.staff.actor(role), made)
            assert told.value.status == 403, role
    made.refresh_from_db()
    assert made.state == "submitted"


def test_the_reviewer_of_the_department_that_asks_reviews(place: Place) -> None:
    Round.objects.update(organisation=place.staff.units["science"])
    place.park.round.refresh_from_db()
    made = submissions.accept(place.staff.actor(Role.REVIEWER), handed_in(place))
    assert made.state == "accepted"


LIST = {"entity": "award", "fields": ["kind", "title", "awarded_on"], "required": [], "new_rows": True}


def test_added_records_get_numbers_by_what_identifies_them(place: Place) -> None:
    from peiyu.web.collection.actions import answers as answering

    Round.objects.update(sheets=[LIST])
    place.park.round.refresh_from_db()
    for title in ("科技进步奖", "科技进步奖", ""):
        row = answering.add_row(place.officer, place.park, entity="award", enterprise=KEYS[0])
        texts = {"title": title, "awarded_on": "2026-09-01" if title else ""}
        key = ("award", KEYS[0], row.record)
        answering.save_row(place.officer, place.park, answering.Typed(key=key, version=1, texts=texts))
    with pytest.raises(Refusal) as told:
        submissions.hand_in(place.officer, place.park)
    assert code(told) == "record-twice"
    assert AnswerRow.objects.filter(record__lt=0).count() == 3
    extra = AnswerRow.objects.filter(raw__title="科技进步奖").order_by("record").first()
    assert extra is not None
    assert extra.record is not None
    answering.remove_row(place.officer, place.park, key=("award", KEYS[0], extra.record))
    made = submissions.hand_in(place.officer, place.park)
    assert [row["record"] > 0 for row in made.rows] == [True]


def test_who_asks_hands_in_what_came_back_in_files_and_another_reviews(place: Place, second_of: Second) -> None:
    place.drop(place.workbook(place.park, WHOLE), place.workbook(place.other, {CODES[2]: {"revenue": 560}}))
    for role in set(Role) - {Role.OFFICE, Role.PARK}:
        with pytest.raises(Refusal):
            submissions.hand_in(place.staff.actor(role), place.park)
        if role is not Role.DEPARTMENT:
            with pytest.raises(Refusal):
                submissions.hand_in_all(place.staff.actor(role), place.round)
    assert not Submission.objects.exists()
    assert submissions.hand_in_all(place.office, place.round) == (1, 1)
    made = Submission.objects.get()
    assert (made.unit, made.by_id, bool(made.file)) == (place.park, place.office.person, True)
    done, problems = submissions.accept_all(place.office, [made])
    assert (done, problems[0].code) == (0, "second-person-needed")
    assert submissions.accept_all(second_of(Role.OFFICE, "office"), [made]) == (1, ())
    assert place.other.findings.filter(code="answer-missing").exists()
