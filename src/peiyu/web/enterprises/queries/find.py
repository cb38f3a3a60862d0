"""Search by name, former name, initials and code, in one portable way on every database.

The words are folded as names are. Of a word's tokens the rarest is asked first and gives the candidates, who are then
compared as a whole; where even the rarest is common, those who have all of its tokens. A word of one common pair alone
is looked for in the order of names instead, because the first page is then full after a few hundred rows.
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

COMMON = 100_000
"""So far a common token is counted, to find the rarer ones."""

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
    for word in words:
        among = among.filter(holds(word))
    candidates = _candidates(words)
    return among if candidates is None else among.filter(candidates)


def like(plain: str) -> QuerySet[Enterprise]:
    """Those whose names hold folded text, confidential ones too: for matching what comes in, never for lists."""
    word = Word(plain)
    candidates = _candidates([word])
    found = Enterprise.objects.filter(folded__contains=plain)
    return found if candidates is None else found.filter(candidates)


def holds(word: Word) -> Q:
    """The comparison of a whole word: it decides, whatever the tokens say."""
    test = Q(folded__contains=word.plain)
    if word.latin:
        code = word.plain.upper()
        test |= Q(initials__contains="\n" + word.plain)
        if len(code) >= SHORTEST_CODE:
            test |= Q(code__contains=code)
    return test


def _candidates(words: list[Word]) -> Q | None:
    """By the rarest token of all words; None where there is no rare one."""
    choices = [choice for word in words if (choice := _of_word(word)) is not None]
    return Q(key__in=min(choices, key=lambda one: one[0])[1]) if choices else None


def _of_word(word: Word) -> tuple[int, Keys] | None:
    """(how many at most, their keys) of one word, if they are few."""
    if not word.latin:
        number, token = _rarest(word.tokens)
        return (number, _keys(token)) if token and number < FEW else _of_all(word)
    ways = [_rarest(word.tokens), (_count(word.initials), word.initials)]
    code = word.plain.upper()
    if len(code) >= SHORTEST_CODE:
        ways.append((_count("<" + code[-TAIL:]), "<" + code[-TAIL:]))
    if len(code) == 9:
        ways.append((_count("#" + code), "#" + code))
    beginning = Enterprise.objects.filter(code__gte=code, code__lte=code + "Z" * 18).values("key")
    ahead = len(beginning[:FEW]) if len(code) >= SHORTEST_CODE else 0
    if any(number >= FEW for number, _ in ways[1:]) or ahead >= FEW:
        return None
    named = (ways[0][0], _keys(ways[0][1])) if ways[0][0] < FEW else _of_all(word)
    if named is None:
        return None
    other = _keys(*(token for _, token in ways[1:] if token))
    return sum(one for one, _ in ways) + ahead, _either(named[1], other, *([beginning] if ahead else []))


def _either(*ways: Keys) -> Keys:
    """Those of any way, as one set: PostgreSQL, which is asked for one set or another, reads the whole registry."""
    first, *others = (_among(keys) if isinstance(keys, list) else keys for keys in ways)
    return first.union(*others, all=True)


def _among(keys: list[int]) -> QuerySet[Any, Any]:
    return Enterprise.objects.filter(key__in=keys).values("key")


def _of_all(word: Word) -> tuple[int, Keys] | None:
    """Those who have every token of a word, where all are common; None where they are many, too."""
    counted = sorted((NameToken.objects.filter(token=token)[:COMMON].count(), token) for token in word.tokens)
    if len(counted) < 2:
        return None
    found = NameToken.objects.filter(token=counted[0][1])
    for _, token in counted[1:]:
        found = found.filter(Exists(NameToken.objects.filter(token=token, enterprise=OuterRef("enterprise"))))
    keys = list(found.values_list("enterprise", flat=True)[:FEW])
    return (len(keys), keys) if len(keys) < FEW else None


def _rarest(tokens: tuple[str, ...]) -> tuple[int, str]:
    return min(((_count(token), token) for token in tokens), default=(0, ""))


def _count(token: str) -> int:
    """How many have it, counted up to FEW."""
    return NameToken.objects.filter(token=token)[:FEW].count() if token else 0


def _keys(*tokens: str) -> QuerySet[Any, Any]:
    """Who has one of these tokens."""
    return NameToken.objects.filter(token__in=tokens).values("enterprise")
