"""A number that another clause writes as a range: 35个 against 3—5个."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peiyu.document.mend.lexicon import either, words
from peiyu.document.mend.manuscript import Manuscript
from peiyu.document.mend.proposal import Proposal, insert
from peiyu.problems import Text

_UNIT = either(words("units")["classifiers"])
_RANGE = re.compile(rf"(?<!\d)(\d{{1,3}})(—|–|-|~|～|－|至|到)(\d{{1,3}})({_UNIT})")
_NOT_NOUN = re.compile(r"[^\u4e00-\u9fff]")
_SHARED = 4
_WINDOW = 45


def contradicted_ranges(sheet: Manuscript) -> Iterator[Proposal]:
    """35个…创新战略联盟 → 3—5个, where another clause has 3—5个 of the same thing."""
    for found in sheet.matches(_RANGE):
        low, dash, high, unit = found.groups()
        if int(low) >= int(high):
            continue
        theirs = _pieces(sheet.text[found.start(4) : found.end() + _WINDOW])
        run = re.compile(rf"(?<![\d.]){low}{high}(?={re.escape(unit)})")
        for other in sheet.matches(run):
            ours = sheet.text[other.end() : other.end() + _WINDOW].split("\n")[0]
            shared = next((piece for piece in theirs if piece in ours), None)
            if shared is None:
                continue
            said = Text(
                f"文中另有“{found[0]}……{shared}”，与“{low}{high}{unit}”说的是同一件事",
                f"elsewhere the same thing is {low}{dash}{high}: {shared}",
            )
            yield insert("range_dash", other.start() + len(low), dash, said, "certain")


def _pieces(text: str) -> list[str]:
    """Every run of four characters of the noun phrase, from its end, where its head stands."""
    phrase = text.split("\n", maxsplit=1)[0]
    runs = [run for run in _NOT_NOUN.split(phrase.split("。")[0].split("，")[0].split(",")[0]) if len(run) >= _SHARED]
    return [run[n : n + _SHARED] for run in runs for n in range(len(run) - _SHARED, 0, -1)]
