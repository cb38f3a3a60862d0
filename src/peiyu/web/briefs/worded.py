"""What a number check found as rows to be stored and shown: by group, each finding under a key of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peiyu.paper.brief.verification import GROUPS, REWORDED, Group, Remark, Verification, summary
from peiyu.problems import Text

BLOCKING: tuple[Group, ...] = ("changed", "stale", "contradicts", "unplaced")
"""Groups of which every finding is corrected, or accepted with a reason, before an issue is checked."""
TO_DO: Mapping[str, Text] = {
    "changed": Text("改回应为的数后重新上传；确需改动的，选中并写明原因认可",
                    "put the expected number back and upload again; or accept it with a reason"),
    "stale": Text("月结后有更正：重新成稿，或改成现数后上传；确需保留的写明原因认可",
                  "the closing was corrected: compose anew or take the number of today; or accept it with a reason"),
    "contradicts": Text("与上期对不上：核对口径和更正情况，属实的写明原因认可",
                        "check why the last issue said otherwise; if it is right, accept it with a reason"),
    "unplaced": Text("新加的数系统无法核对：删去，或核实来源后写明原因认可",
                     "an added number cannot be checked: take it out, or accept it with its source as the reason"),
    "missing": Text("原有的数已不在文件里：确认是有意删去", "a figure is gone: make sure that it was meant"),
    "agree": Text("一致，不用处理", "agrees, nothing to do"),
    "reworded": Text("数未变而句子改写较多：看一眼所指是否还是这个数", "the sentence was rewritten: does it fit?"),
}  # fmt: skip
"""What to do about a finding of a group."""
MOST_SENTENCE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A finding as pages show it. accepted: why it stands although it does not agree ('' : it was not accepted)."""

    key: str
    group: str
    figure: str
    place: Text
    sentence: str
    found: str
    expected: str
    why: Text
    accepted: str = ""
    accepted_by: str = ""

    @property
    def blocking(self) -> bool:
        """Whether it keeps the issue from going on."""
        return self.group in BLOCKING and not self.accepted

    @property
    def todo(self) -> Text:
        return TO_DO[self.group]

    @property
    def name(self) -> Text:
        """What its group is called."""
        return Text("改写", "reworded") if self.group == "reworded" else GROUPS[self.group]  # type: ignore[index]


def verification_of(checked: Verification) -> dict[str, Any]:
    """A verification as JSON."""
    groups: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}
    for group in GROUPS:
        groups[group] = [_remark(group, one) for one in checked.of(group)]
    said = summary(checked)
    return {
        "sound": checked.sound, "untouched": checked.untouched, "fixed": checked.fixed, "groups": groups,
        "said": {"zh": said.zh, "en": said.en},
    }  # fmt: skip


def _remark(group: str, one: Remark) -> dict[str, Any]:
    reworded = group == "agree" and one.why == REWORDED
    return {
        "key": key_of(group, one), "figure": one.id, "place": _both(one.place),
        "sentence": one.sentence[:MOST_SENTENCE], "found": one.found, "expected": one.expected, "why": _both(one.why),
        "reworded": reworded,
    }  # fmt: skip


def key_of(group: str, one: Remark) -> str:
    """What names a finding wherever it has moved: the same finding of a later upload has the same key."""
    said = "\x1f".join((group, one.id, one.found, one.expected, one.sentence))
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.in_("en")}


def compared(kept: Mapping[str, Any], accepted: Mapping[str, tuple[str, str]]) -> tuple[Compared, ...]:
    """What has to be looked at, the gravest first, then what agrees. accepted: key → why and who."""
    found = []
    for group in GROUPS:
        for one in kept.get("groups", {}).get(group, ()):
            why, who = accepted.get(one["key"], ("", ""))
            found.append(
                Compared(
                    key=one["key"], group="reworded" if one["reworded"] else group, figure=one["figure"],
                    place=Text(**one["place"]), sentence=one["sentence"], found=one["found"],
                    expected=one["expected"], why=Text(**one["why"]), accepted=why, accepted_by=who,
                )
            )  # fmt: skip
    return tuple(found)
