"""How names and codes are compared: what a search finds an enterprise by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.seg.simpleseg import seg

COMMON = frozenset(("有限", "限公", "公司", "限责", "责任", "任公", "股份", "份有"))
"""Pairs that stand in most names: they find nobody and are not kept."""

INITIALS = (2, 3, 4, 6)
"""Lengths of the beginnings of initials that are kept; a longer wish is compared with the whole."""

TAIL = 4
"""So many last characters of a code find it."""

ORG = slice(8, 17)
"""The 组织机构代码 within a 统一社会信用代码."""

_PLACE = re.compile(r"^(?:\w{2,8}?(?:省|自治区))?(?:\w{1,4}?(?:市|盟))?(?:\w{1,4}?(?:区|县|旗))?")


def folded(text: str) -> str:
    """Half width, lower case, letters and digits alone: brackets, blanks and widths do not count."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def names_in(name: str, former_names: str) -> tuple[str, ...]:
    """The name and every former one, folded, each once."""
    told = (name, *re.split(r"[；;、,，\n]", former_names))
    return tuple(dict.fromkeys(plain for one in told if (plain := folded(one))))


def initials_of(plain: str) -> str:
    """The first letters of a folded name's syllables; what is no Chinese character stands as it is."""
    return "".join(map(_letters, seg(plain)))


@lru_cache(maxsize=65_536)
def _letters(word: str) -> str:
    """Of one word of a name: names share most of their words, so that few are looked up twice."""
    return "".join(lazy_pinyin([word], style=Style.FIRST_LETTER, errors="default"))


def initials_in(plain: str) -> tuple[str, ...]:
    """Those of the whole name, and of what follows the place before it: 包头市 is left out by whoever is in a hurry."""
    whole, place = initials_of(plain), _PLACE.match(plain)
    core = whole[place.end() :] if place and len(whole) == len(plain) else ""
    return tuple(dict.fromkeys(one for one in (whole, core) if len(one) >= INITIALS[0]))


def pairs(plain: str) -> tuple[str, ...]:
    """Neighbouring characters, each pair once, without the common ones."""
    return tuple(dict.fromkeys(two for at in range(len(plain) - 1) if (two := plain[at : at + 2]) not in COMMON))


def tokens_of(code: str, names: tuple[str, ...], initials: tuple[str, ...]) -> frozenset[str]:
    """What finds an enterprise that is not confidential: pairs of characters of its names, beginnings of their
    initials (`~`), the 组织机构代码 within its code (`#`) and the code's end (`<`). Codes themselves have an index."""
    tokens = {two for name in names for two in pairs(name)}
    tokens |= {"~" + one[:length] for one in initials for length in INITIALS if len(one) >= length}
    if len(code) == 18:
        tokens.add("#" + code[ORG])
    if len(code) >= TAIL:
        tokens.add("<" + folded(code[-TAIL:]).upper())
    return frozenset(tokens)
