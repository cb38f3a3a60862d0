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
_BARE = str.maketrans("", "", '“”"‘’「」 \u3000\n')
_PLAN = re.compile(rf"(?<![“\"\u4e00-\u9fff])({either(_WORDS['plans'])})(?={either(_WORDS['after_plan'])})")
_PLAN_INSIDE = re.compile(
    rf"(?<=[为在到和对入了的据据实施展省市国区自])({either(_WORDS['plans'])})(?={either(_WORDS['after_plan'])})"
)
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


def customary_labels(sheet: Manuscript) -> Iterator[Proposal]:
    """十三五规划 → “十三五”规划: labels that official documents never write without quotes."""
    said = Text("公文中这一简称按惯例加引号", "official documents always quote this short name")
    for pattern in (_PLAN, _PLAN_INSIDE, _FIXED, _GIANT):
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
