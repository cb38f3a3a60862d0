"""Runs, paragraphs and bookmarks: every run says its Latin and its East Asian font."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from peiyu.paper.brief.values import Line, Marked, Number, Tone

XIAOBIAO, HEI, KAI, FANG, SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
LATIN = "Times New Roman"
FALLBACKS: Mapping[str, str] = {
    XIAOBIAO: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,Noto Serif CJK SC,宋体",
    HEI: "SimHei,Microsoft YaHei,Noto Sans CJK SC",
    KAI: "楷体,KaiTi,STKaiti,AR PL UKai CN",
    FANG: "仿宋,FangSong,STFangsong,Noto Serif CJK SC",
    SONG: "SimSun,Noto Serif CJK SC",
}
"""What Word and WPS may take where a font is not installed (the `altName` of the font table)."""
TITLE_SIZE, BODY_SIZE, SMALL_SIZE, LINE = 22.0, 16.0, 12.0, 28.0
"""2号, 3号 and 小四 in points; the distance of the body's lines."""
RED = RGBColor(0xC8, 0x10, 0x2E)
TONES: Mapping[Tone, tuple[str, RGBColor]] = {
    Tone.GREEN: ("●", RGBColor(0x1B, 0x7F, 0x3B)),
    Tone.YELLOW: ("▲", RGBColor(0x9A, 0x67, 0x00)),
    Tone.RED: ("■", RGBColor(0xC0, 0x1C, 0x28)),
    Tone.BLUE: ("◆", RGBColor(0x1A, 0x5F, 0xB4)),
    Tone.GREY: ("○", RGBColor(0x5E, 0x5C, 0x64)),
}
"""A sign beside the word and a shade dark enough to be read on paper."""
Align = Literal["left", "center", "right", "both"]
ALIGNMENTS: Mapping[Align, Any] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
AFTER_GRID = ("w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:outlineLvl", "w:rPr")
AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
                 "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid",
                 *AFTER_GRID)  # fmt: skip
"""What the schema wants after a paragraph's snap to the grid, and after its borders."""
ISSUE_LINE = "_ISSUE"
"""How the name of the bookmark over 第×期 goes on after its tag."""
NAME_LIMIT = 40
"""Characters that Word allows in a bookmark's name."""


@dataclass(frozen=True, slots=True)
class Type:
    """How a run looks: its East Asian font, its size in points, weight and colour."""

    font: str = FANG
    size: float = BODY_SIZE
    bold: bool = False
    colour: RGBColor | None = None


@dataclass
class Marks:
    """Bookmarks given out in one issue: name → the figure or the picture (its title) that it holds; lines: those of
    第×期. A name begins with a tag of the issue, so that text pasted from another issue is not taken for this one's.
    first: the highest id of a bookmark that was there before."""

    tag: str
    figures: dict[str, Number] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    lines: int = 0
    first: int = 0

    def of_figure(self, number: Number) -> tuple[int, str]:
        """A new bookmark for one place of a figure: its id in the document and its name."""
        readable = re.sub(r"[^A-Za-z0-9]+", "_", number.id)
        name = f"PY{self.tag}_{len(self.figures) + 1:04d}_{readable}"[:NAME_LIMIT].rstrip("_")
        self.figures[name] = number
        return self._serial(), name

    def of_picture(self, title: str) -> tuple[int, str]:
        """A new bookmark for a picture."""
        name = f"PY{self.tag}_C{len(self.pictures) + 1:02d}"
        self.pictures[name] = title
        return self._serial(), name

    def of_issue_line(self) -> tuple[int, str]:
        """A new bookmark for the line of 第×期."""
        self.lines += 1
        return self._serial(), f"PY{self.tag}{ISSUE_LINE}" + (str(self.lines) if self.lines > 1 else "")

    def _serial(self) -> int:
        return self.first + len(self.figures) + len(self.pictures) + self.lines


def issue_tag(number: str) -> str:
    """Four characters that stand for an issue's number."""
    return hashlib.sha256(number.encode()).hexdigest()[:4]


def set_font(styled: Any, type_: Type) -> None:
    """Sets a run's or a style's fonts: Latin and East Asian are two settings, and the theme's fonts win over both."""
    styled.font.name, styled.font.size, styled.font.bold = LATIN, Pt(type_.size), type_.bold
    fonts = styled._element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{attribute}"), None)
    fonts.set(qn("w:eastAsia"), type_.font)
    fonts.set(qn("w:cs"), LATIN)
    fonts.set(qn("w:hint"), "eastAsia")
    if type_.colour is not None:
        styled.font.color.rgb = type_.colour


def add_run(paragraph: Any, text: str, type_: Type) -> Any:
    run = paragraph.add_run(text)
    set_font(run, type_)
    return run


def add_line(paragraph: Any, line: Line, type_: Type, marks: Marks) -> None:
    """The pieces of a sentence as runs; every figure inside a bookmark, every colour with its sign and word."""
    for piece in line:
        match piece:
            case Number():
                unbroken = re.sub(r"(?<=\d) (?=\d)", "\u00a0", piece.text)
                with_bookmark(paragraph, marks.of_figure(piece), lambda text=unbroken: add_run(paragraph, text, type_))
            case Marked():
                sign, colour = TONES[piece.tone]
                add_run(paragraph, f"{sign}\u00a0{piece.word}", Type(type_.font, type_.size, type_.bold, colour))
            case str():
                add_run(paragraph, piece, type_)


def ends_of(mark: tuple[int, str]) -> tuple[Any, Any]:
    """The two ends of a bookmark."""
    serial, name = mark
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for one in (start, end):
        one.set(qn("w:id"), str(serial))
    start.set(qn("w:name"), name)
    return start, end


def with_bookmark(paragraph: Any, mark: tuple[int, str], write: Any) -> None:
    """Puts what `write` adds to the paragraph between the two ends of a bookmark."""
    start, end = ends_of(mark)
    paragraph._p.append(start)
    write()
    paragraph._p.append(end)


def set_up(
    paragraph: Any, *, align: Align = "both", line: float | None = LINE, indent: int = 0, before: float = 0,
    after: float = 0, right: float = 0,
) -> Any:  # fmt: skip
    """A paragraph's measures: `line` points exactly (None: as high as its content), `indent` of the first line and
    `right` of every line in characters of the body, space before and after in points."""
    form = paragraph.paragraph_format
    form.alignment = ALIGNMENTS[align]
    form.space_before, form.space_after = Pt(before), Pt(after)
    if line is None:
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    else:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    if line != LINE:
        off = OxmlElement("w:snapToGrid")
        off.set(qn("w:val"), "0")
        paragraph._p.pPr.insert_element_before(off, *AFTER_GRID)
    if indent:
        form.first_line_indent = Pt(indent * BODY_SIZE)
        paragraph._p.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), str(indent * 100))
    if right:
        form.right_indent = Pt(right * BODY_SIZE)
    return paragraph


def rule(paragraph: Any, *, colour: str, weight: int, sides: tuple[str, ...] = ("bottom",)) -> None:
    """Lines along a paragraph, `weight` in eighths of a point; paragraphs of one rule share the line `between`."""
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", str(weight)), ("space", "1"), ("color", colour)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)


def add_field(paragraph: Any, code: str, type_: Type) -> None:
    """A field that the program fills in when it lays out the page, such as PAGE."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("result", "1"), ("end", "")):
        run = add_run(paragraph, text if kind == "result" else "", type_)
        if kind == "result":
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = f" {text} "
            element.set(qn("xml:space"), "preserve")
        run._r.append(element)
