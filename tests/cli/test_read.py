"""`peiyu read`: what it writes, what it says, and that nothing is left half-written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.bad_inputs import Line, left_in
from tests.document.source.pdf_file import pdf_bytes

from peiyu.cli.commands import read as command
from peiyu.policy.pack.load import read_pack

SHARED = Path(__file__).resolve().parents[3] / "shared" / "reference"
POLICY = """云泽市人民政府关于培育科技型中小企业的实施意见

云政发201321号

各县（市、区）人民政府，市政府各部门：

为培育科技型中小企业，提出如下意见。

一、发展目标
到2017年，全市高新技术企业突破300家，其中大型企业12家。
二、主要任务
（一）建设孵化载体。到2016年，孵化面积不少于60万平方米。
（二）营造氛围。到2017年，新建实验基地45。

2013年5月16日
"""
FILES = ["findings.json", "mended.txt", "pack", "peiyu.json", "questions.json", "side-by-side.html"]
PACK_FILES = ["coverage.yaml", "criteria.yaml", "mended.txt", "pack.yaml", "programme.yaml", "raw.txt"]


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "yunze-2013.txt"
    path.write_text(POLICY, "utf-8")
    return path


def test_everything_of_a_reading_is_written(policy: Path, tmp_path: Path, line: Line) -> None:
    said = line("read", policy, "-o", tmp_path / "out")
    assert said.code == 0, said.err
    assert left_in(tmp_path / "out") == FILES
    assert left_in(tmp_path / "out" / "pack") == PACK_FILES
    assert "【一第1段】" in (tmp_path / "out" / "mended.txt").read_text("utf-8")
    assert "云政发〔2013〕21号" in said.out
    assert "能载入" in said.out


def test_findings_are_anchored_and_in_base_units(policy: Path, tmp_path: Path, line: Line) -> None:
    assert line("read", policy, "-o", tmp_path / "out").code == 0
    found = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))
    assert found["document"]["number"] == "云政发〔2013〕21号"
    area = next(one for one in found["targets"] if one["unit"] == "平方米")
    assert (area["subject"], area["comparator"], area["low"], area["high"]) == ("孵化面积", "floor", 600_000, None)
    assert (area["by"], area["clause"]) == ("2016-12-31", "二（一）")
    start, end = area["raw_span"]
    assert "60万平方米" in POLICY[start:end]


def test_a_place_that_cannot_be_mended_is_asked(policy: Path, tmp_path: Path, line: Line) -> None:
    assert line("read", policy, "-o", tmp_path / "out").code == 0
    held = json.loads((tmp_path / "out" / "questions.json").read_text("utf-8"))
    assert any("45" in one["before"] for one in held["questions"])
    assert {one["after"] for one in held["repairs"]} >= {"〔", "〕"}


def test_the_draft_passes_check_and_carries_the_id_asked_for(policy: Path, tmp_path: Path, line: Line) -> None:
    said = line("read", policy, "-o", tmp_path / "out", "--id", "yunze-zone", "--json")
    assert json.loads(said.out)["pack"] == "yunze-zone"
    assert line("check", tmp_path / "out" / "pack").code == 0
    pack = read_pack(tmp_path / "out" / "pack").pack
    assert pack is not None
    assert (pack.id, pack.status) == ("yunze-zone", "draft")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_and_the_page_speak_the_language(lang: str, policy: Path, tmp_path: Path, line: Line) -> None:
    said = line("read", policy, "-o", tmp_path / "out", "--lang", lang)
    page = (tmp_path / "out" / "side-by-side.html").read_text("utf-8")
    words = {
        "zh": ("待您确认", "整理本为非正式文本", "需要您确认"),
        "en": ("for you to settle", "not official", "For you to settle"),
    }
    assert words[lang][0] in said.out
    assert words[lang][1] in page
    assert words[lang][2] in page


def test_json_says_what_was_found(policy: Path, tmp_path: Path, line: Line) -> None:
    done = json.loads(line("read", policy, "-o", tmp_path / "out", "--json").out)
    assert done["title"] == "云泽市人民政府关于培育科技型中小企业的实施意见"
    assert done["targets"] == done["counts"]["targets"] >= 2
    assert done["open"] >= 2
    assert sorted(done["files"]) == [name for name in FILES if name != "peiyu.json"]


def test_a_second_reading_takes_the_place_of_the_first(policy: Path, tmp_path: Path, line: Line) -> None:
    assert line("read", policy, "-o", tmp_path / "out").code == 0
    assert line("read", policy, "-o", tmp_path / "out").code == 0
    assert left_in(tmp_path) == ["out", "yunze-2013.txt"]


def test_a_foreign_folder_is_left_alone_unless_overwritten(policy: Path, tmp_path: Path, line: Line) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "note.txt").write_text("mine", "utf-8")
    said = line("read", policy, "-o", tmp_path / "out")
    assert (said.code, "output-not-empty" in said.err) == (2, True)
    assert left_in(tmp_path / "out") == ["note.txt"]
    assert line("read", policy, "-o", tmp_path / "out", "--overwrite").code == 0
    assert (tmp_path / "out.old1" / "note.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\n"),
        ("picture.pdf", b"%PDF-1.4 not a pdf"),
        ("noise.docx", b"PK\x03\x04 cut"),
    ],
)
def test_a_file_without_a_text_is_said_and_nothing_written(
    name: str, content: bytes, tmp_path: Path, line: Line
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for lang in ("zh", "en"):
        said = line("read", path, "-o", tmp_path / "out", "--lang", lang)
        assert said.code == 1
        assert "Traceback" not in said.err
        assert "error[" in said.err
    assert left_in(tmp_path) == [name]


TRADITIONAL = (
    "某市科技型中小企業發展實施意見\n一、發展目標\n到2025年，培育科技型中小企業500家，組建3—5個技術創新聯盟。\n"
)
PLAIN = "某市工作规则\n一、总则\n（一）为规范工作，制定本规则。\n二、会议\n（一）会议由局长召集。\n"


@pytest.mark.parametrize(
    ("name", "content", "problem", "zh", "en"),
    [
        ("扫描.pdf", pdf_bytes([[], []]), "document-scan", "向发文单位要电子版", "ask for the text"),
        ("空.txt", b"", "document-empty", "检查是否给错了文件", "check whether it is the right file"),
        ("表.txt", "序号\t任务\n1\t建设\n2\t引进\n3\t培育\n".encode(), "document-only-tables",
         "政策文件给出正文", "give the text of the policy"),
        ("繁体.txt", TRADITIONAL.encode(), "document-traditional", "对照核对专名", "check names and characters"),
        ("规则.txt", PLAIN.encode("gb18030"), "document-without-targets",
         "可在草稿里写成趋势目标", "write them as trends"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_document_that_is_not_as_wanted_says_what_to_do(
    name: str, content: bytes, problem: str, zh: str, en: str, lang: str, tmp_path: Path, line: Line
) -> None:
    (tmp_path / name).write_bytes(content)
    said = line("read", tmp_path / name, "-o", tmp_path / "out", "--lang", lang)
    assert problem in said.err
    assert (zh if lang == "zh" else en) in said.err
    assert "请：请" not in said.err
    warned = problem in ("document-traditional", "document-without-targets")
    assert said.code == (0 if warned else 1)
    assert (tmp_path / "out").exists() == warned


def test_an_id_that_no_pack_can_have_is_misuse(policy: Path, tmp_path: Path, line: Line) -> None:
    said = line("read", policy, "-o", tmp_path / "out", "--id", "云泽")
    assert said.code == 2
    assert "draft-id" in said.err
    assert left_in(tmp_path) == ["yunze-2013.txt"]


def test_a_file_named_in_chinese_gives_an_id_all_the_same(tmp_path: Path, line: Line) -> None:
    path = tmp_path / "云泽市意见2013.txt"
    path.write_text(POLICY, "utf-8")
    assert json.loads(line("read", path, "-o", tmp_path / "out", "--json").out)["pack"] == "draft-2013"


def test_a_draft_that_does_not_load_is_our_fault_and_leaves_nothing(
    policy: Path, tmp_path: Path, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "draft", lambda reading, id_: {"pack.yaml": "pack: x\nkind: unknown\n"})
    said = line("read", policy, "-o", tmp_path / "out")
    assert said.code == 70
    assert left_in(tmp_path) == ["yunze-2013.txt"]


def test_a_full_disk_leaves_nothing(policy: Path, tmp_path: Path, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command, "comparison_page", full)
    said = line("read", policy, "-o", tmp_path / "out")
    assert (said.code, "disk-full" in said.err) == (1, True)
    assert left_in(tmp_path) == ["yunze-2013.txt"]


def test_a_document_without_targets_says_so_on_the_page(tmp_path: Path, line: Line) -> None:
    path = tmp_path / "notice.txt"
    path.write_text("关于召开会议的通知\n\n各部门：\n\n定于近期召开会议，请准时参加。\n", "utf-8")
    assert line("read", path, "-o", tmp_path / "out").code == 0
    assert "没有读出带数字的目标" in (tmp_path / "out" / "side-by-side.html").read_text("utf-8")
    assert line("check", tmp_path / "out" / "pack").code == 0


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "lows"),
    [
        ("baotou-2015", [50, 3, 30, 30, 100, 50, 50, 10, 5]),
        ("tianjin-hitech-2012", [1000, 70, 930, 35, 100_000, 1, 5, 3000, 30, 20, 20, 2]),
    ],
)
def test_the_goals_of_the_two_documents_are_found_and_their_drafts_load(
    name: str, lows: list[int], tmp_path: Path, line: Line
) -> None:
    document = SHARED / f"{name}.txt"
    if not document.is_file():
        pytest.skip("the two documents are not beside the checkout (../shared/reference)")
    assert line("read", document, "-o", tmp_path / "out").code == 0
    found = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))["targets"]
    assert [one["low"] for one in found] == lows
    keys = {"subject", "comparator", "low", "high", "unit", "by", "clause", "span", "raw_span", "text"}
    assert all(keys <= set(one) for one in found)
    alliances = next(one for one in found if "联盟" in one["subject"])
    assert (alliances["comparator"], alliances["high"]) == ("range", {"baotou-2015": 5, "tianjin-hitech-2012": 2}[name])
    assert line("check", tmp_path / "out" / "pack").code == 0


def test_what_is_said_in_two_ways_and_what_a_review_would_question_is_shown(tmp_path: Path, line: Line) -> None:
    document = tmp_path / "plan.txt"
    goals = "到2017年，高新技术企业超过300家以上。对迁入的企业给予100万元奖励。"
    document.write_text(POLICY.replace("到2017年，全市高新技术企业突破300家，其中大型企业12家。", goals), "utf-8")
    told = line("read", document, "-o", tmp_path / "out")
    assert "前后不一 一第1段：“超过”与“以上”并用" in told.out
    assert "须公平竞争审查 一第1段" in told.out
    english = line("read", document, "-o", tmp_path / "en", "--lang", "en").out
    assert "said in two ways, 一第1段: " in english
    assert "for the fair-competition review, 一第1段 " in english
