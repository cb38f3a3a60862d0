"""Columns of a ledger that say which titles a firm holds: 是否高新技术企业, 高企证书编号, 高企证书有效期至 …"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from peiyu.facts.intake.headers import Header, normal
from peiyu.facts.vocabulary.load import vocabulary

Aspect = Literal["held", "number", "granted_on", "expires_on"]

SHORT: dict[str, tuple[str, ...]] = {
    "hnte": ("高企", "国高企", "国高", "国家高新技术企业", "高新企业"),
    "tech_sme": ("科小", "科技型中小", "国家科技型中小企业"),
    "innovative": ("创新型中小",),
    "specialised": ("省级专精特新", "专精特新企业", "省级专精特新中小企业", "专精特新"),
    "little_giant": (
        "国家级小巨人",
        "专精特新小巨人",
        "国家级专精特新小巨人企业",
        "国家专精特新小巨人",
        "国家级专精特新小巨人",
    ),
    "champion": ("单项冠军", "制造业单项冠军企业"),
    "gazelle": ("瞪羚",),
    "eaglet": ("雏鹰",),
    "city_little_giant": ("科技小巨人企业", "市级科技小巨人"),
}
"""How officials shorten the titles. "小巨人" alone is none of them: it may be the city's or the nation's."""

_ASKS = re.compile(
    r"^(?:是否|是不是|有无)(?:已)?(?:认定|获评|入库|获得|为|属于|是|有效期内的?)?|(?:是否|资格)?(?:认定|有效|入库|获评)?(?:\?)?$"
)
_ASPECTS: tuple[tuple[Aspect, re.Pattern[str]], ...] = (
    (
        "expires_on",
        re.compile(r"(证书)?(有效期至|有效期截止(日期|时间)?|到期(日期|日|时间)?|有效期止|截止日期|失效日期|有效期)$"),
    ),
    (
        "granted_on",
        re.compile(r"(证书)?(发证(日期|时间|日)|认定(日期|时间)|获评(日期|时间)|获批(日期|时间)|入库(日期|时间))$"),
    ),
    ("number", re.compile(r"(证书|入库登记|登记|入库)?(编号|证号|号码|证书号|登记号|号)$")),
)


@dataclass(frozen=True, slots=True)
class TitleColumn:
    """The title (its 中文名) and what the column says of it."""

    kind: str
    aspect: Aspect


def title_column(header: Header) -> TitleColumn | None:
    """What a header says of a title, or None. A header above (`高新技术企业/证书编号`) is read with it."""
    for said in (header.words[-1:] and header.words[-1], "".join(header.words)):
        text = re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", said or ""))
        for aspect, pattern in _ASPECTS:
            match = pattern.search(text)
            if match is not None and (kind := _titles().get(normal(text[: match.start()]))) is not None:
                return TitleColumn(kind, aspect)
        if (kind := _titles().get(normal(_ASKS.sub("", _ASKS.sub("", text))))) is not None:
            return TitleColumn(kind, "held")
    return None


@cache
def _titles() -> dict[str, str]:
    """Of the common vocabulary: packs add fields, never titles."""
    options = vocabulary().field("title", "kind").options
    names = {normal(name.zh): name.zh for _, name in options}
    for code, name in options:
        names.update({normal(short): name.zh for short in SHORT.get(code, ())})
    return names
