"""The fixed words of a brief, in both languages."""

from __future__ import annotations

from peiyu.paper.brief.values import Brief
from peiyu.paper.wording import MADE_UP, day
from peiyu.problems import Text

FOREWORD = Text("按语：", "Foreword: ")
ANNEXES = Text("附件：", "Annexes: ")
REPORT = Text("报：", "To: ")
SEND = Text("送：", "Copy to: ")
DISTRIBUTE = Text("发：", "For action: ")
UNIT = Text("单位：", "Unit: ")


def issue_line(brief: Brief) -> str:
    """第9期（总第21期）; '' when the issues are not counted."""
    return line_of_issue(brief.issue, brief.total, brief.lang) if brief.issue else ""


def line_of_issue(place: int, total: int, lang: str) -> str:
    """第9期（总第21期）; a total of 0 is left out."""
    if lang == "en":
        return f"No. {place}" + (f" ({total} in all)" if total else "")
    return f"第{place}期" + (f"（总第{total}期）" if total else "")


BLANK_LINE = Text("第　　期（总第　　期）", "No. ____ (____ in all)")
"""The line of 第×期 before the issue is counted."""


def copies(count: int, lang: str) -> str:
    return f"{count} copies" if lang == "en" else f"共印{count}份"


def foot_note(brief: Brief) -> str:
    """The document's visible id, what day its figures are of, and whether they are made up."""
    as_of = day(brief.as_of, brief.lang)
    if brief.lang == "en":
        return f"No. {brief.number}  Data as of {as_of}" + (f"  {MADE_UP.en}" if brief.made_up else "")
    return f"编号：{brief.number}\u3000数据截至{as_of}" + ("\u3000虚构数据" if brief.made_up else "")
