"""Targets with their indicators and open definitions, from the findings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from peiyu.document.draft.amounts import written
from peiyu.document.draft.choices import Choice, choice
from peiyu.document.model import Reading, TargetFinding

Table = dict[str, Any]
UNDATED = {
    "zh": "草稿：目标没有写明期限，待定后列为目标",
    "en": "draft: the target has no deadline; settle it, then list it",
}
UPPER_BOUND = {
    "zh": "草稿：这是上限目标（以内、不超过），政策包的目标只有下限；待定怎样统计",
    "en": "draft: an upper bound (at most); a pack's targets are lower bounds; settle how to count it",
}
IMPOSSIBLE = {
    "zh": "草稿：这个数不像目标（不大于零，或上限小于下限）；请核对原文",
    "en": "draft: this number cannot be a goal (not above zero, or its ends cross); see the document",
}


@dataclass(frozen=True, slots=True)
class Promises:
    """Sections of programme.yaml, and by clause the targets in it or why a number is no target yet."""

    indicators: Table = field(default_factory=dict)
    definitions: Table = field(default_factory=dict)
    targets: Table = field(default_factory=dict)
    covering: dict[str, list[str]] = field(default_factory=dict)
    left: dict[str, dict[str, str]] = field(default_factory=dict)


def promises(reading: Reading) -> Promises:
    """Every target of the findings once: what the document says twice is drafted at its first place."""
    made = Promises()
    targets = reading.findings.targets
    ids: dict[int, str] = {}
    for place, finding in enumerate(targets):
        if finding.comparator in ("ceiling", "below") or finding.low is None:
            made.left[finding.clause] = UPPER_BOUND
        elif not _possible(finding):
            made.left[finding.clause] = IMPOSSIBLE
        elif finding.by is None:
            made.left[finding.clause] = UNDATED
        else:
            ids[place] = f"t{len(made.targets) + 1:02}"
            _add(made, ids[place], finding, ids)
    for again in reading.findings.restatements:
        if again.restates in ids:
            _add_restatement(made, ids[again.restates], again.clause)
    _add_parts(made, targets, ids)
    return made


def subject_of(finding: TargetFinding) -> str:
    """What is counted, in the document's words."""
    return finding.subject + (finding.quantity if finding.quantity not in finding.subject else "")


def _add(made: Promises, id_: str, finding: TargetFinding, ids: Mapping[int, str]) -> None:
    number = len(made.targets) + 1
    definition, indicator = f"D{number}", f"i{number:02}"
    whole = ids.get(finding.of, "") if finding.of is not None else ""
    chosen = choice(finding, whole=made.targets[whole]["indicator"] if whole else "")
    if any("of" in body for body in chosen.options.values()):
        _keep_narrowable(made, made.targets[whole]["indicator"])
    name = subject_of(finding) or finding.text
    for helper, body in chosen.helpers.items():
        made.indicators.setdefault(helper, {**body, "cite": finding.clause, "evidence": "assumption"})
    made.indicators[indicator] = {"name": name, "unit": _unit(chosen.unit), "by": definition, "cite": finding.clause}
    made.definitions[definition] = _definition(name, indicator, finding, chosen)
    made.targets[id_] = {
        "name": name, "indicator": indicator, **_goal(finding, _unit(chosen.unit)), **_dates(finding),
        "cite": finding.clause, "note": finding.text,
    }  # fmt: skip
    _cover(made, finding.clause, id_)


def _keep_narrowable(made: Promises, indicator: str) -> None:
    """Net changes and ratios cannot be narrowed to a part: they are no options of a whole that has one."""
    definition = made.definitions[made.indicators[indicator]["by"]]
    kept = {key: body for key, body in definition["options"].items() if not {"change", "ratio"} & set(body)}
    definition["options"] = kept
    named = {
        body["change"] for one in made.definitions.values() for body in one["options"].values() if "change" in body
    }
    for helper in [id_ for id_, body in made.indicators.items() if "firms" in body and id_ not in named]:
        del made.indicators[helper]


def _add_restatement(made: Promises, id_: str, clause: str) -> None:
    """A clause that says a target again is cited too, and carried out by it."""
    target = made.targets[id_]
    if clause not in target["cite"].split("、"):
        target["cite"] += f"、{clause}"
    _cover(made, clause, id_)


def _definition(name: str, indicator: str, finding: TargetFinding, chosen: Choice) -> Table:
    head: Table = {"name": f"{name}的口径", "names": indicator, "open": True}
    if chosen.options:
        head["default"] = chosen.default
    else:
        head["note"] = {
            "zh": "数据词汇中没有能自动统计的记录；请补充选项，或改为人工填报",
            "en": "no record of the vocabulary can count it; add an option, or have it reported by hand",
        }
    return {**head, "cite": finding.clause, "evidence": "assumption", "options": dict(chosen.options)}


def _unit(unit: str) -> str:
    """百分点 after a number would be read as 百 and 分点."""
    return "个百分点" if unit == "百分点" else unit


def _goal(finding: TargetFinding, unit: str) -> Table:
    """The comparator as a pack writes it. A bare number is a floor: more than was promised is no fault; the exact
    parts of a whole are set afterwards."""
    assert finding.low is not None
    low = written(finding.low, unit)
    if finding.comparator == "range" and finding.high is not None:
        return {"range": [low, written(finding.high, unit)]}
    comparator = "floor" if finding.comparator == "exactly" else finding.comparator
    if finding.stretch is None:
        return {comparator: low}
    kind = comparator if comparator in ("floor", "above") else "floor"
    return {kind: low, "stretch": written(finding.stretch, unit)}


def _dates(finding: TargetFinding) -> Table:
    assert finding.by is not None
    known = finding.since is not None and finding.since < finding.by
    since = {"since": finding.since.isoformat()} if known and finding.since is not None else {}
    return {**since, "by": finding.by.isoformat()}


def _add_parts(made: Promises, targets: tuple[TargetFinding, ...], ids: Mapping[int, str]) -> None:
    """Bare numbers within a whole (其中) that add up to it are its exact parts."""
    for place, whole in enumerate(targets):
        parts = [n for n, one in enumerate(targets) if one.of == place and n in ids]
        if place not in ids or len(parts) < 2 or not all(_bare(targets[n], whole) for n in parts):
            continue
        if sum((targets[n].low or Fraction(0) for n in parts), Fraction(0)) == whole.low:
            made.targets[ids[place]]["parts"] = [ids[n] for n in parts]
            for n in parts:
                made.targets[ids[n]] = _renamed(made.targets[ids[n]], "floor", "exactly")


def _possible(finding: TargetFinding) -> bool:
    low = finding.low or Fraction(0)
    ends = [one for one in (finding.high, finding.stretch) if one is not None]
    return low > 0 and all(one >= low for one in ends) and finding.stretch != low


def _bare(part: TargetFinding, whole: TargetFinding) -> bool:
    return part.comparator == "exactly" and part.stretch is None and part.unit == whole.unit


def _renamed(table: Table, old: str, new: str) -> Table:
    return {new if key == old else key: value for key, value in table.items()}


def _cover(made: Promises, clause: str, id_: str) -> None:
    held = made.covering.setdefault(clause, [])
    if f"target:{id_}" not in held:
        held.append(f"target:{id_}")


def short(words: str, length: int = 40) -> str:
    """The beginning of long words, for a name."""
    first = re.split(r"[。；;\n]", words.strip(), maxsplit=1)[0]
    return first if len(first) <= length else first[: length - 1] + "…"
