"""Numerals, quantities, sentences: the grammars under the finders."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peiyu.document.findings.numerals import number
from peiyu.document.findings.quantities import quantities
from peiyu.document.findings.sentences import Stretch, segments, sentences

UNITS = ("家", "户", "个", "项", "件", "名", "平方米", "元")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,200", 1200),
        ("2.5亿", 250000000),
        ("3千", 3000),
        ("1.2万亿", 1200000000000),
        ("二十", 20),
        ("两百", 200),
        ("一千五百", 1500),
        ("十", 10),
        ("百", 100),
        ("千亿", 10**11),
        ("三万", 30000),
        ("10余万", 100000),
        ("亿", 10**8),
    ],
)
def test_numbers_as_written(written: str, value: int) -> None:
    assert number(written) == value


def test_what_is_no_number() -> None:
    assert number("多家") is None


@pytest.mark.parametrize(
    "words",
    ["科技创新", "8337发展思路", "国家863计划", "第3号", "五大产业", "2020年", "ISO9001认证", "3个方面", "每千人"],
)
def test_labels_and_ordinals_are_no_quantities(words: str) -> None:
    assert quantities(words, 0, len(words)) == () or quantities(words, 0, len(words))[0].dimension == "time"


def test_a_quantity_takes_in_its_comparators() -> None:
    words = "申请量超过3000件以上，"
    (one,) = quantities(words, 0, len(words))
    assert words[one.start : one.end] == "超过3000件以上"
    assert words[one.inner : one.outer] == "3000件"
    assert one.comparator == "above"
    assert one.ends == (3000, None)


def test_a_comparator_within_a_word_is_none() -> None:
    words = "通过5家"
    (one,) = quantities(words, 0, len(words))
    assert (one.comparator, words[one.start : one.end]) == ("exactly", "5家")


def test_vague_numbers_are_marked() -> None:
    words = "50多所和百余家"
    assert [q.vague for q in quantities(words, 0, len(words))] == [True, True]


def test_a_range_shares_its_multiplier() -> None:
    words = "3—5万人"
    (one,) = quantities(words, 0, len(words))
    assert (one.low, one.high, one.comparator) == (30000, 50000, "range")


@given(st.integers(1, 10**7), st.sampled_from(UNITS), st.sampled_from(("", "万", "亿")))
def test_any_whole_number_is_read_exactly(value: int, unit: str, multiplier: str) -> None:
    words = f"{value}{multiplier}{unit}"
    (one,) = quantities(words, 0, len(words))
    assert one.low == one.high == Fraction(value) * {"": 1, "万": 10**4, "亿": 10**8}[multiplier]


@given(st.text("甲乙丙，。；：（）《》“”,.\n 12家", max_size=60))
def test_sentences_and_segments_lie_in_order_within_the_text(text: str) -> None:
    last = 0
    for sentence in sentences(text):
        assert last <= sentence.start < sentence.end <= len(text)
        inner = sentence.start
        for segment in segments(text, sentence):
            assert inner <= segment.start < segment.end <= sentence.end
            inner = segment.end
        last = sentence.end


def test_stops_in_brackets_and_titles_end_nothing() -> None:
    text = "按《甲；乙》办理（见附件。），完成任务；继续"
    parts = [text[s.start : s.end] for s in sentences(text)]
    assert parts == ["按《甲；乙》办理（见附件。），完成任务", "继续"]
    assert segments(text, Stretch(0, len(parts[0])))[1] == Stretch(15, 19)


def test_a_half_width_stop_ends_a_sentence_but_not_a_number() -> None:
    text = "达到1.9万人.拥有3个."
    assert [text[s.start : s.end] for s in sentences(text)] == ["达到1.9万人", "拥有3个"]
