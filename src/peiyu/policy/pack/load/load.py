"""A folder of YAML → a Pack: files read, names resolved, used packs loaded before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.condition.ast import Span
from peiyu.policy.condition.scope import Scope
from peiyu.policy.pack.load.names import scope_of, tier_keys
from peiyu.policy.pack.load.programme import Sources, programme
from peiyu.policy.pack.load.reader import EVIDENCE, Inherited, Reader
from peiyu.policy.pack.load.registry import MAIN, PackRegistry, Source, file_text, hash_of
from peiyu.policy.pack.load.statute import Heading, statute
from peiyu.policy.pack.model import Applies, Document, NotEstablished, Pack, Statute
from peiyu.policy.pack.programme import Programme
from peiyu.policy.pack.sayings import PACK_SAYINGS
from peiyu.policy.pack.yaml import Node, Scalar, Table, read
from peiyu.problems import PackError, Problem, Text, has_errors

PACK_KEYS = (
    "pack", "name", "en", "kind", "status", "document", "uses", "texts", "applies", "not_established",
    "criteria", "cases", "programme", "coverage", "mended", "fair_competition",
)  # fmt: skip
DOCUMENT_KEYS = ("title", "number", "issuers", "issued", "evidence", "address", "raw", "mended")
TEXT_KEYS = ("id", "file", "from", "until", "evidence", "cite")
APPLIES_KEYS = ("tier", "event", "from", "until", "text", "cite", "evidence")
KINDS = ("national", "territory", "ladder")
EVENTS = ("new", "review", "standing")
PROGRAMME, COVERAGE = "programme.yaml", "coverage.yaml"
PACK_ID = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Loading:
    """A pack as far as it could be read, what was found on the way, and what its names mean (for its cases)."""

    pack: Pack | None
    problems: tuple[Problem, ...]
    scopes: tuple[Scope, ...] = ()
    used: tuple[Pack, ...] = ()


@dataclass(slots=True)
class Loader:
    """Loads packs of one registry; `chain` is the way of uses to the pack at hand."""

    registry: PackRegistry
    chain: list[tuple[Path, str]] = field(default_factory=list)

    def load(self, source: Source) -> Loading:
        place = source.main.resolve()
        done = self.registry.loaded
        if place not in done:
            done[place] = self._load(source, place)
        loading: Loading = done[place]
        return loading

    def _load(self, source: Source, place: Path) -> Loading:
        name = source.shown(source.main.name)
        problems: list[Problem] = []
        try:
            text = file_text(source.main, Span(name))
        except PackError as fault:
            return Loading(None, fault.problems)
        node, found = read(text, name)
        problems.extend(found)
        if node is None:
            return Loading(None, tuple(problems) or (PACK_SAYINGS["yaml-syntax"].about(Span(name), found="—"),))
        head = Reader("", Scope(vocabulary()))
        root = head.table(node, Text("pack.yaml", "pack.yaml"), PACK_KEYS, ("pack", "name"))
        id_ = _pack_id(head, root)
        self.chain.append((place, id_))
        used = self._used(head, root)
        self.chain.pop()
        made = _Reading(source, root, id_, head, used, [(name, text)]).pack()
        return Loading(made[0], tuple(dict.fromkeys((*problems, *head.problems))), made[1], used)

    def _used(self, head: Reader, root: Table) -> tuple[Pack, ...]:
        packs: list[Pack] = []
        for row in head.rows(root.get("uses"), "uses"):
            if not isinstance(row, Scalar):
                head.wrong(row, "uses", Text("包的编号", "the id of a pack"), "uses: [cn-hnte]")
                continue
            try:
                source = self.registry.find(row.text, span=row.span, code="uses-unknown")
            except PackError as fault:
                head.problems.extend(fault.problems)
                continue
            names = [name for _, name in self.chain]
            places = [one for one, _ in self.chain]
            if source.main.resolve() in places:
                cycle = " → ".join((*names[places.index(source.main.resolve()) :], row.text))
                head.say("uses-cycle", row.span, found=row.text, cycle=cycle)
                continue
            loading = self.load(source)
            head.problems.extend(loading.problems)
            if loading.pack is not None:
                packs.append(loading.pack)
        return tuple(packs)


def _pack_id(head: Reader, root: Table) -> str:
    id_ = head.text(root, "pack", "pack")
    node = root.get("pack")
    if node is not None and not PACK_ID.fullmatch(id_):
        head.say("id-written", node.span, found=id_)
    return id_


@dataclass(slots=True)
class _Reading:
    """One pack.yaml that is being read."""

    source: Source
    root: Table
    id: str
    head: Reader
    used: tuple[Pack, ...]
    files: list[tuple[str, str]]

    def pack(self) -> tuple[Pack, tuple[Scope, ...]]:
        head, root = self.head, self.root
        kind: Any = head.one_of(root, "kind", KINDS, "territory")
        status: Any = head.one_of(root, "status", ("released", "draft"), "draft")
        head.draft = status == "draft"
        document = self._document(root.get("document"))
        self._check_kind(kind)
        read_texts = self._texts(document)
        pack = Pack(
            id=self.id, name=head.name(root, self.id), kind=kind, status=status, document=document,
            uses=tuple(one.id for one in self.used), texts=tuple(text for text, _ in read_texts),
            applies=self._applies(), not_established=self._not_established(),
            hash="", folder=str(self.source.place), programme=self._programme(document, read_texts),
        )  # fmt: skip
        return self._hashed(pack), tuple(scope for _, scope in read_texts)

    def _hashed(self, pack: Pack) -> Pack:
        return replace(pack, hash=hash_of(sorted(self.files), (one.hash for one in self.used)))

    def _check_kind(self, kind: str) -> None:
        wrong = ("texts", "criteria") if kind == "ladder" else ("applies",)
        for key, _ in self.root.entries:
            if key.text in wrong:
                self.head.say("ladder-texts", key.span, found=key.text, kind=kind, key=key.text)
        if kind != "ladder" and not any(key in self.root for key in ("texts", "criteria", "programme")):
            self.head.say(
                "key-missing", self.root.span, where="政策包", where_en="the pack", key="texts",
                example='texts: [{id: "2017", file: criteria.yaml, from: 2017-05-03, cite: 第一条, …}]',
            )  # fmt: skip

    def _document(self, node: Node | None) -> Document | None:
        if node is None:
            return None
        table = self.head.table(node, Text("文件信息", "the document"), DOCUMENT_KEYS, ("title", "number"))
        return Document(
            title=self.head.text(table, "title"), number=self.head.text(table, "number"),
            issuers=self.head.texts(table, "issuers"), issued=self.head.date(table, "issued"),
            evidence=self.head.one_of(table, "evidence", EVIDENCE, "unverified"),
            address=self.head.text(table, "address"), raw=self.head.text(table, "raw"),
            mended=self.head.text(table, "mended"),
        )  # fmt: skip

    def _texts(self, document: Document | None) -> list[tuple[Statute, Scope]]:
        made = []
        rows = self.head.rows(self.root.get("texts"), "texts")
        if not rows and "criteria" in self.root:
            cite = document.number if document else ""
            heading = Heading(
                "text",
                self.source.main.name,
                None,
                None,
                cite,
                document.evidence if document else "unverified",
                self.root.span,
            )
            made.append(self._statute(heading, self.root.get("criteria")))
        for row in rows:
            heading = self._heading(row)
            node = self.root.get("criteria") if "criteria" in self.root else self._file(row, heading.file)
            if node is not None:
                made.append(self._statute(heading, node))
        return made

    def _programme(self, document: Document | None, texts: list[tuple[Statute, Scope]]) -> Programme | None:
        """The programme of programme.yaml beside pack.yaml, or of the key `programme` in a single file."""
        node = self._beside("programme", PROGRAMME)
        cover = self._beside("coverage", COVERAGE)
        if node is None:
            return None
        reader = Reader(self.id, texts[-1][1] if texts else self._bare_scope())
        reader.draft = self.head.draft
        mended, place = self._mended(document)
        made = programme(
            reader, Sources(node, cover, mended, place),
            above=Inherited("", document.evidence if document else ""),
            tiers=frozenset(id_ for text, _ in texts for id_ in text.tiers),
            fair_competition=self.head.one_of(self.root, "fair_competition", ("required",), "") == "required",
        )  # fmt: skip
        self.head.problems.extend(reader.problems)
        return made

    def _bare_scope(self) -> Scope:
        empty = Table((), self.root.span)
        return scope_of(self.id, empty, vocabulary=vocabulary(), used=self.used, fields=(), tiers=())

    def _beside(self, key: str, file: str) -> Node | None:
        """What a key of pack.yaml holds, else what the file beside it holds; None where there is neither."""
        if key in self.root or self.source.main.name != MAIN or not (self.source.folder / file).is_file():
            return self.root.get(key)
        text = self._text_beside(file, self.root.span)
        shown = self.source.shown(file)
        node, problems = read(text, shown)
        self.head.problems.extend(problems)
        if node is None and not problems:
            self.head.say("yaml-syntax", Span(shown), found="—")
        return node

    def _mended(self, document: Document | None) -> tuple[str, Span]:
        """The 整理本 and where it begins; the raw text is read too, so that the pack's hash holds both."""
        node = self.root.get("mended")
        if isinstance(node, Scalar):
            return node.text, node.span
        named = self.root.get("document")
        if document is None or named is None:
            return "", self.root.span
        self._text_beside(document.raw, named.span)
        return self._text_beside(document.mended, named.span), Span(self.source.shown(document.mended), 1, 1)

    def _text_beside(self, file: str, span: Span) -> str:
        """A text file of the pack's folder, '' where none is named or it cannot be read."""
        if not file:
            return ""
        if Path(file).name != file:
            self.head.say("file-not-found", span, found=file)
            return ""
        try:
            text = file_text(self.source.folder / file, span)
        except PackError as fault:
            self.head.problems.extend(fault.problems)
            return ""
        self.files.append((file, text))
        return text

    def _heading(self, node: Node) -> Heading:
        required = ("id", "cite", "evidence") if "criteria" in self.root else ("id", "file", "cite", "evidence")
        table = self.head.table(node, Text("条文", "a text"), TEXT_KEYS, required)
        since, until = self.head.since_until(table)
        return Heading(
            self.head.text(table, "id"), self.head.text(table, "file", self.source.main.name), since, until,
            self.head.text(table, "cite"), self.head.one_of(table, "evidence", EVIDENCE, "unverified"),
            table.span,
        )  # fmt: skip

    def _file(self, row: Node, file: str) -> Node | None:
        place = row.get("file") if isinstance(row, Table) else None
        if place is None:
            return None
        if Path(file).name != file:
            self.head.say("file-not-found", place.span, found=file)
            return None
        try:
            text = file_text(self.source.folder / file, place.span)
        except PackError as fault:
            self.head.problems.extend(fault.problems)
            return None
        if (file, text) not in self.files:
            self.files.append((file, text))
        shown = self.source.shown(file)
        node, problems = read(text, shown)
        self.head.problems.extend(problems)
        if node is None and not problems:
            self.head.say("yaml-syntax", Span(shown), found="—")
        return node

    def _statute(self, heading: Heading, node: Node | None) -> tuple[Statute, Scope]:
        reader = Reader(self.id, self.head.scope)
        reader.draft = self.head.draft
        made = statute(reader, heading, node, vocabulary=vocabulary(), used=self.used)
        self.head.problems.extend(reader.problems)
        return made, reader.scope

    def _applies(self) -> tuple[Applies, ...]:
        known = {key for one in self.used for key in tier_keys(one)}
        made = []
        for row in self.head.rows(self.root.get("applies"), "applies"):
            table = self.head.table(
                row,
                Text("applies 的一行", "a row of applies"),
                APPLIES_KEYS,
                ("tier", "event", "text", "cite", "evidence"),
            )
            since, until = self.head.since_until(table)
            text = self.head.text(table, "text")
            node = table.get("text")
            if node is not None and text not in known:
                self.head.say(
                    "tier-unknown", node.span, found=text, name=text, options=" · ".join(sorted(known)) or "uses: …"
                )
            made.append(
                Applies(
                    tier=self.head.text(table, "tier"), event=self.head.one_of(table, "event", EVENTS, "new"),
                    since=since, until=until, text=text, cite=self.head.text(table, "cite"),
                    evidence=self.head.one_of(table, "evidence", EVIDENCE, "unverified"), span=table.span,
                )
            )  # fmt: skip
        return tuple(made)

    def _not_established(self) -> tuple[NotEstablished, ...]:
        made = []
        for row in self.head.rows(self.root.get("not_established"), "not_established"):
            table = self.head.table(
                row, Text("未能确认的一项", "a thing not established"), ("what", "mark", "cite"), ("what", "mark")
            )
            node = table.get("what")
            if isinstance(node, Table):
                both = self.head.table(node, Text("说明", "what it is"), ("zh", "en"), ("zh",))
                what = Text(self.head.text(both, "zh"), self.head.text(both, "en"))
            else:
                what = Text(self.head.text(table, "what"), "")
            made.append(
                NotEstablished(what=what, mark=self.head.text(table, "mark"), cite=self.head.text(table, "cite"))
            )
        return tuple(made)


def read_pack(name: str | Path, *, registry: PackRegistry | None = None) -> Loading:
    """The pack and everything found while reading it, warnings too; nothing is raised for a faulty pack."""
    try:
        held = registry or PackRegistry()
        return Loader(held).load(held.find(name))
    except PackError as fault:
        return Loading(None, fault.problems)


def load_pack(name: str | Path, *, registry: PackRegistry | None = None) -> Pack:
    """The pack of an id, a folder or a single YAML file. PackError carries every error of every file."""
    loading = read_pack(name, registry=registry)
    if loading.pack is None or has_errors(loading.problems):
        raise PackError(*loading.problems)
    return loading.pack
