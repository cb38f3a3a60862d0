"""What made-up firms do: the trades, their codes in GB/T 4754-2017 and how common they are.

`listed` is the number of companies of the trade in the panel of listed companies' annual reports for 2021 (2 854
companies; third-level industries added up); it is the weight, times what a place leans to. Technical services, design
and trade, which listed companies hardly have, have an assumed weight.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    """word: in a firm's name. codes: 小类 of GB/T 4754-2017. group: how places' leading industries are made up.
    makes: whether it has industrial output."""

    word: str
    codes: tuple[str, ...]
    group: str
    listed: int
    makes: bool = True


TRADES: tuple[Trade, ...] = (
    Trade("软件", ("6513", "6513", "6512", "6579"), "software", 85, makes=False),
    Trade("信息系统", ("6531", "6550", "6560"), "software", 65, makes=False),
    Trade("集成电路", ("6520", "3973"), "electronics", 22),
    Trade("电子", ("3979", "3976", "3985"), "electronics", 141),
    Trade("通信设备", ("3921", "3940"), "electronics", 49),
    Trade("仪器仪表", ("4011", "4014", "4021"), "instruments", 35),
    Trade("智能装备", ("3491", "3421", "3562"), "machinery", 79),
    Trade("专用设备", ("3599", "3511", "3516"), "machinery", 77),
    Trade("航空航天器件", ("3749", "3744"), "machinery", 55),
    Trade("汽车零部件", ("3670",), "machinery", 88),
    Trade("电力设备", ("3829", "3811"), "energy", 72),
    Trade("新能源", ("3825", "3841", "3415"), "energy", 72),
    Trade("新材料", ("3985", "2651", "3091"), "materials", 72),
    Trade("稀土材料", ("3232", "3240"), "rare_earth", 16),
    Trade("化工", ("2669", "2614"), "materials", 57),
    Trade("金属材料", ("3252", "3360", "3311"), "metals", 63),
    Trade("生物医药", ("2761", "2720", "2740"), "bio", 126),
    Trade("医疗器械", ("3584", "3581"), "bio", 57),
    Trade("环保", ("7722", "3591"), "environment", 69),
    Trade("检测技术", ("7452", "7499"), "services", 35, makes=False),
    Trade("技术服务", ("7519", "7320", "7340"), "services", 60, makes=False),
    Trade("设计咨询", ("7491", "7249"), "services", 40, makes=False),
    Trade("商贸", ("5179", "5177"), "trade", 40, makes=False),
)
