"""The lists of words that the rules read, once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import yaml


@cache
def words(name: str) -> Mapping[str, tuple[str, ...]]:
    """The lists of `words/<name>.yaml` by their keys."""
    text = resources.files("peiyu.document.mend").joinpath("words", f"{name}.yaml").read_text("utf-8")
    held = yaml.safe_load(text)
    return {key: tuple(str(one) for one in listed) for key, listed in held.items()}


def either(listed: Iterable[str]) -> str:
    """A pattern that is any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(one) for one in sorted(set(listed), key=len, reverse=True)) + ")"
