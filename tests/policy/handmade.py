"""Packs made by hand for tests: the smallest that say something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from peiyu.facts.snapshot import Child, ConditionAttestation, Datum, Snapshot
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.condition import ast
from peiyu.policy.pack.model import (
    Branch,
    Combined,
    Criterion,
    Dated,
    Group,
    Pack,
    Parameter,
    Quantity,
    Score,
    Statute,
    Tier,
)
from peiyu.problems import Text

AS_OF = dt.date(2022, 6, 30)
BASE = 2021


def annual(code: str) -> ast.Fact:
    return ast.Fact("annual_return", code)


def number(value: int | str) -> ast.Number:
    return ast.Number(Fraction(value))


def compare(left: ast.Expr, op: Any, right: ast.Expr | int | str) -> ast.Compare:
    return ast.Compare(op, left, number(right) if isinstance(right, int | str) else right)


def divided(left: ast.Expr, right: ast.Expr) -> ast.Binary:
    return ast.Binary("/", left, right)


def criterion(key: str, when: ast.Expr, when_undefined: Any = None) -> Criterion:
    return Criterion(key=key, name=Text(key, key), when=when, when_undefined=when_undefined, cite="第一条")


def every(*parts: Group) -> Combined:
    return Combined(key="", name=Text("", ""), how="all", need=len(parts), parts=parts)


def some(need: int, *parts: Group) -> Combined:
    return Combined(key="", name=Text("", ""), how="at_least", need=need, parts=parts)


def tier(key: str, met_when: Group) -> Tier:
    return Tier(key=key, name=Text(key, key), met_when=met_when, cite="第一条")


def quantity(key: str, *values: ast.Expr | tuple[ast.Expr | None, ast.Expr], when_undefined: Any = None) -> Quantity:
    pairs = [v if isinstance(v, tuple) else (None, v) for v in values]
    branches = tuple(Branch(when=w, value=v) for w, v in pairs)
    return Quantity(key=key, name=Text(key, key), branches=branches, when_undefined=when_undefined)


def parameter(key: str, *values: tuple[dt.date | None, dt.date | None, ast.Expr]) -> Parameter:
    dated = tuple(Dated(since=s, until=u, value=v) for s, u, v in values)
    return Parameter(key=key, name=Text(key, key), values=dated)


def local(objects: tuple[Any, ...]) -> dict[str, Any]:
    return {one.key.partition(".")[2]: one for one in objects}


def statute(
    *tiers: Tier, id_: str = "1", since: dt.date | None = None, until: dt.date | None = None,
    quantities: tuple[Quantity, ...] = (), scores: tuple[Score, ...] = (), parameters: tuple[Parameter, ...] = (),
    definitions: tuple[Any, ...] = (),
) -> Statute:  # fmt: skip
    return Statute(
        id=id_, file="criteria.yaml", since=since, until=until, cite="", evidence="verified",
        parameters=local(parameters), sets={}, fields={}, definitions=local(definitions),
        quantities=local(quantities), scores=local(scores), tiers=local(tiers),
    )  # fmt: skip


def pack(id_: str, *texts: Statute, applies: tuple[Any, ...] = (), uses: tuple[str, ...] = ()) -> Pack:
    return Pack(
        id=id_, name=Text(id_, id_), kind="ladder" if applies else "national", status="draft", document=None, uses=uses,
        texts=texts, applies=applies, not_established=(), hash=f"hash-{id_}", folder="packs",
    )  # fmt: skip


def selection(**changes: Any) -> Selection:
    return Selection(**{"as_of": AS_OF, "known_at": AS_OF, "rules_at": AS_OF, **changes})


def binding_of(*tiers: Tier, **parts: Any) -> Binding:
    """Everything of one pack `p` with one text."""
    return bind({"p": pack("p", statute(*tiers, **parts))}, ["p"], selection())


def snapshot(
    facts: Mapping[Any, Any] | None = None, *, founded: dt.date | None = None, children: tuple[Child, ...] = (),
    complete: frozenset[tuple[str, str]] = frozenset(), attested: tuple[ConditionAttestation, ...] = (),
) -> Snapshot:  # fmt: skip
    """facts: code or (code, year) of the annual return → stored value or Datum; a year apart is the base year."""
    data: dict[tuple[str, str, int], Datum] = {}
    for key, value in (facts or {}).items():
        code, year = key if isinstance(key, tuple) else (key, BASE)
        data["annual_return", code, year] = value if isinstance(value, Datum) else Datum(value)
    if founded is not None:
        data["enterprise", "founded", 0] = Datum(founded)
    lists: dict[str, tuple[Child, ...]] = {}
    for one in children:
        lists[one.entity] = (*lists.get(one.entity, ()), one)
    return Snapshot(1, "X", "某企业", data, lists, complete, attested)
