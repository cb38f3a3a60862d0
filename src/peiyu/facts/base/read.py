"""Reads a fact base: the resolved view of one entity in one bucket."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from peiyu.facts.base.manifest import Manifest, OwnField, StandIn, read_manifest
from peiyu.facts.base.resolution import best_first, needs_resolving, resolved, visible
from peiyu.facts.base.schema import KEYS, STAND_IN_MARK, STATISTICAL, columns, dtype, header
from peiyu.facts.base.view import View
from peiyu.facts.vocabulary.load import Vocabulary, vocabulary
from peiyu.facts.vocabulary.model import Entity, Field
from peiyu.problems import FactsError, InternalError, Problem, Text, Where

NO_SUCH_COLUMN = Text("词汇表中没有这一列", "no such column in the vocabulary")

BESIDE = ("quarantine", "problems")
"""Tables that intake keeps in the folder: cells not used, and what was found."""


def bucket_file(folder: Path, entity: str, bucket: int) -> Path:
    return folder / entity / f"bucket={bucket:04d}.parquet"


@dataclass(frozen=True, slots=True)
class FactBase:
    """An opened fact base. Nothing is read but the manifest until a scan is collected."""

    path: Path
    manifest: Manifest
    vocabulary: Vocabulary

    @classmethod
    def open(cls, path: Path, *, vocabulary: Vocabulary | None = None) -> FactBase:
        """FactsError `not-a-fact-base`, `fact-base-format` or `fact-base-damaged` (a file is absent or cut off);
        `field-changed` where a pack's own field is no longer what was stored."""
        manifest = read_manifest(Path(path))
        _refuse_damage(Path(path), manifest)
        return cls(Path(path), manifest, _refuse_changed(Path(path), manifest, vocabulary or _carried()))

    def with_fields(self, fields: Iterable[Field]) -> FactBase:
        """The same base read with packs' own fields (`Binding.fields`); what is not stored is missing. FactsError
        `field-changed` where a field is no longer what was stored."""
        new = [f for f in fields if all(f.code != g.code for g in self.vocabulary.entities[f.entity].fields)]
        wider = _refuse_changed(self.path, self.manifest, self.vocabulary.extended(new))
        return replace(self, vocabulary=wider)

    @property
    def bucket_count(self) -> int:
        return self.manifest.buckets

    def raw(self, entity: str, bucket: int) -> pl.LazyFrame:
        """Every stored row of an entity in a bucket, with the header; empty if there is none."""
        one = self.vocabulary.entities[entity]
        record = self.manifest.entities.get(entity)
        if record is None or bucket not in record.files:
            known = {f.code for f in one.fields}
            return pl.LazyFrame(schema=columns(one, (c for c in record.columns if c in known) if record else ()))
        return pl.scan_parquet(bucket_file(self.path, entity, bucket), hive_partitioning=False)

    def scan(self, entity: str, bucket: int, view: View, columns: Iterable[str] = ()) -> pl.LazyFrame:
        """The resolved view of one entity in one bucket.

        Gives the key columns – instant: `enterprise`; periodic: and `year` (`quarter` or `month`, `basis`), one
        row each; child records: `enterprise`, `record_id`, one row a visible record – and the wanted `columns`: field
        codes (missing ones null), `source`, `record_id`, `known_from`, or `<field>__stand_in` (true where a stand-in
        supplied the value). An enterprise is there as long as one of its `enterprise` rows is visible. The order
        of rows is not promised. FactsError `purpose-statistics` if a verdict could see nothing at all.
        """
        self.refuse_statistics(view)
        one = self.vocabulary.entities[entity]
        wanted = [c for c in dict.fromkeys(columns) if c not in KEYS[one.period]]
        plain = [c for c in wanted if not c.endswith(STAND_IN_MARK)]
        marks = [c.removesuffix(STAND_IN_MARK) for c in wanted if c.endswith(STAND_IN_MARK)]
        stand_ins = [s for s in self._stand_ins(entity, view) if s.instead_of in {*plain, *marks}]
        read = list(dict.fromkeys([*plain, *marks, *(s.field for s in stand_ins)]))
        stored, absent = self._split(one, read)
        frame = self.raw(entity, bucket)
        record = self.manifest.entities.get(entity)
        if record is not None and needs_resolving(record, view):
            frame = resolved(frame, one, view, stored)
        frame = frame.with_columns(pl.lit(None, dtype(one.field(c))).alias(c) for c in absent)
        frame = self._stood_in(frame, one, stand_ins, marks, bucket, view)
        return frame.select(*KEYS[one.period], *wanted)

    def in_order(self, entity: str, view: View) -> bool:
        """Whether instant facts, or periodic ones of one year, are scanned in the order of enterprises: files are
        sorted so, and here nothing has to be resolved among their rows or joined to them."""
        record = self.manifest.entities.get(entity)
        banded = any(of == entity for of, _ in self.manifest.bands)
        return record is not None and not needs_resolving(record, view) and not banded

    def first_known(self) -> dt.date | None:
        """The day from which the first enterprise is known; None in a base without enterprises."""
        known: list[dt.date] = []
        with self.reading():
            for bucket in range(self.bucket_count):
                days = self.raw("enterprise", bucket).select(pl.col("known_from").min()).collect()
                known += days["known_from"].drop_nulls().to_list()
        return min(known, default=None)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """FactsError `fact-base-damaged` where a file turns out unreadable while rows are taken from it."""
        try:
            yield
        except pl.exceptions.ComputeError as fault:
            if "parquet" not in str(fault):
                raise
            raise FactsError(_damaged(self.path, str(fault).splitlines()[0][:160])) from fault

    def refuse_statistics(self, view: View) -> None:
        """FactsError `purpose-statistics` if a verdict is asked of a base that holds only statistical data."""
        if view.use != "verdict" or self.manifest.purposes != (STATISTICAL,):
            return
        raise FactsError(
            Problem(
                "purpose-statistics",
                Text(
                    "统计调查数据不得用于对单个企业的判断",
                    "statistical micro-data may not feed verdicts",
                ),
                Where(str(self.path)),
                found=STATISTICAL,
                accepted=Text("用途为行政、企业授权或公开的数据", "data of purpose 行政, 企业授权 or 公开"),
                next_step=Text("改用行政或企业授权数据", "use administrative or authorised data"),
            )
        )

    def bands(self, bucket: int, view: View) -> pl.LazyFrame:
        """Facts that an attestation narrows: enterprise, fact_entity, fact_field, fact_year (0: instant), low,
        high (stored units, null: no end). Of several for one fact the preferred one holds."""
        keys = ["enterprise", "fact_entity", "fact_field", "fact_year"]
        rows = self._attestations(bucket, view, ["fact_entity", "fact_field", "fact_year", "low", "high"])
        rows = rows.filter(pl.col("fact_entity").is_not_null() & pl.col("fact_field").is_not_null())
        return rows.with_columns(pl.col("fact_year").fill_null(0)).unique(keys, keep="first", maintain_order=True)

    def attested(self, bucket: int, view: View) -> pl.LazyFrame:
        """Conditions that an office confirmed: enterprise, condition (`pack.tier.criterion`), outcome, attested_by,
        attested_on. Of several for one condition the preferred one holds."""
        rows = self._attestations(bucket, view, ["condition", "outcome", "attested_by", "attested_on"])
        rows = rows.filter(pl.col("condition").is_not_null() & pl.col("outcome").is_not_null())
        return rows.unique(["enterprise", "condition"], keep="first", maintain_order=True)

    def complete(self, bucket: int, view: View) -> pl.LazyFrame:
        """Lists declared complete at as-of: enterprise, entity, scope ('' for the whole list)."""
        rows = self.scan("list_declaration", bucket, view, ["entity", "scope", "through"])
        current = pl.col("through").is_null() | (pl.col("through") >= view.as_of)
        rows = rows.filter(current & pl.col("entity").is_not_null())
        return rows.select("enterprise", "entity", pl.col("scope").fill_null("")).unique()

    # --- parts ------------------------------------------------------------------------------------------------

    def _split(self, entity: Entity, read: list[str]) -> tuple[list[str], list[str]]:
        """The wanted columns that the files have, and those that they lack. InternalError `unknown-column`."""
        record = self.manifest.entities.get(entity.code)
        known = {*header(entity), *(f.code for f in entity.fields)}
        if strange := [c for c in read if c not in known]:
            raise InternalError(Problem("unknown-column", NO_SUCH_COLUMN, Where(entity.code), found=", ".join(strange)))
        have = {*header(entity), *(record.columns if record else ())}
        return [c for c in read if c in have], [c for c in read if c not in have]

    def _stand_ins(self, entity: str, view: View) -> tuple[StandIn, ...]:
        return tuple(s for s in self.manifest.stand_ins if s.entity == entity) if view.stand_ins else ()

    def _stood_in(
        self, frame: pl.LazyFrame, entity: Entity, stand_ins: list[StandIn], marks: list[str], bucket: int, view: View
    ) -> pl.LazyFrame:
        """Puts stand-ins where a field is missing and no attested band speaks of it. Values that stand in come
        from the fields as stored: a stand-in never stands in through another one."""
        own = {s.field: pl.col(s.field) for s in stand_ins}
        made = []
        for code in dict.fromkeys([*(s.instead_of for s in stand_ins), *marks]):
            wanted = entity.field(code)
            others = [
                own[s.field] * (wanted.scale // entity.field(s.field).scale) if wanted.is_numeric else own[s.field]
                for s in stand_ins
                if s.instead_of == code
            ]
            supplied = pl.coalesce(others) if others else pl.lit(None, dtype(wanted))
            if others and (entity.code, code) in self.manifest.bands:
                frame = self._marked_banded(frame, entity, code, bucket, view)
                supplied = pl.when(pl.col(f"__banded_{code}").is_null()).then(supplied)
            made += [
                pl.coalesce(pl.col(code), supplied).alias(code),
                (pl.col(code).is_null() & supplied.is_not_null()).alias(code + STAND_IN_MARK),
            ]
        return frame.with_columns(made)

    def _marked_banded(self, frame: pl.LazyFrame, entity: Entity, code: str, bucket: int, view: View) -> pl.LazyFrame:
        rows = self.bands(bucket, view).filter((pl.col("fact_entity") == entity.code) & (pl.col("fact_field") == code))
        mark = pl.lit(True).alias(f"__banded_{code}")
        if entity.period == "instant":
            return frame.join(rows.select("enterprise", mark).unique("enterprise"), on="enterprise", how="left")
        return frame.join(
            rows.select("enterprise", pl.col("fact_year").alias("year"), mark), on=["enterprise", "year"], how="left"
        )

    def _attestations(self, bucket: int, view: View, wanted: list[str]) -> pl.LazyFrame:
        self.refuse_statistics(view)
        one = self.vocabulary.entities["attestation"]
        _, absent = self._split(one, wanted)
        frame = best_first(self.raw("attestation", bucket).filter(visible(one, view)), one, view)
        frame = frame.unique(["enterprise", "record_id"], keep="first", maintain_order=True)
        frame = frame.with_columns(pl.lit(None, dtype(one.field(c))).alias(c) for c in absent)
        return frame.select("enterprise", *wanted)


def _carried() -> Vocabulary:
    return vocabulary()


def _refuse_damage(folder: Path, manifest: Manifest) -> None:
    """Whether every file is there to its end: a Parquet file closes with its mark, so one cut off lacks it."""
    files = (bucket_file(folder, entity, b) for entity, record in manifest.entities.items() for b in record.files)
    damaged = [path for path in files if not _is_closed(path)]
    if damaged:
        raise FactsError(*(_damaged(path, path.name) for path in damaged))


def _refuse_changed(folder: Path, manifest: Manifest, vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary, if the packs' own fields that are stored are in it as they were stored (or not at all)."""
    changed = [
        (stored, now)
        for stored in manifest.own
        for now in vocabulary.entities[stored.entity].fields
        if now.code == stored.code and not stored.fits(now)
    ]
    if changed:
        raise FactsError(*(_changed(folder, stored, now) for stored, now in changed))
    return vocabulary


def _changed(folder: Path, stored: OwnField, now: Field) -> Problem:
    return Problem(
        "field-changed",
        Text(
            f"政策包的数据项「{now.name.zh}」与载入时不同", f"the pack's field `{now.name.en}` is not as it was loaded"
        ),
        Where(str(folder)),
        found=f"{now.code}: {now.type} {'、'.join(text.zh for _, text in now.options)}".rstrip(),
        accepted=Text(
            f"{stored.type} {'、'.join(stored.options)}".rstrip(), f"{stored.type} {', '.join(stored.options)}".rstrip()
        ),
        next_step=Text("用现在的政策包重新载入台账", "load the ledger again with the pack as it is now"),
    )


def _damaged(place: Path, found: str) -> Problem:
    return Problem(
        "fact-base-damaged",
        Text("数据库文件缺失或不完整", "a file of the fact base is absent, cut off or altered"),
        Where(str(place)),
        found=found,
        accepted=Text("由 peiyu facts load 写出的完整文件夹", "the whole folder that `peiyu facts load` wrote"),
        next_step=Text("重新复制文件夹，或重新载入台账", "copy the folder again, or load the ledger again"),
    )


def _is_closed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            file.seek(-4, os.SEEK_END)
            return file.read() == b"PAR1"
    except OSError:
        return False
