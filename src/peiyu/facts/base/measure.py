"""What the writer checks and measures of the rows of one entity in one bucket, before they are written."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from peiyu.facts.base.schema import BASES, KEYS, PERIOD_COLUMNS, PROVENANCE, PURPOSES
from peiyu.facts.vocabulary.model import STORED_LIMIT, TERRITORY, Entity
from peiyu.problems import Problem, Text, Where


@dataclass(slots=True)
class Measures:
    """Sums over the buckets of one entity, of which the manifest's EntityRecord is made."""

    rows: int = 0
    unique: bool = True
    known_until: list[object] = field(default_factory=list)
    at_until: list[object] = field(default_factory=list)
    purposes: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    files: dict[int, str] = field(default_factory=dict)

    def take(self, entity: Entity, frame: pl.DataFrame) -> None:
        """Adds one bucket's rows (not empty)."""
        self.rows += frame.height
        self.unique = self.unique and not frame.select(pl.struct(KEYS[entity.period]).is_duplicated().any()).item()
        self.known_until.append(frame["known_from"].max())
        if entity.period == "instant" and (latest := frame["at"].max()) is not None:
            self.at_until.append(latest)
        self.purposes.update(frame["purpose"].unique())
        self.sources.update(frame["source"].unique())


def row_problems(entity: Entity, frame: pl.DataFrame, enterprises: pl.Series) -> list[Problem]:
    """Everything that forbids writing these rows. `enterprises`: the keys of the bucket's `enterprise` rows."""
    found = [*_empty_headers(entity, frame), *_foreign_words(frame), *_too_large(entity, frame)]
    found += _foreign_owner(entity, frame) or _orphans(entity, frame, enterprises)
    return found + (_collisions(frame) if entity.code == "enterprise" else [])


def _problem(code: str, zh: str, en: str, entity: Entity | None, found: str, accepted: Text | None = None) -> Problem:
    return Problem(code, Text(zh, en), Where(entity.code if entity else "enterprise"), found=found, accepted=accepted)


def _empty_headers(entity: Entity, frame: pl.DataFrame) -> list[Problem]:
    needed = [*PROVENANCE, *(n for n in PERIOD_COLUMNS[entity.period] if n != "at")]
    counts = frame.select(pl.col(needed).null_count()).row(0)
    return [
        _problem("row-header-missing", f"有 {n} 行缺少「{name}」", f"{n} rows lack `{name}`", entity, name)
        for name, n in zip(needed, counts, strict=True)
        if n
    ]


def _foreign_words(frame: pl.DataFrame) -> list[Problem]:
    found = []
    for name, accepted in (("purpose", PURPOSES), ("basis", BASES)):
        if name not in frame.columns:
            continue
        foreign = sorted(set(frame[name].drop_nulls().unique()) - set(accepted))
        found += [
            Problem(
                "row-header-unknown",
                Text(f"「{name}」的取值无法识别", f"`{name}` has an unknown value"),
                found=word,
                accepted=Text("、".join(accepted), ", ".join(accepted)),
            )
            for word in foreign
        ]
    return found


def _too_large(entity: Entity, frame: pl.DataFrame) -> list[Problem]:
    numeric = [f for f in entity.fields if f.is_numeric and f.code in frame.columns]
    if not numeric:
        return []
    bounds = frame.select(
        (pl.col(f.code).max() > STORED_LIMIT) | (pl.col(f.code).min() < -STORED_LIMIT) for f in numeric
    ).row(0)
    limit = Text(f"绝对值不超过 {STORED_LIMIT}（2 的 53 次方）", f"an absolute value up to {STORED_LIMIT} (2^53)")
    return [
        _problem(
            "number-too-large",
            f"{f.name.zh}超出可存储范围",
            f"{f.name.en} exceeds what is stored",
            entity,
            f.code,
            limit,
        )
        for f, beyond in zip(numeric, bounds, strict=True)
        if beyond
    ]


def _orphans(entity: Entity, frame: pl.DataFrame, enterprises: pl.Series) -> list[Problem]:
    if entity.code == "enterprise" or entity.of == "territory":
        return []
    strange = frame.select(pl.col("enterprise").filter(~pl.col("enterprise").is_in(enterprises.implode())).n_unique())
    if not (count := strange.item()):
        return []
    return [
        Problem(
            "enterprise-row-missing",
            Text(f"有 {count} 家企业有数据而没有企业基本信息", f"{count} enterprises lack an `enterprise` row"),
            Where(entity.code),
            accepted=Text("每家企业至少一行基本信息（代码、名称）", "at least one `enterprise` row each (code, name)"),
            next_step=Text("先载入企业名单", "load the list of enterprises too"),
        )
    ]


def _foreign_owner(entity: Entity, frame: pl.DataFrame) -> list[Problem]:
    """An enterprise's rows under the territory's key, or a territory's under another."""
    of_territory = entity.of == "territory"
    count = int((frame["enterprise"] == TERRITORY).sum())
    if of_territory:
        count = frame.height - count
    if not count:
        return []
    who = Text("属于地区本身的记录", "the territory's own") if of_territory else Text("企业的记录", "enterprises'")
    return [
        Problem(
            "row-owner-unfit",
            Text(f"有 {count} 行「{entity.name.zh}」的企业编号不合适：这是{who.zh}",
                 f"{count} rows of `{entity.code}` have an unfit key: these records are {who.en}"),
            Where(entity.code),
            found="" if of_territory else str(TERRITORY),
            accepted=Text(f"编号 {TERRITORY}", f"the key {TERRITORY}") if of_territory
            else Text("由代码算出的企业编号", "the key that follows from an enterprise's code"),
        )
    ]  # fmt: skip


def _collisions(frame: pl.DataFrame) -> list[Problem]:
    if not {"scheme", "code"} <= set(frame.columns):
        return []
    body = pl.when(pl.col("scheme") == "uscc").then(pl.col("code").str.slice(8, 9)).otherwise(pl.col("code"))
    rivals = frame.filter(pl.col("enterprise").is_duplicated() & pl.col("code").is_not_null())
    split = rivals.group_by("enterprise").agg(body.n_unique().alias("n"), pl.col("code").unique().sort())
    return [
        Problem(
            "enterprise-key-collision",
            Text("两家不同的企业得到同一内部编号", "two different enterprises have one key"),
            found="、".join(row["code"]),
            next_step=Text("核对这些代码；若都正确，请报告此问题", "check the codes; if all are right, report this"),
        )
        for row in split.filter(pl.col("n") > 1).iter_rows(named=True)
    ]
