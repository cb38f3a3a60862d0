"""Formulas keep the results that they were saved with, though the workbook was written by a library that drops them."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from peiyu.facts.intake.ooxml import sheet_parts

_CELL = re.compile(rb"<c r=\"([A-Z]+\d+)\"([^>]*)>\s*(<f[^>]*?(?:/>|>.*?</f>))\s*(?:<v ?/>|<v>(.*?)</v>)?", re.DOTALL)
_KIND = re.compile(rb' t="(\w+)"')

Results = dict[str, dict[bytes, tuple[bytes, bytes]]]
"""Sheet → cell → kind (`str`, `e`, `b`; empty: a number) and result, as the part has them."""


def with_results(source: Path, made: bytes) -> bytes:
    """The workbook `made` out of `source`, its formulas with the results that they have there."""
    kept = _results(source)
    if not any(kept.values()):
        return made
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as again,
    ):
        sheets = {part: kept.get(name, {}) for name, part in sheet_parts(archive).items()}
        for info in archive.infolist():
            content = archive.read(info)
            if found := sheets.get(info.filename):
                content = _CELL.sub(lambda match, found=found: _put(match, found), content)  # type: ignore[misc]
            again.writestr(info, content)
    return target.getvalue()


def _results(source: Path) -> Results:
    with zipfile.ZipFile(source) as archive:
        return {
            name: {
                match[1]: (kind[1] if (kind := _KIND.search(match[2])) else b"", match[4])
                for match in _CELL.finditer(archive.read(part))
                if match[4]
            }
            for name, part in sheet_parts(archive).items()
            if part in archive.NameToInfo
        }


def _put(match: re.Match[bytes], found: dict[bytes, tuple[bytes, bytes]]) -> bytes:
    if match[1] not in found:
        return match[0]
    kind, result = found[match[1]]
    looks = _KIND.sub(b"", match[2]) + (b' t="' + kind + b'"' if kind else b"")
    return b'<c r="' + match[1] + b'"' + looks + b">" + match[3] + b"<v>" + result + b"</v>"
