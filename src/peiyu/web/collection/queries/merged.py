"""Enterprises that were merged in the registry while a round asks them. A round keeps the keys with which it went out,
so that its workbooks are known again and an undone merge changes nothing; where answers leave the round they follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from peiyu.facts.round import Answer, Place
from peiyu.problems import Problem, Text
from peiyu.web.accounts.models import Organisation
from peiyu.web.collection.models import RoundFirm
from peiyu.web.enterprises.models import FACT_MODELS, Merge
from peiyu.web.enterprises.queries import followed, merged_into
from peiyu.web.enterprises.queries.values import shown, with_measure
from peiyu.web.enterprises.words import words

MOST_NAMED = 10
Record = tuple[str, int, int]
"""Entity, enterprise, number."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Answers at the enterprises and records as which they stand today. twice: places of which two merged enterprises
    answer differently, both answers as they were given."""

    answers: tuple[Answer, ...]
    twice: tuple[tuple[Answer, Answer], ...]


def standing_as(key: int | None) -> int | None:
    """Who answers for an enterprise: itself as long as it has an organisation of its own, else the one into which it
    was merged."""
    now = followed([key])[key] if key is not None else None
    return key if now == key or Organisation.objects.filter(enterprise=key).exists() else now


def with_merged(keys: Iterable[int]) -> set[int]:
    """Some enterprises, and those that were merged into them."""
    mine = set(keys)
    return mine | {gone for gone, now in merged_into().items() if now in mine} if mine else mine


def as_standing(answers: Sequence[Answer]) -> Standing:
    """Answers as they stand today: what two merged enterprises say alike is one, a blank contradicts nothing."""
    now = {gone: key for gone, key in followed({one.place.enterprise for one in answers}).items() if gone != key}
    if not now:
        return Standing(tuple(answers), ())
    records, given = _records(now), dict[Place, Answer]()
    twice = list[tuple[Answer, Answer]]()
    for one in answers:
        place = _moved(one.place, now, records)
        there = given.get(place)
        if there is None or there.value is None:
            given[place] = one
        elif one.value is not None and one.value != there.value:
            twice.append((there, one))
    return Standing(tuple(replace(one, place=place) for place, one in given.items()), tuple(twice))


def _moved(place: Place, now: Mapping[int, int], records: Mapping[Record, int]) -> Place:
    if place.enterprise not in now:
        return place
    record = place.record
    if record is not None:
        record = records.get((place.entity, place.enterprise, record), record)
    return replace(place, enterprise=now[place.enterprise], record=record)


def _records(gone: Iterable[int]) -> dict[Record, int]:
    """Records of lists that were numbered anew because the enterprise that was kept has them too: as they were → as
    they are."""
    found: dict[Record, int] = {}
    for one in Merge.objects.filter(gone__in=list(gone), undone_at=None):
        for entity, pairs in one.rows.items():
            if entity not in FACT_MODELS or not words().entities[entity].is_child:
                continue
            rows = FACT_MODELS[entity].objects.filter(pk__in=[pk for pk, _ in pairs])
            numbers = dict(rows.values_list("pk", "record_id"))
            found |= {(entity, one.gone, was): numbers[pk] for pk, was in pairs if pk in numbers}
    return found


def differing(twice: Sequence[tuple[Answer, Answer]]) -> Problem:
    """That two enterprises which are one by now were answered for differently, named by their places."""
    keys = {one.place.enterprise for pair in twice for one in pair}
    names = dict(RoundFirm.objects.filter(key__in=keys).order_by("pk").values_list("key", "name"))
    told = [_told(first, second, names) for first, second in twice[:MOST_NAMED]]
    return Problem(
        "merged-differ",
        Text("名录中已合并为一家的企业，两处所报不一致", "enterprises that are one in the registry by now differ here"),
        found="；".join(told) + ("…" if len(twice) > MOST_NAMED else ""),
        next_step=Text(
            "退回其中一处改为一致或清空；合并有误的，先在名录中撤销合并",
            "return one of them to be made equal or blank; where the merge was wrong, undo it in the registry",
        ),
    )  # fmt: skip


def _told(first: Answer, second: Answer, names: Mapping[int, str]) -> str:
    known = words().field(second.place.entity, second.place.field)
    said = "，".join(
        f"{names.get(one.place.enterprise, '')} {shown(known, one.value)}".strip() for one in (first, second)
    )
    return f"{with_measure(known).zh}：{said}"
