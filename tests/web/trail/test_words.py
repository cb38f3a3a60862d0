"""Whatever the application writes into its trail has words in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import peiyu.web
from peiyu.web.trail.words import KINDS, VERBS, kind_said, verb_said

SOURCE = Path(next(iter(peiyu.web.__path__)))


def recorded(place: int) -> set[str]:
    """The constant arguments at a place of every call of `record`."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
                given = node.args[place] if len(node.args) > place else None
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    found.add(given.value)
    return found


def test_every_verb_has_words() -> None:
    verbs = recorded(1)
    assert len(verbs) > 30
    assert verbs - set(VERBS) == set()


def test_every_kind_has_words() -> None:
    assert recorded(2) - set(KINDS) == set()


def test_both_languages_are_there_and_differ() -> None:
    assert all(said.zh and said.en and said.zh != said.en for said in (*VERBS.values(), *KINDS.values()))


def test_what_has_no_words_is_shown_as_it_is() -> None:
    assert verb_said("x.y").zh == "x.y"
    assert kind_said("x").en == "x"
