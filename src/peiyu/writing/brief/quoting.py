"""The words that an issue quotes, whose numbers are not figures of ours."""

from __future__ import annotations

from collections.abc import Iterable

from peiyu.problems import Problem
from peiyu.writing.brief.material import Material


def said_of(facts: Material) -> str:
    """The words of the pack and of the forecast that an issue quotes: their numbers are not figures of ours."""
    lang, inside = facts.lang, facts.programme
    words = [facts.document_title]
    words += [one.name.in_(lang) for one in (*inside.targets.values(), *inside.trends.values())]
    words += [one.duty.in_(lang) + one.name.in_(lang) for one in inside.responsibilities.values()]
    words += [one.name.in_(lang) for one in inside.actors.values()]
    for one in facts.targets:
        words += [one.figure.definition.in_(lang), one.pace.rule.in_(lang)]
        if one.outlook is not None:
            words += [one.outlook.basis.in_(lang), one.outlook.said.in_(lang)]
            words += [firm.why.in_(lang) for firm in one.outlook.key_firms]
    return "\n".join(words)


def unquoted(problems: Iterable[Problem], facts: Material) -> tuple[Problem, ...]:
    """The problems without those about numbers that stand in quoted words."""
    own = said_of(facts)
    return tuple(one for one in problems if one.code != "number-not-locked" or not quoted(one, own))


def quoted(problem: Problem, words: str) -> bool:
    """Whether every number that was found unlocked stands in quoted words."""
    bare = words.replace(" ", "")
    return all(number.replace(" ", "") in bare for number in problem.found.split("、"))
