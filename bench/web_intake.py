"""Importing a ledger into the application: how long until it is checked and stored, and how long other writers wait.

    python -m bench.web_intake [ROWS]

A ledger of ROWS (100 000) enterprises with 13 figures each is brought, read, compared and stored as the pages and the
worker do it, on SQLite in a folder of its own, or on the PostgreSQL that PEIYU_TEST_DATABASE names. Meanwhile another
process writes a row ten times a second, as people at their forms do, and notes how long each write took.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FIGURES = (
    "营业收入（万元）", "主营业务收入（万元）", "销售收入（万元）", "总收入（万元）", "工业总产值（万元）",
    "利润总额（万元）", "净利润（万元）", "上缴税费（万元）", "资产总额（万元）", "负债总额（万元）",
    "研发费用（万元）", "职工总数", "研发人员",
)  # fmt: skip
PAUSE = 0.1


def ledger(path: Path, rows: int) -> Path:
    """A workbook of made-up enterprises."""
    import xlsxwriter

    from peiyu.facts.identity import uscc_check

    chance = random.Random(7)
    words = "云帆远山清源北辰星河稀土装备环保软件材料智能精密生物光电航空新能源电子机械仪器"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ("统一社会信用代码", "企业名称", "所属园区", *(f"2023年{one}" for one in FIGURES)))
        for number in range(rows):
            body = f"91150200MA{number:07d}"[:17]
            name = f"虚构{''.join(chance.sample(words, 4))}{number % 977}科技有限公司"
            sheet.write_row(number + 1, 0, (body + uscc_check(body), name, f"园区{number % 12}"))
            revenue = round(chance.lognormvariate(6, 1.5), 2)
            figures = [round(revenue * chance.uniform(0.2, 1.0), 2) for _ in FIGURES[1:11]]
            sheet.write_row(number + 1, 3, (revenue, *figures, chance.randint(5, 500), chance.randint(1, 60)))
    return path


def other_writer(folder: str, stop: Any, told: Any) -> None:
    """Writes a row ten times a second and tells the seconds that each write took."""
    _django(Path(folder))
    from django.db import transaction

    from peiyu.web.acting.actor import Actor
    from peiyu.web.trail.actions import record

    while not stop.is_set():
        begun = time.perf_counter()
        with transaction.atomic():
            record(Actor.system("bench"), "bench.write", "bench")
        told.put(time.perf_counter() - begun)
        time.sleep(PAUSE)


def _django(folder: Path) -> None:
    from peiyu.web.site import start

    start.configure(folder)


def main(rows: int = 100_000) -> None:
    """Runs it and prints what was measured as JSON."""
    with tempfile.TemporaryDirectory(prefix="peiyu-bench-") as place:
        folder = Path(place) / "data"
        folder.mkdir()
        if database := os.environ.get("PEIYU_TEST_DATABASE"):
            (folder / "peiyu.toml").write_text(f'database = "{database}"\n', "utf-8")
        from peiyu.web.site import start

        start.ready(folder)
        path = ledger(Path(place) / "ledger.xlsx", rows)
        apart = multiprocessing.get_context("spawn")
        told, stop = apart.Queue(), apart.Event()
        writer = apart.Process(target=other_writer, args=(str(folder), stop, told))
        writer.start()
        measured = _import(path, rows)
        stop.set()
        waits = [told.get() for _ in range(told.qsize())]
        writer.join()
        measured |= {"writes": len(waits), "longest_wait": round(max(waits), 3)}
        print(json.dumps(measured, ensure_ascii=False))


def _import(path: Path, rows: int) -> dict[str, Any]:
    from peiyu.web.acting.actor import Actor
    from peiyu.web.acting.roles import Role
    from peiyu.web.enterprises.actions import uploads
    from peiyu.web.enterprises.models import Enterprise
    from peiyu.web.jobs.worker import work

    actor = Actor(person=None, name="bench", role=Role.OFFICE, post=1)
    begun = time.perf_counter()
    intake = uploads.upload(actor, name=path.name, path=path, wish=uploads.Wish())
    work(until_idle=True)
    read = time.perf_counter()
    uploads.store(actor, intake)
    work(until_idle=True)
    stored = time.perf_counter()
    intake.refresh_from_db()
    assert intake.state == "live", (intake.state, list(intake.findings.values_list("code", "found")[:5]))
    assert Enterprise.objects.count() == rows
    return {
        "rows": rows,
        "checked": round(read - begun, 1),
        "stored": round(stored - read, 1),
        "whole": round(stored - begun, 1),
    }


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
