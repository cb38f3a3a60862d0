"""The whole way of a document through the room."""

from __future__ import annotations

from pathlib import Path

from peiyu.document.findings import find
from peiyu.document.mend import mend
from peiyu.document.model import Reading
from peiyu.document.source import load
from peiyu.document.source.faults import without_targets
from peiyu.document.source.script import simplified_edits
from peiyu.document.tree import grow


def read(path: str | Path) -> Reading:
    """Reads a policy document: mended text, clauses, findings. DocumentError where there is nothing to read."""
    loaded = load(Path(path))
    script = simplified_edits(loaded.raw) if loaded.source.traditional else ()
    mended = mend(loaded.raw, script)
    grown = grow(mended.text, mended.alignment)
    found = find(grown.clauses, title=grown.frame.title, issued=grown.frame.issued, alignment=mended.alignment)
    return Reading(
        source=loaded.source,
        raw=loaded.raw,
        mended=mended.text,
        alignment=mended.alignment,
        repairs=mended.repairs,
        questions=mended.questions,
        frame=grown.frame,
        clauses=grown.clauses,
        findings=found,
        problems=(*loaded.problems, *(() if found.targets else (without_targets(Path(path)),))),
    )
