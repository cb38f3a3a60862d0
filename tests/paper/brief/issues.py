"""Made-up issues of a brief to test with: the monthly 通报 and the 简报 of a made-up zone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import Any

from peiyu.paper.brief.values import (
    Annex,
    Block,
    Brief,
    Chart,
    Column,
    Distribution,
    Heading,
    Kind,
    Marked,
    Number,
    Paragraph,
    Row,
    Table,
    Tone,
)  # fmt: skip

AS_OF, DATE, YEAR = dt.date(2012, 9, 30), dt.date(2012, 10, 8), dt.date(2012, 1, 1)
DEFINITION = "首次认定为科技型中小企业的企业数，按发证日期计（D4=recognised）"
DISTRICTS = (("华苑科技园", 412), ("滨海科技园", 318), ("软件园", 121), ("渤龙湖总部区", 86), ("塘沽海洋科技园", 43))
LEADERS = (("新能源", "天津日臻新能源科技有限公司"), ("先进制造", "天津珺喆精密机械有限公司"),
           ("软件与高端IT", "天津旻祎软件股份有限公司"), ("生物医药", "天津津源生物医药有限公司"))  # fmt: skip


def count(id_: str, value: int, unit: str = "家", *, text: str = "", since: dt.date | None = YEAR) -> Number:
    return Number(id_, text or f"{value}{unit}", value, unit, DEFINITION, AS_OF, since)


def share(id_: str, thousandths: int) -> Number:
    return Number(id_, f"{thousandths / 10:.1f}%", Fraction(thousandths, 1000), "%", "累计完成数÷年度目标数", AS_OF)


TOTAL, NEW, GIANTS = count("new_sme.total", 1067), count("new_sme.month", 102, since=None), count("giants.total", 31)
RATE, RISE = share("new_sme.rate", 1067), share("new_sme.yoy", 184)
FUND = Number("fund.paid", "1.2亿元", 120_000_000, "元", "专项资金累计拨付金额", AS_OF, YEAR)
PATENTS = Number("patents.total", "2 618件", 2618, "件", "企业专利申请量", AS_OF, YEAR)
GAP = Number("patents.outlook.high", "3210件", 3210, "件", "年底预计的上限", AS_OF)


def monthly_chart(title: str = "图1 1—9月新增科技型中小企业", shift: int = 0) -> Chart:
    values = (64, 71, 98, 110, 123, 140, 172, 187, 102)
    spec: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": 520, "height": 200,
        "data": {"values": [{"月份": f"{n}月", "家": one + shift} for n, one in enumerate(values, 1)]},
        "mark": {"type": "bar", "color": "#2f6fab"},
        "encoding": {"x": {"field": "月份", "type": "ordinal", "sort": None, "axis": {"labelAngle": 0}},
                     "y": {"field": "家", "type": "quantitative", "title": "新增（家）"}},
    }  # fmt: skip
    drawn = tuple(count(f"new_sme.month[{n}]", one, since=None) for n, one in enumerate(values, 1))
    return Chart(title=title, spec=spec, alt="柱状图：1—9月各月新增家数，8月最多，为187家。", numbers=drawn)


def progress_table() -> Table:
    rows = (
        Row((("1",), ("新增科技型中小企业",), ("1000家",), (replace(NEW, text="102"),), (replace(TOTAL, text="1067"),),
             (RATE,), (Marked("已完成", Tone.GREEN),))),
        Row((("2",), ("新增科技小巨人企业",), ("35家以上",), (count("giants.month", 3, text="3", since=None),),
             (replace(GIANTS, text="31"),), (share("giants.rate", 886),), (Marked("正常", Tone.GREEN),))),
        Row((("3",), ("企业专利申请量",), ("3000件",), (count("patents.month", 290, "件", text="290", since=None),),
             (replace(PATENTS, text="2618"),), (share("patents.rate", 873),), (Marked("滞后", Tone.YELLOW),))),
        Row((("4",), ("新增上市企业",), ("2家以上，力争4家",), (count("listed.month", 0, text="0", since=None),),
             (count("listed.total", 1, text="1"),), (share("listed.rate", 500),), (Marked("严重滞后", Tone.RED),))),
    )  # fmt: skip
    columns = (Column("序号", 0.6, "center"), Column("指标", 2.2), Column("年度目标", 1.3),
               Column("当月", 0.7, "right"),
               Column("累计", 0.8, "right"), Column("完成率", 1, "right"), Column("进度", 1.2, "center"))  # fmt: skip
    return Table(title="表1 主要目标完成情况", columns=columns, rows=rows, note=("注：科技小巨人按2012年口径认定。",))


def district_table() -> Table:
    rows = tuple(
        Row(((str(place),), (name,), (count(f"new_sme.total[park={name}]", value, text=str(value)),)))
        for place, (name, value) in enumerate(DISTRICTS, 1)
    )
    total = Row(
        (("",), ("合计",), (count("new_sme.total[parks]", sum(v for _, v in DISTRICTS), text="980"),)), total=True
    )
    columns = (Column("序号", 0.6, "center"), Column("园区", 3), Column("新增科技型中小企业", 2, "right"))
    return Table(title="", columns=columns, rows=(*rows, total), unit="家")


def leader_table() -> Table:
    rows = tuple(
        Row(((board,), (firm,), (count(f"board[{board}]", 90 - 7 * place, text=str(90 - 7 * place)),)))
        for place, (board, firm) in enumerate(LEADERS)
    )
    return Table(
        title="", columns=(Column("板块", 1), Column("领先企业", 3), Column("知识产权（件）", 1, "right")), rows=rows
    )


def notice(**changes: Any) -> Brief:
    """The monthly 通报: cumulative counts, top parks, leaders of four groups, two annexed tables."""
    top = DISTRICTS[0]
    items: tuple[Block, ...] = (
        Paragraph(("现将2012年1—9月高新区科技型中小企业发展情况通报如下：",)),
        Heading(1, ("一、总体情况",)),
        Paragraph(("1—9月，全区累计新增科技型中小企业", TOTAL, "，完成年度目标的", RATE, "，同比增长", RISE,
                   "；其中9月当月新增", NEW, "。累计新增科技小巨人企业", GIANTS, "。企业专利申请量累计", PATENTS,
                   "。专项资金累计拨付", FUND, "。")),
        progress_table(),
        Heading(1, ("二、各园区情况",)),
        Heading(2, ("（一）新增数量居前的园区",)),
        Paragraph(("新增数量居前的是", top[0], count(f"new_sme.total[park={top[0]}]", top[1]), "、", DISTRICTS[1][0],
                   count(f"new_sme.total[park={DISTRICTS[1][0]}]", DISTRICTS[1][1]), "。详见附表1。")),
        Heading(2, ("（二）四大板块",)),
        Paragraph(("四大板块领先企业见附表2。各责任单位要对照序时进度，对滞后指标逐项查找原因，限期赶上。",)),
        monthly_chart(),
        Heading(1, ("三、下一步工作",)),
        Paragraph(("对企业专利申请量，预计年底最多达到", GAP, "。请各单位于10月20日前报送改进措施。",)),
    )  # fmt: skip
    made: dict[str, Any] = {
        "kind": Kind.NOTICE, "name": "天津高新区科技型中小企业发展领导小组办公室",
        "title": "关于2012年1—9月科技型中小企业\n发展情况的通报", "number": "津通报2012-09",
        "document_number": "津高新科企办〔2012〕19号", "issuer": "高新区科技型中小企业发展领导小组办公室",
        "date": DATE, "as_of": AS_OF, "items": items, "addressed": "各园区管理机构，各成员单位：",
        "annexes": (Annex(label="附表1", title="各园区新增科技型中小企业情况", items=(district_table(),)),
                    Annex(label="附表2", title="四大板块领先企业", items=(leader_table(),))),
        "sent": Distribution(report="市科委，滨海新区科委。", send="领导小组成员。", copies=50), "made_up": True,
    }  # fmt: skip
    return Brief(**{**made, **changes})


def brief(**changes: Any) -> Brief:
    """The 简报."""
    items: tuple[Block, ...] = (
        Heading(1, ("科技型中小企业总量突破千家",)),
        Paragraph(
            ("截至9月底，全区累计新增科技型中小企业", TOTAL, "，提前完成全年任务；科技小巨人企业达到", GIANTS, "。")
        ),
        monthly_chart(),
        Heading(1, ("专项资金拨付进度加快",)),
        Paragraph(("专项资金累计拨付", FUND, "，有力支持了企业融资。", Marked("正常", Tone.GREEN), "推进。")),
        Paragraph((f"口径：新增科技型中小企业为{DEFINITION}。",), note=True),
    )
    made: dict[str, Any] = {
        "kind": Kind.BRIEF, "name": "科技型中小企业发展信息简报", "title": "前三季度全区科技型中小企业发展提速",
        "number": "津简2012-09", "issue": 9, "total": 21, "issuer": "高新区科技型中小企业发展领导小组办公室",
        "date": DATE, "as_of": AS_OF, "items": items,
        "foreword": ("前三季度，我区科技型中小企业保持较快增长，现将有关情况编发，供参阅。",),
        "sent": Distribution(
            report="市科委，滨海新区科委。", send="管委会领导，各成员单位。", distribute="各园区。", copies=80
        ),
        "made_up": True,
    }  # fmt: skip
    return Brief(**{**made, **changes})
