"""The enterprise's own side: which enterprise, and its annual return prefilled with what is held."""

from __future__ import annotations

from collections.abc import Mapping

from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.desk.queries.dossier import YEARS, Dossier
from peiyu.web.enterprises.queries.holding import fields_of, last_word
from peiyu.web.enterprises.queries.values import plain, unit_of
from peiyu.web.look.grid import Grid, Place, Side

RETURN = "annual_return"


def own_key(actor: Actor) -> int | None:
    """The enterprise for which the actor is here: the one for which it acts by consent, else its own."""
    if actor.for_whom is not None:
        return actor.for_whom
    return next(iter(actor.enterprises)) if len(actor.enterprises) == 1 else None


def asked_fields() -> tuple[Field, ...]:
    """What an annual return asks an enterprise for."""
    return tuple(one for one in fields_of(RETURN) if one.supplier == "enterprise" and not one.pack)


def years() -> tuple[int, ...]:
    last = clock.today().year - 1
    return tuple(range(last - YEARS + 1, last + 1))


def held_values(found: Dossier) -> dict[Place, str]:
    """What is held of each field and year, as people type it; a stand-in is not what was said."""
    values: dict[Place, str] = {}
    for field in asked_fields():
        for year in years():
            datum = found.snapshot.datum(RETURN, field.code, year)
            if datum is not None and datum.value is not None and datum.stand_in is None:
                values[field.code, str(year)] = plain(field, datum.value)
    return values


def seen_by(found: Dossier, given: str) -> int:
    """The last statement on the annual figures that whoever sends the form saw; of who opens it, the one of now."""
    fits = given.isdecimal() and len(given) < 19
    return int(given) if fits else last_word(found.enterprise.key, RETURN)


def grid_of(values: Mapping[Place, str], problems: Mapping[Place, tuple[Problem, ...]] | None = None) -> Grid:
    """The return as a grid: a row a field, a column a year."""
    rows = tuple(Side(one.code, one.name, unit_of(one), words=not one.is_numeric) for one in asked_fields())
    columns = tuple(Side(str(one), Text(f"{one}年", str(one))) for one in years())
    return Grid(
        name="return", said=Text("年度数据", "Annual figures"), corner=Text("数据项", "Fact"), rows=rows,
        columns=columns, values=values, problems=problems or {},
    )  # fmt: skip


def changed(given: Mapping[Place, str], held: Mapping[Place, str]) -> dict[int, dict[str, str]]:
    """Year → field → what was typed and is not held already. A blank says nothing."""
    found: dict[int, dict[str, str]] = {}
    for (code, year), text in given.items():
        if text and text != held.get((code, year), ""):
            found.setdefault(int(year), {})[code] = text
    return found
