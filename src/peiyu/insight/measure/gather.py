"""One bucket of a fact base as rows that may count: which records, of which owners, how certainly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from peiyu.facts.base import FactBase
from peiyu.facts.base.schema import STATISTICAL
from peiyu.facts.register import confidential
from peiyu.facts.vocabulary.model import Entity
from peiyu.insight.measure.breakdown import firm_labels, own_label
from peiyu.insight.measure.demand import MICRO, Look, counted, from_day, shape_of
from peiyu.insight.measure.ledger import ALWAYS, row_schema
from peiyu.insight.measure.returns import ends_of, returned
from peiyu.insight.targets.spans import Span
from peiyu.policy.compile.programme import BoundProgramme
from peiyu.policy.condition.ast import Expr
from peiyu.policy.condition.walk import nodes
from peiyu.policy.engine.embedded.records import firm_truths, held_on, record_truths, view_at
from peiyu.policy.pack.programme import CountedBody, EventsBody, FirmsBody, FirmSumBody, Grouping, StateBody

RecordsBody = EventsBody | StateBody


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is counted: the rows of `looks`, seen from `day` where they are the same from any, labelled by `group`.
    years: the fiscal years looked at for the first at which a condition holds. windows: days outside which no row
    matters. details: rows keep the truths they stand on, as `part:0` …, so that a doubt can be explained."""

    programme: BoundProgramme
    day: dt.date
    looks: tuple[Look, ...]
    group: Grouping | None = None
    years: tuple[int, ...] = ()
    windows: Mapping[Look, Span] = field(default_factory=dict)
    details: bool = False

    def body(self, look: Look) -> CountedBody:
        return counted(self.programme.indicators[look.indicator])

    def seen(self, look: Look) -> dt.date:
        """The day from which the rows are looked at."""
        return self.day if look.day is None else look.day


def seen_for(year: int) -> dt.date:
    """The day from which a fiscal year is the base year: the first after it."""
    return dt.date(year + 1, 1, 1)


@dataclass(slots=True)
class Keys:
    """Expressions by a short name, each once."""

    prefix: str
    known: dict[Expr, str] = field(default_factory=dict)

    def of(self, expr: Expr) -> str:
        return self.known.setdefault(expr, f"{self.prefix}{len(self.known)}")


def all_of(truths: Sequence[pl.Expr]) -> pl.Expr:
    """Kleene's and; true of nothing."""
    return pl.all_horizontal(truths) if truths else pl.lit(True)


def in_millionths(column: str) -> pl.Expr:
    """A double as a whole number of millionths; whole doubles exactly."""
    whole = pl.col(column).floor()
    return whole.cast(pl.Int128) * MICRO + ((pl.col(column) - whole) * MICRO).round().cast(pl.Int128)


@dataclass(slots=True)
class Desk:
    """The work on one bucket. `rows` gives, for every look, what is not certainly excluded, with the columns of
    `ledger.row_schema` and those that make one thing."""

    question: Question
    base: FactBase
    bucket: int
    conditions: Keys = field(default_factory=lambda: Keys("among:"))
    numbers: Keys = field(default_factory=lambda: Keys("number:"))
    frames: dict[dt.date, pl.DataFrame] = field(default_factory=dict)
    labelled: pl.DataFrame | None = None
    kept_back: pl.DataFrame | None = None

    def rows(self) -> Iterator[tuple[Look, pl.DataFrame]]:
        by_entity: dict[str, list[Look]] = {}
        for look in self.question.looks:
            body = self.question.body(look)
            if isinstance(body, RecordsBody):
                by_entity.setdefault(body.entity, []).append(look)
            elif isinstance(body, FirmsBody) and body.first:
                yield look, self.finished(look, self.first_years(body))
            else:
                yield look, self.finished(look, self.standing(look, body))
        for entity, some in by_entity.items():
            of_territory = self.base.vocabulary.entities[entity].of == "territory"
            if not of_territory or self.bucket == 0:
                yield from self.records(entity, some, of_territory=of_territory)

    # --- enterprises ------------------------------------------------------------------------------------------

    def at(self, day: dt.date) -> pl.DataFrame:
        """Every enterprise of the bucket at a day: `enterprise`, and the truths and numbers that anything asks for at
        that day. Worked out once."""
        if day not in self.frames:
            conditions, numbers = self.asked_at(day)
            self.frames[day] = firm_truths(
                self.question.programme.binding, self.base, self.bucket,
                {self.conditions.of(one): one for one in conditions}, day=day,
                numbers={self.numbers.of(one): one for one in numbers}, named=False,
            )  # fmt: skip
        return self.frames[day]

    def asked_at(self, day: dt.date) -> tuple[list[Expr], list[Expr]]:
        conditions: dict[Expr, None] = {}
        numbers: dict[Expr, None] = {}
        for look in self.question.looks:
            body = self.question.body(look)
            if isinstance(body, FirmsBody) and body.first:
                asked = day in map(seen_for, self.question.years)
            else:
                asked = day == self.question.seen(look)
            if not asked:
                continue
            of_firms = not isinstance(body, RecordsBody)
            conditions |= dict.fromkeys(one.when for one in body.among if of_firms or one.at == "day")
            if isinstance(body, FirmsBody):
                conditions[body.when] = None
            elif isinstance(body, FirmSumBody):
                numbers[body.value] = None
        if day == self.question.day and self.question.group is not None:
            conditions |= dict.fromkeys(one.when for one in self.question.group.members)
        return list(conditions), list(numbers)

    def truths(self, exprs: Iterable[Expr]) -> list[pl.Expr]:
        return [pl.col(self.conditions.of(one)) for one in exprs]

    def standing(self, look: Look, body: FirmsBody | FirmSumBody) -> pl.DataFrame:
        """Enterprises at the day of a look."""
        frame = self.at(self.question.seen(look))
        parts = [one.when for one in body.among]
        amounts: list[pl.Expr] = []
        if isinstance(body, FirmsBody):
            parts.insert(0, body.when)
        else:
            key = self.numbers.of(body.value)
            low, high = in_millionths(f"{key}.low"), in_millionths(f"{key}.high")
            amounts = [self.least(look, low), high.alias("high")]
        return frame.select("enterprise", *numbered(self.truths(parts)), pl.lit(ALWAYS).alias("on"), *amounts)

    def first_years(self, body: FirmsBody) -> pl.DataFrame:
        """Of each enterprise the ends of the fiscal years at which the condition may hold; none before its founding."""
        view = view_at(self.question.programme.binding, self.question.day)
        founded = self.base.scan("enterprise", self.bucket, view, ["founded"]).collect()
        parts = []
        for year in self.question.years:
            end, frame = dt.date(year, 12, 31), self.at(seen_for(year)).join(founded, on="enterprise", how="left")
            there = (pl.col("founded") <= end).fill_null(True)
            truths = self.truths((body.when, *(one.when for one in body.among)))
            parts.append(frame.filter(there).select("enterprise", *numbered(truths), pl.lit(end).alias("on")))
        if parts:
            return pl.concat(parts)
        return pl.DataFrame(schema={"enterprise": pl.Int64(), "on": pl.Date(), "part:0": pl.Boolean()})

    # --- records ----------------------------------------------------------------------------------------------

    def records(self, entity: str, some: list[Look], *, of_territory: bool) -> Iterator[tuple[Look, pl.DataFrame]]:
        """The records of one entity, read once for each day from which their own conditions are seen; those that are
        counted without a condition apart, because a read leaves out what none of its conditions may hold of."""
        alike: dict[tuple[dt.date, bool], list[Look]] = {}
        for look in some:
            body = self.question.body(look)
            assert isinstance(body, RecordsBody)
            day = self.question.seen(look) if where_from_day(body) else self.question.day
            alike.setdefault((day, body.where is None), []).append(look)
        for (day, _), looks in alike.items():
            frame, wheres = self.read(entity, day, looks)
            if self.question.group is not None and of_territory:
                frame = frame.with_columns(own_label(self.question.group, frame.columns).alias("group"))
            for look in looks:
                yield look, self.finished(look, self.chosen(look, frame, wheres))

    def read(self, entity: str, day: dt.date, looks: list[Look]) -> tuple[pl.DataFrame, Keys]:
        wheres, columns = Keys("where:"), dict.fromkeys(("purpose",))
        wanted = []
        for look in looks:
            body = self.question.body(look)
            assert isinstance(body, RecordsBody)
            columns |= dict.fromkeys(read_of(body))
            wanted.append(self.counts(look, body))
            if body.where is not None:
                wheres.of(body.where)
        columns |= dict.fromkeys(self.told(entity))
        frame = record_truths(
            self.question.programme.binding, self.base, self.bucket, entity,
            {key: expr for expr, key in wheres.known.items()}, day=day, columns=list(columns), use="aggregate",
            kept=pl.any_horizontal(wanted),
        )  # fmt: skip
        return frame, wheres

    def told(self, entity: str) -> Iterator[str]:
        """Further columns of a record: its title, and the field of its own by which a territory's record is grouped."""
        known = {one.code for one in self.base.vocabulary.entities[entity].fields}
        if self.question.details:
            yield from known & {"title"}
        group = self.question.group
        if group is not None and group.by is not None:
            yield from known & {group.by.field_code}

    def chosen(self, look: Look, frame: pl.DataFrame, wheres: Keys) -> pl.DataFrame:
        """The records of one look, with the truths it stands on."""
        body = self.question.body(look)
        assert isinstance(body, RecordsBody)
        kept = self.counts(look, body)
        truths = [] if body.where is None else [_nullable(wheres.of(body.where))]
        if body.where is not None:
            kept &= pl.col(f"{wheres.of(body.where)}.possible")
        frame, day = frame.filter(kept), self.question.seen(look)
        at_day = [one.when for one in body.among if one.at == "day"]
        if at_day:
            owners = self.at(day).select("enterprise", *dict.fromkeys(map(self.conditions.of, at_day)))
            frame = frame.join(owners, on="enterprise", how="left", maintain_order="left")
            truths += self.truths(at_day)
        at_record = [one.when for one in body.among if one.at == "record"]
        if at_record:
            frame = self.held(frame, at_record, body, day)
            truths += [pl.col(f"held:{place}") for place in range(len(at_record))]
        amounts: list[pl.Expr] = []
        if body.sum is not None:
            amount = pl.col(body.sum).cast(pl.Int128)
            amounts = [self.least(look, amount), amount.alias("high")]
        things = [pl.col(code).alias(f"thing:{code}") for code in body.once if code != "enterprise"]
        own = [c for c in ("purpose", "group", "title") if c in frame.columns]
        ends = [pl.col(code).alias(f"end:{code}") for code in ends_of(body)]
        return frame.select(
            "enterprise", "record_id", *own, *numbered(truths), *dates_of(body), *amounts, *things, *ends
        )

    def least(self, look: Look, amount: pl.Expr) -> pl.Expr:
        """`low` of an amount: nothing where it is missing, no end where it may be below zero."""
        signed = shape_of(self.question.programme.indicators[look.indicator]).signed
        return (amount if signed else amount.fill_null(0)).alias("low")

    def counts(self, look: Look, body: RecordsBody) -> pl.Expr:
        """Whether a record's dates let it count for a look; never null."""
        return happened(body, self.base.vocabulary.entities[body.entity]) & self.matters(look, body)

    def matters(self, look: Look, body: RecordsBody) -> pl.Expr:
        """Whether a row may count in any span that is asked for: a state always, an event unless it is dated outside
        all of them; where the first counts, only what comes after all of them is left out."""
        window = self.question.windows.get(look)
        if window is None or isinstance(body, StateBody):
            return pl.lit(True)
        on = pl.col(body.on)
        inside = on <= window.until
        if window.since is not None and not body.first:
            inside &= on >= window.since
        return inside.fill_null(True)

    def held(self, frame: pl.DataFrame, conditions: list[Expr], body: RecordsBody, day: dt.date) -> pl.DataFrame:
        """With the certificates that the owners held on the records' own dates."""
        on = body.on if isinstance(body, EventsBody) else body.since
        date = pl.col(on) if on is not None else pl.lit(None, pl.Date)
        dated = frame.select("enterprise", date.alias("on"))
        named = {f"held:{place}": one for place, one in enumerate(conditions)}
        binding = self.question.programme.binding
        found = held_on(binding, self.base, self.bucket, dated, named, day=day, use="aggregate")
        return frame.with_columns(found[name] for name in named)

    # --- what every row carries -------------------------------------------------------------------------------

    def finished(self, look: Look, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows that are not certainly excluded, with their columns in order."""
        parts = sorted((c for c in frame.columns if c.startswith("part:")), key=lambda c: int(c.partition(":")[2]))
        shape = shape_of(self.question.programme.indicators[look.indicator])
        rows = frame.with_columns(all_of([pl.col(c) for c in parts]).alias("truth"))
        rows = rows.filter(pl.col("truth").ne_missing(False))
        rows = rows.with_columns(pl.col("truth").fill_null(False).alias("certain"))
        body = self.question.body(look)
        if isinstance(body, EventsBody) and body.again is not None:
            rows = returned(rows, body.again)
        if shape.adds:
            rows = rows.with_columns(
                perhaps_nothing("low", pl.min_horizontal), perhaps_nothing("high", pl.max_horizontal)
            )
        if "record_id" not in rows.columns:
            rows = rows.with_columns(pl.lit(0, pl.Int64).alias("record_id"))
        if "until" not in rows.columns:
            rows = rows.with_columns(pl.lit(None, pl.Date).alias("until"))
        rows = self.grouped(self.marked(rows))
        things = [c for c in shape.thing if c.startswith("thing:")]
        details = [*parts, *(c for c in ("title",) if c in rows.columns)] if self.question.details else []
        schema = row_schema(shape)
        return rows.select(*(pl.col(c).cast(t) for c, t in schema.items()), *things, *details)

    def marked(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`hidden`: confidential enterprises and statistical micro-data are counted and never listed."""
        if self.kept_back is None:
            self.kept_back = confidential(self.base, self.bucket).collect()
        hidden = pl.col("enterprise").is_in(self.kept_back["enterprise"].implode())
        if "purpose" in rows.columns:
            hidden |= pl.col("purpose") == STATISTICAL
        return rows.with_columns(hidden.fill_null(False).alias("hidden"))

    def grouped(self, rows: pl.DataFrame) -> pl.DataFrame:
        group = self.question.group
        if group is None or "group" in rows.columns:
            return rows if "group" in rows.columns else rows.with_columns(pl.lit("").alias("group"))
        if self.labelled is None:
            view = view_at(self.question.programme.binding, self.question.day)
            firms = self.at(self.question.day) if group.members else None
            self.labelled = firm_labels(group, self.base, self.bucket, view, firms, self.conditions.of)
        found = rows.join(self.labelled, on="enterprise", how="left", maintain_order="left")
        return found.with_columns(pl.col("group").fill_null("?"))


def perhaps_nothing(end: str, widest: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> pl.Expr:
    """An end of a row's amount: one that may not count at all reaches to nought. No end stays none."""
    amount = pl.col(end)
    widened = pl.when(amount.is_not_null()).then(widest(amount, pl.lit(0, pl.Int128)))
    return pl.when("certain").then(amount).otherwise(widened).alias(end)


def numbered(truths: Sequence[pl.Expr]) -> list[pl.Expr]:
    """Truths as the columns `part:0` …; one that is true where there is none."""
    return [one.alias(f"part:{place}") for place, one in enumerate(truths)] or [pl.lit(True).alias("part:0")]


def _nullable(key: str) -> pl.Expr:
    """The two ends of a record's condition as one truth."""
    return pl.when(pl.col(f"{key}.definite")).then(True).when(~pl.col(f"{key}.possible")).then(False)


def happened(body: RecordsBody, entity: Entity) -> pl.Expr:
    """Leaves out records to which it has not happened. A record is there because of its first date: where that is
    empty the day is not known. A later date that is empty (授权日期 of what was filed) has not come; neither has the
    day of an amount of which nothing is recorded."""
    code = body.on if isinstance(body, EventsBody) else body.since
    if code is None:
        return pl.lit(True)
    dates = [one.code for one in entity.fields if one.type == "date"]
    if code != dates[0]:
        return pl.col(code).is_not_null()
    return pl.lit(True) if body.sum is None else pl.col(code).is_not_null() | pl.col(body.sum).is_not_null()


def where_from_day(body: RecordsBody) -> bool:
    """Whether a record's own condition is another one when it is seen from another day."""
    return body.where is not None and any(map(from_day, nodes(body.where)))


def read_of(body: RecordsBody) -> Iterator[str]:
    """The fields of a record that are read beside its condition."""
    ends = (body.on, *ends_of(body)) if isinstance(body, EventsBody) else (body.since, body.until)
    yield from (code for code in (*ends, body.sum, *body.once) if code is not None and code != "enterprise")


def dates_of(body: RecordsBody) -> list[pl.Expr]:
    """`on` and `until` of a record."""
    if isinstance(body, EventsBody):
        return [pl.col(body.on).alias("on"), pl.lit(None, pl.Date).alias("until")]
    on = pl.lit(ALWAYS) if body.since is None else pl.col(body.since)
    until = pl.lit(None, pl.Date) if body.until is None else pl.col(body.until)
    return [on.alias("on"), until.alias("until")]
