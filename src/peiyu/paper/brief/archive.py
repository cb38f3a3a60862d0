"""Issues kept for good: a folder a year, in it a folder an issue with the document, its snapshot and their hashes.

archive/2012/津简2012-09/津简2012-09.docx
                         津简2012-09.numbers.json
                         SHA256SUMS
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

from peiyu.paper.brief.snapshot import SUFFIX, Snapshot, read_snapshot
from peiyu.paper.brief.write import Written
from peiyu.problems import InputError, Problem, Text, Where

SUMS = "SHA256SUMS"
UNFIT = re.compile(r'[\\/:*?"<>|\s]+')


def archive(folder: Path, issue: Written) -> Path:
    """Puts an issue into the archive and gives its folder; doing it twice changes nothing.

    InputError `issue-archived` when another document already lies there under the same number.
    """
    kept = folder / str(issue.snapshot.date.year) / UNFIT.sub("_", issue.snapshot.number)
    name = UNFIT.sub("_", issue.snapshot.number)
    files = {f"{name}.docx": issue.path, f"{name}{SUFFIX}": issue.numbers}
    sums = "".join(f"{_sha256(path)}  {file}\n" for file, path in files.items())
    if (kept / SUMS).is_file():
        if (kept / SUMS).read_text("utf-8") != sums:
            raise InputError(
                Problem(
                    "issue-archived", Text("这一期已归档，且内容不同", "this issue is archived with other content"),
                    Where(str(kept)), found=issue.snapshot.number,
                    accepted=Text("一个编号一份文件", "one document a number"),
                    next_step=Text("更正的一期另编号，如“（更正）”", "give the corrected issue a number of its own"),
                )
            )  # fmt: skip
        return kept
    kept.mkdir(parents=True, exist_ok=True)
    for file, path in files.items():
        shutil.copyfile(path, kept / file)
    (kept / SUMS).write_text(sums, "utf-8")
    return kept


def archived(folder: Path) -> tuple[Snapshot, ...]:
    """Every snapshot of the archive, the oldest first."""
    held = (read_snapshot(path) for path in sorted(folder.glob(f"*/*/*{SUFFIX}")))
    return tuple(sorted(held, key=lambda one: (one.as_of, one.date, one.number)))


def last_issue(folder: Path, of: Snapshot) -> Snapshot | None:
    """The issue of the same kind that went out before this one; None for the first."""
    earlier = [
        one
        for one in archived(folder)
        if one.kind == of.kind and one.number != of.number and (one.as_of, one.date) < (of.as_of, of.date)
    ]
    return earlier[-1] if earlier else None


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
