"""Open cells of one reason under one heading make a block; one decision does for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.paper.form.forms.corpus import offers_of
from tests.paper.form.forms.layout import Written

from peiyu.paper.form.blocks import Block, blocks, decided
from peiyu.paper.form.mapping import FormMapping, mapping_of
from peiyu.paper.form.opening import open_form
from peiyu.paper.form.propose.propose import propose

BARE = Written(
    name="分园区", pack="model-zone-2026", key="",
    sheets={"月报": """
新增企业月报表（2026年5月）|<|<|<|<|<
指标|单位|本月|分园区|<|<
^|^|^|软件园|生物医药园|先进制造园
新增科技型中小企业|家|.|.|.|.
新增高新技术企业|家|.|.|.|.
上云企业|家|.|.|.|.
"""},
)  # fmt: skip


@pytest.fixture
def mapping(tmp_path: Path) -> FormMapping:
    form = open_form(BARE.make(tmp_path))
    return mapping_of(form, propose(form, offers_of(BARE.pack)))


def test_a_heading_without_a_measure_is_one_block(mapping: FormMapping) -> None:
    parks, cloud = blocks(mapping)
    assert (parks.heading, len(parks.cells), parks.told) == ("分园区", 6, True)
    assert (str(parks.first), str(parks.last)) == ("月报!D4", "月报!F5")
    assert (cloud.heading, len(cloud.cells), cloud.told, cloud.measures) == ("上云企业", 4, False, ())


@pytest.mark.parametrize("measure", ["month", "total"])
def test_one_measure_does_for_all(mapping: FormMapping, measure: str) -> None:
    meant = {str(at): str(one) for at, one in decided(blocks(mapping)[0], measure=measure).items()}
    assert meant["月报!D4"] == f"new_sme.{measure}[park=软件园]"
    assert len(meant) == 6


def test_what_is_decided_is_no_block_any_more(mapping: FormMapping) -> None:
    for at, meaning in decided(blocks(mapping)[0], measure="total").items():
        mapping = mapping.with_cell(at, meaning=meaning, by="周办")
    assert [one.heading for one in blocks(mapping)] == ["上云企业"]


@pytest.mark.parametrize(("place", "measure"), [(0, ""), (0, "goal"), (1, ""), (1, "total")])
def test_a_measure_that_cannot_be_chosen_is_refused(mapping: FormMapping, place: int, measure: str) -> None:
    block: Block = blocks(mapping)[place]
    with pytest.raises(ValueError, match=f"^{measure}$"):
        decided(block, measure=measure)
