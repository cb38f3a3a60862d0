"""What the page on whom a round asks offers, and what was pasted into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from peiyu.facts.identity import enterprise_key, parse_code
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import FactsError, Problem, Text
from peiyu.web.accounts.models import KINDS, Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.collection.queries.scope import ANSWERING
from peiyu.web.enterprises.listing import present
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.enterprises.names import folded
from peiyu.web.enterprises.queries import followed, scoped
from peiyu.web.look.refusal import Refusal
from peiyu.web.policies.filters import VERDICTS
from peiyu.web.policies.queries import tiers

MOST_PASTED = 5_000
MOST_SHOWN = 10
"""So many lines that are not understood are shown."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Offered:
    """The organisations by kind, parks, districts, stages (verdict on a tier) and titles by which a round can be
    narrowed."""

    organisations: tuple[tuple[Text, tuple[Organisation, ...]], ...]
    parks: tuple[str, ...]
    districts: tuple[str, ...]
    stages: tuple[tuple[str, Text], ...]
    titles: tuple[Text, ...]


def offered() -> Offered:
    """What can be chosen today."""
    units = list(Organisation.objects.filter(kind__in=ANSWERING, until=None).order_by("name"))
    kinds = ((KINDS[kind], tuple(one for one in units if one.kind == kind)) for kind in ANSWERING)
    stages = tuple(
        (f"{word}:{tier.key}", Text(f"{tier.name['zh']}：{said.zh}", f"{tier.name['en']}: {said.en}"))
        for tier in tiers() for word, said in VERDICTS
    )  # fmt: skip
    return Offered(
        organisations=tuple(one for one in kinds if one[1]), parks=tuple(value for value, _ in present("park")),
        districts=tuple(value for value, _ in present("district")), stages=stages,
        titles=tuple(said for _, said in vocabulary().field("title", "kind").options),
    )  # fmt: skip


def pasted(actor: Actor, text: str) -> list[int]:
    """The keys of enterprises that were pasted, one a line: a code or a whole name (of several columns the first that
    tells). Refusals `firms-too-many`, `firms-unknown` with the lines that name nobody or several."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_PASTED:
        most = Text(f"不超过 {MOST_PASTED} 家", f"at most {MOST_PASTED}")
        raise Refusal(Problem("firms-too-many", Text("名单太长", "the list is too long"), accepted=most), status=422)
    codes, names = _by_code(actor, lines), _by_name(actor, lines)
    found, unknown = [], []
    for line in lines:
        key = next((one for part in _parts(line) if (one := codes.get(part) or names.get(folded(part)))), None)
        if key is None:
            unknown.append(line)
        else:
            found.append(key)
    if unknown:
        raise Refusal(*_unknown(unknown), status=422)
    return list(dict.fromkeys(found))


def _parts(line: str) -> list[str]:
    return [part.strip() for part in re.split(r"[\t,，;；]", line) if part.strip()]


def _by_code(actor: Actor, lines: Iterable[str]) -> dict[str, int]:
    keys: dict[str, int] = {}
    for part in {part for line in lines for part in _parts(line)}:
        try:
            keys[part] = enterprise_key(parse_code(part))
        except FactsError:
            continue
    now = followed(keys.values())
    there: set[int] = set()
    wanted = sorted(set(now.values()))
    for start in range(0, len(wanted), AT_ONCE):
        there |= set(scoped(actor).filter(key__in=wanted[start : start + AT_ONCE]).values_list("key", flat=True))
    return {part: now[key] for part, key in keys.items() if now[key] in there}


def _by_name(actor: Actor, lines: Iterable[str]) -> Mapping[str, int]:
    """By the whole name as it is written; a name that two have tells nobody."""
    wanted = sorted({part for line in lines for part in _parts(line)})
    found: dict[str, int] = {}
    twice: set[str] = set()
    for start in range(0, len(wanted), AT_ONCE):
        rows: Any = scoped(actor).filter(name__in=wanted[start : start + AT_ONCE]).values_list("name", "key")
        for name, key in rows:
            plain = folded(name)
            twice |= {plain} if found.setdefault(plain, key) != key else set()
    return {name: key for name, key in found.items() if name not in twice}


def _unknown(lines: list[str]) -> list[Problem]:
    step = Text("改为统一社会信用代码或名录中的全称；新企业请先导入台账",
                "use its code or its full name in the registry; import new enterprises first")  # fmt: skip
    told = [
        Problem("firms-unknown", Text("找不到，或同名不止一家", "nobody is called so in the registry, or several"),
                found=line[:80], next_step=step)
        for line in lines[:MOST_SHOWN]
    ]  # fmt: skip
    if len(lines) > MOST_SHOWN:
        more = len(lines) - MOST_SHOWN
        told.append(Problem("firms-unknown", Text(f"另有 {more} 行找不到", f"{more} more lines name nobody")))
    return told


def named(keys: Iterable[int]) -> list[Enterprise]:
    """Some enterprises by name."""
    return list(Enterprise.objects.filter(key__in=list(keys), sensitive=False).order_by("name"))
