"""Who does what: （责任单位：…）, 由…负责, …牵头…配合, 各…要…."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from peiyu.document.findings.lexicon import alternatives, lexicon
from peiyu.document.findings.page import Page, Passage, Sentence
from peiyu.document.model import ResponsibilityFinding

_BRACKET = re.compile(r"[（(](?P<inside>(?:[^（）()]|[（(][^（）()]*[）)])*)[）)]")
_LABEL = re.compile(
    "(?P<label>牵头单位|牵头部门|责任单位|责任部门|负责单位|主办单位|牵头领导|配合单位|配合部门|协办单位|参与单位|协同单位)[：:](?P<who>[^；;。：:]+)"
)
_LINE = re.compile(r"(?m)^\s*(?=(?:牵头|责任|负责|配合|主办)(?:单位|部门)[：:])(?P<inside>.+)$")
_LED = re.compile("^(?P<lead>.+?)(?:牵头|负责)(?:[，,；;]?(?P<joined>.+?)(?:配合|参与|按职责分工负责|协助))?$")
_SHARED = re.compile("^(?P<lead>.+?)(?:等)?(?:按(?:照)?(?:各自)?职责(?:分工)?(?:分别)?负责|分工负责|负责)$")
_BY = re.compile("由(?P<lead>[^，,。；;]{2,30}?)(?P<how>牵头负责|牵头|负责|具体负责)[，,]?")
_WITH = re.compile(
    "^(?P<lead>[^，,。；;]{2,24}?)(?:会同|商)(?P<joined>[^，,。；;]{2,40}?)"
    "(?=每年|每半年|每季度|每月|定期|对|制定|组织|开展|负责|研究|做好|提出|建立|加强|编制|出台)"
)
_ONE_NAME = re.compile("和(?:改革|信息化|社会|旅游|体育|城乡|规划|草原|计划|民族|老干部|卫生)")
_JOINING = ("配合", "协办", "参与", "协同")


def responsibilities(page: Page) -> tuple[ResponsibilityFinding, ...]:
    """Every statement of who does what, in the order of the document."""
    found: list[ResponsibilityFinding] = []
    for passage in page.passages:
        rows = [*_bracketed(page, passage), *_spoken(page, passage)]
        found += sorted(rows, key=lambda r: r.span)
    return tuple(found)


def _bracketed(page: Page, passage: Passage) -> Iterator[ResponsibilityFinding]:
    text = passage.clause.text
    for match in (*_BRACKET.finditer(text), *_LINE.finditer(text)):
        who = _who(match["inside"].strip())
        if who is None:
            continue
        lead, joined = who
        duty = _duty(text[: match.start()], passage)
        yield ResponsibilityFinding(
            **page.anchor(passage.clause, *match.span()),
            duty=duty,
            lead=lead,
            joined=joined,
            by=_due(passage, match.start()),
        )


def _who(inside: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Lead and joined of a bracket; None when it names nobody who is responsible."""
    lead: list[str] = []
    joined: list[str] = []
    for match in _LABEL.finditer(inside):
        (joined if match["label"].startswith(_JOINING) else lead).extend(names(match["who"]))
    if lead or joined:
        return tuple(lead), tuple(joined)
    shared = _SHARED.match(inside)
    if shared is not None and "牵头" not in inside:
        return names(shared["lead"]), ()
    led = _LED.match(inside)
    if led is not None:
        return names(led["lead"]), names(led["joined"] or "")
    listed = names(inside)
    bodies = _body()
    return (listed, ()) if listed and all(bodies.search(n) for n in listed) else None


def names(words: str) -> tuple[str, ...]:
    """市科技局、市财政局，各县〔市、区〕人民政府 → the names; brackets hold together."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(words):
        depth += (char in "（(〔[") - (char in "）)〕]")
        if depth == 0 and (char in "、，,；; " or (char == "和" and not _ONE_NAME.match(words, at))):
            parts.append(words[start:at])
            start = at + 1
    parts.append(words[start:])
    return tuple(p for part in parts if (p := part.strip("。 ").removesuffix("等")))


def _spoken(page: Page, passage: Passage) -> Iterator[ResponsibilityFinding]:
    for sentence in passage.sentences:
        one = _by(sentence) or _acting(sentence)
        if one is None or sentence.words.startswith(("（", "(")):
            continue
        start, end, lead, joined, duty = one
        yield ResponsibilityFinding(
            **page.anchor(passage.clause, start, end), duty=duty, lead=lead, joined=joined, by=_due(passage, start)
        )


_Said = tuple[int, int, tuple[str, ...], tuple[str, ...], str]


def _by(sentence: Sentence) -> _Said | None:
    """由组织部门负责，将…纳入考核."""
    match = _BY.search(sentence.text, sentence.start, sentence.end)
    if match is None or not (_body().search(match["lead"]) or _general().search(match["lead"])):
        return None
    duty = sentence.text[match.end() : sentence.end] or sentence.text[sentence.start : match.start()]
    return match.start(), sentence.end, names(match["lead"]), (), duty.strip("，, ")


def _acting(sentence: Sentence) -> _Said | None:
    """各工业园区要…, 领导小组定期召开…, 市科技局会同市财政局制定…."""
    said = sentence.words
    joint = _WITH.match(said)
    if joint is not None and _body().search(joint["lead"]):
        duty = said[joint.end() :]
        return sentence.start, sentence.end, names(joint["lead"]), names(joint["joined"]), duty
    match = _actor().match(said)
    if match is None:
        return None
    duty = said[match.end("who") :].lstrip("，, ").removeprefix("要").removeprefix("应当").removeprefix("应")
    return sentence.start, sentence.end, names(match["who"]), (), duty


def _duty(before: str, passage: Passage) -> str:
    """What stands before the bracket: the clause's heading, else its last sentence."""
    if passage.clause.heading and before.startswith(passage.clause.heading):
        return passage.clause.heading
    parts = [p for p in re.split("[。；;\n]", before) if p.strip()]
    return parts[-1].strip() if parts else ""


def _due(passage: Passage, at: int) -> date | None:
    for sentence in passage.sentences:
        if sentence.start <= at <= sentence.end:
            return next((t.by for t in sentence.times if t.role == "by"), None)
    return None


@cache
def _body() -> re.Pattern[str]:
    named = [w for name, of in lexicon().lists.items() if name.startswith("bodies.kinds.") for w in of]
    short = ("委", "办", "部", "政府", "中心", "园区", "高校", "单位", "部门", "县区", "公司")
    return re.compile(rf"(?:{alternatives((*named, *short))})$")


@cache
def _general() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(lexicon()['bodies.dutied'])})$")


@cache
def _actor() -> re.Pattern[str]:
    ending = alternatives((*lexicon()["bodies.dutied"], "局", "委员会", "厅", "人民政府", "中心"))
    name = f"[^，,。；;：:要应须]{{0,24}}?(?:{ending})"
    return re.compile(
        rf"(?P<who>{name}(?:[、和及]{name})*)(?=[，,]?(?:要|应当|应|须|必须|负责|定期|牵头|制定|统筹|具体|组织|每季度|每年|每月))"
    )
