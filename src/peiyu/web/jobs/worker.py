"""The worker: claims jobs one by one, beats while they run, and can be killed at any moment."""

from __future__ import annotations

import gc
import logging
import os
import platform
import secrets
import threading
import time

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web.acting.actor import Actor
from peiyu.web.files.room import is_no_room, no_room
from peiyu.web.jobs import actions
from peiyu.web.jobs.kinds import KINDS, Step
from peiyu.web.jobs.models import Job
from peiyu.web.look.refusal import Refusal

BEAT_SECONDS = 10.0
ROUND_SECONDS = 30.0
GARBAGE = 50_000
"""So many new objects before Python looks for circles among them: a batch of rows is more than the usual few hundred,
and no circle."""

LOST_CONNECTION = (OperationalError, InterfaceError)
LOG = logging.getLogger("peiyu.jobs")


def work(*, until_idle: bool = False, pause: float = 1.0, stop: threading.Event | None = None) -> int:
    """Does what waits, and asks for the periodic work. until_idle: returns when nothing waits, and asks for nothing
    (tests, demonstrations). Returns how many jobs ended."""
    worker, ended, round_at = f"{platform.node()[:40]}-{os.getpid()}-{secrets.token_hex(3)}", 0, 0.0
    while not (stop and stop.is_set()):
        try:
            if not until_idle and time.monotonic() >= round_at:
                actions.ask_due(Actor.system("定时"))
                round_at = time.monotonic() + ROUND_SECONDS
            job = actions.claim(worker)
            if job is not None and run(job, worker):
                ended += 1
                continue
        except LOST_CONNECTION:
            LOG.warning("the database does not answer; trying again", exc_info=True)
            connection.close()
        else:
            if until_idle and job is None:
                return ended
        close_old_connections()
        time.sleep(pause)
    return ended


def run(job: Job, worker: str) -> bool:
    """One job, to its end or to a problem that is told. A lost connection gives it back for another try (False: a
    little later), and so does the end of this process."""
    done, usual = threading.Event(), gc.get_threshold()
    beating = threading.Thread(target=_beat, args=(job.pk, worker, done), daemon=True)
    beating.start()
    gc.set_threshold(GARBAGE, *usual[1:])
    try:
        result = KINDS[job.kind].run(Step(job.pk, job.arguments, job.step, worker))
        actions.finish(job.pk, worker, result)
    except (actions.Lost, actions.Stopped):
        LOG.info("job %s stopped", job.pk)
    except actions.GaveWay:
        actions.give_way(job.pk, worker)
    except (PeiyuError, Refusal) as error:
        actions.fail(job.pk, worker, [no_room()] if is_no_room(error) else error.problems)
    except LOST_CONNECTION as error:
        if not is_no_room(error):
            LOG.warning("job %s lost its connection and is given back", job.pk, exc_info=True)
            connection.close()
            actions.release(job.pk, worker)
            return False
        actions.fail(job.pk, worker, [no_room()])
    except (KeyboardInterrupt, SystemExit):
        connection.close()
        actions.release(job.pk, worker)
        raise
    except Exception as error:
        LOG.exception("job %s failed", job.pk)
        actions.fail(job.pk, worker, [no_room() if is_no_room(error) else _internal()])
    finally:
        gc.set_threshold(*usual)
        done.set()
        beating.join()
    return True


def _beat(job: int, worker: str, done: threading.Event) -> None:
    while not done.wait(BEAT_SECONDS):
        try:
            actions.beat(job, worker=worker)
        except (actions.Lost, actions.Stopped):
            return
        except LOST_CONNECTION:
            LOG.warning("no beat for job %s", job)
        finally:
            connection.close()


def _internal() -> Problem:
    return Problem(
        "internal",
        Text("程序自身出错，未写入任何结果", "the program is at fault; nothing was written"),
        next_step=Text("将运行日志交给技术人员", "please give the log to a technician"),
    )
