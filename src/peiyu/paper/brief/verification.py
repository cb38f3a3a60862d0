"""What checking an edited brief found, as values and as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from peiyu.problems import Text

Group = Literal["changed", "stale", "contradicts", "unplaced", "missing", "agree"]
GROUPS: dict[Group, Text] = {
    "changed": Text("与本期快照不一致", "differs from the snapshot"),
    "stale": Text("与现有登记数据不一致", "differs from the register today"),
    "contradicts": Text("与上期矛盾", "contradicts the last issue"),
    "unplaced": Text("无法核对，快照里没有", "cannot be placed: not in the snapshot"),
    "missing": Text("快照里有，文件里没有了", "in the snapshot, no longer in the document"),
    "agree": Text("一致", "agree"),
}
"""Each group of findings, the gravest first."""
SAME = Text("与快照一致", "agrees with the snapshot")
REWORDED = Text("数字一致，但句子改写较多，请核对所指", "the number agrees, but its sentence was rewritten")
"""Why a finding stands in `agree`."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One figure: where it stands, what stands there, what should (both '' where there is none), and why it is
    listed. `by`: how it was placed."""

    id: str
    place: Text
    sentence: str
    found: str
    expected: str
    why: Text
    by: Literal["bookmark", "sentence", "picture", ""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Every number of the document stands in one of `agree`, `changed`, `unplaced`, or is fixed wording that has not
    changed (`fixed`, a count). `stale` and `contradicts` name figures for a second reason; `missing` are gone.
    `untouched`: the file is, byte for byte, the one that was issued."""

    number: str
    untouched: bool
    agree: tuple[Remark, ...]
    changed: tuple[Remark, ...]
    stale: tuple[Remark, ...]
    contradicts: tuple[Remark, ...]
    unplaced: tuple[Remark, ...]
    missing: tuple[Remark, ...]
    fixed: int

    @property
    def sound(self) -> bool:
        """Whether nothing has to be looked at."""
        return not self.reworded and not any(self.of(group) for group in GROUPS if group != "agree")

    @property
    def reworded(self) -> tuple[Remark, ...]:
        """Those of `agree` for which only a bookmark vouches: their sentence has become another."""
        return tuple(one for one in self.agree if one.why == REWORDED)

    def of(self, group: Group) -> tuple[Remark, ...]:
        held: tuple[Remark, ...] = getattr(self, group)
        return held

    def findings(self) -> Iterator[tuple[Group, Remark]]:
        """What has to be looked at, the gravest first."""
        for group in GROUPS:
            for one in self.reworded if group == "agree" else self.of(group):
                yield group, one


def summary(checked: Verification) -> Text:
    """The outcome in one sentence."""
    counts = {group: len(checked.of(group)) for group in GROUPS}
    if checked.sound:
        touched = Text("文件未改动", "untouched") if checked.untouched else Text("文件有改动", "edited")
        return Text(
            f"{checked.number}：{counts['agree']}处数字全部与快照一致（{touched.zh}）",
            f"{checked.number}: all {counts['agree']} figures agree with the snapshot ({touched.en})",
        )
    zh = "，".join(f"{GROUPS[g].zh}{n}处" for g, n in counts.items() if n)
    en = ", ".join(f"{n} {GROUPS[g].en}" for g, n in counts.items() if n)
    return Text(f"{checked.number}：{zh}", f"{checked.number}: {en}")
