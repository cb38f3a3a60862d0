"""How a matter stands by a later evaluation, from what holds then."""

from __future__ import annotations

import datetime as dt

import pytest

from peiyu.web.checkups.outcomes import Held, Matter, outcome_of
from peiyu.web.checkups.states import BETTER, OUTCOMES, WORSE

DAY = dt.date(2026, 9, 30)
TITLE = "高新技术企业"
ENDED, LATER = dt.date(2026, 8, 31), dt.date(2029, 8, 31)


def matter(kind: str, on: dt.date | None = None) -> Matter:
    return Matter(kind=kind, enterprise=1, tier=None if kind == "expiring" else 5, what=TITLE, on=on)


def held(value: int | None = None, *, judged: bool = True, until: dt.date | None = dt.date.min) -> Held:
    return Held(
        day=DAY, verdicts={(2, 5): value} if judged else {}, titles={5: TITLE}, now={1: 2},
        until={(2, TITLE): until} if until != dt.date.min else {},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("what", "now", "code"),
    [
        (matter("short"), held(1), "met"),
        (matter("short"), held(0), "short"),
        (matter("short"), held(None), "cannot_tell"),
        (matter("short"), held(0, until=LATER), "met"),
        (matter("short"), held(0, until=ENDED), "short"),
        (matter("short"), held(judged=False), "cannot_tell"),
        (matter("risk"), held(1), "kept"),
        (matter("risk"), held(0), "lost"),
        (matter("risk"), held(0, until=LATER), "lost"),
        (matter("risk"), held(None), "cannot_tell"),
        (matter("risk"), held(judged=False), "cannot_tell"),
        (matter("expiring", ENDED), held(until=LATER), "renewed"),
        (matter("expiring", ENDED), held(until=None), "renewed"),
        (matter("expiring", ENDED), held(until=ENDED), "lapsed"),
        (matter("expiring", ENDED), held(), "lapsed"),
        (matter("expiring", LATER), held(until=LATER), "cannot_tell"),
    ],
)
def test_what_holds_then_decides(what: Matter, now: Held, code: str) -> None:
    found = outcome_of(what, now)
    assert found.code == code
    assert str(DAY) in found.said.zh
    assert str(DAY) in found.said.en


def test_every_outcome_is_said_and_stands_on_one_side() -> None:
    assert set(OUTCOMES) == {*BETTER, *WORSE, "cannot_tell"}
    assert not set(BETTER) & set(WORSE)
