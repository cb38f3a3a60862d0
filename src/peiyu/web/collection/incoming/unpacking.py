"""A batch as people drop it: many files, or one archive of them, with folders in it and names in GBK."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from peiyu.problems import Problem, Text
from peiyu.web.look.refusal import Refusal

BLOCK = 1024 * 1024
MOST_FILES = 2_000
MOST_UNPACKED = 1024**3
"""Files, and bytes in all, of one archive: three hundred returned workbooks are a hundredth of that."""

ARCHIVES = (".zip", ".rar", ".7z", ".tar", ".gz")
NOISE = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
IS_UTF8, IS_ENCRYPTED = 0x800, 0x1
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a batch: its name with the folders that it lay in, and its blocks; or why it cannot be taken."""

    name: str
    blocks: Callable[[], Iterator[bytes]]
    problem: Problem | None = None


def pieces(files: Iterable[tuple[str, Path]]) -> Iterator[Piece]:
    """The files (name, where it lies now) one by one, archives unpacked. Refusals `zip-damaged`, `zip-too-large` and
    `zip-empty` for an archive as a whole."""
    for name, path in files:
        if Path(name).suffix.lower() == ".zip":
            yield from _members(name, path)
        elif Path(name).suffix.lower() in ARCHIVES:
            yield Piece(_shown(name), lambda: iter(()), _other_archive(_shown(name)))
        elif not _is_noise(name):
            yield _piece(_shown(name), lambda path=path: _blocks_of(path))  # type: ignore[misc]


def _members(name: str, path: Path) -> Iterator[Piece]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [one for one in archive.infolist() if not one.is_dir() and not _is_noise(_name_of(one))]
    except (zipfile.BadZipFile, OSError, NotImplementedError) as damage:
        raise Refusal(_damaged(name, str(damage)), status=422) from damage
    _refuse_large(name, infos)
    if not infos:
        raise Refusal(
            Problem(
                "zip-empty", Text("压缩包里没有文件", "there is no file in the archive"), found=Path(name).name,
                next_step=Text("把收到的工作簿放进压缩包后再上传", "put the returned workbooks into it, then send it"),
            ),
            status=422,
        )  # fmt: skip
    for info in infos:
        shown = _shown(_name_of(info))
        if info.flag_bits & IS_ENCRYPTED:
            yield Piece(shown, lambda: iter(()), _locked(shown))
        else:
            yield _piece(shown, lambda info=info: _blocks_in(path, info))  # type: ignore[misc]


def _piece(name: str, blocks: Callable[[], Iterator[bytes]]) -> Piece:
    inside = Path(name).suffix.lower() in ARCHIVES
    return Piece(name, blocks, _archive_inside(name) if inside else None)


def _refuse_large(name: str, infos: Sequence[zipfile.ZipInfo]) -> None:
    """By what the archive declares; no member gives more bytes than it declared."""
    unpacked = sum(one.file_size for one in infos)
    if len(infos) <= MOST_FILES and unpacked <= MOST_UNPACKED:
        return
    most = f"{MOST_FILES} / {MOST_UNPACKED // 1024**2} MB"
    raise Refusal(
        Problem(
            "zip-too-large",
            Text("压缩包解开后太大，未接收", "the archive unpacks to too much and was not taken"),
            found=f"{len(infos)} / {unpacked / 1024**2:.0f} MB",
            accepted=Text(f"至多 {MOST_FILES} 个文件、{MOST_UNPACKED // 1024**2} MB", f"at most (files / size) {most}"),
            next_step=Text("分几次打包上传", "pack and send them in several archives"),
        ),
        status=422,
    )


def _name_of(info: zipfile.ZipInfo) -> str:
    """A member's name: UTF-8 where the archive says so, else GBK as Chinese Windows writes it."""
    if info.flag_bits & IS_UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _is_noise(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return not parts or any(part in NOISE for part in parts) or parts[-1].startswith(("~$", "._", "."))


def _shown(name: str) -> str:
    """Folders kept as people see them, nothing that leads out of them, nothing that cannot be printed."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    printable = "/".join("".join(c for c in part if c.isprintable()).strip() for part in parts)
    return printable[-LONGEST:] or "无名文件"


def _blocks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _blocks_in(path: Path, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(info) as member:
            while block := member.read(BLOCK):
                yield block
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as damage:
        raise Refusal(_damaged(_name_of(info), str(damage)), status=422) from damage


def _damaged(name: str, found: str) -> Problem:
    return Problem(
        "zip-damaged", Text("压缩包已损坏，解不开", "the archive is damaged and cannot be unpacked"),
        found=f"{Path(name).name} {found}"[:160],
        next_step=Text("重新打成 zip 后再上传", "pack it again as zip, then send it"),
    )  # fmt: skip


def _locked(name: str) -> Problem:
    return Problem(
        "zip-encrypted", Text("压缩包里的文件有密码", "the file in the archive is locked by a password"), found=name,
        next_step=Text("由报送单位去掉密码重新发来", "ask the sender for it without a password"),
    )  # fmt: skip


def _other_archive(name: str) -> Problem:
    return Problem(
        "archive-kind", Text("这种压缩包解不开", "an archive of this kind is not unpacked"), found=name,
        accepted=Text(".zip", ".zip"),
        next_step=Text("解开后上传里面的文件，或重新打成 zip", "unpack it and send its files, or pack them as zip"),
    )  # fmt: skip


def _archive_inside(name: str) -> Problem:
    return Problem(
        "archive-inside", Text("压缩包里又有压缩包，未解开", "an archive within it was not unpacked"), found=name,
        next_step=Text("先解开这个压缩包，再上传里面的文件", "unpack this one, then send the files in it"),
    )  # fmt: skip
