"""What finds an enterprise: two characters, former names, initials, any width, parts of the code."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.enterprises.conftest import CODES, NAMES

from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises import queries
from peiyu.web.enterprises.actions.bulk import add
from peiyu.web.enterprises.actions.projection import COLUMNS
from peiyu.web.enterprises.models import Enterprise, NameToken
from peiyu.web.enterprises.names import folded, initials_in, names_in, pairs, tokens_of
from peiyu.web.enterprises.queries import find

pytestmark = pytest.mark.django_db
FORMER = ("旧称电子厂；老名字公司", "", "", "")


def enter(names: dict[str, tuple[str, str]]) -> None:
    """Entries of the registry as the projection makes them: code → name, former names."""
    rows, tokens = [], []
    for key, (code, (name, former)) in enumerate(names.items(), 1):
        plain = names_in(name, former)
        initials = tuple(one for each in plain for one in initials_in(each))
        row = {
            **dict.fromkeys(COLUMNS, ""), "key": key, "code": code, "name": name, "former_names": former,
            "folded": "\n".join(plain), "initials": "".join("\n" + one for one in initials), "sensitive": False,
            "changed_at": dt.datetime(2024, 1, 1, tzinfo=dt.UTC), "founded": None, "resident": None, "revenue": None,
            "revenue_year": None, "staff": None, "registered_capital": None,
        }  # fmt: skip
        rows.append(tuple(row[name] for name in COLUMNS))
        tokens += [(token, key) for token in tokens_of(code, plain, initials)]
    add(Enterprise, COLUMNS, rows)
    add(NameToken, ("token", "enterprise"), tokens)


@pytest.fixture
def four() -> None:
    enter(dict(zip(CODES, zip(NAMES, FORMER, strict=True), strict=True)))


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("稀土", 0), ("云帆", 0), ("云帆 科技", 0), ("旧称", 0), ("老名字", 0), ("ｙｆｘｔ", 0), ("yfxt", 0),
        ("YFXTKJ", 0), ("装备股份", 1), ("yszb", 1), (" 远山 ", 1), (CODES[1][:8], 1), (CODES[2][-5:], 2),
        (CODES[2][8:17], 2),
        (CODES[3].lower(), 3), ("清 源", None), ("不存在", None), ("云", None),
    ],
)  # fmt: skip
def test_finds(office: Actor, typed: str, place: int | None) -> None:
    assert [one.name for one in queries.search(office, typed)] == ([NAMES[place]] if place is not None else [])


@pytest.mark.usefixtures("four")
def test_words_that_all_have_find_all(office: Actor) -> None:
    assert len(queries.search(office, "公司")) == 4
    assert len(queries.search(office, "有限")) == 4


def test_common_tokens_find_the_same_as_rare_ones(office: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the candidates come from a token or from walking the names is a matter of speed alone."""
    chance = random.Random(3)
    syllables = "云帆远山清源北辰稀土装备"
    names = {f"X{number:04d}": ("".join(chance.choices(syllables, k=5)) + "科技公司", "") for number in range(300)}
    enter(names)
    for _ in range(40):
        word = "".join(chance.choices(syllables, k=2))
        wanted = sorted(name for name, _ in names.values() if word in name)
        for few in (1, 3_000):
            monkeypatch.setattr(find, "FEW", few)
            found = find.matching(queries.scoped(office), word)
            assert sorted(one.name for one in found) == wanted


@pytest.mark.parametrize("few", [1, 40, 3_000])
def test_every_way_to_find_finds_the_same(office: Actor, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    """By one token, by all of them, by two common ones side by side, by the beginning of a code, in order of names."""
    chance = random.Random(7)
    syllables, digits = "云帆远山清源北辰", "vwxz"
    codes = [f"9115020{chance.choice('12')}{number:010d}" for number in range(300)]
    names = {
        code: ("".join(chance.choices(syllables, k=4)) + "".join(chance.choices(digits, k=4)) + "号公司", "")
        for code in codes
    }
    enter(names)
    monkeypatch.setattr(find, "FEW", few)
    for _ in range(60):
        name = names[chance.choice(codes)][0]
        at = chance.randrange(0, 4)
        typed = [name[at : at + chance.choice((2, 2, 3, 5))], *([name[2:4]] if chance.random() < 0.3 else [])]
        if chance.random() < 0.3:
            typed = [name[4 : 4 + chance.choice((2, 3, 4))]]
        if chance.random() < 0.2:
            typed.append(chance.choice(("91150201", "9115020", "名称无")))
        wanted = sorted(
            code for code, (held, _) in names.items() if all(word in held or word in code for word in typed)
        )  # fmt: skip
        found = find.matching(queries.scoped(office), " ".join(typed))
        assert sorted(one.code for one in found) == wanted, typed


@given(st.text(alphabet="包头市云帆稀土（）()ＡＢc1 有限公司", min_size=2, max_size=12))
def test_every_pair_of_a_name_is_a_token(name: str) -> None:
    plain = names_in(name, "")
    tokens = tokens_of("91150200MA0000000X", plain, ())
    assert all(two in tokens for one in plain for two in pairs(one))
    assert all(folded(one) == one for one in plain)
