"""How figures are counted, said in English: names and words, no codes and nothing in Chinese."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from peiyu.insight.measure import bound
from peiyu.insight.measure.sayings import definition_of
from peiyu.policy.pack.load import PackRegistry, load_pack

CARRIED = ("baotou-2015", "model-zone-2026", "tianjin-hitech-2012")
DAY = dt.date(2026, 1, 1)
OWN_NAMES = re.compile(r"\d+号|[=≠] [\u4e00-\u9fff]+")
"""The numbers of documents, and words that are compared with a text of the data: parks and funds have one name."""
STRANGE = re.compile(r"[\u4e00-\u9fff「」]|[a-z]_[a-z]|(holds|meets)\(")


@pytest.mark.parametrize("pack", CARRIED)
def test_every_definition_and_deciding_date_is_said_in_english(pack: str) -> None:
    programme = bound(pack, PackRegistry.of([]), day=DAY, define={})
    said = {id_: definition_of(programme, one).en for id_, one in programme.indicators.items()}
    said |= {id_: one.deciding.in_("en") for id_, one in programme.programme.targets.items()}
    assert len(said) > 20
    strange = {id_: words for id_, words in said.items() if STRANGE.search(OWN_NAMES.sub("", words))}
    assert strange == {}


def test_conditions_are_told_by_the_names_of_facts_sets_and_titles() -> None:
    programme = bound("baotou-2015", PackRegistry.of([]), day=DAY, define={})
    said = {id_: definition_of(programme, one) for id_, one in programme.indicators.items()}
    assert "title held (title = S&T little giant (city or zone))" in said["giants"].en
    assert "whose enterprise at the day: holds S&T little giant (city or zone) in force" in said["alliances"].en
    assert "level in National and industry standards" in said["standards"].en
    assert "标准级别 属于 国家行业标准" in said["standards"].zh


def test_a_deciding_date_has_the_name_that_the_pack_or_the_vocabulary_gives_it() -> None:
    programme = load_pack("baotou-2015", registry=PackRegistry.of([])).programme
    assert programme is not None
    listings, products = programme.targets["listings"].deciding, programme.targets["products"].deciding
    assert (listings.zh, listings.en) == ("上市日", "day of listing")
    assert (products.zh, products.en) == ("认定日期", "recognised on")
