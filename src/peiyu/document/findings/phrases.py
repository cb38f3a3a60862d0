"""What is counted: the noun phrase before a number (高新技术企业达到500家) or after it (组建3—5个创新联盟)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from peiyu.document.findings.lexicon import alternatives, lexicon
from peiyu.document.findings.sentences import Stretch

_LATIN = re.compile(r"\s+")
_PER = re.compile("每(?:[万千百亿]?(?:名|人|户|家|个|件|平方公里|元|台|位)|[万千百亿](?!年))|人均|户均|亩均|地均")
_SUFFIX = re.compile("[量额者型库的师]|数(?![字据智控])|率(?!先)|值(?!得)|性(?!能)|度(?!假)|区(?![域块县级])")
"""A verb before one of these is the beginning of a name: 授权量, 孵化率."""
_STRIVEN = ("实现", "力争", "确保", "争取", "努力")
"""These promise although they are no part of what is said of the subject."""
_FOR = re.compile("^(?:为|向|给)[^，,。；;]{1,10}?(?=提供|发放|输送|投放|引进)")
"""为企业提供贷款: for whom."""
_TOGETHER = re.compile("(?<=企业)[与同].*$")
"""60家企业与高校院所开展合作: the enterprises are counted."""
_BECOMING = ("为", "成为", "成")
"""升级为企业: the verb's object is what a thing becomes, not what is counted."""
AT_LEAST_WITH = ("至少与", "至少同", "至少和", "至少对")
_CHOSEN = re.compile("从?(.{2,24}?)(?:当)?中(?:遴选|筛选|评选|选择|选取|培育)*$|从(.{2,24})中")
_CLOSING = "，,。；;：:、）)!！?？\n"
_RELATIVE = re.compile("以[^，,。；;]{2,30}为(?:龙头|主体|核心|主导|重点|引领|骨干|依托|基础|支撑|牵引|主)[，,]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A subject as said, with the verb that promises it and the growth word that measures it.

    [start, end) are the characters of the whole phrase with its verb; `after` tells that it follows the number.
    """

    subject: str
    verb: str
    growth: str
    start: int
    end: int
    after: bool = False
    share: bool = False
    """The number is the share of those who do something (80%以上的企业建立研发机构)."""
    idle: bool = False
    """What governs the number speaks about something that is there (围绕5个产业链)."""


def before_number(text: str, pieces: tuple[Stretch, ...], *, reached: bool = False) -> Phrase:
    """The subject that the pieces of text before a number hold (times have been left out between them). `reached`: 达到
    follows, so that verbs within are part of a name (新三板挂牌企业达到30家)."""
    said = "".join(text[p.start : p.end] for p in pieces)
    stripped = _lead().sub("", said)
    offset = len(said) - len(stripped)
    noun = _LATIN.sub("", stripped) if stripped.isascii() else stripped.strip()
    start = _at(pieces, offset)
    end = pieces[-1].end if pieces else start
    noun = _FOR.sub("", _baseline().sub("", noun))
    noun, growth = _growth(noun)
    if _PER.match(noun):
        return Phrase(noun, "", growth, start, end)
    verbs = _verbs(noun)
    idle = _is_idle(noun, verbs)
    verb = _leading_verb(noun)
    striven = "" if verb else next((w for w in _STRIVEN if w in said[:offset]), "")
    if _names_itself(verb, noun[len(verb) :]):
        verb = ""
    measured = growth or noun.endswith(lexicon()["contexts.measures"])
    if measured or (reached and (verb or not any(w in noun for w in ("局", "企业建", "牵头")))):
        return Phrase(_trimmed(noun[len(verb) :]), verb or striven, growth, start, end, idle=idle)
    if not verbs:
        return Phrase(_trimmed(noun), striven, growth, start, end, idle=idle)
    return _after_verb(noun, verbs, start=start, end=end, idle=idle)


def _names_itself(verb: str, rest: str) -> bool:
    """认定通过率, 建有研发机构的企业占比: the verb belongs to what is measured."""
    words = lexicon()
    if not rest.endswith(words["contexts.measures"]):
        return "的" in rest and "占" in rest and verb in words["verbs.having"]
    return (len(rest) <= 3 and verb in words["verbs.measured"]) or ("的" in rest and verb in words["verbs.having"])


def _after_verb(noun: str, verbs: tuple[tuple[int, str], ...], *, start: int, end: int, idle: bool) -> Phrase:
    """The object of the last verb; a phrase that ends with a verb keeps it (高新技术企业申报)."""
    at, verb = verbs[-1]
    rest = noun[at + len(verb) :]
    if rest.startswith(_BECOMING) and len(verbs) > 1:
        return Phrase(_trimmed(noun[len(_leading_verb(noun)) :]), verb, "", start, end, idle=idle)
    if not rest:
        leading = _leading_verb(noun)
        kept = noun[len(leading) :] if 0 < len(leading) < len(noun) else noun if at else ""
        chosen = _CHOSEN.match(kept)
        name = chosen[1] or chosen[2] if chosen else _added().sub("", kept)
        return Phrase(_trimmed(name), verb, "", start, end, idle=idle)
    subject = _trimmed(rest)
    if verb in lexicon()["verbs.kept"]:
        subject = verb + subject
    return Phrase(subject, verb, "", start, end, idle=idle)


def after_number(text: str, start: int, end: int, sentence_end: int) -> tuple[str, int]:
    """The subject after a number, and where it ends; a relative clause with 以…为龙头，…的 goes over its
    comma and is no part of the name."""
    relative = _RELATIVE.match(text, start, sentence_end)
    if relative is not None:
        comma = re.compile("[，,]").search(text, relative.end(), sentence_end)
        stop = comma.start() if comma else sentence_end
        if "的" in text[relative.end() : stop]:
            end = stop
    said = text[start:end]
    doing = next((m for m in _doing().finditer(said) if m.start() >= 2), None)
    if doing is not None and relative is None:
        said = _TOGETHER.sub("", said[: doing.start()])
    said = said.rstrip(_CLOSING + " ")
    name = said[said.rindex("的") + 1 :] if relative is not None and "的" in said else said.removeprefix("的")
    return _trimmed(name), start + len(said)


def share_after(text: str, start: int, end: int) -> str:
    """加工企业通过认证 of 三分之一以上的加工企业通过认证: who does what; empty where nobody does anything."""
    said = text[start:end].strip().removeprefix("的")
    deed = _deed().search(said)
    if deed is None or said[deed.end() :][:1] in ("", "的"):
        return ""
    return _trimmed(said)


def ends_with_verb(noun: str) -> str:
    """The goal verb that a phrase ends with, or an empty word."""
    found = _verb_at_end().search(noun)
    return found[0] if found else ""


def listed(subject: str, count: int) -> tuple[str, ...]:
    """国家级、省级研发机构 in two → 国家级研发机构, 省级研发机构; empty when it does not divide so."""
    parts = _divided(subject)
    if len(parts) != count or not all(parts):
        return ()
    last = parts[-1]
    level = re.match(".*?[级型类]", last)
    head = last[level.end() :] if level else ""
    return tuple(p + head if p.endswith(("级", "型", "类")) else p for p in parts)


def shared(subject: str) -> tuple[str, ...]:
    """The things of which 各 says that each has the number; empty where the subject names but one."""
    return listed(subject, len(_divided(subject))) if len(_divided(subject)) > 1 else ()


def _divided(subject: str) -> list[str]:
    """A list's names; 及 of 普及, 与 of 参与 and what stands in brackets divide nothing."""
    return re.split(r"(?:[、，,]|(?<![共饱])和(?!谐)|(?<![普涉波])及(?![格时以])|(?<!参)与)(?![^（]*）)", subject)


def _verbs(noun: str) -> tuple[tuple[int, str], ...]:
    """Goal verbs and idle ones in a phrase, each with its place; verbs within names are none."""
    masked = _masks().sub(lambda m: "＿" * len(m[0]), noun)
    found = []
    for match in _verb().finditer(masked):
        before, after = masked[: match.start()], masked[match.end() :]
        if _SUFFIX.match(after):
            continue
        compound = before.endswith(lexicon()["verbs.compounding"]) and _nominal(match[0], before)
        if compound and after:
            continue
        found.append((match.start(), match[0]))
    return tuple(found)


def _nominal(verb: str, before: str) -> bool:
    """企业引进人才 is a clause; 技术转化中心 is a name: 企业 and 创业 leave long verbs alone."""
    return not (before.endswith(("企业", "园", "团队")) or len(verb) > 2)


def begins_with_verb(words: str) -> bool:
    """A goal verb, and not a name that is spelt like one (注册资金), stands first."""
    return bool(_verb_run().match(words.removeprefix("并").removeprefix("同时")))


def related(text: str, start: int, end: int) -> bool:
    """After a number stands 以…为龙头，…的: a relative clause of the name that follows."""
    return bool(_RELATIVE.match(text, start, end))


def _is_idle(noun: str, verbs: tuple[tuple[int, str], ...]) -> bool:
    words = lexicon()
    if noun.endswith(words["verbs.idle_before"]) and not noun.endswith((*AT_LEAST_WITH, *words["verbs.not_idle"])):
        return True
    last_goal = verbs[-1][0] if verbs else -1
    idle = max((m.start() for m in _idle_word().finditer(noun)), default=-1)
    return idle > last_goal


def _leading_verb(noun: str) -> str:
    """The verbs that a phrase begins with."""
    match = _verb_run().match(noun)
    return match[0] if match and len(match[0]) < len(noun) else ""


def _growth(noun: str) -> tuple[str, str]:
    match = _growth_word().search(noun)
    return (noun[: match.start()], match[0]) if match else (noun, "")


def _trimmed(noun: str) -> str:
    bare = re.sub("（含[^）]*）", "", noun)
    closing = _CLOSING.replace("）", "") if "（" in bare else _CLOSING
    return _trim().sub("", bare.strip(closing + " ——").removesuffix("的"))


def _at(pieces: tuple[Stretch, ...], offset: int) -> int:
    for piece in pieces:
        if offset < piece.end - piece.start:
            return piece.start + offset
        offset -= piece.end - piece.start
    return pieces[-1].end if pieces else 0


@cache
def _idle_word() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(lexicon()['verbs.idle'])})(?!率|度|量|外资)")


@cache
def _lead() -> re.Pattern[str]:
    words = alternatives(w for w in lexicon()["verbs.leading"] if w not in ("每", "新", "共", "年均"))
    compound = alternatives(lexicon()["verbs.after_new"])
    return re.compile(
        rf"^(?:(?:{words})|新(?!{compound})|共(?!建|享|性|同)|年均(?=新|培|引)|重点(?=培|支持|建|打造|引|扶持|推|发展|实施)|[\s、，,：:—\-]+|[（(](?=其中))+"
    )


@cache
def _baseline() -> re.Pattern[str]:
    """由现有的 before the number where things stand, 高于全省平均水平 before by how much."""
    return re.compile(
        r"(?:由|从)[^，,由从]{0,12}\d[^，,由从]*$|(?:由|从)(?:现有的?|目前的?|现在的?|上年的?|的)?$|(?:高于|快于|优于|低于)[^，,。；;]{2,16}$|"
        r"(?:在(?:现有|原有|已有)?的?)?基础上$"
    )


@cache
def _added() -> re.Pattern[str]:
    return re.compile("(?:净增|新增|增加|备案|认定|实现|完成|入库)$")


@cache
def _masks() -> re.Pattern[str]:
    return re.compile(rf"“[^”]*”|（[^）]*）|(?:{alternatives(lexicon()['verbs.nouns'])})")


def _goal_words() -> str:
    return alternatives(lexicon()["verbs.flow"] + lexicon()["verbs.outer"]).replace("增加", "增加(?!速)")


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?<![创高更全最])(?=新)(?:{_goal_words()})|(?!新)(?:{_goal_words()})")


@cache
def _verb_run() -> re.Pattern[str]:
    names = alternatives(lexicon()["verbs.nouns"])
    return re.compile(rf"(?:(?!{names})(?:{_goal_words()}|和|并)(?!{_SUFFIX.pattern}))+")


@cache
def _verb_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{_goal_words()}|{alternatives(lexicon()['verbs.stock'])})(?:出|了|好)?$")


@cache
def _growth_word() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(lexicon()['verbs.growth'])})$")


@cache
def _trim() -> re.Pattern[str]:
    words = alternatives(lexicon()["verbs.trimmed"])
    return re.compile(rf"^(?:{words})+|(?:等|的|共计|总计|合计|累计|要|应|将|均|须|实现)$")


@cache
def _deed() -> re.Pattern[str]:
    return re.compile(alternatives((*lexicon()["verbs.doing"], *lexicon()["verbs.having"])))


@cache
def _doing() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon()["verbs.doing"]))
