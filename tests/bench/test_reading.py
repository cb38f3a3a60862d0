"""The scorer of reading: labels that stand in their documents, and verdicts worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from bench.reading.corpus import HALVES, Document, Label, documents
from bench.reading.damage import KINDS, damage
from bench.reading.quantities import base, base_unit
from bench.reading.repairs import judge
from bench.reading.score import FIELDS, pair_up, same_subject, total
from hypothesis import given
from hypothesis import strategies as st
from tests.document.draft.handmade import reading, target

from peiyu.document.model import Question, Reading, Repair
from peiyu.problems import Text

EVERY = [(half, one) for half in HALVES for one in documents(half)]
SAID = Text("依据", "evidence")


@pytest.mark.parametrize(("half", "document"), EVERY, ids=lambda one: one if isinstance(one, str) else one.name)
def test_labels_stand_in_their_document(half: str, document: Document) -> None:
    assert len(document.labels) >= 3
    for label in document.labels:
        assert document.text[slice(*label.span)] == label.text
        assert label.comparator in {"floor", "above", "about", "range", "exactly", "ceiling"}
        assert label.low > 0
        assert (label.comparator == "range") == (label.high is not None)
        assert label.by is None or date(2012, 1, 1) <= label.by <= date(2035, 12, 31)
        assert label.subjects


def test_the_halves_are_as_large_as_said_and_share_nothing() -> None:
    assert [sum(half == which for half, _ in EVERY) for which in HALVES] == [22, 14]
    titles = [one.text.splitlines()[0] + one.text.splitlines()[1] for _, one in EVERY]
    assert len(set(titles)) == len(titles)


def test_the_readme_says_that_they_are_made_up() -> None:
    text = (Path(__file__).parents[2] / "bench" / "reading" / "corpus" / "README.md").read_text("utf-8")
    assert "made up" in text.split("##")[0]


@pytest.mark.parametrize(
    ("number", "unit", "value", "plain"),
    [(60, "万平方米", 600_000, "平方米"), (1.2, "亿元", 120_000_000, "元"), (4.5, "%", Fraction(45, 1000), "%"),
     (2, "个百分点", 2, "百分点"), (5, "个工作日", 5, "工作日"), (8, "万㎡", 80_000, "平方米"), (3, "家", 3, "家")],
)  # fmt: skip
def test_quantities_come_to_base_units(number: float, unit: str, value: Fraction, plain: str) -> None:
    assert (base(number, unit), base_unit(unit)) == (value, plain)


@pytest.mark.parametrize(
    ("found", "form", "right"),
    [
        ("科技型中小企业", "新增科技型中小企业", True),
        ("专精特新小巨人企业", "专精特新“小巨人”企业", True),
        ("企业", "高新技术企业", False),
        ("孵化器", "众创空间", False),
        ("", "企业", False),
    ],
)
def test_a_subject_is_right_by_its_rule(found: str, form: str, right: bool) -> None:
    assert same_subject(found, [form]) is right


def labelled(*labels: Label) -> Document:
    return Document("made", Path("made.txt"), "到2020年，新增高新技术企业100家", labels)


LABEL = Label(
    "高新技术企业100家", (8, 18), ("高新技术企业",), "floor", Fraction(100), None, None, "家", date(2020, 12, 31), "一"
)


def test_a_pair_is_right_only_with_every_field_right() -> None:
    good = target("高新技术企业", 100, "家", raw_span=(8, 18))
    assert total([pair_up(labelled(LABEL), [good])]).right == 1
    for change in ({"subject": "孵化器"}, {"comparator": "above"}, {"by": None}, {"stretch": Fraction(120)}):
        bad = target("高新技术企业", 100, "家", **{"raw_span": (8, 18), **change})
        (pair,) = pair_up(labelled(LABEL), [bad]).pairs
        assert len(set(FIELDS) - pair.right) == 1


def test_misses_and_false_findings_are_counted() -> None:
    elsewhere = target("高新技术企业", 100, "家", raw_span=(0, 3))
    score = total([pair_up(labelled(LABEL), [elsewhere])])
    assert (score.labels, score.found, score.right) == (1, 1, 0)
    assert (score.precision, score.recall) == (0, 0)


def test_of_two_findings_that_overlap_the_one_with_the_number_is_taken() -> None:
    wide = target("高新技术企业", 7, "家", raw_span=(0, 18))
    exact = target("高新技术企业", 100, "家", raw_span=(14, 18))
    scored = pair_up(labelled(LABEL), [wide, exact])
    assert scored.pairs[0].finding is exact
    assert scored.false == (wide,)


CLEAN = "云政发〔2013〕21号\n到2020年，培育“小巨人”企业50家、联盟3—5个。\n2013年5月16日"


@given(st.integers(0, 10_000), st.lists(st.sampled_from(sorted(KINDS)), unique=True, min_size=1))
def test_damage_only_takes_away_what_it_lists(seed: int, kinds: list[str]) -> None:
    damaged = damage(CLEAN, kinds, seed=seed)
    whole, shift = damaged.text, 0
    for loss in damaged.losses:
        whole = whole[: loss.start] + CLEAN[loss.start : loss.end] + whole[loss.start :]
        shift += loss.end - loss.start
    assert whole == CLEAN
    assert len(damaged.text) == len(CLEAN) - shift
    assert damage(CLEAN, kinds, seed=seed) == damaged


def read_as(*repairs: Repair, asked: tuple[Question, ...] = ()) -> Reading:
    return reading(repairs=repairs, questions=asked)


def test_a_repair_is_right_when_it_writes_what_was_lost() -> None:
    damaged = next(d for s in range(99) if len((d := damage(CLEAN, ["dashes"], seed=s)).losses) == 1)
    at = damaged.text.index("35个") + 1
    right = judge("made", damaged, read_as(Repair("dash", (at, at), "", "-", SAID, "high")), frozenset())
    assert (right.lost, right.mended, right.made, right.right) == (1, 1, 1, 1)
    wrong = judge("made", damaged, read_as(Repair("comma", (at, at), "", "、", SAID, "high")), frozenset())
    assert (wrong.mended, wrong.made, wrong.right, wrong.wrong[0].after) == (0, 1, 0, "、")
    asked = judge("made", damaged, read_as(asked=(Question("dash", (at - 1, at + 1), "35", "", SAID),)), frozenset())
    assert (asked.mended, asked.asked, asked.made) == (0, 1, 0)


def test_a_repair_where_nothing_was_lost_is_wrong() -> None:
    damaged = next(d for s in range(99) if len((d := damage(CLEAN, ["dashes"], seed=s)).losses) == 1)
    score = judge("made", damaged, read_as(Repair("comma", (5, 5), "", "、", SAID, "certain")), frozenset())
    assert (score.made, score.right, score.precision) == (1, 0, 0)
    own = frozenset({("comma", 5)})
    assert judge("made", damaged, read_as(Repair("comma", (5, 5), "", "、", SAID, "certain")), own).made == 0
