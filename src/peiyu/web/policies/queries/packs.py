"""Packs as pages show them: which there are, and what one says, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition.ast import Expr, Number
from peiyu.policy.condition.printing import printed
from peiyu.policy.explain.amounts import Measure, amount
from peiyu.policy.explain.build import how
from peiyu.policy.explain.words import Words
from peiyu.policy.pack.model import Applies, ChooseCriterion, Combined, Criterion, Group, Negated, Pack, Parameter, Tier
from peiyu.problems import PackError, Problem, Text, UsageError
from peiyu.web import bridge
from peiyu.web.policies.models import PackText
from peiyu.web.policies.queries.texts import standards, territory_id

NOTHING = Text("", "")
KINDS = {
    "national": Text("国家", "national"),
    "territory": Text("地方", "territory"),
    "ladder": Text("梯度", "ladder"),
}
EVIDENCE = {
    "verified": (Text("已核实", "verified"), "green"),
    "single-source": (Text("单一来源", "single source"), "blue"),
    "paraphrase": (Text("转述", "paraphrase"), "yellow"),
    "unverified": (Text("未核实", "not verified"), "red"),
    "assumption": (Text("推定", "assumption"), "yellow"),
}
"""How sure we are of a rule: the word and its colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """A pack as the list shows it. `text`: its released text, None where the carried one holds."""

    id: str
    name: Text
    kind: Text
    document: str
    text: PackText | None
    used: bool
    territory: bool
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A criterion, or the word that joins a group (`joint`), at its depth."""

    depth: int
    name: Text
    rule: Text = NOTHING
    cite: str = ""
    evidence: str = ""
    note: Text = NOTHING
    joint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TierLines:
    """A tier with its criteria in the regulation's order."""

    key: str
    name: Text
    title: str
    cite: str
    evidence: str
    lines: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterLine:
    """A parameter with its values by date as people read them, and the value of now as conditions write it."""

    key: str
    name: Text
    values: tuple[tuple[str, Text], ...]
    now: str
    cite: str
    evidence: str


def packs() -> tuple[PackLine, ...]:
    """Every pack that can be named, those in use first."""
    used, own = set(standards()), territory_id()
    texts = {one.pack: one for one in released_texts()}
    lines = [_line(id_, used, own, texts.get(id_)) for id_ in bridge.packs().ids()]
    return tuple(sorted(lines, key=lambda one: (not one.territory, not one.used, one.id)))


def _line(id_: str, used: set[str], own: str, text: PackText | None) -> PackLine:
    try:
        pack = bridge.pack_of(id_)
    except PackError as error:
        return PackLine(id=id_, name=Text(id_, id_), kind=Text("", ""), document="", text=text, used=id_ in used,
                        territory=id_ == own, problems=error.problems)  # fmt: skip
    document = f"{pack.document.title} {pack.document.number}".strip() if pack.document else ""
    return PackLine(
        id=id_, name=pack.name, kind=KINDS[pack.kind], document=document, text=text, used=id_ in used,
        territory=id_ == own,
    )  # fmt: skip


def released_texts() -> list[PackText]:
    """Released texts without their files, the earliest first."""
    return list(PackText.objects.filter(state="released").defer("files", "difference").order_by("released_at", "pk"))


def texts_at_work() -> list[PackText]:
    """Drafts and submitted texts, the latest first, without their files."""
    open_ = PackText.objects.filter(state__in=("draft", "submitted")).defer("files", "difference")
    return list(open_.order_by("-changed_at"))


def texts_of(pack: str) -> list[PackText]:
    """Every text of a pack, the latest first, without its files."""
    return list(PackText.objects.filter(pack=pack).defer("files", "difference").order_by("-pk")[:50])


def tiers_in_words(pack: Pack, *drafts: str) -> tuple[TierLines, ...]:
    """The tiers of a pack as they are bound today, their criteria in words. Nothing for a pack that cannot be bound."""
    if not pack.texts or not any(text.tiers for text in pack.texts):
        return ()
    try:
        binding = bridge.asked(pack.id, drafts=drafts).bound()
    except (PackError, UsageError):
        return ()
    words = Words(binding)
    own = [bound for bound in binding.tiers.values() if bound.pack == pack.id]
    return tuple(_tier(bound.tier, words, binding) for bound in own)


def _tier(tier: Tier, words: Words, binding: Binding) -> TierLines:
    return TierLines(
        key=tier.key, name=tier.name, title=tier.title or "", cite=tier.cite, evidence=tier.evidence,
        lines=tuple(_lines(tier.met_when, words, 0)),
    )  # fmt: skip


def _lines(group: Group, words: Words, depth: int) -> Iterator[RuleLine]:
    match group:
        case Criterion():
            yield RuleLine(depth=depth, name=group.name, rule=words.phrase(group.when), cite=group.cite,
                           evidence=group.evidence, note=group.note)  # fmt: skip
        case ChooseCriterion():
            yield RuleLine(depth=depth, name=group.name, cite=group.cite, evidence=group.evidence, note=group.note)
            for branch in group.branches:
                when = words.phrase(branch.when) if branch.when is not None else Text("其他", "otherwise")
                yield RuleLine(depth=depth + 1, name=when, joint=True)
                yield from _lines(branch.then, words, depth + 2)
        case Combined():
            yield RuleLine(depth=depth, name=how(group), cite=group.cite, joint=True)
            for part in group.parts:
                yield from _lines(part, words, depth + 1)
        case Negated():
            yield RuleLine(depth=depth, name=Text("不得有", "none of"), joint=True)
            yield from _lines(group.of, words, depth + 1)


def applied(pack: Pack) -> tuple[tuple[Applies, Text, Text], ...]:
    """The rows of a ladder, each with the names of its tier and of the text that it follows."""
    found = []
    for row in pack.applies:
        other, _, key = row.text.partition(".")
        held = bridge.pack_of(other)
        tier = next(text.tiers[key] for text in reversed(held.texts) if key in text.tiers)
        found.append((row, tier.name, held.name))
    return tuple(found)


def parameters(pack: Pack) -> tuple[ParameterLine, ...]:
    """The parameters of a pack's latest text."""
    if not pack.texts:
        return ()
    return tuple(_parameter(one) for one in pack.texts[-1].parameters.values())


def _parameter(held: Parameter) -> ParameterLine:
    values = tuple((f"{value.since or '…'}—{value.until or '…'}", said_of(value.value)) for value in held.values)
    return ParameterLine(
        key=held.key, name=held.name, values=values, now=literal(held.values[-1].value), cite=held.cite,
        evidence=held.evidence,
    )  # fmt: skip


def said_of(value: Expr) -> Text:
    """A value as people read it."""
    if isinstance(value, Number):
        return Text(literal(value), amount(value.value, Measure(value.dimension)).en)
    return Text(literal(value), printed(value, "en"))


def literal(value: Expr) -> str:
    """A value as conditions write it."""
    return printed(value, "zh")
