"""A template looked through before it is kept: broken and unknown tags, what would reach outside, nothing to fill."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from peiyu.paper.brief.reading import Passage, read
from peiyu.paper.brief.template.tags import BLOCKS, TAG, TEXTS, Figures, Tag, is_block, section_of, tags_of
from peiyu.problems import Problem, Text, Where

HALVES = re.compile(r"\{\{|\}\}|｛｛|｝｝|\{%|%\}|\{#|#\}")
OUTSIDE = re.compile(rb"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK)\b")
INSTRUCTION = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")
EXTERNAL = re.compile(rb'<Relationship [^>]*TargetMode="External"[^>]*>')
SHOWN = 24
"""Characters shown around what is broken."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A template's tags, and what is wrong with it (none: it can be kept)."""

    tags: tuple[Tag, ...]
    problems: tuple[Problem, ...]


def check_template(
    path: Path, *, name: str, figures: Figures, sections: Collection[str], words: Collection[str] = ()
) -> Checked:
    """Looks a template through. `figures` says which tags name a figure, `sections` which sections the kind has,
    `words` names of figures, from which the nearest is offered for one that is not known. InputError
    `document-unreadable`."""
    tags = tags_of(path)
    problems = [*_broken(path, name), *_outside(path, name)]
    for tag in tags:
        problems += _wrong(tag, name, figures, sections, words)
    if not tags and not problems:
        problems.append(_without(name))
    return Checked(tags, tuple(problems))


def _broken(path: Path, name: str) -> Iterator[Problem]:
    for passage in read(path).passages:
        rest = TAG.sub(lambda match: " " * len(match[0]), passage.text)
        for found in HALVES.finditer(rest):
            yield Problem(
                "template-tag-broken", Text("标签的花括号不成对，或不是半角", "a tag's braces are broken"),
                _where(name, passage.place), found=_around(passage, found.start()),
                accepted=Text("写在同一段里的两对半角花括号", "two pairs of plain braces within one paragraph"),
                next_step=Text("重新键入这一处的标签，再上传", "type this tag anew, then upload again"),
            )  # fmt: skip


def _around(passage: Passage, place: int) -> str:
    return passage.text[max(0, place - SHOWN // 2) : place + SHOWN].strip()


def _outside(path: Path, name: str) -> Iterator[Problem]:
    """Fields and links that fetch something from elsewhere when the document is opened."""
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            held = package.read(part) if part.endswith((".xml", ".rels")) else b""
            fields = b" ".join(one[0] or one[1] for one in INSTRUCTION.findall(held))
            found = OUTSIDE.search(fields)
            links = [one for one in EXTERNAL.findall(held) if b"/hyperlink" not in one]
            if found or links:
                yield Problem(
                    "template-reaches-outside",
                    Text("模板含有链接到外部文件的域或对象", "the template fetches something from outside"),
                    Where(f"{name} {part}"), found=found[1].decode() if found else "TargetMode=External",
                    accepted=Text("不链接外部文件的 docx", "a docx without links to other files"),
                    next_step=Text("在 WPS 中断开链接（改为嵌入）后再上传", "break the link, then upload again"),
                )  # fmt: skip


def _wrong(
    tag: Tag, name: str, figures: Figures, sections: Collection[str], words: Collection[str]
) -> Iterator[Problem]:
    if is_block(tag.word):
        asked = section_of(tag.word)
        if tag.word not in BLOCKS and asked not in sections:
            yield _unknown(tag, name, sections)
        elif not (tag.alone and tag.in_body):
            yield Problem(
                "template-tag-place", Text("这个标签要独占正文的一段", "this tag wants a paragraph of its own"),
                _where(name, tag.place), found=tag.word,
                accepted=Text("正文中单独成段，不在表格、页眉页脚里", "alone in a paragraph of the text, in no table"),
                next_step=Text("把它移到单独一段", "move it into a paragraph of its own"),
            )  # fmt: skip
    elif tag.word not in TEXTS and figures(tag.word) is None:
        yield _unknown(tag, name, (*TEXTS, *BLOCKS, *words))


def _unknown(tag: Tag, name: str, known: Collection[str]) -> Problem:
    near = get_close_matches(tag.word, list(known), n=3, cutoff=0.4) or list(known)[:3]
    said = "、".join(near)
    return Problem(
        "template-tag-unknown", Text("不认识这个标签", "this tag is not known"), _where(name, tag.place),
        found=tag.word,
        accepted=Text(f"如 {said}", f"such as {said}"),
        next_step=Text("改成样板所列的标签，再上传", "take a tag that the sample lists, then upload again"),
    )  # fmt: skip


def _without(name: str) -> Problem:
    return Problem(
        "template-without-tags", Text("模板里没有一个标签", "there is no tag in the template"), Where(name),
        accepted=Text("至少一个标签，如单独一段的“正文”", "at least one tag, such as 正文 in a paragraph of its own"),
        next_step=Text("下载样板，从样板改起", "download the sample and begin from it"),
    )  # fmt: skip


def _where(name: str, place: Text) -> Where:
    return Where(f"{name} {place.zh}")
