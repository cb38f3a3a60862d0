"""How a matter stands by a later evaluation: read off its verdicts and the titles held. It tells what is, not why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.paper.checkup.titles import DATED, kind_name
from peiyu.problems import Text
from peiyu.web.enterprises.queries import followed
from peiyu.web.enterprises.queries.standing import rows_of
from peiyu.web.policies.models import Tier, Verdict

NO_VERDICT = Text("已没有这家企业或这一层级的预判", "there is no verdict on it any more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a line or a follow-up is about: as `checkups.models.Line`."""

    kind: str
    enterprise: int
    tier: int | None
    what: str
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A key of `states.OUTCOMES`, and the sentence with its day."""

    code: str
    said: Text


@dataclass(frozen=True, slots=True)
class Held:
    """What holds of some enterprises by an evaluation: verdicts by enterprise and tier; what runs out, by enterprise
    and name, with its last day (None: without end); the titles that tiers give; where merged entries went."""

    day: dt.date
    verdicts: Mapping[tuple[int, int], int | None]
    until: Mapping[tuple[int, str], dt.date | None]
    titles: Mapping[int, str]
    now: Mapping[int, int]


def held_of(matters: Sequence[Matter], day: dt.date) -> Held:
    """What holds of the enterprises of some matters: a constant number of queries."""
    now = followed({one.enterprise for one in matters})
    keys = set(now.values())
    verdicts = Verdict.objects.filter(enterprise__in=keys).values_list("enterprise", "tier_id", "value")
    titles = dict(Tier.objects.values_list("pk", "title"))
    return Held(day, {(key, tier): value for key, tier, value in verdicts}, until_of(keys, day), titles, now)


def until_of(keys: Iterable[int], day: dt.date) -> dict[tuple[int, str], dt.date | None]:
    """Enterprise and name of a title or certificate → the last day of the row that runs longest."""
    found: dict[tuple[int, str], dt.date | None] = {}
    for entity in DATED:
        held = {field.code for field in vocabulary().entities[entity].fields}
        fields = ("enterprise", *(code for code in ("kind", "expires_on", "revoked_on") if code in held))
        for row in rows_of(entity, keys, fields):
            revoked = row.get("revoked_on")
            if not row["kind"] or (revoked is not None and revoked <= day):
                continue
            place, until = (row["enterprise"], kind_name(entity, row["kind"]).zh), row["expires_on"]
            before = found.get(place, dt.date.min)
            found[place] = None if before is None or until is None else max(before, until)
    return found


def outcome_of(one: Matter, held: Held) -> Outcome:
    """How it stands now."""
    key = held.now.get(one.enterprise, one.enterprise)
    if one.kind == "expiring":
        return renewed(one, held.until.get((key, one.what), dt.date.min), held.day)
    place = (key, one.tier or 0)
    if place not in held.verdicts:
        return told("cannot_tell", held.day, NO_VERDICT)
    if one.kind == "short" and holds(held, key, one.tier):
        return told("met", held.day, Text("已取得称号", "it holds the title"))
    return JUDGED[one.kind](held.verdicts[place], held.day)


def holds(held: Held, key: int, tier: int | None) -> bool:
    """Whether the title of a tier is held on the day."""
    title = held.titles.get(tier or 0, "")
    until = held.until.get((key, title), dt.date.min) if title else dt.date.min
    return until is None or until > held.day


def renewed(one: Matter, until: dt.date | None, day: dt.date) -> Outcome:
    """Of what ran out: whether it now runs longer."""
    ended = one.on or day
    if until is None or until > ended:
        last = Text(f"，有效期至 {until}", f", until {until}") if until else Text("", "")
        return told("renewed", day, Text(f"已续期{last.zh}", f"renewed{last.en}"))
    if day >= ended:
        return told("lapsed", day, Text(f"已于 {ended} 到期，未见续期", f"ran out on {ended}; no renewal is recorded"))
    return told("cannot_tell", day, Text(f"{ended} 才到期，尚未见续期", f"runs out on {ended}; no renewal yet"))


def of_short(value: int | None, day: dt.date) -> Outcome:
    """Of what was one condition short."""
    if value == 1:
        return told("met", day, Text("预判已符合", "the forecast says met"))
    if value == 0:
        return told("short", day, Text("预判仍不符合", "the forecast says not met"))
    return told("cannot_tell", day, Text("数据仍待补，无法判断", "facts are still missing"))


def of_risk(value: int | None, day: dt.date) -> Outcome:
    """Of what might be lost."""
    if value == 1:
        return told("kept", day, Text("预判仍符合", "the forecast still says met"))
    if value == 0:
        return told("lost", day, Text("预判已不符合", "the forecast says not met any more"))
    return told("cannot_tell", day, Text("数据待补，无法判断", "facts are missing"))


JUDGED = {"short": of_short, "risk": of_risk}


def told(code: str, day: dt.date, said: Text) -> Outcome:
    """With the day of the evaluation."""
    return Outcome(code, Text(f"按 {day} 数据：{said.zh}", f"As of {day}: {said.en}"))
