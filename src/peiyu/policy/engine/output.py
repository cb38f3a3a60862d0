"""What an evaluation writes: one Parquet, one manifest beside it (docs/explanation/library.md §6)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from peiyu.facts.base import FactBase
from peiyu.facts.drafts import new_draft
from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.plan import Plan
from peiyu.policy.condition.printing import printed
from peiyu.problems import InputError, Problem, Text, Where

ROW_GROUP = 122_880
"""Rows of a row group: readers work on one group a thread."""

QUICK = 1
"""Zstandard's first level: verdicts come out no larger than at the usual third, in half the time."""

MANIFEST_SUFFIX = ".manifest.json"


@dataclass(frozen=True, slots=True)
class Result:
    """A finished evaluation. `counts`: column → outcome (met, not met, unknown) → enterprises; `by_reference`:
    enterprises next to a threshold, decided by the reference engine."""

    path: Path
    manifest: Path
    enterprises: int
    by_reference: int
    counts: Mapping[str, Mapping[str, int]]


@dataclass(slots=True)
class Tally:
    """What is counted while buckets are written."""

    enterprises: int = 0
    by_reference: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, frame: pl.DataFrame, plan: Plan, near: int) -> None:
        self.enterprises += frame.height
        self.by_reference += near
        for output in plan.outputs:
            if output.kind == "verdict":
                column = frame[output.name]
                unknown, met = column.null_count(), int(column.sum() or 0)
                found = {"met": met, "not met": frame.height - met - unknown, "unknown": unknown}
                self.counts.setdefault(output.name, Counter()).update(found)


@contextmanager
def parts_beside(out: Path) -> Iterator[Path]:
    """A folder beside the target for its parts; gone at the end, whatever happens."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = new_draft(out)
        folder.mkdir()
    except OSError as error:
        raise unwritable(out, error) from error
    try:
        yield folder
    except (OSError, pl.exceptions.ComputeError) as error:
        if isinstance(error, OSError) or "os error" in str(error) or "parquet" in str(error):
            raise unwritable(out, error) from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def unwritable(out: Path, error: OSError | pl.exceptions.ComputeError) -> InputError:
    return InputError(
        Problem(
            "output-not-written",
            Text("结果文件无法写入，未留下任何文件", "the output could not be written; nothing was left behind"),
            Where(str(out)),
            found=getattr(error, "strerror", None) or str(error).splitlines()[0],
            next_step=Text("检查磁盘空间和文件夹权限后重试", "check disk space and permissions, then try again"),
        )
    )


def keep_part(frame: pl.DataFrame, folder: Path, number: int, of: int) -> Path:
    """One bucket's rows: an only part as it will stay, one of several in the form that is quickest to read again."""
    if of == 1:
        part = folder / "whole.parquet"
        frame.write_parquet(part, row_group_size=ROW_GROUP, compression="zstd", compression_level=QUICK)
    else:
        part = folder / f"{number:04d}.arrow"
        frame.write_ipc(part, compression="lz4")
    return part


def put_together(parts: list[Path], folder: Path, out: Path) -> None:
    """One Parquet of all parts in order, in row groups of 122 880, put in the target's place at the end."""
    whole = folder / "whole.parquet"
    if parts != [whole]:
        rows = pl.scan_ipc(parts)
        rows.sink_parquet(
            whole, row_group_size=ROW_GROUP, maintain_order=True, compression="zstd", compression_level=QUICK
        )
    os.replace(whole, out)


def manifest_of(binding: Binding, base: FactBase, plan: Plan, engine: str, tally: Tally) -> dict[str, Any]:
    """Everything needed to repeat the evaluation and to read its columns."""
    selection = binding.selection
    return {
        "format": 1,
        "as_of": selection.as_of.isoformat(),
        "known_at": selection.known_at.isoformat(),
        "rules_at": selection.rules_at.isoformat(),
        "event": selection.event,
        "asked": list(binding.asked),
        "evaluation": evaluation_hash(binding, base),
        "binding": binding.hash,
        "packs": dict(binding.pack_hashes),
        "facts": base.manifest.hash,
        "made_up": base.manifest.made_up,
        "definitions": dict(binding.chosen),
        "parameters": {key: printed(value, "zh") for key, value in sorted(selection.parameters.items())},
        "precedence": list(selection.precedence),
        "texts": {id_: {"text": text, "in_force": in_force} for id_, (text, in_force) in binding.texts.items()},
        "tiers": {
            key: {"text": one.text, "in_force": one.in_force, "via": one.via} for key, one in binding.tiers.items()
        },
        "stand_ins_used": selection.stand_ins,
        "stand_ins": [
            {
                "entity": s.entity,
                "field": s.field,
                "instead_of": s.instead_of,
                "evidence": s.evidence,
                "why": {"zh": s.why.zh, "en": s.why.en},
            }
            for s in base.manifest.stand_ins
        ]
        if selection.stand_ins
        else [],
        "engine": engine,
        "enterprises": tally.enterprises,
        "by_reference": tally.by_reference,
        "columns": [{"name": o.name, "kind": o.kind} for o in plan.outputs],
        "counts": {name: dict(found) for name, found in tally.counts.items()},
        "note": {"zh": "预判，不作为认定依据", "en": "a pre-assessment, not a ground for recognition"},
    }


def evaluation_hash(binding: Binding, base: FactBase) -> str:
    """SHA-256 over the rules as bound and the facts: equal hashes, equal verdicts, whatever the engine."""
    return hashlib.sha256(f"{binding.hash} {base.manifest.hash}".encode()).hexdigest()


def write_manifest(out: Path, folder: Path, manifest: Mapping[str, Any]) -> Path:
    """Beside the output, written whole or not at all."""
    path = out.with_name(out.name + MANIFEST_SUFFIX)
    draft = folder / "manifest.json"
    draft.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(draft, path)
    return path
