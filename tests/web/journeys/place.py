"""`python -m tests.web.journeys.place FOLDER PORT [COMPANIES [MONTH]]`: the place that the journeys walk through.

A zone of 120 companies, or of as many as are asked for, with an account for each role, served as an office would
have it; with a month worked through, whose files are left in the folder MONTH, if one is named. The worker runs in
the same process and hardly pauses, so that nobody waits for it.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from peiyu.madeup import Zone, write
from peiyu.web.site import start

KIND = "tianjin-hitech-2012"
COMPANIES = 120
PAUSE = 0.1


def main(folder: Path, port: int, companies: int = COMPANIES, month: Path | None = None) -> None:
    """Seeds the place and serves it until it is ended."""
    zone = Zone(kind=KIND, companies=companies)
    base = folder.with_name(folder.name + "-facts")
    write(zone, base)
    start.made_up_place(folder, zone, base, month=month)
    from waitress import serve

    from peiyu.web.jobs.worker import work
    from peiyu.web.site.health import beating
    from peiyu.web.site.wsgi import application

    threading.Thread(target=lambda: work(pause=PAUSE), daemon=True).start()
    with beating(folder):
        serve(application, host="127.0.0.1", port=port, threads=4, _quiet=True)


if __name__ == "__main__":
    main(
        Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else COMPANIES,
        Path(sys.argv[4]) if len(sys.argv) > 4 else None,
    )  # fmt: skip
