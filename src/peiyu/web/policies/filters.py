"""What policies add to the registry's list: enterprises by their verdict on a tier."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from peiyu.problems import Text
from peiyu.web.enterprises.queries.find import COUNTED
from peiyu.web.look.lists import Filter
from peiyu.web.policies.queries import tiers, with_verdict

VERDICTS = (
    ("met", Text("符合", "met")),
    ("unknown", Text("待补", "unknown")),
    ("not_met", Text("不符合", "not met")),
)


def by_verdict() -> tuple[Filter, ...]:
    """One filter over every tier and verdict; none before the first evaluation."""
    options = [
        (f"{word}:{tier.key}", Text(f"{tier.name['zh']}：{said.zh}", f"{tier.name['en']}: {said.en}"))
        for tier in tiers()
        for word, said in VERDICTS
    ]
    if not options:
        return ()
    return (
        Filter(
            key="verdict", name=Text("预判结果", "Verdict"), options=tuple(options), narrow=narrow, count_to=COUNTED
        ),
    )


def narrow(rows: QuerySet[Any], given: str) -> QuerySet[Any]:
    """Those with the verdict; all where none was chosen."""
    word, _, tier = given.partition(":")
    return with_verdict(rows, tier, word) if tier else rows
