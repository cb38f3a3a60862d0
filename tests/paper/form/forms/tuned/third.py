"""Once kept aside, then looked at and tuned on: a gradient, parks by months, money, levels of years."""

from tests.paper.form.forms.layout import Written

GRADIENT = Written(
    name="优质中小企业梯度培育情况",
    pack="model-zone-2026",
    sheets={"梯度": """
附表1|<|<|<|<|<
优质中小企业梯度培育工作情况表|<|<|<|<|<
填报单位：高新区||||数据截止：2026年5月31日|
培育层级|2026年培育目标（户）|当前总数（户）|其中：2026年新增（户）|完成率|存在的困难和问题
专精特新中小企业|.|.|.|.|.
专精特新“小巨人”企业|.|.|.|.|.
高新技术企业|.|.|.|.|.
科技型中小企业|.|.|.|.|.
填表人：|||联系方式：||
"""},
    key="""
B5 new_specialised goal
C5 ladder total
D5 new_specialised year
E5 new_specialised rate
B6..E6 -
B7 new_hnte goal
C7 -
D7 new_hnte year
E7 new_hnte rate
B8 new_sme goal
C8 valid total
D8 new_sme year
E8 new_sme rate
F5..F8 -
""",
)  # fmt: skip

PARK_MONTHS = Written(
    name="各园区分月入库统计",
    pack="model-zone-2026",
    sheets={"分月": """
2026年各园区新增入库科技型中小企业分月统计表|<|<|<|<|<|<|<
制表单位：领导小组办公室|||||||单位：家
园区名称|1月|2月|3月|4月|5月|6月|合计
软件园|.|.|.|.|.|.|=SUM(B4:G4)
生物医药园|.|.|.|.|.|.|=SUM(B5:G5)
先进制造园|.|.|.|.|.|.|=SUM(B6:G6)
全区|.|.|.|.|.|.|=SUM(B7:G7)
"""},
    key="""
B4..G4 new_sme[park=软件园] month@1-6
B5..G5 new_sme[park=生物医药园] month@1-6
B6..G6 new_sme[park=先进制造园] month@1-6
B7..G7 new_sme month@1-6
""",
)  # fmt: skip

MONEY = Written(
    name="科技金融工作情况表",
    pack="model-zone-2026",
    sheets={"科技金融": """
科技金融工作情况表|<|<|<|<|<
（2026年5月）|<|<|<|<|<
序号|项目|单位|当月数|本年累计数|备注
一|创业投资|||
1|创业投资到账金额|亿元|.|.|.
2|知识产权质押贷款额|亿元|.|.|.
二|资本市场||||
1|新增境内外上市企业|家|.|.|.
2|新三板挂牌企业|家|.|.|.
三|财政支持||||
1|专项资金投入|万元|.|.|.
四|机构引进||||
1|持牌金融机构和登记备案基金|家|.|.|.
"""},
    key="""
D5..E5 equity{亿元} month total
D6..E6 -
D8..E8 listings month year
D9..E9 -
D11..E11 fund{万元} month total
D13..E13 institutions month year
F5..F6 -
F8..F9 -
F11 -
F13 -
""",
)  # fmt: skip

YEARS = Written(
    name="两年对比表",
    pack="model-zone-2026",
    sheets={"对比": """
科技创新指标两年对比表|<|<|<|<|<
指标名称|计量单位|2025年|2026年|<|<
^|^|全年|目标|1—5月实际|比去年同期增长（%）
新增入库科技型中小企业数|家|.|.|.|.
新增高新技术企业数|家|.|.|.|.
有效高价值发明专利|件|.|.|.|.
新增高价值发明专利|件|.|.|.|.
"""},
    key="""
C4..F4 new_sme - goal year yoy
C5..F5 new_hnte - goal year yoy
C6..F6 -
C7..F7 high_value_new - goal year yoy
""",
)  # fmt: skip

FORMS = (GRADIENT, PARK_MONTHS, MONEY, YEARS)
