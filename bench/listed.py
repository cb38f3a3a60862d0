"""`python -m bench.listed CSV`: the real panel of listed companies under the five packs, as Markdown tables.

Loads the file with the carried mapping, lists its defects by kind, evaluates every company as of 2022-06-30 with the
reference engine, and counts each criterion: met, not met, unknown, for want of what, on which stand-ins.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.world import NATIONAL, bound
from peiyu.facts.base import FactBase, FactBaseWriter, View
from peiyu.facts.intake import load
from peiyu.facts.resolve import snapshots
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.verdict import Truth

AS_OF = dt.date(2022, 6, 30)


def loaded(source: Path, target: Path) -> tuple[FactBase, Counter[str]]:
    """The fact base of the file and how many cells were put into quarantine for each reason."""
    taken = load([source], mapping="listed-companies")
    writer = FactBaseWriter(target)
    for entity, frame in taken.frames.items():
        writer.add(entity, frame)
    for one in taken.stand_ins:
        writer.stand_in(one)
    return writer.finish(), Counter(taken.quarantine["reason"].to_list())


def wanted(truth: Truth) -> Iterator[str]:
    """What an unknown criterion waits for, in words."""
    names = vocabulary()
    for reason in {(one.fact.entity, one.fact.field_code) if one.fact else (one.kind, "") for one in truth.reasons}:
        entity, field = reason
        if field and entity in names.entities and "." not in field:
            yield names.field(entity, field).name.zh
        elif entity in names.entities:
            yield f"{names.entities[entity].name.zh}{'·' + field.split('.')[-1] if field else '清单'}"
        else:
            yield entity


def rows(base: FactBase) -> Iterator[str]:
    """One Markdown row a tier and a criterion."""
    binding = bound(*NATIONAL, on=AS_OF)
    base = base.with_fields(binding.fields.values())
    view = View(as_of=AS_OF, known_at=AS_OF)
    keys = [
        key
        for bucket in range(base.bucket_count)
        for key in base.scan("enterprise", bucket, view, ("code",)).collect()["enterprise"].to_list()
    ]
    counts: dict[str, Counter[str]] = {}
    missing: dict[str, Counter[str]] = {}
    stood: dict[str, Counter[str]] = {}
    for one in snapshots(base, keys, view):
        result = evaluate(binding, one)
        for key, truth in {**{k: v.truth for k, v in result.tiers.items()}, **result.criteria}.items():
            counts.setdefault(key, Counter())[truth.outcome.value] += 1
            if truth.value is None:
                missing.setdefault(key, Counter()).update(wanted(truth))
        for tier, facts in result.stand_ins.items():
            stood.setdefault(tier, Counter()).update({fact.field_code for fact in facts})
    yield f"{len(keys)} companies, as of {AS_OF}.\n"
    for tier, bound_tier in binding.tiers.items():
        used = "、".join(f"{name}（{n}）" for name, n in sorted(stood.get(tier, Counter()).items()))
        yield f"\n### {tier} {bound_tier.tier.name.zh} (in force: {'yes' if bound_tier.in_force else '**no**'})\n"
        yield f"Stand-ins that were read: {used or 'none'}.\n"
        yield "| criterion | met | not met | unknown | for want of |\n|---|---|---|---|---|"
        keys_of_tier = [tier, *(name for name in counts if name.startswith(tier + "."))]
        for key in keys_of_tier:
            count = counts[key]
            if key != tier and count["unknown"] == len(keys):
                continue
            most = "、".join(f"{name}（{n}）" for name, n in missing.get(key, Counter()).most_common(4))
            label = "**the tier**" if key == tier else key.removeprefix(tier + ".")
            yield f"| {label} | {count['met']} | {count['not met']} | {count['unknown']} | {most} |"
        silent = [key.removeprefix(tier + ".") for key in keys_of_tier if counts[key]["unknown"] == len(keys)]
        if silent:
            yield f"\nUnknown for every company, because annual reports do not tell: {', '.join(silent)}."


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    base, defects = loaded(Path(sys.argv[1]), folder / "facts")
    print("| reason | cells in quarantine |\n|---|---|")
    for code, count in defects.most_common():
        print(f"| {code} | {count} |")
    for line in rows(base):
        print(line)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
