"""What a cell is proposed to mean: what is told, what is asked, and what must never be taken for something else."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.paper.form.forms import corpus
from tests.paper.form.forms.corpus import KEPT, TUNED, offers_of
from tests.paper.form.forms.layout import Written
from tests.paper.form.forms.score import Score, scores, summed

from peiyu.paper.form.offer import Meaning
from peiyu.paper.form.opening import open_form
from peiyu.paper.form.propose.propose import Proposal, propose

ZONE = "model-zone-2026"


def proposals(text: str, folder: Path, *, pack: str = ZONE) -> dict[str, Proposal]:
    form = Written(name="form", pack=pack, sheets={"Sheet1": text}, key="")
    return {one.cell.place: one for one in propose(open_form(form.make(folder)), offers_of(pack))}


def one_cell(row: str, column: str, folder: Path, *, title: str = "月报（2026年5月）", pack: str = ZONE) -> Proposal:
    """The proposal for the cell where a row and a column of a small table meet."""
    text = f"{title}|<|<\n指标|{column}|备注\n{row}|.|.\n新增高价值发明专利（件）|.|."
    return proposals(text, folder, pack=pack)["B3"]


@pytest.mark.parametrize(
    ("row", "column", "meaning"),
    [
        ("新增入库科技型中小企业（家）", "本月", "new_sme.month"),
        ("新增国家级高新技术企业（家）", "1—5月累计", "new_hnte.year"),
        ("新增高企", "年度目标", "new_hnte.goal"),
        ("（三）新增高新技术企业", "完成率（%）", "new_hnte.rate"),
        ("新增高新技术企业", "序时进度（%）", "new_hnte.due"),
        ("新增高新技术企业", "序时任务数", "new_hnte.plan"),
        ("新增高新技术企业", "去年同期", "new_hnte.before"),
        ("新增高新技术企业", "同比±%", "new_hnte.yoy"),
        ("新增高新技术企业", "预计全年完成", "new_hnte.outlook"),
        ("新增高新技术企业", "距目标差额", "new_hnte.gap"),
        ("新增高新技术企业", "本季度", "new_hnte.quarter"),
        ("新增高新技术企业", "一季度", "new_hnte.quarter@3"),
        ("新增高新技术企业", "1—3月累计", "new_hnte.year@3"),
        ("编号有效的科技型中小企业", "期末数", "valid.total"),
        ("专项资金投入（万元）", "累计", "fund.total{万元}"),
        ("新增孵化载体面积（万平方米）", "本月", "incubator_area.month{万平方米}"),
        ("参与制定国家（行业）标准（项）", "累计", "standards.total"),
    ],
)  # fmt: skip
def test_what_is_told(tmp_path: Path, row: str, column: str, meaning: str) -> None:
    found = one_cell(row, column, tmp_path)
    assert found.confidence in ("certain", "likely"), found.why.zh
    assert str(found.meaning) == meaning


@pytest.mark.parametrize("over", ["本年累计，其中：分园区", "本年累计（分园区）", "各园区本年累计"])
def test_a_heading_over_the_parts_says_nothing_of_the_figure(tmp_path: Path, over: str) -> None:
    text = f"月报（2026年5月）|<|<\n指标|{over}|<\n^|软件园|先进制造园\n新增高新技术企业（家）|.|."
    found = proposals(text, tmp_path)["B4"]
    assert (str(found.meaning), found.confidence) == ("new_hnte.year[park=软件园]", "certain")


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("科技型中小企业", "累计", "分不清"),  # new ones, or all of them?
        ("新增高新技术企业", "比上月增长（%）", "没有这种数"),
        ("新增高新技术企业", "同比增加数", "没有这种数"),
        ("新增高新技术企业", "2025年", "2025年"),
        ("净增高新技术企业", "本月", "净增"),
        ("新增规上高新技术企业", "本月", "规上"),
        ("新增研发机构（个）", "本月", "省级以上"),  # the register counts fewer
        ("新增孵化载体面积", "本月", "单位"),  # in which unit?
        ("新增高新技术企业（万元）", "本月", "单位"),
        ("新增高新技术企业", "数量", "当月还是累计"),
        ("参与制定国家、行业标准", "年度目标", "2026—2028年"),  # the goal is of three years
        ("高新技术企业总数", "期末数", "没有对应"),
        ("申报高新技术企业", "本月", "申请"),  # who applied is not who was recognised
        ("技术合同成交额（万元）", "本月", "没有对应"),
        ("小计", "本月新增高新技术企业", "小计"),
        ("新增入库科技型中小企业", "本月目标", "没有这种数"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_asked_with_its_reason(tmp_path: Path, row: str, column: str, why: str) -> None:
    found = one_cell(row, column, tmp_path)
    assert found.confidence == "ask"
    assert why in found.why.zh
    assert found.why.en


def test_words_are_left(tmp_path: Path) -> None:
    assert one_cell("新增高新技术企业", "存在问题", tmp_path).confidence == "left"


def test_a_part_of_something_else_is_not_the_whole(tmp_path: Path) -> None:
    """高新技术企业 among the SMEs are not all of them."""
    found = proposals("月报|<\n指标|本月\n新增入库科技型中小企业|.\n~~其中：新增高新技术企业|.", tmp_path)
    assert found["B3"].confidence == "certain"
    assert found["B4"].confidence == "ask"
    assert "其中" in found["B4"].why.zh


def test_two_cells_that_mean_the_same_are_flagged(tmp_path: Path) -> None:
    found = proposals("月报|<\n指标|本月\n新增高新技术企业|.\n新增国家高新技术企业|.", tmp_path)
    assert {found[place].confidence for place in ("B3", "B4")} == {"ask"}
    assert found["B3"].twins == (found["B4"].cell,)
    assert "B4" in found["B3"].why.zh


def test_a_place_that_the_register_does_not_know_is_asked(tmp_path: Path) -> None:
    found = proposals("新增高新技术企业|<\n园区|本月\n软件园|.\n远郊园|.\n合计|.", tmp_path)
    assert found["B3"].meaning == Meaning("new_hnte", "month", "park", "软件园")
    assert (found["B4"].meaning, found["B4"].confidence) == (None, "ask")
    assert found["B5"].meaning == Meaning("new_hnte", "month")


def test_two_breakdowns_that_cross_are_asked(tmp_path: Path) -> None:
    text = "新增高新技术企业（2026年1—5月）|<|<\n园区|按培育阶段|<\n^|初创期|成长期\n软件园|.|.\n合计|.|."
    found = proposals(text, tmp_path)
    assert found["B4"].confidence == "ask"
    assert "交叉" in found["B4"].why.zh
    assert found["B5"].meaning == Meaning("new_hnte", "year", "stage", "startup")


def test_months_side_by_side_are_months_of_their_own(tmp_path: Path) -> None:
    found = proposals("逐月表|<|<|<\n指标|1月|2月|3月\n新增高新技术企业|.|.|.", tmp_path)
    assert [found[f"{column}3"].meaning.month for column in "BCD"] == [1, 2, 3]  # type: ignore[union-attr]


def test_the_forms_own_month_is_the_month_of_the_day(tmp_path: Path) -> None:
    assert one_cell("新增高新技术企业", "5月", tmp_path).meaning == Meaning("new_hnte", "month")


def test_the_same_form_gives_the_same_proposals(tmp_path: Path) -> None:
    form = corpus.TUNED[0]
    opened = open_form(form.make(tmp_path))
    assert propose(opened, offers_of(form.pack)) == propose(opened, tuple(offers_of(form.pack)))


def test_without_offers_everything_is_asked(tmp_path: Path) -> None:
    opened = open_form(corpus.TUNED[0].make(tmp_path))
    assert {one.confidence for one in propose(opened, ())} == {"ask", "left"}


# --- forms as they are ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tuned() -> tuple[Score, ...]:
    return scores(TUNED)


@pytest.fixture(scope="module")
def kept() -> tuple[Score, ...]:
    return scores(KEPT)


def test_there_are_enough_forms(tuned: tuple[Score, ...], kept: tuple[Score, ...]) -> None:
    assert len(tuned) >= 14
    assert len(kept) >= 5


def test_no_proposal_of_any_form_is_wrong(tuned: tuple[Score, ...], kept: tuple[Score, ...]) -> None:
    assert [fault for one in (*tuned, *kept) for fault in one.faults if fault.startswith("wrong")] == []


def test_every_cell_of_every_form_is_seen(tuned: tuple[Score, ...], kept: tuple[Score, ...]) -> None:
    assert sum(one.unseen for one in (*tuned, *kept)) == 0
    assert [one.form for one in (*tuned, *kept) if not one.lists] == []


@pytest.mark.parametrize("half", ["tuned", "kept"])
def test_most_cells_with_a_meaning_are_proposed_right(half: str, request: pytest.FixtureRequest) -> None:
    counts = summed(request.getfixturevalue(half))
    assert counts["right"] >= 0.9 * (counts["right"] + counts["asked"] + counts["wrong"])
