"""Checking an edited brief: what was changed is found however it was edited, and nothing agrees in silence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.paper.brief.editing import Change, edited, round_trip, split_runs, swap, tracked, without_bookmarks
from tests.paper.brief.issues import AS_OF, DATE, TOTAL, YEAR, brief, monthly_chart, notice

from peiyu.paper.brief.archive import archive, last_issue
from peiyu.paper.brief.values import Number, Paragraph
from peiyu.paper.brief.verification import Verification, summary
from peiyu.paper.brief.verify import verify
from peiyu.paper.brief.write import Written, write
from peiyu.problems import InputError


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write(notice(), tmp_path_factory.mktemp("issued") / "通报.docx")


def told(checked: Verification) -> list[tuple[str, str, str, str]]:
    return [(group, one.id, one.found, one.expected) for group, one in checked.findings()]


def test_an_untouched_file_agrees_wholly(issued: Written) -> None:
    checked = verify(issued.path, issued.snapshot)
    assert checked.sound
    assert checked.untouched
    assert {one.id for one in checked.agree} == set(issued.snapshot.figures)
    assert "全部与快照一致" in summary(checked).zh


CHANGED = [("changed", "new_sme.total", "1076家", "1067家")]


@pytest.mark.parametrize(
    "change",
    [
        swap(">1067家<", ">1076家<"),
        lambda xml: without_bookmarks(swap(">1067家<", ">1076家<")(xml)),
        lambda xml: split_runs(swap(">1067家<", ">1076家<")(xml)),
        tracked("1067家", "1076家"),
        lambda xml: without_bookmarks(tracked("1067家", "1076家")(xml)),
        swap(">1067家<", ">１０７６户<"),
        swap(">1067家<", ">一千零七十六家<"),
        swap(">1067家<", ">1,076家<"),
    ],
    ids=["marks kept", "marks gone", "runs split", "tracked", "tracked, no marks", "full width", "chinese", "grouped"],
)
def test_a_changed_number_is_found_however_it_was_edited(change: Change, issued: Written) -> None:
    checked = verify(edited(issued.path, change), issued.snapshot)
    assert [(g, i, e) for g, i, _, e in told(checked)] == [(g, i, e) for g, i, _, e in CHANGED]
    assert not checked.sound
    assert not checked.untouched


@pytest.mark.parametrize("marks", [True, False], ids=["marks kept", "marks gone"])
def test_a_changed_number_is_found_after_a_round_trip_through_libreoffice(marks: bool, issued: Written) -> None:
    change = swap(">1067家<", ">1076家<")
    given_back = round_trip(edited(issued.path, change if marks else lambda xml: without_bookmarks(change(xml))))
    checked = verify(given_back, issued.snapshot)
    assert told(checked) == CHANGED
    assert {one.by for one in checked.agree} == {"bookmark" if marks else "sentence", "picture"}


def test_an_unchanged_file_agrees_after_a_round_trip(issued: Written) -> None:
    checked = verify(round_trip(issued.path), issued.snapshot)
    assert checked.sound
    assert len(checked.agree) == len(verify(issued.path, issued.snapshot).agree)


@pytest.mark.parametrize(
    "change",
    [
        swap(">1067家<", ">1,067家<"),
        swap(">1067家<", ">一千零六十七户<"),
        swap(">1.2亿元<", ">12 000万元<"),
        swap(">106.7%<", ">百分之一百零六点七<"),
        tracked("1067家", "1067家"),
        without_bookmarks,
        split_runs,
    ],
    ids=["grouped", "chinese", "other power", "words", "retyped", "marks gone", "runs split"],
)
def test_the_same_number_written_otherwise_agrees(change: Change, issued: Written) -> None:
    assert told(verify(edited(issued.path, change), issued.snapshot)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1067家", "1000多家"),
        ("1067家", "0.1万家"),
        ("106.7%", "106.7个百分点"),
        ("1.2亿元", "1.2亿件"),
        ("18.4%", "18.4"),
    ],
)
def test_a_coarser_or_other_writing_does_not_agree(old: str, new: str, issued: Written) -> None:
    found = told(verify(edited(issued.path, swap(f">{old}<", f">{new}<")), issued.snapshot))
    assert {(group, expected) for group, _, _, expected in found} == {("changed", old)}


def test_a_finer_writing_of_the_exact_value_agrees(tmp_path: Path) -> None:
    fund = Number("fund", "1.23亿元", Fraction(123_456_789), "元", "口径", AS_OF)
    written = write(notice(items=(Paragraph(("拨付", fund, "。")),), annexes=()), tmp_path / "f.docx")
    assert told(verify(edited(written.path, swap("1.23亿元", "12346万元")), written.snapshot)) == []
    coarse = verify(edited(written.path, swap("1.23亿元", "1.2亿元")), written.snapshot)
    assert [one.why.en for one in coarse.changed] == ["it was rounded or made approximate"]


def test_an_added_number_cannot_be_placed(issued: Written) -> None:
    change = swap("如下：", "如下：新认定国家高新技术企业18家，占比十二分之五，其中三十一家为小巨人。")
    checked = verify(edited(issued.path, change), issued.snapshot)
    assert [(g, found) for g, _, found, _ in told(checked)] == [
        ("unplaced", "18家"), ("unplaced", "十二分之五"), ("unplaced", "三十一家")]  # fmt: skip
    assert checked.unplaced[2].expected == "giants.total"


def test_a_number_added_beside_a_locked_one_cannot_be_placed(issued: Written) -> None:
    checked = verify(edited(issued.path, swap(">1067家<", ">1067家（含迁入56家）<")), issued.snapshot)
    assert told(checked) == [("unplaced", "", "56家", "")]


def test_a_deleted_number_is_missing(issued: Written) -> None:
    gone = edited(issued.path, swap("<w:t>31家</w:t>", "<w:t></w:t>"))
    assert told(verify(gone, issued.snapshot)) == [("missing", "giants.total", "", "31家")]


def test_a_number_of_a_table_and_of_the_footer_is_checked(issued: Written) -> None:
    table = verify(edited(issued.path, lambda xml: without_bookmarks(swap(">318<", ">381<")(xml))), issued.snapshot)
    assert told(table) == [("changed", "new_sme.total[park=滨海科技园]", "381", "318")]
    footer = edited(issued.path, swap("2012-09", "2012-10"), part="word/footer1.xml")
    assert ("changed", "", "10", "09") in told(verify(footer, issued.snapshot))


def test_a_number_in_a_text_box_is_seen(issued: Written) -> None:
    box = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
        "<w:t>喜报：突破1100家</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    boxed = edited(issued.path, swap("如下：</w:t></w:r>", f"如下：</w:t></w:r>{box}"))
    checked = verify(boxed, issued.snapshot)
    assert [one.found for one in checked.unplaced] == ["1100家"]
    assert checked.unplaced[0].place.zh.startswith("正文文本框")


def test_fixed_wording_that_was_changed_is_told(issued: Written) -> None:
    checked = verify(edited(issued.path, swap("请各单位于10月20日", "请各单位于10月25日")), issued.snapshot)
    assert [(g, found, expected) for g, _, found, expected in told(checked)] == [("changed", "25日", "20日")]


def test_sentences_that_moved_joined_or_were_reworded_keep_their_numbers(issued: Written) -> None:
    for old, new in (
        ("。企业专利申请量累计", "，企业专利申请量则累计"),
        ("专项资金累计拨付", "专项资金今年已经累计拨付"),
    ):
        reworded = edited(issued.path, lambda xml, o=old, n=new: without_bookmarks(xml.replace(o, n)))
        assert told(verify(reworded, issued.snapshot)) == []


def test_a_number_for_which_only_the_bookmark_vouches_is_shown(issued: Written) -> None:
    change = lambda xml: xml.replace("对企业专利申请量，预计年底最多达到", "有企业反映厂房租金偏高、用工紧张的约有")  # noqa: E731
    checked = verify(edited(issued.path, change), issued.snapshot)
    assert [one.id for one in checked.reworded] == ["patents.outlook.high"]
    assert not checked.sound


def test_a_chart_that_was_replaced_cannot_be_checked(tmp_path: Path) -> None:
    first = write(brief(), tmp_path / "a.docx")
    items = tuple(monthly_chart(shift=5) if block == monthly_chart() else block for block in brief().items)
    other = write(brief(items=items), tmp_path / "b.docx")
    checked = verify(other.path, first.snapshot)
    assert [one.why.en for one in checked.unplaced] == [
        "the chart was replaced or removed; its figures cannot be checked"]  # fmt: skip


def test_a_register_that_has_moved_on_is_told(issued: Written) -> None:
    today = {"new_sme.total": Fraction(1070), "giants.total": Fraction(31), "new_sme.month[1]": Fraction(66)}
    checked = verify(issued.path, issued.snapshot, None, today)
    assert {(g, i, e) for g, i, _, e in told(checked)} == {
        ("stale", "new_sme.total", "1070家"), ("stale", "new_sme.month[1]", "66家")}  # fmt: skip


def last_month(tmp_path: Path, total: int, *, day: dt.date = dt.date(2012, 8, 31), since: dt.date = YEAR) -> Written:
    number = replace(TOTAL, value=total, text=f"{total}家", as_of=day, since=since)
    items = (Paragraph(("累计新增", number, "。")),)
    held = notice(number="津通报2012-08", date=dt.date(2012, 9, 7), as_of=day, items=items, annexes=())
    return write(held, tmp_path / "last.docx")


def test_a_cumulative_figure_that_fell_contradicts_the_last_issue(issued: Written, tmp_path: Path) -> None:
    checked = verify(issued.path, issued.snapshot, last_month(tmp_path, 1080).snapshot)
    assert {one.id for one in checked.contradicts} == {"new_sme.total"}
    assert "减少" in checked.contradicts[0].why.zh
    assert verify(issued.path, issued.snapshot, last_month(tmp_path, 965).snapshot).sound


def test_counts_that_began_anew_may_be_lower(issued: Written, tmp_path: Path) -> None:
    last_year = last_month(tmp_path, 1080, since=dt.date(2011, 1, 1))
    assert verify(issued.path, issued.snapshot, last_year.snapshot).sound


def test_another_value_for_the_same_day_contradicts(issued: Written, tmp_path: Path) -> None:
    checked = verify(issued.path, issued.snapshot, last_month(tmp_path, 1066, day=AS_OF).snapshot)
    assert "同为2012-09-30的数，上期为1066家" in checked.contradicts[0].why.zh


def test_an_edit_that_brings_a_number_below_the_last_issue_is_told_twice(issued: Written, tmp_path: Path) -> None:
    checked = verify(
        edited(issued.path, swap(">1067家<", ">960家<")), issued.snapshot, last_month(tmp_path, 965).snapshot
    )
    assert {g for g, *_ in told(checked)} == {"changed", "contradicts"}


def test_the_snapshot_of_another_issue_is_refused(issued: Written, tmp_path: Path) -> None:
    other = write(brief(), tmp_path / "b.docx")
    with pytest.raises(InputError) as refused:
        verify(other.path, issued.snapshot)
    assert [p.code for p in refused.value.problems] == ["snapshot-of-another-issue"]


@pytest.mark.parametrize("held", [b"", b"not a document", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_document_is_refused(held: bytes, issued: Written, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(held)
    with pytest.raises(InputError) as refused:
        verify(tmp_path / "x.docx", issued.snapshot)
    assert [p.code for p in refused.value.problems] == ["document-unreadable"]


def test_an_archived_issue_is_kept_and_found_as_the_last_one(issued: Written, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    kept = archive(folder, last_month(tmp_path, 965))
    assert archive(folder, issued) != kept
    assert {p.name for p in kept.iterdir()} == {"津通报2012-08.docx", "津通报2012-08.numbers.json", "SHA256SUMS"}
    found = last_issue(folder, issued.snapshot)
    assert found is not None
    assert found.number == "津通报2012-08"
    assert last_issue(folder, found) is None
    archive(folder, issued)
    with pytest.raises(InputError) as refused:
        archive(folder, write(notice(date=DATE, title="另一份"), tmp_path / "other.docx"))
    assert [p.code for p in refused.value.problems] == ["issue-archived"]


FIGURES = ("1067家", "106.7%", "18.4%", "102家", "31家", "1.2亿元", "412家", "3210件")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(FIGURES), st.integers(2, 9), max_size=3), st.booleans(), st.booleans(),
)  # fmt: skip
def test_exactly_the_numbers_that_were_edited_are_told(
    issued: Written, edits: dict[str, int], marks: bool, split: bool
) -> None:
    def change(xml: str) -> str:
        for old, digit in edits.items():
            xml = xml.replace(f">{old}<", f">{digit}{old}<")
        xml = xml if marks else without_bookmarks(xml)
        return (split_runs(xml) if split else xml) + "\n"

    checked = verify(edited(issued.path, change), issued.snapshot)
    assert {(one.found, one.expected) for one in checked.changed} == {(f"{d}{old}", old) for old, d in edits.items()}
    assert checked.unplaced == checked.missing == ()
    total = len(checked.agree) + len(checked.changed)
    assert total == len(verify(issued.path, issued.snapshot).agree)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["如下：", "限期赶上。"]),
    st.integers(11, 10**6),
    st.sampled_from(["家", "件", "万元", "%"]),
)
def test_no_added_number_agrees_in_silence(issued: Written, after: str, number: int, unit: str) -> None:
    text = f"另有{number}{unit}待核实。"
    checked = verify(edited(issued.path, swap(after, after + text, times=1)), issued.snapshot)
    assert [one.found for one in checked.unplaced] == [f"{number}{unit}"]
