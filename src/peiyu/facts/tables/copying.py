"""The process that copies fact rows from the database into a fact base: bounded memory, all given back at its end."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
    """Has a process of its own do it, and tells its progress. What it met with is raised here. (No child of
    `multiprocessing`, which would run the main module of whoever calls once more.)"""
    command = [sys.executable, "-m", "peiyu.facts.tables"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            pickle.dump(work, process.stdin)
            process.stdin.close()
            while isinstance(said := pickle.load(process.stdout), float):
                progress(said)
        except (EOFError, OSError) as error:
            raise _lost() from error
        finally:
            process.kill()
    if isinstance(said, BaseException):
        raise said


def serve() -> None:
    """What the process does: takes its work from the standard input and tells how far it is on the standard output. It
    ends when nobody listens any more."""
    with os.fdopen(os.dup(1), "wb") as line:
        os.dup2(2, 1)

        def tell(said: object) -> None:
            pickle.dump(said, line)
            line.flush()

        try:
            copy(pickle.load(sys.stdin.buffer), tell)
        except BaseException as error:
            tell(error)
        else:
            tell(None)


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
                "重试；若仍如此，请检查内存和磁盘空间", "try again; if it happens again, check memory and disk"
            ),
        )
    )
