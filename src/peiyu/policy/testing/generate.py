"""Generated bindings, for comparing engines: boundaries and holes above all.

Everything follows from a seed. Figures are drawn from few values that sit on and beside the thresholds, so that
equality, one fen less, zero, a hole and a year before founding are frequent rather than rare.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any, Literal

from peiyu.policy.compile.binding import Binding, BoundTier, Selection
from peiyu.policy.condition import ast
from peiyu.policy.condition.walk import nodes
from peiyu.policy.pack.model import (
    Band,
    BandItem,
    BestItem,
    BonusItem,
    Branch,
    ChooseCriterion,
    Combined,
    Criterion,
    ExpertItem,
    Group,
    GuardedGroup,
    Negated,
    PointsItem,
    Quantity,
    Score,
    ScoreItem,
    SumItem,
    Tier,
    WhenUndefined,
)
from peiyu.problems import Text

PACK = "generated"
AS_OF = dt.date(2024, 2, 28)
MONEY = ("revenue", "main_revenue", "sales", "rd_accounts", "total_assets", "net_profit", "net_assets")
HEADS = ("staff", "sci_staff", "rd_staff")
AMOUNTS = (0, 1, 10**6, 5 * 10**6, 10**8, 5 * 10**8 - 1, 5 * 10**8, 5 * 10**8 + 1, 10**9, 2 * 10**10, 2 * 10**10 + 1)
RATES = tuple(Fraction(n, 100) for n in (0, 3, 5, 7, 10, 30, 50, 70))
DAYS = (dt.date(2016, 2, 29), dt.date(2021, 2, 28), dt.date(2022, 2, 28), dt.date(2022, 12, 31), dt.date(2023, 1, 1),
        dt.date(2023, 6, 30), dt.date(2024, 2, 28), dt.date(2025, 1, 1))  # fmt: skip
INDUSTRIES = ("C", "35", "3525", "65", "6513", "I", "5101", "02")
WORDS: tuple[WhenUndefined | None, ...] = ("not met", "met", "refer", None, None)
OPS: tuple[ast.CompareOp, ...] = (">=", "<=", ">", "<", "=", "!=")


FOUNDED = ast.Fact("enterprise", "founded")


def edge(place: int) -> ast.Number:
    return ast.Number(Fraction(AMOUNTS[place]))


def fact(code: str) -> ast.Fact:
    return ast.Fact("annual_return", code)


@dataclass(frozen=True, slots=True)
class Author:
    """Writes conditions. `depth` bounds what is nested."""

    dice: Random
    quantities: dict[str, Quantity]

    def pick(self, of: tuple[Any, ...]) -> Any:
        return self.dice.choice(of)

    # --- numbers --------------------------------------------------------------------------------------------------

    def money(self, depth: int) -> ast.Expr:
        """An amount in fen."""
        ways: tuple[Callable[[], ast.Expr], ...] = (
            lambda: fact(self.pick(MONEY)),
            lambda: fact(self.pick(MONEY)),
            lambda: ast.Binary(self.pick(("+", "-")), self.money(depth - 1), self.money(depth - 1)),
            lambda: ast.Over(self.pick(("sum", "avg", "min", "max")), self.money(depth - 1), self.pick((1, 2, 3))),
            lambda: ast.Prior(self.money(depth - 1), self.pick((1, 2))),
            lambda: ast.Extreme(self.pick(("min", "max")), (self.money(depth - 1), self.money(depth - 1))),
            lambda: ast.FirstKnown((self.money(depth - 1), self.money(depth - 1))),
            lambda: ast.Binary("*", ast.Number(self.pick(RATES)), self.money(depth - 1)),
            lambda: ast.Negate(self.money(depth - 1)),
            lambda: ast.Floor(ast.Binary("/", self.money(depth - 1), self.rate(depth - 1))),
            lambda: ast.Binary("*", self.rate(depth - 1), self.money(depth - 1)),
            lambda: ast.Child("sum", "financing", "amount", self.row_test("financing", depth - 1)),
        )
        return self.pick(ways)() if depth > 0 else ways[0]()

    def rate(self, depth: int) -> ast.Expr:
        """A number without unit, near 0 to 1."""
        ways: tuple[Callable[[], ast.Expr], ...] = (
            lambda: ast.Binary("/", self.money(depth - 1), self.money(depth - 1)),
            lambda: ast.Binary("/", fact(self.pick(HEADS)), fact(self.pick(HEADS))),
            lambda: ast.Growth("growth", self.money(depth - 1), 1),
            lambda: ast.Growth("mean_growth", self.money(depth - 1), self.pick((2, 3))),
            lambda: fact("market_share"),
            lambda: ast.Over("avg", self.rate(depth - 1), 2),
            lambda: ast.Binary(self.pick(("+", "-", "*", "/")), self.rate(depth - 1), self.rate(depth - 1)),
            lambda: ast.Binary(self.pick(("+", "*", "-")), self.rate(depth - 1), ast.Number(self.pick(RATES))),
            lambda: self.chosen(depth - 1),
            lambda: self.chosen(depth - 1),
            lambda: ast.Prior(self.rate(depth - 1), self.pick((1, 2))),
            lambda: ast.Extreme(self.pick(("min", "max")), (self.rate(depth - 1), self.rate(depth - 1))),
            lambda: ast.FirstKnown((self.rate(depth - 1), self.rate(depth - 1))),
            lambda: ast.Floor(self.rate(depth - 1)),
            lambda: ast.Over(self.pick(("min", "max", "avg")), self.rate(depth - 1), 3),
            lambda: ast.FullYears(FOUNDED, self.pick(("as_of", "year_end"))),
            lambda: ast.Binary("/", self.number_of_rows(depth - 1), fact("staff")),
            lambda: ast.Binary("/", fact("staff"), self.number_of_rows(depth - 1)),
        )
        return self.pick(ways)() if depth > 0 else ways[self.dice.randrange(2)]()

    def number_of_rows(self, depth: int) -> ast.Expr:
        entity = self.pick(("ip_right", "award", "financing"))
        return ast.Child("count", entity, None, self.row_test(entity, depth))

    def chosen(self, depth: int) -> ast.Expr:
        """A quantity that depends on guards."""
        branches = [
            Branch(
                when=self.condition(depth - 1),
                value=ast.Number(self.pick(RATES)) if self.dice.random() < 0.6 else self.rate(depth - 1),
            )
            for _ in range(self.pick((1, 2, 3)))
        ]
        if self.dice.random() < 0.8:
            branches.append(Branch(when=None, value=ast.Number(self.pick(RATES))))
        key = f"{PACK}.q{len(self.quantities)}"
        self.quantities[key] = Quantity(
            key=key, name=Text(key, key), branches=tuple(branches), when_undefined=self.pick((*WORDS, None, "0分"))
        )
        return ast.Ref("quantity", key)

    # --- truth ----------------------------------------------------------------------------------------------------

    def condition(self, depth: int) -> ast.Expr:
        ways: tuple[Callable[[], ast.Expr], ...] = (
            lambda: ast.Compare(self.pick(OPS), self.rate(depth - 1), ast.Number(self.pick(RATES))),
            lambda: ast.Compare(self.pick(OPS), self.rate(depth - 1), self.rate(depth - 1)),
            lambda: ast.Compare(self.pick(OPS), self.money(depth - 1), ast.Number(Fraction(self.pick(AMOUNTS)))),
            lambda: ast.Compare(self.pick(OPS), ast.Growth("cagr", fact("revenue"), 2), ast.Number(self.pick(RATES))),
            lambda: ast.InRange(
                self.rate(depth - 1), ast.Number(Fraction(5, 100)), ast.Number(self.pick(RATES[3:])),
                self.pick((True, False)), self.pick((True, False)),
            ),
            lambda: ast.Compare(
                self.pick(OPS), self.number_of_rows(depth - 1), ast.Number(Fraction(self.pick((0, 1, 2))))
            ),
            lambda: ast.InSet(
                ast.Fact("enterprise", "industry"), tuple(self.dice.sample(INDUSTRIES, 2)), self.pick((True, False))
            ),
            lambda: ast.Compare(
                self.pick(OPS), ast.Age(ast.Fact("enterprise", "founded"), self.pick(("as_of", "year_end"))),
                self.pick((ast.Duration(years=2), ast.Duration(months=14), ast.Duration(days=365))),
            ),
            lambda: ast.Compare(
                self.pick(OPS), ast.FullYears(ast.Fact("enterprise", "founded")),
                ast.Number(Fraction(self.pick((1, 2, 8)))),
            ),
            lambda: ast.Fact("enterprise", self.pick(("resident", "own_brand"))),
            self.of_words,
            self.of_days,
            lambda: self.of_growth(depth - 1),
            lambda: self.of_money(depth - 1),
            lambda: ast.Holds("高新技术企业", self.pick(("as_of", "year_end"))),
            lambda: ast.Child("exists", "ip_right", None, self.row_test("ip_right", depth - 1)),
            lambda: ast.Over(self.pick(("each", "any")), self.of_each_year(depth - 1), self.pick((2, 3))),
            lambda: ast.And((self.condition(depth - 1), self.condition(depth - 1))),
            lambda: ast.Or((self.condition(depth - 1), self.condition(depth - 1))),
            lambda: ast.Not(self.condition(depth - 1)),
        )  # fmt: skip
        chosen: Callable[[], ast.Expr] = self.pick(ways) if depth > 0 else ways[self.pick((2, 9, 6))]
        return chosen()

    def of_each_year(self, depth: int) -> ast.Expr:
        """A condition with something in it that has a value each year, as `check` demands inside a window."""
        made = self.condition(depth)
        if any(isinstance(node, ast.Fact) and node.entity == "annual_return" for node in nodes(made)):
            return made
        return ast.Compare(self.pick(OPS), fact(self.pick(MONEY)), edge(5))

    def of_money(self, depth: int) -> ast.Expr:
        """An amount in a range, or beside the sum of a list."""
        low, high = self.pick(((None, edge(5)), (edge(6), None), (edge(4), edge(8))))
        ends = self.pick((True, False)), self.pick((True, False))
        listed = ast.Child("sum", "financing", "amount", self.row_test("financing", depth))
        made: ast.Expr = self.pick(
            (ast.InRange(self.money(depth), low, high, *ends), ast.Compare(self.pick(OPS), listed, self.money(depth)))
        )
        return made

    def of_words(self) -> ast.Expr:
        """A yes-or-no fact or an industry compared."""
        op = self.pick(("=", "!="))
        made: ast.Expr = self.pick(
            (
                ast.Compare(op, ast.Fact("enterprise", "resident"), ast.Flag(False)),
                ast.Compare(op, ast.Fact("enterprise", "resident"), ast.Fact("enterprise", "own_brand")),
                ast.Compare(op, ast.Fact("enterprise", "industry"), ast.TextLiteral(self.pick(INDUSTRIES))),
            )
        )
        return made

    def of_days(self) -> ast.Expr:
        """The founding day compared, in a window, its age in a range."""
        ends = self.pick((True, False)), self.pick((True, False))
        made: ast.Expr = self.pick(
            (
                ast.Compare(self.pick(OPS), FOUNDED, ast.DateLiteral(self.pick(DAYS))),
                ast.InWindow(FOUNDED, self.pick((2, 8)), self.pick(("rolling", "fiscal")), self.pick((True, False))),
                ast.InRange(ast.Age(FOUNDED), ast.Duration(years=2), ast.Duration(years=8), *ends),
            )
        )
        return made

    def of_growth(self, depth: int) -> ast.Expr:
        """A yearly rate against a number or a range."""
        mean = ast.Growth("mean_growth", fact(self.pick(MONEY)), self.pick((2, 3, 4)))
        compound = ast.Growth("cagr", self.money(depth), self.pick((1, 2)))
        made: ast.Expr = self.pick(
            (
                ast.Compare(self.pick(OPS), mean, ast.Number(self.pick(RATES))),
                ast.Compare(self.pick(OPS), compound, self.rate(depth)),
                ast.InRange(compound, ast.Number(RATES[1]), ast.Number(RATES[5]), True, False),
            )
        )
        return made

    def row_test(self, entity: str, depth: int) -> ast.Expr | None:
        """A condition over one child record."""

        def column(code: str) -> ast.ChildField:
            return ast.ChildField(entity, code)

        if depth > 0 and self.dice.random() < 0.4:
            own = self.row_test(entity, 0)
            beside = self.beside_owner(entity, depth)
            return beside if own is None else self.pick((ast.And, ast.Or))((own, beside))
        tests: Mapping[str, tuple[ast.Expr, ...]] = {
            "ip_right": (
                ast.InSet(column("kind"), ("发明专利", "软件著作权")),
                ast.Compare("=", column("status"), ast.TextLiteral("有效")),
                ast.InWindow(column("granted_on"), 3, "rolling"),
                column("productive"),
            ),
            "award": (
                ast.InWindow(column("awarded_on"), 2, "fiscal", True),
                ast.Compare("<=", column("unit_rank"), ast.Number(Fraction(3))),
            ),
            "financing": (
                column("qualified"),
                ast.Compare(">=", column("amount"), ast.Number(Fraction(10**8))),
                ast.InWindow(column("paid_on"), 2, "fiscal"),
            ),
        }
        one = self.pick((None, *tests[entity]))
        return one if one is None or self.dice.random() < 0.6 else ast.And((one, self.pick(tests[entity])))

    def beside_owner(self, entity: str, depth: int) -> ast.Expr:
        """A record beside its enterprise: its day, its amount, and what is of the enterprise alone."""
        day = ast.ChildField(entity, {"ip_right": "granted_on", "award": "awarded_on"}.get(entity, "paid_on"))
        amount = ast.ChildField("financing", "amount")
        ways: tuple[Callable[[], ast.Expr], ...] = (
            lambda: ast.Compare(self.pick(OPS), day, FOUNDED),
            lambda: self.condition(depth - 1),
            lambda: ast.Not(ast.Holds("高新技术企业", self.pick(("as_of", "year_end")))),
            lambda: ast.Compare(self.pick(OPS), ast.FullYears(day), self.number_of_rows(depth - 1)),
            lambda: ast.Compare(self.pick(OPS), amount, self.money(depth - 1)),
            lambda: ast.Compare(self.pick(OPS), amount, ast.Binary("*", self.chosen(depth - 1), fact("revenue"))),
            lambda: ast.InRange(amount, fact(self.pick(MONEY)), self.money(depth - 1), True, self.pick((True, False))),
            lambda: ast.Compare(
                self.pick(OPS), ast.Binary(self.pick(("/", "-")), amount, self.money(depth - 1)), self.rate(depth - 1)
            ),
            lambda: ast.Over(self.pick(("each", "any")), ast.Compare(">=", amount, self.money(depth - 1)), 2),
            lambda: ast.Compare(
                ">=", ast.Over("avg", ast.Binary("/", amount, fact(self.pick(MONEY))), 3), ast.Number(self.pick(RATES))
            ),
        )
        way: Callable[[], ast.Expr] = self.pick(ways if entity == "financing" else ways[:4])
        return way()


# --- rules ----------------------------------------------------------------------------------------------------


def name(key: str) -> dict[str, Any]:
    return {"key": key, "name": Text(key, key)}


def item(author: Author, key: str, depth: int) -> ScoreItem:
    """An item of a score table."""
    clip = {"cap": author.pick((None, None, Fraction(12))), "floor": author.pick((None, None, Fraction(1)))}
    kind = author.dice.randrange(7 if depth > 0 else 5)
    if kind <= 1:
        of = author.rate(2)
        rows: tuple[tuple[ast.CompareOp, Fraction, int, int], ...] = (
            (">=", RATES[6], 20, 0),
            (">=", RATES[4], 10, author.pick((0, 2))),
            (">", RATES[2], 5, 0),
        )
        bands = [
            Band(when=ast.Compare(op, of, ast.Number(edge)), low=Fraction(points), high=Fraction(points + more))
            for op, edge, points, more in rows
        ]
        bands += [Band(when=None, low=Fraction(0), high=Fraction(0))] if author.dice.random() < 0.8 else []
        return BandItem(
            **name(key), of=of, bands=tuple(bands), when_undefined=author.pick((*WORDS, "0分", "0分")), **clip
        )
    if kind == 2:
        expert = author.pick((None, fact("platform_score")))
        return ExpertItem(**name(key), low=Fraction(0), high=Fraction(8), fact=expert, **clip)
    if kind == 3:
        return BonusItem(
            **name(key),
            when=author.condition(2),
            points=Fraction(author.pick((3, 5, -2))),
            when_undefined=author.pick(WORDS),
            **clip,
        )
    if kind == 4:
        years = ast.Binary("/", fact("segment_years"), ast.Number(Fraction(2), "years"))
        points = ast.Extreme("min", (ast.Number(Fraction(5)), ast.Floor(author.pick((years, author.rate(1))))))
        return PointsItem(**name(key), points=points, when_undefined=author.pick((*WORDS, "0分")), **clip)
    parts = tuple(item(author, f"{key}{n}", depth - 1) for n in range(2))
    return SumItem(**name(key), items=parts, **clip) if kind == 5 else BestItem(**name(key), items=parts, **clip)


def group(author: Author, tier: str, count: list[int], depth: int) -> Group:
    """Criteria combined in every way."""
    count[0] += 1
    key = f"{tier}.c{count[0]}"
    kind = author.dice.randrange(8 if depth > 0 else 3)
    if kind <= 1:
        return Criterion(**name(key), when=author.condition(3), when_undefined=author.pick(WORDS))
    if kind == 2:
        guarded = tuple(
            GuardedGroup(
                when=when, then=Criterion(**name(f"{key}.{n}"), when=author.condition(2), when_undefined="not met")
            )
            for n, when in enumerate(
                (author.condition(1), author.condition(1), author.pick((None, author.condition(1))))
            )
        )
        return ChooseCriterion(**name(key), branches=guarded)
    if kind == 3:
        return Negated(**name(""), of=group(author, tier, count, depth - 1))
    parts = tuple(group(author, tier, count, depth - 1) for _ in range(3))
    how: Literal["all", "any", "at_least"] = author.pick(("all", "any", "at_least"))
    return Combined(**name(""), how=how, need={"all": 3, "any": 1, "at_least": 2}[how], parts=parts)


def binding(seed: int) -> Binding:
    """A binding of three tiers (the last reads the first and the score) and one score table."""
    author = Author(Random(seed), {})
    items = tuple(item(author, f"{PACK}.score.i{n}", 1) for n in range(4))
    score = Score(**name(f"{PACK}.score"), items=items, cap=author.pick((None, Fraction(40))))
    tiers: dict[str, BoundTier] = {}
    for local in ("first", "second", "third"):
        key = f"{PACK}.{local}"
        parts: tuple[Group, ...] = (group(author, key, [0], 2),)
        if local == "third":
            passed = ast.Compare(">=", ast.Ref("score", score.key), ast.Number(Fraction(author.pick((5, 15, 20)))))
            both = ast.Or((passed, ast.Meets(f"{PACK}.first")))
            parts = (*parts, Criterion(**name(f"{key}.score"), when=both))
        whole = Combined(**name(""), how="all", need=len(parts), parts=parts)
        tier = Tier(**name(key), met_when=whole)
        tiers[key] = BoundTier(key=key, tier=tier, pack=PACK, text="1", in_force=True)
    return Binding(
        selection=Selection(as_of=AS_OF, known_at=AS_OF, rules_at=AS_OF), asked=tuple(tiers), tiers=tiers,
        quantities=author.quantities, scores={score.key: score}, items=all_items(items), fields={}, chosen={},
        pack_hashes={}, hash=str(seed),
    )  # fmt: skip


def all_items(items: tuple[ScoreItem, ...]) -> dict[str, ScoreItem]:
    found: dict[str, ScoreItem] = {}
    for one in items:
        found[one.key] = one
        if isinstance(one, SumItem | BestItem):
            found |= all_items(one.items)
    return found
