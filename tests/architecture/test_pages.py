"""What every template of the application keeps: both languages, nothing inline, the frame of every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import peiyu.web

WEB = Path(peiyu.web.__file__).parent
BARE = ("500.html", "unavailable.html")
"""Pages for when nothing works: they stand alone, in both languages at once."""
TEMPLATES = sorted(one for one in WEB.glob("*/templates/**/*.html") if one.name not in BARE)
CHINESE = re.compile(r"[\u3400-\u9fff\uff01-\uff5e\u3001-\u3011]")
TAG = re.compile(r'{%\s*t\s+"((?:[^"\\]|\\.)*)"\s+"((?:[^"\\]|\\.)*)"(?:\s+as\s+\w+)?\s*%}')
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.S)
DATA = re.compile(r"""\svalue="[^"]*"|==\s*(?:"[^"]*"|'[^']*')""")
"""What is sent or compared, and not read: options are stored by their Chinese."""
PARTICLE = 3
"""Measure words (条 项 家) and prepositions have nothing beside them in the other language."""
LANGUAGE_LINK = '{% if lang == "en" %}中文{% else %}English{% endif %}'


def named(path: Path) -> str:
    return str(path.relative_to(WEB))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_chinese_stands_only_beside_its_english(path: Path) -> None:
    text = DATA.sub("", COMMENT.sub("", path.read_text("utf-8")).replace(LANGUAGE_LINK, ""))
    found = CHINESE.search(TAG.sub("", text))
    assert found is None, f"outside {{% t %}}: …{TAG.sub('', text)[max(0, found.start() - 30) : found.start() + 20]}…"


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_both_languages_say_something(path: Path) -> None:
    for zh, en in TAG.findall(path.read_text("utf-8")):
        assert zh.strip() or len(en.strip()) <= PARTICLE, f"no Chinese for {en!r}"
        assert en.strip() or len(zh.strip()) <= PARTICLE, f"no English for {zh!r}"
        assert not CHINESE.search(en), f"Chinese in the English {en!r}"


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_script_or_style_within_a_page(path: Path) -> None:
    text = COMMENT.sub("", path.read_text("utf-8"))
    assert not re.search(r"\sstyle\s*=", text), "a style attribute"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "an event handler"
    assert not re.search(r"<style[\s>]", text), "a style element"
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "a script without a file"
    assert "hx-on" not in text
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text), "something from elsewhere"


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_page_stands_in_the_frame(path: Path) -> None:
    text = path.read_text("utf-8")
    whole = "<html" in text
    extends = re.match(r"\s*(?:{#.*?#}\s*)*{%\s*extends\s+\"[a-z_]+/[a-z_]+\.html\"\s*%}", text, re.S)
    assert not whole or path.name == "base.html"
    if extends and "{% block main %}" in text:
        assert re.search(r"{%\s*block title\s*%}", text), "a page without a title"
    if not extends and path.name != "base.html":
        assert "<h1" not in text or path.name.endswith("_head.html"), "a fragment with the heading of a page"


def test_static_files_say_nothing_in_one_language_only() -> None:
    for path in sorted(WEB.glob("*/static/**/*.js")):
        if "vendor" not in path.parts:
            assert not CHINESE.search(path.read_text("utf-8")), path
