"""Once kept aside, then looked at and tuned on: a report's annex in a document, a plan of the year, a ledger of
firms with totals, a table of gaps."""

from tests.paper.form.forms.layout import Written

ANNEX = Written(
    name="专报附表",
    pack="model-zone-2026",
    format="docx",
    above={"表1": "附件\n2026年1—6月科技型企业梯度培育进展情况\n单位：家"},
    sheets={"表1": """
层级|全年目标|新增情况|<|<|序时进度（%）|牵头单位
^|^|6月|1—6月|同比增长（%）|^|^
科技型中小企业（入库）|1000|.|.|.|.|科技局
高新技术企业|20|.|.|.|.|科技局
专精特新中小企业|35|.|.|.|.|工信局
专精特新“小巨人”企业|—|.|.|.|.|工信局
"""},
    key="""
C3..F3 new_sme month year yoy due
C4..F4 new_hnte month year yoy due
C5..F5 new_specialised month year yoy due
C6..F6 -
""",
)  # fmt: skip

PLAN = Written(
    name="下半年工作计划表",
    pack="model-zone-2026",
    sheets={"计划": """
科技企业培育下半年工作计划表|<|<|<|<|<
填报时间：2026年6月30日|||||
指标|年度目标|上半年完成数|完成年度目标%|下半年计划数|预计全年完成数
新增科技型中小企业（家）|.|.|.|.|.
新增高新技术企业（家）|.|.|.|.|.
新增创新联合体（个）|.|.|.|.|.
新增孵化面积（万平方米）|.|.|.|.|.
"""},
    key="""
B4..F4 new_sme goal year rate - outlook
B5..F5 new_hnte goal year rate - outlook
B6..F6 consortia goal year rate - outlook
B7..F7 incubator_area{万平方米} goal year rate - outlook
""",
)  # fmt: skip

LEDGER = Written(
    name="上市后备台账",
    pack="model-zone-2026",
    sheets={"汇总": """
企业上市工作汇总表（截至2026年5月末）|<|<
项目|户数|备注
今年新增境内外上市企业|.|.
今年新增新三板挂牌企业|.|.
上市后备企业|.|.
""", "台账": """
上市后备企业台账|<|<|<|<|<|<
序号|企业名称|统一社会信用代码|行业|上年营业收入（万元）|上年净利润（万元）|拟上市板块
1|.|.|.|.|.|.
2|.|.|.|.|.|.
3|.|.|.|.|.|.
"""},
    key="""
B3 listings year
B4 -
B5 -
C3..C5 -
""",
    lists=1,
)  # fmt: skip

GAPS = Written(
    name="差距分析表",
    pack="tianjin-hitech-2012",
    sheets={"差距": """
津高新区科技型中小企业工作差距分析表|<|<|<|<|<
2012年10月||||计量单位：家、件、万平方米|
工作目标|目标数|已完成|距目标差额|去年同期完成|环比增长
新增科技型中小企业|.|.|.|.|.
其中注册资金2000万元以上|.|.|.|.|.
新增科技小巨人企业|.|.|.|.|.
孵化器建设面积|.|.|.|.|.
企业专利申请量|.|.|.|.|.
产学研合作创新联盟|.|.|.|.|.
"""},
    key="""
B4..F4 new_sme goal total gap before -
B5..F5 new_large goal total gap before -
B6..F6 new_giants goal total gap before -
B7..F7 incubator_area{万平方米} goal total gap before -
B8..F8 patents goal total gap before -
B9..F9 alliances goal total gap before -
""",
)  # fmt: skip

FORMS = (ANNEX, PLAN, LEDGER, GAPS)
