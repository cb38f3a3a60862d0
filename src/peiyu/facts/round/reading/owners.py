"""Whose row it is: by the code, then by the name; what contradicts itself is nobody's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from peiyu.facts.identity import enterprise_key, parse_code
from peiyu.facts.intake.headers import normal
from peiyu.facts.round.model import Firm, Unit
from peiyu.problems import Level, PeiyuError, Problem, Text, Where


@dataclass(frozen=True, slots=True)
class Owner:
    """The unit and the enterprise of a row; `note` tells how it was known if not by its code alone."""

    unit: Unit
    firm: Firm
    note: Problem | None = None


class Owners:
    """The enterprises of a round's units, found by code and by name; the seat's own unit first."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_text: dict[str, list[tuple[Unit, Firm]]] = {}
        self._by_key: dict[int, list[tuple[Unit, Firm]]] = {}
        self._by_name: dict[str, list[tuple[Unit, Firm]]] = {}
        for unit in units:
            for firm in unit.firms:
                pair = (unit, firm)
                self._by_text.setdefault(firm.code, []).append(pair)
                self._by_key.setdefault(firm.key, []).append(pair)
                self._by_name.setdefault(normal(firm.name), []).append(pair)

    @property
    def words(self) -> list[str]:
        """Codes and names as they were printed."""
        return [word for pairs in self._by_text.values() for _, firm in pairs for word in (firm.code, firm.name)]

    def of(self, code: str, name: str, *, seat: Unit | None, where: Where) -> Owner | Problem:
        """The owner of a row with this code and name (either may be blank), or why it has none."""
        named = _chosen(self._by_name.get(normal(name), []) if normal(name) else [], seat)
        if not code:
            return self._named(named, name, None, where) if name else _nobody(where)
        coded = self._by_text.get(code) or self._by_parsed(code)
        if isinstance(coded, Problem):
            return self._named(named, name, coded, where)
        by_code = _chosen(coded, seat)
        if by_code is None:
            return _contradicts(code, name, where) if named else _not_asked(code, name, where)
        if isinstance(by_code, Problem):
            return by_code
        if isinstance(named, tuple) and named[1].key != by_code[1].key:
            return _contradicts(code, name, where)
        return Owner(*by_code)

    def _by_parsed(self, code: str) -> list[tuple[Unit, Firm]] | Problem:
        try:
            return self._by_key.get(enterprise_key(parse_code(code)), [])
        except PeiyuError as fault:
            return fault.problems[0]

    def _named(
        self, named: tuple[Unit, Firm] | Problem | None, name: str, fault: Problem | None, where: Where
    ) -> Owner | Problem:  # fmt: skip
        if isinstance(named, Problem):
            return Problem(named.code, named.message, where, named.level, name)
        if named is None:
            if fault is None:
                return _not_asked("", name, where)
            return Problem(fault.code, fault.message, where, Level.ERROR, fault.found, fault.accepted, fault.next_step)
        if fault is None:
            return Owner(*named)
        said = Text(f"{fault.message.zh}；已按企业名称对应", f"{fault.message.en}; the row was known by its name")
        note = Problem(fault.code, said, where, Level.WARNING, fault.found, fault.accepted, fault.next_step)
        return Owner(*named, note)


@lru_cache(8)
def owners_of(units: tuple[Unit, ...]) -> Owners:
    """The enterprises of these units, kept ready for the next file."""
    return Owners(units)


def _chosen(found: list[tuple[Unit, Firm]], seat: Unit | None) -> tuple[Unit, Firm] | Problem | None:
    """The one of the seat's own unit, else the only one; a problem if several units or enterprises answer to it."""
    own = [pair for pair in found if seat is not None and pair[0].id == seat.id] or found
    if not own:
        return None
    if len(own) > 1:
        said = Text("这次收表有几个单位或企业与此相符", "several units or enterprises of the round answer to it")
        return Problem("row-ambiguous", said)
    return own[0]


def is_total(text: str) -> bool:
    """Whether a row's first words say that it adds up others."""
    return re.match(r"^\s*(总\s*计|合\s*计|小\s*计|共\s*计|累\s*计)\s*[:：]?\s*$", text) is not None


def _nobody(where: Where) -> Problem:
    return Problem(
        "row-without-identity",
        Text("这一行有数，但没有企业代码和名称", "a row with figures has neither code nor name"),
        where,
        next_step=Text("补上企业名称或代码后重报", "add the name or the code and send it again"),
    )


def _not_asked(code: str, name: str, where: Where) -> Problem:
    return Problem(
        "enterprise-not-asked",
        Text("这家企业不在本次收表范围内", "the round does not ask this enterprise"),
        where,
        found=" ".join(one for one in (code, name) if one),
        next_step=Text("核对代码和名称；确应报送的，请收表单位加入", "look at code and name, or have it added"),
    )


def _contradicts(code: str, name: str, where: Where) -> Problem:
    return Problem(
        "row-contradicts",
        Text("代码和名称不是同一家企业", "the code and the name are not one enterprise"),
        where,
        found=f"{code} {name}",
        next_step=Text("对照原表改正后重报", "correct it by the form as it went out and send it again"),
    )
