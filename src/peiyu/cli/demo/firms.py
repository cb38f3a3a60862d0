"""The made-up companies of the demonstration ledger: invented names, codes of a division that does not exist.

Amounts are in 万元, as the clerk of the story keeps them.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORG_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIVISION = "990199"
"""No division of the country has this number, so no real company has such a code."""

STEMS = (
    "启明", "泽远", "恒岳", "云翎", "朗润", "晟科", "瀚宇", "致微", "博凌", "鼎川",
    "诺信", "凌霄", "宏屹", "澜图", "嘉禾", "锐视", "天穹", "赛尔", "融光", "昊泽",
    "智恒", "森拓", "金梭", "普元", "华砺", "星野", "同济源", "新维", "拓芯", "安岚",
    "沃衡", "明澈", "景珩", "禾川", "励隼", "千帆渡", "柏屿", "聚澄", "润坤", "弘毅达",
    "铭砚", "翊航", "晨曜", "万镓", "岱宗", "凯岑", "祥麓", "奥朔", "正楷", "瑞泽",
    "睿衍", "青禾", "立铂", "旭阔", "微澜", "松筠", "亿淳", "科翌", "鸿芮", "斯特恩",
)  # fmt: skip
PLACES = ("云州", "云州", "云川", "昆北", "")
"""Towns that do not exist; some companies carry none in their name."""
TRADES = (
    ("智能装备", "3490"),
    ("新材料", "2659"),
    ("生物技术", "2761"),
    ("软件", "6513"),
    ("电子", "3979"),
    ("稀土功能材料", "3985"),
    ("环保科技", "3591"),
    ("精密机械", "3429"),
    ("新能源", "3849"),
    ("信息技术", "6531"),
)
DISTRICTS = ("东河区", "青山区", "高新区", "昆北区")
KINDS = ("sound", "short_rd", "short_staff", "short_share", "small", "edge", "expiring", "no_title", "strong", "ageing")
"""The stories behind the companies: what each of them lacks, or is about to lose."""

LISTED = ("sound", "short_rd", "strong", "edge")
"""The stories whose inventions stand one by one on the second sheet."""

WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(serial: int) -> str:
    """An 18-character code with right check characters: department 9, kind 1, the division, an org code."""
    body = f"MAD{serial:05d}"
    total = sum(ORG_CHARACTERS.index(c) * w for c, w in zip(body, ORG_WEIGHTS, strict=True))
    check = 11 - total % 11
    head = f"91{DIVISION}{body}" + ("X" if check == 10 else "0" if check == 11 else str(check))
    total = sum(CHARACTERS.index(c) * w for c, w in zip(head, WEIGHTS, strict=True))
    return head + CHARACTERS[(31 - total % 31) % 31]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpFirm:
    """One company of the ledger. Series are the years 2023, 2024, 2025; money in 万元."""

    name: str
    code: str
    founded: dt.date
    industry: str
    district: str
    revenue: tuple[float, ...]
    main_revenue: tuple[float, ...]
    rd: tuple[float, ...]
    net_assets: tuple[float, ...]
    assets: float
    liabilities: float
    net_profit: float
    rd_super: float
    hightech: float
    staff: int
    sci_staff: int
    rd_staff: int
    inventions: int
    utility_models: int
    copyrights: int
    segment_years: int
    share: float
    platform_score: int
    hnte: tuple[str, dt.date, dt.date] | None
    tech_sme_until: dt.date | None
    specialised_until: dt.date | None
    kind: str


def made_up_firms(count: int = 60, seed: int = 20260630) -> tuple[MadeUpFirm, ...]:
    """The companies in the order of the ledger; the same every time."""
    chance = random.Random(seed)
    return tuple(_firm(chance, serial, KINDS[serial % len(KINDS)]) for serial in range(count))


def _firm(chance: random.Random, serial: int, kind: str) -> MadeUpFirm:
    trade, industry = TRADES[(serial * 7 + serial // len(TRADES)) % len(TRADES)]
    stem = STEMS[serial % len(STEMS)]
    place = PLACES[serial * 3 % len(PLACES)]
    revenue = _series(chance, base=_base(chance, kind), growth=chance.uniform(1.06, 1.22))
    intensities = {"short_rd": 0.0285, "edge": 0.0302, "strong": 0.075, "small": 0.09}
    intensity = intensities.get(kind, chance.uniform(0.04, 0.065))
    rd = tuple(round(r * intensity * chance.uniform(0.985, 1.04), 1) for r in revenue)
    if kind == "edge":
        rd = (*rd[:2], round(revenue[2] * 0.0301, 1))
    part = {"short_share": 0.78, "sound": 0.96, "strong": 0.95}.get(kind, chance.uniform(0.82, 0.94))
    staff = max(12, int(revenue[2] / chance.uniform(38, 55)))
    assets = round(revenue[2] * chance.uniform(0.8, 1.1), 1)
    debt = {"edge": 0.695, "ageing": 0.74}.get(kind, chance.uniform(0.3, 0.55))
    sci = int(staff * {"short_staff": 0.09, "edge": 0.103}.get(kind, chance.uniform(0.2, 0.38))) + (kind == "edge")
    inventions = {"strong": 6, "small": 0, "no_title": 1, "short_rd": 3}.get(kind, chance.randint(1, 4))
    return MadeUpFirm(
        name=f"{place}{stem}{trade}有限公司", code=credit_code(10011 + serial * 37),
        founded=_founded(chance, serial, kind),
        industry=industry, district=DISTRICTS[serial % 4],
        revenue=revenue, main_revenue=tuple(round(r * part, 1) for r in revenue), rd=rd,
        net_assets=(*_series(chance, base=assets * (1 - debt) * 0.8, growth=1.09)[:2], round(assets * (1 - debt), 1)),
        assets=assets, liabilities=round(assets - round(assets * (1 - debt), 1), 1),
        net_profit=round(revenue[2] * chance.uniform(0.02, 0.12), 1),
        rd_super=round(rd[2] * chance.uniform(0.9, 0.99), 1),
        hightech=round(revenue[2] * chance.uniform(0.62, 0.85), 1), staff=staff, sci_staff=sci,
        rd_staff=max(1, int(sci * 0.8)), inventions=inventions, utility_models=chance.randint(0, 9),
        copyrights=chance.randint(0, 6), segment_years=chance.randint(3, 9), share=round(chance.uniform(0.04, 0.21), 3),
        platform_score={"strong": 74, "edge": 51, "short_rd": 56}.get(kind, chance.randint(44, 68)),
        hnte=_certificate(chance, serial, kind),
        tech_sme_until=_registered(serial, kind),
        specialised_until=_specialised(serial, kind), kind=kind,
    )  # fmt: skip


def _founded(chance: random.Random, serial: int, kind: str) -> dt.date:
    year = 2024 if kind == "small" and serial % 20 == 4 else chance.randint(2008, 2020)
    return dt.date(year, chance.randint(1, 12), chance.randint(1, 28))


def _base(chance: random.Random, kind: str) -> float:
    """Revenue of 2023."""
    low, high = {"small": (420, 900), "strong": (6200, 9000), "no_title": (1400, 2600)}.get(kind, (1800, 6200))
    return chance.uniform(low, high)


def _series(chance: random.Random, *, base: float, growth: float) -> tuple[float, ...]:
    values = [base]
    for _ in range(2):
        values.append(values[-1] * growth * chance.uniform(0.97, 1.03))
    return tuple(round(v, 1) for v in values)


def _certificate(chance: random.Random, serial: int, kind: str) -> tuple[str, dt.date, dt.date] | None:
    """高企 certificate: number, granted on, runs out on (three years)."""
    if kind in ("no_title", "small"):
        return None
    granted = {"expiring": dt.date(2023, 7 + serial % 5, 12), "ageing": dt.date(2023, 4, 20)}.get(
        kind, dt.date(2024 + serial % 2, 10 + serial % 3, chance.randint(1, 28))
    )
    return f"GR{granted.year}990{serial:05d}", granted, granted.replace(year=granted.year + 3)


def _registered(serial: int, kind: str) -> dt.date | None:
    """Until when the 科技型中小企业 number runs, for those that have one."""
    if kind in ("no_title", "ageing"):
        return None
    return dt.date(2027, 3, 31) if serial % 3 else dt.date(2026, 12, 31)


def _specialised(serial: int, kind: str) -> dt.date | None:
    """Until when the 专精特新 title runs, for those that hold it."""
    return {"strong": dt.date(2027, 3, 31), "expiring": dt.date(2026, 12, 31), "edge": dt.date(2028, 6, 30)}.get(kind)
