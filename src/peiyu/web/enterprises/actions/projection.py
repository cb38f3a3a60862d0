"""The registry made from the fact rows: what lists and searches read."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q
from pypinyin import Style, lazy_pinyin

from peiyu.web import clock
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, NameToken
from peiyu.web.enterprises.queries import intakes_unseen

CHUNK = 2_000
TEXTS = ("name", "former_names", "park", "district", "industry", "leading_industry", "origin_route", "status")
OTHERS = ("founded", "resident", "registered_capital")


def project(keys: Iterable[int] | None, *, told: Callable[[float], None] = lambda share: None) -> int:
    """Re-makes the registry of some enterprises (None: of all). Those of whom no fact is left go. Returns how many."""
    facts = FACT_MODELS["enterprise"].objects.exclude(intake_id__in=intakes_unseen())
    if keys is None:
        held = sorted(set(facts.order_by().values_list("enterprise", flat=True)) | set(_registered()))
    else:
        held = sorted(set(keys))
    done = 0
    for chunk in _chunks(held):
        with transaction.atomic():
            _project(chunk, facts)
        done += len(chunk)
        told(done / len(held))
    return done


def _registered() -> Iterable[int]:
    return Enterprise.objects.values_list("key", flat=True)


def _chunks(keys: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(keys)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _project(keys: list[int], facts: Any) -> None:
    day = clock.today()
    names = ("enterprise", "code", "known_from", "at", "record_id", "sensitive", *TEXTS, *OTHERS)
    rows: dict[int, list[dict[str, Any]]] = {}
    for row in facts.filter(enterprise__in=keys).filter(Q(at=None) | Q(at__lte=day)).values(*names):
        rows.setdefault(row["enterprise"], []).append(row)
    latest = _latest_returns(keys)
    made = [_enterprise(key, held, latest.get(key, (None, None, None))) for key, held in rows.items()]
    Enterprise.objects.filter(key__in=keys).delete()
    Enterprise.objects.bulk_create(made, batch_size=CHUNK)
    NameToken.objects.filter(enterprise__in=keys).delete()
    tokens = [NameToken(token=token, enterprise=one.key) for one in made for token in tokens_of(one)]
    NameToken.objects.bulk_create(tokens, batch_size=CHUNK)


def _enterprise(key: int, rows: list[dict[str, Any]], returns: tuple[int | None, int | None, int | None]) -> Enterprise:
    """Field by field the latest row that says something, as library.md §2 has it for instant rows."""
    rows = sorted(rows, key=_latest_first)
    told = {
        name: next((row[name] for row in rows if row[name] is not None), None) for name in (*TEXTS, *OTHERS, "code")
    }
    stated = [row for row in rows if row["sensitive"] is not None]
    newest = max((row["known_from"] for row in stated), default=None)
    return Enterprise(
        key=key,
        code=told["code"] or "",
        **{name: told[name] or "" for name in TEXTS},
        **{name: told[name] for name in OTHERS},
        sensitive=any(row["sensitive"] for row in stated if row["known_from"] == newest),
        revenue=returns[0],
        revenue_year=returns[1],
        staff=returns[2],
        changed_at=clock.now(),
    )


def _latest_first(row: dict[str, Any]) -> tuple[int, int, int]:
    at = row["at"] or dt.date.min
    return -at.toordinal(), -row["known_from"].toordinal(), -row["record_id"]


def _latest_returns(keys: list[int]) -> dict[int, tuple[int | None, int | None, int | None]]:
    """Revenue, its year and staff of the latest year held; never from statistical returns, which reach no list."""
    found: dict[int, tuple[int | None, int | None, int | None]] = {}
    rows = (
        FACT_MODELS["annual_return"]
        .objects.filter(enterprise__in=keys)
        .exclude(purpose="统计")
        .exclude(intake_id__in=intakes_unseen())
        .filter(Q(revenue__isnull=False) | Q(staff__isnull=False))
        .order_by("enterprise", "year", "known_from")
        .values_list("enterprise", "revenue", "year", "staff")
    )
    for key, revenue, year, staff in rows:
        found[key] = (revenue, year, staff)
    return found


def tokens_of(one: Enterprise) -> frozenset[str]:
    """What finds an enterprise: pairs of characters of its names, the initials of their syllables, its code from the
    left and its middle (the old 组织机构代码). A confidential one is found by its full code alone."""
    code = one.code.upper()
    if one.sensitive:
        return frozenset({code[:20]})
    tokens = {code[:20], *(code[:length] for length in (6, 9, 12)), *([code[8:17]] if len(code) == 18 else [])}
    for name in (one.name, *one.former_names.replace("；", ";").replace("、", ";").split(";")):
        plain = folded(name)
        tokens |= {plain[at : at + 2] for at in range(len(plain) - 1)}
        initials = "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER, errors="default"))[:20]
        tokens |= {"~" + initials[:length] for length in range(2, min(len(initials), 12) + 1)}
    return frozenset(token for token in tokens if token)


def folded(text: str) -> str:
    """Half width, lower case, without spaces and brackets: how names are compared."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in plain if c.isalnum())
