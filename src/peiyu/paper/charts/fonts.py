"""A font in which every Chinese name can be drawn: the one that comes with the installation, else the machine's.

GB 2312 subsets miss names such as 喆 珺 旻 祎; the fonts named here hold them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from peiyu.problems import Level, Problem, Text

CARRIER = "pylopdf_fonts_zh_cn"
"""The package that brings Noto Sans SC and Noto Serif SC (SIL Open Font License 1.1)."""
FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Noto Sans SC", ("NotoSansSC-Regular.otf", "NotoSansSC-VF.ttf", "NotoSansSC[wght].ttf")),
    ("Noto Sans CJK SC", ("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansCJK-VF.otf.ttc")),
    ("Source Han Sans SC", ("SourceHanSansSC-Regular.otf", "SourceHanSans.ttc", "SourceHanSansSC-VF.otf")),
    ("Microsoft YaHei", ("msyh.ttc", "msyh.ttf")),
    ("WenQuanYi Micro Hei", ("wqy-microhei.ttc",)),
    ("SimSun", ("simsun.ttc",)),
    ("SimHei", ("simhei.ttf",)),
)
"""Families in order of preference, each with the file names under which it is installed."""
FALLBACKS = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, SimHei, sans-serif"
"""What a browser may draw with in place of the family found here."""


@dataclass(frozen=True, slots=True)
class Font:
    """The family to name in a chart, and the folder where it lies (None: wherever the machine keeps its fonts)."""

    family: str
    folder: Path | None = None

    @property
    def stack(self) -> str:
        """The family with what may stand in for it in a browser."""
        return f"{self.family}, {FALLBACKS}"


def folders() -> tuple[Path, ...]:
    """Where the machine keeps fonts: Windows, 麒麟 / 统信 and other Linux, macOS, with the user's own."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        return (windows, Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft" / "Windows" / "Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")


def carried() -> Path | None:
    """The folder of the fonts that come with the installation; None when that package was left out."""
    spec = find_spec(CARRIER)
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def find_font(
    *, own: Callable[[], Path | None] = carried, places: Callable[[], Iterable[Path]] = folders
) -> Font | Problem:
    """The font to draw with, or the `font-missing` warning when there is none with Chinese characters."""
    folder = own()
    if folder is not None:
        return Font(FAMILIES[0][0], folder)
    files = {path.name.lower(): path for place in places() if place.is_dir() for path in place.rglob("*.[ot]t[fc]")}
    for family, names in FAMILIES:
        for name in names:
            if name.lower() in files:
                return Font(family, files[name.lower()].parent)
    return Problem(
        "font-missing",
        Text("没有找到含全部汉字的字体，图中的中文可能显示为方框", "no font holds the Chinese: charts may show boxes"),
        level=Level.WARNING,
        accepted=Text(
            "随安装包附带的思源黑体，或系统中的思源黑体、微软雅黑、文泉驿",
            "the Noto Sans SC that comes with the installation, or Source Han Sans, Microsoft YaHei or WenQuanYi",
        ),
        next_step=Text(
            f"补装 {CARRIER.replace('_', '-')}，或安装上述任一字体",
            f"install {CARRIER.replace('_', '-')} or one of these fonts",
        ),
    )
