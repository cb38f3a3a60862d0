"""What indicators are counted from: the truth of conditions on single records, on every enterprise at a day, and of
certificates at the date of a record.

Conditions are bound (no parameter, no definition left). Every function works on one bucket and gives exactly what the
reference engine gives; rows on which doubles may err are decided by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.facts.base.view import Use
from peiyu.facts.snapshot import Child, Snapshot
from peiyu.policy.compile.binding import Binding, BoundTier
from peiyu.policy.compile.lower import lower
from peiyu.policy.compile.lower.records import RecordPlan, lower_records
from peiyu.policy.compile.plan import Input, Plan
from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr
from peiyu.policy.condition.walk import nodes
from peiyu.policy.engine.embedded.bucket import NEAR, record_leaves, wide
from peiyu.policy.engine.embedded.render import column_of, with_steps
from peiyu.policy.engine.embedded.run import bucket_frame, snapshots_of, traits_of, view_of
from peiyu.policy.engine.reference.evaluate import context_of, truth_of
from peiyu.policy.pack.model import Criterion, PointsItem, Score, Tier
from peiyu.problems import Text

OWNER_NEAR = "__owner_near"
TITLE, DECLARATION = "title", "list_declaration"
NO_NAME = Text("", "")


def at_day(binding: Binding, day: dt.date) -> Binding:
    """The same rules looking at the facts from another day; what is known (known_at) and the text stay."""
    return replace(binding, selection=replace(binding.selection, as_of=day))


def view_at(binding: Binding, day: dt.date, use: Use = "verdict") -> View:
    """The view of a binding's facts at a day."""
    return replace(view_of(at_day(binding, day)), use=use)


# --- records --------------------------------------------------------------------------------------------------


def record_truths(  # noqa: PLR0913 -- one word for each thing that decides which rows are read
    binding: Binding,
    base: FactBase,
    bucket: int,
    entity: str,
    conditions: Mapping[str, Expr],
    *,
    day: dt.date,
    columns: Sequence[str] = (),
    use: Use = "verdict",
    kept: pl.Expr | None = None,
) -> pl.DataFrame:
    """One row a record of `entity` that is visible at `day` and that some condition may hold of (every one where there
    are no conditions): `enterprise` (int64; 0 for a territory's entity, whose rows all lie in bucket 0), `record_id`,
    the asked-for field `columns` as stored (money in fen, scaled integers), and for each key of `conditions` the
    booleans `<key>.definite` (certainly true) and `<key>.possible` (not certainly false). Conditions are over the
    record's own ChildFields and what is of its enterprise; all is seen from `day`. `kept`: only records of which this
    is true, over the `columns`. Rows are in order of enterprise and record_id. InputError `engine-cannot-say`,
    FactsError of the base."""
    seen, view = at_day(binding, day), view_at(binding, day, use)
    base = base.with_fields(binding.fields.values())
    plan = lower_records(seen, entity, conditions, traits_of(base, seen))
    stored = list(dict.fromkeys((*columns, *(step.field_code for step in plan.steps if isinstance(step, Input)))))
    rows = base.scan(entity, bucket, view, stored)
    if plan.owner is not None:
        rows = rows.join(_owners(plan.owner, base, bucket, view), on="enterprise", how="left")
    wanted = list(dict.fromkeys((*plan.truths.values(), *(() if plan.near is None else (plan.near,)))))
    rows = with_steps(rows, plan.steps, record_leaves(plan.steps), wanted)
    truths = [pl.col(column_of(place)).alias(key) for key, place in plan.truths.items()]
    near = _watched(plan)
    rows = rows.select("enterprise", "record_id", *stored, *truths, *near)
    if kept is not None:
        rows = rows.filter(kept)
    if conditions:
        doubt = [pl.col(NEAR).fill_null(True)] if near else []
        rows = rows.filter(pl.any_horizontal(*(pl.col(key).fill_null(True) for key in conditions), *doubt))
    with base.reading():
        frame = rows.collect(engine="streaming")
    frame = frame.sort("enterprise", "record_id")
    if near:
        frame = _decided(seen, plan, frame, conditions, stored, owners=(base, view))
    ends = [
        pl.col(key).fill_null(end == "possible").alias(f"{key}.{end}")
        for key in conditions
        for end in ("definite", "possible")
    ]
    return frame.select("enterprise", "record_id", *columns, *ends)


def _owners(plan: Plan, base: FactBase, bucket: int, view: View) -> pl.LazyFrame:
    """What stands beside the records of every enterprise, and whether doubles may err on it."""
    frame = wide(plan, base, bucket, view).drop("code", "name")
    return frame.with_columns((pl.lit(False) if plan.near is None else pl.col(NEAR)).alias(OWNER_NEAR)).drop(
        NEAR, strict=False
    )


def _watched(plan: RecordPlan) -> list[pl.Expr]:
    """The mark of the records that the reference decides (none: it decides none): those of an enterprise that is not
    itself in sight among them."""
    marks = [] if plan.near is None else [pl.col(column_of(plan.near))]
    if plan.owner is not None:
        marks.append(pl.col(OWNER_NEAR).fill_null(True))
    return [pl.any_horizontal(marks).alias(NEAR)] if marks else []


def _decided(
    binding: Binding,
    plan: RecordPlan,
    frame: pl.DataFrame,
    conditions: Mapping[str, Expr],
    stored: Sequence[str],
    *,
    owners: tuple[FactBase, View],
) -> pl.DataFrame:
    """The same rows, those near a threshold decided by the reference."""
    doubtful = frame.with_row_index("__row").filter(pl.col(NEAR).fill_null(True))
    if doubtful.height == 0:
        return frame
    known: dict[int, Snapshot] = {}
    if plan.owner is not None:
        base, view = owners
        known = {one.enterprise: one for one in snapshots_of(base, doubtful["enterprise"].unique(), view)}
    made = []
    for row in doubtful.select("__row", "enterprise", "record_id", *stored).iter_rows(named=True):
        values = {code: row[code] for code in stored if row[code] is not None}
        owner = known.get(row["enterprise"]) or Snapshot(row["enterprise"], "", "", {})
        context = context_of(binding, owner).on(Child(plan.entity, row["record_id"], values))
        made.append({"__row": row["__row"], **{k: truth_of(e, context).value for k, e in conditions.items()}})
    found = pl.DataFrame(made, schema={"__row": pl.get_index_type(), **dict.fromkeys(conditions, pl.Boolean())})
    whole = frame.with_row_index("__row").update(found, on="__row", how="left", include_nulls=True)
    return whole.drop("__row")


# --- enterprises ----------------------------------------------------------------------------------------------


def firm_truths(
    binding: Binding,
    base: FactBase,
    bucket: int,
    conditions: Mapping[str, Expr],
    *,
    day: dt.date,
    numbers: Mapping[str, Expr] | None = None,
    named: bool = True,
) -> pl.DataFrame:
    """One row an enterprise of the bucket that is visible at `day`, in order of `enterprise`: `enterprise`, `code` and
    `name` (these two only with `named`); for each key of `conditions` a nullable boolean (null: not decided) named by
    the key; for each key of `numbers` the doubles `<key>.low` and `<key>.high` in base units (fen, persons; null: no
    end; a value that does not exist is 0). Confidential enterprises are among them: whoever lists rows leaves them out
    by `facts.register`. `binding` holds every tier, quantity and score that the conditions refer to. InputError
    `engine-cannot-say`, FactsError of the base."""
    asked = _probing(at_day(binding, day), conditions, numbers or {})
    base = base.with_fields(asked.fields.values())
    view = view_of(asked)
    base.refuse_statistics(view)
    only = {*map(_tier, conditions), *map(_score, numbers or {})}
    plan = lower(asked, traits_of(base, asked), only=only)
    names = {_tier(key): key for key in conditions}
    names |= {f"{_score(key)}.{end}": f"{key}.{end}" for key in numbers or {} for end in ("low", "high")}
    plan = replace(plan, outputs=tuple(one for one in plan.outputs if one.name in names))
    frame, _ = bucket_frame(asked, plan, base, bucket, view, named=named)
    first = ("enterprise", "code", "name") if named else ("enterprise",)
    return frame.select(*first, *(pl.col(name).alias(key) for name, key in names.items()))


def _tier(key: str) -> str:
    return f"asked.condition:{key}"


def _score(key: str) -> str:
    return f"asked.number:{key}"


def _probing(binding: Binding, conditions: Mapping[str, Expr], numbers: Mapping[str, Expr]) -> Binding:
    """The binding with each condition as a further tier and each number as a further score."""
    tiers = {}
    for key, expr in conditions.items():
        name = _tier(key)
        leaf = Criterion(key=f"{name}.when", name=NO_NAME, when=expr)
        tier = Tier(key=name, name=NO_NAME, met_when=leaf)
        tiers[name] = BoundTier(key=name, tier=tier, pack="", text="", in_force=True)
    scores = {}
    for key, expr in numbers.items():
        name = _score(key)
        item = PointsItem(key=f"{name}.value", name=NO_NAME, points=expr, when_undefined="0分")
        scores[name] = Score(key=name, name=NO_NAME, items=(item,))
    items = {item.key: item for score in scores.values() for item in score.items}
    return replace(
        binding,
        tiers={**binding.tiers, **tiers},
        scores={**binding.scores, **scores},
        items={**binding.items, **items},
    )


# --- certificates at the date of a record ---------------------------------------------------------------------


def held_on(
    binding: Binding,
    base: FactBase,
    bucket: int,
    dated: pl.DataFrame,
    conditions: Mapping[str, Expr],
    *,
    day: dt.date,
    use: Use = "verdict",
) -> pl.DataFrame:
    """`dated` (its columns `enterprise` and `on`, a date, null where the date is missing) with a nullable boolean
    column for each key of `conditions`: whether the condition (holds(…) combined by and, or, not) was true of the
    enterprise on that date, by what is visible at `day`. A missing date leaves it undecided."""
    titles = sorted({one.title for e in conditions.values() for one in nodes(e) if isinstance(one, ast.Holds)})
    rows = dated.with_row_index("__row")
    if titles:
        view = view_at(binding, day, use)
        with base.reading():
            held = base.scan(TITLE, bucket, view, ["kind", "granted_on", "expires_on", "revoked_on"]).collect()
            declared = base.scan(DECLARATION, bucket, view, ["entity", "scope", "through"]).collect()
        for title in titles:
            rows = rows.join(_held(rows, held, declared, title), on="__row", how="left", maintain_order="left")
    made = [_combined(expr).alias(key) for key, expr in conditions.items()]
    return rows.with_columns(made).select(*dated.columns, *conditions)


def _column(title: str) -> str:
    return f"__holds_{title}"


def _held(rows: pl.DataFrame, held: pl.DataFrame, declared: pl.DataFrame, title: str) -> pl.DataFrame:
    """`__row` and whether the title is in force on `on`: true, false, or null (open list, missing dates)."""
    on = pl.col("on")
    valid = (
        (pl.col("kind") == title)
        & (pl.col("granted_on") <= on)
        & (pl.col("expires_on") > on)
        & ~(pl.col("revoked_on") <= on).fill_null(False)
    )
    mine = rows.select("__row", "enterprise", "on")
    likely = held.filter(pl.col("kind").is_null() | (pl.col("kind") == title))
    matched = mine.join(likely, on="enterprise").select("__row", valid.alias("valid"))
    matched = matched.group_by("__row").agg(
        pl.col("valid").fill_null(False).any().alias("certain"), pl.col("valid").fill_null(True).any().alias("may")
    )
    fitting = (pl.col("entity") == TITLE) & (pl.col("scope").is_null() | pl.col("scope").is_in(["", title]))
    lists = declared.filter(fitting).select("enterprise", "through")
    closed = mine.join(lists, on="enterprise").select(
        "__row", (pl.col("through").is_null() | (pl.col("through") >= on)).fill_null(False).alias("closed")
    )
    closed = closed.group_by("__row").agg(pl.col("closed").any())
    told = mine.join(matched, on="__row", how="left").join(closed, on="__row", how="left")
    certain, may, shut = (pl.col(name).fill_null(False) for name in ("certain", "may", "closed"))
    truth = pl.when(certain).then(True).when(shut & ~may).then(False).otherwise(None)
    return told.select("__row", pl.when(on.is_not_null()).then(truth).otherwise(None).alias(_column(title)))


def _combined(expr: Expr) -> pl.Expr:
    match expr:
        case ast.Holds():
            return pl.col(_column(expr.title))
        case ast.And():
            return pl.all_horizontal(_all(expr.parts))
        case ast.Or():
            return pl.any_horizontal(_all(expr.parts))
        case ast.Not():
            return ~_combined(expr.of)
        case ast.Flag():
            return pl.lit(expr.value)
        case _:
            raise TypeError(f"only holds(…) at the date of a record: {type(expr).__name__}")


def _all(parts: Iterable[Expr]) -> list[pl.Expr]:
    return [_combined(part) for part in parts]
