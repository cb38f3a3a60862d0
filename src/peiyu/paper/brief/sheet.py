"""The sheet of paper: A4 by GB/T 9704, its grid of 22 lines of 28 characters, what stands at its head and foot.

Measures: 天头 37 mm, 订口 28 mm, type area 156 × 225 mm; pages are printed on both sides, so the binding changes sides
and the page number stands at the outer edge, 7 mm below the type area.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from peiyu.paper.brief.ink import (
    BODY_SIZE,
    FALLBACKS,
    FANG,
    HEI,
    KAI,
    LATIN,
    SONG,
    XIAOBIAO,
    Type,
    add_field,
    add_run,
    set_font,
    set_up,
)  # fmt: skip
from peiyu.paper.brief.values import Brief
from peiyu.paper.brief.words import foot_note
from peiyu.paper.wording import MADE_UP

PAGE_WIDTH, PAGE_HEIGHT = 210, 297
HEAD, BINDING, TYPE_WIDTH, TYPE_HEIGHT = 37, 28, 156, 225
FOOT, FORE = PAGE_HEIGHT - HEAD - TYPE_HEIGHT, PAGE_WIDTH - BINDING - TYPE_WIDTH
NUMBER_GAP, NUMBER_HEIGHT = 7, 5
"""Millimetres from the type area to the page number's line, and that line's height."""
LINES, CHARACTERS = 22, 28
HEADING_FONTS = (HEI, KAI, FANG, FANG)
BEFORE_MARGINS = ("writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime",
                  "doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText",
                  "printFractionalCharacterWidth", "printFormsData", "embedTrueTypeFonts", "embedSystemFonts",
                  "saveSubsetFonts", "saveFormsData")  # fmt: skip
"""The settings that the schema wants before `mirrorMargins`."""
PAGE_TYPE, FOOT_TYPE = Type(SONG, 14), Type(SONG, 9)


def lay_out(document: Any, brief: Brief) -> None:
    """The first section, the styles, the fonts and the properties; no clock time is written."""
    _styles(document)
    _settings(document)
    _font_table(document)
    properties = document.core_properties
    properties.title, properties.subject, properties.author = brief.title.replace("\n", ""), brief.number, brief.issuer
    properties.keywords, properties.comments = brief.number, MADE_UP.zh if brief.made_up else ""
    properties.created = properties.modified = _midnight(brief)
    properties.last_modified_by, properties.revision = brief.issuer, 1
    section = document.sections[0]
    measure_section(section, wide=brief.wide)
    head_and_foot(section, brief, TYPE_HEIGHT if brief.wide else TYPE_WIDTH)


def measure_section(section: Any, *, wide: bool = False) -> None:
    """Paper, margins and grid of a section; `wide` turns the page and with it the margins."""
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    width, height = (PAGE_HEIGHT, PAGE_WIDTH) if wide else (PAGE_WIDTH, PAGE_HEIGHT)
    section.page_width, section.page_height = Mm(width), Mm(height)
    top, bottom, left, right = (BINDING, FORE, FOOT, HEAD) if wide else (HEAD, FOOT, BINDING, FORE)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance = Mm(18)
    section.footer_distance = Mm(bottom - NUMBER_GAP - NUMBER_HEIGHT)
    _grid(section)


def _grid(section: Any) -> None:
    """22 lines a page. The 28 characters a line come from the spacing of the style: a grid of characters narrower
    than the type is laid out at double width by LibreOffice."""
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(int(TYPE_HEIGHT / 25.4 * 1440 / LINES)))


def next_section(document: Any, brief: Brief, *, wide: bool) -> None:
    """A new page in a section of its own."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    measure_section(section, wide=wide)
    head_and_foot(section, brief, TYPE_HEIGHT if wide else TYPE_WIDTH)


def head_and_foot(section: Any, brief: Brief, width: int) -> None:
    """The issue's id and the page number at the foot, 虚构数据 at the head of every page where it must be said."""
    pairs = ((section.header, section.footer, True), (section.even_page_header, section.even_page_footer, False))
    for header, footer, odd in pairs:
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        if brief.made_up:
            top = set_up(header.paragraphs[0], align="center", line=None)
            add_run(top, MADE_UP.in_(brief.lang), Type(HEI, 12))
        _foot(footer.paragraphs[0], brief, width, odd=odd)


def _foot(paragraph: Any, brief: Brief, width: int, *, odd: bool) -> None:
    set_up(paragraph, align="left", line=None)
    _tabs(paragraph, width)
    if odd:
        add_run(paragraph, foot_note(brief) + "\t", FOOT_TYPE)
    add_run(paragraph, "— " if odd else "\u3000— ", PAGE_TYPE)
    add_field(paragraph, "PAGE", PAGE_TYPE)
    add_run(paragraph, " —\u3000" if odd else " —", PAGE_TYPE)
    if not odd:
        add_run(paragraph, "\t" + foot_note(brief), FOOT_TYPE)


def _tabs(paragraph: Any, width: int) -> None:
    """One stop at the right edge in place of those of the template's style."""
    stops = paragraph.paragraph_format.tab_stops
    for stop in list(paragraph.style.paragraph_format.tab_stops):
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)


def _styles(document: Any) -> None:
    styles = document.styles
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts = defaults.find(qn("w:rFonts"))
    if fonts is not None:
        fonts.attrib.clear()
        for side, font in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", FANG), ("cs", LATIN)):
            fonts.set(qn(f"w:{side}"), font)
    language = defaults.find(qn("w:lang"))
    if language is not None:
        language.set(qn("w:eastAsia"), "zh-CN")
    set_font(styles["Normal"], Type())
    _tighten(styles["Normal"])
    for level, font in enumerate(HEADING_FONTS, start=1):
        style = styles[f"Heading {level}"]
        set_font(style, Type(font))
        style.font.italic = False
        style.font.color.rgb = None
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    set_font(styles["Title"], Type(XIAOBIAO, 22))
    styles["Title"].font.color.rgb = None
    border = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        styles["Title"].element.pPr.remove(border)


def _tighten(style: Any) -> None:
    """28 characters of 16 points in 156 mm: each stands a little closer to the next."""
    pitch = TYPE_WIDTH / 25.4 * 72 / CHARACTERS
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(math.floor((pitch - BODY_SIZE) * 20)))
    style.element.rPr.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")


def _settings(document: Any) -> None:
    """Odd and even pages differ, and so do their margins."""
    document.settings.odd_and_even_pages_header_footer = True
    settings = document.settings.element
    before = [place for place, held in enumerate(settings) if held.tag in {qn(f"w:{name}") for name in BEFORE_MARGINS}]
    settings.insert(max(before, default=-1) + 1, OxmlElement("w:mirrorMargins"))


def _font_table(document: Any) -> None:
    """Names for each font the ones that may stand in for it, and that it is a font of Simplified Chinese (GB 2312)."""
    entries = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"swiss" if font == HEI else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for font, others in FALLBACKS.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    table = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="{space}">{entries}</w:fonts>'
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = table.encode()


def _midnight(brief: Brief) -> Any:
    return dt.datetime.combine(brief.date, dt.time())
