"""A file beside what stands: the same file twice changes nothing, a blank takes nothing away, nobody wins silently."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from peiyu.facts.round import Answer, Place
from peiyu.problems import Where
from peiyu.web.collection.incoming.kept import RowKey, changes_of, checksum, frozen, hash_of, key_of
from peiyu.web.collection.incoming.merging import compare, is_blank
from peiyu.web.collection.models import AnswerRow

FIELDS = ("revenue", "staff", "title")
places = st.builds(
    Place, st.just("monthly_return"), st.integers(1, 3), st.sampled_from((None, 7)), st.sampled_from(FIELDS)
)
values = st.one_of(st.none(), st.integers(0, 5), st.sampled_from(("甲", "乙")), st.booleans())


@st.composite
def files(draw: st.DrawFn) -> tuple[Answer, ...]:
    """What one file says: a place once; what could not be read has words and no value."""
    said = draw(st.dictionaries(places, st.tuples(values, st.sampled_from(("", "读不出"))), max_size=8))
    return tuple(
        Answer(place, value, raw if value is None else str(value), Where(file="a.xlsx", sheet="表", cell="B2"))
        for place, (value, raw) in said.items()
    )


Rows = dict[RowKey, AnswerRow]


def merged(rows: Rows, file: tuple[Answer, ...]) -> Rows:
    """The rows after a file."""
    made = {key: AnswerRow(entity=key[0], enterprise=key[1], record=key[2], values=dict(row.values), raw=dict(row.raw),
                           at=row.at) for key, row in rows.items()}  # fmt: skip
    for key, change in changes_of(compare(file, rows).taken).items():
        row = made.setdefault(key, AnswerRow(entity=key[0], enterprise=key[1], record=key[2],
                                             at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)))  # fmt: skip
        row.values |= change.values
        row.raw |= change.raw
    return made


@given(files())
def test_the_same_file_twice_changes_nothing(file: tuple[Answer, ...]) -> None:
    once = merged({}, file)
    again = compare(file, once)
    assert again.conflicts == ()
    assert all(is_blank(one) for one in again.taken)
    assert again.same == sum(not is_blank(one) for one in file)
    assert frozen(merged(once, file).values()) == frozen(once.values())


@given(files(), files())
def test_what_stands_is_never_changed_by_a_file(first: tuple[Answer, ...], second: tuple[Answer, ...]) -> None:
    stands = merged({}, first)
    after = merged(stands, second)
    for key, row in stands.items():
        for field, value in row.values.items():
            if value is not None or row.raw[field]:
                assert (after[key].values[field], after[key].raw[field]) == (value, row.raw[field])


@given(files(), files())
def test_every_answer_is_taken_the_same_or_in_conflict(first: tuple[Answer, ...], second: tuple[Answer, ...]) -> None:
    found = compare(second, merged({}, first))
    filled = [one for one in second if not is_blank(one)]
    assert len([one for one in found.taken if not is_blank(one)]) + found.same + len(found.conflicts) == len(filled)


@given(files())
def test_the_hash_does_not_depend_on_the_order(file: tuple[Answer, ...]) -> None:
    rows, other = merged({}, file), merged({}, tuple(reversed(file)))
    assert hash_of(frozen(rows.values())) == hash_of(frozen(other.values()))
    assert {key_of(row) for row in rows.values()} == set(rows)
    assert len(checksum(hash_of(frozen(rows.values())))) == 19
