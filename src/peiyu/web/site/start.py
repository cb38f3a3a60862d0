"""Starting an installation: its folder and tables, the web server, the worker beside it."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import django

from peiyu.madeup import Zone
from peiyu.web.site.installation import Installation, make

LARGEST_BODY = 2**30
"""What the server takes in before `bounds` answers it with a sentence; beyond, it hangs up."""

PATIENCE_SECONDS = 10.0
PROXY_HEADERS = frozenset({"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"})
MADE_UP = """\
# 演示用：站在固定的一天，数据全部虚构。 A demonstration: it stands on one day, and its data are made up.
day = {day}
made_up = true
name = "{name}"
name_en = "{name_en}"
"""


def ready(folder: Path) -> Path | None:
    """Django over this data folder; the folder and its tables are made or brought up to date, and what browsers need is
    put in its place. Gives the backup that was made before tables changed, if there was anything to lose."""
    make(folder)
    configure(folder)
    from django.core.management import call_command

    from peiyu.web.site.upgrade import upgrade

    saved = upgrade()
    call_command("collectstatic", verbosity=0, interactive=False)
    return saved


def configure(folder: Path) -> None:
    """Django over this data folder, as it is."""
    os.environ["PEIYU_DATA"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "peiyu.web.site.settings"
    django.setup()


def nobody_yet() -> bool:
    """Whether the installation has no account."""
    from peiyu.web.accounts.models import Person

    return not Person.objects.exists()


def serve(folder: Path, *, host: str, port: int, worker: bool = True) -> None:
    """Serves until Ctrl-C or SIGTERM, and lets running requests end; with a worker in a process of its own, started
    again whenever it dies."""
    from django.conf import settings
    from waitress import serve as waitress

    from peiyu.web.site.wsgi import application

    end_at_signal()
    threading.Thread(target=warm, daemon=True).start()
    stop = threading.Event()
    keeper = threading.Thread(target=keep_worker, args=(folder, stop)) if worker else None
    if keeper:
        keeper.start()
    try:
        waitress(application, host=host, port=port, **waitress_settings(settings.PEIYU))
    finally:
        stop.set()
        if keeper:
            keeper.join()


def warm() -> None:
    """Reads the registry once, so that the machine holds it in memory: who searches first after a start waits no longer
    than who searches later. Nobody waits for it, and what it does not come to does no harm."""
    from django.db import DatabaseError, connection

    from peiyu.web.enterprises.queries import read_through

    try:
        read_through()
    except DatabaseError:
        logging.getLogger("peiyu.start").warning("the registry was not read at the start", exc_info=True)
    finally:
        connection.close()


def waitress_settings(installation: Installation) -> dict[str, Any]:
    """How the server works: what a proxy says of its clients is believed only of the one that is named."""
    given: dict[str, Any] = {
        "threads": installation.threads,
        "ident": "peiyu",
        "max_request_body_size": LARGEST_BODY,
        "connection_limit": 500,
        "channel_timeout": 60,
        "clear_untrusted_proxy_headers": True,
    }
    if installation.proxy:
        given |= {"trusted_proxy": installation.proxy, "trusted_proxy_headers": set(PROXY_HEADERS)}
    return given


def work(folder: Path, *, until_idle: bool = False) -> int:
    """The worker, until a signal ends it; the job in hand is given back for the next. Gives how many jobs ended."""
    configure(folder)
    from peiyu.web.jobs.worker import work as worker
    from peiyu.web.site.health import beating

    end_at_signal()
    with beating(folder):
        return worker(until_idle=until_idle)


def end_at_signal() -> None:
    """SIGTERM ends the process as Ctrl-C does: what is open is closed."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))


def keep_worker(folder: Path, stop: threading.Event) -> None:
    """A worker process as long as the server runs."""
    while not stop.is_set():
        process = subprocess.Popen([sys.executable, "-m", "peiyu.cli", "worker", "--data", str(folder)])
        while process.poll() is None and not stop.wait(0.5):
            pass
        if process.poll() is None:
            end(process)
        stop.wait(2)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process, by force if it does not listen: nothing that it does can be left half done."""
    process.terminate()
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def made_up_place(folder: Path, zone: Zone, base: Path, *, month: Path | None = None, lang: str = "zh") -> None:
    """A made-up place as an installation that is ready to be looked at. month: where a working month leaves its files
    for people, with an account of it in `lang`; None: the place has figures, and its month is still to be done."""
    make(folder)
    settle_settings(folder, zone)
    ready(folder)
    from peiyu.web.jobs.worker import work as worker
    from peiyu.web.site import month as working
    from peiyu.web.site import seed

    seed.populate(base, zone)
    if month is not None:
        working.collect(month, lang=lang)
    seed.first_figures(zone.kind)
    worker(until_idle=True)
    if month is not None:
        working.go_out(month, zone.kind, lang=lang)


def settle_settings(folder: Path, zone: Zone) -> None:
    """peiyu.toml of a made-up place: it stands on the place's day."""
    written = MADE_UP.format(day=zone.day, name=zone.place.name.zh, name_en=zone.place.name.en)
    (folder / "peiyu.toml").write_text(written, "utf-8")
