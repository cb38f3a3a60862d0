"""Looked at since: a sheet of marks, whose line of particulars was taken for a head at first."""

from tests.paper.form.forms.layout import Written

MARKS = Written(
    name="考核评分表",
    pack="model-zone-2026",
    sheets={"评分表": """
2026年度科技企业培育工作考核评分表|<|<|<|<|<|<|<|<
被考核单位：|||||||考核时间：2026年5月|
序号|考核指标|分值|年度目标值|累计完成值|计分方法|自评分|核定分|佐证材料
1|新增入库科技型中小企业（家）|20|.|.|按比例计分|.|.|.
2|新增高新技术企业（家）|20|.|.|按比例计分|.|.|.
3|新增省级以上研发机构（个）|10|.|.|每少1个扣2分|.|.|.
4|新增高价值发明专利（件）|10|.|.|按比例计分|.|.|.
5|招商引资到位资金（亿元）|20|.|.|按比例计分|.|.|.
合计||80||||.|.|
"""},
    key="""
D4..E4 new_sme goal total
D5..E5 new_hnte goal total
D6..E6 rd_bodies goal total
D7..E7 high_value_new goal total
D8..E8 -
G4..I4 -
G5..I5 -
G6..I6 -
G7..I7 -
G8..I8 -
G9..H9 -
""",
)  # fmt: skip

FORMS = (MARKS,)
