"""Starting an installation: its folder and tables, the web server, the worker beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import django

from peiyu.madeup import Zone

THREADS = 8
MADE_UP = """\
# 演示用：站在固定的一天，数据全部虚构。 A demonstration: it stands on one day, and its data are made up.
day = {day}
made_up = true
name = "{name}"
name_en = "{name_en}"
"""


def ready(folder: Path) -> None:
    """Django over this data folder; the folder and its tables are made or brought up to date."""
    from django.core.management import call_command

    from peiyu.web.site.installation import make

    make(folder)
    configure(folder)
    call_command("migrate", verbosity=0, interactive=False)


def configure(folder: Path) -> None:
    """Django over this data folder, as it is."""
    os.environ["PEIYU_DATA"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "peiyu.web.site.settings"
    django.setup()


def serve(folder: Path, *, host: str, port: int, worker: bool = True) -> None:
    """Serves until Ctrl-C; with a worker in a process of its own, started again whenever it dies."""
    from waitress import serve as waitress

    from peiyu.web.site.wsgi import application

    stop = threading.Event()
    keeper = threading.Thread(target=keep_worker, args=(folder, stop), daemon=True) if worker else None
    if keeper:
        keeper.start()
    try:
        waitress(application, host=host, port=port, threads=THREADS, ident="peiyu", max_request_body_size=2**28)
    finally:
        stop.set()
        if keeper:
            keeper.join(timeout=5)


def keep_worker(folder: Path, stop: threading.Event) -> None:
    """A worker process as long as the server runs."""
    while not stop.is_set():
        process = subprocess.Popen([sys.executable, "-m", "peiyu.cli", "worker", "--data", str(folder)])
        while process.poll() is None and not stop.is_set():
            time.sleep(0.5)
        if process.poll() is None:
            process.terminate()
            process.wait(10)
        stop.wait(2)


def made_up_place(folder: Path, zone: Zone, base: Path) -> None:
    """A made-up place as an installation that is ready to be looked at."""
    from peiyu.web.site.installation import make

    make(folder)
    settle_settings(folder, zone)
    ready(folder)
    from peiyu.web.jobs.worker import work
    from peiyu.web.site import seed

    seed.populate(base, zone)
    seed.first_figures(zone.kind)
    work(until_idle=True)


def settle_settings(folder: Path, zone: Zone) -> None:
    """peiyu.toml of a made-up place: it stands on the place's day."""
    written = MADE_UP.format(day=zone.day, name=zone.place.name.zh, name_en=zone.place.name.en)
    (folder / "peiyu.toml").write_text(written, "utf-8")
