"""`python -m bench.web_place FOLDER COMPANIES`: an installation with a made-up territory of that many companies.

The rows go straight into the tables, as fast as the database takes them, and the registry is made from them by the
application's own code; what is measured afterwards is measured on the tables that an office would have.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from bench.measure import OUT
from bench.world import AS_OF, territory
from peiyu.web.site import start

PACK = "tianjin-hitech-2012"
"""The territory whose document stands on the home page."""

SETTINGS = """\
day = {day}
made_up = true
name = "虚构市科技小巨人培育（测速）"
database = "{database}"
"""
AT_ONCE = 200_000
USERS = 20
PASSWORD = "bench-2026-user"
BEGAN = time.perf_counter()


def place(companies: int, *, database: str = "") -> Path:
    """The installation's folder; seeded by a process of its own once, found again and brought up to date afterwards."""
    import subprocess

    folder = OUT / (f"web-{companies}" + ("-pg" if database else ""))
    words = [sys.executable, "-m", "bench.web_place", str(folder), str(companies), "--database", database]
    subprocess.run(words, check=True, cwd=Path(__file__).parents[1])
    return folder


def brought_up_to_date(folder: Path) -> None:
    """The tables of a place that was seeded before, without the backup that an office's upgrade makes first."""
    start.configure(folder)
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def seed(folder: Path, companies: int, database: str) -> None:
    """Tables, rows, registry, accounts, and the reading that the document page shows."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "peiyu.toml").write_text(SETTINGS.format(day=AS_OF, database=database), "utf-8")
    start.ready(folder)
    told("tables")
    from django.db import connection

    from peiyu.web.acting.actor import Actor
    from peiyu.web.enterprises.actions import intake as intakes
    from peiyu.web.enterprises.actions.projection import project
    from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, Intake
    from peiyu.web.policies.models import Territory

    actor = Actor.system("测速")
    made = intakes.begin(actor, kind="made_up", name="测速用虚构数据")
    base = territory(companies)
    counts: dict[str, int] = {}
    with without_indexes(*FACT_MODELS.values()):
        for entity in base.manifest.entities:
            counts[entity] = load(entity, base.path / entity, made.pk)
            told(f"{entity} {counts[entity]:,}")
    told("indexes of facts")
    intakes.go_live(actor, made, counts)
    with without_indexes(Enterprise):
        project(None)
    Intake.objects.filter(pk=made.pk).update(projected=True)
    told("registry")
    Territory.objects.create(pack=PACK, by_name=actor.name, at=dt.datetime.now(dt.UTC))
    people()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    told("statistics of tables")
    (folder / "seeded").touch()


def load(entity: str, folder: Path, intake: int) -> int:
    """Every row of an entity's files into its table; how many."""
    from django.db import transaction

    from peiyu.web.enterprises.actions.bulk import add
    from peiyu.web.enterprises.models import FACT_MODELS

    table, done = FACT_MODELS[entity], 0
    held = {field.column for field in table._meta.concrete_fields}
    for part in sorted(folder.glob("*.parquet")):
        frame = pl.read_parquet(part)
        names = [name for name in frame.columns if name in held]
        frame = frame.select(names).with_columns(pl.lit(intake).alias("intake_id"))
        for piece in frame.iter_slices(AT_ONCE):
            with transaction.atomic():
                add(table, piece.columns, piece.rows())
            done += piece.height
    return done


@contextmanager
def without_indexes(*tables: Any) -> Iterator[None]:
    """Within it the tables have no indexes but their keys; afterwards they are made again, each in one go."""
    from django.db import connection

    names = [table._meta.db_table for table in tables]
    held = ", ".join(f"'{name}'" for name in names)
    if connection.vendor == "postgresql":
        query = (
            "SELECT i.indexname, i.indexdef FROM pg_indexes i LEFT JOIN pg_constraint c ON c.conname = i.indexname "
            f"WHERE i.tablename IN ({held}) AND c.conname IS NULL"
        )
    else:
        query = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({held})"
    with connection.cursor() as cursor:
        cursor.execute(query)
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        for _, definition in indexes:
            cursor.execute(definition)


def people() -> None:
    """As many clerks of the office as there are users."""
    from django.contrib.auth.hashers import make_password

    from peiyu.web.accounts.models import Organisation, Person, Post

    office = Organisation.objects.create(kind="office", name="领导小组办公室")
    hashed = make_password(PASSWORD)
    for number in range(USERS):
        person = Person.objects.create(sign_in=f"user{number:02}", name=f"测速{number:02}", password=hashed)
        Post.objects.create(person=person, organisation=office, role="office", since=dt.date(2026, 1, 1))


def told(said: str) -> None:
    print(f"   {time.perf_counter() - BEGAN:7.0f} s  {said}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("companies", type=int)
    parser.add_argument("--database", default="")
    given = parser.parse_args()
    if (given.folder / "seeded").exists():
        brought_up_to_date(given.folder)
    else:
        seed(given.folder, given.companies, given.database)


if __name__ == "__main__":
    main()
