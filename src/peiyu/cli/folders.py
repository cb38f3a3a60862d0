"""Where results are written: beside the target first, renamed at the end, so that nothing is left half."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peiyu.facts.drafts import new_draft
from peiyu.problems import InputError, Problem, Text, UsageError, Where

MARKER = "peiyu.json"
"""The file by which a folder of ours is known; it lists what lies beside it."""


def is_ours(folder: Path) -> bool:
    """Whether everything in `folder` was written by an earlier run (nothing was added by hand)."""
    marker = folder / MARKER
    if not marker.is_file():
        return False
    try:
        listed = set(json.loads(marker.read_text(encoding="utf-8"))["entries"])
    except (ValueError, KeyError, TypeError):
        return False
    return {one.name for one in folder.iterdir()} <= listed | {MARKER}


def mark(folder: Path) -> None:
    """Writes down that all that lies in a folder is ours."""
    entries = sorted(one.name for one in folder.iterdir() if one.name != MARKER)
    (folder / MARKER).write_text(json.dumps({"entries": entries}, ensure_ascii=False, indent=1), encoding="utf-8")


def refuse_foreign(target: Path, *, overwrite: bool) -> None:
    """Raises UsageError where `target` holds what we did not write, unless `overwrite`."""
    if not target.exists() or (target.is_dir() and (not any(target.iterdir()) or is_ours(target))):
        return
    if target.is_dir() and overwrite:
        return
    what = "该文件夹里有不是本程序写的内容" if target.is_dir() else "该位置已有一个文件"
    raise UsageError(
        Problem(
            "output-not-empty",
            Text(what, "the place holds what this program did not write"),
            Where(str(target)),
            accepted=Text(
                "空文件夹、新文件夹，或本程序上次写出的文件夹", "an empty or new folder, or one that this program wrote"
            ),
            next_step=Text(
                "换一个输出文件夹，或加 --overwrite（原文件夹改名保留）",
                "choose another folder, or add --overwrite (the old folder is renamed and kept)",
            ),
        )
    )


def refuse_foreign_file(target: Path, *, ours: bool = False) -> None:
    """Raises UsageError where there is a file at `target` that is not `ours`: it may be somebody's ledger."""
    if target.exists() and not ours:
        raise UsageError(
            Problem(
                "output-exists",
                Text("该位置已有一个文件，未覆盖", "there is a file already; it was left as it is"),
                Where(str(target)),
                accepted=Text("新的文件名", "the name of a new file"),
                next_step=Text("换一个文件名，或先移走原文件", "choose another name, or move the file away first"),
            )
        )


def kept_name(target: Path) -> Path:
    """A free name beside `target` under which the old folder is kept."""
    number = 1
    while (kept := target.with_name(f"{target.name}.old{number}")).exists():
        number += 1
    return kept


@contextmanager
def placed(target: Path) -> Iterator[None]:
    """InputError naming the target, not the hidden place beside it, where nothing can be made there."""
    try:
        yield
    except OSError as fault:
        raise InputError(
            Problem(
                "cannot-write", Text("此处无法写入，未写出任何结果", "nothing can be written here; nothing was"),
                Where(str(target)), found=fault.strerror or type(fault).__name__,
                next_step=Text(
                    "检查磁盘空间与文件夹权限，或换一个位置",
                    "check the free space and the folder's permissions, or choose another place",
                ),
            )
        ) from fault  # fmt: skip


@contextmanager
def staged_folder(target: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """Gives a new folder beside `target`; on success it takes `target`'s place, on any failure it vanishes (where the
    process is killed, at the next run for the same target).

    An earlier result of ours is replaced; a foreign folder is kept under another name (and only with
    `overwrite`). Raises UsageError before anything is written.
    """
    target = target.absolute()
    refuse_foreign(target, overwrite=overwrite)
    with placed(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        stage = new_draft(target)
        stage.mkdir()
    try:
        yield stage
        mark(stage)
        if target.exists():
            ours = not any(target.iterdir()) or is_ours(target)
            aside = kept_name(target)
            target.rename(aside)
            stage.rename(target)
            if ours:
                shutil.rmtree(aside)
        else:
            stage.rename(target)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def staged_file(target: Path) -> Iterator[Path]:
    """Gives a new file name beside `target`; on success it takes `target`'s place."""
    target = target.absolute()
    with placed(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        stage = new_draft(target, target.suffix)
        stage.touch(exist_ok=False)
    try:
        yield stage
        stage.replace(target)
    finally:
        stage.unlink(missing_ok=True)
