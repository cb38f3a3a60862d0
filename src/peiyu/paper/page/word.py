"""An enterprise's page as a Word document: A4, the margins of official documents, fonts that WPS has."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from peiyu.paper.page.html import words
from peiyu.paper.values import EnterprisePage
from peiyu.paper.wording import DISCLAIMER, MADE_UP, NOT_IN_FORCE, day, days_left, outcome_word

TITLE, HEADING, BODY, LATIN = "方正小标宋简体", "黑体", "仿宋_GB2312", "Times New Roman"


def write_docx(page: EnterprisePage, path: Path, *, lang: str = "zh") -> None:
    """Writes one enterprise's page to `path`; its properties carry no clock time."""
    document = Document()
    _set_up(document, page)
    _paragraph(document, page.firm.name, font=TITLE, size=22, centred=True)
    stamp = DISCLAIMER.in_(lang) + (f"　{MADE_UP.in_(lang)}" if page.made_up else "")
    classes = "　".join(one.in_(lang) for one in page.classes)
    about = f"{page.firm.code}　{classes}　{words(lang)['as_of']}{day(page.as_of, lang)}"
    _paragraph(document, about, size=12, centred=True)
    _paragraph(document, stamp, font=HEADING, size=12, centred=True)
    _verdicts(document, page, lang)
    _watch(document, page, lang)
    _paths(document, page, lang)
    _conditions(document, page, lang)
    for label, items in (("sources", page.sources), ("stand_ins", tuple(t.in_(lang) for t in page.stand_ins))):
        if items:
            _paragraph(document, words(lang)[label] + words(lang)["comma"].join(items), size=10.5)
    made = io.BytesIO()
    document.save(made)
    path.write_bytes(made.getvalue())


def _set_up(document: Any, page: EnterprisePage) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = page.firm.name, "", DISCLAIMER.zh
    _set_font(document.styles["Normal"], BODY, 14)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_font(footer.add_run("— "), "宋体", 14)
    run = footer.add_run()
    _set_font(run, "宋体", 14)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
    _set_font(footer.add_run(" —"), "宋体", 14)


def _set_font(styled: Any, font: str, size: float) -> None:
    """Latin and East Asian fonts are two settings; without the second WPS falls back to its default."""
    styled.font.name, styled.font.size = LATIN, Pt(size)
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)


def _paragraph(document: Any, text: str, *, font: str = BODY, size: float = 14, centred: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_font(paragraph.add_run(text), font, size)


def _table(document: Any, headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    """A ruled table; its header is repeated on every page. Widths in millimetres."""
    table = document.add_table(rows=1, cols=len(headings))
    table.style, table.autofit = "Table Grid", False
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for cells, texts, font in ((table.rows[0].cells, headings, HEADING), *((None, row, BODY) for row in rows)):
        for cell, text, width in zip(cells or table.add_row().cells, texts, widths, strict=True):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            _set_font(paragraph.add_run(text), font, 10.5)


def _verdicts(document: Any, page: EnterprisePage, lang: str) -> None:
    w = words(lang)
    _paragraph(document, w["verdicts"], font=HEADING)
    rows = [
        (
            tier.name.in_(lang),
            tier.standard.in_(lang) + ("" if tier.in_force else f"（{NOT_IN_FORCE.in_(lang)}）"),
            outcome_word(tier.outcome, lang) + (f"（{w['with_stand_in']}）" if tier.stand_in else ""),
            tier.ask.in_(lang) + (f"（{tier.whom.in_(lang)}）" if tier.ask.zh and tier.whom.zh else ""),
        )
        for tier in page.tiers
    ]
    _table(document, (w["tier"], w["standard"], w["outcome"], w["ask"]), rows, (38, 38, 24, 56))


def _watch(document: Any, page: EnterprisePage, lang: str) -> None:
    if not page.expiring and not page.at_risk:
        return
    _paragraph(document, words(lang)["watch"], font=HEADING)
    for out in page.expiring:
        left = f"{day(out.runs_out, lang)}（{days_left(out.days_left, lang)}）"
        _paragraph(document, f"{out.what.in_(lang)} {out.number}　{left}　{out.todo.in_(lang)}")
    for risk in page.at_risk:
        _paragraph(document, "　".join(filter(None, (risk.tier.in_(lang), risk.cause.in_(lang), risk.todo.in_(lang)))))


def _paths(document: Any, page: EnterprisePage, lang: str) -> None:
    w = words(lang)
    for path in page.paths:
        reached = w["reached"] + day(path.reached_on, lang) if path.reached_on else w["not_reached"]
        _paragraph(document, f"{w['path']}　{path.tier.in_(lang)}　{reached}", font=HEADING)
        if path.note.zh:
            _paragraph(document, path.note.in_(lang))
        for step in path.steps:
            _paragraph(document, f"{day(step.when, lang)}　{step.what.in_(lang)}")


def _conditions(document: Any, page: EnterprisePage, lang: str) -> None:
    w = words(lang)
    for tier in page.tiers:
        if not tier.conditions:
            continue
        _paragraph(
            document, f"{w['conditions']}　{tier.name.in_(lang)}　{outcome_word(tier.outcome, lang)}", font=HEADING
        )
        rows = [
            (
                "　" * line.depth + (line.joint if line.joint.zh else line.name).in_(lang), line.rule.in_(lang),
                "　".join(filter(None, (line.present.in_(lang), line.note.in_(lang)))),
                outcome_word(line.outcome, lang), line.cite,
            )
            for line in tier.conditions
        ]  # fmt: skip
        headings = tuple(w[k] for k in ("condition", "rule", "present", "outcome", "clause"))
        _table(document, headings, rows, (44, 42, 32, 19, 19))
