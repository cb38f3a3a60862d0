"""Once kept aside, then looked at and tuned on: two tables on a sheet without merges, a table in two halves,
colloquial headers, a plan by quarters."""

from tests.paper.form.forms.layout import Written

STACKED = Written(
    name="两表合一",
    pack="model-zone-2026",
    sheets={"Sheet1": """
表一：主要指标|||||
指标|单位|2026年5月||1-5月|
||当月|同比%|累计|同比%
国家科技型中小企业入库数|家|.|.|.|.
国家高新技术企业认定数|家|.|.|.|.
上市公司新增数|家|.|.|.|.
|||||
表二：分领域|||||
产业领域|新增入库科技型中小企业数|其中注册资本2000万元以上|||
新能源|.|.|||
软件与高端信息技术|.|.|||
先进制造|.|.|||
小计|.|.|||
"""},
    key="""
C4..F4 new_sme month - year yoy
C5..F5 new_hnte month - year yoy
C6..F6 listings month - year yoy
B10..C10 -
B11..C11 -
B12..C12 -
B13..C13 -
""",
)  # fmt: skip

HALVES = Written(
    name="半年报双栏表",
    pack="model-zone-2026",
    sheets={"半年报": """
2026年上半年科技工作主要指标完成情况|<|<|<|<|<|<|<
填报单位（章）|<|<|<|<|<|<|<
指标|单位|全年目标|上半年完成|指标|单位|全年目标|上半年完成
甲|乙|1|2|丙|丁|3|4
新增科技型中小企业|家|.|.|持牌金融机构和登记备案基金|家|.|.
新增高企|家|.|.|新增研发机构（省级以上）|个|.|.
新增专精特新中小企业|家|.|.|行业领先优势产品|个|.|.
孵化载体竣工面积|万㎡|.|.|技术合同成交额|亿元|.|.
"""},
    key="""
C5..D5 new_sme goal year
G5..H5 institutions goal year
C6..D6 new_hnte goal year
G6..H6 rd_bodies goal year
C7..D7 new_specialised goal year
G7..H7 products - year
C8..D8 incubator_area{万㎡} goal year
G8..H8 -
""",
)  # fmt: skip

COLLOQUIAL = Written(
    name="高企培育周调度",
    pack="model-zone-2026",
    sheets={"5月": """
高企、科小培育工作调度表（5月）|<|<|<|<|<
类别|全年任务数|本月新增数|截至目前累计数|完成全年任务的%|目前进展及存在问题
高企|.|.|.|.|.
科小|.|.|.|.|.
小巨人|.|.|.|.|.
省级专精特新|.|.|.|.|.
规上高企|.|.|.|.|.
"""},
    key="""
B3..F3 new_hnte goal month total rate -
B4..F4 new_sme goal month total rate -
B5..F5 -
B6..F6 new_specialised goal month total rate -
B7..F7 -
""",
)  # fmt: skip

QUARTERS = Written(
    name="分季度进度计划",
    pack="model-zone-2026",
    sheets={"分季": """
2026年重点指标分季度完成情况|<|<|<|<|<|<
指标（单位）|年度目标|一季度|二季度|三季度|四季度|全年累计
新增入库科技型中小企业（家）|.|.|.|.|.|.
新增高价值发明专利（件）|.|.|.|.|.|.
创业投资到账（亿元）|.|.|.|.|.|.
净增规上工业企业（家）|.|.|.|.|.|.
"""},
    key="""
B3..G3 new_sme goal quarter@3 quarter@6 quarter@9 quarter@12 year
B4..G4 high_value_new goal quarter@3 quarter@6 quarter@9 quarter@12 year
B5..G5 equity{亿元} goal quarter@3 quarter@6 quarter@9 quarter@12 total
B6..G6 -
""",
)  # fmt: skip

FORMS = (STACKED, HALVES, COLLOQUIAL, QUARTERS)
