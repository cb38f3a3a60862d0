"""Mapping files: what a ledger's headers mean, where they are not ours.

```yaml
mapping: listed-companies
name: {zh: 上市公司年报数据, en: Annual reports of listed companies}
source: 上市公司年报                    # the facts' source; default: the file's name
purpose: 公开                           # 行政 (default) 统计 企业授权 公开
identity: {scheme: stock, column: 股票代码}     # default: the column of 统一社会信用代码
known_from: 公告日期                    # a column, or a date
year: 报告年份                          # a column, or a year
entity: annual_return                   # whose records the rows are; default: found by the headers
unit: 元                                # for money without its own unit
columns:
  研发费用: rd_accounts                 # a field, or
  资产总计: {field: total_assets, unit: 万元, zero_means: missing, year: 2023}
constants: {resident: 是}               # field: value, for every row
ignore: [网址]                          # headers that are not loaded
stand_ins:
  - {field: rd_accounts, instead_of: rd_119, evidence: assumption, why: {zh: …, en: …}}   # or the Chinese alone
crosswalks:
  - {column: 申万三级行业, field: industry, evidence: assumption, why: …, values: {C: [白酒Ⅲ, 啤酒], I: [游戏Ⅲ]}}
shares: [{column: 研发人员比率, of: rd_staff, to: staff, unit: "%"}]   # a printed share that must follow from its parts
declare: [{entity: title, scope: 高新技术企业}]  # lists that the file gives in full for every enterprise in it
```
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from peiyu.facts.base.manifest import StandIn
from peiyu.facts.base.schema import PURPOSES
from peiyu.facts.intake.headers import normal
from peiyu.facts.intake.match import ROOTS
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.load import vocabulary as common
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import FactsError, Problem, Text, Where

KEYS = frozenset(
    (
        "mapping",
        "name",
        "source",
        "purpose",
        "identity",
        "known_from",
        "year",
        "entity",
        "unit",
        "columns",
        "constants",
        "ignore",
        "stand_ins",
        "crosswalks",
        "declare",
        "shares",
    )
)
EVIDENCE = ("verified", "single-source", "paraphrase", "unverified", "assumption")


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One header's meaning."""

    field: Field
    unit: str = ""
    year: int | None = None
    zero_is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """A table of values of one column → values of a field, with how sure it is and why."""

    column: str
    field: Field
    values: MappingType[str, str]
    evidence: str
    why: str


@dataclass(frozen=True, slots=True)
class Share:
    """A column that prints `of` ÷ `to`: where it does not follow from them, `of` is not trusted."""

    column: str
    of: Field
    to: Field
    unit: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping file, resolved against a vocabulary, by which everything in the ledgers is then read: the common one,
    or one with packs' own fields. Headers are keyed in normal form."""

    code: str = ""
    name: Text = field(default_factory=lambda: Text("", ""))
    source: str = ""
    purpose: str = "行政"
    scheme: str = ""
    identity_column: str = ""
    known_from: str | dt.date | None = None
    year: str | int | None = None
    entity: str = ""
    unit: str = ""
    columns: MappingType[str, ColumnRule] = field(default_factory=dict)
    constants: tuple[tuple[Field, str], ...] = ()
    ignored: frozenset[str] = frozenset()
    stand_ins: tuple[StandIn, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()
    declared: tuple[tuple[str, str], ...] = ()
    shares: tuple[Share, ...] = ()
    vocabulary: Vocabulary = field(default_factory=common)


def carried() -> tuple[str, ...]:
    """The names of the mappings that the package carries."""
    folder = files("peiyu.facts.intake").joinpath("mappings")
    return tuple(sorted(p.name.removesuffix(".yaml") for p in folder.iterdir() if p.name.endswith(".yaml")))


def read_mapping(given: str | Path, *, vocabulary: Vocabulary | None = None) -> Mapping:
    """A mapping by the name of a carried one or by path; its fields are those of `vocabulary` (default: the common
    one). FactsError with every fault of the file."""
    if str(given) in carried():
        text = files("peiyu.facts.intake").joinpath("mappings", f"{given}.yaml").read_text(encoding="utf-8")
        return parse_mapping(text, file=f"{given}.yaml", vocabulary=vocabulary)
    path = Path(given)
    if not path.is_file():
        names = "、".join(carried())
        raise FactsError(
            _problem(
                "mapping-not-found",
                str(given),
                "找不到这个对应表",
                "There is no such mapping",
                str(given),
                Text(f"自带的对应表：{names}；或 .yaml 文件的路径", f"a carried one: {names}; or the path of a .yaml"),
            )
        )
    try:
        return parse_mapping(path.read_text(encoding="utf-8"), file=path.name, vocabulary=vocabulary)
    except UnicodeDecodeError as fault:
        raise FactsError(
            _problem(
                "mapping-malformed",
                path.name,
                "对应表不是 UTF-8 文本",
                "The mapping is not UTF-8 text",
                str(fault.reason),
            )
        ) from fault


def parse_mapping(text: str, *, file: str = "", vocabulary: Vocabulary | None = None) -> Mapping:
    """A mapping from its YAML text, as `read_mapping`. FactsError with every fault."""
    try:
        raw = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as fault:
        line = getattr(getattr(fault, "problem_mark", None), "line", None)
        raise FactsError(
            _problem(
                "mapping-malformed",
                file,
                "对应表的 YAML 写法有误",
                "The mapping is not valid YAML",
                str(getattr(fault, "problem", "")),
                line=line,
            )
        ) from fault
    if not isinstance(raw, dict):
        raise FactsError(
            _problem(
                "mapping-malformed",
                file,
                "对应表应是“键: 值”的集合",
                "A mapping is a set of keys and values",
                type(raw).__name__,
            )
        )
    reader = _Reader(raw, text, file, vocabulary or common())
    made = reader.mapping()
    if reader.problems:
        raise FactsError(*reader.problems)
    return made


class _Reader:
    """Turns the raw YAML into a Mapping and gathers what is wrong."""

    def __init__(self, raw: MappingType[str, Any], text: str, file: str, vocabulary: Vocabulary) -> None:
        self.raw, self.text, self.file, self.vocabulary = raw, text, file, vocabulary
        self.problems: list[Problem] = []

    def mapping(self) -> Mapping:
        raw = self.raw
        for key in raw:
            if key not in KEYS:
                self._fault(
                    "mapping-unknown-key",
                    "对应表里有不认识的键",
                    "An unknown key",
                    str(key),
                    Text("、".join(sorted(KEYS)), ", ".join(sorted(KEYS))),
                )
        entity = str(raw.get("entity") or "")
        if entity and self.vocabulary.entity(entity) is None:
            self._fault(
                "mapping-unknown-entity",
                "词汇表中没有这种记录",
                "No such entity",
                entity,
                Text("、".join(self.vocabulary.entities), ", ".join(self.vocabulary.entities)),
            )
        purpose = str(raw.get("purpose", "行政"))
        if purpose not in PURPOSES:
            self._fault(
                "mapping-unknown-purpose",
                "不认识的用途",
                "No such purpose",
                purpose,
                Text("、".join(PURPOSES), ", ".join(PURPOSES)),
            )
        name, identity = raw.get("name") or {}, raw.get("identity") or {}
        return Mapping(
            code=str(raw.get("mapping", "")),
            name=Text(str(name.get("zh", "")), str(name.get("en", ""))),
            source=str(raw.get("source", "")),
            purpose=purpose,
            scheme=str(identity.get("scheme", "")),
            identity_column=normal(str(identity.get("column", ""))),
            known_from=raw.get("known_from"),
            year=raw.get("year"),
            entity=self._entity_code(entity),
            unit=str(raw.get("unit", "")),
            columns=dict(self._columns(entity)),
            constants=tuple(self._constants(entity)),
            ignored=frozenset(normal(str(h)) for h in raw.get("ignore") or ()),
            stand_ins=tuple(self._stand_ins()),
            crosswalks=tuple(self._crosswalks(entity)),
            declared=tuple(
                (str(d["entity"]), str(d.get("scope") or "")) for d in raw.get("declare") or () if self._declares(d)
            ),
            shares=tuple(self._shares(entity)),
            vocabulary=self.vocabulary,
        )

    def _entity_code(self, entity: str) -> str:
        found = self.vocabulary.entity(entity) if entity else None
        return found.code if found is not None else ""

    def _columns(self, entity: str) -> list[tuple[str, ColumnRule]]:
        rules = []
        for header, raw in (self.raw.get("columns") or {}).items():
            given = raw if isinstance(raw, dict) else {"field": raw}
            field = self._field(str(given.get("field", "")), entity)
            if field is not None:
                zero = str(given.get("zero_means", "")) == "missing"
                rules.append(
                    (normal(str(header)), ColumnRule(field, str(given.get("unit", "")), given.get("year"), zero))
                )
        return rules

    def _constants(self, entity: str) -> list[tuple[Field, str]]:
        found = [(self._field(str(k), entity), v) for k, v in (self.raw.get("constants") or {}).items()]
        said = {True: "是", False: "否"}
        return [(f, said[v] if isinstance(v, bool) else str(v)) for f, v in found if f is not None]

    def _stand_ins(self) -> list[StandIn]:
        made = []
        for raw in self.raw.get("stand_ins") or ():
            one = self._field(str(raw.get("field", "")), "")
            other = self._field(str(raw.get("instead_of", "")), "")
            self._evidence(raw)
            if one is not None and other is not None:
                made.append(
                    StandIn(
                        entity=other.entity,
                        field=one.code,
                        instead_of=other.code,
                        evidence=str(raw.get("evidence", "")),
                        why=_both(raw.get("why")),
                    )
                )
        return made

    def _crosswalks(self, entity: str) -> list[Crosswalk]:
        made = []
        for raw in self.raw.get("crosswalks") or ():
            field = self._field(str(raw.get("field", "")), entity)
            self._evidence(raw)
            values = {normal(str(word)): str(to) for to, words in (raw.get("values") or {}).items() for word in words}
            if field is not None:
                made.append(
                    Crosswalk(
                        normal(str(raw.get("column", ""))),
                        field,
                        values,
                        str(raw.get("evidence", "")),
                        str(raw.get("why", "")),
                    )
                )
        return made

    def _shares(self, entity: str) -> list[Share]:
        made = []
        for raw in self.raw.get("shares") or ():
            of, to = self._field(str(raw.get("of", "")), entity), self._field(str(raw.get("to", "")), entity)
            if of is not None and to is not None:
                made.append(Share(normal(str(raw.get("column", ""))), of, to, str(raw.get("unit", "%"))))
        return made

    def _declares(self, raw: MappingType[str, Any]) -> bool:
        known = self.vocabulary.entity(str(raw.get("entity", ""))) is not None
        if not known:
            self._fault("mapping-unknown-entity", "词汇表中没有这种记录", "No such entity", str(raw.get("entity")))
        return known

    def _evidence(self, raw: MappingType[str, Any]) -> None:
        if raw.get("evidence") not in EVIDENCE or not _both(raw.get("why")).zh:
            self._fault(
                "mapping-evidence",
                "替代与对照须写明依据（evidence、why）",
                "A stand-in or crosswalk states its evidence and why",
                str(raw.get("evidence")),
                Text("、".join(EVIDENCE), ", ".join(EVIDENCE)),
            )

    def _field(self, word: str, entity: str) -> Field | None:
        """A field by `entity.code`, or by code or name in the mapping's entity, the enterprise or the annual return; a
        pack's own also by an alias, where it is the only one."""
        owner, _, code = word.partition(".")
        known = owner in self.vocabulary.entities
        for code_of in [owner] if known else [e for e in (self._entity_code(entity), *ROOTS) if e]:
            fields = self.vocabulary.entities[code_of].fields
            for found in (_called(code if known else word, fields), _of_packs(code if known else word, fields)):
                if len(found) == 1:
                    return found[0]
                if found:
                    self._shared(word, found)
                    return None
        self._fault("mapping-unknown-field", "词汇表中没有这个数据项", "No such field in the vocabulary", word)
        return None

    def _shared(self, word: str, found: Sequence[Field]) -> None:
        names = ", ".join(one.code for one in found)
        self._fault("mapping-shared-field", "几个政策包的数据项同名", "Several packs have a field of this name", word,
                    Text(names, names))  # fmt: skip

    def _fault(self, code: str, zh: str, en: str, found: str, accepted: Text | None = None) -> None:
        line = next((i for i, text in enumerate(self.text.splitlines()) if found and found in text), None)
        self.problems.append(_problem(code, self.file, zh, en, found, accepted, line=line))


def _called(word: str, fields: Sequence[Field]) -> list[Field]:
    return [one for one in fields if word in (one.code, one.name.zh)]


def _of_packs(word: str, fields: Sequence[Field]) -> list[Field]:
    """The packs' own fields that are called so otherwise: by an alias, or by the code without the pack."""
    return [one for one in fields if one.pack and word in (one.local, *one.aliases)]


def _both(written: Any) -> Text:
    """A reason as {zh, en}, or in Chinese alone."""
    if isinstance(written, dict):
        return Text(str(written.get("zh") or ""), str(written.get("en") or ""))
    return Text(str(written or ""), "")


def _problem(
    code: str, file: str, zh: str, en: str, found: str, accepted: Text | None = None, *, line: int | None = None
) -> Problem:
    where = Where(file=file, line=None if line is None else line + 1)
    return Problem(
        code,
        Text(zh, en),
        where,
        found=found,
        accepted=accepted,
        next_step=Text("改正对应表后重试", "correct the mapping and try again"),
    )
