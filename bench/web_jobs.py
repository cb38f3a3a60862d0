"""`python -m bench.web_jobs FOLDER export|evaluate|import`: the long work of an installation, timed; prints JSON."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from pathlib import Path
from typing import Any

from bench.web_intake import other_writer
from peiyu.web.site import start


def export() -> dict[str, Any]:
    """Database → fact base, written anew."""
    import shutil

    from peiyu.web import bridge
    from peiyu.web.bridge.export import folder_of
    from peiyu.web.bridge.registry import own_vocabulary, packs
    from peiyu.web.enterprises.queries import facts_version

    shutil.rmtree(folder_of(facts_version(), own_vocabulary(packs())), ignore_errors=True)
    began = time.perf_counter()
    base = bridge.export()
    return {"seconds": time.perf_counter() - began, "enterprises": base.manifest.enterprises}


def evaluate() -> dict[str, Any]:
    """Everybody judged and stored: the whole job of it, facts exported before."""
    from peiyu.web import bridge
    from peiyu.web.acting.actor import Actor
    from peiyu.web.policies.models import Verdict

    bridge.export()
    seconds = worked("policies.evaluate", Actor.system("测速"))
    return {"seconds": seconds, "verdicts": Verdict.objects.count()}


def worked(kind: str, actor: Any, **arguments: Any) -> float:
    """Seconds from the claim to the end of a job; the jobs that it asks for in turn are not done."""
    from peiyu.web.jobs.actions import ask, claim
    from peiyu.web.jobs.models import Job
    from peiyu.web.jobs.worker import run

    asked = ask(actor, kind, **arguments)
    drop_waiting(asked.pk)
    began = time.perf_counter()
    job = claim("bench")
    assert job is not None
    run(job, "bench")
    ended = Job.objects.get(pk=asked.pk)
    if ended.state != "done":
        raise RuntimeError(f"{kind}: {ended.state} {ended.problems}")
    seconds = time.perf_counter() - began
    drop_waiting(asked.pk)
    return seconds


def drop_waiting(but: int = 0) -> None:
    """What else waits, or was broken off, is not done: it would be measured with what comes next."""
    from peiyu.web.jobs.models import Job

    Job.objects.filter(state__in=("queued", "running")).exclude(pk=but).update(state="cancelled")


def bring(folder: Path, ledger: Path) -> dict[str, Any]:
    """A ledger brought, read, compared and stored, while somebody else writes every tenth of a second."""
    from django.contrib.auth import get_user_model

    from peiyu.web.accounts.queries import actor_for
    from peiyu.web.enterprises.actions import uploads
    from peiyu.web.enterprises.models import Intake
    from peiyu.web.jobs.worker import work

    person = get_user_model().objects.get(sign_in="user00")
    actor = actor_for(person)
    apart = multiprocessing.get_context("spawn")
    told, stop = apart.Queue(), apart.Event()
    writer = apart.Process(target=other_writer, args=(str(folder), stop, told))
    writer.start()
    drop_waiting()
    began = time.perf_counter()
    try:
        made = uploads.upload(actor, name=ledger.name, path=ledger, wish=uploads.Wish(again=True, lenient=True))
        work(until_idle=True)
        read = time.perf_counter() - began
        made.refresh_from_db()
        uploads.store(actor, made)
        work(until_idle=True)
    finally:
        whole = time.perf_counter() - began
        stop.set()
    waits = [told.get() for _ in range(told.qsize())]
    writer.join()
    made = Intake.objects.get(pk=made.pk)
    if made.state != "live":
        raise RuntimeError(f"the ledger is {made.state}: {made.account}")
    return {
        "seconds": whole, "read": read, "rows": sum(made.counts.values()), "writes": len(waits),
        "longest_wait": max(waits),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("what", choices=("export", "evaluate", "import"))
    parser.add_argument("ledger", type=Path, nargs="?")
    given = parser.parse_args()
    start.configure(given.folder)
    found = {"export": export, "evaluate": evaluate, "import": lambda: bring(given.folder, given.ledger)}[given.what]()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
