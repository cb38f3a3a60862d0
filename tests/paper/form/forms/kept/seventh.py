"""Kept aside: a monthly return of three levels, parks with shares, a table of a report of a month."""

from tests.paper.form.forms.layout import Written

LEVELS = Written(
    name="科技企业梯度月报",
    pack="model-zone-2026",
    sheets={"月报表": """
附件3|||||||
2026年6月科技企业梯度培育工作月报表|<|<|<|<|<|<|<
填报单位：（盖章）||||||单位：家|
序号|企业类型|年度目标|新增认定（入库）情况|<|<|现有有效数|工作举措
^|^|^|本月|累计|完成目标比例（%）|^|^
1|科技型中小企业|.|.|.|.|.|.
2|高新技术企业|.|.|.|.|.|.
3|专精特新中小企业|.|.|.|.|.|.
4|专精特新“小巨人”企业|.|.|.|.|.|.
单位负责人：||||填报人：|||联系电话：
"""},
    key="""
C6..G6 new_sme goal month total rate -
C7..G7 new_hnte goal month total rate -
C8..G8 new_specialised goal month total rate -
C9..G9 -
G6 valid total
G8 ladder total
H6..H9 -
""",
)  # fmt: skip

SHARES = Written(
    name="园区贡献情况表",
    pack="model-zone-2026",
    sheets={"贡献": """
各园区新增高新技术企业情况|<|<|<|<
（2026年1-6月）|<|<|<|<
园区|新增数（家）|占全区比重（%）|去年同期（家）|同比（%）
软件园|.|.|.|.
生物医药园|.|.|.|.
先进制造园|.|.|.|.
合计|.|100|.|.
"""},
    key="""
B4 new_hnte[park=软件园] year
C4..E4 -
B5 new_hnte[park=生物医药园] year
C5..E5 -
B6 new_hnte[park=先进制造园] year
C6..E6 -
B7 new_hnte year
D7..E7 new_hnte before yoy
""",
)  # fmt: skip

REPORT = Written(
    name="通报附表1",
    pack="tianjin-hitech-2012",
    format="docx",
    above={"表1": "附表1\n2012年11月重点目标完成情况表"},
    sheets={"表1": """
重点目标|单位|全年目标|11月完成|1—11月累计完成|完成率（%）|与序时进度比|较去年同期增长（%）
新增科技型中小企业|家|1000|.|.|.|.|.
新增科技小巨人|家|35|.|.|.|.|.
国家级高新技术企业|家|20|.|.|.|.|.
引进建立高水平研发机构|个|5|.|.|.|.|.
企业申请专利|件|3000|.|.|.|.|.
新增上市企业|家|2|.|.|.|.|.
"""},
    key="""
D2..H2 new_sme month year rate - yoy
D3..H3 new_giants month year rate - yoy
D4..H4 new_hnte month year rate - yoy
D5..H5 rd_bodies month year rate - yoy
D6..H6 patents month year rate - yoy
D7..H7 listings month year rate - yoy
""",
)  # fmt: skip

FORMS = (LEVELS, SHARES, REPORT)
