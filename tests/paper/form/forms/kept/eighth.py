"""Kept aside: districts by measures, halves of a year, a summary in two tables, a return with the quarter."""

from tests.paper.form.forms.layout import Written

DISTRICTS = Written(
    name="各县区培育工作汇总",
    pack="baotou-2015",
    sheets={"汇总表": """
各县区科技型中小企业培育工作汇总表|<|<|<|<|<|<
（2017年9月）||||||
县（市、区）|新增科技型中小企业（家）|<|退出企业（家）|科技型中小企业总数（家）|申报发明专利（件）|备注
^|本月|1—9月|1—9月|^|1—9月|^
云岭区|.|.|.|.|.|.
临川区|.|.|.|.|.|.
安平县|.|.|.|.|.|.
经开区|.|.|.|.|.|.
总计|.|.|.|.|.|.
"""},
    key="""
B5..C5 entering[district=云岭区] month total
D5 leaving[district=云岭区] total
E5 scale[district=云岭区] total
F5 invention_filed[district=云岭区] year
B6..C6 entering[district=临川区] month total
D6 leaving[district=临川区] total
E6 scale[district=临川区] total
F6 invention_filed[district=临川区] year
B7..C7 entering[district=安平县] month total
D7 leaving[district=安平县] total
E7 scale[district=安平县] total
F7 invention_filed[district=安平县] year
B8..F8 -
B9..C9 entering month total
D9 leaving total
E9 scale total
F9 invention_filed year
G5..G9 -
""",
)  # fmt: skip

TWO_TABLES = Written(
    name="季度汇总两张表",
    pack="model-zone-2026",
    sheets={"Sheet1": """
表1  企业培育|<|<|<
|||2026年二季度
指标|单位|本季新增|年内累计新增
科技型中小企业|家|.|.
高新技术企业|家|.|.
|||
表2  创新产出|<|<|<
指标|单位|本季|年内累计
新增高价值发明专利|件|.|.
参与制定国家、行业标准|项|.|.
专项资金投入|万元|.|.
"""},
    key="""
C4..D4 new_sme quarter year
C5..D5 new_hnte quarter year
C9..D9 high_value_new quarter year
C10..D10 standards quarter year
C11..D11 fund{万元} quarter total
""",
)  # fmt: skip

RESPONSIBLE = Written(
    name="重点任务清单",
    pack="model-zone-2026",
    format="docx",
    above={"表1": "2026年高新区科技创新重点任务清单\n（6月底进展）"},
    sheets={"表1": """
序号|任务|目标值|完成值|完成率|进度评价|牵头部门
一|企业梯度培育|<|<|<|<|<
1|新增入库科技型中小企业（家）|1000|.|.|.|科技局
2|新增专精特新中小企业（家）|35|.|.|.|经发局
二|平台载体建设|<|<|<|<|<
3|新增省级以上研发机构（个）|5|.|.|.|科技局
4|新增孵化载体面积（万平方米）|10|.|.|.|各园区
三|开放合作|<|<|<|<|<
5|举办国际技术转移活动（场）|6|.|.|.|科技局
"""},
    key="""
D3..E3 new_sme total rate
D4..E4 new_specialised total rate
D6..E6 rd_bodies total rate
D7..E7 incubator_area{万平方米} total rate
D9..E9 -
F3..F4 -
F6..F7 -
F9 -
""",
)  # fmt: skip

FORMS = (DISTRICTS, TWO_TABLES, RESPONSIBLE)
