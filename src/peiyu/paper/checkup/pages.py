"""The values of an enterprise's page, from the explanations of its tiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from peiyu.facts.snapshot import Snapshot
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.paper.checkup.present import present
from peiyu.paper.checkup.verdicts import Verdicts
from peiyu.paper.values import EMPTY, ConditionLine, FactLine, PathLine, StepLine, TierLine
from peiyu.policy.compile.binding import BoundTier
from peiyu.policy.explain.amounts import Measure, amount
from peiyu.policy.explain.model import Explanation, Part, Waiting
from peiyu.policy.path.model import Path
from peiyu.policy.verdict import Outcome
from peiyu.problems import Text

SHORT_RULE = 90
"""Characters of a rule without a single threshold that its cell holds; a longer one is said by its name alone."""

YES, NO = Text("是", "yes"), Text("否", "no")
MOST_MISSING = 8
"""Missing facts named under a tier; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page takes from a part of an explanation: its lines, what is waited for, and for which criterion."""

    part: Part
    lines: tuple[ConditionLine, ...]
    missing: tuple[Text, ...]
    asked: tuple[tuple[Waiting, Text], ...]


class Reader:
    """Reads the parts of explanations. Many enterprises share a part (the same object), which is read once."""

    MOST = 20_000

    def __init__(self) -> None:
        self.kept: dict[int, Reading] = {}

    def read(self, part: Part, depth: int) -> Reading:
        """A part at its depth, which is the same for every enterprise."""
        if part.kind == "group":
            return joined(part, depth, [self.read(child, depth + 1) for child in part.children])
        known = self.kept.get(id(part))
        if known is not None and known.part is part:
            return known
        if len(self.kept) >= self.MOST:
            self.kept.clear()
        within = tuple(part.within())
        made = self.kept[id(part)] = Reading(
            part, (line_of(part, depth),), tuple(w.what for p in within for w in p.waiting),
            tuple((w, p.what) for p in within if p.kind == "criterion" for w in p.waiting),
        )  # fmt: skip
        return made


def joined(part: Part, depth: int, parts: Sequence[Reading]) -> Reading:
    """A group: its own line and what its parts say."""
    return Reading(
        part, (line_of(part, depth), *(line for one in parts for line in one.lines)),
        (*(w.what for w in part.waiting), *(what for one in parts for what in one.missing)),
        tuple(pair for one in parts for pair in one.asked),
    )  # fmt: skip


def line_of(part: Part, depth: int) -> ConditionLine:
    note = _noted(part) if part.waiting else part.note
    rule = part.rule if part.threshold.zh or len(part.rule.zh) <= SHORT_RULE else EMPTY
    return ConditionLine(
        name=part.what, outcome=part.outcome or Outcome.UNKNOWN, rule=rule, present=present(part), note=note,
        cite=part.cite, depth=depth, joint=part.what if part.kind == "group" else EMPTY,
    )  # fmt: skip


def _noted(part: Part) -> Text:
    """The note of a line and the first of what it waits for."""
    zh = (part.note.zh, *(f"{w.who.zh}：{w.what.zh}" for w in part.waiting[:2]))
    en = (part.note.en, *(f"{w.who.en}: {w.what.en}" for w in part.waiting[:2]))
    return Text("；".join(filter(None, zh)), "; ".join(filter(None, en)))


def tier_line(
    bound: BoundTier, verdicts: Verdicts, standard: Text, explanation: Explanation, reader: Reader
) -> TierLine:
    """A tier on the page with its conditions; of an open one also what is missing and the first question."""
    read = [reader.read(part, 0) for part in explanation.root.children]
    missing: tuple[Text, ...] = ()
    ask = whom = EMPTY
    if explanation.outcome is Outcome.UNKNOWN:
        missing = shortened(dict.fromkeys(what for one in read for what in one.missing))
        ask, whom = first_question([pair for one in read for pair in one.asked])
    return TierLine(
        name=bound.tier.name, standard=standard, in_force=bound.in_force, outcome=verdicts.outcome(bound.key),
        stand_in=bound.key in verdicts.stand_ins, conditions=tuple(line for one in read for line in one.lines),
        missing=missing, ask=ask, whom=whom,
    )  # fmt: skip


def shortened(facts: Iterable[Text]) -> tuple[Text, ...]:
    """The first few of many facts, and how many more there are."""
    named = tuple(facts)
    rest = len(named) - MOST_MISSING
    return (*named[:MOST_MISSING], Text(f"另有{rest}项", f"{rest} more")) if rest > 0 else named


def first_question(waits: Sequence[tuple[Waiting, Text]]) -> tuple[Text, Text]:
    """What to ask first and whom: about the first criterion that waits for somebody who is not an expert."""
    for one, criterion in sorted(waits, key=lambda pair: pair[0].reason.kind == "expert"):
        return question_about(one, criterion), one.who
    return EMPTY, EMPTY


def question_about(one: Waiting, criterion: Text) -> Text:
    """How a missing fact is asked for; of an open list the criterion itself is asked."""
    if one.reason.kind == "open_list":
        return Text(f"请核实：{criterion.zh}", f"please check: {criterion.en}")
    return Text(f"请提供：{one.what.zh}", f"please give: {one.what.en}")


def path_line(path: Path) -> PathLine:
    """A path on the page: its steps, or why there is none."""
    steps = tuple(StepLine(when=step.effective, what=step.words) for step in path.steps)
    note = path.reason or EMPTY
    if path.outcome_now is Outcome.UNKNOWN:
        note = Text("先补齐所缺数据，答复有利即符合", "answer the open facts first; favourable answers are enough")
    return PathLine(tier=path.name, reached_on=path.ready_on, steps=steps, note=note)


def fact_table(snapshot: Snapshot, years: Iterable[int]) -> tuple[FactLine, ...]:
    """The annual figures of some years, one line a field that has any value, in the vocabulary's order."""
    wanted = tuple(years)
    by_field: dict[str, dict[int, Text]] = {}
    sources: dict[str, str] = {}
    fields = vocabulary().entities["annual_return"].fields
    for field in fields:
        for year in wanted:
            datum = snapshot.facts.get(("annual_return", field.code, year))
            if datum is None or datum.value is None or datum.stand_in is not None:
                continue
            by_field.setdefault(field.code, {})[year] = _written(datum.value, field.type, field.scale)
            sources[field.code] = datum.source
    names = {field.code: field.name for field in fields if field.code in by_field}
    return tuple(
        FactLine(name=names[code], values=tuple(values.get(year, EMPTY) for year in wanted), source=sources[code])
        for code, values in by_field.items()
    )


def _written(value: object, dimension: str, scale: int) -> Text:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int) and dimension not in ("enum", "text", "bool"):
        return amount(Fraction(value, scale), Measure(dimension))
    return Text(str(value), str(value))
