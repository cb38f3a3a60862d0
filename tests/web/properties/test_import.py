"""Over made-up ledgers: what is stored is what the library reads, and undoing one restores what was before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.web.enterprises.conftest import HEADS, workbook

from peiyu.facts.identity import uscc_check
from peiyu.facts.intake import load
from peiyu.web.acting.actor import Actor
from peiyu.web.enterprises.actions import uploads
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, Intake, NameToken
from peiyu.web.jobs.worker import work

pytestmark = pytest.mark.django_db(transaction=True)

Cell = object
Rows = list[tuple[Cell, ...]]
DAY = dt.date(2024, 6, 30)
KEPT_APART = frozenset({"enterprise", "record_id", "known_from", "source", "purpose"})


def code_of(number: int) -> str:
    body = f"91150203MA{number:07d}"
    return body + uscc_check(body)


figures = st.one_of(
    st.none(), st.integers(0, 900_000), st.floats(0, 50_000, allow_nan=False).map(lambda one: round(one, 2)),
    st.sampled_from(("1,234.50", "　88　", "560万", "不详", "-", "3.2亿元", "#DIV/0!", "０", "-12")),
)  # fmt: skip
staff = st.one_of(st.none(), st.integers(0, 3_000), st.sampled_from(("80人", "约50", "十二", "7.5")))
parks = st.sampled_from(("东园", "西 园", "", None))
rows = st.lists(
    st.tuples(st.integers(1, 9), parks, figures, staff), min_size=1, max_size=6, unique_by=lambda one: one[0]
)


def written(given: list[tuple[Any, ...]]) -> Rows:
    """Rows of a ledger as a clerk has them."""
    return [(code_of(number), f"云帆{number}号科技有限公司", *more) for number, *more in given]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=rows, second=rows)
def test_what_is_stored_is_what_was_read_and_undoing_restores(
    first: list[Any], second: list[Any], office: Actor, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("ledgers")
    brought(office, workbook(folder / "一月.xlsx", ("台账", HEADS, written(first))), dt.date(2024, 1, 31))
    before = everything()
    path = workbook(folder / "六月.xlsx", ("台账", HEADS, written(second)))
    later = brought(office, path, DAY)
    read = load([path], known_from=DAY, lenient=True)
    event(later.state)
    if later.state == "live":
        for entity, frame in read.frames.items():
            names = [name for name in frame.columns if name not in KEPT_APART]
            wanted = sorted(map(repr, frame.select("enterprise", *names).rows()))
            found = FACT_MODELS[entity].objects.filter(intake=later).values_list("enterprise", *names)
            assert sorted(map(repr, found)) == wanted, entity
        uploads.undo(office, later, why="导错了表")
        work(until_idle=True)
        later.refresh_from_db()
        assert later.state == "undone"
    else:
        assert later.state == "refused"
    assert everything() == before
    clean()


def brought(office: Actor, path: Path, day: dt.date) -> Intake:
    """A ledger read and, where nothing hinders it, stored."""
    wish = uploads.Wish(day=day, lenient=True, again=True, source="台账")
    made = uploads.upload(office, name=path.name, path=path, wish=wish)
    work(until_idle=True)
    made.refresh_from_db()
    if made.state == "read":
        uploads.store(office, made)
        work(until_idle=True)
        made.refresh_from_db()
    return made


def everything() -> dict[str, list[Any]]:
    """Every fact, every entry of the registry, every token of search; without when an entry was re-made."""
    held: dict[str, list[Any]] = {entity: sorted(table.objects.values_list(), key=repr)
                                  for entity, table in FACT_MODELS.items()}  # fmt: skip
    names = [field.attname for field in Enterprise._meta.concrete_fields if field.name != "changed_at"]
    held["registry"] = sorted(Enterprise.objects.values_list(*names))
    held["tokens"] = sorted(NameToken.objects.values_list("token", "enterprise"))
    return held


def clean() -> None:
    """The next ledger finds an empty office."""
    for table in FACT_MODELS.values():
        table.objects.all().delete()
    Enterprise.objects.all().delete()
    NameToken.objects.all().delete()
    Intake.objects.all().delete()
