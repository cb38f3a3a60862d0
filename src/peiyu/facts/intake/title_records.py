"""Title records and declarations from the columns of a ledger."""

from __future__ import annotations

import polars as pl

from peiyu.facts.intake.cells import Cell, cell_problems
from peiyu.facts.intake.columns import read_values
from peiyu.facts.intake.plan import Plan
from peiyu.facts.intake.records import Gathered, Part, Settings, record_id


def add_titles(plan: Plan, gathered: Gathered, settings: Settings) -> None:
    """Title records from the columns of a ledger, and a declaration for each firm whose yes or no is written: its
    list of that title is then complete up to the day the facts are known from."""
    kinds = dict.fromkeys(c.title.kind for c in plan.columns if c.title is not None)
    owner = next((p for p in gathered.parts if p.plan is plan and p.entity == "enterprise"), None)
    if owner is None:
        return
    rows = owner.frame.select("enterprise", "known_from", "source", "purpose", "_row")
    for kind in kinds:
        _add_kind(plan, kind, rows, gathered, settings)


def _add_kind(plan: Plan, kind: str, rows: pl.DataFrame, gathered: Gathered, settings: Settings) -> None:
    title = settings.vocabulary.entities["title"]
    held_field = settings.vocabulary.field("enterprise", "own_brand")
    texts = plan.table.body
    values: dict[str, pl.Series] = {"_row": texts["row"]}
    places: dict[str, int] = {}
    for c in plan.columns:
        if c.title is None or c.title.kind != kind:
            continue
        field = held_field if c.title.aspect == "held" else title.field(c.title.aspect)
        read = read_values(texts[f"c{c.index}"], field, epoch_1904=plan.table.sheet.epoch_1904)
        values[c.title.aspect], places[c.title.aspect] = read.stored, c.index
        cells = [Cell(texts["row"][o.row], c.index, o.code, o.raw) for o in read.odd]
        shown = None if c.title.aspect == "held" else field
        gathered.problems.extend(cell_problems(plan.table.sheet, cells, field=shown, lenient=settings.lenient))
    made = rows.join(pl.DataFrame(values), on="_row", how="left", maintain_order="left")
    details = [n for n in ("number", "granted_on", "expires_on") if n in values]
    some = pl.any_horizontal(pl.col(details).is_not_null()) if details else pl.lit(False)
    held = pl.col("held").fill_null(some) if "held" in values else some
    number = len(gathered.parts)
    shared = ["enterprise", "record_id", "known_from", "source", "purpose"]
    records = made.filter(held).with_columns(
        record_id(plan, "title", number), pl.lit(kind).alias("kind"), pl.lit(number).alias("_part")
    )
    gathered.parts.append(
        Part(
            number,
            plan,
            "title",
            records.select(*shared, "kind", *details, "_part", "_row"),
            {k: v for k, v in places.items() if k in details},
        )
    )
    if "held" in values:
        declared = made.filter(pl.col("held").is_not_null()).with_columns(
            record_id(plan, "list_declaration", number + 1),
            pl.lit("title").alias("entity"),
            pl.lit(kind).alias("scope"),
            pl.col("known_from").alias("through"),
            pl.lit(number + 1).alias("_part"),
        )
        gathered.parts.append(
            Part(
                number + 1,
                plan,
                "list_declaration",
                declared.select(*shared, "entity", "scope", "through", "_part", "_row"),
                {},
            )
        )
