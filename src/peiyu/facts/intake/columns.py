"""One column of text → one column of stored values: by whole columns where cells are plain, one by one where not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from peiyu.facts.base.schema import dtype
from peiyu.facts.dates import read_date
from peiyu.facts.industry import canonical
from peiyu.facts.intake.headers import normal
from peiyu.facts.numbers import DITTO, Reading, absence, plain, power_of, read_number
from peiyu.facts.vocabulary.model import STORED_LIMIT, Field
from peiyu.problems import FactsError

PLAIN = r"^[+-]?\d{1,15}(\.\d+)?$"

TRUE = frozenset(("是", "有", "√", "✓", "✔", "y", "yes", "true", "1", "对", "已", "真"))
FALSE = frozenset(("否", "无", "×", "x", "✗", "✘", "n", "no", "false", "0", "不是", "没有", "未", "假"))


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that is not plainly a value: `code` is the problem's, `row` the position in the column."""

    row: int
    code: str
    raw: str


@dataclass(frozen=True, slots=True)
class Values:
    """Stored values (null where missing) and the cells that need a word."""

    stored: pl.Series
    odd: tuple[Odd, ...] = ()


def fill_ditto(texts: pl.Series) -> pl.Series:
    """同上 becomes the nearest cell above that is filled and not itself 同上."""
    same = texts.str.strip_chars().is_in(list(DITTO))
    if not same.any():
        return texts
    source = pl.select(pl.when(same).then(None).otherwise(texts).forward_fill().alias(texts.name)).to_series()
    return pl.select(pl.when(same).then(source).otherwise(texts).alias(texts.name)).to_series()


def read_values(texts: pl.Series, field: Field, *, unit: str = "", epoch_1904: bool = False) -> Values:
    """A column's texts in stored units of `field` (library.md §2); what cannot be read is null and told in `odd`."""
    texts = fill_ditto(texts)
    if field.is_numeric:
        return _numbers(texts, field, unit)
    if field.type == "date":
        return _dates(texts, epoch_1904=epoch_1904)
    if field.type == "bool":
        return _by_value(texts, field, _boolean)
    if field.type == "enum":
        options = {normal(word): name.zh for code, name in field.options for word in (code, name.zh)}
        return _by_value(texts, field, lambda said: _option(said, options))
    if field.type == "industry":
        return _by_value(texts, field, _industry)
    return _texts(texts)


def _texts(texts: pl.Series) -> Values:
    stripped = texts.str.strip_chars()
    absent = ["", "-", "--", "—", "——", "/", "无", "N/A", "n/a", "NULL", "null", "None"]
    return Values(pl.select(pl.when(stripped.is_in(absent)).then(None).otherwise(stripped)).to_series())


def _numbers(texts: pl.Series, field: Field, unit: str) -> Values:
    """Plain digits are shifted by the power of ten as text, exactly; everything else is read cell by cell."""
    power = power_of(field.type, field.scale, unit)
    if power is None or power < 0:
        return _one_by_one(texts, field, unit, texts.is_not_null())
    plain_cells = texts.str.contains(PLAIN).fill_null(False)
    split = pl.DataFrame({"t": texts}).select(
        pl.col("t").str.starts_with("-").alias("minus"),
        pl.col("t").str.extract(r"^[+-]?(\d+)", 1).cast(pl.Int64, strict=False).alias("whole"),
        (pl.col("t").str.extract(r"\.(\d+)$", 1).fill_null("") + "0" * (power + 1)).alias("part"),
        pl.col("t").str.contains(r"\.\d*[1-9]").fill_null(False).alias("has_part"),
    )
    fits = (split["whole"] <= STORED_LIMIT // 10**power - 1).fill_null(False)
    plain_cells = plain_cells & fits & (~split["has_part"] if power == 0 else True)
    value = (
        pl.col("whole") * 10**power
        + pl.col("part").str.slice(0, power).cast(pl.Int64, strict=False).fill_null(0)
        + (pl.col("part").str.slice(power, 1) >= "5").cast(pl.Int64)
    )
    stored = split.select(pl.when(pl.lit(plain_cells)).then(pl.when("minus").then(-value).otherwise(value))).to_series()
    rest = _one_by_one(texts, field, unit, texts.is_not_null() & ~plain_cells)
    return Values(pl.select(pl.coalesce(stored, rest.stored)).to_series(), rest.odd)


_CODES = {
    "unreadable": "cell-not-number",
    "not_whole": "cell-not-whole",
    "wrong_unit": "cell-wrong-unit",
    "over_limit": "number-over-limit",
    "ditto": "ditto-without-above",
}


def _one_by_one(texts: pl.Series, field: Field, unit: str, chosen: pl.Series) -> Values:
    known: dict[str, Reading] = {}
    values: dict[int, int] = {}
    odd: list[Odd] = []
    for row in chosen.arg_true():
        raw = texts[row]
        if raw not in known:
            known[raw] = read_number(raw, type_=field.type, scale=field.scale, unit=unit)
        reading = known[raw]
        if reading.kind == "none" and field.type != "items":
            odd.append(Odd(row, "none-is-missing", raw))
        elif reading.value is not None:
            values[row] = reading.value
            if reading.approximate:
                odd.append(Odd(row, "number-approximate", raw))
        elif reading.kind in _CODES:
            odd.append(Odd(row, _CODES[reading.kind], raw))
    return Values(_scattered(values, texts.len(), pl.Int64()), tuple(odd))


def _scattered(values: dict[int, int], length: int, kind: pl.DataType) -> pl.Series:
    blank = pl.Series("v", [None], dtype=kind).new_from_index(0, length)
    return blank.scatter(list(values), list(values.values())) if values else blank


def _dates(texts: pl.Series, *, epoch_1904: bool) -> Values:
    iso = texts.str.contains(r"^\d{4}-\d{2}-\d{2}$").fill_null(False)
    quick = texts.str.to_date("%Y-%m-%d", strict=False)
    quick = pl.select(pl.when(iso).then(quick)).to_series()
    odd: list[Odd] = []
    dates = quick.to_list() if not (rest := (texts.is_not_null() & quick.is_null()).arg_true()).is_empty() else []
    for row in rest:
        reading = read_date(texts[row], epoch_1904=epoch_1904)
        if reading.value is not None and reading.precision != "year":
            dates[row] = reading.value
        code = _date_problem(reading.kind, reading.precision, serial=reading.serial)
        if code is not None:
            odd.append(Odd(row, code, texts[row]))
    return Values(pl.Series("v", dates, dtype=pl.Date) if dates else quick, tuple(odd))


def _date_problem(kind: str, precision: str, *, serial: bool) -> str | None:
    if kind in ("unreadable", "ambiguous"):
        return "cell-not-date" if kind == "unreadable" else "date-ambiguous"
    if kind == "ditto":
        return "ditto-without-above"
    if serial:
        return "date-as-number"
    if kind == "known" and precision != "day":
        return "date-only-month" if precision == "month" else "date-only-year"
    return None


def _boolean(said: str) -> tuple[bool | None, str | None]:
    if said in TRUE or said in FALSE:
        return said in TRUE, None
    return None, None if absence(said) == "missing" else "cell-not-yes-no"


def _option(said: str, options: dict[str, str]) -> tuple[str | None, str | None]:
    found = options.get(normal(said))
    if found is not None or absence(said) in ("missing", "none"):
        return found, None
    return None, "cell-not-option"


def _industry(said: str) -> tuple[str | None, str | None]:
    """The code at the start of the text (`C3921 通信系统设备制造` is written often)."""
    if absence(said) in ("missing", "none"):
        return None, None
    try:
        return canonical(re.sub(r"[^0-9a-z]+.*$", "", said) or said), None
    except FactsError:
        return None, "cell-not-industry"


def _by_value(texts: pl.Series, field: Field, read: Callable[[str], tuple[bool | str | None, str | None]]) -> Values:
    """Read each distinct text once."""
    distinct = [t for t in texts.unique().to_list() if t is not None]
    readings = {t: read(plain(t)) for t in distinct}
    wrong = {t: code for t, (_, code) in readings.items() if code is not None}
    stored = (
        texts.replace_strict(distinct, [readings[t][0] for t in distinct], default=None, return_dtype=dtype(field))
        if distinct
        else pl.Series("v", [None] * texts.len(), dtype=dtype(field))
    )
    odd = [Odd(row, wrong[texts[row]], texts[row]) for row in texts.is_in(list(wrong)).arg_true()] if wrong else []
    return Values(stored, tuple(odd))
