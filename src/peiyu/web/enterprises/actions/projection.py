"""The registry made from the fact rows: what lists and searches read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db.models import Q

from peiyu.facts.base.schema import STATISTICAL
from peiyu.web import clock
from peiyu.web.enterprises.actions.bulk import add, alter, put, remove, take_stock
from peiyu.web.enterprises.actions.parts import let_others_write, part, side_by_side
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, NameToken
from peiyu.web.enterprises.names import initials_in, names_in, tokens_of
from peiyu.web.enterprises.queries.sources import precedence
from peiyu.web.enterprises.queries.standing import preference
from peiyu.web.enterprises.queries.versions import intakes_unseen

CHUNK = 500
"""Enterprises of one transaction."""

BREATH = 0.01
"""Seconds that are left to others between two transactions."""

LANES = 2
"""So many transactions at once, where a database lets them."""

TEXTS = ("name", "former_names", "park", "district", "industry", "leading_industry", "origin_route", "status")
OTHERS = ("founded", "resident", "registered_capital")
COLUMNS = ("key", "code", *TEXTS, *OTHERS, "folded", "initials", "sensitive", "revenue", "revenue_year", "staff",
           "changed_at")  # fmt: skip

SAID = tuple(name for name in COLUMNS if name not in ("key", "changed_at"))
"""What an entry says; when none of it is another, the entry is not written again."""

NAMED = frozenset(("code", "folded", "initials", "sensitive"))
"""What the tokens of an enterprise follow from."""

TOKEN = ("token", "enterprise")

Row = dict[str, Any]
Latest = tuple[int | None, int | None, int | None]
"""Revenue, its year, staff."""

NO_RETURN: Latest = (None, None, None)


def project(keys: Iterable[int] | None, *, told: Callable[[float], None] = lambda share: None) -> int:
    """Re-makes the registry of some enterprises (None: of all, and then their initials too are made anew). Those of
    whom no fact is left go; entries that say the same stay untouched. Returns how many enterprises were gone over. It
    may be broken off and done again."""
    facts = FACT_MODELS["enterprise"].objects.exclude(intake_id__in=intakes_unseen())
    if keys is None:
        held = sorted(set(facts.order_by().values_list("enterprise", flat=True)) | set(_registered()))
    else:
        held = sorted(set(keys))

    def project_chunk(chunk: list[int]) -> tuple[int, int]:
        with part():
            return len(chunk), _project(chunk, facts, anew=keys is None)

    done, written = 0, 0
    for gone_over, anew in side_by_side(project_chunk, _chunks(held), lanes=LANES):
        done, written = done + gone_over, written + anew
        told(done / len(held))
        if done < len(held):
            let_others_write(BREATH)
    take_stock({Enterprise: written, NameToken: written})
    return done


def _registered() -> Iterable[int]:
    return Enterprise.objects.values_list("key", flat=True)


def _chunks(keys: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _project(keys: list[int], facts: Any, *, anew: bool) -> int:
    """The entries are held first, so that of two who re-make the same ones the second sees what the first brought.
    Returns how many were written."""
    entries = Enterprise.objects.filter(key__in=keys)
    held = {one["key"]: one for one in entries.order_by("key").select_for_update().values("key", *SAID)}
    outranking = precedence()
    rows, returns = _stated(keys, facts), _latest_returns(keys, outranking)
    made = {
        key: _entry(key, stated, returns.get(key, NO_RETURN), None if anew else held.get(key), outranking)
        for key, stated in rows.items()
    }  # fmt: skip
    if gone := held.keys() - made.keys():
        entries.filter(key__in=gone).delete()
    changes = _changes(held, made)
    _write(made, changes)
    named = [key for key, names in changes.items() if not NAMED.isdisjoint(names)]
    _retoken(
        {key: _tokens(held[key]) for key in (*named, *gone) if key in held},
        {key: _tokens(made[key]) for key in named},
    )  # fmt: skip
    return len(changes)


def _changes(held: Mapping[int, Row], made: Mapping[int, Row]) -> dict[int, tuple[str, ...]]:
    """Of each entry that is not as it was the columns in which it says something else: of a new one, all."""
    found = {
        key: tuple(name for name in SAID if one[name] != held[key][name]) if key in held else COLUMNS
        for key, one in made.items()
    }  # fmt: skip
    return {key: names for key, names in found.items() if names}


def _write(made: Mapping[int, Row], changes: Mapping[int, tuple[str, ...]]) -> None:
    """Entries that change in the same columns are written together, and no index of another column is touched."""
    alike: dict[tuple[str, ...], list[Row]] = {}
    for key, names in changes.items():
        alike.setdefault(names, []).append(made[key])
    for names, rows in alike.items():
        columns = COLUMNS if names is COLUMNS else ("key", *names, "changed_at")
        write = put if names is COLUMNS else alter
        write(Enterprise, columns, [tuple(row[name] for name in columns) for row in rows], key="key")


def _stated(keys: list[int], facts: Any) -> dict[int, list[Row]]:
    """What the registry says of each enterprise up to today; the territory's own rows are nobody's."""
    names = ("enterprise", "code", "known_from", "at", "source", "record_id", "sensitive", *TEXTS, *OTHERS)
    rows: dict[int, list[Row]] = {}
    until = Q(at=None) | Q(at__lte=clock.today())
    for values in facts.filter(enterprise__in=keys).filter(until).values_list(*names):
        row = dict(zip(names, values, strict=True))
        rows.setdefault(row["enterprise"], []).append(row)
    return rows


def _entry(key: int, rows: list[Row], returns: Latest, held: Row | None, outranking: Sequence[str]) -> Row:
    """Field by field the preferred row that says something, as library.md §2 has it for instant rows. What searches
    compare is taken from the entry that is held, as long as the names are its names: syllables are dear."""
    rows = sorted(rows, key=preference(outranking), reverse=True)
    told = {name: next((row[name] for row in rows if row[name] is not None), None) for name in (*TEXTS, *OTHERS)}
    told |= {name: told[name] or "" for name in TEXTS}
    code = next((row["code"] for row in rows if row["code"]), "")
    return {
        **told,
        **_sought_by(told, held),
        "key": key,
        "code": code,
        "sensitive": _is_confidential(rows),
        "revenue": returns[0],
        "revenue_year": returns[1],
        "staff": returns[2],
        "changed_at": clock.now(),
    }


def _sought_by(told: Row, held: Row | None) -> Row:
    if held is not None and all(told[name] == held[name] for name in ("name", "former_names")):
        return {name: held[name] for name in ("folded", "initials")}
    names = names_in(str(told["name"]), str(told["former_names"]))
    initials = "".join("\n" + one for name in names for one in initials_in(name))
    return {"folded": "\n".join(names), "initials": initials}


def _is_confidential(rows: list[Row]) -> bool:
    """By the latest statement, true winning on one day (library.md §2)."""
    stated = [row for row in rows if row["sensitive"] is not None]
    newest = max((row["known_from"] for row in stated), default=None)
    return any(row["sensitive"] for row in stated if row["known_from"] == newest)


def _latest_returns(keys: list[int], outranking: Sequence[str]) -> dict[int, Latest]:
    """Of the latest year held, by the preferred row; never from statistical returns, which reach no list."""
    found: dict[int, Latest] = {}
    names = ("enterprise", "revenue", "year", "staff", "known_from", "source", "record_id")
    rows = (
        FACT_MODELS["annual_return"]
        .objects.filter(enterprise__in=keys)
        .exclude(purpose=STATISTICAL)
        .exclude(intake_id__in=intakes_unseen())
        .filter(Q(revenue__isnull=False) | Q(staff__isnull=False))
        .order_by()
        .values(*names)
    )
    preferred = preference(outranking)
    for row in sorted(rows, key=lambda row: (row["enterprise"], row["year"], *preferred(row))):
        key, revenue, year, staff = (row[name] for name in names[:4])
        held = found.get(key, NO_RETURN)
        found[key] = (*(held[:2] if revenue is None else (revenue, year)), held[2] if staff is None else staff)
    return found


def _tokens(one: Row) -> frozenset[str]:
    """A confidential one has none: its full code alone finds it."""
    if one["sensitive"]:
        return frozenset()
    initials = tuple(one["initials"].split("\n")[1:])
    return tokens_of(one["code"], tuple(one["folded"].split("\n")), initials)


def _retoken(held: Mapping[int, frozenset[str]], wanted: Mapping[int, frozenset[str]]) -> None:
    """Takes away the tokens that no longer hold and adds the new ones; most stay as they are."""
    none = frozenset[str]()
    stale = [(token, key) for key, tokens in held.items() for token in tokens - wanted.get(key, none)]
    remove(NameToken, TOKEN, sorted(stale))
    new = [(token, key) for key, tokens in wanted.items() for token in tokens - held.get(key, none)]
    add(NameToken, TOKEN, sorted(new))
