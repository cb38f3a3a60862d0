"""The PostgreSQL that the application is measured on."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from bench import postgres


@pytest.mark.slow
def test_a_database_is_found_again_with_the_settings_of_an_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setattr(postgres, "FOLDER", tmp_path / "server")
    assert postgres.processor_seconds() == 0
    with postgres.database("place") as address, psycopg.connect(address) as link:
        link.execute("CREATE TABLE kept AS SELECT * FROM generate_series(1, 500000) AS number")
        assert postgres.processor_seconds() > 0
    with postgres.database("place") as address, psycopg.connect(address) as link:
        assert link.execute("SELECT COUNT(*) FROM kept").fetchone() == (500_000,)
        shown = {name: link.execute(f"SHOW {name}").fetchone() for name in postgres.SETTINGS}
    assert shown == {name: (value,) for name, value in postgres.SETTINGS.items()}
    assert postgres.processor_seconds() == 0


def test_the_settings_are_those_that_the_how_to_names() -> None:
    howto = Path(__file__).parents[2] / "docs" / "how-to"
    for page in ("run-in-production.md", "run-in-production.zh-CN.md"):
        told = (howto / page).read_text("utf-8")
        assert all(f"{name} = {value}\n" in told for name, value in postgres.SETTINGS.items())
