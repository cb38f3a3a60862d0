"""Once kept aside, then looked at and tuned on: indicators with their definitions."""

from tests.paper.form.forms.layout import Written

DEFINED = Written(
    name="监测指标表",
    pack="model-zone-2026",
    sheets={"监测": """
科技型中小企业培育监测指标表|<|<|<|<|<
监测期：2026年1—6月|||||
序号|监测指标|计量单位|指标口径|监测值|上年同期值
1|新增入库科技型中小企业数|家|首次取得入库登记编号|.|.
2|新增高新技术企业数|家|首次发证|.|.
3|主导产业企业占比|%|按行业代码|.|.
4|每万名从业人员高价值发明专利拥有量|件/万人|含PCT|.|.
5|创业投资到账额|万元|到账日期在本期|.|.
6|退出企业数|家|迁出和注销|.|.
7|科技型中小企业研发投入强度|%|研发费用/营业收入|.|.
"""},
    key="""
E4..F4 new_sme year before
E5..F5 new_hnte year before
E6..F6 cluster total before
E7..F7 high_value_per_10k total before
E8..F8 equity{万元} total before
E9..F9 survival total before
E10..F10 -
""",
)  # fmt: skip

FORMS = (DEFINED,)
