"""Once kept aside, then looked at and tuned on: a city's monthly table, measures down and indicators across, districts, a list of matters."""

# ruff: noqa: E501 -- a row of a form is one line
from tests.paper.form.forms.layout import Written

CITY = Written(
    name="市科技局月调度表",
    pack="tianjin-hitech-2012",
    sheets={"月调度": """
2012年9月份科技型中小企业发展月调度表|<|<|<|<|<|<|<
表　　号：科企月1表|||||||
填报单位：天津高新区||||||计量单位：家、平方米、件|
序号|指标名称|2012年目标|9月|<|1-9月|<|<
^|^|^|新增|比上月增减|累计|同比增幅（%）|完成年度目标（%）
1|科技型中小企业|.|.|.|.|.|.
2|#其中：注册资金2000万元以上|.|.|.|.|.|.
3|科技小巨人企业|.|.|.|.|.|.
4|竣工孵化器面积|.|.|.|.|.|.
5|申请专利|.|.|.|.|.|.
6|#发明专利|.|.|.|.|.|.
7|引进金融机构|.|.|.|.|.|.
说明：本表于次月3日前报市科委。|<|<|<|<|<|<|<
""".replace("#", "")},
    key="""
C6..H6 new_sme goal month - year yoy rate
C7..H7 new_large goal month - year yoy rate
C8..H8 new_giants goal month - year yoy rate
C9..H9 incubator_area goal month - year yoy rate
C10..H10 patents goal month - year yoy rate
C11..H11 -
C12..H12 institutions goal month - year yoy rate
""",
)  # fmt: skip

ACROSS = Written(
    name="指标横排表",
    pack="model-zone-2026",
    sheets={"汇总": """
科技创新主要指标汇总表|<|<|<|<|<
时间：2026年5月||||||
项　目|新增入库科技型中小企业（家）|新增高新技术企业（家）|新增高价值发明专利（件）|新增孵化载体面积（平方米）|产学研创新联合体（个）
全年目标|.|.|.|.|.
本月完成|.|.|.|.|.
累计完成|.|.|.|.|.
完成率（%）|.|.|.|.|.
去年同期累计|.|.|.|.|.
同比增长（%）|.|.|.|.|.
"""},
    key="""
B4 new_sme goal
C4 new_hnte goal
D4 high_value_new goal
E4 incubator_area goal
F4 consortia goal
B5 new_sme month
C5 new_hnte month
D5 high_value_new month
E5 incubator_area month
F5 consortia month
B6 new_sme total
C6 new_hnte total
D6 high_value_new total
E6 incubator_area total
F6 consortia total
B7 new_sme rate
C7 new_hnte rate
D7 high_value_new rate
E7 incubator_area rate
F7 consortia rate
B8 new_sme before
C8 new_hnte before
D8 high_value_new before
E8 incubator_area before
F8 consortia before
B9 new_sme yoy
C9 new_hnte yoy
D9 high_value_new yoy
E9 incubator_area yoy
F9 consortia yoy
""",
)  # fmt: skip

DISTRICTS = Written(
    name="各旗县区小巨人培育情况",
    pack="baotou-2015",
    sheets={"附件3": """
附件3|||||||
各旗县区科技“小巨人”企业培育情况统计表|<|<|<|<|<|<
统计时间：截至2016年6月底||||||
旗县区|累计培育科技小巨人企业（户）|授权发明专利|<|建立研发机构（家）|参与制定国家、行业标准（项）|联系人
^|^|本月|累计|^|^|^
全市|.|.|.|.|.|.
云岭区|.|.|.|.|.|.
临川区|.|.|.|.|.|.
安平县|.|.|.|.|.|.
稀土高新区|.|.|.|.|.|.
"""},
    key="""
B6 little_giants total
C6..D6 invention_granted month total
E6 rd_bodies total
F6 standards total
B7 little_giants[district=云岭区] total
C7..D7 invention_granted[district=云岭区] month total
E7 rd_bodies[district=云岭区] total
F7 standards[district=云岭区] total
B8 little_giants[district=临川区] total
C8..D8 invention_granted[district=临川区] month total
E8 rd_bodies[district=临川区] total
F8 standards[district=临川区] total
B9 little_giants[district=安平县] total
C9..D9 invention_granted[district=安平县] month total
E9 rd_bodies[district=安平县] total
F9 standards[district=安平县] total
B10 little_giants[district=稀土高新区] total
C10..D10 invention_granted[district=稀土高新区] month total
E10 rd_bodies[district=稀土高新区] total
F10 standards[district=稀土高新区] total
G6..G10 -
""",
)  # fmt: skip

MATTERS = Written(
    name="工作进展一览表",
    pack="baotou-2015",
    format="docx",
    above={"表1": "包头市培育科技“小巨人”工作进展一览表\n（2016年上半年）"},
    sheets={"表1": """
主要目标|2020年目标|2016年上半年完成|启动以来累计完成|目标完成比例|备注
培育科技小巨人企业|50户|.|.|.|.
产业技术创新战略联盟|3—5个|.|.|.|.
申报发明专利|100件|.|.|.|.
建立院士工作站|10家|.|.|.|.
企业研发投入（万元）|—|.|.|—|.
"""},
    key="""
C2..F2 little_giants year total rate -
C3..F3 alliances year total rate -
C4..F4 invention_filed year total rate -
C5..F5 stations year total rate -
C6..D6 -
F6 -
""",
)  # fmt: skip

FORMS = (CITY, ACROSS, DISTRICTS, MATTERS)
