"""Search by name, former name, initials and code, in one portable way on every database.

The words are folded as names are. Who has all of their pairs of characters is told from the tokens alone, beginning
with the rarest pair, and only those few are compared as a whole. A word of one common pair alone is looked for in the
order of names instead, because the first page is then full after a few hundred rows.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from peiyu.facts.identity import enterprise_key, parse_code
from peiyu.problems import FactsError
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.models import Enterprise, NameToken
from peiyu.web.enterprises.names import INITIALS, TAIL, folded, pairs
from peiyu.web.enterprises.queries.registry import may_know, scoped, visible

FEW = 10_000
"""A token of fewer enterprises than this gives the candidates."""

RARE, COMMON = 500, 30_000
"""So far tokens are counted at first: one of fewer is rare enough. So far common ones are, to find the rarer."""

TOGETHER = 4
"""So many of the tokens of a longer text, the rarest, give candidates that are few; the whole is compared anyway."""

Keys = QuerySet[Any, Any] | list[int]

COUNTED = 1_000
"""Those whom words fit are counted up to here."""

SHORTEST_CODE = 4


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a search: what must be contained, and the tokens by which candidates are found."""

    plain: str

    @property
    def latin(self) -> bool:
        return self.plain.isascii()

    @property
    def tokens(self) -> tuple[str, ...]:
        return pairs(self.plain)

    @property
    def initials(self) -> str:
        """The token of the beginning of initials that is nearest in length."""
        fitting = [length for length in INITIALS if length <= len(self.plain)]
        return "~" + self.plain[: fitting[-1]] if fitting else ""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Among whom those are whom a search finds: how many at most, how they are found, which words need no comparison
    any more because a token is all of them."""

    number: int
    test: Q
    told: frozenset[str] = frozenset()


def search(actor: Actor, text: str, limit: int = 20) -> list[Enterprise]:
    """At most `limit` enterprises that the actor may see: the one of a whole code (even a confidential one, for those
    who may know it), else those whose name, former name, initials or code hold every word; shorter names first."""
    exact = of_code(actor, text)
    if exact is not None:
        return [exact]
    found = list(matching(scoped(actor), text).order_by("name", "key")[: max(limit * 5, 100)])
    wanted = folded(text)
    return sorted(found, key=lambda one: (folded(one.name) != wanted, len(one.name), one.name))[:limit]


def of_code(actor: Actor, text: str) -> Enterprise | None:
    """The enterprise of a whole code."""
    written = unicodedata.normalize("NFKC", text).strip()
    try:
        key = enterprise_key(parse_code(written))
    except FactsError:
        return None
    found = visible(actor).filter(key=key).first()
    return None if found is None or (found.sensitive and not may_know(actor, found)) else found


def matching(among: QuerySet[Enterprise], text: str) -> QuerySet[Enterprise]:
    """Those of a set whose names, initials or code hold every word; all of them for a text without words, none where a
    word is too short to find anyone."""
    words = [Word(plain) for part in text.split() if (plain := folded(part))]
    if any(len(word.plain) < 2 for word in words):
        return among.none()
    candidates = _candidates(words)
    for word in words:
        if candidates is None or word.plain not in candidates.told:
            among = among.filter(holds(word))
    return among if candidates is None else among.filter(candidates.test)


def like(plain: str) -> QuerySet[Enterprise]:
    """Those whose names hold folded text, confidential ones too: for matching what comes in, never for lists."""
    word = Word(plain)
    candidates = _candidates([word])
    found = Enterprise.objects.filter(folded__contains=plain)
    return found if candidates is None else found.filter(candidates.test)


def holds(word: Word) -> Q:
    """The comparison of a whole word: it decides, whatever the tokens say."""
    test = Q(folded__contains=word.plain)
    if word.latin:
        code = word.plain.upper()
        test |= Q(initials__contains="\n" + word.plain)
        if len(code) >= SHORTEST_CODE:
            test = Q(code__contains=code) | test
    return test


def _candidates(words: list[Word]) -> Candidates | None:
    """Of every word, or of all in Chinese together, those that are fewest; None where all are many."""
    chinese = [word for word in words if not word.latin]
    tokens = tuple(dict.fromkeys(token for word in chinese for token in word.tokens))
    latin = [found for word in words if word.latin and (found := _of_latin(word)) is not None]
    named = _having(tokens)
    if named is not None:
        latin.append(Candidates(named.number, Q(key__in=named.keys), named.tokens))
    return min(latin, key=lambda one: one.number, default=None)


def _of_latin(word: Word) -> Candidates | None:
    """By name, by initials, and by the parts of a code that people type."""
    code, named = word.plain.upper(), _having(word.tokens)
    tokens = [word.initials] if word.initials else []
    tokens += ["<" + code[-TAIL:]] if len(code) >= SHORTEST_CODE else []
    tokens += ["#" + code] if len(code) == 9 else []
    counts = [_count(token) for token in tokens]
    if named is None or any(number >= FEW for number in counts):
        return None
    number, ways = named.number + sum(counts), [named.keys, _keys(*tokens)]
    if len(code) >= SHORTEST_CODE:
        ahead = Q(code__gte=code, code__lte=code + "Z" * 18)
        beginning = Enterprise.objects.filter(ahead)
        many = beginning.values("code")[:FEW].count()
        if many >= FEW:
            return Candidates(number + many, ahead | Q(key__in=_either(*ways)))
        ways += [beginning.values("key")] if many else []
        number += many
    return Candidates(number, Q(key__in=_either(*ways)))


def _either(*ways: Keys) -> Keys:
    """Those of any way, as one set: PostgreSQL, which is asked for one set or another, reads the whole registry."""
    first, *others = (_among(keys) if isinstance(keys, list) else keys for keys in ways)
    return first.union(*others, all=True)


def _among(keys: list[int]) -> QuerySet[Any, Any]:
    return Enterprise.objects.filter(key__in=keys).values("key")


@dataclass(frozen=True, slots=True)
class Having:
    """Who has some tokens: how many, their keys, and by which tokens they were found."""

    number: int
    keys: Keys
    tokens: frozenset[str]


def _having(tokens: tuple[str, ...]) -> Having | None:
    """Those who have the rarest of the tokens; None where that is no way to find them: without tokens, or where they
    are many. Common ones are gone through side by side: one by one each of the first would be looked up."""
    if not tokens:
        return None
    counted = _counted(tokens, RARE)
    if counted[0][0] >= RARE:
        counted = _counted(tokens, FEW)
    if counted[0][0] >= FEW:
        counted = _counted(tokens, COMMON)
        if len(tokens) == 1:
            return None
    number, used = counted[0][0], [token for _, token in counted[:TOGETHER]]
    if len(used) == 1:
        return Having(number, _keys(*used), frozenset(used))
    having = _with if number < FEW else _common
    keys = list(having(*used)[: FEW + 1])
    return None if len(keys) > FEW else Having(len(keys), keys, frozenset(used))


def _counted(tokens: tuple[str, ...], most: int) -> list[tuple[int, str]]:
    """How many have each, counted so far, the rarest first."""
    return sorted((_count(token, most), token) for token in tokens)


def _with(rarest: str, *others: str) -> QuerySet[Any, Any]:
    """Who has a token and, looked up one by one, the others too."""
    rows = NameToken.objects.filter(token=rarest)
    for token in others:
        rows = rows.filter(Exists(NameToken.objects.filter(token=token, enterprise=OuterRef("enterprise"))))
    return rows.values_list("enterprise", flat=True)


def _common(*tokens: str) -> QuerySet[Any, Any]:
    """Who has all of these tokens."""
    first, *others = (NameToken.objects.filter(token=one).values_list("enterprise", flat=True) for one in tokens)
    return first.intersection(*others)


def _count(token: str, most: int = FEW) -> int:
    """How many have it, counted so far."""
    return NameToken.objects.filter(token=token)[:most].count() if token else 0


def _keys(*tokens: str) -> QuerySet[Any, Any]:
    """Who has one of these tokens."""
    return NameToken.objects.filter(token__in=tokens).values("enterprise")
