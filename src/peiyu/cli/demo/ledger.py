"""Writes the demonstration ledger: as ugly as ledgers are, and the same every time.

Run `python -m peiyu.cli.demo.ledger FILE.xlsx` to write it again.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import xlsxwriter

from peiyu.cli.demo.firms import LISTED, MadeUpFirm, made_up_firms

TITLE = "云州高新区科技型企业培育台账（虚构数据，仅供演示）"
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("序号", ("",)),
    ("企业名称", ("",)),
    ("统一社会信用代码", ("",)),
    ("成立日期", ("",)),
    ("行业代码", ("",)),
    ("所属区县", ("",)),
    ("2023年", ("营业收入", "主营业务收入", "研发费用", "净资产")),
    ("2024年", ("营业收入", "主营业务收入", "研发费用", "净资产")),
    (
        "2025年",
        (
            "营业收入", "主营业务收入", "研发费用", "加计扣除研发费用", "净资产", "资产总额", "负债总额", "净利润",
            "高新技术产品收入", "职工人数（人）", "科技人员（人）", "研发人员（人）",
        ),
    ),
    ("2025年末知识产权（件）", ("发明专利数", "实用新型数", "软著数", "Ⅰ类知识产权", "Ⅱ类知识产权")),
    ("2025年市场", ("从事细分市场年限（年）", "国内市场占有率（%）", "发展评价得分")),
    ("高新技术企业", ("是否高企", "证书编号", "发证日期", "有效期至")),
    ("科技型中小企业", ("是否入库", "发证日期", "有效期至")),
    ("专精特新中小企业", ("是否认定", "认定日期", "有效期至")),
    (
        "核查",
        (
            "境内居民企业", "属于禁止限制淘汰类", "会计核算健全且查账征收", "主导产品市场地位较为靠前",
            "近两年有无重大事故或失信",
        ),
    ),
    ("联系电话", ("",)),
    ("备注", ("",)),
)  # fmt: skip
HIDDEN = "联系电话"
WIDTHS = {"企业名称": 26, "统一社会信用代码": 21, "备注": 18}


def columns() -> list[tuple[str, str]]:
    return [(group, leaf) for group, leaves in GROUPS for leaf in leaves]


def row_of(serial: int, firm: MadeUpFirm) -> dict[tuple[str, str], Any]:
    """One firm as the clerk would have typed it, before anything goes wrong."""
    row: dict[tuple[str, str], Any] = {
        ("序号", ""): serial, ("企业名称", ""): firm.name, ("统一社会信用代码", ""): firm.code,
        ("成立日期", ""): firm.founded.isoformat(), ("行业代码", ""): firm.industry, ("所属区县", ""): firm.district,
        (HIDDEN, ""): f"000-5550{serial:03d}",
    }  # fmt: skip
    for place, year in enumerate(("2023年", "2024年", "2025年")):
        row |= {
            (year, "营业收入"): firm.revenue[place], (year, "主营业务收入"): firm.main_revenue[place],
            (year, "研发费用"): firm.rd[place], (year, "净资产"): firm.net_assets[place],
        }  # fmt: skip
    last, rights, market, checked = "2025年", "2025年末知识产权（件）", "2025年市场", "核查"
    row |= {
        (last, "加计扣除研发费用"): firm.rd_super, (last, "资产总额"): firm.assets,
        (last, "负债总额"): firm.liabilities,
        (last, "净利润"): firm.net_profit, (last, "高新技术产品收入"): firm.hightech,
        (last, "职工人数（人）"): firm.staff,
        (last, "科技人员（人）"): firm.sci_staff, (last, "研发人员（人）"): firm.rd_staff,
        (rights, "发明专利数"): firm.inventions, (rights, "实用新型数"): firm.utility_models,
        (rights, "软著数"): firm.copyrights, (rights, "Ⅰ类知识产权"): firm.inventions,
        (rights, "Ⅱ类知识产权"): firm.utility_models + firm.copyrights,
        (market, "从事细分市场年限（年）"): firm.segment_years,
        (market, "国内市场占有率（%）"): round(firm.share * 100, 1),
        (market, "发展评价得分"): firm.platform_score,
        ("高新技术企业", "是否高企"): "是" if firm.hnte else "否",
        (checked, "境内居民企业"): "是", (checked, "属于禁止限制淘汰类"): "否",
        (checked, "会计核算健全且查账征收"): "是",
        (checked, "主导产品市场地位较为靠前"): "是" if firm.share >= 0.08 else None,
        (checked, "近两年有无重大事故或失信"): "无",
        ("科技型中小企业", "是否入库"): "是" if firm.tech_sme_until else "否",
        ("专精特新中小企业", "是否认定"): "是" if firm.specialised_until else "否",
    }  # fmt: skip
    if firm.hnte:
        number, granted, until = firm.hnte
        row |= {
            ("高新技术企业", "证书编号"): number, ("高新技术企业", "发证日期"): granted.isoformat(),
            ("高新技术企业", "有效期至"): until.isoformat(),
        }  # fmt: skip
    if firm.tech_sme_until:
        row[("科技型中小企业", "发证日期")] = (firm.tech_sme_until - dt.timedelta(days=365)).isoformat()
        row[("科技型中小企业", "有效期至")] = firm.tech_sme_until.isoformat()
    if firm.specialised_until:
        row[("专精特新中小企业", "认定日期")] = (firm.specialised_until - dt.timedelta(days=1096)).isoformat()
        row[("专精特新中小企业", "有效期至")] = firm.specialised_until.isoformat()
    return row


def spoil(rows: list[dict[tuple[str, str], Any]]) -> None:
    """What years of typing do to a ledger."""
    code, name, last = ("统一社会信用代码", ""), ("企业名称", ""), "2025年"
    note, founded = ("备注", ""), ("成立日期", "")
    rows[4][code] = rows[4][code][:-1] + ("0" if rows[4][code][-1] != "0" else "1")
    rows[17][code] = rows[17][code].lower()
    rows[23][code] = None
    rows[31][code] = rows[31][code][:-1] + " "
    rows[2][(last, "营业收入")] = round(rows[2][(last, "营业收入")] * 10_000, 0)
    rows[12][(last, "研发费用")] = round(rows[12][(last, "研发费用")] * 10_000, 0)
    rows[20][(last, "资产总额")] = f"约{rows[20][(last, '资产总额')]}"
    rows[8][(last, "科技人员（人）")] = "-"
    rows[15][(last, "研发费用")] = None
    rows[25][(last, "科技人员（人）")] = None
    rows[35][(last, "职工人数（人）")] = "无"
    rows[38][(last, "研发人员（人）")] = rows[38][(last, "职工人数（人）")] + 30
    rows[9][(last, "负债总额")] = "/"
    rows[27][(last, "研发费用")] = -abs(rows[27][(last, "研发费用")])
    rows[33][(last, "营业收入")] = "３，２１０．５"
    rows[6][("2025年末知识产权（件）", "发明专利数")] = "2（1件审查中）"
    rows[11][("2025年末知识产权（件）", "软著数")] = "无"
    rows[13][founded] = "2012.2"
    rows[19][founded] = "2015年6月"
    rows[22][founded] = 42005
    rows[29][founded] = "不详"
    rows[14][name] = rows[14][name].replace("有限公司", "（集团）有限公司")
    rows[21][name] = rows[21][name] + "  "
    rows[26][("核查", "会计核算健全且查账征收")] = None
    rows[36][("核查", "境内居民企业")] = "?"
    rows[37][("核查", "近两年有无重大事故或失信")] = None
    rows[16][("高新技术企业", "有效期至")] = None
    rows[41][note] = "2024年由外地迁入"
    rows[2][note] = "财务新换人"
    rows[44][note] = '=HYPERLINK("x","点击")'


def write_ledger(path: Path) -> None:
    """Writes the ledger to `path` (.xlsx)."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    book.set_properties({"title": TITLE, "comments": "虚构数据", "created": dt.datetime(2026, 7, 1)})
    sheet = book.add_worksheet("企业台账")
    cell = book.add_format({"border": 1})
    head = book.add_format({"border": 1, "bold": True, "text_wrap": True, "align": "center"})
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    all_columns = columns()
    sheet.merge_range(0, 0, 0, len(all_columns) - 1, TITLE, title)
    sheet.merge_range(1, 0, 1, 10, "数据截止日：2026年6月30日")
    sheet.write(1, len(all_columns) - 2, "单位：万元")
    _write_header(sheet, head)
    rows = [row_of(serial, firm) for serial, firm in enumerate(made_up_firms(), start=1)]
    spoil(rows)
    rows.insert(40, {**rows[7], ("序号", ""): "", ("备注", ""): "与前面重复？"})
    at = 4
    for row in rows:
        _write_row(sheet, at, row, cell)
        at += 1
    _write_total(sheet, at, rows, cell)
    sheet.write(at + 1, 0, "注：1.数据由企业自报；2.“无”表示没有，“-”表示未填报；3.本表为虚构数据。")
    sheet.write(at + 2, 0, "填表人：李某某")
    sheet.write(at + 2, 8, "审核人：")
    sheet.write(at + 2, 12, "填表日期：2026年7月1日")
    _write_rights(book.add_worksheet("知识产权明细"), head, cell)
    book.add_worksheet("往年（勿动）").hide()
    book.close()


RIGHTS = (
    "企业名称", "统一社会信用代码", "专利号", "类别", "授权日期", "法律状态",
    "与主导产品相关", "已应用并产生经济效益", "有争议或纠纷", "取得方式", "权利人排名",
)  # fmt: skip


def _write_rights(sheet: Any, head: Any, cell: Any) -> None:
    """The second sheet: inventions one by one, for the firms whose park officer keeps them."""
    sheet.merge_range(0, 0, 0, len(RIGHTS) - 1, "发明专利明细（虚构数据）", head)
    sheet.set_column(0, 2, 22)
    for place, word in enumerate(RIGHTS):
        sheet.write_string(1, place, word, head)
    at = 2
    for serial, firm in enumerate(made_up_firms()):
        for number in range(firm.inventions if firm.kind in LISTED else 0):
            granted = dt.date(2018 + (serial + number) % 7, 1 + number % 12, 15).isoformat()
            right = f"ZL{granted[:4]}9{serial:04d}{number:03d}.{number}"
            row = (firm.name, firm.code, right, "发明专利", granted, "有效", "是", "是", "否", "自主研发", 1)
            for place, value in enumerate(row):
                sheet.write(at, place, value, cell)
            at += 1


def _write_header(sheet: Any, head: Any) -> None:
    at = 0
    for group, leaves in GROUPS:
        width, hidden = WIDTHS.get(group, 11), {"hidden": group == HIDDEN}
        sheet.set_column(at, at + len(leaves) - 1, width, None, hidden)
        if leaves == ("",):
            sheet.merge_range(2, at, 3, at, group, head)
        elif len(leaves) == 1:
            sheet.write(2, at, group, head)
        else:
            sheet.merge_range(2, at, 2, at + len(leaves) - 1, group, head)
        for place, leaf in enumerate(leaves):
            if leaf:
                sheet.write(3, at + place, leaf, head)
        at += len(leaves)


def _write_row(sheet: Any, at: int, row: dict[tuple[str, str], Any], cell: Any) -> None:
    for place, column in enumerate(columns()):
        value = row.get(column)
        if value is None:
            sheet.write_blank(at, place, None, cell)
        elif isinstance(value, str):
            sheet.write_string(at, place, value, cell)
        else:
            sheet.write_number(at, place, value, cell)


def _write_total(sheet: Any, at: int, rows: list[dict[tuple[str, str], Any]], cell: Any) -> None:
    sheet.write(at, 1, "合计", cell)
    for place, column in enumerate(columns()):
        if column[0].endswith("年") and column[0].startswith("20"):
            sheet.write_number(
                at, place, round(sum(v for r in rows if isinstance(v := r.get(column), (int, float))), 1), cell
            )


if __name__ == "__main__":
    write_ledger(Path(sys.argv[1]))
