"""Monthly returns of a zone."""

from tests.paper.form.forms.layout import Written

NEW_FIRMS = Written(
    name="新增企业月报表",
    pack="model-zone-2026",
    sheets={"月报": """
附件1|||||||||
科技型中小企业新增情况月报表|<|<|<|<|<|<|<|<|<
填报单位（盖章）：|<|<|||2026年5月|<|||
指标|单位|年度目标|本月新增|累计完成|完成率（%）|去年同期|同比（%）|责任单位|备注
一、新增入库科技型中小企业|家|.|.|.|.|.|.|.|.
~~其中：注册资本2000万元以上|家|.|.|.|.|.|.|.|.
~~~~~~~注册资本不足2000万元|家|.|.|.|.|.|.|.|.
二、新增专精特新中小企业|家|.|.|.|.|.|.|.|.
三、新增高新技术企业|家|.|.|.|.|.|.|.|.
四、新增省级以上研发机构|个|.|.|.|.|.|.|.|.
五、新增高价值发明专利|件|.|.|.|.|.|.|.|.
六、新增科技创业投资基金|支|.|.|.|.|.|.|.|.
注：1.本表每月5日前报送。2.完成率=累计完成/年度目标×100%。|<|<|<|<|<|<|<|<|<
填表人：||联系电话：|||审核人：||||
"""},
    key="""
C5..H5 new_sme goal month total rate before yoy
C6..H6 new_large goal month total rate before yoy
C7..H7 new_small goal month total rate before yoy
C8..H8 new_specialised goal month total rate before yoy
C9..H9 new_hnte goal month total rate before yoy
C10..H10 rd_bodies goal month total rate before yoy
C11..H11 high_value_new goal month total rate before yoy
C12..H12 -
I5..J12 -
""",
)  # fmt: skip

THREE_HEADS = Written(
    name="高企和科小月报",
    pack="model-zone-2026",
    sheets={"Sheet1": """
高新技术企业和科技型中小企业培育情况月报表（2026年5月）|<|<|<|<|<|<|<|<|<
|||||||||单位：家
序号|园区|高新技术企业|<|<|科技型中小企业|<|<|<|备注
^|^|新增|<|<|新增入库|<|<|编号有效数|^
^|^|本月|本年累计|同比（%）|本月|本年累计|同比（%）|^|^
1|软件园|.|.|.|.|.|.|.|.
2|生物医药园|.|.|.|.|.|.|.|.
3|先进制造园|.|.|.|.|.|.|.|.
4|综合保税区|.|.|.|.|.|.|.|.
合计|<|.|.|.|.|.|.|.|.
"""},
    key="""
C6..E6 new_hnte[park=软件园] month year -
F6..H6 new_sme[park=软件园] month year -
I6 valid[park=软件园] total
C7..E7 new_hnte[park=生物医药园] month year -
F7..H7 new_sme[park=生物医药园] month year -
I7 valid[park=生物医药园] total
C8..E8 new_hnte[park=先进制造园] month year -
F8..H8 new_sme[park=先进制造园] month year -
I8 valid[park=先进制造园] total
C9..E9 -
F9..H9 -
I9 -
C10..E10 new_hnte month year yoy
F10..H10 new_sme month year yoy
I10 valid total
J6..J10 -
""",
)  # fmt: skip

MONTHS = Written(
    name="逐月新增统计表",
    pack="model-zone-2026",
    sheets={"逐月": """
2026年主要指标逐月完成情况表|<|<|<|<|<|<|<|<|<|<|<|<|<|<
指标|计量单位|1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月|全年目标
新增科技型中小企业（入库）|家|.|.|.|.|.|.|.|.|.|.|.|.|.
新增高企|家|.|.|.|.|.|.|.|.|.|.|.|.|.
新增上市企业|家|.|.|.|.|.|.|.|.|.|.|.|.|.
专项资金投入|万元|.|.|.|.|.|.|.|.|.|.|.|.|.
"""},
    key="""
C3..O3 new_sme month@1-12 goal
C4..O4 new_hnte month@1-12 goal
C5..O5 listings month@1-12 -
C6..O6 fund{万元} month@1-12 goal
""",
)  # fmt: skip

BILINGUAL = Written(
    name="中英文月报",
    pack="model-zone-2026",
    sheets={"Monthly": """
科技企业培育指标月报 Monthly Return on Technology Enterprises|<|<|<|<|<
报告期 Period：2026年5月|||||
指标名称⏎Indicator|单位⏎Unit|年度目标⏎Annual target|当月⏎This month|本年累计⏎Year to date|完成率⏎Rate (%)
新增入库科技型中小企业⏎New technology-based SMEs|家|.|.|.|.
新增专精特新中小企业⏎New specialised SMEs|家|.|.|.|.
新增竣工孵化载体面积⏎Incubator floor area completed|㎡|.|.|.|.
编号有效的科技型中小企业⏎SMEs with a valid number|家|.|.|.|.
创业投资到账额⏎Venture capital paid in|万元|.|.|.|.
"""},
    key="""
C4..F4 new_sme goal month year rate
C5..F5 new_specialised goal month year rate
C6..F6 incubator_area goal month year rate
C7..F7 valid goal month total rate
C8..F8 equity{万元} goal month total rate
""",
)  # fmt: skip

FORMS = (NEW_FIRMS, THREE_HEADS, MONTHS, BILINGUAL)
