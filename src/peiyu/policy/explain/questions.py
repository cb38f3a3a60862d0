"""The decisive question: of everything missing, what to ask first, and what each answer would mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.binding import Binding
from peiyu.policy.explain.answers import Option, options_for
from peiyu.policy.explain.build import tier_key
from peiyu.policy.explain.model import EMPTY
from peiyu.policy.explain.reads import Baseline
from peiyu.policy.explain.words import OUTCOMES, Words
from peiyu.policy.verdict import FactKey, Outcome, Reason, Truth
from peiyu.problems import Text

UNIT_ASKED = {
    "money": Text("单位：万元", "in units of 10,000 yuan"),
    "persons": Text("单位：人", "persons"),
    "items": Text("单位：件（项）", "a number of items"),
    "ratio": Text("单位：%", "in per cent"),
    "years": Text("单位：年", "in years"),
    "points": Text("单位：分", "in points"),
    "area": Text("单位：平方米", "in square metres"),
    "bool": Text("是或否", "yes or no"),
    "date": Text("年月日", "a date"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One range of answers and the outcome of each tier that it leads to (only tiers that are open now)."""

    what: Text
    outcomes: tuple[tuple[str, Outcome], ...]
    consequence: Text

    @property
    def settled(self) -> int:
        """How many tiers it settles."""
        return sum(outcome is not Outcome.UNKNOWN for _, outcome in self.outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to ask, of whom, in which unit, and what each answer means. `decisive`: some tier is settled by every
    answer. `answers` is empty where only the full record can tell (texts, a record's missing entry)."""

    fact: FactKey
    supplier: str
    ask: Text
    whom: Text
    unit: Text
    answers: tuple[Answer, ...]
    decisive: bool

    @property
    def settled(self) -> int:
        """How many outcomes over all answers and tiers it settles."""
        return sum(answer.settled for answer in self.answers)

    def said(self, lang: str = "zh") -> str:
        """The question and its answers in one line."""
        zh = lang != "en"
        parts = [f"{a.what.in_(lang)} → {a.consequence.in_(lang)}" for a in self.answers]
        unit = f"（{self.unit.zh}）" if zh and self.unit.zh else f" ({self.unit.en})" if self.unit.en else ""
        asked = f"{self.whom.in_(lang)}：{self.ask.zh}{unit}" if zh else f"{self.whom.en}: {self.ask.en}{unit}"
        return asked + (("：" if zh else ": ") + ("；" if zh else "; ").join(parts) if parts else "")


def questions(binding: Binding, snapshot: Snapshot, tiers: Sequence[str]) -> tuple[Question, ...]:
    """What to ask about the tiers that are open, the decisive question first.

    Ranked by whether every answer settles a tier, then by how many outcomes are settled, then by name. Only
    facts among the reasons of an open verdict are asked: what can no longer change a verdict is no reason of it.
    """
    keys = tuple(dict.fromkeys(tier_key(binding, tier) for tier in tiers))
    baseline = Baseline(binding, snapshot, keys)
    before = baseline.truths
    still_open = tuple(key for key in keys if before[key].value is None)
    words = Words(binding)
    found = [
        question(snapshot, still_open, reason, words, baseline) for reason in askable(before[key] for key in still_open)
    ]
    return tuple(sorted(found, key=lambda q: (not q.decisive, not q.settled, -share(q), -q.settled, q.fact)))


def share(one: Question) -> float:
    """The part of its answers' outcomes that it settles."""
    total = sum(len(answer.outcomes) for answer in one.answers)
    return one.settled / total if total else 0.0


def askable(truths: Iterable[Truth]) -> list[Reason]:
    """One reason a fact, in a stable order."""
    by_fact: dict[FactKey, Reason] = {}
    for truth in truths:
        for reason in truth.reasons:
            if reason.fact is not None:
                by_fact.setdefault(reason.fact, reason)
    return [by_fact[fact] for fact in sorted(by_fact)]


def question(snapshot: Snapshot, tiers: tuple[str, ...], reason: Reason, words: Words, baseline: Baseline) -> Question:
    """The question about one fact."""
    fact = reason.fact
    assert fact is not None
    options = options_for(snapshot, tiers, fact, words, baseline)
    answers = joined(options, words)
    if len(answers) == 1 and not answers[0].settled:
        answers = ()
    decisive = bool(answers) and any(all(dict(a.outcomes)[t] is not Outcome.UNKNOWN for a in answers) for t in tiers)
    field_type = words.field(fact.entity, fact.field_code).type if fact.field_code else ""
    return Question(
        fact=fact, supplier=reason.supplier, ask=words.about(reason), whom=words.asked_of(reason),
        unit=UNIT_ASKED.get(field_type, EMPTY), answers=answers, decisive=decisive,
    )  # fmt: skip


def joined(options: Sequence[Option], words: Words) -> tuple[Answer, ...]:
    """Neighbouring answers with one consequence become one."""
    groups: list[list[Option]] = []
    for option in options:
        if groups and outcomes_of(groups[-1][0].tried.truths) == outcomes_of(option.tried.truths):
            groups[-1].append(option)
        else:
            groups.append([option])
    return tuple(
        Answer(
            what=group[0].spoken(group[-1]), outcomes=outcomes_of(group[0].tried.truths),
            consequence=consequence(outcomes_of(group[0].tried.truths), words),
        )
        for group in groups
    )  # fmt: skip


def outcomes_of(truths: Mapping[str, Truth]) -> tuple[tuple[str, Outcome], ...]:
    return tuple((key, truth.outcome) for key, truth in truths.items())


def consequence(outcomes: tuple[tuple[str, Outcome], ...], words: Words) -> Text:
    """符合; for several tiers with their names."""
    if len(outcomes) == 1:
        return OUTCOMES[outcomes[0][1]]
    said = [(words.tier_name(key), OUTCOMES[outcome]) for key, outcome in outcomes]
    return Text("、".join(f"{n.zh}{o.zh}" for n, o in said), ", ".join(f"{n.en} {o.en}" for n, o in said))
