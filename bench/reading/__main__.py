"""`python -m bench.reading`: targets and repairs scored on the labelled corpus, 100 pages timed; misses listed.

The misses of the kept half are listed only with `--show-kept`: whoever writes rules does not read them.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from bench.measure import OUT, machine
from bench.reading.corpus import HALVES, Half, documents
from bench.reading.repairs import RepairScore, Wrong, clean_repairs, score_kinds
from bench.reading.score import FIELDS, Scored, pair_up, total
from bench.reading.speed import hundred_pages, reading_time
from peiyu.document import read


def scored_half(half: Half) -> tuple[Scored, ...]:
    """Every document of a half, read and compared with its labels."""
    made = []
    for document in documents(half):
        findings = read(document.path).findings
        made.append(pair_up(document, (*findings.targets, *findings.restatements)))
    return tuple(made)


def targets_summary(scored: tuple[Scored, ...]) -> dict[str, object]:
    """Precision and recall with everything right, and field by field."""
    score = total(scored)
    fields = {
        name: {"precision": _share(score.fields[name], score.found), "recall": _share(score.fields[name], score.labels)}
        for name in FIELDS
    }
    return {
        "documents": len(scored), "labels": score.labels, "found": score.found, "right": score.right,
        "precision": round(score.precision, 4), "recall": round(score.recall, 4), "fields": fields,
        "clause": _share(score.fields["clause"], score.clauses),
    }  # fmt: skip


def misses(scored: tuple[Scored, ...]) -> list[str]:
    """What is not right, one line each."""
    lines = []
    for one in scored:
        name = one.document.name
        for pair in one.pairs:
            if not pair.whole:
                wrong = ", ".join(field for field in FIELDS if field not in pair.right)
                found = pair.finding
                lines.append(
                    f"{name}: {pair.label.text} → {wrong}: {found.subject}|{found.quantity} {found.comparator} "
                    f"{found.low} {found.high} {found.stretch} {found.unit} {found.by}"
                )
        lines += [f"{name}: not found: {label.text}" for label in one.missed]
        lines += [f"{name}: no target: {found.text} ({found.subject})" for found in one.false]
    return lines


def repairs_summary(scores: dict[str, RepairScore]) -> dict[str, object]:
    """Counts, precision and recall of each kind of damage."""
    return {
        kind: {
            "lost": score.lost, "mended": score.mended, "asked": score.asked, "made": score.made, "right": score.right,
            "precision": round(score.precision, 4), "recall": round(score.recall, 4),
        }
        for kind, score in scores.items()
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show-kept", action="store_true", help="also list the misses of the kept half")
    parser.add_argument("--only", choices=("targets", "repairs", "speed"), help="one of the three")
    arguments = parser.parse_args()
    results: dict[str, object] = {"machine": machine()}
    if arguments.only in (None, "targets"):
        for half in HALVES:
            scored = scored_half(half)
            results[f"targets {half}"] = summary = targets_summary(scored)
            print(f"{half}: {json.dumps(summary, ensure_ascii=False)}")
            if half == "open" or arguments.show_kept:
                print(*misses(scored), sep="\n")
    if arguments.only in (None, "repairs"):
        for half in HALVES:
            scores = score_kinds(documents(half), read)
            results[f"repairs {half}"] = summary = repairs_summary(scores)
            for kind, row in summary.items():
                print(f"repairs {half} {kind}: {json.dumps(row)}")
            if half == "open" or arguments.show_kept:
                _print_wrong("clean document", clean_repairs(documents(half), read))
                for kind, score in scores.items():
                    _print_wrong(kind, score.wrong)
    if arguments.only in (None, "speed"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "hundred.txt"
            characters = hundred_pages(path)
            seen = reading_time(read, path)
        results["speed"] = {"characters": characters, "seconds": seen.median, "low": seen.low, "high": seen.high}
        print(f"100 pages ({characters} characters): {seen.median:.2f} s [{seen.low:.2f}, {seen.high:.2f}]")
    OUT.mkdir(exist_ok=True)
    (OUT / "reading.json").write_text(json.dumps(results, ensure_ascii=False, indent=1, default=str), "utf-8")
    return 0


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0


def _print_wrong(kind: str, wrong: tuple[Wrong, ...]) -> None:
    for one in wrong:
        print(f"  {kind} {one.document} [{one.kind}]: {one.before!r} → {one.after!r}, stood {one.stood!r}")


if __name__ == "__main__":
    sys.exit(main())
