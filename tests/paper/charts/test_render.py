"""Charts are drawn without a network, the same way every time, with a font that holds every Chinese name."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from peiyu.paper.charts.fonts import CARRIER, Font, carried, find_font, folders
from peiyu.paper.charts.render import chart_font, figure_hash, font_problems, refuse_addresses, render
from peiyu.problems import InputError, Level, Problem


def spec(names: str = "喆珺旻祎") -> dict[str, Any]:
    return {
        "data": {"values": [{"name": c, "n": place} for place, c in enumerate(names, 1)]},
        "mark": "bar",
        "encoding": {"x": {"field": "n", "type": "quantitative"}, "y": {"field": "name", "type": "nominal"}},
    }


def test_a_chart_is_svg_with_its_words_and_font() -> None:
    drawn = render(spec()).decode()
    assert drawn.startswith("<svg")
    assert all(c in drawn for c in "喆珺旻祎")
    assert "Noto Sans SC" in drawn
    assert "Microsoft YaHei" in drawn


def test_a_png_is_as_large_as_asked() -> None:
    small, large = (struct.unpack(">II", render(spec(), form="png", scale=s)[16:24]) for s in (1.0, 3.0))
    assert all(abs(three - 3 * one) <= 3 for one, three in zip(small, large, strict=True))


def test_rare_names_are_drawn_and_not_as_one_empty_box() -> None:
    pictures = {render(spec(name), form="png") for name in "喆珺旻祎"}
    assert len(pictures) == 4


def test_a_figure_is_named_by_what_it_shows() -> None:
    given = spec()
    assert figure_hash(given) == figure_hash(dict(reversed(given.items())))
    assert figure_hash(given) != figure_hash(spec("喆珺"))
    assert figure_hash(given, form="png", scale=1) != figure_hash(given, form="png", scale=2)


def test_a_kept_picture_is_taken_and_not_drawn_again(tmp_path: Path) -> None:
    first = render(spec(), form="png", kept=tmp_path)
    name = f"{figure_hash(spec(), form='png')}.png"
    assert [p.name for p in tmp_path.iterdir()] == [name]
    (tmp_path / name).write_bytes(b"kept")
    assert render(spec(), form="png", kept=tmp_path) == b"kept"
    assert first.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "bad", [{}, {"mark": "nonsense"}, {"mark": "bar", "encoding": {"x": {"field": "a", "type": "z"}}}]
)
def test_a_spec_that_is_no_chart_is_refused_without_a_trace(bad: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refused:
        render(bad)
    problem = refused.value.problems[0]
    assert problem.code == "chart-unreadable"
    assert "://" not in problem.found


@pytest.mark.parametrize(
    "outward",
    [{"data": {"url": "file:///x.csv"}, "mark": "bar"}, {"layer": [{"data": {"url": "x.json"}}], "mark": "bar"}],
)
def test_a_chart_that_names_data_elsewhere_is_refused(outward: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refused:
        render(outward)
    assert refused.value.problems[0].code == "chart-reaches-out"


def test_rows_of_data_may_name_addresses() -> None:
    given = {"data": {"values": [{"url": "x"}]}}
    before = repr(given)
    refuse_addresses(given)
    assert repr(given) == before


def test_the_font_comes_with_the_installation() -> None:
    assert chart_font() == Font("Noto Sans SC", carried())
    assert font_problems() == ()


def test_without_it_the_machines_own_font_is_found(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "msyh.ttc").touch()
    found = find_font(own=lambda: None, places=lambda: (tmp_path, tmp_path / "absent"))
    assert found == Font("Microsoft YaHei", tmp_path / "deep")
    assert all(isinstance(folder, Path) for folder in folders())


def test_without_any_font_a_warning_says_what_to_install(tmp_path: Path) -> None:
    found = find_font(own=lambda: None, places=lambda: (tmp_path,))
    assert isinstance(found, Problem)
    assert (found.code, found.level) == ("font-missing", Level.WARNING)
    assert CARRIER.replace("_", "-") in str(found.next_step)
