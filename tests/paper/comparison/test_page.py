"""The page of comparison: marks on both sides, lines that link to their places, nothing unescaped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bench.reading.corpus import Document, documents
from bench.reading.damage import KINDS, damage

from peiyu.cli.reading import comparison_of
from peiyu.document import read
from peiyu.document.alignment import Edit, align
from peiyu.document.model import Clause, Frame, Question, Reading, Repair, Source
from peiyu.paper.comparison import Asked, Comparison, Mended, Piece, Promised, Row, comparison_page
from peiyu.problems import Text

SAID = Text("依据<1>", "evidence <1>")
PAGE = Comparison(
    title="意见<草稿>",
    sources=(Text("文件：a.txt", "File: a.txt"),),
    rows=(
        Row("一", True, (Piece("总体要求"),), (Piece("总体要求"),)),
        Row(
            "二", False,
            (
                Piece("建设3"), Piece("", ("lost",), "r1", True, SAID), Piece("5个"),
                Piece("50", ("asked",), "q1", True, SAID),
            ),
            (Piece("建设3"), Piece("—", ("repair", "target"), "r1"), Piece("5个"), Piece("50", ("asked",), "q1")),
        ),
    ),
    repairs=(Mended("r1", "二", Text("连接号", "dash"), "建设3", "", "5个", "—", SAID, True),),
    questions=(Asked("q1", "二", "50", "50家", SAID),),
    targets=(Promised("t1", "二", "联盟", Text("3—5个", "3–5个"), "2020-12-31", "建设3—5个联盟"),),
)  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_links_to_its_place_and_back(lang: str) -> None:
    html = comparison_page(PAGE, lang=lang)
    for link in ("r1", "q1"):
        assert html.count(f'id="{link}"') == 1
        assert html.count(f'id="at-{link}"') == 1
        assert f'href="#{link}"' in html
        assert f'href="#at-{link}"' in html


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_of_the_document_are_escaped(lang: str) -> None:
    html = comparison_page(PAGE, lang=lang)
    assert "<草稿>" not in html
    assert "意见&lt;草稿&gt;" in html
    assert SAID.in_(lang).replace("<1>", "&lt;1&gt;") in html


def test_headings_are_in_the_language_and_nothing_comes_from_elsewhere() -> None:
    chinese, english = comparison_page(PAGE, lang="zh"), comparison_page(PAGE, lang="en")
    assert "原件（原样）" in chinese
    assert "As found" in english
    assert "原件（原样）" not in english
    assert not re.search(r"https?://|src=|@import|url\(", chinese + english)


def test_clauses_without_changes_can_be_hidden() -> None:
    assert [row.changed for row in PAGE.rows] == [False, True]
    html = comparison_page(PAGE)
    assert '<tr class="same head">' in html
    assert '<tr class="changed">' in html


def test_an_empty_page_says_what_there_is_not() -> None:
    empty = Comparison(title="无", sources=(), rows=(), repairs=(), questions=(), targets=())
    html = comparison_page(empty)
    for words in ("没有需要确认的地方", "原文完好", "没有读出带数字的目标"):
        assert words in html


def mended_reading() -> Reading:
    """建设35个 mended to 建设3—5个, a line dropped before it, 到 put in, and one number asked about."""
    raw = "网站导航\n2020年,建设35个联盟\n培育企业50\n"
    dash, until = raw.index("35") + 1, raw.index("2020")
    edits = (Edit((0, 5), ""), Edit((until, until), "到"), Edit((dash, dash), "—"))
    mended, alignment = align(raw, edits)
    first = mended.index("培育")
    last, there = len(mended) - 1, raw.index("培育")
    clauses = (
        Clause("一第1段", "paragraph", "", "", mended[: first - 1], 0, first - 1, 5, there - 1, ""),
        Clause("一第2段", "paragraph", "", "", mended[first:-1], first, last, there, len(raw) - 1, ""),
    )
    at = raw.index("50")
    return Reading(
        source=Source("a.txt", "txt", "utf-8", "0" * 64), raw=raw, mended=mended, alignment=alignment,
        repairs=(
            Repair("chrome", (0, 4), "网站导航", "", SAID, "certain"),
            Repair("until", (until, until), "", "到", SAID, "high"),
            Repair("range_dash", (dash, dash), "", "—", SAID, "certain"),
        ),
        questions=(Question("unit", (at, at + 2), "50", "50家", SAID),), frame=Frame(), clauses=clauses,
    )  # fmt: skip


def test_both_sides_hold_the_whole_of_their_text() -> None:
    reading = mended_reading()
    rows = comparison_of(reading).rows
    for side, text in (("raw", reading.raw), ("mended", reading.mended)):
        shown = "".join(piece.text for row in rows for piece in getattr(row, side))
        assert "".join(shown.split()) == "".join(text.split())


@pytest.mark.parametrize("document", documents("open"), ids=lambda one: one.name)
def test_nothing_of_a_damaged_document_is_left_out(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_text("网站导航 >> 浏览文章\n" + damage(document.text, KINDS, seed=5).text, "utf-8")
    reading = read(path)
    rows = comparison_of(reading).rows
    for side, text in (("raw", reading.raw), ("mended", reading.mended)):
        shown = "".join(piece.text for row in rows for piece in getattr(row, side))
        assert "".join(shown.split()) == "".join(text.split())


def test_what_was_put_in_is_marked_where_it_stands() -> None:
    first, second = comparison_of(mended_reading()).rows
    marked = [(piece.text, piece.marks, piece.link) for piece in first.mended if piece.marks]
    assert marked == [("到", ("repair",), "r2"), ("—", ("repair",), "r3")]
    raw = [(piece.text, piece.marks, piece.link) for piece in first.raw if piece.marks]
    assert raw == [("网站导航", ("repair",), "r1"), ("", ("lost",), "r2"), ("", ("lost",), "r3")]
    assert [(p.text, p.marks) for p in second.mended if p.marks] == [("50", ("asked",))]


def test_a_repair_is_shown_with_what_stands_beside_it() -> None:
    dash = comparison_of(mended_reading()).repairs[2]
    assert (dash.left, dash.before, dash.right, dash.after) == ("2020年,建设3"[-8:], "", "5个联盟", "—")
    assert dash.kind == Text("连接号", "dash")
