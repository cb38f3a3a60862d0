"""A made-up zone of today, under the titles and the codes of 2026."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from peiyu.madeup.calendar import Schedule
from peiyu.madeup.places.model import Building, Grounds, Park, Stream
from peiyu.madeup.places.tianjin import TIANJIN
from peiyu.problems import Text

MODEL_ZONE = replace(
    TIANJIN,
    kind="model-zone-2026",
    name=Text("虚构示范区（2026 年）", "made-up model zone (2026)"),
    begins=2022,
    day=dt.date(2026, 9, 30),
    horizon=dt.date(2028, 12, 31),
    coding="uscc",
    regions=("100000",),
    parks=(
        Park("启航园", "东区", 40),
        Park("领创园", "西区", 28),
        Park("远见园", "南区", 18),
        Park("拓新园", "北区", 14),
    ),
    arrivals=Schedule(
        ("2008-01-01", 0.0), ("2018-01-01", 0.25), ("2022-01-01", 0.44), ("2023-01-01", 0.5), ("2024-01-01", 0.57),
        ("2025-01-01", 0.65), ("2026-01-01", 0.75), ("2026-09-30", 1.0), ("2026-12-31", 1.08), ("2028-12-31", 1.5),
    ),
    patents=((2022, 0.9), (2023, 0.95), (2024, 1.0), (2025, 1.0), (2026, 1.05), (2027, 1.1), (2028, 1.1)),
    inventions=0.42,
    recognition=4.0,
    recognised=0.8,
    yearly_from=2017,
    hnte=Schedule(("2019-06-01", 0), ("2022-12-31", 180), ("2023-12-31", 214), ("2024-12-31", 246),
                  ("2025-12-31", 282), ("2026-09-30", 292), ("2026-12-31", 316), ("2028-12-31", 380)),
    listing=Schedule(("2020-01-01", 0), ("2023-12-31", 16), ("2026-12-31", 40), ("2028-12-31", 54)),
    awards=Schedule(("2024-05-01", 0), ("2025-12-31", 160), ("2026-09-30", 330), ("2026-12-31", 440),
                    ("2028-12-31", 800)),
    streams=(
        Stream(entity="alliance", owner="large", key="alliance",
               schedule=Schedule(("2023-01-01", 0), ("2025-11-01", 2), ("2026-09-30", 3.1), ("2028-12-31", 6)),
               traits={"kind": (("产学研", 1.0),)}),
        Stream(entity="rd_body", owner="large", key="body/high",
               schedule=Schedule(("2021-01-01", 0), ("2025-12-31", 14.6), ("2026-09-30", 18.6), ("2028-12-31", 30)),
               traits={"level": (("省部级", 6.0), ("国家级", 2.0)), "high_level": (("是", 1.0),),
                       "route": (("引进", 2.0), ("建立", 3.0))}),
        Stream(entity="rd_body", owner="firm", key="body",
               schedule=Schedule(("2020-01-01", 0), ("2025-12-31", 70), ("2028-12-31", 140)),
               traits={"level": (("市级", 6.0), ("市级以下", 2.0), ("自建", 2.0)), "high_level": (("否", 1.0),),
                       "route": (("建立", 1.0),)}),
        Stream(entity="standard", owner="firm", key="standard",
               schedule=Schedule(("2021-01-01", 0), ("2025-12-31", 50), ("2028-12-31", 110))),
        Stream(entity="product", owner="firm", key="product",
               schedule=Schedule(("2021-01-01", 0), ("2025-12-31", 70), ("2028-12-31", 160))),
    ),
    grounds=Grounds(
        buildings=(
            Building("启航园孵化器一期", "启航园", 40_000, "2024-04-08", "2026-03-31", "2026-05-12", "2026-07-01"),
            Building("领创园加速器", "领创园", 36_000, "2024-11-18", "2026-08-31", "2026-10-20", "2027-01-10"),
            Building("远见园孵化器", "远见园", 25_000, "2026-03-16", "2027-10-30", "2027-12-10", ""),
        ),
        institutions=Schedule(("2020-01-01", 0), ("2025-12-31", 30), ("2026-09-30", 46), ("2028-12-31", 80)),
        events=Schedule(("2024-01-01", 0), ("2025-12-31", 30), ("2026-12-31", 52), ("2028-12-31", 90)),
        fund="科技型中小企业发展专项资金",
        budgets=(("2025-03-03", 18_000), ("2026-03-03", 20_000), ("2027-03-03", 20_000), ("2028-03-03", 20_000)),
        uses=(("技术创新", 40.0), ("人才引进培养", 15.0), ("载体建设", 15.0), ("企业融资", 20.0), ("市场开拓", 10.0)),
        units=("科技局", "金融局", "建设局", "启航园办公室", "领创园办公室"),
        carriers=(("启航孵化器", "孵化器"), ("领创加速器", "加速器"), ("大学科技园场外孵化器", "场外孵化器"),
                  ("留学人员创业园", "创业园")),
    ),
    national_tiers=True,
)  # fmt: skip
