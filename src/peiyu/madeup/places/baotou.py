"""The made-up city of 2015–2020: research bodies ahead, granted inventions behind, listings at risk."""

from __future__ import annotations

import datetime as dt

from peiyu.madeup.calendar import Schedule
from peiyu.madeup.places.model import Building, Grounds, Growth, Park, Place, Stream
from peiyu.problems import Text

START = "2015-01-01"
BODIES = (
    ("企业技术中心", 6.0),
    ("工程技术研究中心", 4.0),
    ("重点实验室", 2.0),
    ("工程实验室", 1.0),
    ("技术研究院", 1.0),
)
LEVELS = (("市级", 6.0), ("省部级", 4.0), ("国家级", 0.5))

BAOTOU = Place(
    kind="baotou-2015",
    name=Text("虚构市（2015—2020 年）", "made-up city (2015–2020)"),
    begins=2013,
    day=dt.date(2018, 6, 30),
    horizon=dt.date(2021, 12, 31),
    coding="both",
    regions=("150202", "150203", "150204", "150207", "150221"),
    parks=(
        Park("稀土高新区", "稀土高新区", 34),
        Park("装备制造产业园区", "青山区", 22),
        Park("金属深加工园区", "昆都仑区", 14),
        Park("铝业产业园区", "东河区", 10),
        Park("九原工业园区", "九原区", 9),
        Park("新型工业园区", "土默特右旗", 6),
        Park("", "固阳县", 3),
        Park("", "达尔罕茂明安联合旗", 2),
    ),
    leaning={"rare_earth": 9.0, "metals": 2.4, "machinery": 1.5, "materials": 1.2, "energy": 1.1, "software": 0.6,
             "electronics": 0.3, "bio": 0.4, "environment": 1.0, "services": 1.0, "trade": 1.0},
    leading={"rare_earth": "稀土产业", "metals": "钢铁及有色金属", "machinery": "装备制造", "energy": "新能源",
             "materials": "新材料", "instruments": "装备制造"},
    arrivals=Schedule(
        ("2000-01-01", 0.0), ("2008-01-01", 0.25), ("2013-01-01", 0.52), ("2014-01-01", 0.59), ("2015-01-01", 0.66),
        ("2016-01-01", 0.75), ("2017-01-01", 0.85), ("2018-01-01", 0.95), ("2018-06-30", 1.0), ("2019-12-31", 1.16),
        ("2021-12-31", 1.36),
    ),
    routes=(("新注册", 55.0), ("迁入", 8.0), ("转型", 22.0), ("新认定", 15.0)),
    growth=Growth(size=6.5, size_spread=1.5, entrant=4.8, entrant_spread=1.1, drift=0.12, bonus=0.12),
    patents=((2013, 0.35), (2014, 0.4), (2015, 0.5), (2016, 0.58), (2017, 0.68), (2018, 0.8), (2019, 0.85),
             (2020, 0.95), (2021, 1.0)),
    inventions=0.24,
    recognition=7.0,
    recognised=0.45,
    yearly_from=2017,
    hnte=Schedule(("2012-06-01", 0), ("2013-12-31", 40), ("2014-12-31", 78), ("2015-12-31", 92), ("2016-12-31", 112),
                  ("2017-12-31", 134), ("2018-06-30", 136), ("2018-12-31", 160), ("2021-12-31", 250)),
    giants=Schedule(("2015-09-01", 0), ("2015-12-31", 9.6), ("2016-09-01", 10), ("2016-12-31", 18.6),
                    ("2017-07-01", 19), ("2017-12-31", 27.6), ("2018-03-01", 28), ("2018-06-30", 31.6),
                    ("2018-12-31", 37), ("2019-12-31", 45), ("2020-12-31", 51), ("2021-12-31", 55)),
    listing=Schedule(("2014-01-01", 0), ("2015-12-31", 7), ("2018-06-30", 24), ("2021-12-31", 46)),
    awards=Schedule((START, 0), ("2015-12-31", 40), ("2016-12-31", 90), ("2017-12-31", 150), ("2018-06-30", 165),
                    ("2021-12-31", 330)),
    award_mean=55.0,
    streams=(
        Stream(entity="alliance", owner="giant", key="alliance",
               schedule=Schedule(("2016-01-01", 0), ("2017-12-31", 1.7), ("2018-06-30", 2.2), ("2020-12-31", 4.6),
                                 ("2021-12-31", 5.4)),
               traits={"kind": (("产业技术", 2.0), ("产学研", 1.0))}),
        Stream(entity="product", owner="giant", key="product",
               schedule=Schedule(("2016-01-01", 0), ("2016-12-31", 6.6), ("2018-06-30", 18.6), ("2020-12-31", 34),
                                 ("2021-12-31", 39))),
        Stream(entity="product", owner="firm", key="product/other",
               schedule=Schedule(("2013-01-01", 0), ("2021-12-31", 80))),
        Stream(entity="standard", owner="giant", key="standard",
               schedule=Schedule(("2016-01-01", 0), ("2018-06-30", 15.6), ("2020-12-31", 29), ("2021-12-31", 34))),
        Stream(entity="standard", owner="firm", key="standard/other",
               schedule=Schedule(("2013-01-01", 0), ("2021-12-31", 60))),
        Stream(entity="rd_body", owner="giant", key="body",
               schedule=Schedule(("2016-01-01", 0), ("2016-12-31", 13.6), ("2018-06-30", 33.6), ("2020-12-31", 54),
                                 ("2021-12-31", 60)),
               traits={"kind": BODIES, "level": LEVELS, "route": (("引进", 1.0), ("建立", 5.0))}),
        Stream(entity="rd_body", owner="giant", key="body/academician",
               schedule=Schedule(("2016-01-01", 0), ("2018-06-30", 5.6), ("2020-12-31", 9.4), ("2021-12-31", 11)),
               traits={"kind": (("院士专家工作站", 1.0),), "level": (("省部级", 1.0), ("市级", 1.0)),
                       "route": (("引进", 3.0), ("建立", 1.0))}),
        Stream(entity="rd_body", owner="firm", key="body/other",
               schedule=Schedule(("2008-01-01", 0), ("2014-12-31", 95), ("2021-12-31", 190)),
               traits={"kind": BODIES, "level": LEVELS, "route": (("建立", 1.0),)}),
        Stream(entity="ip_right", owner="giant", key="patent/giant",
               schedule=Schedule(("2016-01-01", 0), ("2016-12-31", 22.6), ("2018-06-30", 61.6), ("2020-12-31", 112),
                                 ("2021-12-31", 130))),
    ),
    grounds=Grounds(
        buildings=(
            Building("稀土高新区科技创业园三期", "稀土高新区", 36_000, "2014-05-20", "2016-08-30", "2016-10-12",
                     "2017-01-05"),
            Building("装备制造专业孵化器", "装备制造产业园区", 18_000, "2016-04-11", "2018-03-28", "2018-05-09",
                     "2018-06-20"),
            Building("留学人员创业园二期", "稀土高新区", 24_000, "2017-06-01", "2019-07-15", "2019-09-02",
                     "2019-12-01"),
        ),
        institutions=Schedule(("2010-01-01", 0), ("2014-12-31", 12), ("2018-06-30", 24), ("2021-12-31", 36)),
        events=Schedule(("2014-01-01", 0), ("2018-06-30", 46), ("2021-12-31", 90)),
        fund="科技小巨人财政专项资金",
        budgets=(("2015-03-10", 3_000), ("2016-03-10", 4_000), ("2017-03-10", 5_000), ("2018-03-10", 5_000),
                 ("2019-03-10", 5_500), ("2020-03-10", 6_000), ("2021-03-10", 6_000)),
        uses=(("支持初创期企业", 25.0), ("支持成长期企业", 40.0), ("支持壮大期企业", 35.0)),
        units=("市科技局", "市发展改革委", "市经信委", "市财政局", "市金融办", "稀土高新区管委会"),
        carriers=(("科技创业服务中心", "孵化器"), ("稀土专业孵化器", "孵化器"), ("软件园孵化器", "孵化器"),
                  ("装备制造加速器", "加速器"), ("留学人员创业园", "创业园"), ("大学生创业示范基地", "创业园")),
    ),
)  # fmt: skip
