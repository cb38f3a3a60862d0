"""Once kept aside, then looked at and tuned on: origins, pace, a quarter of a city, a card in a document."""

from tests.paper.form.forms.layout import Written

ORIGINS = Written(
    name="新增来源分析表",
    pack="model-zone-2026",
    sheets={"来源": """
新增入库科技型中小企业来源分析|<|<|<|<
2026年5月|||单位：户|
来源途径|本月数|占比（%）|1—5月累计|占比（%）
新注册|.|.|.|.
迁入|.|.|.|.
转型|.|.|.|.
新认定|.|.|.|.
总计|.|100|.|100
"""},
    key="""
B4..E4 new_sme[route=新注册] month - year -
B5..E5 new_sme[route=迁入] month - year -
B6..E6 new_sme[route=转型] month - year -
B7..E7 new_sme[route=新认定] month - year -
B8 new_sme month
D8 new_sme year
""",
)  # fmt: skip

PACE = Written(
    name="目标任务序时进度表",
    pack="tianjin-hitech-2012",
    format="docx",
    above={"表1": "天津高新区科技型中小企业工作目标序时进度表\n2012年1—6月"},
    sheets={"表1": """
任务名称|全年任务|序时任务|实际完成|完成率|超（欠）序时|排名
新增科技型中小企业（家）|1000|.|.|.|.|.
新增科技小巨人（家）|35|.|.|.|.|.
孵化器建设面积（万平方米）|10|.|.|.|.|.
产学研合作创新联盟（个）|1—2|.|.|.|.|.
企业专利申请量（件）|3000|.|.|.|.|.
发明专利授权量（件）|800|.|.|.|.|.
"""},
    key="""
C2..E2 new_sme plan total rate
C3..E3 new_giants plan total rate
C4..E4 incubator_area{万平方米} plan total rate
C5..E5 alliances plan total rate
C6..E6 patents plan total rate
C7..E7 -
F2..G7 -
""",
)  # fmt: skip

CITY_QUARTER = Written(
    name="全市科技企业季报",
    pack="baotou-2015",
    sheets={"科企季1表": """
科技型企业培育季度报表|<|<|<|<|<
表号：科企季1表|||||2017年第三季度
指标名称|代码|计量单位|本季度|年初累计|上年同期累计
甲|乙|丙|1|2|3
一、企业规模|—|—|—|—|—
~科技型中小企业总数|01|家|.|.|.
~~其中：初创期企业|02|家|.|.|.
二、企业变动|—|—|—|—|—
~新增科技型中小企业|03|家|.|.|.
~退出企业|04|家|.|.|.
~毕业企业|05|家|.|.|.
三、创新产出|—|—|—|—|—
~授权发明专利|06|件|.|.|.
~技术合同成交额|07|万元|.|.|.
"""},
    key="""
D6 -
E6..F6 scale total before
D7 -
E7..F7 scale[stage=startup] total -
D9..F9 entering quarter total before
D10..F10 leaving quarter total before
D11..F11 graduated quarter total before
D13..F13 invention_granted quarter year before
D14..F14 -
""",
)  # fmt: skip

WORD_CARD = Written(
    name="基本情况表",
    pack="model-zone-2026",
    format="docx",
    above={"表1": "高新区科技工作基本情况表\n（截至2026年5月底）"},
    sheets={"表1": """
企业培育|<|<|<
有效科技型中小企业（家）|.|今年新增高新技术企业（家）|.
专精特新中小企业总数（家）|.|专精特新培育对象（家）|.
创新平台|<|<|<
今年新增省级以上研发机构（个）|.|国家重点实验室（个）|.
孵化载体|<|<|<
今年新增竣工孵化载体面积（万㎡）|.|在孵企业（家）|.
填报人|.|手机|.
"""},
    key="""
B2 valid total
D2 new_hnte year
B3 ladder total
D3 reserve total
B5 rd_bodies year
D5 -
B7 incubator_area{万㎡} year
D7 -
B8 -
D8 -
""",
)  # fmt: skip

FORMS = (ORIGINS, PACE, CITY_QUARTER, WORD_CARD)
