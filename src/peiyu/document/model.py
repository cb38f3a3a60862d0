"""The values of the room: what a reading holds. Everything is frozen; spans are [start, end) in characters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from peiyu.document.alignment import Alignment, Span
from peiyu.problems import Problem, Text

Format = Literal["txt", "docx", "html", "pdf"]
Confidence = Literal["certain", "high", "ask"]
ClauseLevel = Literal[
    "annex",
    "part",
    "chapter",
    "division",
    "article",
    "section",
    "subsection",
    "item",
    "subitem",
    "point",
    "paragraph",
    "frame",
]
Comparator = Literal["floor", "above", "about", "range", "exactly", "ceiling", "below"]
Measure = Literal["flow", "stock"]


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read: its name without folder, format, encoding (txt and html), SHA-256, pages (pdf)."""

    name: str
    format: Format
    encoding: str
    sha256: str
    pages: int | None = None
    traditional: bool = False
    """Written in traditional characters: the raw text keeps them, the mended text is simplified."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One place where the mended text differs from the raw text.

    `before` is what stood at `raw_span` (empty where something was lost), `after` what stands there now.
    """

    kind: str
    raw_span: Span
    before: str
    after: str
    evidence: Text
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Question:
    """A place that looks damaged and was left as it is, because the document does not say how to mend it.

    `before` stands at `raw_span`; `proposal` is what might have stood there, empty when there is no guess.
    """

    kind: str
    raw_span: Span
    before: str
    proposal: str
    asked: Text


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the tree.

    `address` is unique in a reading (`三（一）1`, `二第1段`, `前言`, `成文日期`, …). `mark` is the mark as it stands
    before the text (`1.`, empty where there is none). `text` is the mended text without its mark, `mended[start:end]`;
    `heading` is the heading it begins with or consists of, without its closing stop. `parent` is an address, empty at
    the root. Clauses stand in the order of the document.
    """

    address: str
    level: ClauseLevel
    mark: str
    heading: str
    text: str
    start: int
    end: int
    raw_start: int
    raw_end: int
    parent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """What is found in a clause: `span` in the clause's text, `raw_span` in the raw text, and the words themselves."""

    clause: str
    span: Span
    raw_span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFinding(Anchored):
    """A number that the document promises to reach.

    `subject` is what is counted or whose quantity it is (`科技型中小企业`); `quantity` what of it is measured where
    that is not its number (`申请量`, `占比`), else empty. `low` and `high` are the ends in base units (money in yuan),
    None where the comparator leaves an end open; `stretch` is the 力争 figure. `unit` is the base unit (`家`, `元`,
    `平方米`, `%`, `件/万人`). `of` is the place in `Findings.targets` of the whole of which this is a part (其中).
    """

    subject: str
    quantity: str = ""
    comparator: Comparator
    low: Fraction | None
    high: Fraction | None
    stretch: Fraction | None = None
    unit: str
    by: date | None = None
    since: date | None = None
    measure: Measure = "flow"
    of: int | None = None
    restates: int | None = None
    """Of a restatement: the place in `Findings.targets` of the goal that it says again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFinding(Anchored):
    """A number that is no promise: an achievement of the past, or background (50多所高校院所的合作优势)."""

    subject: str
    role: Literal["achievement", "background"]
    value: Fraction
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFinding(Anchored):
    """Money: a fund with its purposes, or what is paid for one thing. `amount` in yuan, None where none is stated."""

    name: str
    role: Literal["fund", "award", "other"]
    comparator: Comparator = "exactly"
    amount: Fraction | None
    year: int | None = None
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeFinding(Anchored):
    """A named programme or a stage's set of measures: whom it addresses and what it gives, in the document's words."""

    name: str
    addressed: str
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionFinding(Anchored):
    """A threshold on enterprises: `subject` (销售收入) between `low` and `high` in base units of `unit`."""

    subject: str
    comparator: Comparator
    low: Fraction | None
    high: Fraction | None
    unit: str
    applies_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityFinding(Anchored):
    """Who does what: the lead (牵头), those who join (配合), the day by which."""

    duty: str
    lead: tuple[str, ...]
    joined: tuple[str, ...] = ()
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFinding(Anchored):
    """A body the document names, at its first mention."""

    name: str
    kind: str
    """government, department, group, park, carrier, institute, university, company, platform or other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineFinding(Anchored):
    """A day by which something is due."""

    by: date
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceFinding(Anchored):
    """Another document that this one names: title without 《》, number where it stands."""

    title: str
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction(Anchored):
    """Two statements about one thing: said twice alike (`double`), differently (`contradiction`), or
    under several names (`names`).

    The anchor is the first statement; `other` is the second one's clause, span and words.
    """

    kind: Literal["double", "contradiction", "names"]
    other: Anchored
    said: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FairCompetitionFinding(Anchored):
    """Words that today's fair-competition review would question, and why."""

    kind: Literal["moving_in", "tax_paid", "named_list", "holdings", "local_only"]
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that was found, each kind in the order of the document."""

    targets: tuple[TargetFinding, ...] = ()
    restatements: tuple[TargetFinding, ...] = ()
    """Later clauses that say a target again; they are no goals of their own."""
    figures: tuple[FigureFinding, ...] = ()
    amounts: tuple[AmountFinding, ...] = ()
    programmes: tuple[ProgrammeFinding, ...] = ()
    conditions: tuple[ConditionFinding, ...] = ()
    responsibilities: tuple[ResponsibilityFinding, ...] = ()
    organisations: tuple[OrganisationFinding, ...] = ()
    deadlines: tuple[DeadlineFinding, ...] = ()
    references: tuple[ReferenceFinding, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    fair_competition: tuple[FairCompetitionFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the body: title, issuing bodies, document number, whom it addresses, its days."""

    title: str = ""
    issuers: tuple[str, ...] = ()
    number: str = ""
    addressed: str = ""
    issued: date | None = None
    printed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document as read. `raw` is the text as found (line ends as \\n), `mended` the 整理本; `alignment` joins them.

    `problems` holds warnings only: what is at fault so that nothing can be read is raised.
    """

    source: Source
    raw: str
    mended: str
    alignment: Alignment
    repairs: tuple[Repair, ...]
    questions: tuple[Question, ...]
    frame: Frame
    clauses: tuple[Clause, ...]
    findings: Findings = field(default_factory=Findings)
    problems: tuple[Problem, ...] = ()

    def clause(self, address: str) -> Clause:
        """The clause of that address. KeyError if there is none."""
        for one in self.clauses:
            if one.address == address:
                return one
        raise KeyError(address)

    def raw_span(self, clause: Clause, span: Span) -> Span:
        """Where characters of a clause's text stand in the raw text."""
        return self.alignment.raw_span((clause.start + span[0], clause.start + span[1]))
