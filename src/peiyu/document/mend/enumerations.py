"""Lost enumeration commas (、)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from peiyu.document.mend.lexicon import either, words
from peiyu.document.mend.manuscript import Manuscript
from peiyu.document.mend.proposal import Proposal, insert
from peiyu.problems import Text

_HAN = "\u4e00-\u9fff"
_LISTS = words("enumerated")
_ROW = words("phrases")
_RUNS = tuple(
    (name, re.compile(f"{either(listed)}{{2,}}"), re.compile(either(listed))) for name, listed in _LISTS.items()
)
_DEPARTMENT = either(_LISTS["departments"])
_DEPARTMENTS = re.compile(rf"{_DEPARTMENT}(?=[省市区县州盟旗]{_DEPARTMENT})")
_PHRASES = re.compile(f"{either(_ROW['phrases'])}{{2,}}")
_PHRASE = re.compile(either(_ROW["phrases"]))
_PREDICATE = f"{either(_ROW['subjects'])}{either(_ROW['adjectives'])}"
_PREDICATES = re.compile(rf"{_PREDICATE}(?={_PREDICATE})")
_LEADING = re.compile(rf"{_PREDICATE}(?=在[{_HAN}]{{2,8}}(?:具有|处于|拥有|占据))")
_POWER = either(_ROW["powers"])
_POWERS = re.compile(rf"{_POWER}(?={_POWER}(?:和|及|与|、))")
_SHARED = re.compile(rf"([{_HAN}]{{2}})([{_HAN}]{{2}})、([{_HAN}]{{2}})\2")
_OFFICES = re.compile(rf"(办公厅|办公室|委员会)(?=[{_HAN}]{{2,8}}\1)")
_REGION = re.compile(r"(?:内蒙古|宁夏回族|宁夏|广西壮族|广西|西藏|新疆维吾尔|新疆)$")
_LEVELS = re.compile(r"国家(?=自治区)|自治区(?=[\u4e00-\u9fff]{2}市(?!场))")


def known_lists(sheet: Manuscript) -> Iterator[Proposal]:
    """工程中心技术中心重点实验室 → 工程中心、技术中心、重点实验室: names of one kind next to each other."""
    for _, run, one in _RUNS:
        for found in sheet.matches(run):
            for end in _ends(one, found):
                said = Text("同类名称并列，之间应有顿号", "names of one kind in a row are divided by 、")
                yield insert("enumeration", end, "、", said, "high")
    for found in sheet.matches(_DEPARTMENTS):
        said = Text("部门名称并列，之间应有顿号", "names of departments in a row are divided by 、")
        yield insert("enumeration", found.end(), "、", said, "high")


def rows_of_phrases(sheet: Manuscript) -> Iterator[Proposal]:
    """科技水平高竞争实力强成长性好 → 科技水平高、竞争实力强、成长性好; 布局合理配套完善 likewise."""
    said = Text("并列的词组连写，语法上须断开", "parallel phrases run together; grammar divides them")
    for found in sheet.matches(_PHRASES):
        for end in _ends(_PHRASE, found):
            yield insert("enumeration", end, "、", said, "high")
    for pattern in (_PREDICATES, _LEADING, _POWERS):
        for found in sheet.matches(pattern):
            yield insert("enumeration", found.end(), "、", said, "high")


def parallel_names(sheet: Manuscript) -> Iterator[Proposal]:
    """国家行业标准 with 国家标准、行业标准 elsewhere → 国家、行业标准."""
    seen: set[str] = set()
    for pair in sheet.matches(_SHARED):
        first, noun, second = pair.groups()
        run = f"{first}{second}{noun}"
        if run in seen or first == second:
            continue
        seen.add(run)
        for place in _counted_places(sheet.text, run):
            said = Text(f"文中另有“{pair[0]}”", f"elsewhere: {pair[0]}")
            yield insert("enumeration", place + len(first), "、", said, "certain")


def levels_and_offices(sheet: Manuscript) -> Iterator[Proposal]:
    """国家自治区 → 国家、自治区; 办公厅政协办公厅 → 办公厅、政协办公厅."""
    for found in sheet.matches(_LEVELS):
        if found[0] == "自治区" and _REGION.search(sheet.text[max(0, found.start() - 6) : found.start()]):
            continue
        said = Text("两级政府并列，之间应有顿号", "two levels of government in a row are divided by 、")
        yield insert("enumeration", found.end(), "、", said, "high")
    for at, line in enumerate(sheet.lines):
        copied = line.text.startswith(("抄送", "抄报")) or (at > 0 and sheet.lines[at - 1].text.startswith("抄送"))
        for found in _OFFICES.finditer(line.text) if copied else ():
            said = Text("抄送机关并列，之间应有顿号", "bodies copied to are divided by 、")
            yield insert("enumeration", line.start + found.end(1), "、", said, "high")


def _ends(one: re.Pattern[str], run: re.Match[str]) -> Iterable[int]:
    """Where each name of a run ends, but for the last."""
    return [run.start() + m.end() for m in one.finditer(run[0])][:-1]


def _counted_places(text: str, run: str) -> Iterator[int]:
    """Where the names run together and are counted (国家行业标准30项): 科技体制创新 is one thing, not two."""
    for found in re.finditer(rf"{re.escape(run)}(?=\d)", text):
        yield found.start()
