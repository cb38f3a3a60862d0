"""Pdf files written by hand: a page is a list of lines, in a font that every reader knows by name."""

from __future__ import annotations

from collections.abc import Sequence

Line = str | tuple[tuple[float, str], ...]
"""The words of a line, from the left edge; or several runs, each with the number of characters it is moved by."""


def pdf_bytes(pages: Sequence[Sequence[Line]], *, password: bool = False) -> bytes:
    """A pdf whose pages have these lines, 22 points apart in 14 points; a page without lines has no text layer."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    font = 3
    objects.append(b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>")
    objects.append(
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>"
    )
    objects.append(
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 700/StemV 80>>"
    )
    kids = []
    for lines in pages:
        stream = _stream(lines)
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F %d 0 R>>>>/Contents %d 0 R>>"
            % (font, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    encrypt = b""
    if password:
        filler = b"<" + b"28" * 32 + b">"
        objects.append(b"<</Filter/Standard/V 1/R 2/O %s/U %s/P -4>>" % (filler, filler))
        encrypt = b"/Encrypt %d 0 R/ID[<00><00>]" % len(objects)
    return _file(objects, encrypt)


def _stream(lines: Sequence[Line]) -> bytes:
    drawn = [
        b"BT /F 14 Tf 1 0 0 1 %d %d Tm <%s> Tj ET"
        % (60 + 14 * moved, 780 - 22 * at, words.encode("utf-16-be").hex().encode())
        for at, line in enumerate(lines)
        for moved, words in (((0, line),) if isinstance(line, str) else line)
        if words
    ]
    return b"\n".join(drawn)


def _file(objects: list[bytes], extra: bytes) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, extra, start)
