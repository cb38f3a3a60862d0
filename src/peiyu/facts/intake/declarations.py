"""The lists that a mapping declares complete: one declaration for each enterprise of the file."""

from __future__ import annotations

import polars as pl

from peiyu.facts.intake.plan import Plan
from peiyu.facts.intake.records import Gathered, Part, Settings, record_id


def add_declarations(plan: Plan, gathered: Gathered, settings: Settings) -> None:
    """For each declared list (`declare:` of the mapping) a declaration up to the day the facts are known from."""
    owner = next((p for p in gathered.parts if p.plan is plan and p.entity == "enterprise"), None)
    if owner is None:
        return
    rows = owner.frame.select("enterprise", "known_from", "source", "purpose", "_row")
    for entity, scope in settings.mapping.declared:
        number = len(gathered.parts)
        declared = rows.with_columns(
            record_id(plan, "list_declaration", number),
            pl.lit(entity).alias("entity"),
            pl.lit(scope or None, pl.String).alias("scope"),
            pl.col("known_from").alias("through"),
            pl.lit(number).alias("_part"),
        )
        shared = ["enterprise", "record_id", "known_from", "source", "purpose"]
        frame = declared.select(*shared, "entity", "scope", "through", "_part", "_row")
        gathered.parts.append(Part(number, plan, "list_declaration", frame, {}))
