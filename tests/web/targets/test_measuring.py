"""Readings: what is stored is what the library gives, whole or not at all."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from tests.web.targets.conftest import DAY, PACK, SYSTEM, measured, reading_by_hand

from peiyu.insight.figures import Measured
from peiyu.web import bridge
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.worker import work
from peiyu.web.targets import queries
from peiyu.web.targets.actions import measuring, storing
from peiyu.web.targets.models import FigureRecord, KeyFirm, Line, Reading


@pytest.mark.django_db(transaction=True)
def test_a_reading_holds_what_the_library_measures(zone: None) -> None:
    reading = measured()
    made = bridge.measure(PACK, day=DAY, outlooks=True)
    assert queries.latest(PACK) == reading
    rows = queries.lines(reading)
    assert [one.line.code for one in rows] == [*made.targets, *made.trends]
    for one in rows[: len(made.targets)]:
        status = made.targets[one.line.code]
        assert queries.readings.number(one.line.confirmed) == status.confirmed
        assert queries.readings.number(one.line.plan) == status.plan
        assert one.line.pace == status.pace.code
        assert one.said("definition") == status.figure.definition
        opened = 0
        if not status.figure.parts:
            records = list(bridge.open_figure(made, f"target:{one.line.code}"))
            opened = len(records)
            certain = FigureRecord.objects.filter(line=one.line, certain=True).count()
            assert certain == sum(record.certain for record in records)
        assert FigureRecord.objects.filter(line=one.line).count() == one.line.listed == opened
        keys = [firm.enterprise for firm in status.outlook.key_firms] if status.outlook else []
        assert list(KeyFirm.objects.filter(line=one.line).values_list("enterprise", flat=True)) == keys
    parts_open_by_themselves(reading, made)
    breakdowns_add_up(reading)


def parts_open_by_themselves(reading: Reading, made: Measured) -> None:
    """A ratio has no records of its own; its numerator has."""
    line = queries.line_of(reading, "inventions_per_10k")
    assert line is not None
    parts = queries.readings.parts_of(line)
    assert len(parts) == 2
    assert line.listed == 0
    over = made.targets["inventions_per_10k"].figure.parts[0].value
    assert over is not None
    assert Fraction(parts[0].line.confirmed or "") == over.low
    assert parts[0].line.listed > 0


def breakdowns_add_up(reading: Reading) -> None:
    """The groups of a figure are the figure."""
    line = queries.line_of(reading, "patents")
    assert line is not None
    assert set(line.breakdowns) == {"district", "park", "industry", "origin_route"}
    for one in line.breakdowns.values():
        assert sum(Fraction(group["low"]) for group in one["groups"]) == Fraction(line.confirmed or "")


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_to_be_seen_and_the_next_one_nothing_twice(
    zone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    real, calls = measuring.keep_records, []

    def dying(*args: object) -> None:
        calls.append(args)
        if len(calls) == 4:
            raise Killed
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(measuring, "keep_records", dying)
    job = ask(SYSTEM, measuring.KIND, pack=PACK)
    with pytest.raises(Killed):
        work(until_idle=True)
    assert Line.objects.exists()
    assert queries.latest(PACK) is None
    type(job).objects.filter(pk=job.pk).update(lease=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    work(until_idle=True)
    reading = queries.latest(PACK)
    assert reading is not None
    assert Reading.objects.count() == 1
    for line in Line.objects.all():
        assert FigureRecord.objects.filter(line=line).count() == line.listed
    assert Line.objects.values("code").distinct().count() == Line.objects.count()


@pytest.mark.django_db
def test_only_the_last_readings_and_those_of_month_ends_are_kept(place: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "KEPT_STANDING", 1)
    monkeypatch.setattr(storing, "KEPT_LOOKS", 1)
    august, again = (reading_by_hand(dt.date(2012, 8, 31)) for _ in range(2))
    middle, last = (reading_by_hand(DAY - dt.timedelta(days=days)) for days in (5, 4))
    looks = [reading_by_hand(standing=False, define={"D4": "x"}) for _ in range(2)]
    storing.forget(PACK)
    assert set(Reading.objects.all()) == {again, last, looks[1]}
    assert not FigureRecord.objects.filter(line__reading__in=[august.pk, middle.pk]).exists()
    assert Line.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_other_options_give_a_look_that_never_stands_for_the_figures(zone: None) -> None:
    standing = measured()
    definitions = bridge.programme(PACK, day=DAY).programme.definitions
    name, definition = next((name, one) for name, one in definitions.items() if len(one.options) > 1)
    other = next(one.key for one in definition.options if f"{one.key}" != standing.chosen.get(f"{PACK}.{name}"))
    look = measured(define={f"{PACK}.{name}": other})
    assert not look.standing
    assert queries.latest(PACK) == standing
