"""Kept aside: parks by classes of enterprises, matters supervised, a card of one page, sources of new
enterprises; laid out as offices lay them out, written after the rules and never tuned on."""

from tests.paper.form.forms.layout import Written

CLASSES = Written(
    name="各园区四类企业新增情况",
    pack="model-zone-2026",
    sheets={"附表2": """
附表2|<|<|<|<|<
2026年1—5月各园区科技企业新增情况表|<|<|<|<|<
|||||单位：家
园区|科技型中小企业|高新技术企业|专精特新中小企业|上市企业|备注
软件园|.|.|.|.|.
生物医药园|.|.|.|.|.
先进制造园|.|.|.|.|.
全区合计|.|.|.|.|.
注：按认定时间统计。|<|<|<|<|<
"""},
    key="""
B5 new_sme[park=软件园] year
C5 new_hnte[park=软件园] year
D5 new_specialised[park=软件园] year
E5 listings[park=软件园] year
B6 new_sme[park=生物医药园] year
C6 new_hnte[park=生物医药园] year
D6 new_specialised[park=生物医药园] year
E6 listings[park=生物医药园] year
B7 new_sme[park=先进制造园] year
C7 new_hnte[park=先进制造园] year
D7 new_specialised[park=先进制造园] year
E7 listings[park=先进制造园] year
B8 new_sme year
C8 new_hnte year
D8 new_specialised year
E8 listings year
F5..F8 -
""",
)  # fmt: skip

SUPERVISED = Written(
    name="督查事项进展表",
    pack="model-zone-2026",
    format="docx",
    above={"表1": "附件\n高新区督查事项进展情况表（截至2026年5月底）"},
    sheets={"表1": """
序号|督查事项|责任单位|目标任务|目前完成|完成率|存在问题
1|新增高新技术企业（家）|科技局|.|.|.|.
2|产学研创新联合体（个）|科技局|.|.|.|.
3|新增孵化载体面积（万平方米）|规划建设局|.|.|.|.
4|参与制定国家、行业标准（项）|市场监管局|.|.|.|.
"""},
    key="""
D2..F2 new_hnte goal total rate
D3..F3 consortia goal total rate
D4..F4 incubator_area{万平方米} goal total rate
D5..F5 standards goal total rate
G2..G5 -
""",
)  # fmt: skip

ONE_PAGE = Written(
    name="主要指标一页表",
    pack="model-zone-2026",
    sheets={"一页表": """
高新区科技企业培育主要指标（2026年5月）|<|<|<|<|<|<
类别|指标|单位|2026年目标|5月当月|1—5月累计|较去年同期增长%
企业培育|新增入库科技型中小企业|家|.|.|.|.
^|新增高新技术企业|家|.|.|.|.
^|专精特新中小企业总数|家|.|.|.|.
创新平台|新增省级以上研发机构|个|.|.|.|.
科技金融|持牌金融机构和登记备案基金|家|.|.|.|.
^|专项资金投入|万元|.|.|.|.
"""},
    key="""
D3..G3 new_sme goal month year yoy
D4..G4 new_hnte goal month year yoy
D5 ladder goal
E5 -
F5..G5 ladder total yoy
D6..G6 rd_bodies goal month year yoy
D7..G7 institutions goal month year yoy
D8..G8 fund{万元} goal month total yoy
""",
)  # fmt: skip

SOURCES = Written(
    name="新增企业来源表",
    pack="model-zone-2026",
    sheets={"来源": """
新增入库科技型中小企业来源情况表|<|<|<|<
填报单位：高新区||||2026年5月
来源途径|本月新增（家）|本年累计新增（家）|占比（%）|主要企业
新注册|.|.|.|.
迁入|.|.|.|.
转型|.|.|.|.
新认定|.|.|.|.
合计|.|.|.|.
"""},
    key="""
B4..C4 new_sme[route=新注册] month year
B5..C5 new_sme[route=迁入] month year
B6..C6 new_sme[route=转型] month year
B7..C7 new_sme[route=新认定] month year
B8..C8 new_sme month year
D4..E4 -
D5..E5 -
D6..E6 -
D7..E7 -
D8..E8 -
""",
)  # fmt: skip

FORMS = (CLASSES, SUPERVISED, ONE_PAGE, SOURCES)
