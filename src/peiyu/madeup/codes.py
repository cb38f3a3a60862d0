"""Made-up 统一社会信用代码 with valid check characters, and their enterprise keys.

The 组织机构代码 part begins with MX, which is held for made-up firms here; check characters by GB 32100-2015
(weights 3^(i−1) mod 31) and GB 11714 (weights 3 7 9 10 5 8 4 2, mod 11).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peiyu.facts.identity import Identity, enterprise_key

CHARSET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
POSITION = {character: place for place, character in enumerate(CHARSET)}
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
REGIONS = ("150203", "150207", "120116", "120117")


def organisation_code(number: int) -> str:
    """The nine characters of the number-th made-up organisation."""
    body = f"MX{number:06d}" if number < 10**6 else "M" + _base31(number, 7)
    total = sum(weight * int(character, 36) for weight, character in zip(ORG_WEIGHTS, body, strict=True))
    check = 11 - total % 11
    return body + ("X" if check == 10 else "0" if check == 11 else str(check))


def _base31(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, rest = divmod(number, 31)
        digits.append(CHARSET[rest])
    return "".join(reversed(digits))


def credit_code(number: int, organisation: str, regions: Sequence[str] = REGIONS) -> str:
    """An 18-character code around an organisation code."""
    body = "91" + regions[number % len(regions)] + organisation
    total = sum(weight * POSITION[character] for weight, character in zip(WEIGHTS, body, strict=True))
    return body + CHARSET[(31 - total % 31) % 31]


def firms(count: int, *, first: int = 0, regions: Sequence[str] = REGIONS) -> Iterator[tuple[int, int, str, str]]:
    """(number, enterprise key, 组织机构代码, 统一社会信用代码) of `count` firms; `regions`: division codes."""
    for number in range(first, first + count):
        organisation = organisation_code(number)
        code = credit_code(number, organisation, regions)
        yield number, enterprise_key(Identity("org", organisation)), organisation, code
