"""第×期 written into a document that people may have edited: only that line changes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from peiyu.paper.brief.ink import ISSUE_LINE
from peiyu.paper.brief.reading import W
from peiyu.problems import InputError, Problem, Text, Where

BODY = "word/document.xml"
BLANK = re.compile(r"^\s*(第[\s\u3000_]*期(（总第[\s\u3000_]*期）)?|No\.[\s_]+(\([\s_]*in all\))?)\s*$")
"""The line as it is left blank, where its bookmark was lost."""


def stamp(path: Path, line: str, out: Path) -> Path:
    """Writes the line of 第×期 into a copy of a document; every other part stays byte for byte. InputError
    `issue-line-missing` where there is no room for it."""
    with zipfile.ZipFile(path) as given:
        root = etree.fromstring(given.read(BODY), etree.XMLParser(resolve_entities=False, no_network=True))
        texts = _under_bookmark(root) or _blank_line(root)
        if not texts:
            raise InputError(_missing(path))
        _say(texts, line)
        body = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for one in given.infolist():
                made.writestr(one, body if one.filename == BODY else given.read(one.filename))
    return out


def has_room(path: Path) -> bool:
    """Whether a document has a line for 第×期."""
    with zipfile.ZipFile(path) as given:
        root = etree.fromstring(given.read(BODY), etree.XMLParser(resolve_entities=False, no_network=True))
    return bool(_under_bookmark(root) or _blank_line(root))


def _under_bookmark(root: Any) -> list[Any]:
    """The texts between the two ends of the bookmark."""
    for start in root.iter(f"{W}bookmarkStart"):
        if start.get(f"{W}name", "").partition("_")[2].startswith(ISSUE_LINE.removeprefix("_")):
            return _until(start, start.get(f"{W}id"))
    return []


def _until(start: Any, id_: str) -> list[Any]:
    found: list[Any] = []
    for held in start.getparent().iter(f"{W}t", f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        if held is start:
            found = []
        elif held.tag == f"{W}bookmarkEnd" and held.get(f"{W}id") == id_:
            break
        elif held.tag == f"{W}t":
            found.append(held)
    return found


def _blank_line(root: Any) -> list[Any]:
    for paragraph in root.iter(f"{W}p"):
        texts = list(paragraph.iter(f"{W}t"))
        if texts and BLANK.match("".join(one.text or "" for one in texts)):
            return texts
    return []


def _say(texts: list[Any], line: str) -> None:
    texts[0].text = line
    texts[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for other in texts[1:]:
        other.text = ""


def _missing(path: Path) -> Problem:
    return Problem(
        "issue-line-missing",
        Text("文件里没有填写期号的地方", "the document has no line for the number of the issue"), Where(path.name),
        accepted=Text("单独一行“第　　期（总第　　期）”", "a line of its own: No. ____ (____ in all)"),
        next_step=Text("在报头补上这一行，重新上传后再印发", "put that line into the head, upload it, then issue it"),
    )  # fmt: skip
