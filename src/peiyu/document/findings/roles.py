"""What a number in a sentence is: a promise, a threshold, money that is paid, what has been reached, or background."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from peiyu.document.findings.lexicon import alternatives, lexicon
from peiyu.document.findings.page import Kind
from peiyu.document.findings.phrases import Phrase, begins_with_verb
from peiyu.document.findings.quantities import Quantity

Role = Literal["target", "condition", "award", "fund", "achievement", "background", "term"]
"""term: a rule of procedure, a share, a length of time; no finding is made of it."""

_COMPRESSED = re.compile("压缩|缩短|压减|缩减|降低|降至|降到|下降|控制在")
_ENUMERATED = re.compile(r"(?:[、和或][\d.]+[十百千]?[万亿]?(?:元|人|户|%|平方米)(?:以上|以下)?)+的")
"""收入过10亿元、50亿元的企业: the list of thresholds ends with 的."""
_GROUND = re.compile("(?:在?(?:现有|原有|已有)(?:的)?|在)?基础上")
"""在现有基础上新增50家: what is grown from stands before the promise."""
_STOP = "，,。；;：:、）)！!？? \n"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a number stands.

    `subject` is the phrase's, or where it has none that of the number before it. `before` and `after` are the
    sentence's words around it (`after` begins after its comparators), `own` those of its segment before it. `dated`
    tells that a day to come is named before it in the sentence, `past` that a past one is or that the words speak of
    what is reached; `follows` is the role of the number before it in the same list; `leads` tells that a name and a
    further number follow (超10亿元企业30家).
    """

    quantity: Quantity
    phrase: Phrase
    subject: str
    kind: Kind
    before: str
    own: str
    after: str
    dated: bool
    past: bool
    conditions: bool
    follows: Role | None
    leads: bool


def role(at: Setting) -> Role:
    """The first rule that holds."""
    for rule in (
        _time,
        _article,
        _label,
        _baseline,
        _threshold,
        _attribute,
        _money,
        _rule_of_procedure,
        _standing,
        _reached,
        _background,
    ):
        found = rule(at)
        if found is not None:
            return found
    return "target"


def _time(at: Setting) -> Role | None:
    if at.quantity.dimension != "time":
        return None
    compressed = at.quantity.comparator == "ceiling" and _COMPRESSED.search(at.own)
    return None if compressed and not at.past else "term"


def _label(at: Setting) -> Role | None:
    """实施百家企业培育工程: the number is a name's."""
    named = at.phrase.after and at.phrase.subject.endswith(("工程", "计划", "行动", "专项", "任务"))
    return "term" if named and at.quantity.hanzi else None


def _baseline(at: Setting) -> Role | None:
    """由12家增加到30家: where things stood."""
    return "background" if _grown_to().match(at.after) and re.search("[由从]", at.own) else None


def _threshold(at: Setting) -> Role | None:
    if at.kind == "conditions" or at.conditions or _demanded_of_each(at):
        return "condition"
    return "condition" if at.after.startswith("的") and at.after[1:2] in (*_STOP, "") else None


def _demanded_of_each(at: Setting) -> bool:
    """…资助1000万元，每个团队核心成员不少于3人: after an award, what each must have."""
    each = re.match("每(?:个|家|户|名|项)", at.own.strip())
    return bool(each) and at.quantity.comparator == "floor" and bool(_award_word().search(at.before))


def _attribute(at: Setting) -> Role | None:
    """营业收入超10亿元的企业: the number says which; 100人的服务团 and 20%的项目 count nothing that is promised."""
    quantity = at.quantity
    if at.phrase.share:
        return None
    if quantity.dimension in ("money", "ratio", "area") and at.leads and not _funded(at):
        return "condition"
    if at.phrase.after and at.phrase.verb and (quantity.dimension in ("area", "land") or not at.after.startswith("的")):
        return None
    if at.after.startswith(("征收", "加计", "税前")):
        return "term"
    if quantity.dimension != "count" and _ENUMERATED.match(at.after):
        return "condition"
    if at.after.startswith("的"):
        if _funded(at):
            return "fund"
        if _awarded(at):
            return "condition" if _who_gets_it(at) else "award"
        return "condition" if quantity.dimension != "count" or at.own.startswith("对") else "term"
    if (
        quantity.dimension in ("money", "ratio", "area")
        and at.after
        and at.after[0] not in _STOP
        and not at.phrase.after
    ):
        if _awarded(at):
            return "condition" if _who_gets_it(at) else "award"
        if _funded(at):
            return "fund"
        return None if _joined(at.after) else "condition"
    return None


def _money(at: Setting) -> Role | None:
    if at.quantity.dimension not in ("money", "ratio", "points"):
        return None
    if _awarded(at):
        return "condition" if _who_gets_it(at) else "award"
    if at.quantity.dimension == "money" and _funded(at):
        return "fund"
    if at.quantity.dimension == "ratio" and _fund_word().search(at.phrase.subject):
        return "fund"
    return None


def _who_gets_it(at: Setting) -> bool:
    """对年销售收入首次突破1亿元…的，给予50万元: before the award's word stands a threshold, if not 按…的20%."""
    return "按" not in at.own[-14:] and bool(_award_word().search(at.after)) and not _award_word().search(at.before)


def _rule_of_procedure(at: Setting) -> Role | None:
    said = at.own + at.phrase.subject
    if any(w in said for w in lexicon()["contexts.rules"]):
        return "term"
    shortened = at.quantity.dimension == "time" and at.quantity.comparator == "ceiling"
    free = at.phrase.verb == "" and not at.quantity.reached and not shortened
    return "term" if at.follows == "term" and free else None


def _reached(at: Setting) -> Role | None:
    if at.past:
        return "achievement"
    if at.kind == "past" and not at.dated:
        return "achievement"
    return None


def _article(at: Setting) -> Role | None:
    """一批, 一家: no number is meant."""
    return "term" if at.quantity.article else None


def _standing(at: Setting) -> Role | None:
    """What is there already: 围绕5个产业链, 现有5个孵化器, 与国内50多所高校院所的合作优势."""
    if at.kind == "past":
        return None
    if at.quantity.unit == "分" and not at.subject.endswith(("满意度", "指数", "评分")):
        return "term"
    said = _GROUND.sub("", at.own) + at.after[:16]
    if at.phrase.idle or any(w in said for w in lexicon()["contexts.background"]):
        return "background"
    return None


def _background(at: Setting) -> Role | None:
    quantity = at.quantity
    if quantity.vague:
        return "background"
    plain = not at.phrase.verb and quantity.comparator == "exactly" and not quantity.reached
    if at.follows in ("background", "achievement") and plain:
        return at.follows
    if quantity.dimension == "land" and plain and at.follows != "target":
        return "background"
    return None if _promised(at) else "background"


def _promised(at: Setting) -> bool:
    """A goal verb, 达到, a comparator, a list of goals, or a heading or day that makes the words a goal."""
    quantity, phrase = at.quantity, at.phrase
    if phrase.after:
        if phrase.verb == "有":
            striven = bool(re.search("力争|确保|争取", at.own))
            return at.dated or striven or quantity.comparator != "exactly"
        return bool(phrase.verb) or at.follows == "target" or (quantity.stretch and bool(phrase.subject))
    if at.own.startswith("其中") and begins_with_verb(at.before):
        return True
    if phrase.verb or phrase.growth or at.follows == "target" or quantity.dimension == "times":
        return True
    if re.match("每[百千万]人|户均|人均", phrase.subject):
        return True
    measured = quantity.dimension == "ratio"
    if measured and phrase.subject.endswith(lexicon()["contexts.measures"]):
        return True
    return quantity.reached or at.dated or at.kind == "goals" or quantity.comparator != "exactly"


def _awarded(at: Setting) -> bool:
    """The sentence pays, and what is said of the number is not that the economy reaches it."""
    if not _award_word().search(at.before + at.after):
        return False
    if _reached_by_the_economy(at):
        return False
    return at.kind in ("awards", "plain", "goals") or bool(_award_word().search(at.own))


def _reached_by_the_economy(at: Setting) -> bool:
    """…予以支持，全市企业研发投入总额达到50亿元: what is paid has been said before, in another segment."""
    apart = not _award_word().search(at.own + at.after) and at.after[:1] in ("", *_STOP)
    economy = any(w in at.phrase.subject for w in lexicon()["contexts.economy"])
    return apart and economy and at.quantity.reached and bool(re.search("[全我本][市省区县旗]", at.own))


def _funded(at: Setting) -> bool:
    """Money of a fund or a treasury: 设立…基金, 财政每年安排…, the fund's 首期规模."""
    near = at.subject + at.own + at.after[: _until_stop(at.after)]
    if at.follows == "fund" and re.search("其中|首期|规模|每年", at.own):
        return True
    if any(w in at.phrase.subject + at.own for w in ("管理资金", "管理基金", "基金投资")):
        return False
    if not _fund_word().search(near):
        return False
    economy = any(w in at.phrase.subject for w in lexicon()["contexts.economy"]) and not _fund_word().search(
        at.phrase.subject
    )
    return not economy or bool(re.search("(?:设立|安排|组建|用好).*(?:基金|资金)", near))


def _until_stop(words: str) -> int:
    return next((i for i, c in enumerate(words) if c in "，,。；;"), len(words))


def _joined(after: str) -> bool:
    return after.startswith(lexicon()["verbs.after_conj"])


@cache
def _grown_to() -> re.Pattern[str]:
    words = lexicon()
    moved = (*words["comparators.before.reach"], *words["comparators.before.ceiling"])
    return re.compile(alternatives(w for w in moved if len(w) > 1 and w[-1] in "到至"))


@cache
def _award_word() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon()["contexts.awards"]))


@cache
def _fund_word() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon()["contexts.fund_names"]))
