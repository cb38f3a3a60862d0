"""Lost quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peiyu.document.mend.lexicon import either, words
from peiyu.document.mend.manuscript import Manuscript
from peiyu.document.mend.proposal import Proposal, insert
from peiyu.problems import Text

_WORDS = words("labels")
_OPEN, _CLOSE = '“‘"「', '”’"」'
_TITLED = re.compile(r"[“\"]([^“”\"\n]{2,8})[”\"]")
_QUOTED = re.compile(r"“([^“”\n]{2,12})”")
_BARE = str.maketrans("", "", '“”"‘’「」 \u3000\n')
_PLAN = re.compile(rf"(?<![“\"一二三四五六七八九十])({either(_WORDS['plans'])})(?={either(_WORDS['after_plan'])})")
_FIXED = re.compile(rf"(?<![“\"]){either(_WORDS['quoted'])}(?![”\"])")
_GIANT = re.compile(r"(?<=专精特新)小巨人(?=企业|称号|名单)")
_SLOGAN = re.compile(rf"(?<![\d.第“\"〔—\-])(\d{{3,5}})(?={either(_WORDS['slogan_nouns'])})")
_TITLE_LENGTH = 10


def titled_labels(sheet: Manuscript) -> Iterator[Proposal]:
    """科技小巨人 → 科技“小巨人”, where the title has the quotes and the same title stands elsewhere without them."""
    for label, left in _damaged_labels(sheet):
        run = f"{left}{label}"
        said = Text(
            f"标题作“{left}“{label}””，同一标题在别处丢了引号", f"the title quotes {label}; elsewhere it lost them"
        )
        place = sheet.text.find(run)
        while place >= 0:
            start = place + len(left)
            yield insert("quotes", start, "“", said, "certain")
            yield insert("quotes", start + len(label), "”", said, "certain")
            place = sheet.text.find(run, start)


def _damaged_labels(sheet: Manuscript) -> list[tuple[str, str]]:
    """Labels quoted in a line of the opening whose words stand elsewhere in it, whole, without the quotes."""
    opening = sheet.lines[: min(sheet.head, 14)]
    found: list[tuple[str, str]] = []
    joined = "".join(line.text for line in opening)
    stripped = joined.translate(_BARE)
    for line in opening:
        for one in _TITLED.finditer(line.text):
            left = line.text[max(0, one.start() - 2) : one.start()]
            title = line.text[max(0, one.start() - 8) : one.end() + 6].translate(_BARE)
            whole = joined.replace(" ", "")
            loses = len(title) >= _TITLE_LENGTH and title in whole and stripped.count(title) > 1
            if len(left) == 2 and loses and (one[1], left) not in found:
                found.append((one[1], left))
    return found


def half_quoted(sheet: Manuscript) -> Iterator[Proposal]:
    """“筑巢计划 → “筑巢计划”: one quotation mark of a label that the document quotes elsewhere is lost."""
    labels = {m[1] for m in sheet.matches(_QUOTED)}
    by_start = {label[:2] for label in labels}
    by_end = {label[-2:] for label in labels}
    longest = sorted(labels, key=len, reverse=True)
    for line in sheet.lines:
        for kind, place in _unpaired(line.text):
            rest = line.text[place + 1 :] if kind == "“" else line.text[:place]
            if (rest[:2] not in by_start) if kind == "“" else (rest[-2:] not in by_end):
                continue
            label = next(
                (one for one in longest if (rest.startswith(one) if kind == "“" else rest.endswith(one))), None
            )
            if label is None:
                continue
            at = line.start + (place + 1 + len(label) if kind == "“" else place - len(label))
            said = Text(f"引号只剩一半；文中另有“{label}”", f"one quotation mark is left; elsewhere: {label}")
            yield insert("quotes", at, "”" if kind == "“" else "“", said, "certain")


def _unpaired(text: str) -> list[tuple[str, int]]:
    """Quotation marks that have no partner in their line."""
    open_: int | None = None
    alone: list[tuple[str, int]] = []
    for place, char in enumerate(text):
        if char == "“":
            if open_ is not None:
                alone.append(("“", open_))
            open_ = place
        elif char == "”":
            if open_ is None:
                alone.append(("”", place))
            open_ = None
    return alone if open_ is None else [*alone, ("“", open_)]


def customary_labels(sheet: Manuscript) -> Iterator[Proposal]:
    """十三五规划 → “十三五”规划: labels that official documents never write without quotes."""
    said = Text("公文中这一简称按惯例加引号", "official documents always quote this short name")
    giant = (_GIANT,) if "“小巨人”" in sheet.text else ()
    for pattern in (_PLAN, _FIXED, *giant):
        for found in sheet.matches(pattern):
            if _quoted(sheet.text, found.start(), found.end()):
                continue
            yield insert("quotes", found.start(), "“", said, "high")
            yield insert("quotes", found.end(), "”", said, "high")


def digit_slogans(sheet: Manuscript) -> Iterator[Proposal]:
    """8337发展思路 → “8337”发展思路: a slogan of digits; what it stands for is outside the document."""
    for found in sheet.matches(_SLOGAN):
        digits = found[1]
        if (
            digits in _WORDS["plain_slogans"]
            or digits.endswith("0")
            or (len(digits) == 4 and digits[:2] in {"19", "20"})
        ):
            continue
        said = Text(
            "数字口号后接“思路、定位”等，应加引号；其内容不在本文件内",
            "a slogan of digits is quoted; its contents are elsewhere",
        )
        yield insert("quotes", found.start(1), "“", said, "high")
        yield insert("quotes", found.end(1), "”", said, "high")


def _quoted(text: str, start: int, end: int) -> bool:
    """Inside quotation marks already, alone or with other words."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    before = line[-30:]
    opened = max(before.rfind(c) for c in "“「")
    return opened > max(before.rfind(c) for c in "”」") or text[end : end + 1] in _CLOSE or before[-1:] in _OPEN
