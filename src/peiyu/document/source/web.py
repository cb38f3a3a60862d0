"""The paragraphs of a web page, without its navigation, scripts and forms."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from peiyu.document.source import faults
from peiyu.document.source.text import decoded

_DROPPED = frozenset({
    "script", "style", "noscript", "nav", "header", "footer", "aside", "form", "button", "select", "iframe", "svg",
    "template", "head", "input", "object", "video", "audio", "canvas",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "br", "blockquote",
    "pre", "dl", "dt", "dd", "center", "table", "tbody", "thead", "tr", "hr", "body", "html", "figure",
})  # fmt: skip
_INLINE = frozenset({"font", "span", "b", "strong", "i", "em", "u", "a", "code", "small", "big"})
_SITE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumb|crumbs?|footer|header|sidebar|share|print|toolbar|copyright|banner|search|"
    r"pagination|pager|recommend|related)(?:$|[\s_-])",
    re.I,
)
_BETWEEN = re.compile(r"(?<=[\u3000-\u9fff，。；：、“”（）]) (?=[\u3000-\u9fff，。；：、“”（）])")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.I)


def read_html(path: Path, data: bytes) -> tuple[str, int, str]:
    """Text, number of table rows, encoding. A row is one line, its cells apart by tabs."""
    from lxml import etree, html

    text, encoding = _decoded(path, data)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        raise faults.empty(path) from None
    lines: list[str] = [""]
    rows = _walk(root, lines)
    return "\n".join(_tidy(line) for line in lines if line.strip()), rows, encoding


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    named = _CHARSET.search(data[:4096])
    if named and named[1].lower() in {b"gb2312", b"gbk", b"gb18030"}:
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            pass
    return decoded(path, data)


def _walk(node: Any, lines: list[str]) -> int:
    """Writes the words of a node into the lines; how many table rows it had. Iterative: pages nest deeply."""
    rows = 0
    stack: list[tuple[Any, bool]] = [(node, False)]
    while stack:
        here, leaving = stack.pop()
        tag = here.tag if isinstance(here.tag, str) else None
        if leaving:
            if tag in _BLOCKS:
                lines.append("")
            elif tag in {"td", "th"}:
                lines[-1] += "\t"
            _put(lines, here.tail, as_set=_as_set(here.getparent()))
            continue
        if tag is None or tag in _DROPPED or (tag in {"div", "ul", "span", "td"} and _is_site(here)):
            _put(lines, here.tail, as_set=_as_set(here.getparent()))
            continue
        rows += tag == "tr"
        if tag in _BLOCKS and not _in_cell(here):
            lines.append("")
        _put(lines, here.text, as_set=_as_set(here))
        stack.append((here, True))
        stack.extend((child, False) for child in reversed(here))
    return rows


def _as_set(node: Any) -> bool:
    """Within pre, where the page's own line ends count."""
    while node is not None:
        if node.tag == "pre":
            return True
        node = node.getparent() if node.tag in _INLINE else None
    return False


def _put(lines: list[str], text: str | None, *, as_set: bool) -> None:
    first, *further = (text or "").split("\n") if as_set else (text or "",)
    lines[-1] += _flat(first)
    lines.extend(_flat(one) for one in further)


def _in_cell(node: Any) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag in {"td", "th"} and node.tag in {"p", "div"}


def _is_site(node: Any) -> bool:
    return bool(_SITE.search(f"{node.get('class') or ''} {node.get('id') or ''}"))


def _flat(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f\xa0]+", " ", text) if text else ""


def _tidy(line: str) -> str:
    """Blanks between Chinese characters come from the page's source, not from the text."""
    bare = _BETWEEN.sub("", line.strip(" \u3000"))
    return bare.rstrip("\t")
