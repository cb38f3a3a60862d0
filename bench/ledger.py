"""A made-up ledger as an office keeps it: one sheet, one row a company, Chinese headers in 万元."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import xlsxwriter

from bench.world import AS_OF, territory
from peiyu.facts.identity import uscc_check

YEAR = AS_OF.year - 1
MONEY = {
    "revenue": "营业收入",
    "main_revenue": "主营业务收入",
    "sales": "销售收入",
    "total_assets": "资产总额",
    "total_liabilities": "负债总额",
    "net_profit": "净利润",
    "rd_accounts": "研发费用",
    "cost_expense": "成本费用总额",
}
WHOLE = {
    "staff": "职工总数（人）",
    "sci_staff": "科技人员（人）",
    "rd_staff": "研发人员（人）",
    "class_1_ip": "Ⅰ类知识产权数（件）",
    "class_2_ip": "Ⅱ类知识产权数（件）",
}


def rows(companies: int) -> pl.DataFrame:
    """Name, code, founding day, industry, certificate, and the last two years' figures."""
    base = territory(companies)
    firms, years, titles = (
        pl.concat([pl.read_parquet(part) for part in sorted((base.path / entity).glob("*.parquet"))])
        for entity in ("enterprise", "annual_return", "title")
    )
    frame = firms.select("enterprise", "name", "code", "founded", "industry")
    held = titles.filter(pl.col("kind") == "高新技术企业").group_by("enterprise").agg(pl.col("expires_on").max())
    frame = frame.join(held, on="enterprise", how="left")
    for year in (YEAR - 1, YEAR):
        part = years.filter(pl.col("year") == year).select(
            "enterprise", *(pl.col(c).alias(f"{c}@{year}") for c in (*MONEY, *WHOLE))
        )
        frame = frame.join(part, on="enterprise", how="left")
    return frame.sort("code")


def next_rows(companies: int) -> pl.DataFrame:
    """As the ledger comes the next time: every revenue of the last year is another, one firm in forty has another name,
    one in twenty is new."""
    number, revenue = pl.int_range(pl.len()), f"revenue@{YEAR}"
    renamed, new = number % 40 == 3, number % 20 == 7
    return rows(companies).with_columns(
        pl.col(revenue) * 11 // 10,
        name=pl.when(renamed | new).then(pl.col("name").str.replace("虚构", "虚构新")).otherwise("name"),
        code=pl.when(new).then(number.map_elements(_new_code, pl.String)).otherwise("code"),
    )


def _new_code(number: int) -> str:
    body = f"91150200MA{number:07d}"
    return body + uscc_check(body)


def write(companies: int, target: Path, *, again: bool = False) -> None:
    """The ledger as xlsx: a title line, a unit line, one header row. again: as it comes the next time."""
    frame = next_rows(companies) if again else rows(companies)
    headers = ["序号", "企业名称", "统一社会信用代码", "成立日期", "行业代码", "高新技术企业证书有效期至"]
    columns = ["name", "code", "founded", "industry", "expires_on"]
    for year in (YEAR - 1, YEAR):
        headers += [f"{year}年{name}（万元）" for name in MONEY.values()] + [
            f"{year}年{name}" for name in WHOLE.values()
        ]
        columns += [f"{code}@{year}" for code in (*MONEY, *WHOLE)]
    shown = frame.select(
        [(pl.col(c) / 1_000_000).round(4) if c.split("@")[0] in MONEY else pl.col(c) for c in columns]
    ).with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d"))
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("企业台账")
        sheet.write(0, 0, "科技型中小企业台账（虚构数据）")
        sheet.write_row(1, 0, headers)
        for number, row in enumerate(shown.iter_rows(), start=1):
            sheet.write_row(number + 1, 0, [number, *row])
