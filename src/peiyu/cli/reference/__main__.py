"""Writes every generated page into the folder that is named: `python -m peiyu.cli.reference docs/reference`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from peiyu.cli.reference.commands import reference
from peiyu.cli.reference.packs import packs_page
from peiyu.cli.reference.problems import problems_page
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.page import page
from peiyu.web.site.settings_page import settings_page
from peiyu.web.site.start import configure

PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": reference,
    "packs.md": packs_page,
    "problems.md": problems_page,
    "settings.md": settings_page,
    "vocabulary.md": lambda: page(vocabulary()),
}
"""File → what writes its text."""


def main(arguments: list[str]) -> int:
    """2 when no folder is named."""
    if len(arguments) != 1:
        print("python -m peiyu.cli.reference FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    configure(Path(tempfile.gettempdir()) / "peiyu-reference")  # messages of the application stand beside its tables
    for name, written in PAGES.items():
        (folder / name).write_text(written(), encoding="utf-8")
        print(folder / name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
