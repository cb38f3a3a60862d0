"""The process that copies fact rows from the database into a fact base: bounded memory, all given back at its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import polars as pl

from peiyu.facts.base import FactBaseWriter, StandIn
from peiyu.facts.tables.rows import Source, frames
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import InternalError, Problem, Text

READING = 0.75
"""The part of the time that goes into reading rows; the rest sorts and writes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What is to be copied where. `fields`: packs' own; `expected`: about how many rows each entity has."""

    target: Path
    source: Source
    fields: Sequence[Field]
    stand_ins: Sequence[StandIn]
    quarantine: pl.DataFrame
    made_up: bool
    expected: Mapping[str, int]


def copied(work: Copy, progress: Callable[[float], None]) -> None:
    """Has a process of its own do it, and tells its progress. What it met with is raised here."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(work, there), daemon=True)
    process.start()
    there.close()
    try:
        while isinstance(said := here.recv(), float):
            progress(said)
        if isinstance(said, BaseException):
            raise said
    except EOFError as error:
        raise _lost() from error
    finally:
        here.close()
        if process.is_alive():
            process.join(1)
            process.terminate()
        process.join()


def _work(work: Copy, line: Connection) -> None:
    """What the process does; it ends when nobody listens any more."""
    try:
        copy(work, line.send)
    except BaseException as error:
        line.send(error)
    else:
        line.send(None)


def copy(work: Copy, progress: Callable[[float], None]) -> None:
    """Streams every entity to disk and has it sorted into buckets."""
    words = vocabulary().extended(work.fields)
    whole, done = sum(work.expected.values()) or 1, 0
    with FactBaseWriter(work.target, made_up=work.made_up, vocabulary=words) as writer:
        for one in work.stand_ins:
            writer.stand_in(one)
        for code in work.source.tables:
            for frame in frames(words.entities[code], work.source):
                writer.add(code, frame)
                done += frame.height
                progress(min(done / whole, 1.0) * READING)
        if work.quarantine.height:
            writer.beside("quarantine", work.quarantine)
        writer.finish()


def _lost() -> InternalError:
    return InternalError(
        Problem(
            "process-lost",
            Text("后台进程意外结束", "a process ended unexpectedly"),
            next_step=Text(
                "请重试；若仍如此，请检查内存和磁盘空间", "try again; if it happens again, check memory and disk"
            ),
        )
    )
