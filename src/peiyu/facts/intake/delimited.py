"""Text tables: which encoding, which delimiter, every field as text."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import polars as pl

from peiyu.facts.intake.guards import SAVE_AS
from peiyu.facts.intake.sheets import Opened, Sheet
from peiyu.problems import Level, Problem, Text, Where

ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = (",", "\t", ";", "|", "，")
WIDEST = 2000


def read_delimited(path: Path) -> Opened:
    """A .csv or .txt: UTF-8 with or without BOM, GB18030, UTF-16 with BOM; delimited by comma, tab, ; or |."""
    where = Where(file=path.name)
    data = path.read_bytes()
    encoding = encoding_of(data)
    if encoding is None:
        return Opened(
            (),
            (
                Problem(
                    "text-encoding",
                    Text("文字编码无法识别", "The text's encoding cannot be told"),
                    where,
                    Level.ERROR,
                    data[:16].hex(),
                    Text("UTF-8、GB18030（GBK）", "UTF-8, GB18030 (GBK)"),
                    SAVE_AS,
                ),
            ),
        )
    text = data if encoding == "utf-8" else data.decode(encoding).encode()
    text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in text else text
    delimiter = delimiter_of(text[:200_000])
    if delimiter == "，":
        text, delimiter = text.replace("，".encode(), b","), ","
    mark = delimiter.encode()
    width = max(line.count(mark) for line in text.split(b"\n")) + 1
    if width > WIDEST:
        return Opened(
            (),
            (
                Problem(
                    "table-too-wide",
                    Text("一行的列数过多", "A line has too many columns"),
                    where,
                    Level.ERROR,
                    str(width),
                    Text(f"至多 {WIDEST} 列", f"at most {WIDEST} columns"),
                ),
            ),
        )
    return _parsed(path, mark * (width - 1) + b"\n" + text, delimiter)


def _parsed(path: Path, text: bytes, delimiter: str) -> Opened:
    """The first, added line has only delimiters: it fixes the number of columns for every line after it."""
    where = Where(file=path.name)
    try:
        cells = pl.read_csv(
            io.BytesIO(text), has_header=False, infer_schema=False, separator=delimiter, truncate_ragged_lines=True
        )
    except (pl.exceptions.PolarsError, OSError) as fault:
        return Opened(
            (),
            (
                Problem(
                    "text-quotes",
                    Text("引号不成对，无法分列", "Unpaired quotes: the columns cannot be told"),
                    where,
                    Level.ERROR,
                    str(fault)[:120],
                    None,
                    SAVE_AS,
                ),
            ),
        )
    cells = cells.rename({name: f"c{i}" for i, name in enumerate(cells.columns)}).slice(1)
    filled = [c for c in cells.columns if cells[c].null_count() < cells.height]
    last = max((int(c[1:]) for c in filled), default=-1)
    return Opened((Sheet(path.name, "", cells.select(cells.columns[: last + 1])),))


def encoding_of(data: bytes) -> str | None:
    """The encoding: by its BOM, else the first that decodes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if not data.startswith(b"\xef\xbb\xbf"):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return "utf-8"
    for encoding in ENCODINGS:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def delimiter_of(sample: bytes) -> str:
    """The delimiter that stands most often in the same number a line; comma if none does."""
    lines = [line for line in sample.decode("utf-8", "ignore").split("\n")[:50] if line.strip()]
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        number, times = Counter(line.count(delimiter) for line in lines).most_common(1)[0] if lines else (0, 0)
        score = times * min(number, 50) if number else 0
        if score > best_score:
            best, best_score = delimiter, score
    return best
