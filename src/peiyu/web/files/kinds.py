"""Which files are taken: by the end of their name and, because names lie, by what is in them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from peiyu.problems import Problem, Text
from peiyu.web.look.refusal import Refusal

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_MACROS = ("_VBA_PROJECT".encode("utf-16-le"), "_VBA_PROJECT_CUR".encode("utf-16-le"), "Macros".encode("utf-16-le"))
MACRO_SUFFIXES = frozenset({".xlsm", ".xltm", ".xlsb", ".xlam", ".docm", ".dotm", ".pptm", ".ppsm", ".ppam"})
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file with this ending is given out as, and how it is known by its contents."""

    media: str
    known: Callable[[Path, bytes], bool]


def _begins(*heads: bytes) -> Callable[[Path, bytes], bool]:
    return lambda path, head: head.startswith(heads)


def _zipped(inside: str) -> Callable[[Path, bytes], bool]:
    def known(path: Path, head: bytes) -> bool:
        return head.startswith(b"PK") and any(name.startswith(inside) for name in _names(path))

    return known


def _either(*ways: Callable[[Path, bytes], bool]) -> Callable[[Path, bytes], bool]:
    return lambda path, head: any(way(path, head) for way in ways)


def _text(path: Path, head: bytes) -> bool:
    return b"\x00" not in head and not head.startswith(PROGRAMS)


KINDS: dict[str, Kind] = {
    ".pdf": Kind("application/pdf", _begins(b"%PDF-")),
    ".ofd": Kind("application/ofd", _zipped("OFD.xml")),
    ".xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _zipped("xl/")),
    ".docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _zipped("word/")),
    ".pptx": Kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", _zipped("ppt/")),
    ".xls": Kind("application/vnd.ms-excel", _begins(OLE)),
    ".doc": Kind("application/msword", _begins(OLE)),
    ".et": Kind("application/vnd.ms-excel", _either(_begins(OLE), _zipped("xl/"))),
    ".wps": Kind("application/msword", _either(_begins(OLE), _zipped("word/"))),
    ".jpg": Kind("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".jpeg": Kind("image/jpeg", _begins(b"\xff\xd8\xff")),
    ".png": Kind("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    ".tif": Kind("image/tiff", _begins(b"II*\x00", b"MM\x00*")),
    ".peiyu": Kind("application/octet-stream", _zipped("manifest.json")),
    ".csv": Kind("text/csv; charset=utf-8", _text),
    ".txt": Kind("text/plain; charset=utf-8", _text),
}
"""Endings that are taken. Archives are not: what is in them cannot be seen."""


def check_name(name: str, suffixes: frozenset[str]) -> str:
    """The ending of a name. Refusal `file-macros` or `file-kind` for one that is not taken."""
    suffix = Path(name).suffix.lower()
    if suffix in MACRO_SUFFIXES:
        raise Refusal(macros(name))
    if suffix not in suffixes:
        accepted = " ".join(sorted(suffixes))
        raise Refusal(
            Problem(
                "file-kind",
                Text("这类文件不能上传", "files of this kind are not taken"),
                found=Path(name).name[-80:],
                accepted=Text(accepted, accepted),
                next_step=Text("压缩包请解压后逐个上传；程序文件一律不收", "unpack archives; programs are never taken"),
            )
        )
    return suffix


def looks_like(suffix: str, path: Path) -> None:
    """Refusal `file-contents` if a file is not what its name says, `file-macros` if it carries macros."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not KINDS[suffix].known(path, head):
        raise Refusal(
            Problem(
                "file-contents",
                Text("文件内容与扩展名不符，未保存", "the contents are not what the name says; nothing was saved"),
                found=suffix,
                next_step=Text(
                    "用原来的软件打开后另存，再上传", "open it in its own program, save it anew, and send it"
                ),
            )
        )
    if _has_macros(path, head):
        raise Refusal(macros(suffix))


def macros(found: str) -> Problem:
    """That macros are not taken, and what to do."""
    return Problem(
        "file-macros",
        Text("文件带有宏，为安全起见未保存", "the file carries macros and was not saved"),
        found=Path(found).name[-80:],
        next_step=Text("另存为不带宏的 .xlsx 或 .docx 后再上传", "save it without macros (.xlsx, .docx) and send that"),
    )


def _has_macros(path: Path, head: bytes) -> bool:
    if head.startswith(b"PK"):
        return any(Path(name).name.lower() == "vbaproject.bin" for name in _names(path))
    if head.startswith(OLE):
        whole = path.read_bytes()
        return any(word in whole for word in OLE_MACROS)
    return False


def _names(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except zipfile.BadZipFile:
        return []
