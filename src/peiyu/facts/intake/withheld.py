"""Problems are listed: what stands in the cells that name a confidential enterprise is not told with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import polars as pl

from peiyu.facts.intake.plan import Plan
from peiyu.facts.register import WITHHELD
from peiyu.problems import Problem, Where

NAMING = ("code", "name", "former_names")


def withheld(
    problems: Sequence[Problem], owned: Iterable[tuple[Plan, pl.Series]], enterprises: pl.DataFrame | None
) -> tuple[Problem, ...]:
    """The problems; those at the code or the name of an enterprise that these ledgers call confidential say where and
    what, not what was found. A mistyped code names it as well as a right one. `owned`: tables with the key of each
    row's enterprise."""
    if enterprises is None or "sensitive" not in enterprises.columns:
        return tuple(problems)
    keys = enterprises.filter("sensitive")["enterprise"].unique().to_list()
    hidden = {where for plan, owners in owned for where in _naming_cells(plan, owners.is_in(keys))} if keys else set()
    return tuple(replace(one, found=WITHHELD) if one.where in hidden else one for one in problems)


def _naming_cells(plan: Plan, hidden: pl.Series) -> Iterator[Where]:
    rows = plan.table.body["row"].filter(hidden).to_list()
    for column in (plan.of_field("enterprise", field) for field in NAMING):
        if column is not None:
            yield from (plan.table.sheet.where(row, column.index) for row in rows)
