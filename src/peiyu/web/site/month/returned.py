"""What the units send back: their own workbooks with made-up figures, some as they should be, some broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from peiyu.facts.round import Place
from peiyu.facts.snapshot import Value
from peiyu.madeup.answers import KINDS, Kind, ReturnedMonth, send_back
from peiyu.web.collection.models import Round, RoundFirm, RoundUnit
from peiyu.web.collection.queries.asked import asked_of, held_of, unit_of
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise

HUNDRED_YUAN = 10_000
"""Amounts are whole hundreds of yuan, as people type them in 万元."""
FEN_A_HEAD = 60_000_000
"""Yearly revenue a head, where nothing better is known."""
PART_OF_YEAR = 0.63
RATES = {"output": 1.02, "total_profit": 0.07, "tax_paid": 0.04, "rd_accounts": 0.05}
BROKEN: dict[str, Kind] = {one.name: one for one in KINDS}


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that came back, and how it lies where it was written."""

    name: str
    path: Path


def send(held: Round, unit: RoundUnit, folder: Path, *, broken: str = "") -> tuple[Sent, ...]:
    """The workbooks of one unit, filled in; `broken` names a kind of `peiyu.madeup.answers`."""
    month = ReturnedMonth(
        folder=folder, asked=asked_of(held), units=(unit_of(unit),), held=held_of(unit.firms.all()), before={},
        truth=truth(held, unit), files=(),
    )  # fmt: skip
    made = send_back(month, clean=0.0 if broken else 1.0, kinds=(BROKEN[broken],) if broken else ())
    return tuple(Sent(one.file, folder / one.file) for one in made.files)


def truth(held: Round, unit: RoundUnit) -> dict[Place, Value | None]:
    """What each enterprise of a unit would answer: what is held of it stays, the rest is made up from the year
    before."""
    firms = list(unit.firms.all())
    known = held_of(firms)
    made = {place: value for one in firms for place, value in figures(held, one)}
    return {**made, **known}


def figures(held: Round, firm: RoundFirm) -> Iterator[tuple[Place, Value | None]]:
    """The figures of one enterprise to the round's month."""
    chance, sheet = Random(f"{held.number}/{firm.key}"), asked_of(held).sheets[0]
    yearly = Enterprise.objects.get(key=firm.key).revenue or 0
    revenue = yearly * PART_OF_YEAR * chance.uniform(0.9, 1.25)
    for code in sheet.fields:
        amount = revenue * RATES.get(code, 1.0) * (chance.uniform(0.9, 1.1) if code in RATES else 1.0)
        value = _employed(firm.key, yearly) if code == "employees" else _rounded(amount)
        yield Place(sheet.entity, firm.key, None, code), value


def _employed(key: int, yearly: int) -> int:
    """As many as an enterprise told last; of one that never told, by its revenue."""
    told = FACT_MODELS["monthly_return"].objects.filter(enterprise=key, employees__isnull=False)
    last = told.order_by("-year", "-month").values_list("employees", flat=True).first()
    return last or max(3, round(yearly / FEN_A_HEAD))


def _rounded(amount: float) -> int:
    return round(amount / HUNDRED_YUAN) * HUNDRED_YUAN
