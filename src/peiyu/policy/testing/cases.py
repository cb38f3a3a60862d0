"""Runs the cases of a pack against the reference engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from peiyu.facts.snapshot import Child, Datum, Snapshot
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.compile.programme import bind_programme
from peiyu.policy.condition.ast import And, Expr, Not, Ref
from peiyu.policy.engine.reference import context_of, evaluation_in, truth_of, value_of
from peiyu.policy.pack.load import PackRegistry
from peiyu.policy.pack.model import Case, Pack
from peiyu.policy.verdict import Exact, Interval, Outcome, Reason, Truth, Undefined

Given = Truth | Interval | Undefined


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """A case and what it gave. `missed` are the facts of its `for` that are not among the reasons."""

    case: Case
    gave: Given
    missed: tuple[tuple[str, str], ...] = ()

    @property
    def passed(self) -> bool:
        return not self.missed and agrees(self.case, self.gave)

    def said(self) -> str:
        """The case and the difference in one line."""
        place = f"{self.case.span.file}:{self.case.span.line}"
        want = f"; not among the reasons: {self.missed}" if self.missed else ""
        return f"{place} {self.case.of}: expected {written(self.case.gives)}, gave {written(result(self.gave))}{want}"


def run_cases(packs: Mapping[str, Pack] | PackRegistry, cases: Iterable[Case]) -> tuple[CaseResult, ...]:
    """Every case under the text of its day, its event, its definitions and its parameters, bound once each."""
    bindings: dict[object, Binding] = {}
    results = []
    for case in cases:
        if (part := part_of(case)) is not None:
            results.append(run_part(packs, case, *part))
            continue
        word = asked_by(case)
        chosen = (tuple(sorted(case.define.items())), tuple(sorted((k, repr(v)) for k, v in case.parameters.items())))
        place = (word, case.as_of, case.event, chosen)
        if place not in bindings:
            bindings[place] = bind(packs, [word], selection_of(case))
        results.append(run_case(bindings[place], case))
    return tuple(results)


def asked_by(case: Case) -> str:
    """What has to be bound for a case about `pack.object[.part]`: the object."""
    return ".".join(case.of.split(".")[:2])


def part_of(case: Case) -> tuple[str, str, str] | None:
    """Pack, group and member of a case about a part of a breakdown (`pack.group.stage.startup`); None for others."""
    words = case.of.split(".")
    return (words[0], words[2], words[3]) if len(words) == 4 and words[1] == "group" else None


def run_part(packs: Mapping[str, Pack] | PackRegistry, case: Case, pack: str, group: str, member: str) -> CaseResult:
    """A case about whether an enterprise falls into a part of a breakdown: the first part that holds."""
    bound = bind_programme(packs, pack, selection_of(case))
    before: list[Expr] = []
    for one in bound.groups[group].members:
        before.append(one.when)
        if one.id == member:
            break
    held = And((*(Not(when) for when in before[:-1]), before[-1]))
    return judged(case, truth_of(held, context_of(bound.binding, snapshot_of_case(case))))


def selection_of(case: Case) -> Selection:
    return Selection(
        as_of=case.as_of, known_at=case.as_of, rules_at=case.as_of, event=case.event, define=dict(case.define),
        parameters=dict(case.parameters),
    )  # fmt: skip


def snapshot_of_case(case: Case) -> Snapshot:
    """The enterprise that a case describes."""
    children: dict[str, tuple[Child, ...]] = {}
    for number, row in enumerate(case.rows, 1):
        made = Child(row.entity, number, row.values, "case")
        children[row.entity] = (*children.get(row.entity, ()), made)
    facts = {key: Datum(value, source="case") for key, value in case.facts.items()}
    return Snapshot(0, "", "", facts, children, frozenset((entity, "") for entity in case.complete))


def run_case(binding: Binding, case: Case) -> CaseResult:
    """One case under a binding that holds its object."""
    context = context_of(binding, snapshot_of_case(case))
    found = evaluation_in(context)
    gave: Given
    if case.of in binding.quantities:
        value = value_of(Ref("quantity", case.of), context)
        gave = value if isinstance(value, (Interval, Undefined)) else value.quotient
    elif case.of in found.scores or case.of in found.items:
        gave = found.scores[case.of] if case.of in found.scores else found.items[case.of]
    elif case.of in found.criteria:
        gave = found.criteria[case.of]
    else:
        gave = next(v.truth for v in found.tiers.values() if case.of in (v.key, v.via))
    return judged(case, gave)


def judged(case: Case, gave: Given) -> CaseResult:
    """What a case gave, with the facts that should be among the reasons and are not."""
    reasons = frozenset[Reason]() if isinstance(gave, Undefined) else gave.reasons
    named = {(r.fact.entity, field) for r in reasons if r.fact is not None for field in (r.fact.field_code, "")}
    return CaseResult(case=case, gave=gave, missed=tuple(w for w in case.wanting if w not in named))


def result(gave: Given) -> str | tuple[Exact | None, Exact | None]:
    """In the terms of a case's `gives`."""
    if isinstance(gave, Truth):
        return Outcome.of(gave.value).value
    return "undefined" if isinstance(gave, Undefined) else (gave.low, gave.high)


def agrees(case: Case, gave: Given) -> bool:
    """Whether a case gives what it says. A number that is not known at all may be written `unknown`."""
    if case.gives == "unknown" and isinstance(gave, Interval):
        return not gave.is_point
    return result(gave) == case.gives


def written(gives: str | tuple[Exact | None, Exact | None]) -> str:
    if isinstance(gives, str):
        return gives
    low, high = ("∞" if end is None else str(end) for end in gives)
    return low if low == high != "∞" else f"[{low}, {high}]"
