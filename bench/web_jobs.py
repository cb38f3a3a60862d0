"""`python -m bench.web_jobs FOLDER export|first|evaluate|import`: long work of an installation, timed; prints JSON."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    """Everybody judged and stored: the whole job of it, facts exported before. The prospects behind it, an hour's work
    in the background, are not found."""
    from peiyu.web import bridge
    from peiyu.web.acting.actor import Actor
    from peiyu.web.policies.models import Evaluation, Verdict

    bridge.export()
    seconds = worked("policies.evaluate", Actor.system("测速"))
    Evaluation.objects.update(prospects="done")
    return {"seconds": seconds, "verdicts": Verdict.objects.count()}


def first() -> dict[str, Any]:
    """The same where nobody was ever judged: every verdict is new, and stands in a file without holes."""
    from django.db import connection

    from peiyu.web.policies.models import Change, Evaluation, Prospect, Verdict

    tables = [connection.ops.quote_name(one._meta.db_table) for one in (Change, Prospect, Verdict, Evaluation)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        else:
            for table in tables:
                cursor.execute(f"DELETE FROM {table}")
            cursor.execute("VACUUM")
    return evaluate()


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
    """A ledger brought, read, compared and stored, and taken back, while somebody else writes every tenth of a second;
    afterwards the installation is as it was."""
    from django.contrib.auth import get_user_model

    from peiyu.web.accounts.queries import actor_for

    actor = actor_for(get_user_model().objects.get(sign_in="user00"))
    drop_waiting()
    with somebody_else(folder) as waits:
        brought = stored(actor, ledger)
        brought |= {"writes": len(told := waits()), "longest_wait": max(told)}
        undone = taken_back(actor, brought.pop("intake"))
        return {**brought, **undone, "longest_wait_undoing": max(waits())}


@contextmanager
def somebody_else(folder: Path) -> Iterator[Callable[[], list[float]]]:
    """Another process that writes; calling what is given tells the seconds of its writes since the last call."""
    apart = multiprocessing.get_context("spawn")
    told, stop = apart.Queue(), apart.Event()
    writer = apart.Process(target=other_writer, args=(str(folder), stop, told))
    writer.start()
    told.get()
    try:
        yield lambda: [told.get() for _ in range(told.qsize())]
    finally:
        stop.set()
        writer.join()


def stored(actor: Any, ledger: Path) -> dict[str, Any]:
    """From the upload until the registry says what the ledger says."""
    from peiyu.web.enterprises.actions import uploads
    from peiyu.web.jobs.worker import work

    began, spent = time.perf_counter(), time.process_time()
    made = uploads.upload(actor, name=ledger.name, path=ledger, wish=uploads.Wish(again=True, lenient=True))
    work(until_idle=True)
    read = time.perf_counter() - began
    made.refresh_from_db()
    uploads.store(actor, made)
    work(until_idle=True)
    whole, own = time.perf_counter() - began, time.process_time() - spent
    made.refresh_from_db()
    if made.state != "live":
        raise RuntimeError(f"the ledger is {made.state}: {made.account}")
    return {"seconds": whole, "read": read, "own": own, "rows": sum(made.counts.values()), "intake": made}


def taken_back(actor: Any, made: Any) -> dict[str, Any]:
    """The same import undone."""
    from peiyu.web.enterprises.actions import uploads
    from peiyu.web.jobs.worker import work

    began, spent = time.perf_counter(), time.process_time()
    uploads.undo(actor, made, why="测速")
    work(until_idle=True)
    made.refresh_from_db()
    if made.state != "undone":
        raise RuntimeError(f"the ledger is {made.state}")
    return {"undone": time.perf_counter() - began, "undone_own": time.process_time() - spent}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("what", choices=("export", "first", "evaluate", "import"))
    parser.add_argument("ledger", type=Path, nargs="?")
    given = parser.parse_args()
    start.configure(given.folder)
    works: dict[str, Callable[[], dict[str, Any]]] = {
        "export": export, "first": first, "evaluate": evaluate, "import": lambda: bring(given.folder, given.ledger),
    }  # fmt: skip
    print(json.dumps(works[given.what]()))


if __name__ == "__main__":
    main()
