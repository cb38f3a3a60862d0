"""Closing a round takes two; what was accepted goes in at once, who is missing stays missing, and what comes later is a
correction with its effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F
from tests.web.collection.returned import KEYS, Place, place, second_of

from peiyu.web import clock
from peiyu.web.acting.roles import Role
from peiyu.web.collection.actions import closing, submissions
from peiyu.web.collection.models import AnswerRow, Correction, Round
from peiyu.web.collection.queries import closing as queries
from peiyu.web.enterprises.intake.arranged import ROW_BITS
from peiyu.web.enterprises.models import FACT_MODELS, Intake
from peiyu.web.enterprises.queries.versions import intakes_unseen
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.worker import work
from peiyu.web.look.refusal import Refusal
from peiyu.web.policies.models import Territory
from peiyu.web.targets.models import Closing, Line, Reading
from peiyu.web.trail.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["place", "second_of"]
RETURNS = FACT_MODELS["monthly_return"]
Second = Callable[[Role, str], Any]


def accepted(place: Place) -> None:
    place.type(place.park, KEYS[0], revenue="1200", staff="80")
    place.type(place.park, KEYS[1], revenue="8000")
    submissions.accept(place.office, submissions.hand_in(place.officer, place.park))


def closed(place: Place, second_of: Second) -> None:
    accepted(place)
    closing.propose(place.office, place.round)
    closing.close(second_of(Role.OFFICE, "office"), place.round)
    work(until_idle=True)
    place.round.refresh_from_db()
    place.park.refresh_from_db()
    place.park.round.refresh_from_db()


def code(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.problems[0].code


def test_figures_are_numbered_as_those_of_an_import_that_came_then(place: Place, second_of: Second) -> None:
    """Of one day what was recorded last holds: what comes in after the closing is numbered above it."""
    closed(place, second_of)
    made = place.round.intake
    assert made is not None
    numbers = sorted(RETURNS.objects.filter(intake=made).values_list("record_id", flat=True))
    assert numbers == [(made.pk << ROW_BITS) + place for place in range(len(numbers))] != []


def test_one_proposes_and_a_second_closes(place: Place, second_of: Second) -> None:
    accepted(place)
    closing.propose(place.office, place.round)
    with pytest.raises(Refusal) as told:
        closing.close(place.office, place.round)
    assert code(told) == "second-person-needed"
    with pytest.raises(Refusal):
        closing.close(place.officer, place.round)
    assert not Intake.objects.exists()
    closing.close(place.staff.actor(Role.LEADER), place.round)
    place.round.refresh_from_db()
    assert place.round.state == "closed"
    assert Entry.objects.get(verb="round.close").after == {"accepted": 1, "missing": ["乙园"]}


def test_what_waits_for_review_stands_in_the_way(place: Place) -> None:
    place.type(place.park, KEYS[0], revenue="1200")
    place.type(place.park, KEYS[1], revenue="8000")
    submissions.hand_in(place.officer, place.park)
    with pytest.raises(Refusal) as told:
        closing.propose(place.office, place.round)
    assert code(told) == "submissions-waiting"
    assert "甲园" in told.value.problems[0].found
    place.round.refresh_from_db()
    assert place.round.state == "open"


def test_a_proposal_can_be_withdrawn(place: Place) -> None:
    closing.propose(place.office, place.round)
    with pytest.raises(Refusal):
        closing.withdraw(place.office, place.round, why="")
    closing.withdraw(place.office, place.round, why="乙园今天能报")
    assert (place.round.state, place.round.by) == ("open", None)


def test_accepted_answers_are_one_intake_and_the_missing_stay_missing(place: Place, second_of: Second) -> None:
    closed(place, second_of)
    intake = Intake.objects.get(kind="round")
    assert (place.round.intake, intake.state, intake.projected) == (intake, "live", True)
    rows = {row["enterprise"]: row for row in RETURNS.objects.values()}
    assert set(rows) == {KEYS[0], KEYS[1]}
    first = rows[KEYS[0]]
    assert (first["revenue"], first["staff"], first["total_profit"]) == (1_200_000_000, 80, None)
    assert (first["year"], first["month"], first["basis"]) == (2026, 10, "累计")
    assert (first["source"], first["purpose"], first["known_from"]) == ("企业填报", "行政", clock.today())
    assert [one.name for one in queries.unanswered(place.round)] == ["乙园"]


def test_a_statistical_round_keeps_its_purpose(place: Place, second_of: Second) -> None:
    Round.objects.update(
        purpose="统计", table="科统月01", approval="国统制〔2026〕1号", valid_until=dt.date(2099, 1, 1)
    )
    place.round.refresh_from_db()
    place.park.round.refresh_from_db()
    closed(place, second_of)
    assert set(RETURNS.objects.values_list("purpose", flat=True)) == {"统计"}
    assert Intake.objects.get().purpose == "统计"


def test_nothing_accepted_stores_nothing(place: Place) -> None:
    closing.propose(place.office, place.round)
    closing.close(place.staff.actor(Role.LEADER), place.round)
    work(until_idle=True)
    assert not Intake.objects.exists()
    assert not queries.is_stuck(Round.objects.get())


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("step", ["store_frames", "go_live", "project"])
def test_killed_while_storing_leaves_nothing_half_seen(
    place: Place, second_of: Second, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    accepted(place)
    closing.propose(place.office, place.round)
    closing.close(second_of(Role.OFFICE, "office"), place.round)
    real = getattr(closing, step)

    def dying(*args: Any, **kwargs: Any) -> Any:
        if step == "store_frames":
            real(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(closing, step, dying)
        with pytest.raises(Killed):
            work(until_idle=True)
    assert (intakes_unseen() == []) is (step == "project")
    Job.objects.filter(state="running").update(state="queued", lease=None)
    work(until_idle=True)
    assert Intake.objects.get().state == "live"
    assert RETURNS.objects.count() == 2
    assert Intake.objects.get().counts == {"monthly_return": 2}


def corrected(place: Place) -> Correction:
    submissions.correct(place.officer, place.park, why="漏填一家")
    place.park.refresh_from_db()
    row = AnswerRow.objects.get(enterprise=KEYS[0])
    place.type(place.park, KEYS[0], version=row.version, revenue="1500", staff="80")
    made = submissions.hand_in(place.officer, place.park, why="财务更正")
    submissions.accept(place.office, made)
    work(until_idle=True)
    return Correction.objects.select_related("submission__unit__round", "intake").get()


def test_what_changes_after_the_closing_is_a_version_and_an_intake_of_its_own(place: Place, second_of: Second) -> None:
    closed(place, second_of)
    made = corrected(place)
    assert (made.why, made.submission.number) == ("财务更正", 2)
    assert made.intake is not None
    assert made.intake != place.round.intake
    assert made.intake.why == "财务更正"
    (row,) = RETURNS.objects.filter(intake=made.intake).values()
    assert (row["enterprise"], row["revenue"], row["staff"]) == (KEYS[0], 1_500_000_000, None)
    before = RETURNS.objects.get(enterprise=KEYS[0], intake=place.round.intake)
    assert row["record_id"] > before.record_id
    (change,) = queries.changes_in(made)
    assert (change.before, change.after) == ("1,200", "1,500")
    frozen = place.park.submissions.get(number=1)
    assert frozen.rows[0]["values"]["revenue"] == 1_200_000_000


def test_a_correction_says_why_and_never_takes_a_figure_away(place: Place, second_of: Second) -> None:
    closed(place, second_of)
    with pytest.raises(Refusal) as told:
        submissions.correct(place.officer, place.park, why="")
    assert code(told) == "why-missing"
    submissions.correct(place.officer, place.park, why="更正")
    place.park.refresh_from_db()
    with pytest.raises(Refusal) as unsaid:
        submissions.hand_in(place.officer, place.park)
    assert code(unsaid) == "why-missing"
    row = AnswerRow.objects.get(enterprise=KEYS[0])
    place.type(place.park, KEYS[0], version=row.version, revenue="1200", staff="")
    with pytest.raises(Refusal) as blank:
        submissions.hand_in(place.officer, place.park, why="更正")
    assert code(blank) == "correction-blank"
    assert not Correction.objects.exists()


def test_a_late_first_answer_is_a_correction_too(place: Place, second_of: Second) -> None:
    closed(place, second_of)
    officer = second_of(Role.PARK, "other_park")
    place.other.round.refresh_from_db()
    for key in (KEYS[2], KEYS[3]):
        place.type(place.other, key, actor=officer, revenue="560")
    submissions.accept(place.office, submissions.hand_in(officer, place.other, why="逾期补报"))
    work(until_idle=True)
    made = Correction.objects.get()
    assert made.intake is not None
    assert RETURNS.objects.filter(intake=made.intake).count() == 2
    assert [one.name for one in queries.unanswered(place.round)] == ["乙园"]


def reading(day: dt.date, total: str, *, state: str = "live") -> Reading:
    made = Reading.objects.create(pack="p", name={}, day=day, known_at=day, state=state, by_name="周办", at=clock.now())
    said = {"zh": total, "en": total}
    Line.objects.create(reading=made, code="income", kind="target", indicator="income", place=0, unit="元", until=day,
                        name={"zh": "营业收入", "en": "Income"}, confirmed=total, said={"total": said})  # fmt: skip
    return made


def test_the_effect_on_published_figures_is_listed(place: Place, second_of: Second) -> None:
    Territory.objects.create(pack="p", by_name="周办", at=clock.now())
    for day in (dt.date(2026, 9, 30), dt.date(2026, 10, 31)):
        Closing.objects.create(pack="p", month=day.replace(day=1), reading=reading(day, "9200", state="closed"),
                               state="closed", by_name="周办", at=clock.now())  # fmt: skip
    Reading.objects.update(at=F("at") - dt.timedelta(hours=1))
    closed(place, second_of)
    made = corrected(place)
    (touched,) = queries.touched(made)
    assert (touched.closing.month, touched.reading) == (dt.date(2026, 10, 1), None)
    anew = reading(dt.date(2026, 10, 31), "9500")
    (touched,) = queries.touched(made)
    assert touched.reading == anew
    (figure,) = touched.effect
    assert (figure["before"]["total"]["zh"], figure["after"]["total"]["zh"]) == ("9200", "9500")
