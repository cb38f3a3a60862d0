"""Files that are no ledgers, or not yet: a sentence each, and nothing kept."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.web.enterprises.conftest import HEADS, ROWS, workbook

from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions import uploads
from peiyu.web.enterprises.models import Intake
from peiyu.web.look.refusal import Refusal

pytestmark = pytest.mark.django_db
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sent(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / "sent"
    path.write_bytes(content)
    return path


def with_macros(tmp_path: Path) -> Path:
    path = workbook(tmp_path / "m.xlsx", ("台账", HEADS, ROWS))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x" * 64)
    return path


def bomb(tmp_path: Path) -> Path:
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 80 * 1024 * 1024)
    return path


def refused(actor: Actor, name: str, path: Path) -> str:
    with pytest.raises(Refusal) as told:
        uploads.upload(actor, name=name, path=path, wish=uploads.Wish())
    assert not Intake.objects.exists()
    (problem, *_) = told.value.problems
    assert problem.message.zh
    assert problem.message.en
    return problem.code


def test_an_encrypted_workbook(office: Actor, tmp_path: Path) -> None:
    path = sent(tmp_path, "a.xlsx", OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"))
    assert refused(office, "a.xlsx", path) == "file-encrypted"


def test_a_workbook_with_macros(office: Actor, tmp_path: Path) -> None:
    assert refused(office, "m.xlsx", with_macros(tmp_path)) == "file-macros"
    assert refused(office, "m.xlsm", with_macros(tmp_path)) == "file-macros"


def test_a_zip_bomb(office: Actor, tmp_path: Path) -> None:
    assert refused(office, "b.xlsx", bomb(tmp_path)) == "file-zip-bomb"


def test_a_web_page_an_archive_and_nothing(office: Actor, tmp_path: Path) -> None:
    assert refused(office, "a.xls", sent(tmp_path, "a.xls", b"<html><table>")) == "file-web-page"
    assert refused(office, "a.zip", sent(tmp_path, "a.zip", b"PK\x03\x04")) == "file-kind"
    assert refused(office, "a.csv", sent(tmp_path, "a.csv", b"")) == "file-empty"


def test_a_file_over_the_limit(
    office: Actor, tmp_path: Path
) -> None:  # fmt: skip
    path = sent(tmp_path, "a.csv", ("统一社会信用代码,企业名称\n" + "x,y\n" * 40_000_000)[: 101 * 1024 * 1024].encode())
    assert refused(office, "a.csv", path) == "file-too-large"


@pytest.mark.parametrize(
    ("given", "name"),
    [("C:\\台账\\表.xlsx", "表.xlsx"), ("../../etc/passwd", "passwd"), ("a\x00\nb.csv", "ab.csv"), ("", "台账")],
)
def test_names_lose_their_folders(given: str, name: str) -> None:
    assert uploads.clean_name(given) == name
