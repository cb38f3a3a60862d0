"""Forms with 其中 rows, units in a note, several sheets, cards, annexes of a notice."""

from tests.paper.form.forms.layout import Written

OF_WHICH = Written(
    name="科技型中小企业结构表",
    pack="model-zone-2026",
    sheets={"结构": """
科技型中小企业结构情况表|<|<|<
2026年5月||单位：家|
项目|有效企业数|本年新增入库数|备注
科技型中小企业合计|.|.|.
一、按培育阶段分|<|<|<
~初创期|.|.|.
~成长期|.|.|.
~壮大期|.|.|.
二、按主导产业分|<|<|<
~新能源|.|.|.
~生物医药|.|.|.
~现代服务业|.|.|.
~其他产业|.|.|.
三、按规模分|<|<|<
~中型|.|.|.
~小型|.|.|.
~微型|.|.|.
"""},
    key="""
B4 valid total
C4 new_sme year
B6 valid[stage=startup] total
C6 new_sme[stage=startup] year
B7 valid[stage=growth] total
C7 new_sme[stage=growth] year
B8 valid[stage=strong] total
C8 new_sme[stage=strong] year
B10 valid[industry=new_energy] total
C10 new_sme[industry=new_energy] year
B11 valid[industry=biomedicine] total
C11 new_sme[industry=biomedicine] year
B12 valid[industry=services] total
C12 new_sme[industry=services] year
B13 valid[industry=~] total
C13 new_sme[industry=~] year
B15 valid[size=medium] total
C15 new_sme[size=medium] year
B16 valid[size=small] total
C16 new_sme[size=small] year
B17 valid[size=micro] total
C17 new_sme[size=micro] year
D4 -
D6..D8 -
D10..D13 -
D15..D17 -
""",
)  # fmt: skip

NOTE_UNITS = Written(
    name="重点指标调度表",
    pack="model-zone-2026",
    sheets={"调度": """
重点指标调度表|<|<|<|<|<|<
计量单位：家、万元、万平方米||||2026年5月|<|<
指标名称|全年任务|1—5月完成|完成全年任务比例（%）|比上年同期增长（%）|预计全年完成|尚差
新增科技型中小企业入库数|.|.|.|.|.|.
新增高新技术企业数|.|.|.|.|.|.
新增孵化载体面积|.|.|.|.|.|.
创业投资到账额|.|.|.|.|.|.
退出企业数|.|.|.|.|.|.
"""},
    key="""
B4..G4 new_sme goal year rate yoy outlook gap
B5..G5 new_hnte goal year rate yoy outlook gap
B6..G6 incubator_area{万平方米} goal year rate yoy outlook gap
B7..G7 equity{万元} goal total rate yoy outlook gap
B8..G8 survival goal total rate yoy outlook gap
""",
)  # fmt: skip

SHEETS = Written(
    name="企业培育季报（多表）",
    pack="model-zone-2026",
    sheets={"封面": """
科技企业培育统计报表|<|<
报送单位：|.|
填表人：|.|
""", "填表说明": """
填表说明|<
1.本套表由各园区填报，每季度终了后10日内报送。|<
2.“本月新增”指当月首次取得编号的企业数。|<
""", "表1 总表": """
表1 企业培育总表|<|<|<
2026年5月|||单位：家
指标|年度目标|本月新增|累计新增
科技型中小企业|.|.|.
高新技术企业|.|.|.
专精特新中小企业|.|.|.
""", "表2 企业名单": """
表2 新增入库科技型中小企业名单|<|<|<|<
序号|企业名称|统一社会信用代码|所属园区|入库登记编号
1|.|.|.|.
2|.|.|.|.
……|.|.|.|.
""", "表3 产业": """
表3 新增入库科技型中小企业产业分布|<|<
2026年1—5月||单位：家
主导产业|累计新增|占比（%）
新能源|.|.
生物医药|.|.
软件与高端信息技术|.|.
合计|.|.
"""},
    key="""
[表1 总表]
B4..D4 new_sme goal month total
B5..D5 new_hnte goal month total
B6..D6 new_specialised goal month total
[表3 产业]
B4..C4 new_sme[industry=new_energy] year -
B5..C5 new_sme[industry=biomedicine] year -
B6..C6 new_sme[industry=software_it] year -
B7..C7 new_sme year -
""",
    lists=1,
)  # fmt: skip
NOTICE = Written(
    name="通报附表",
    pack="tianjin-hitech-2012",
    format="docx",
    above={"表1": "附表1\n2012年1—9月科技型中小企业重点工作完成情况", "表2": "附表2\n各园区新增科技型中小企业情况"},
    sheets={"表1": """
序号|指标|单位|目标|9月新增|1—9月累计|完成率|序时进度|同比增长
1|新增科技型中小企业|家|.|.|.|.|.|.
|其中：注册资金2000万元以上|家|.|.|.|.|.|.
|注册资金2000万元以下|家|.|.|.|.|.|.
2|新增科技小巨人企业|家|.|.|.|.|.|.
3|企业专利申请量|件|.|.|.|.|.|.
4|新增国家级高新技术企业|家|.|.|.|.|.|.
5|吸引金融机构进区|家|.|.|.|.|.|.
""", "表2": """
园区|9月新增（家）|累计新增（家）
软件园|.|.
生物医药园|.|.
全区合计|.|.
"""},
    key="""
D2..I2 new_sme goal month year rate due yoy
D3..I3 new_large goal month year rate due yoy
D4..I4 new_small goal month year rate due yoy
D5..I5 new_giants goal month year rate due yoy
D6..I6 patents goal month year rate due yoy
D7..I7 new_hnte goal month year rate due yoy
D8..I8 institutions goal month year rate due yoy
[表2]
B2..C2 new_sme[park=软件园] month total
B3..C3 new_sme[park=生物医药园] month total
B4..C4 new_sme month total
""",
)  # fmt: skip

CARD = Written(
    name="园区情况登记卡",
    pack="model-zone-2026",
    sheets={"登记卡": """
高新区科技创新情况登记卡|<|<|<
（截至2026年5月底）|<|<|<
填报单位|.|填报日期|.
编号有效的科技型中小企业数（家）|.|专精特新中小企业总数（家）|.
当年新增高新技术企业（家）|.|当年新增省级以上研发机构（个）|.
专精特新培育对象（家）|.|主导产业企业占比（%）|.
国家级孵化器数量（家）|.|高新技术企业数（家）|.
联系人|.|联系电话|.
"""},
    key="""
B3 -
D3 -
B4 valid total
D4 ladder total
B5 new_hnte year
D5 rd_bodies year
B6 reserve total
D6 cluster total
B7 -
D7 -
B8 -
D8 -
""",
)  # fmt: skip

FORMS = (OF_WHICH, NOTE_UNITS, SHEETS, NOTICE, CARD)
