"""The lines of a run between the library's values and what is kept of them, so that its workbook can be written from
the database alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from peiyu.paper.checkup.survey import ON_EXPIRING, ON_RISK, ON_SHORT, Looked
from peiyu.paper.values import EMPTY, AtRisk, Expiring, Firm, FirmRow, OneShort
from peiyu.policy.verdict import Outcome
from peiyu.problems import Text
from peiyu.web.bridge.checkups import Seen
from peiyu.web.checkups.models import CheckUp, Line
from peiyu.web.policies.actions.prospects import both, number, told_expiring, told_risk, told_short

WORDS = {"short": ON_SHORT, "expiring": ON_EXPIRING, "risk": ON_RISK}


def lines_of(run: CheckUp, seen: Seen, tiers: Mapping[str, int]) -> Iterator[Line]:
    """What was found of an enterprise, as rows. `tiers`: key → its number."""
    name = seen.looked.row.firm.name[:200]
    for key, short in zip(seen.short, seen.looked.one_short, strict=True):
        value = number(None if short.outcome is Outcome.UNKNOWN else short.outcome is Outcome.MET)
        said = told_short(short) | {"tier": both(short.tier), "note": both(short.earliest_note)}
        yield Line(check_up=run, kind="short", enterprise=seen.enterprise, firm=name, tier_id=tiers.get(key),
                   matter=key, value=value, on=short.earliest, said=said)  # fmt: skip
    for ends in seen.looked.expiring:
        yield Line(check_up=run, kind="expiring", enterprise=seen.enterprise, firm=name, matter=ends.what.zh[:200],
                   on=ends.runs_out, said=told_expiring(ends))  # fmt: skip
    for key, risk in zip(seen.risk, seen.looked.at_risk, strict=True):
        yield Line(check_up=run, kind="risk", enterprise=seen.enterprise, firm=name, tier_id=tiers.get(key),
                   matter=key, on=risk.when, said=told_risk(risk))  # fmt: skip


def looked_of(row: FirmRow, lines: Sequence[Line]) -> Looked:
    """An enterprise as it was looked at, without its page."""
    firm, kinds = row.firm, {line.kind for line in lines}
    listed = FirmRow(
        firm=firm, outcomes=row.outcomes, classes=row.classes, stand_ins=row.stand_ins,
        lists=tuple(word for kind, word in WORDS.items() if kind in kinds),
    )  # fmt: skip
    return Looked(
        row=listed,
        one_short=tuple(_short(firm, line) for line in lines if line.kind == "short"),
        expiring=tuple(_expiring(firm, line) for line in lines if line.kind == "expiring"),
        at_risk=tuple(_risk(firm, line) for line in lines if line.kind == "risk"),
    )


def text(said: Mapping[str, Any], word: str) -> Text:
    """A word of a row in both languages."""
    held = said.get(word)
    return Text(held["zh"], held["en"]) if isinstance(held, dict) else EMPTY


def _short(firm: Firm, line: Line) -> OneShort:
    words = {
        word: text(line.said, word) for word in ("tier", "condition", "present", "threshold", "gap", "ask", "whom")
    }
    return OneShort(
        firm=firm, cite=line.said["cite"], outcome=Outcome.UNKNOWN if line.value is None else Outcome.NOT_MET,
        earliest=line.on, earliest_note=text(line.said, "note"), **words,
    )  # fmt: skip


def _expiring(firm: Firm, line: Line) -> Expiring:
    assert line.on is not None
    return Expiring(
        firm=firm, what=text(line.said, "what"), number=line.said["number"], runs_out=line.on,
        days_left=(line.on - line.check_up.day).days, todo=text(line.said, "todo"),
    )  # fmt: skip


def _risk(firm: Firm, line: Line) -> AtRisk:
    words = {word: text(line.said, word) for word in ("tier", "cause", "present", "threshold", "margin", "todo")}
    return AtRisk(firm=firm, when=line.on, **words)
