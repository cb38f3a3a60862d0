"""Once kept aside, then looked at and tuned on: parks across, indicators down; economic indicators among others;
categories merged down."""

from tests.paper.form.forms.layout import Written

PARKS_ACROSS = Written(
    name="分园区指标一览",
    pack="model-zone-2026",
    sheets={"一览": """
高新区各园区科技创新指标一览（2026年1—5月累计）|<|<|<|<|<
指　标|单位|软件园|生物医药园|先进制造园|合计
新增入库科技型中小企业|家|.|.|.|.
新增高新技术企业|家|.|.|.|.
新增省级以上研发机构|个|.|.|.|.
新增高价值发明专利|件|.|.|.|.
规上工业总产值|亿元|.|.|.|.
"""},
    key="""
C3 new_sme[park=软件园] year
D3 new_sme[park=生物医药园] year
E3 new_sme[park=先进制造园] year
F3 new_sme year
C4 new_hnte[park=软件园] year
D4 new_hnte[park=生物医药园] year
E4 new_hnte[park=先进制造园] year
F4 new_hnte year
C5 rd_bodies[park=软件园] year
D5 rd_bodies[park=生物医药园] year
E5 rd_bodies[park=先进制造园] year
F5 rd_bodies year
C6 high_value_new[park=软件园] year
D6 high_value_new[park=生物医药园] year
E6 high_value_new[park=先进制造园] year
F6 high_value_new year
C7..F7 -
""",
)  # fmt: skip

ECONOMY = Written(
    name="月度主要指标快报",
    pack="model-zone-2026",
    sheets={"快报": """
高新区主要经济和科技指标快报|<|<|<|<
2026年5月|<|<|<|<
指标|单位|本月止累计|同比（%）|年度目标完成率（%）
地区生产总值|亿元|.|.|.
规上工业增加值增速|%|.|.|.
固定资产投资|亿元|.|.|.
税收收入|亿元|.|.|.
新增入库科技型中小企业|家|.|.|.
新增高新技术企业|家|.|.|.
高新技术企业总数|家|.|.|.
技术合同登记额|亿元|.|.|.
有效科技型中小企业数|家|.|.|.
R&D经费投入|亿元|.|.|.
"""},
    key="""
C4..E4 -
C5..E5 -
C6..E6 -
C7..E7 -
C8..E8 new_sme total yoy rate
C9..E9 new_hnte total yoy rate
C10..E10 -
C11..E11 -
C12..E12 valid total yoy rate
C13..E13 -
""",
)  # fmt: skip

CATEGORIES = Written(
    name="实施意见落实情况表",
    pack="baotou-2015",
    sheets={"落实": """
科技“小巨人”实施意见主要目标落实情况表|<|<|<|<|<|<
（截至2018年12月底）||||||
类别|目标内容|计量单位|2020年目标值|2018年新增|累计完成|完成比例
企业|培育科技小巨人企业|户|.|.|.|.
^|培育上市企业|家|.|.|.|.
创新|申报发明专利|件|.|.|.|.
^|授权发明专利|件|.|.|.|.
^|新建研发机构|家|.|.|.|.
^|院士工作站|家|.|.|.|.
协同|产业技术创新战略联盟|个|.|.|.|.
资金|引进风险投资|万元|.|.|.|.
"""},
    key="""
D4..G4 little_giants goal year total rate
D5..G5 listings goal year total rate
D6..G6 invention_filed goal year total rate
D7..G7 invention_granted goal year total rate
D8..G8 rd_bodies goal year total rate
D9..G9 stations goal year total rate
D10..G10 alliances goal year total rate
D11 -
E11 venture{万元} total
F11 venture{万元} total
G11 -
""",
)  # fmt: skip

STAGES = Written(
    name="分阶段分规模统计",
    pack="tianjin-hitech-2012",
    sheets={"Sheet1": """
附件：||||||
新增科技型中小企业分类统计表（2012年1—9月）|<|<|<|<|<|<
|||||单位：家|
行业领域|合计|按注册资金|<|按培育阶段|<|<
^|^|2000万元以上|2000万元以下|初创期|成长期|壮大期
合计|.|.|.|.|.|.
新能源|.|.|.|.|.|.
生物医药|.|.|.|.|.|.
现代服务业|.|.|.|.|.|.
"""},
    key="""
B6 new_sme year
C6 new_sme[capital=large] year
D6 new_sme[capital=small] year
E6 new_sme[stage=startup] year
F6 new_sme[stage=growth] year
G6 new_sme[stage=strong] year
B7 new_sme[industry=new_energy] year
B8 new_sme[industry=biomedicine] year
B9 new_sme[industry=services] year
C7..G7 -
C8..G8 -
C9..G9 -
""",
)  # fmt: skip

FORMS = (PARKS_ACROSS, ECONOMY, CATEGORIES, STAGES)
