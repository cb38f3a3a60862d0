"""Readings put together by hand, so that a draft is tested apart from how documents are read."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from peiyu.document.alignment import align
from peiyu.document.model import Clause, Findings, Frame, Reading, Source, TargetFinding

CLAUSES = (
    ("标题", "frame", "", "云泽市培育科技型中小企业实施意见"),
    ("文号", "frame", "", "云政发〔2015〕3号"),
    ("一", "section", "发展目标", "发展目标"),
    (
        "一第1段",
        "paragraph",
        "",
        "到2020年，新增高新技术企业100家，其中大企业30家。申报发明专利500件。",
    ),
    ("二", "section", "重点任务", "重点任务"),
    ("二（一）", "subsection", "建设载体", "建设载体。新建孵化器10万平方米。\n【注】以备案为准。"),
    ("二（二）", "subsection", "简化审批", "简化审批。审批时间压缩至5个工作日以内。"),
    ("二（三）", "subsection", "营造氛围", "营造氛围。加强宣传。"),
)


def reading(findings: Findings | None = None, **changes: Any) -> Reading:
    """A reading of CLAUSES with these findings."""
    text = "\n".join(words for *_, words in CLAUSES)
    clauses, at = [], 0
    for address, level, heading, words in CLAUSES:
        clauses.append(
            Clause(
                address=address, level=level, mark="", heading=heading, text=words, start=at, end=at + len(words),
                raw_start=at, raw_end=at + len(words), parent=_parent(address),
            )
        )  # fmt: skip
        at += len(words) + 1
    mended, alignment = align(text, ())
    held: dict[str, Any] = {
        "source": Source("policy.txt", "txt", "utf-8", "0" * 64), "raw": text, "mended": mended,
        "alignment": alignment, "repairs": (), "questions": (),
        "frame": Frame(title=CLAUSES[0][3], issuers=("云泽市人民政府",), number=CLAUSES[1][3], issued=date(2015, 5, 4)),
        "clauses": tuple(clauses), "findings": findings or Findings(),
    }  # fmt: skip
    return Reading(**{**held, **changes})


def target(words: str, low: int | str, unit: str, **changes: Any) -> TargetFinding:
    """A target of clause 一第1段, 以上 by the end of 2020, anchored to its words' first place there."""
    clause = changes.pop("clause", "一第1段")
    text = next(said for address, _, _, said in CLAUSES if address == clause)
    start = max(text.find(words), 0)
    held: dict[str, Any] = {
        "clause": clause, "span": (start, start + len(words)), "raw_span": (start, start + len(words)),
        "text": words, "subject": words, "comparator": "floor", "low": Fraction(low), "high": None, "unit": unit,
        "by": date(2020, 12, 31), "since": date(2015, 1, 1),
    }  # fmt: skip
    return TargetFinding(**{**held, **changes})


def _parent(address: str) -> str:
    return next((a for a, *_ in CLAUSES if a != address and address.startswith(a) and len(a) == 1), "")
