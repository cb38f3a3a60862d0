"""Writes the description of the API: `python -m peiyu.web.site.openapi docs/reference/openapi.json`."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from peiyu.web.site.start import configure


def written() -> str:
    """The description, as it is committed; Django must be ready."""
    from peiyu.web.site.api import api

    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False, indent=1, default=str) + "\n"


def main(arguments: list[str]) -> int:
    """2 when no file is named."""
    if len(arguments) != 1:
        print("python -m peiyu.web.site.openapi FILE", file=sys.stderr)
        return 2
    configure(Path(tempfile.gettempdir()) / "peiyu-reference")
    Path(arguments[0]).write_text(written(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
