"""Industry codes of GB/T 4754-2017 as a tree of membership: section letter, division (2 digits), group (3), class (4).

A stored industry code is canonical: its digits alone (`3912`), or the section letter where nothing finer is known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from peiyu.problems import FactsError, Problem, Text

SECTIONS: Mapping[str, tuple[int, int]] = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52), "G": (53, 60),
    "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72), "M": (73, 75), "N": (76, 79),
    "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90), "S": (91, 96), "T": (97, 97),
}  # fmt: skip
"""Section → first and last of its divisions."""

WRITTEN = re.compile(r"([A-T])?(\d{2,4})?")


def section_of(digits: str) -> str | None:
    """The section of a code of two digits or more; None outside the standard."""
    division = int(digits[:2])
    return next((s for s, (first, last) in SECTIONS.items() if first <= division <= last), None)


def canonical(text: str) -> str:
    """`C39`, `C3912`, `3912`, `39`, `C`, full width or lower case → the stored form. FactsError `industry-code`."""
    compact = re.sub(r"[\s.\-]", "", unicodedata.normalize("NFKC", text)).upper()
    match = WRITTEN.fullmatch(compact)
    if match is not None and compact:
        letter, digits = match[1], match[2]
        if digits is None:
            return compact
        section = section_of(digits)
        if section is not None and letter in (None, section):
            return digits
    raise FactsError(
        Problem(
            "industry-code",
            Text("不是《国民经济行业分类》（GB/T 4754-2017）的代码", "not a code of GB/T 4754-2017"),
            found=text,
            accepted=Text(
                "门类字母、2 至 4 位数字，或二者相符的组合，如 C、39、3912、C3912",
                "a section letter, 2 to 4 digits, or both in agreement: C, 39, 3912, C3912",
            ),
            next_step=Text("对照行业分类改正代码", "correct it by the classification"),
        )
    )


@lru_cache(maxsize=65_536)
def under(code: str, option: str) -> bool | None:
    """Whether an industry lies under an option; None when the code is coarser than an option that it contains.
    Both as `canonical` accepts them."""
    here, there = canonical(code), canonical(option)
    if here.isalpha():
        if there.isalpha():
            return here == there
        return None if section_of(there) == here else False
    if there.isalpha():
        return section_of(here) == there
    if here.startswith(there):
        return True
    return None if there.startswith(here) else False


def under_any(code: str, options: Iterable[str]) -> bool | None:
    """Whether an industry lies under one of the options (Kleene or)."""
    verdicts = {under(code, option) for option in options}
    return True if True in verdicts else None if None in verdicts else False


def options_prefixes(options: Iterable[str]) -> tuple[str, ...]:
    """The digit prefixes that a stored code must begin with: sections become their divisions. Sorted, each once;
    a prefix that another one already covers is left out."""
    prefixes: set[str] = set()
    for option in map(canonical, options):
        if option.isalpha():
            first, last = SECTIONS[option]
            prefixes.update(f"{division:02d}" for division in range(first, last + 1))
        else:
            prefixes.add(option)
    return tuple(sorted(p for p in prefixes if not any(p[:n] in prefixes for n in range(2, len(p)))))


def coarser_codes(options: Iterable[str]) -> tuple[str, ...]:
    """The stored codes for which `under_any` gives None: too coarse to tell. Sorted. With `options_prefixes` and
    the section letters among the options this decides a whole column without Python."""
    wanted = [canonical(o) for o in options]
    found: set[str] = set()
    for option in wanted:
        if option.isdigit():
            found.update({section_of(option) or "", *(option[:n] for n in range(2, len(option)))})
    return tuple(sorted(code for code in found if code and under_any(code, wanted) is None))
