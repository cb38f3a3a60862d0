"""Whether every clause of the document is carried out by something that is fit for it, and cited as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from peiyu.policy.condition.ast import Span
from peiyu.policy.condition.scope import near
from peiyu.policy.pack.checks.context import Context
from peiyu.policy.pack.load.programme.references import SAID, SECTION_OF
from peiyu.policy.pack.programme import Coverage, Programme
from peiyu.policy.pack.rule import Rule
from peiyu.problems import Problem

MARKS = re.compile(
    r"第[0-9一二三四五六七八九十百]+[条款段项]|[（(][^）)]*[）)]|[一二三四五六七八九十百]+|[0-9]+|[^一二三四五六七八九十百（(0-9第]+|第"
)
FIGURE = re.compile(r"[0-9０-９]\s*(百|千|万|亿)?\s*(家|户|个|件|项|人|名|元|平方米|平米|㎡|%|％|所|座)")
GOAL_VERB = re.compile(
    r"新增|达到|达|建设|建成|培育|引进|引入|建立|组建|超过|力争|完成|实现|吸引|参与|申报|授权|突破|增长|投入"
)
PAST = re.compile(r"截至|截止|目前|近年来|去年|以来|已(?:有|达|建|经|累计|成为)")
"""What a sentence with one of these counts has been reached and is promised by nobody."""
CARRYING = frozenset({"target", "trend", "indicator", "fund", "measure", "programme", "responsibility"})
"""Kinds that can carry out a clause with a goal; the others only help to."""

CITED = ("target", "trend", "fund")
"""Kinds that stand in the document themselves: they cite the clause that they cover."""

COVERED = ("target", "trend", "programme", "measure", "responsibility", "fund", "list")
"""Kinds of which each object should carry out some clause."""


def cites(rule: Rule) -> tuple[str, ...]:
    """The addresses that an object cites: one, or several between 、."""
    return tuple(one for one in re.split(r"[、，,；;\s]+", rule.cite) if one)


def rules(programme: Programme) -> Iterator[tuple[str, str, Rule]]:
    """Kind, local id and object of everything in a programme that can cite."""
    for kind, section in SECTION_OF.items():
        if kind != "tier":
            held: Mapping[str, Rule] = getattr(programme, section)
            yield from ((kind, id_, one) for id_, one in held.items())


def above(address: str) -> tuple[str, ...]:
    """The addresses that contain an address, nearest first: of 三（一）1 三（一） and 三."""
    marks = MARKS.findall(address)
    return tuple("".join(marks[:length]) for length in range(len(marks) - 1, 0, -1))


def check_clauses(context: Context) -> Iterator[Problem]:
    """Every address that is cited or covered is one of the mended text."""
    programme = context.pack.programme
    if programme is None:
        return
    if not programme.clauses:
        yield context.say("mended-missing", _place(programme))
        return
    named = [(address, one.span) for _, _, one in rules(programme) for address in cites(one)]
    named += [(one.address, one.span) for one in programme.coverage.values()]
    for address, span in named:
        if address not in programme.clauses:
            options = " · ".join(_alike(address, tuple(programme.clauses)))
            yield context.say("no-such-clause", span, found=address, address=address, options=options)


def _alike(address: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses that look like this one, then those beside it; where there are none, the first of all."""
    beside = [one for one in known if one[:-1] == address[:-1]]
    return tuple(dict.fromkeys((*near(address, known), *beside)))[:8] or known[:8]


def _place(programme: Programme) -> Span:
    return next((one.span for _, _, one in rules(programme)), Span())


def check_coverage(context: Context) -> Iterator[Problem]:
    """Every clause is covered, by something fit for it."""
    programme = context.pack.programme
    if programme is None or not programme.clauses:
        return
    headings = {one for address in programme.clauses for one in above(address)}
    cited = {address for one in programme.targets.values() for address in cites(one)}
    for address, clause in programme.clauses.items():
        covered = programme.coverage.get(address)
        if covered is None:
            if address not in headings:
                yield context.say("clause-not-covered", clause.span, found=address, address=address)
            continue
        goal = address in cited or has_goal(clause.text)
        if covered.how != "objects" and goal:
            yield context.say("numeric-clause-without-target", covered.span, found=covered.how, address=address)
        yield from _fit(context, programme, covered, goal=goal)


def has_goal(text: str) -> bool:
    """Whether a sentence of a clause promises a figure: a number with a unit, a word that promises, none of the past.
    50多所 is no figure."""
    sentences = re.split("[。；;\n]", text)
    return any(FIGURE.search(one) and GOAL_VERB.search(one) and not PAST.search(one) for one in sentences)


def _fit(context: Context, programme: Programme, covered: Coverage, *, goal: bool) -> Iterator[Problem]:
    kinds = {one.kind for one in covered.objects}
    if goal and kinds and not kinds & CARRYING:
        yield context.say(
            "coverage-unfit", covered.span, found=" · ".join(sorted(kinds)), address=covered.address,
            accepted=" · ".join(sorted(CARRYING)),
        )  # fmt: skip
    for one in covered.objects:
        held: Mapping[str, Rule] = getattr(programme, SECTION_OF[one.kind]) if one.kind in CITED else {}
        if one.id not in held:
            continue
        near_by = {covered.address, *above(covered.address)}
        if not any(address in near_by or covered.address in above(address) for address in cites(held[one.id])):
            yield context.say(
                "coverage-unfit", one.span, found=f"{one.kind}:{one.id}", address=covered.address,
                accepted=f"cite: {covered.address}",
            )  # fmt: skip


def check_objects_covered(context: Context) -> Iterator[Problem]:
    """Objects that no clause is carried out by."""
    programme = context.pack.programme
    if programme is None or not programme.clauses:
        return
    used = {(one.kind, one.id) for covered in programme.coverage.values() for one in covered.objects}
    for kind, id_, rule in rules(programme):
        if kind in COVERED and (kind, id_) not in used:
            what = SAID[SECTION_OF[kind]]
            words = {"what": what.zh, "what_en": what.en, "name": rule.name.zh, "key": f"{kind}:{id_}"}
            yield context.say("object-not-covered", rule.span, found=f"{kind}:{id_}", **words)
