"""Tables on a narrow terminal: as many below each other as are needed, nothing broken that can stand whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peiyu.cli.say import FRAME, READABLE, Painted, Voice, column_width, stacked
from peiyu.problems import Text

HEADS = tuple(Text(word, word) for word in ("目标", "条款", "目标值", "累计完成", "当月", "序时", "完成率", "进度"))
ROW = ("每万名从业人员拥有当年新增发明专利", "二4、三8", "30件/万人以上", "610件", "21件", "1950件", "20.3%")


def printed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    row = (*ROW, Painted(Text("严重滞后", "far behind"), "bold red"))
    Voice().table(HEADS, [row], title=Text("目标进展", "targets"))
    return capsys.readouterr().out


def test_a_table_that_is_too_wide_is_stacked_and_no_cell_is_broken(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = printed(capsys, monkeypatch, 80)
    assert said.count("┏") == 2
    assert said.count("目标进展") == 1
    assert said.count("┃ 目标 ") == 2, "each begins with the first column"
    for cell in (*ROW[1:], "严重滞后", "累计完成"):
        assert f" {cell} " in said
    order = [said.index(head.zh + " ") for head in HEADS[1:]]
    assert order == sorted(order)


def test_a_table_that_fits_stays_one(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(capsys, monkeypatch, 160).count("┏") == 1


@given(st.lists(st.integers(0, READABLE), min_size=1, max_size=15), st.integers(20, 200))
def test_every_column_stands_once_in_order_and_fits_where_it_can(widths: list[int], room: int) -> None:
    parts = stacked(widths, room)
    assert all(part[0] == 0 for part in parts)
    assert [place for part in parts for place in part[1:]] == list(range(1, len(widths)))
    for part in parts:
        assert len(part) <= 2 or 1 + sum(widths[place] + FRAME for place in part) <= room


def test_a_column_wants_its_longest_line_within_reason() -> None:
    assert column_width(["目标", "ab\nabcde", "[red]甲[/red]"]) == 5
    assert column_width(["很" * 40]) == READABLE
