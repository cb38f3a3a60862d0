"""Reads of lists that people brought, and who is meant by the lines of a pasted one."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from peiyu.facts.identity import enterprise_key, parse_code
from peiyu.problems import FactsError
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import reach_of
from peiyu.web.checkups.access import RULES
from peiyu.web.checkups.models import FirmList
from peiyu.web.enterprises.names import folded
from peiyu.web.enterprises.queries import followed, scoped
from peiyu.web.enterprises.queries.find import like

MOST_SOUGHT = 200
"""So many names that stand otherwise in the registry are looked for by their folded form."""


@dataclass(frozen=True, slots=True)
class Matched:
    """The keys that lines name, in their order, each once; the lines that name nobody whom the actor may list."""

    keys: tuple[int, ...]
    missed: tuple[str, ...]


def lists_of(actor: Actor) -> QuerySet[FirmList]:
    """The lists of the actor's organisations; all of them for those who see every check-up."""
    reach = reach_of(RULES, actor, "checkups.see")
    if reach == "all":
        return FirmList.objects.all()
    if reach is None:
        return FirmList.objects.none()
    return FirmList.objects.filter(organisation__in=actor.organisations)


def matched(actor: Actor, lines: Sequence[str]) -> Matched:
    """Looks lines up by code, then by name or former name. A name that two have is nobody's; a confidential enterprise
    and another's are not found."""
    written = [unicodedata.normalize("NFKC", line).strip() for line in lines]
    wanted = {line: _key(line) for line in written}
    now = followed({key for key in wanted.values() if key is not None})
    there = set(scoped(actor).filter(key__in=list(now.values())).values_list("key", flat=True))
    found = {line: now[key] for line, key in wanted.items() if key is not None and now[key] in there}
    found |= _by_name(actor, [line for line, key in wanted.items() if key is None])
    keys = dict.fromkeys(found[line] for line in written if line in found)
    return Matched(tuple(keys), tuple(line for line in dict.fromkeys(written) if line not in found))


def _key(line: str) -> int | None:
    try:
        return enterprise_key(parse_code(line))
    except FactsError:
        return None


def _by_name(actor: Actor, names: Sequence[str]) -> dict[str, int]:
    """Exactly as written first, all at once; the rest by their folded form, one by one."""
    mine = scoped(actor)
    held: dict[str, set[int]] = {}
    for name, key in mine.filter(name__in=names).values_list("name", "key"):
        held.setdefault(name, set()).add(key)
    for name in [one for one in names if one not in held][:MOST_SOUGHT]:
        plain = folded(name)
        if plain:
            rows = like(plain).filter(Exists(mine.filter(pk=OuterRef("pk")))).values_list("key", "folded")[:20]
            held[name] = {key for key, lines in rows if plain in lines.split("\n")}
    return {name: next(iter(keys)) for name, keys in held.items() if len(keys) == 1}
