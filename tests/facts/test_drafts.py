"""Drafts of killed runs are removed by the next run for the same target; nobody else's are touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from peiyu.facts.drafts import clear_drafts, new_draft

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a process that is killed")


def left_by_dead_process(target: Path, suffix: str = "") -> Path:
    """A draft made by a process that has ended since."""
    made = "from peiyu.facts.drafts import new_draft; from pathlib import Path; import sys; "
    said = f"{made} print(new_draft(Path(sys.argv[1]), sys.argv[2]))"
    found = subprocess.run(
        [sys.executable, "-c", said, str(target), suffix], capture_output=True, text=True, check=True
    )
    return Path(found.stdout.strip())


def test_a_draft_stands_hidden_beside_its_target(tmp_path: Path) -> None:
    draft = new_draft(tmp_path / "结果.xlsx", ".xlsx")
    assert (draft.parent, draft.suffix, draft.name[0]) == (tmp_path, ".xlsx", ".")
    assert draft != new_draft(tmp_path / "结果.xlsx", ".xlsx")
    assert list(tmp_path.iterdir()) == []


def test_what_a_dead_process_left_is_removed(tmp_path: Path) -> None:
    target = tmp_path / "out[1]"
    folder, file = left_by_dead_process(target), left_by_dead_process(target, ".parquet")
    folder.mkdir()
    (folder / "half").write_text("", "utf-8")
    file.write_text("", "utf-8")
    new_draft(target)
    assert list(tmp_path.iterdir()) == []


def test_what_lives_or_belongs_to_others_stays(tmp_path: Path) -> None:
    target = tmp_path / "out"
    living, other = new_draft(target), left_by_dead_process(tmp_path / "out2")
    dead = left_by_dead_process(target)
    machine = dead.name.split(".")[2].split("-")[0]
    elsewhere = dead.with_name(dead.name.replace(machine, "000000"))
    former, own = dead.with_suffix(".former"), tmp_path / ".out.notes"
    for one in (living, other, elsewhere, former, own):
        one.mkdir()
    clear_drafts(target)
    assert set(tmp_path.iterdir()) == {living, other, elsewhere, former, own}


def test_a_folder_that_is_not_there_has_no_drafts(tmp_path: Path) -> None:
    assert new_draft(tmp_path / "none" / "out").parent == tmp_path / "none"
