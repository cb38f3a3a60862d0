"""What a file really is, before anything opens it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Literal

from peiyu.problems import Level, Problem, Text, Where

Kind = Literal["xlsx", "xls", "csv"]

LARGEST_UNPACKED = 4 * 1024**3
LARGEST_RATIO = 250
SMALL_UNPACKED = 64 * 1024**2
"""A workbook may declare at most 4 GiB unpacked; over 64 MiB it may not be packed more than 250-fold (a real ledger
is packed 5- to 30-fold)."""

READABLE = Text(".xlsx、.xlsm、.xls、.et、.csv", ".xlsx, .xlsm, .xls, .et, .csv")
SAVE_AS = Text("用 WPS 或 Excel 打开，另存为 .xlsx 后再导入", "open it in WPS or Excel, save it as .xlsx and load that")
CHECK_NAME = Text("核对文件名和所在文件夹", "check the name and the folder")
GET_AGAIN = Text("重新导出或向提供方重新索取", "export it again, or ask whoever gave it")

WPS = (".et", ".ett", ".wps")
"""The endings of WPS's own tables, their templates and its documents."""

COPY_TABLE = Text("把其中的表复制到工作簿里，存为 .xlsx 后再导入", "copy its table into a workbook, save it as .xlsx")
GIVE_TABLE = Text(
    "图片和扫描件里的数不能读取，请提供表格原件", "pictures and scans are not read: give the table itself"
)
PICTURES = ("PNG", "JPEG", "GIF", "PDF")

SIGNATURES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
)
"""How files that are taken for ledgers begin, and what they are."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"


def kind_of(path: Path) -> tuple[Kind | None, tuple[Problem, ...]]:
    """The kind by the file's first bytes, and what is wrong with it. No kind: it must not be opened."""
    where = Where(file=path.name)
    if not path.is_file():
        return None, (
            _problem(
                "file-not-found", where, "找不到这个文件", "There is no such file", str(path.name), next_step=CHECK_NAME
            ),
        )
    if path.stat().st_size == 0:
        return None, (_problem("file-empty", where, "文件是空的", "The file is empty", "0 B", next_step=GET_AGAIN),)
    suffix = path.suffix.lower()
    if suffix in WPS:
        return _of_wps(path, suffix, where)
    return _by_content(path, suffix, where)


def _by_content(path: Path, suffix: str, where: Where) -> tuple[Kind | None, tuple[Problem, ...]]:
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(_OLE):
        return _of_ole(path, suffix, where)
    if head.startswith(_ZIP):
        return _of_zip(path, suffix, where)
    return _of_text(head, suffix, where)


def _of_wps(path: Path, suffix: str, where: Where) -> tuple[Kind | None, tuple[Problem, ...]]:
    """What WPS saves under its own endings is mostly a workbook as Excel writes it; what is none has to be saved as
    one."""
    kind, problems = _by_content(path, suffix, where)
    if kind in ("xls", "xlsx"):
        return kind, tuple(one for one in problems if one.code != "file-misnamed")
    if problems and problems[0].code in ("file-encrypted", "file-zip-bomb", "file-damaged"):
        return None, problems
    return None, (
        _problem(
            "file-wps",
            where,
            "WPS 自有格式，读不出其中的表",
            "It is in WPS's own format, and no table can be read from it",
            suffix,
            next_step=SAVE_AS,
        ),
    )


def _of_ole(path: Path, suffix: str, where: Where) -> tuple[Kind | None, tuple[Problem, ...]]:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        return None, (encrypted(where),)
    if "Workbook".encode("utf-16-le") not in data and "Book".encode("utf-16-le") not in data:
        return None, (
            _problem(
                "file-not-workbook", where, "这不是工作簿", "This is not a workbook", f"OLE {suffix}", next_step=SAVE_AS
            ),
        )
    return "xls", () if suffix == ".xls" else (_misnamed(where, suffix, ".xls"),)


def _of_zip(path: Path, suffix: str, where: Where) -> tuple[Kind | None, tuple[Problem, ...]]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError) as damage:
        return None, (
            _problem("file-damaged", where, "文件已损坏", "The file is damaged", str(damage), next_step=SAVE_AS),
        )
    unpacked = sum(info.file_size for info in infos)
    packed = max(path.stat().st_size, 1)
    if unpacked > LARGEST_UNPACKED or (unpacked > SMALL_UNPACKED and unpacked / packed > LARGEST_RATIO):
        found = f"{unpacked / 1024**2:.0f} MiB / {packed / 1024**2:.1f} MiB"
        return None, (
            _problem(
                "file-zip-bomb",
                where,
                "文件解压后异常巨大，已拒绝打开",
                "The file unpacks to an abnormal size and was not opened",
                found,
                next_step=SAVE_AS,
            ),
        )
    names = {info.filename for info in infos}
    if "word/document.xml" in names:
        return None, (
            _problem(
                "file-not-workbook",
                where,
                "这是文字文档，不是工作簿",
                "This is a text document, not a workbook",
                suffix,
                next_step=COPY_TABLE,
            ),
        )
    if "xl/workbook.xml" not in names:
        return None, (
            _problem(
                "file-not-workbook",
                where,
                "这不是 Excel 工作簿",
                "This is not an Excel workbook",
                f"zip {suffix}",
                next_step=SAVE_AS,
            ),
        )
    problems = [] if suffix in (".xlsx", ".xlsm") else [_misnamed(where, suffix, ".xlsx")]
    if "xl/vbaProject.bin" in names:
        problems.append(
            _problem(
                "workbook-macros",
                where,
                "工作簿带有宏，只读取数值，宏不会运行",
                "The workbook has macros: only its values are read, no macro runs",
                "vbaProject.bin",
                level=Level.WARNING,
            )
        )
    return "xlsx", tuple(problems)


def _of_text(head: bytes, suffix: str, where: Where) -> tuple[Kind | None, tuple[Problem, ...]]:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        return None, (
            _problem(
                "file-web-page",
                where,
                "这是网页（系统导出的“假 Excel”），不是工作簿",
                "This is a web page, not a workbook",
                suffix,
                next_step=SAVE_AS,
            ),
        )
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "csv", ()
    known = next((name for start, name in SIGNATURES if head.startswith(start)), None)
    if known is not None or b"\x00" in head:
        return None, (
            _problem(
                "file-not-table",
                where,
                f"文件内容不是表格（扩展名 {suffix or '空'}）",
                f"The file is not a table (its name says {suffix or 'nothing'})",
                known or f"0x{head[:8].hex()}",
                next_step=GIVE_TABLE if known in PICTURES else SAVE_AS,
            ),
        )
    if suffix in (".xlsx", ".xlsm", ".xls"):
        return "csv", (_misnamed(where, suffix, ".csv"),)
    return "csv", ()


def encrypted(where: Where) -> Problem:
    return _problem(
        "file-encrypted",
        where,
        "工作簿有打开密码",
        "The workbook is encrypted",
        "EncryptedPackage",
        next_step=Text("去掉打开密码，另存后再导入", "remove the password, save and load that"),
    )


def damaged(where: Where, found: str) -> Problem:
    return _problem("file-damaged", where, "文件打不开", "The file cannot be opened", found, next_step=SAVE_AS)


def _misnamed(where: Where, suffix: str, really: str) -> Problem:
    return _problem(
        "file-misnamed",
        where,
        f"扩展名是 {suffix or '空'}，内容却是 {really}；已按内容读取",
        f"The name says {suffix or 'nothing'}, the content is {really}; read by its content",
        suffix,
        level=Level.WARNING,
    )


def _problem(
    code: str, where: Where, zh: str, en: str, found: str, *, level: Level = Level.ERROR, next_step: Text | None = None
) -> Problem:
    return Problem(code, Text(zh, en), where, level, found, READABLE, next_step)
