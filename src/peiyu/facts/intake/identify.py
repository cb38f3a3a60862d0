"""Whose row it is: the code column, else the name, else the name's code elsewhere in the same files."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence

import polars as pl

from peiyu.facts.identity import identities
from peiyu.facts.intake.cells import MOST_PER_COLUMN
from peiyu.facts.intake.columns import fill_ditto
from peiyu.facts.intake.mapping import Mapping
from peiyu.facts.intake.plan import Plan
from peiyu.facts.vocabulary.model import TERRITORY
from peiyu.problems import Level, Problem, Text

BY_NAME = "local:名称"
"""The scheme of enterprises that are known by name only."""

IDENTITY: dict[str, pl.DataType] = {"scheme": pl.String(), "code": pl.String(), "enterprise": pl.Int64()}


def codes_by_name(plans: Sequence[Plan], mapping: Mapping) -> dict[str, str]:
    """Name → code for names that stand beside exactly one valid code in these tables."""
    pairs: dict[str, set[str]] = {}
    for plan in plans:
        code, name = plan.of_field("enterprise", "code"), plan.of_field("enterprise", "name")
        if code is None or name is None:
            continue
        both = plan.table.body.select(code=f"c{code.index}", name=f"c{name.index}").drop_nulls().unique()
        made, _ = identities(both["code"], mapping.scheme or None)
        for said, written, key in zip(both["name"], both["code"], made["enterprise"], strict=True):
            if key is not None:
                pairs.setdefault(said.strip(), set()).add(written)
    return {name: next(iter(codes)) for name, codes in pairs.items() if len(codes) == 1}


def identify(plan: Plan, mapping: Mapping, by_name: MappingType[str, str]) -> tuple[pl.DataFrame, list[Problem]]:
    """One row a body row: scheme, code, enterprise (null: nobody's; TERRITORY where the rows are the territory's
    own), name."""
    body = plan.table.body
    if mapping.vocabulary.entities[plan.entity].of == "territory":
        return _territory(body.height), []
    code, name = plan.of_field("enterprise", "code"), plan.of_field("enterprise", "name")
    problems: list[Problem] = []
    blank = pl.Series([None] * body.height, dtype=pl.String)
    names = fill_ditto(body[f"c{name.index}"]).str.strip_chars() if name is not None else blank
    if code is None and name is None:
        return pl.DataFrame(
            {**{k: pl.Series([None] * body.height, dtype=v) for k, v in IDENTITY.items()}, "name": blank}
        ), [_no_identity(plan)]
    if code is not None:
        made, refused = identities(fill_ditto(body[f"c{code.index}"]), mapping.scheme or None)
        problems += _refused(plan, code.index, refused)
    else:
        made = pl.DataFrame({k: pl.Series([None] * body.height, dtype=v) for k, v in IDENTITY.items()})
    if made["enterprise"].null_count():
        made = _named(made, names, by_name, mapping)
    nobody = made["enterprise"].is_null()
    if nobody.any():
        problems.append(_nobody(plan, body["row"].filter(nobody)))
    return made.with_columns(names.alias("name")), problems


def _territory(rows: int) -> pl.DataFrame:
    """The owner of a territory's own rows: no enterprise."""
    blank = pl.lit(None, pl.String)
    owner = pl.repeat(TERRITORY, rows, dtype=pl.Int64)
    return pl.select(owner.alias("enterprise")).select(scheme=blank, code=blank, enterprise="enterprise", name=blank)


def _named(made: pl.DataFrame, names: pl.Series, by_name: MappingType[str, str], mapping: Mapping) -> pl.DataFrame:
    """Fill what has no code from the name's code elsewhere, else from the name itself."""
    elsewhere, _ = identities(
        names.replace_strict(by_name, default=None, return_dtype=pl.String), mapping.scheme or None
    )
    own, _ = identities(names, BY_NAME)
    return pl.DataFrame(
        {
            column: pl.select(
                pl.when(made["enterprise"].is_not_null())
                .then(made[column])
                .when(elsewhere["enterprise"].is_not_null())
                .then(elsewhere[column])
                .otherwise(own[column])
            ).to_series()
            for column in IDENTITY
        }
    )


def _refused(plan: Plan, column: int, refused: MappingType[str, Problem]) -> list[Problem]:
    if not refused:
        return []
    texts = plan.table.body.select("row", text=f"c{column}").filter(pl.col("text").is_in(list(refused)))
    problems = []
    for row, text in texts.head(MOST_PER_COLUMN * 10).iter_rows():
        said = refused[text]
        where = plan.table.sheet.where(row, column)
        message = Text(
            f"{said.message.zh}；该企业暂按名称识别", f"{said.message.en}; the enterprise is known by its name for now"
        )
        problems.append(Problem(said.code, message, where, Level.WARNING, text, said.accepted, said.next_step))
    return problems


def _nobody(plan: Plan, rows: pl.Series) -> Problem:
    said = "、".join(str(r + 1) for r in rows.head(10))
    return Problem(
        "row-without-identity",
        Text(
            f"{rows.len()} 行没有代码和名称，未载入",
            f"{rows.len()} rows have neither code nor name and were not loaded",
        ),
        plan.table.sheet.where(rows[0], None),
        Level.WARNING,
        said,
    )


def _no_identity(plan: Plan) -> Problem:
    return Problem(
        "identity-missing",
        Text("没有找到企业代码或企业名称列", "No column of the enterprise's code or name"),
        plan.table.sheet.where(plan.table.header_rows[1], None),
        Level.ERROR,
        "、".join(c.header.said for c in plan.columns[:10]),
        Text("统一社会信用代码、企业名称", "统一社会信用代码, 企业名称"),
        Text("补上这一列，或在对应表 identity 中写明", "add the column, or name it in a mapping's identity"),
    )
