"""XML with the place of every element in its bytes, so that one element can be exchanged and every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


class MarkupError(ValueError):
    """The bytes are not the XML that an office program writes; the message says what was found."""


@dataclass(slots=True, eq=False)
class Node:
    """An element: its name without prefix, its attributes (names without prefix), the text that stands directly in it,
    and its bytes: [start, end) whole, [inner, close) what stands between its tags (empty when it has but one)."""

    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    inner: int = 0
    close: int = 0
    end: int = 0
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """An attribute that is true or false, in any of its spellings."""
        said = self.attributes.get(name)
        return default if said is None else said in ("1", "true", "on")

    def all(self, name: str) -> Iterator[Node]:
        """The children of that name."""
        return (child for child in self.children if child.name == name)

    def first(self, *path: str) -> Node | None:
        """The first descendant on a path of names."""
        node: Node | None = self
        for name in path:
            node = next(node.all(name), None) if node is not None else None
        return node

    def listed(self, holder: str, name: str) -> Iterator[Node]:
        """The children of that name of the first child `holder`; none without it."""
        within = self.first(holder)
        return within.all(name) if within is not None else iter(())

    def below(self, name: str) -> Iterator[Node]:
        """Every descendant of that name, in order."""
        waiting = [iter(self.children)]
        while waiting:
            child = next(waiting[-1], None)
            if child is None:
                waiting.pop()
                continue
            if child.name == name:
                yield child
            waiting.append(iter(child.children))

    @property
    def alone(self) -> bool:
        """Whether it is written as one tag, ``<c/>``."""
        return self.inner == self.end

    def tag(self, name: str) -> str:
        """Another element's name with this one's prefix."""
        return f"{self.prefix}:{name}" if self.prefix else name


def parse(data: bytes) -> Node:
    """The root element. MarkupError for anything that is not whole UTF-8 XML, and for a document type (entities)."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    root = Node("", "", {}, 0)
    opened = [root]

    def start(raw: str, attributes: dict[str, str]) -> None:
        prefix, _, name = raw.rpartition(":")
        plain = {key.rpartition(":")[2]: said for key, said in attributes.items() if not key.startswith("xmlns")}
        node = Node(name, prefix, plain, parser.CurrentByteIndex)
        opened[-1].children.append(node)
        opened.append(node)

    def end(_: str) -> None:
        node = opened.pop()
        tag = TAG.match(data, node.start)
        if tag is None:
            raise MarkupError(f"tag at byte {node.start}")
        node.inner = tag.end()
        alone = data[node.inner - 2 : node.inner] == b"/>"
        node.close = node.inner if alone else parser.CurrentByteIndex
        node.end = node.inner if alone else data.index(b">", node.close) + 1

    def text(said: str) -> None:
        opened[-1].text += said

    def document_type(*_: object) -> None:
        raise MarkupError("DOCTYPE")

    def declaration(_: str, encoding: str | None, __: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
            raise MarkupError(f"encoding {encoding}")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, document_type
    parser.XmlDeclHandler = declaration
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise MarkupError("encoding UTF-16")
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise MarkupError(str(fault)) from fault
    return root.children[0]


@dataclass(frozen=True, slots=True)
class Splice:
    """Bytes [start, end) exchanged for others."""

    start: int
    end: int
    put: bytes


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """The bytes with all splices done; those at one place keep their order. Splices may not overlap."""
    pieces, at = [], 0
    for one in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        if one.start < at:
            raise ValueError(f"splices overlap at byte {one.start}")
        pieces += [data[at : one.start], one.put]
        at = one.end
    return b"".join((*pieces, data[at:]))


def with_attribute(data: bytes, node: Node, name: str, said: str | None) -> Splice:
    """The start tag with one attribute set, or without it (None)."""
    return with_attributes(data, node, {name: said})


def with_attributes(data: bytes, node: Node, changed: Mapping[str, str | None]) -> Splice:
    """The start tag with some attributes set, or left out where nothing is said of them (None)."""
    tag = data[node.start : node.inner].decode("utf-8")
    ends = "/>" if node.alone else ">"
    for name, said in changed.items():
        tag = re.sub(rf"\s+{name}\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", tag)
        if said is not None:
            tag = f'{tag[: -len(ends)].rstrip()} {name}="{escape(said)}"{ends}'
    return Splice(node.start, node.inner, tag.encode())


def written_text(said: str) -> str:
    """Text as it stands in XML; characters that XML does not know are left out."""
    return escape(_FORBIDDEN.sub("", said), quote=False)
