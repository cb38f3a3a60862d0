"""潜力企业: who is one condition short of a tier, who may lose one, what runs out. Found from an evaluation's Parquet;
only those that are on a list are looked at closely."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from peiyu.facts.base import FactBase
from peiyu.facts.register import confidential_keys
from peiyu.facts.resolve import snapshots
from peiyu.facts.snapshot import Snapshot
from peiyu.paper.checkup.order import Order, rules_for
from peiyu.paper.checkup.risk import at_risk, title_without_standard
from peiyu.paper.checkup.short import one_short
from peiyu.paper.checkup.survey import Rules
from peiyu.paper.checkup.titles import AHEAD, BEHIND, DATED, expiring, held_titles
from peiyu.paper.checkup.verdicts import Verdicts, leaves, of_evaluation, shortfall
from peiyu.paper.values import AtRisk, Expiring, Firm, OneShort
from peiyu.policy.compile.binding import BoundTier
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.engine.reference import evaluate
from peiyu.web.bridge.asking import Asked, with_used

TOGETHER = 500
"""Enterprises that are looked at closely at one time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """One condition (`criterion`) stands between an enterprise and a tier; `value` of it: False or unknown."""

    enterprise: int
    tier: str
    criterion: str
    value: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """What the close look at an enterprise found; `short` in words, by tier."""

    enterprise: int
    name: str
    short: Mapping[str, OneShort]
    risks: Sequence[tuple[str, AtRisk]]
    expiring: Sequence[Expiring]


class Finder:
    """Finds the prospects of one evaluation. Confidential enterprises are none."""

    def __init__(self, ask: Asked, base: FactBase, path: Path) -> None:
        order = Order(asked=ask.words, selection=ask.bound().selection)
        self.rules: Rules = rules_for(with_used(ask.registry, ask.words), order)
        self.base = base.with_fields(self.rules.now.fields.values())
        self.path = path
        self.hidden = confidential_keys(base)

    def shorts(self) -> Iterator[tuple[BoundTier, list[Short]]]:
        """Of each tier that gives a title those who are one condition short and do not hold it."""
        for bound in self.rules.titled:
            aside = self.holders(bound.tier.title or "") | self.hidden
            found = [one for one in self._short_of(bound) if one.enterprise not in aside]
            yield bound, sorted(found, key=lambda one: one.enterprise)

    def _short_of(self, bound: BoundTier) -> Iterator[Short]:
        """Enterprises with the same verdicts on a tier's criteria are alike: each pattern is looked at once."""
        criteria = [leaf.key for leaf in leaves(bound.tier.met_when)]
        frame = pl.read_parquet(self.path, columns=["enterprise", bound.key, *criteria])
        alike = frame.filter(pl.col(bound.key).ne_missing(True)).group_by(criteria).agg("enterprise")
        for row in alike.iter_rows(named=True):
            missing = shortfall(bound.tier.met_when, row, aside=self.rules.experts)
            if len(missing) == 1:
                for key in row["enterprise"]:
                    yield Short(enterprise=key, tier=bound.key, criterion=missing[0], value=row[missing[0]])

    def holders(self, title: str) -> frozenset[int]:
        """Who holds a title in force."""
        rows, day = self._rows("title", ["kind", "granted_on", "expires_on", "revoked_on"]), self.rules.as_of
        in_force = (
            (pl.col("kind") == title)
            & (pl.col("revoked_on").is_null() | (pl.col("revoked_on") > day))
            & (pl.col("granted_on").is_null() | (pl.col("granted_on") <= day))
            & (pl.col("expires_on").is_null() | (pl.col("expires_on") > day))
        )
        return frozenset(rows.filter(in_force)["enterprise"])

    def at_stake(self) -> frozenset[int]:
        """Who has something to lose: a titled tier that is met, a title in force, something that runs out."""
        tiers = [bound.key for bound in self.rules.titled]
        frame = pl.read_parquet(self.path, columns=["enterprise", *tiers])
        met = frame.filter(pl.any_horizontal(pl.lit(False), *(pl.col(tier).fill_null(False) for tier in tiers)))
        found = {*met["enterprise"], *self._running_out()}
        for title in {bound.tier.title for bound in self.rules.review.tiers.values() if bound.tier.title}:
            found |= self.holders(title)
        return frozenset(found) - self.hidden

    def _running_out(self) -> set[int]:
        first, last = (self.rules.as_of + dt.timedelta(days=days) for days in (-BEHIND, AHEAD))
        found: set[int] = set()
        for entity in DATED:
            rows = self._rows(entity, ["expires_on"])
            found |= set(rows.filter(pl.col("expires_on").is_between(first, last))["enterprise"])
        return found

    def _rows(self, entity: str, columns: Sequence[str]) -> pl.DataFrame:
        view = view_of(self.rules.now)
        parts = [self.base.scan(entity, bucket, view, columns) for bucket in range(self.base.bucket_count)]
        return pl.concat(parts).collect()

    def closely(self, keys: Sequence[int], shorts: Mapping[int, Sequence[Short]]) -> Iterator[Close]:
        """Looks at some enterprises; `shorts` of those that are to be told in words."""
        for snapshot in snapshots(self.base, keys, view_of(self.rules.now)):
            yield self._close(snapshot, shorts.get(snapshot.enterprise, ()))

    def _close(self, snapshot: Snapshot, shorts: Sequence[Short]) -> Close:
        rules, firm = self.rules, Firm(name=snapshot.name, code=snapshot.code)
        now = _verdicts(evaluate(rules.now, snapshot), snapshot)
        titled = {bound.key: bound for bound in rules.titled}
        by_name = {bound.tier.name: key for key, bound in (*rules.review.tiers.items(), *titled.items())}
        risks = list(at_risk(rules.now, now, snapshot, firm, titled))
        held = held_titles(snapshot, rules.as_of)
        reviewed = {k: b for k, b in rules.review.tiers.items() if b.tier.title is not None and b.tier.title in held}
        if reviewed:
            standing = _verdicts(evaluate(rules.review, snapshot), snapshot)
            risks += title_without_standard(rules.review, standing, snapshot, firm, reviewed)
        account = rules.explainer.about(snapshot)
        told: dict[str, OneShort] = {}
        for one in shorts:
            bound = titled[one.tier]
            leaf = next(each for each in leaves(bound.tier.met_when) if each.key == one.criterion)
            told[one.tier] = one_short(firm, bound, leaf, account.criterion(leaf), lambda: None)
        return Close(
            enterprise=snapshot.enterprise, name=snapshot.name, short=told,
            risks=[(by_name[one.tier], one) for one in risks],
            expiring=expiring(snapshot, firm, rules.as_of),
        )  # fmt: skip


def _verdicts(made: object, snapshot: Snapshot) -> Verdicts:
    return of_evaluation(made, code=snapshot.code, name=snapshot.name)  # type: ignore[arg-type]
