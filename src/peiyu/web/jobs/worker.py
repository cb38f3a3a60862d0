"""The worker: claims jobs one by one, beats while they run, and can be killed at any moment."""

from __future__ import annotations

import logging
import os
import threading
import time

from django.db import close_old_connections, connection

from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web.jobs import actions
from peiyu.web.jobs.kinds import KINDS, Step
from peiyu.web.jobs.models import Job
from peiyu.web.look.refusal import Refusal

BEAT_SECONDS = 10.0
LOG = logging.getLogger("peiyu.jobs")


def work(*, until_idle: bool = False, pause: float = 1.0, stop: threading.Event | None = None) -> int:
    """Does what waits; until_idle: returns when nothing does (tests, demonstrations). Returns how many jobs ended."""
    worker, ended = f"{os.uname().nodename if hasattr(os, 'uname') else 'pc'}-{os.getpid()}", 0
    while not (stop and stop.is_set()):
        job = actions.claim(worker)
        if job is None:
            if until_idle:
                return ended
            close_old_connections()
            time.sleep(pause)
            continue
        run(job, worker)
        ended += 1
    return ended


def run(job: Job, worker: str) -> None:
    """One job, to its end or to a problem that is told."""
    done = threading.Event()
    beating = threading.Thread(target=_beat, args=(job.pk, worker, done), daemon=True)
    beating.start()
    try:
        result = KINDS[job.kind].run(Step(job.pk, job.arguments, job.step))
        actions.finish(job.pk, worker, result)
    except (actions.Lost, actions.Stopped):
        LOG.info("job %s stopped", job.pk)
    except (PeiyuError, Refusal) as error:
        actions.fail(job.pk, worker, error.problems)
    except Exception:
        LOG.exception("job %s failed", job.pk)
        actions.fail(job.pk, worker, [_internal()])
    finally:
        done.set()
        beating.join()


def _beat(job: int, worker: str, done: threading.Event) -> None:
    while not done.wait(BEAT_SECONDS):
        try:
            actions.beat(job, worker=worker)
        except (actions.Lost, actions.Stopped):
            return
        finally:
            connection.close()


def _internal() -> Problem:
    return Problem(
        "internal",
        Text("程序自身出错，未写入任何结果", "the program is at fault; nothing was written"),
        next_step=Text("请将运行日志交给技术人员", "please give the log to a technician"),
    )
