"""What people drop: archives with folders and names in GBK are unpacked; bombs, locks and noise are not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from peiyu.web.collection.incoming import unpacking
from peiyu.web.collection.incoming.unpacking import pieces
from peiyu.web.look.refusal import Refusal


def packed(path: Path, *names: str, content: bytes = b"x") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return path


def in_gbk(path: Path, name: str) -> Path:
    """As Windows in Chinese packs: the name in GBK, nothing said about it."""
    mark = "?" * len(name.encode("gbk"))
    packed(path, mark)
    path.write_bytes(path.read_bytes().replace(mark.encode(), name.encode("gbk")))
    return path


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    (one,) = pieces([("a.zip", in_gbk(tmp_path / "a.zip", "甲园报送表.xlsx"))])
    assert one.name == "甲园报送表.xlsx"
    assert b"".join(one.blocks()) == b"x"


def test_names_in_utf8_are_read(tmp_path: Path) -> None:
    (one,) = pieces([("a.zip", packed(tmp_path / "a.zip", "5月/甲园.xlsx"))])
    assert one.name == "5月/甲园.xlsx"


def test_noise_is_left_and_folders_cannot_lead_out(tmp_path: Path) -> None:
    names = ("__MACOSX/._a.xlsx", ".DS_Store", "~$a.xlsx", "Thumbs.db", "../../b.xlsx", "c\x07.xlsx")
    found = pieces([("a.zip", packed(tmp_path / "a.zip", *names)), ("~$x.xlsx", tmp_path / "none")])
    assert [one.name for one in found] == ["b.xlsx", "c.xlsx"]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 1_000)
    with pytest.raises(Refusal) as told:
        list(pieces([("a.zip", packed(tmp_path / "a.zip", "a.xlsx", content=b"0" * 1_001))]))
    assert told.value.problems[0].code == "zip-too-large"
    monkeypatch.setattr(unpacking, "MOST_FILES", 1)
    with pytest.raises(Refusal):
        list(pieces([("b.zip", packed(tmp_path / "b.zip", "a.xlsx", "b.xlsx"))]))


@pytest.mark.parametrize(("content", "code"), [(b"no archive", "zip-damaged"), (b"", "zip-damaged")])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    with pytest.raises(Refusal) as told:
        list(pieces([("a.zip", path)]))
    assert told.value.problems[0].code == code


def test_an_empty_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as told:
        list(pieces([("a.zip", packed(tmp_path / "a.zip"))]))
    assert told.value.problems[0].code == "zip-empty"


def test_locked_files_and_archives_within_are_named_with_what_to_do(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", "a.xlsx", "b.rar")
    raw = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + flags] |= 1
    path.write_bytes(bytes(raw))
    codes = {one.name: one.problem.code for one in pieces([("a.zip", path)]) if one.problem}
    assert codes == {"a.xlsx": "zip-encrypted", "b.rar": "archive-inside"}


def test_a_member_that_breaks_off_is_told(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", "a.xlsx", content=bytes(range(256)) * 8)
    (one,) = pieces([("a.zip", path)])
    raw = bytearray(path.read_bytes())
    raw[45] ^= 0xFF
    path.write_bytes(bytes(raw))
    with pytest.raises(Refusal):
        b"".join(one.blocks())
