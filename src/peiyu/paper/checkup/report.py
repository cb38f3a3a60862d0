"""The whole check-up of a fact base: verdicts by the embedded engine in shares, and, once those have been looked at,
the values that the workbook shows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from peiyu.facts.base import FactBase
from peiyu.facts.register import WITHHELD, confidential_keys, stated_names
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.paper.checkup.desk import Share, shares_of
from peiyu.paper.checkup.order import Order
from peiyu.paper.checkup.survey import Looked, Rules, standard_of
from peiyu.paper.checkup.verdicts import Verdicts
from peiyu.paper.values import AtRisk, CheckupReport, Standard, Substitute, TierCount
from peiyu.policy.compile.binding import Binding
from peiyu.policy.engine.embedded import run_frame
from peiyu.policy.verdict import Outcome
from peiyu.problems import Problem, Text

TITLE = Text("企业梯度培育体检", "Check-up of the enterprises")
EVENTS = {
    "new": Text("新申报", "new application"),
    "review": Text("复核", "review"),
    "standing": Text("在册", "standing"),
}


def shares(base: FactBase, rules: Rules, order: Order, *, size: int) -> list[Share]:
    """The enterprises of the base with their verdicts, in the order of their names, `size` to a share. Confidential
    ones (facts.register) are left out."""
    unlisted = confidential_keys(base)
    verdicts = [one for one in all_verdicts(base, rules.now) if one.enterprise not in unlisted]
    standing = {one.enterprise: one for one in all_verdicts(base, rules.review)}
    return shares_of(verdicts, standing, size=size, plans=order.plans)


def all_verdicts(base: FactBase, binding: Binding) -> list[Verdicts]:
    """Every enterprise's verdicts, in the order of names, by the embedded engine."""
    frame = run_frame(binding, base)
    criteria = [c for c in frame.columns if c.count(".") >= 2 and c.rpartition(".")[2] not in MARKS]
    tiers = tuple(binding.tiers)
    stood = tuple((key, mark) for key in tiers if (mark := f"{key}.stand_in") in frame.columns)
    heads = frame.select("enterprise", "code", "name", *(mark for _, mark in stood)).iter_rows()
    rows = zip(heads, frame.select(tiers).iter_rows(), frame.select(criteria).iter_rows(), strict=True)
    made = [
        Verdicts(
            enterprise=enterprise, code=code or "", name=name or "", tiers=dict(zip(tiers, of_tiers, strict=True)),
            criteria=dict(zip(criteria, of_criteria, strict=True)),
            stand_ins=frozenset(key for (key, _), marked in zip(stood, marks, strict=True) if marked),
        )
        for (enterprise, code, name, *marks), of_tiers, of_criteria in rows
    ]  # fmt: skip
    return sorted(made, key=lambda one: (one.name, one.code))


MARKS = ("low", "high", "stand_in")


def report_of(
    base: FactBase, rules: Rules, order: Order, looked: Sequence[Looked], problems: Sequence[Problem]
) -> CheckupReport:
    """The values of the workbook."""
    short = [line for one in looked for line in one.one_short]
    selection = order.selection
    return CheckupReport(
        title=TITLE, made_up=base.manifest.made_up, as_of=selection.as_of, known_at=selection.known_at,
        rules_at=selection.rules_at, event=EVENTS[selection.event], sources=order.sources,
        standards=standards_of(rules),
        tiers=tuple(_counted(rules, looked, Counter(line.tier for line in short))),
        classifications=tuple(rules.names[pack].pack for pack in rules.classified),
        definitions=tuple(dict.fromkeys(rules.now.chosen_said.values())),
        stand_ins=stand_ins_of(base) if selection.stand_ins else (),
        firms=tuple(one.row for one in looked), one_short=tuple(short),
        expiring=tuple(sorted((e for one in looked for e in one.expiring), key=lambda e: (e.runs_out, e.firm.name))),
        at_risk=tuple(sorted((line for one in looked for line in one.at_risk), key=_soonest)),
        problems=tuple(_unnamed(problems, stated_names(base, confidential_keys(base)))),
        withheld=base.manifest.enterprises - len(looked),
    )  # fmt: skip


def _unnamed(problems: Sequence[Problem], names: Collection[str]) -> Iterator[Problem]:
    """The problems without what would name a confidential enterprise; their cells are still told."""
    for one in problems:
        yield replace(one, found=WITHHELD) if any(name in one.found for name in names) else one


def _soonest(line: AtRisk) -> tuple[dt.date, str]:
    return line.when or dt.date.max, line.firm.name


def standards_of(rules: Rules) -> tuple[Standard, ...]:
    """The texts applied, each once, with what they are used for."""
    made: dict[tuple[str, str], Standard] = {}
    for bound in (*rules.now.tiers.values(), *rules.review.tiers.values()):
        made.setdefault((bound.pack, bound.text), replace(rules.names[bound.pack], in_force=bound.in_force))
    return tuple(made.values())


def _counted(rules: Rules, looked: Sequence[Looked], short: Mapping[Text, int]) -> Iterator[TierCount]:
    for place, bound in enumerate(rules.titled):
        counts = Counter(one.row.outcomes[place] for one in looked)
        yield TierCount(
            name=bound.tier.name, standard=standard_of(rules, bound), in_force=bound.in_force,
            met=counts[Outcome.MET], not_met=counts[Outcome.NOT_MET], unknown=counts[Outcome.UNKNOWN],
            one_short=short.get(bound.tier.name, 0),
        )  # fmt: skip


EVIDENCE = {
    "verified": Text("已核实", "verified"),
    "single-source": Text("单一来源", "from a single source"),
    "paraphrase": Text("转述", "a paraphrase"),
    "unverified": Text("未核实", "not verified"),
    "assumption": Text("假定", "an assumption"),
}


def stand_ins_of(base: FactBase) -> tuple[Substitute, ...]:
    """What stands in for what, and why; without an English reason, how sure the mapping is."""
    made = []
    for one in base.manifest.stand_ins:
        taken, missing = vocabulary().field(one.entity, one.field), vocabulary().field(one.entity, one.instead_of)
        sure = EVIDENCE.get(one.evidence, Text("", one.evidence))
        made.append(Substitute(missing.name, taken.name, Text(one.why.zh, one.why.en or f"{sure.en} of the mapping")))
    return tuple(made)
