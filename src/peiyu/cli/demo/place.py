"""The made-up territories as installations, served side by side."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from peiyu.cli.demo.territories import COMPANIES, Shown
from peiyu.cli.say import Voice
from peiyu.madeup import Zone
from peiyu.problems import Text

FIRST_PORT = 8010
SITE = "site"
MONTH = "month"
"""The folder of the demonstration in which a working month leaves its files."""
MONTH_OF = "tianjin-hitech-2012"
"""The territory whose month is worked through; the other stands before its own."""
PATIENCE_SECONDS = 30
SERVE = (sys.executable, "-m", "peiyu.cli", "serve")


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One installation: its made-up place, its data folder and where a browser finds it."""

    kind: str
    folder: Path
    address: str


def settle(shown: Shown, month: Path | None = None, *, lang: str = "zh") -> None:
    """Makes the installation of a territory beside its files: tables, facts, people, first figures, and in `month` the
    files of a working month, with its account in `lang`. It runs in a process of its own, because a process is
    of one installation."""
    code = "import sys; from peiyu.cli.demo.place import populate; populate(*sys.argv[1:])"
    words = [shown.kind, shown.folder, shown.facts, lang, *([str(month)] if month is not None else [])]
    subprocess.run([sys.executable, "-c", code, *words], check=True)


def populate(kind: str, folder: str, facts: str, lang: str, month: str | None = None) -> None:
    """The body of `settle`."""
    from peiyu.web.site import start

    zone, site = Zone(kind=kind, companies=COMPANIES), Path(folder) / SITE
    start.made_up_place(site, zone, Path(facts), month=Path(month) if month is not None else None, lang=lang)


def serve(shown: Sequence[Shown], voice: Voice, *, host: str, port: int) -> None:
    """Serves every territory until Ctrl-C, and says where and as whom to look."""
    from peiyu.web.site.start import end_at_signal

    end_at_signal()
    places = [
        Served(kind=one.kind, folder=Path(one.folder) / SITE, address=f"http://{host}:{port + at}/")
        for at, one in enumerate(shown)
    ]
    running = [
        subprocess.Popen(
            [*SERVE, "--data", str(one.folder), "--host", host, "--port", str(port + at)],
            stdout=subprocess.DEVNULL,
        )
        for at, one in enumerate(places)
    ]
    try:
        for at, (one, process) in enumerate(zip(places, running, strict=True)):
            await_answer(host, port + at, process)
            voice.line(Text(f"{one.kind}：{one.address}", f"{one.kind}: {one.address}"))
        say_accounts(voice)
        while all(process.poll() is None for process in running):
            time.sleep(0.5)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(PATIENCE_SECONDS)


def await_answer(host: str, port: int, process: subprocess.Popen[bytes]) -> None:
    """Returns when a server takes connections, or has ended, or takes longer than anybody waits."""
    until = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1" if host == "0.0.0.0" else host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def say_accounts(voice: Voice) -> None:
    """As whom people may sign in, and how it all ends."""
    from peiyu.web.acting.roles import NAMES
    from peiyu.web.site.cast import ACCOUNTS, PASSWORD

    voice.line(Text(f"密码均为 {PASSWORD}，用户名：", f"the password is {PASSWORD} for everyone; names:"))
    for account in ACCOUNTS:
        role = NAMES[account.role]
        voice.line(
            Text(
                f"  {account.sign_in}  {account.name}（{role.zh}）", f"  {account.sign_in}  {account.name} ({role.en})"
            )
        )
    voice.line(Text("按 Ctrl-C 结束", "Ctrl-C ends it"))
