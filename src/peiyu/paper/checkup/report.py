"""The whole check-up of a fact base: verdicts by the embedded engine, then the close look, then the values that the
workbook and the pages show."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from peiyu.facts.base import FactBase
from peiyu.facts.register import confidential_keys, stated_names
from peiyu.facts.resolve import snapshots
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.paper.checkup.survey import Looked, PlanAllowance, Rules, look, rules_of, standard_of
from peiyu.paper.checkup.verdicts import Verdicts
from peiyu.paper.values import AtRisk, CheckupReport, Firm, Standard, TierCount
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.engine.embedded import run_frame
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.pack.model import Pack
from peiyu.policy.verdict import Outcome
from peiyu.problems import Problem, Text

LADDER = ("cn-gradient", "cn-hnte", "cn-size-2011")
"""What a check-up measures by when nothing else is asked for."""

CLOSELY = 300
"""Up to so many enterprises every page is explained; beyond, those on a list are."""

PLANS = 40
"""Paths planned in one check-up; the others are one command away."""

TITLE = Text("企业梯度培育体检", "Check-up of the enterprises")
EVENTS = {
    "new": Text("新申报", "new application"),
    "review": Text("复核", "review"),
    "standing": Text("在册", "standing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked of a check-up. `page_of` names the page file of an enterprise by its number and code ('' for
    none)."""

    asked: tuple[str, ...] = LADDER
    selection: Selection
    page_of: Callable[[int, str], str]
    sources: tuple[str, ...] = ()
    closely: int = CLOSELY
    plans: int = PLANS


def rules_for(packs: Mapping[str, Pack], order: Order) -> Rules:
    """The rules of an order: for new applications, for reviews, and for any later day."""

    def at(day: dt.date) -> Binding:
        selection = replace(order.selection, as_of=day, known_at=day, rules_at=day)
        return bind(packs, order.asked, selection)

    now = bind(packs, order.asked, order.selection)
    review = bind(packs, order.asked, replace(order.selection, event="review"))
    names = {id_: standard_named(pack) for id_, pack in packs.items()}
    return rules_of(now, review, at, asked=asked_tiers(now), names=names)


def asked_tiers(binding: Binding) -> list[str]:
    """The keys of the tiers that were asked for, without those that are only read by others."""
    asked = set(binding.asked)
    return [
        key
        for key, bound in binding.tiers.items()
        if key in asked or bound.pack in asked or bound.via in asked or (bound.via or "").partition(".")[0] in asked
    ]


def survey(base: FactBase, rules: Rules, order: Order) -> Iterator[Looked]:
    """The enterprises of the base, one by one in the order of their names. Confidential ones (facts.register) are left
    out."""
    verdicts = all_verdicts(base, rules.now)
    allowance = PlanAllowance(order.plans)
    standing = {one.enterprise: one for one in all_verdicts(base, rules.review)}
    closely = len(verdicts) <= order.closely
    view = view_of(rules.now)
    whole = base.with_fields(rules.now.fields.values())
    unlisted = confidential_keys(base)
    seen = {one.enterprise: one for one in snapshots(whole, [v.enterprise for v in verdicts], view)}
    for number, one in enumerate(verdicts, start=1):
        snapshot = seen[one.enterprise]
        if one.enterprise in unlisted:
            continue
        district = snapshot.datum("enterprise", "district")
        firm = Firm(
            name=one.name, code=one.code, district=str(district.value) if district else "",
            page=order.page_of(number, one.code),
        )  # fmt: skip
        yield look(
            rules, snapshot, one, standing[one.enterprise], firm,
            allowance=allowance, closely=closely, made_up=base.manifest.made_up,
        )  # fmt: skip


def all_verdicts(base: FactBase, binding: Binding) -> list[Verdicts]:
    """Every enterprise's verdicts, in the order of names, by the embedded engine."""
    frame = run_frame(binding, base)
    criteria = [c for c in frame.columns if c.count(".") >= 2 and c.rpartition(".")[2] not in MARKS]
    made = [
        Verdicts(
            enterprise=row["enterprise"], code=row["code"] or "", name=row["name"] or "",
            tiers={key: row[key] for key in binding.tiers}, criteria={key: row[key] for key in criteria},
            stand_ins=frozenset(key for key in binding.tiers if row.get(f"{key}.stand_in")),
        )
        for row in frame.iter_rows(named=True)
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
        definitions=tuple(rules.now.chosen_said.values()),
        stand_ins=stand_ins_of(base) if selection.stand_ins else (),
        firms=tuple(one.row for one in looked), one_short=tuple(short),
        expiring=tuple(sorted((e for one in looked for e in one.expiring), key=lambda e: (e.runs_out, e.firm.name))),
        at_risk=tuple(sorted((line for one in looked for line in one.at_risk), key=_soonest)),
        problems=tuple(_unnamed(problems, stated_names(base, confidential_keys(base)))),
        withheld=base.manifest.enterprises - len(looked),
    )  # fmt: skip


WITHHELD = "（涉密或不公开）"


def _unnamed(problems: Sequence[Problem], names: Collection[str]) -> Iterator[Problem]:
    """The problems without what would name a confidential enterprise; their cells are still told."""
    for one in problems:
        yield replace(one, found=WITHHELD) if any(name in one.found for name in names) else one


def _soonest(line: AtRisk) -> tuple[dt.date, str]:
    return line.when or dt.date.max, line.firm.name


def standard_named(pack: Pack) -> Standard:
    """A pack by its name and its document's title and number."""
    number = pack.document.number if pack.document else ""
    return Standard(pack=pack.name, document=number, text=pack.document.title if pack.document else "", in_force=True)


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


def stand_ins_of(base: FactBase) -> tuple[Text, ...]:
    """What stands in for what, and why."""
    made = []
    for one in base.manifest.stand_ins:
        taken, missing = vocabulary().field(one.entity, one.field), vocabulary().field(one.entity, one.instead_of)
        made.append(
            Text(
                f"以「{taken.name.zh}」代「{missing.name.zh}」（{one.why}）",
                f"{taken.name.en} for {missing.name.en} ({one.evidence})",
            )
        )
    return tuple(made)
