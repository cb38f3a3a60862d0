"""Writes a fact base beside its target and renames it at the end: all of it or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import polars as pl

from peiyu.facts.base.manifest import EntityRecord, Manifest, OwnField, StandIn
from peiyu.facts.base.measure import Measures, row_problems
from peiyu.facts.base.read import BESIDE, FactBase, bucket_file
from peiyu.facts.base.schema import bucket_of, columns, header, sort_order
from peiyu.facts.drafts import new_draft
from peiyu.facts.vocabulary.load import Vocabulary, vocabulary
from peiyu.facts.vocabulary.model import Entity, Field
from peiyu.problems import FactsError, Problem, Text, UsageError, Where

PER_BUCKET = 400_000
"""Enterprises a bucket is planned for. A million is the most; at 400 000 an evaluation of five packs with child
tables stays within 2 GiB (docs/explanation/speed.md)."""

ROW_GROUP = 122_880
PAGE = 64 * 1024
"""Bytes of a page: small enough that one enterprise is read in milliseconds, at no cost to a whole scan."""

PARTS = "_parts"


class FactBaseWriter:
    """Collects rows in a hidden folder beside `target`; `finish` sorts them into buckets and renames the folder.

    Use it as a context: leaving it without `finish`, by an error, a full disk or Ctrl-C, leaves nothing behind; what a
    killed process left, the next writer of the same target removes.
    buckets: how many, or None to choose by the number of enterprises. made_up: the facts are invented.
    vocabulary: one extended with packs' own fields, if they are to be stored. replace: an existing fact base at
    the target gives way at the very end; otherwise it is an error.
    """

    def __init__(
        self, target: Path, *, buckets: int | None = None, made_up: bool = False,
        vocabulary: Vocabulary | None = None, replace: bool = False,
    ) -> None:  # fmt: skip
        self._target = Path(target)
        self._refuse_occupied(replace)
        self._buckets = buckets
        self._made_up = made_up
        self._vocabulary = vocabulary or _carried()
        self._stand_ins: list[StandIn] = []
        self._fields: dict[str, set[str]] = {}
        self._parts = 0
        self._folder = new_draft(self._target)
        self._discard = weakref.finalize(self, shutil.rmtree, self._folder, True)
        with self._guarded():
            self._target.parent.mkdir(parents=True, exist_ok=True)
            (self._folder / PARTS).mkdir(parents=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._discard()

    def add(self, entity: str, frame: pl.DataFrame | pl.LazyFrame) -> None:
        """Takes rows of one entity: the header (library.md §2) and any of its fields, in stored units. A territory's
        own rows have the key TERRITORY.

        A lazy frame is streamed to disk, never held whole. FactsError `unknown-column`, `column-missing`,
        `column-type`.
        """
        self._stage(entity, frame, "any")

    def add_bucket(self, entity: str, bucket: int, frame: pl.DataFrame | pl.LazyFrame) -> None:
        """Takes rows that all belong to one bucket; the number of buckets must have been given. This is how
        millions of enterprises are written in bounded memory."""
        if self._buckets is None or not 0 <= bucket < self._buckets:
            raise UsageError(
                Problem(
                    "bucket-out-of-range", Text("桶号超出范围", "no such bucket"), found=f"{bucket} / {self._buckets}"
                )
            )
        self._stage(entity, frame, str(bucket))

    def stand_in(self, declared: StandIn) -> None:
        """Declares that a field supplies the value of another one where that is missing. FactsError
        `stand-in-unfit` if they are not fields of one entity and type."""
        entity = self._entity(declared.entity)
        by_code = {f.code: f for f in entity.fields}
        pair = (by_code.get(declared.field), by_code.get(declared.instead_of))
        if pair[0] is None or pair[1] is None or pair[0].type != pair[1].type or pair[1].scale % pair[0].scale:
            raise FactsError(
                Problem(
                    "stand-in-unfit",
                    Text("这两个数据项不能互相替代", "these two fields cannot stand in for each other"),
                    found=f"{declared.entity}: {declared.field} → {declared.instead_of}",
                    accepted=Text("同一实体内类型相同的两个数据项", "two fields of one entity and one type"),
                )
            )
        self._stand_ins.append(declared)

    def beside(self, name: str, frame: pl.DataFrame) -> None:
        """Keeps `quarantine` or `problems` in the folder; neither is ever read by an evaluation."""
        if name not in BESIDE:
            raise UsageError(Problem("beside-unknown", Text("不认识的附表", "no such table"), found=name))
        with self._guarded():
            frame.write_parquet(self._folder / f"{name}.parquet")

    def finish(self) -> FactBase:
        """Sorts, checks and writes the buckets and puts the folder in place. FactsError with every problem of the
        rows, or `cannot-write`; then nothing is left behind."""
        with self._guarded():
            manifest = self._write_buckets()
            shutil.rmtree(self._folder / PARTS)
            manifest.write(self._folder)
            self._put_in_place()
        self._discard.detach()
        return FactBase.open(self._target, vocabulary=self._vocabulary)

    # --- taking rows ------------------------------------------------------------------------------------------

    def _stage(self, code: str, frame: pl.DataFrame | pl.LazyFrame, bucket: str) -> None:
        entity = self._entity(code)
        with self._guarded():
            lazy = frame.lazy()
            fields = _fields_given(entity, lazy.collect_schema())
            self._fields.setdefault(code, set()).update(fields)
            folder = self._folder / PARTS / code
            folder.mkdir(exist_ok=True)
            self._parts += 1
            cast_to = columns(entity, fields)
            if "at" in cast_to and "at" not in lazy.collect_schema():
                lazy = lazy.with_columns(pl.lit(None, pl.Date).alias("at"))
            staged = lazy.select(pl.col(name).cast(kind) for name, kind in cast_to.items())
            staged.sink_parquet(folder / f"{bucket}-{self._parts:06d}.parquet", compression="lz4")

    def _entity(self, code: str) -> Entity:
        if (entity := self._vocabulary.entities.get(code)) is None:
            raise FactsError(
                Problem(
                    "unknown-entity",
                    Text("词汇表中没有这种记录", "the vocabulary has no such entity"),
                    found=code,
                    accepted=Text("、".join(self._vocabulary.entities), ", ".join(self._vocabulary.entities)),
                )
            )
        return entity

    def _held(self, entity: Entity) -> tuple[str, ...]:
        """The fields of an entity that were given, in the vocabulary's order whatever came first."""
        return tuple(field.code for field in entity.fields if field.code in self._fields[entity.code])

    def _parts_of(self, entity: Entity, bucket: int | None, buckets: int) -> pl.LazyFrame:
        """Staged rows of one bucket (None: of all), with every column that the entity has anywhere."""
        folder = self._folder / PARTS / entity.code
        parts = []
        for path in sorted(folder.glob("*.parquet")):
            given = path.name.split("-")[0]
            if bucket is None or given == str(bucket):
                parts.append(pl.scan_parquet(path))
            elif given == "any":
                parts.append(pl.scan_parquet(path).filter(bucket_of(buckets) == bucket))
        schema = columns(entity, self._held(entity))
        return pl.concat([pl.LazyFrame(schema=schema), *parts], how="diagonal")

    # --- writing ----------------------------------------------------------------------------------------------

    def _write_buckets(self) -> Manifest:
        entities = [e for e in self._vocabulary.entities.values() if e.code in self._fields]
        enterprises, buckets = self._counted()
        measures = {e.code: Measures() for e in entities}
        problems: list[Problem] = []
        bands: set[tuple[str, str]] = set()
        attested: set[str] = set()
        for bucket in range(buckets):
            keys = self._keys(bucket, buckets)
            for entity in entities:
                frame = self._parts_of(entity, bucket, buckets).sort(sort_order(entity)).collect()
                if not frame.height:
                    continue
                if frame.filter(bucket_of(buckets) != bucket).height:
                    problems.append(_wrong_bucket(entity, bucket))
                problems += row_problems(entity, frame, keys)
                if problems:
                    continue
                measures[entity.code].take(entity, frame)
                measures[entity.code].files[bucket] = self._write(entity, bucket, frame)
                if entity.code == "attestation":
                    bands |= _bands(frame)
                    attested |= _attested(frame)
        if problems:
            raise FactsError(*dict.fromkeys(problems))
        stored = [field for one in entities for field in one.fields if field.code in self._fields[one.code]]
        return Manifest(
            buckets=buckets,
            enterprises=enterprises,
            vocabulary=self._vocabulary.hash_of((one.entity, one.code) for one in stored),
            entities={e.code: _record(measures[e.code], self._held(e)) for e in entities},
            own=tuple(_own(one) for one in stored if one.pack),
            stand_ins=tuple(self._stand_ins),
            bands=tuple(sorted(bands)),
            attested=tuple(sorted(attested)),
            made_up=self._made_up,
        ).hashed()

    def _counted(self) -> tuple[int, int]:
        """Number of enterprises and of buckets."""
        if "enterprise" not in self._fields:
            return 0, self._buckets or 1
        rows = self._parts_of(self._vocabulary.entities["enterprise"], None, 1)
        count = int(rows.select(pl.col("enterprise").n_unique()).collect(engine="streaming").item())
        return count, self._buckets or max(1, ceil(count / PER_BUCKET))

    def _keys(self, bucket: int, buckets: int) -> pl.Series:
        if "enterprise" not in self._fields:
            return pl.Series("enterprise", [], dtype=pl.Int64)
        rows = self._parts_of(self._vocabulary.entities["enterprise"], bucket, buckets)
        return rows.select(pl.col("enterprise").unique()).collect()["enterprise"]

    def _write(self, entity: Entity, bucket: int, frame: pl.DataFrame) -> str:
        path = bucket_file(self._folder, entity.code, bucket)
        path.parent.mkdir(exist_ok=True)
        frame.write_parquet(path, row_group_size=ROW_GROUP, data_page_size=PAGE, compression="lz4")
        digest = hashlib.blake2b(digest_size=32)
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
        return digest.hexdigest()

    # --- all or nothing ---------------------------------------------------------------------------------------

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self._discard()
            if isinstance(error, OSError | pl.exceptions.ComputeError):
                raise _cannot_write(self._target, error) from error
            raise

    def _refuse_occupied(self, replace: bool) -> None:
        if not self._target.exists() or (self._target.is_dir() and not any(self._target.iterdir())):
            return
        if replace:
            FactBase.open(self._target)
            return
        raise UsageError(
            Problem(
                "target-exists",
                Text("目标文件夹已存在且不为空", "the target exists and is not empty"),
                Where(str(self._target)),
                next_step=Text("换一个文件夹，或明确要求替换", "choose another folder, or ask for replacement"),
            )
        )

    def _put_in_place(self) -> None:
        if not self._target.exists():
            os.rename(self._folder, self._target)
            return
        former = self._folder.with_suffix(".former")
        os.rename(self._target, former)
        try:
            os.rename(self._folder, self._target)
        except BaseException:
            os.rename(former, self._target)
            raise
        shutil.rmtree(former, ignore_errors=True)


def _carried() -> Vocabulary:
    return vocabulary()


def _fields_given(entity: Entity, schema: pl.Schema) -> list[str]:
    """The fields among a frame's columns, in the vocabulary's order; FactsError if a column does not fit."""
    head = header(entity)
    known = {**head, **columns(entity, (f.code for f in entity.fields))}
    accepted = Text("、".join(known), ", ".join(known))
    where = Where(entity.code)
    problems = [
        Problem(
            "unknown-column",
            Text("词汇表中没有这一列", "no such column in the vocabulary"),
            where,
            found=n,
            accepted=accepted,
        )
        for n in schema
        if n not in known
    ]
    problems += [
        Problem("column-missing", Text(f"缺少「{n}」列", f"column `{n}` is missing"), where, accepted=accepted)
        for n in head
        if n not in schema and n != "at"
    ]
    problems += [
        Problem("column-type", Text(f"「{n}」列的类型不符", f"column `{n}` has another type"), where, found=str(kind),
                accepted=Text(str(known[n]), str(known[n])))
        for n, kind in schema.items()
        if n in known and not _fits(kind, known[n])
    ]  # fmt: skip
    if problems:
        raise FactsError(*problems)
    return [f.code for f in entity.fields if f.code in schema]


def _fits(given: pl.DataType, stored: pl.DataType) -> bool:
    if given in (pl.Null, stored):
        return True
    if stored == pl.Int64:
        return given.is_integer()
    return stored == pl.String and given in (pl.Categorical, pl.Enum)


def _record(of: Measures, fields: tuple[str, ...]) -> EntityRecord:
    return EntityRecord(
        rows=of.rows,
        columns=fields,
        unique=of.unique,
        known_until=max(cast(list[dt.date], of.known_until), default=None),
        at_until=max(cast(list[dt.date], of.at_until), default=None),
        purposes=tuple(sorted(of.purposes)),
        sources=tuple(sorted(of.sources)),
        files=of.files,
    )


def _own(field: Field) -> OwnField:
    return OwnField(
        entity=field.entity, code=field.code, type=field.type, scale=field.scale,
        options=tuple(text.zh for _, text in field.options),
    )  # fmt: skip


def _bands(frame: pl.DataFrame) -> set[tuple[str, str]]:
    if not {"fact_entity", "fact_field"} <= set(frame.columns):
        return set()
    return {(e, f) for e, f in frame.select("fact_entity", "fact_field").drop_nulls().unique().iter_rows()}


def _attested(frame: pl.DataFrame) -> set[str]:
    return set(frame["condition"].drop_nulls().unique()) if "condition" in frame.columns else set()


def _wrong_bucket(entity: Entity, bucket: int) -> Problem:
    return Problem(
        "wrong-bucket",
        Text("有的行不属于所给的桶", "some rows do not belong to the bucket that they were given for"),
        Where(entity.code),
        found=str(bucket),
        accepted=Text("编号（无符号）对桶数取余等于桶号的行", "rows whose unsigned key mod the buckets is the bucket"),
    )


def _cannot_write(target: Path, error: Exception) -> FactsError:
    return FactsError(
        Problem(
            "cannot-write",
            Text("写入失败，没有留下任何文件", "writing failed; nothing was left behind"),
            Where(str(target)),
            found=str(error).splitlines()[0] if str(error) else type(error).__name__,
            next_step=Text(
                "检查磁盘空间与文件夹权限后重试", "check the free space and the folder's permissions, then try again"
            ),
        )
    )
