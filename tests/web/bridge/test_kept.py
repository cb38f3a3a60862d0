"""Fact bases on which figures stand that went out are not swept away with the others."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.targets.conftest import DAY, reading_by_hand

from peiyu.madeup import Zone, write
from peiyu.web.bridge.export import base_of, bases, forget
from peiyu.web.targets.models import Closing, Reading
from peiyu.web.targets.queries.closings import facts_of_closings

LONG_AGO = 0.0


@pytest.fixture
def folder(settings, tmp_path: Path) -> Iterator[Path]:  # type: ignore[no-untyped-def]
    """A data folder of its own."""
    before = settings.PEIYU.folder
    (tmp_path / "facts").mkdir()
    object.__setattr__(settings.PEIYU, "folder", tmp_path)
    yield tmp_path
    object.__setattr__(settings.PEIYU, "folder", before)


def base(folder: Path, name: str, seed: int) -> str:
    """A fact base that nobody has used for long; its hash."""
    made = write(Zone(kind="tianjin-hitech-2012", companies=5, as_of=DAY, seed=seed), folder / "facts" / name)
    os.utime(folder / "facts" / name, (LONG_AGO, LONG_AGO))
    return made.manifest.hash


@pytest.mark.django_db
def test_the_base_of_a_closing_stays(folder: Path) -> None:
    kept, gone = base(folder, "kept", 1), base(folder, "gone", 2)
    (folder / "facts" / "broken").mkdir()
    os.utime(folder / "facts" / "broken", (LONG_AGO, LONG_AGO))
    reading = reading_by_hand(facts=kept)
    Closing.objects.create(pack=reading.pack, month=DAY.replace(day=1), reading=reading, state="closed", by_name="周办",
                           second_name="吴复", at=reading.at)  # fmt: skip
    forget(keep=0)
    assert [one.name for one in bases()] == ["kept"]
    found = base_of(kept)
    assert found is not None
    assert found.manifest.hash == kept
    assert base_of(gone) is None


@pytest.mark.django_db
def test_what_may_still_be_closed_keeps_its_base_too() -> None:
    reading_by_hand(facts="a" * 64)
    reading_by_hand(DAY - dt.timedelta(days=3), facts="b" * 64)
    reading_by_hand(facts="c" * 64, standing=False)
    assert facts_of_closings() == {"a" * 64}
    Reading.objects.update(state="gone")
    assert facts_of_closings() == frozenset()
