"""The order of work of a check-up: verdicts on all, then a close look at those who stand on a list.

Verdicts come from whatever engine computed them; explanations, risks and paths are the reference's and are worked
out only for the enterprises that need them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from peiyu.facts.snapshot import Snapshot
from peiyu.paper.checkup.pages import Reader, fact_table, path_line, tier_line
from peiyu.paper.checkup.risk import at_risk, title_without_standard
from peiyu.paper.checkup.short import one_short
from peiyu.paper.checkup.titles import expiring, held_titles
from peiyu.paper.checkup.verdicts import Verdicts, judged_by_experts, leaves, shortfall
from peiyu.paper.values import AtRisk, EnterprisePage, Expiring, Firm, FirmRow, OneShort, PathLine, Standard, TierLine
from peiyu.paper.wording import OUTCOMES
from peiyu.policy.compile.binding import Binding, BoundTier
from peiyu.policy.explain import Account, Explainer, Explanation
from peiyu.policy.path.model import Path
from peiyu.policy.path.plan import Planners
from peiyu.policy.verdict import Outcome
from peiyu.problems import Text

NONE = Text("—", "—")
ON_SHORT, ON_EXPIRING, ON_RISK = Text("差一项", "one short"), Text("到期", "expiring"), Text("风险", "at risk")

BindAt = Callable[[dt.date], Binding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a check-up measures by: the binding for new applications, that for reviews, what explains and what plans
    by them; the tiers that give a title, which the lists speak of; those that only classify (sizes), by pack; the
    packs' names; the criteria that wait for an expert."""

    now: Binding
    review: Binding
    explainer: Explainer
    reader: Reader
    planners: Planners
    titled: tuple[BoundTier, ...]
    classified: Mapping[str, tuple[BoundTier, ...]]
    names: Mapping[str, Standard]
    experts: frozenset[str]

    @property
    def as_of(self) -> dt.date:
        return self.now.selection.as_of


def rules_of(
    now: Binding, review: Binding, bind_at: BindAt, *, asked: Iterable[str], names: Mapping[str, Standard]
) -> Rules:
    """The rules of a check-up; `asked` are the keys of the tiers in the order of the report."""
    tiers = tuple(now.tiers[key] for key in asked)
    plain = tuple(bound for bound in tiers if bound.tier.title is None)
    return Rules(
        now=now, review=review, explainer=Explainer(now), reader=Reader(),
        planners=Planners(bind_at, as_of=now.selection.as_of),
        names=names, experts=judged_by_experts(now),
        titled=tuple(bound for bound in tiers if bound.tier.title is not None),
        classified={pack: tuple(b for b in plain if b.pack == pack) for pack in dict.fromkeys(b.pack for b in plain)},
    )  # fmt: skip


def classes_of(rules: Rules, verdicts: Verdicts) -> tuple[Text, ...]:
    """The firm's class in each classification: the narrowest it meets (the last in the pack's order)."""
    made = []
    for tiers in rules.classified.values():
        met = [bound.tier.name for bound in tiers if verdicts.tiers[bound.key] is True]
        open_ = any(verdicts.tiers[bound.key] is None for bound in tiers)
        decided = met and not (open_ and len(met) == 1)
        made.append(met[-1] if decided else OUTCOMES[Outcome.UNKNOWN] if open_ else NONE)
    return tuple(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One enterprise after the close look."""

    row: FirmRow
    one_short: tuple[OneShort, ...] = ()
    expiring: tuple[Expiring, ...] = ()
    at_risk: tuple[AtRisk, ...] = ()
    page: EnterprisePage | None = None


@dataclass(slots=True)
class PlanAllowance:
    """How many paths may still be planned; the rest are told to ask for theirs. Counted, not timed, so that the
    same ledger always gives the same report."""

    left: int
    refused: int = field(default=0)

    def take(self) -> bool:
        if self.left > 0:
            self.left -= 1
            return True
        self.refused += 1
        return False


def look(
    rules: Rules, snapshot: Snapshot, verdicts: Verdicts, standing: Verdicts, firm: Firm, *, allowance: PlanAllowance,
    pages: str, made_up: bool,
) -> Looked:  # fmt: skip
    """One enterprise: its lines on the lists and its page. `standing` are its verdicts under the review rules; with
    `pages` 'listed' only an enterprise on a list has a page."""
    paths: list[Path] = []
    account = rules.explainer.about(snapshot)
    short = tuple(_short_lines(rules, snapshot, verdicts, firm, allowance, paths, account))
    out = expiring(snapshot, firm, rules.as_of)
    risks = tuple(_risks(rules, snapshot, verdicts, standing, firm))
    lists = tuple(word for word, lines in ((ON_SHORT, short), (ON_EXPIRING, out), (ON_RISK, risks)) if lines)
    paged = bool(firm.page) and (pages == "all" or bool(lists))
    row = FirmRow(
        firm=firm if paged else replace(firm, page=""), lists=lists,
        outcomes=tuple(verdicts.outcome(bound.key) for bound in rules.titled),
        stand_ins=any(bound.key in verdicts.stand_ins for bound in rules.titled),
        classes=classes_of(rules, verdicts),
    )  # fmt: skip
    seen = Looked(row=row, one_short=short, expiring=out, at_risk=risks)
    if not paged:
        return seen
    lines = tuple(path_line(path) for path in paths)
    told = {bound.key: account.tier(bound.key, brief=True) for bound in rules.titled}
    return replace(seen, page=page_of(rules, snapshot, verdicts, seen, paths=lines, told=told, made_up=made_up))


def _short_lines(
    rules: Rules, snapshot: Snapshot, verdicts: Verdicts, firm: Firm, allowance: PlanAllowance, paths: list[Path],
    account: Account,
) -> Iterator[OneShort]:  # fmt: skip
    held = held_titles(snapshot, rules.as_of)
    for bound in rules.titled:
        if verdicts.tiers[bound.key] is True or bound.tier.title in held:
            continue
        missing = shortfall(bound.tier.met_when, verdicts.criteria, aside=rules.experts)
        if len(missing) != 1:
            continue

        def path_of(bound: BoundTier = bound) -> Path | None:
            if not allowance.take():
                return None
            path = rules.planners.path(snapshot, bound.via or bound.key)
            paths.append(path)
            return path

        leaf = next(one for one in leaves(bound.tier.met_when) if one.key == missing[0])
        yield one_short(firm, bound, leaf, account.criterion(leaf), path_of)


def _risks(rules: Rules, snapshot: Snapshot, verdicts: Verdicts, standing: Verdicts, firm: Firm) -> Iterator[AtRisk]:
    tiers = {bound.key: bound for bound in rules.titled}
    yield from at_risk(rules.now, verdicts, snapshot, firm, tiers)
    held = held_titles(snapshot, rules.as_of)
    reviewed = {k: b for k, b in rules.review.tiers.items() if b.tier.title is not None and b.tier.title in held}
    yield from title_without_standard(rules.review, standing, snapshot, firm, reviewed)


def standard_of(rules: Rules, bound: BoundTier) -> Text:
    """The document of a tier as it is printed beside the tier: its number, otherwise its pack's name."""
    known = rules.names[bound.pack]
    return Text(known.document, known.document) if known.document else known.pack


def page_of(
    rules: Rules, snapshot: Snapshot, verdicts: Verdicts, seen: Looked, *, paths: tuple[PathLine, ...],
    told: Mapping[str, Explanation], made_up: bool,
) -> EnterprisePage:  # fmt: skip
    """The page of an enterprise; `told` explains every tier."""
    tiers: list[TierLine] = []
    stand_ins: dict[Text, None] = {}
    for bound in rules.titled:
        standard, explanation = standard_of(rules, bound), told[bound.key]
        stand_ins.update(dict.fromkeys(explanation.stand_ins))
        tiers.append(tier_line(bound, verdicts, standard, explanation, rules.reader))
    base_year = rules.now.selection.base_year
    years = tuple(range(base_year - 2, base_year + 1))
    facts = fact_table(snapshot, years)
    return EnterprisePage(
        firm=seen.row.firm, classes=seen.row.classes, as_of=rules.as_of, made_up=made_up, tiers=tuple(tiers),
        paths=paths, expiring=seen.expiring, at_risk=seen.at_risk,
        years=tuple(str(year) for year in years), facts=facts, sources=tuple(dict.fromkeys(f.source for f in facts)),
        stand_ins=tuple(stand_ins),
    )  # fmt: skip
