"""Tables by park and part, of tasks, money, carriers and assessments."""

from tests.paper.form.forms.layout import Written

PARKS = Written(
    name="科技型中小企业培育情况统计表",
    pack="model-zone-2026",
    sheets={"统计表": """
各园区科技型中小企业培育情况统计表|<|<|<|<|<|<|<
（2026年1—5月）|<|<|<|<|<|<|<
填报单位：||||||单位：家|
园区|新增入库科技型中小企业|<|<|<|新增高新技术企业|专精特新中小企业总数|主导产业企业占比⏎（%）
^|本月|1—5月累计|其中：注册资本⏎2000万元以上|注册资本不足⏎2000万元|^|^|^
合计|=SUM(B7:B10)|.|.|.|.|.|.
软件园|.|.|.|.|.|.|.
生物医药园|.|.|.|.|.|.|.
先进制造园|.|.|.|.|.|.|.
其他园区|.|.|.|.|.|.|.
"""},
    key="""
C6 new_sme year
D6 new_large year
E6 new_small year
F6 new_hnte year
G6 ladder total
H6 cluster total
B7..C7 new_sme[park=软件园] month year
D7 new_large[park=软件园] year
E7 new_small[park=软件园] year
F7 new_hnte[park=软件园] year
G7 ladder[park=软件园] total
H7 cluster[park=软件园] total
B8..C8 new_sme[park=生物医药园] month year
D8 new_large[park=生物医药园] year
E8 new_small[park=生物医药园] year
F8 new_hnte[park=生物医药园] year
G8 ladder[park=生物医药园] total
H8 cluster[park=生物医药园] total
B9..C9 new_sme[park=先进制造园] month year
D9 new_large[park=先进制造园] year
E9 new_small[park=先进制造园] year
F9 new_hnte[park=先进制造园] year
G9 ladder[park=先进制造园] total
H9 cluster[park=先进制造园] total
B10..H10 -
""",
)  # fmt: skip

TASKS = Written(
    name="任务分解表",
    pack="model-zone-2026",
    format="docx",
    above={"表1": "附件2\n2026年科技型中小企业培育重点任务分解表\n（截至2026年5月底）"},
    sheets={"表1": """
序号|重点工作任务|年度目标|累计完成|完成率|存在问题及下一步打算|主要责任单位|完成期限
1|新增入库科技型中小企业|1000家|.|.|.|科技主管部门|2026年12月
2|新增专精特新中小企业|35家以上|.|.|.|工业和信息化主管部门|2026年12月
3|组建产学研创新联合体|1—2个|.|.|.|科技主管部门|2026年12月
4|参与制定国家、行业标准|30项|.|.|.|市场监管部门|2028年12月
5|举办创新创业大赛|2场|.|.|.|科技主管部门|2026年11月
"""},
    key="""
D2..F2 new_sme total rate -
D3..F3 new_specialised total rate -
D4..F4 consortia total rate -
D5..F5 standards total rate -
D6..F6 -
""",
)  # fmt: skip

QUARTER = Written(
    name="季度统计表",
    pack="model-zone-2026",
    sheets={"季报": """
科技企业梯度培育季度统计表|<|<|<|<|<|<
填报单位：|||2026年二季度|<|<|单位：家、个、件
项目|代码|年度⏎目标|本季度|<|年初至今累计|<
^|^|^|实绩|同比增长（%）|实绩|同比增长（%）
甲|乙|1|2|3|4|5
（一）科技型中小企业（新增入库）|01|.|.|.|.|.
（二）高新技术企业（新增）|02|.|.|.|.|.
（三）国家专精特新“小巨人”企业（新增）|03|.|.|.|.|.
（四）高价值发明专利（新增）|04|.|.|.|.|.
（五）领先产品|05|.|.|.|.|.
"""},
    key="""
C6..G6 new_sme goal quarter - year yoy
C7..G7 new_hnte goal quarter - year yoy
C8..G8 -
C9..G9 high_value_new goal quarter - year yoy
C10..G10 products - quarter - year yoy
""",
)  # fmt: skip

FUND = Written(
    name="专项资金使用情况表",
    pack="model-zone-2026",
    sheets={"资金": """
科技型中小企业发展专项资金使用情况表|<|<|<|<|<
截止日期：2026年5月31日||||单位：万元|
支出方向|预算安排|累计下达|累计拨付|拨付率（%）|受益企业（家）
创新投入补助|.|.|.|.|.
孵化服务补助|.|.|.|.|.
人才培训|.|.|.|.|.
合计|=SUM(B4:B6)|.|.|.|.
"""},
    key="""
B4..F4 -
B5..F5 -
B6..F6 -
C7 fund{万元} total
D7..F7 -
""",
)  # fmt: skip

CARRIERS = Written(
    name="孵化载体建设情况表",
    pack="model-zone-2026",
    sheets={"载体建设": """
孵化载体建设情况表（2026年5月）|<|<|<
项目|计量单位|本月|本年累计
新增竣工备案孵化载体面积|万平方米|.|.
在建孵化载体面积|万平方米|.|.
在孵企业|家|.|.
毕业企业|家|.|.
""", "载体明细": """
孵化载体明细表|<|<|<|<|<
序号|载体名称|所属园区|建筑面积（㎡）|在孵企业数（家）|法定代表人
1|.|.|.|.|.
2|.|.|.|.|.
3|.|.|.|.|.
"""},
    key="""
C3..D3 incubator_area{万平方米} month year
C4..D4 -
C5..D5 -
C6..D6 -
""",
    lists=1,
)  # fmt: skip

ASSESSMENT = Written(
    name="考核指标完成情况表",
    pack="model-zone-2026",
    sheets={"考核": """
2026年度科技创新考核指标完成情况表|<|<|<|<|<|<|<|<
（截至2026年5月31日）|<|<|<|<|<|<|<|<
一级指标|二级指标|分值|目标值|完成值|完成率|序时进度|自评分|佐证材料
企业培育|新增入库科技型中小企业（家）|20|1000|.|.|.|.|.
^|新增高新技术企业（家）|15|20|.|.|.|.|.
^|新增境内外上市企业（家）|10|2|.|.|.|.|.
创新能力|每万名从业人员高价值发明专利拥有量（件/万人）|15|30|.|.|.|.|.
^|新增省级以上研发机构（个）|10|5|.|.|.|.|.
^|全社会研发经费投入强度（%）|10|3.5|.|.|.|.|.
金融支撑|持牌金融机构和登记备案基金（家）|10|20|.|.|.|.|.
合计|<|90|||.|.|.|.
"""},
    key="""
E4..G4 new_sme total rate due
E5..G5 new_hnte total rate due
E6..G6 listings total rate due
E7..G7 high_value_per_10k total rate due
E8..G8 rd_bodies total rate due
E9..G9 -
E10..G10 institutions total rate due
H4..I10 -
F11..I11 -
""",
)  # fmt: skip

FORMS = (PARKS, TASKS, QUARTER, FUND, CARRIERS, ASSESSMENT)
